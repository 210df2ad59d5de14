import {
  HEARTBEAT_EVERY_MS,
  WARD_SOCKET_TERMS,
  type Heartbeat,
  type RemovedFromWard,
  type WallNames,
  type WardEvent,
} from '#contracts';
import {
  feedPositions,
  listenToFeed,
  type Account,
  type Database,
  type FeedListener,
  type FeedPosition,
} from '#records';
import type { Clock, Logger } from '#runtime';
import type { Encoded } from './encoded.ts';
import { FeedReads } from './feed-reads.ts';
import { queuedBytes } from './outbound.ts';
import { PeopleReads } from './people-reads.ts';
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

/** Who is told of a ward: its people, by the restricted records that they are named for; screens on a wall are told less. */
interface View {
  /** Whoever is told the same is in one room. Of people who are named for none it is the ward's own name. */
  readonly room: string;
  readonly wall: WallNames | null;
  /** Stays of the ward. */
  readonly named: readonly string[];
}

function viewOf({ wall, restricted }: Account, wardId: string): View {
  if (wall) return { room: `${wardId} on a wall, ${wall.names}`, wall: wall.names, named: [] };
  const named = restricted.filter((one) => one.named && one.wardId === wardId).map((one) => one.admissionId);
  return { room: [wardId, ...named.toSorted()].join(' '), wall: null, named };
}

/** So many heartbeats in a row that name a smaller number than a board has make it ask for the whole ward (apps/web/live). */
const BEATS_TO_BEGIN_ANEW = 3;

/** Tells every ward's sockets what the feed says, and that the hub is still there. */
export class WardSockets {
  private readonly channels = new Map<string, WardChannel>();
  private readonly reads: Readonly<Record<'people' | WallNames, FeedReader>>;
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
    this.reads = {
      people: new PeopleReads(new FeedReads(database), []),
      initials: walls('initials'),
      full: walls('full'),
    };
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
    const view = viewOf(socket.data.account, wardId);
    const since = socket.data.beginsAnew ? undefined : after;
    await this.channelOf(wardId, view).join(since, (given) => {
      this.leave(socket);
      answer(given);
      if ('error' in given) return;
      socket.data.wardId = wardId;
      socket.data.room = view.room;
      void socket.join(view.room);
      this.review(socket);
    });
  }

  /** Moves a socket to what its person is told now, where that is not what it was: it is given the whole ward once more. */
  review(socket: WardSocket): void {
    const { account, wardId, room } = socket.data;
    if (wardId === null || room === null || room === viewOf(account, wardId).room) return;
    void socket.leave(room);
    socket.data.behind = true;
    socket.data.beginsAnew = true;
    for (let beat = 0; beat < BEATS_TO_BEGIN_ANEW; beat++) this.beginAnew(socket);
  }

  /** The socket is told nothing more of its ward. */
  leave(socket: WardSocket): void {
    const { room } = socket.data;
    if (room !== null) void socket.leave(room);
    socket.data.wardId = null;
    socket.data.room = null;
    socket.data.behind = false;
    socket.data.beginsAnew = false;
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
    const { room, wall, named } = view;
    let channel = this.channels.get(room);
    if (!channel) {
      channel = new WardChannel(
        wardId,
        // Reads tell wards apart and not who asks: each view has its own.
        named.length > 0 ? new PeopleReads(new FeedReads(this.database), named) : this.reads[wall ?? 'people'],
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
        for (const room of this.roomsOf(wardId))
          void this.advance(room, seq).catch((error: unknown) => this.missed(error));
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

  /** The rooms in which somebody has been told of a ward. */
  private roomsOf(wardId: string): string[] {
    return [...this.channels].flatMap(([room, channel]) => (channel.wardId === wardId ? [room] : []));
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
          this.roomsOf(position.wardId).map(async (room) => {
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
      const { behind, beginsAnew, wardId } = socket.data;
      if (beginsAnew) {
        this.beginAnew(socket);
        continue;
      }
      const position = behind && wardId !== null ? positions.get(wardId) : undefined;
      if (position && queuedBytes(socket) === 0) socket.emit('heartbeat', this.heartbeat(position, position.seq));
    }
  }

  private beginAnew(socket: WardSocket): void {
    const at = this.clock.now().toISOString();
    socket.emit('heartbeat', { seq: 0, at, oldestUnevaluatedAt: null });
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
