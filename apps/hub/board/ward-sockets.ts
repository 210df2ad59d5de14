import { HEARTBEAT_EVERY_MS, type JoinAnswer, type WardClientEvents, type WardServerEvents } from '#contracts';
import {
  boardOf,
  feedAfter,
  feedPositions,
  listenToFeed,
  type Account,
  type Database,
  type FeedListener,
} from '#records';
import type { Clock, Logger } from '#runtime';
import type { Namespace, Socket } from 'socket.io';
import { WardChannel } from './ward-channel.ts';

/** What a socket remembers of who is behind it. */
export interface SocketPerson {
  account: Account;
  token: string;
}

export type WardNamespace = Namespace<WardClientEvents, WardServerEvents, Record<string, never>, SocketPerson>;
export type WardSocket = Socket<WardClientEvents, WardServerEvents, Record<string, never>, SocketPerson>;

/** A client that does not take its events is let go when this many wait for it: it joins again where it was, or anew. */
const MOST_BUFFERED = 500;
const RELISTEN_AFTER = 500;

/** Tells every ward's sockets what the feed says, and that the hub is still there. */
export class WardSockets {
  private readonly channels = new Map<string, WardChannel>();
  private listener: FeedListener | null = null;
  private timers: NodeJS.Timeout[] = [];
  private closed = false;
  private beating = false;

  constructor(
    private readonly database: Database,
    private readonly databaseUrl: string,
    private readonly namespace: WardNamespace,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** Rejects when the feed cannot be listened to: a hub that hears nothing must not start. */
  async open(): Promise<void> {
    await this.listen();
    this.timers.push(setInterval(() => void this.beat(), HEARTBEAT_EVERY_MS));
  }

  /** Answers and lets the socket into the ward's room in one step, so that no event falls between. */
  async join(
    socket: WardSocket,
    wardId: string,
    after: number | undefined,
    ack: (answer: JoinAnswer) => void,
  ): Promise<void> {
    await this.channelOf(wardId).join(after, (answer) => {
      for (const room of socket.rooms) if (room !== socket.id) void socket.leave(room);
      if (!('error' in answer)) void socket.join(wardId);
      ack(answer);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const timer of this.timers) clearInterval(timer);
    await this.listener?.close();
  }

  private channelOf(wardId: string): WardChannel {
    let channel = this.channels.get(wardId);
    if (!channel) {
      channel = new WardChannel(
        wardId,
        {
          after: (id, seq, limit) => feedAfter(this.database, id, seq, limit),
          board: (id) => boardOf(this.database, id),
        },
        (event) => this.namespace.to(wardId).emit('event', event),
        () => this.clock.now().getTime(),
      );
      this.channels.set(wardId, channel);
    }
    return channel;
  }

  private async listen(): Promise<void> {
    this.listener = await listenToFeed(
      this.databaseUrl,
      'homeward-hub-feed',
      (wardId, seq) =>
        void this.channels
          .get(wardId)
          ?.advanceTo(seq)
          .catch((error: unknown) => this.missed(error)),
      (error) => {
        this.missed(error);
        this.relisten();
      },
    );
  }

  /** What was appended meanwhile is read at the next heartbeat, which asks the record and not the listener. */
  private relisten(): void {
    if (this.closed) return;
    setTimeout(() => {
      if (!this.closed) void this.listen().catch(() => this.relisten());
    }, RELISTEN_AFTER);
  }

  /**
   * A heartbeat says: the record was reached just now, and this is where the ward's feed is. When the record cannot be
   * reached there is none, and the boards say NOT LIVE.
   */
  private async beat(): Promise<void> {
    if (this.beating) return;
    this.beating = true;
    try {
      for (const { wardId, seq, oldestUnevaluatedAt } of await feedPositions(this.database)) {
        const told = await this.channels.get(wardId)?.advanceTo(seq);
        if (told === undefined || told === null) continue;
        this.namespace.to(wardId).emit('heartbeat', {
          seq: told,
          at: this.clock.now().toISOString(),
          oldestUnevaluatedAt: oldestUnevaluatedAt?.toISOString() ?? null,
        });
      }
    } catch (error) {
      this.missed(error);
    } finally {
      this.beating = false;
    }
    for (const socket of this.namespace.sockets.values()) {
      if (buffered(socket) > MOST_BUFFERED) socket.disconnect(true);
    }
  }

  private missed(error: unknown): void {
    this.log.warn({ err: { type: error instanceof Error ? error.name : 'unknown' } }, 'the feed cannot be read');
  }
}

function buffered(socket: WardSocket): number {
  const waiting: unknown = Reflect.get(socket.conn, 'writeBuffer');
  return Array.isArray(waiting) ? waiting.length : 0;
}
