import {
  HEARTBEAT_EVERY_MS,
  WALL_NAMES,
  WARD_SOCKET_TERMS,
  type Heartbeat,
  type RemovedFromWard,
  type WallNames,
  type WardEvent,
} from '#contracts';
import { feedPositions, listenToFeed, type Database, type FeedListener, type FeedPosition } from '#records';
import type { Clock, Logger } from '#runtime';
import type { Encoded } from './encoded.ts';
import { FeedReads } from './feed-reads.ts';
import { queuedBytes } from './outbound.ts';
import { WallReads } from './wall-reads.ts';
import { WardChannel, type Answer, type FeedReader } from './ward-channel.ts';
import type { WardNamespace, WardSocket } from './ward-socket.ts';

const RELISTEN_AFTER = 500;
/** After this long without reaching the record, in ms, a hub is not ready: its boards say NOT LIVE soon. */
const SILENT_AFTER = 3 * HEARTBEAT_EVERY_MS;

/** What of what was said still waits in this hub, and for how many it was too much. */
export interface Backpressure {
  sockets: number;
  /** Sockets that have fallen behind and take what waits for them. */
  behind: number;
  /** How often a socket fell behind since the hub started. */
  fellBehind: number;
  /** Bytes that wait now, over all sockets. */
  queuedBytes: number;
  /** The most that ever waited for one socket when an event was about to be told. */
  mostQueuedBytes: number;
}

/** Who is told of a ward: its people, and screens on a wall, which are told less of a patient. */
const VIEWS = ['people', ...WALL_NAMES] as const;
type View = (typeof VIEWS)[number];

/** Whoever is told the same of a ward. People's is the ward's own name. */
const roomOf = (wardId: string, view: View): string => (view === 'people' ? wardId : `${wardId} on a wall, ${view}`);

/** Tells every ward's sockets what the feed says, and that the hub is still there. */
export class WardSockets {
  private readonly channels = new Map<string, WardChannel>();
  private readonly reads: Readonly<Record<View, FeedReader>>;
  private listener: FeedListener | null = null;
  private timer: NodeJS.Timeout | null = null;
  private closed = false;
  private beating = false;
  private reachedAt = 0;
  private fellBehind = 0;
  private mostQueued = 0;

  constructor(
    /** For the feed alone: what people ask for does not hold it up. */
    private readonly database: Database,
    private readonly databaseUrl: string,
    private readonly namespace: WardNamespace,
    /** What an account may do has changed; null: anybody's may have, since nothing was heard for a while. */
    private readonly accessChanged: (accountId: string | null) => void,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {
    const walls = (names: WallNames): FeedReader => new WallReads(new FeedReads(database), names);
    this.reads = { people: new FeedReads(database), initials: walls('initials'), full: walls('full') };
  }

  /** Rejects when the feed cannot be listened to: a hub that hears nothing must not start. */
  async open(): Promise<void> {
    await this.listen();
    this.reachedAt = this.clock.now().getTime();
    this.namespace.adapter.on('delete-room', (room: string) => this.channels.get(room)?.rest());
    this.timer = setInterval(() => void this.beat(), HEARTBEAT_EVERY_MS);
  }

  /** Answers and lets the socket into the ward's room in one step, so that no event falls between. */
  async join(
    socket: WardSocket,
    wardId: string,
    after: number | undefined,
    answer: (answer: Answer) => void,
  ): Promise<void> {
    const view = socket.data.account.wall?.names ?? 'people';
    await this.channelOf(wardId, view).join(after, (given) => {
      this.leave(socket);
      answer(given);
      if ('error' in given) return;
      socket.data.wardId = wardId;
      socket.data.room = roomOf(wardId, view);
      void socket.join(socket.data.room);
    });
  }

  /** The socket is told nothing more of its ward. */
  leave(socket: WardSocket): void {
    const { room } = socket.data;
    if (room !== null) void socket.leave(room);
    socket.data.wardId = null;
    socket.data.room = null;
    socket.data.behind = false;
  }

  /** Takes a ward away from a socket whose person has no business there any more, and says so. */
  showOut(socket: WardSocket, removal: RemovedFromWard): void {
    this.leave(socket);
    socket.emit('removed-from-ward', removal);
  }

  /** Resolves to what is missing for boards to be live, or null. */
  async reachable(): Promise<string | null> {
    const silent = this.clock.now().getTime() - this.reachedAt > SILENT_AFTER;
    return Promise.resolve(silent ? 'the feed cannot be read' : null);
  }

  backpressure(): Backpressure {
    const sockets = [...this.namespace.sockets.values()];
    return {
      sockets: sockets.length,
      behind: sockets.filter((socket) => socket.data.behind).length,
      fellBehind: this.fellBehind,
      queuedBytes: sockets.reduce((sum, socket) => sum + queuedBytes(socket), 0),
      mostQueuedBytes: this.mostQueued,
    };
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer) clearInterval(this.timer);
    await this.listener?.close();
  }

  private channelOf(wardId: string, view: View): WardChannel {
    const room = roomOf(wardId, view);
    let channel = this.channels.get(room);
    if (!channel) {
      channel = new WardChannel(
        wardId,
        this.reads[view],
        (event) => this.tell(room, event),
        () => this.clock.now().getTime(),
      );
      this.channels.set(room, channel);
    }
    return channel;
  }

  private tell(room: string, event: Encoded<WardEvent>): void {
    for (const id of this.namespace.adapter.rooms.get(room) ?? []) {
      const socket = this.namespace.sockets.get(id);
      if (!socket) continue;
      const queued = queuedBytes(socket);
      this.mostQueued = Math.max(this.mostQueued, queued);
      // It gets the events that it missed, or the whole board, once it has taken what waits.
      if (queued > WARD_SOCKET_TERMS.mostQueuedBytes) this.fallBehind(socket, room);
    }
    this.namespace.to(room).emit('event', event);
  }

  /** Out of the room, so that nothing more is told to it; when it has taken what waits, a heartbeat makes it join again. */
  private fallBehind(socket: WardSocket, room: string): void {
    socket.data.behind = true;
    this.fellBehind++;
    void socket.leave(room);
  }

  private async listen(): Promise<void> {
    this.listener = await listenToFeed(this.databaseUrl, 'homeward-hub-feed', {
      appended: (wardId, seq) => {
        for (const view of VIEWS)
          void this.advance(roomOf(wardId, view), seq).catch((error: unknown) => this.missed(error));
      },
      accessChanged: (accountId) => this.accessChanged(accountId),
      lost: (error) => {
        this.missed(error);
        this.relisten();
      },
    });
  }

  /** What was appended meanwhile is read at the next heartbeat, which asks the record and not the listener. */
  private relisten(): void {
    if (this.closed) return;
    setTimeout(() => {
      if (this.closed) return;
      this.listen().then(
        () => this.accessChanged(null),
        () => this.relisten(),
      );
    }, RELISTEN_AFTER);
  }

  private async advance(room: string, seq: number): Promise<number | null> {
    return this.namespace.adapter.rooms.has(room) ? ((await this.channels.get(room)?.advanceTo(seq)) ?? null) : null;
  }

  /**
   * A heartbeat says: the record was reached just now, and this is where the ward's feed is. When the record cannot be
   * reached there is none, and the boards say NOT LIVE.
   */
  private async beat(): Promise<void> {
    if (this.beating) return;
    this.beating = true;
    try {
      const positions = await feedPositions(this.database);
      await Promise.all(
        positions.flatMap((position) =>
          VIEWS.map(async (view) => {
            const room = roomOf(position.wardId, view);
            const told = await this.advance(room, position.seq);
            if (told !== null) this.namespace.to(room).emit('heartbeat', this.heartbeat(position, told));
          }),
        ),
      );
      this.reachedAt = this.clock.now().getTime();
      this.bringBack(new Map(positions.map((position) => [position.wardId, position])));
    } catch (error) {
      this.missed(error);
    } finally {
      this.beating = false;
    }
  }

  /** Those who fell behind and have taken everything since are told where the feed is, and so that they have to join again. */
  private bringBack(positions: ReadonlyMap<string, FeedPosition>): void {
    for (const socket of this.namespace.sockets.values()) {
      const { behind, wardId } = socket.data;
      const position = behind && wardId !== null ? positions.get(wardId) : undefined;
      if (position && queuedBytes(socket) === 0) socket.emit('heartbeat', this.heartbeat(position, position.seq));
    }
  }

  private heartbeat({ oldestUnevaluatedAt }: FeedPosition, seq: number): Heartbeat {
    return {
      seq,
      at: this.clock.now().toISOString(),
      oldestUnevaluatedAt: oldestUnevaluatedAt?.toISOString() ?? null,
    };
  }

  private missed(error: unknown): void {
    this.log.warn({ err: { type: error instanceof Error ? error.name : 'unknown' } }, 'the feed cannot be read');
  }
}
