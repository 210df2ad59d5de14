import { fromSameSite, mayEmit, SESSION_COOKIE, whoseSession } from '#access';
import { joinRequest, WARD_NAMESPACE, type JoinAnswer } from '#contracts';
import { appendAudit, Database, staysOnWard } from '#records';
import { clock, type Logger } from '#runtime';
import { fastifyCookie } from '@fastify/cookie';
import { Inject, type BeforeApplicationShutdown } from '@nestjs/common';
import {
  Ack,
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type OnGatewayInit,
} from '@nestjs/websockets';
import { DATABASE_URL, LOG } from '../hub-tokens.ts';
import { WardSockets, type SocketPerson, type WardNamespace, type WardSocket } from './ward-sockets.ts';

/** How often a login is looked at again while its socket goes on receiving, in ms. */
const LOOK_AGAIN_EVERY = 60_000;

const NOT_ALLOWED: JoinAnswer = { error: 'There is no such ward, or it is not one of yours.' };

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
        if (typeof ack === 'function') ack(NOT_ALLOWED);
        next(new Error('not allowed'));
      });
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

  @SubscribeMessage('join')
  async join(
    @MessageBody() body: unknown,
    @ConnectedSocket() socket: WardSocket,
    @Ack() ack?: (answer: JoinAnswer) => void,
  ): Promise<void> {
    if (typeof ack !== 'function') return;
    const request = joinRequest.safeParse(body);
    if (!request.success) {
      ack({ error: 'Expected {wardId, after?}: the ward to join, and the last number that was seen of it.' });
      return;
    }
    const { wardId, after } = request.data;
    if (!socket.data.account.wardIds.includes(wardId) || !this.sockets) {
      ack(NOT_ALLOWED);
      return;
    }
    try {
      await appendAudit(this.database, [
        {
          act: 'began-watching-board',
          actor: { kind: 'person', id: socket.data.account.id },
          ward: wardId,
          admissions: await staysOnWard(this.database, wardId),
        },
      ]);
      await this.sockets.join(socket, wardId, after, ack);
    } catch (error) {
      this.log.warn({ err: { type: error instanceof Error ? error.name : 'unknown' } }, 'a board could not be read');
      ack({ error: 'The record cannot be reached. Try again in a moment.' });
    }
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
