import type {
  Board,
  Heartbeat,
  JoinAnswer,
  OpenAlertView,
  Tile,
  WardClientEvents,
  WardEvent,
  WardServerEvents,
} from '#contracts';
import { io, type Socket } from 'socket.io-client';
import { stopAtTheEnd } from '../harness/started.ts';

/** A board as a browser keeps it: joined once, told what changes, joining again after the last number that it saw. */
export class LiveBoard {
  readonly tiles = new Map<string, Tile>();
  wardAlerts: readonly OpenAlertView[] = [];
  /** Every feed number that arrived, in the order of arrival. */
  readonly numbers: number[] = [];
  /** How often it had to begin with a whole board. */
  snapshots = 0;
  seq: number | null = null;
  heartbeats = 0;
  lastHeartbeat: Heartbeat | null = null;
  refused: string | null = null;
  sessionEnded = false;
  /** When each event arrived, by number: performance.now(). */
  readonly arrivedAt = new Map<number, number>();
  private readonly socket: Socket<WardServerEvents, WardClientEvents>;

  constructor(
    url: string,
    cookie: string,
    readonly wardId: string,
  ) {
    this.socket = io(`${url}/ward`, {
      transports: ['websocket'],
      extraHeaders: { cookie },
      reconnectionDelay: 50,
      reconnectionDelayMax: 300,
      forceNew: true,
    });
    this.socket.on('connect', () => this.join());
    this.socket.on('event', (event) => this.apply(event));
    this.socket.on('heartbeat', (beat) => {
      this.heartbeats++;
      this.lastHeartbeat = beat;
      if (this.seq !== null && beat.seq > this.seq) this.join();
    });
    this.socket.on('removed-from-ward', ({ error }) => {
      this.refused = error;
    });
    this.socket.on('session-ended', () => {
      this.sessionEnded = true;
    });
    stopAtTheEnd(async () => Promise.resolve(this.close()));
  }

  get connected(): boolean {
    return this.socket.connected;
  }

  close(): void {
    this.socket.disconnect();
  }

  /** As when the network of a laptop goes and comes back. */
  goAway(): void {
    this.socket.disconnect();
  }

  comeBack(): void {
    this.socket.connect();
  }

  /** As when a laptop is too busy, or its line too slow: what arrives is not taken, and so does not arrive. */
  stopReading(): void {
    this.connection.pause();
  }

  goOnReading(): void {
    this.connection.resume();
  }

  /** Asks for everything after a number, as a client does that was away. */
  joinAfter(after: number): Promise<JoinAnswer> {
    return this.socket.timeout(20_000).emitWithAck('join', { wardId: this.wardId, after });
  }

  tileOf(nhsNumber: string): Tile | undefined {
    return [...this.tiles.values()].find((tile) => tile.patient.nhsNumber === nhsNumber);
  }

  /** The feed numbers that should have come and did not. */
  gaps(): number[] {
    return this.numbers.filter((number, i) => i > 0 && number !== (this.numbers[i - 1] ?? 0) + 1);
  }

  /** The connection under it all: what `ws` has and a browser has not. */
  private get connection(): { pause(): void; resume(): void } {
    const { transport } = this.socket.io.engine;
    return (transport as unknown as { ws: { pause(): void; resume(): void } }).ws;
  }

  /** Confirms that it shows every alert that no board has confirmed yet, as a browser does after rendering. */
  async showAll(): Promise<void> {
    const alertIds = [...this.tiles.values()]
      .flatMap((tile) => tile.alerts)
      .concat(this.wardAlerts)
      .flatMap(({ id, deliveredAt }) => (deliveredAt === null ? [id] : []));
    if (alertIds.length > 0) await this.socket.emitWithAck('shown', { wardId: this.wardId, alertIds });
  }

  private join(): void {
    this.socket.emit('join', { wardId: this.wardId, ...(this.seq === null ? {} : { after: this.seq }) }, (answer) => {
      this.take(answer);
    });
  }

  private take(answer: JoinAnswer): void {
    if ('error' in answer) {
      this.refused = answer.error;
      if (answer.error.includes('cannot be reached')) setTimeout(() => this.join(), 200);
      return;
    }
    if ('board' in answer) {
      this.snapshots++;
      this.numbers.length = 0;
      this.tiles.clear();
      for (const tile of answer.board.tiles) this.tiles.set(tile.admissionId, tile);
      this.wardAlerts = answer.board.wardAlerts;
      this.seq = answer.seq;
      this.numbers.push(answer.seq);
    } else {
      for (const event of answer.events) this.apply(event);
    }
  }

  private apply(event: WardEvent): void {
    this.numbers.push(event.seq);
    this.arrivedAt.set(event.seq, performance.now());
    this.seq = event.seq;
    for (const tile of event.tiles) this.tiles.set(tile.admissionId, tile);
    for (const id of event.removed) this.tiles.delete(id);
    this.wardAlerts = event.wardAlerts ?? this.wardAlerts;
  }
}

/** What two boards must agree about: everything. In an order of its own. */
export function comparable(
  board: Pick<Board, 'tiles' | 'wardAlerts'> | LiveBoard,
): Pick<Board, 'tiles' | 'wardAlerts'> {
  const tiles = board instanceof LiveBoard ? [...board.tiles.values()] : board.tiles;
  return {
    tiles: tiles.toSorted((a, b) => (a.admissionId < b.admissionId ? -1 : 1)),
    wardAlerts: [...board.wardAlerts],
  };
}
