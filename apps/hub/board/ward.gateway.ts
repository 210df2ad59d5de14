import { fromSameSite, mayEmit, SESSION_COOKIE, whoseSession } from '#access';
import { WARD_CLIENT_EVENTS, WARD_NAMESPACE, type RefusedEvent, type WardClientEvent } from '#contracts';
import { appendAudit, Database, staysOnWard } from '#records';
import { clock, type Logger } from '#runtime';
import { fastifyCookie } from '@fastify/cookie';
import { Inject, type BeforeApplicationShutdown } from '@nestjs/common';
import { WebSocketGateway, type OnGatewayInit } from '@nestjs/websockets';
import type { z } from 'zod';
import { DATABASE_URL, LOG } from '../hub-tokens.ts';
import { NO_SUCH_WARD } from './ward-channel.ts';
import { WardSockets, type SocketPerson, type WardNamespace, type WardSocket } from './ward-sockets.ts';

/** How often a login is looked at again while its socket goes on receiving, in ms. */
const LOOK_AGAIN_EVERY = 60_000;

/** What a board said, as it came, and its way to answer. */
type Listener = (socket: WardSocket, sent: unknown, answer: unknown) => Promise<void>;

/** The live board's socket: who is behind it is settled at the handshake, and looked at again every minute. */
@WebSocketGateway({ namespace: WARD_NAMESPACE })
export class WardGateway implements OnGatewayInit<WardNamespace>, BeforeApplicationShutdown {
  private sockets: WardSockets | null = null;
  private timer: NodeJS.Timeout | null = null;
  private opened: Promise<void> = Promise.resolve();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(DATABASE_URL) private readonly databaseUrl: string,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  afterInit(namespace: WardNamespace): void {
    namespace.use((socket, next) => {
      this.identify(socket).then(
        (person) => {
          if (!person) return next(new Error('Sign in first; your session may have ended.'));
          socket.data = person;
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
      socket.on('disconnecting', () => void this.tellOfLeaving(socket));
    });
    this.sockets = new WardSockets(this.database, this.databaseUrl, namespace, clock, this.log);
    this.opened = this.sockets.open();
    this.timer = setInterval(() => void this.lookAgain(namespace), LOOK_AGAIN_EVERY);
  }

  /** Resolves when the feed is listened to. */
  async ready(): Promise<void> {
    await this.opened;
  }

  /** What each event of a board does. The compiler proves that each has exactly one; permissions are asked before it. */
  private readonly listeners: Readonly<Record<WardClientEvent, Listener>> = {
    join: this.answering(WARD_CLIENT_EVENTS.join, async (socket, { wardId, after }, answer) => {
      if (!socket.data.account.wardIds.includes(wardId) || !this.sockets) return answer(NO_SUCH_WARD);
      await appendAudit(this.database, [
        {
          act: 'began-watching-board',
          actor: { kind: 'person', id: socket.data.account.id },
          ward: wardId,
          admissions: await staysOnWard(this.database, wardId),
        },
      ]);
      await this.sockets.join(socket, wardId, after, answer);
    }),
  };

  private answering<Request, Answer>(
    terms: { payload: z.ZodType<Request>; answer: z.ZodType<Answer | RefusedEvent> },
    work: (socket: WardSocket, request: Request, answer: (given: Answer | RefusedEvent) => void) => Promise<void>,
  ): Listener {
    return async (socket, sent, answer) => {
      if (!isAnswerable(answer)) return;
      const request = terms.payload.safeParse(sent);
      if (!request.success) return answer(unreadable(request.error));
      try {
        await work(socket, request.data, answer);
      } catch (error) {
        this.log.warn({ err: { type: error instanceof Error ? error.name : 'unknown' } }, 'a board was not answered');
        answer(UNAVAILABLE);
      }
    };
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.sockets?.close();
  }

  private async tellOfLeaving(socket: WardSocket): Promise<void> {
    const wards = [...socket.rooms].filter((room) => room !== socket.id);
    try {
      await appendAudit(
        this.database,
        wards.map((ward) => ({
          act: 'stopped-watching-board' as const,
          actor: { kind: 'person' as const, id: socket.data.account.id },
          ward,
        })),
      );
    } catch {
      // As when a hub is killed: the trail then has the beginning alone, and no watching outlasts its session.
    }
  }

  private async identify(socket: WardSocket): Promise<SocketPerson | null> {
    const { headers } = socket.handshake;
    if (!fromSameSite({ headers })) return null;
    const token = fastifyCookie.parse(headers.cookie ?? '')[SESSION_COOKIE];
    const account = await whoseSession(this.database, token, clock.now());
    return account && token !== undefined ? { account, token } : null;
  }

  private async lookAgain(namespace: WardNamespace): Promise<void> {
    for (const socket of namespace.sockets.values()) {
      try {
        const account = await whoseSession(this.database, socket.data.token, clock.now());
        const reaches = (wardId: string): boolean => account?.wardIds.includes(wardId) ?? false;
        const allowed =
          account?.role === socket.data.account.role &&
          [...socket.rooms].every((room) => room === socket.id || reaches(room));
        if (allowed) continue;
        if (!account) socket.emit('session-ended');
        socket.disconnect(true);
      } catch {
        // The record cannot be reached: there are no heartbeats either, and the next look decides.
        return;
      }
    }
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
