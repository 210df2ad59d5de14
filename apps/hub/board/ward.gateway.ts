import { fromSameSite, mayEmit, SESSION_COOKIE, whoseSession } from '#access';
import {
  WARD_CLIENT_EVENTS,
  WARD_NAMESPACE,
  WARD_SOCKET_TERMS,
  type RefusedEvent,
  type WardClientEvent,
} from '#contracts';
import { Database, markShown } from '#records';
import { clock, type Logger } from '#runtime';
import { fastifyCookie } from '@fastify/cookie';
import { Inject, type BeforeApplicationShutdown } from '@nestjs/common';
import { WebSocketGateway, type OnGatewayInit } from '@nestjs/websockets';
import type { z } from 'zod';
import { ShownAlerts } from '../alerts/shown-alerts.ts';
import { DATABASE_URL, FEED_DATABASE, LOG } from '../hub-tokens.ts';
import type { Encoded } from './encoded.ts';
import { queuedBytes } from './outbound.ts';
import { Standing } from './standing.ts';
import { NO_SUCH_WARD } from './ward-channel.ts';
import type { Watcher, WardNamespace, WardSocket } from './ward-socket.ts';
import { WardSockets, type Backpressure } from './ward-sockets.ts';
import { Watching } from './watching.ts';

const { mostUnanswered, mostQueuedBytes, loginLookedAtEveryMs } = WARD_SOCKET_TERMS;

/** What a board said, as it came, and its way to answer. */
type Listener = (socket: WardSocket, sent: unknown, answer: unknown) => Promise<void>;

/** The live board's socket: who is behind it is settled at the handshake, and looked at again whenever it may have changed. */
@WebSocketGateway({ namespace: WARD_NAMESPACE })
export class WardGateway implements OnGatewayInit<WardNamespace>, BeforeApplicationShutdown {
  private readonly watching: Watching;
  private sockets!: WardSockets;
  private timer: NodeJS.Timeout | null = null;
  private opened: Promise<void> = Promise.resolve();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(FEED_DATABASE) private readonly feedDatabase: Database,
    @Inject(DATABASE_URL) private readonly databaseUrl: string,
    @Inject(LOG) private readonly log: Logger,
  ) {
    this.watching = new Watching(database);
  }

  afterInit(namespace: WardNamespace): void {
    namespace.use((socket, next) => {
      this.identify(socket).then(
        (watcher) => {
          if (!watcher) return next(new Error('Sign in first; your session may have ended.'));
          socket.data = watcher;
          next();
        },
        () => next(new Error('The record cannot be reached.')),
      );
    });
    namespace.on('connection', (socket: WardSocket) => {
      // Closed by default: an event that the permission table does not give to this role goes no further.
      socket.use((packet, next) => {
        if (mayEmit(WARD_NAMESPACE, packet[0], socket.data.account.role)) return next();
        const ack: unknown = packet.at(-1);
        if (typeof ack === 'function') ack(NO_SUCH_WARD);
        next(new Error('not allowed'));
      });
      for (const [event, listener] of Object.entries(this.listeners) as [WardClientEvent, Listener][]) {
        socket.on(event, (sent: unknown, answer: unknown) => void listener(socket, sent, answer));
      }
      socket.on('error', () => undefined);
      socket.on('disconnecting', () => void this.stopWatching(socket));
    });

    const standing = new Standing(this.database, namespace, clock, {
      showOut: (socket, removal) => {
        void this.stopWatching(socket);
        this.sockets.showOut(socket, removal);
      },
      review: (socket) => this.sockets.review(socket),
    });
    const lookAgain = (accountId: string | null): void => void standing.lookAgain(accountId);
    this.sockets = new WardSockets(this.feedDatabase, this.databaseUrl, namespace, lookAgain, clock, this.log);
    this.opened = this.sockets.open();
    this.timer = setInterval(() => lookAgain(null), loginLookedAtEveryMs);
  }

  /** Resolves when the feed is listened to. */
  async ready(): Promise<void> {
    await this.opened;
  }

  /** Resolves to what is missing for boards to be live, or null: for readiness. */
  reachable(): Promise<string | null> {
    return this.sockets.reachable();
  }

  backpressure(): Backpressure {
    return this.sockets.backpressure();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.sockets.close();
  }

  private readonly shown = new ShownAlerts((wardId, alertIds) => markShown(this.database, wardId, alertIds));

  /** What each event of a board does. The compiler proves that each has exactly one; permissions are asked before it. */
  private readonly listeners: Readonly<Record<WardClientEvent, Listener>> = {
    join: this.answering(WARD_CLIENT_EVENTS.join, async (socket, { wardId, after }, answer) => {
      if (!socket.data.account.wardIds.includes(wardId)) return answer(NO_SUCH_WARD);
      // Joining again after a hole is no new look at the ward.
      if (socket.data.wardId !== wardId) {
        await this.stopWatching(socket);
        await this.watching.began(socket.data.account, wardId);
      }
      await this.sockets.join(socket, wardId, after, answer);
    }),
    shown: this.answering(WARD_CLIENT_EVENTS.shown, async (socket, { wardId, alertIds }, answer) => {
      if (socket.data.wardId !== wardId) return answer(NO_SUCH_WARD);
      await this.shown.confirm(wardId, alertIds);
      answer({ delivered: true });
    }),
  };

  private answering<Request, Answer>(
    terms: { payload: z.ZodType<Request>; answer: z.ZodType<Answer | RefusedEvent> },
    work: (
      socket: WardSocket,
      request: Request,
      answer: (given: Answer | RefusedEvent | Encoded<Answer | RefusedEvent>) => void,
    ) => Promise<void>,
  ): Listener {
    return async (socket, sent, answer) => {
      if (!isAnswerable(answer)) return;
      const request = terms.payload.safeParse(sent);
      if (!request.success) return answer(unreadable(request.error));
      // Who asks without taking the answers would make them wait here without end.
      if (socket.data.unanswered >= mostUnanswered || queuedBytes(socket) > mostQueuedBytes) {
        socket.disconnect(true);
        return;
      }
      socket.data.unanswered++;
      try {
        await work(socket, request.data, answer);
      } catch (error) {
        this.log.warn({ err: { type: error instanceof Error ? error.name : 'unknown' } }, 'a board was not answered');
        answer(UNAVAILABLE);
      } finally {
        socket.data.unanswered--;
      }
    };
  }

  private async stopWatching(socket: WardSocket): Promise<void> {
    const { account, wardId } = socket.data;
    if (wardId !== null) await this.watching.stopped(account, wardId);
  }

  private async identify(socket: WardSocket): Promise<Watcher | null> {
    const { headers } = socket.handshake;
    if (!fromSameSite({ headers })) return null;
    const token = fastifyCookie.parse(headers.cookie ?? '')[SESSION_COOKIE];
    const account = await whoseSession(this.database, token, clock.now());
    return account && account.session !== 'setting-up' && token !== undefined
      ? { account, token, wardId: null, room: null, behind: false, beginsAnew: false, unanswered: 0 }
      : null;
  }
}

const UNAVAILABLE: RefusedEvent = {
  error: 'The record cannot be reached. Try again in a moment.',
  code: 'unavailable',
};

const isAnswerable = (answer: unknown): answer is (given: unknown) => void => typeof answer === 'function';

function unreadable({ issues }: z.ZodError): RefusedEvent {
  const wrong = issues.map(({ path, message }) => `${path.join('.') || 'what was sent'}: ${message}`);
  return { error: `This cannot be read. ${wrong.join('; ')}.`, code: 'invalid-document' };
}
