import { io, type Socket } from 'socket.io-client';
import type { JoinAnswer, WardClientEvents, WardEvent, WardServerEvents } from '#contracts';
import { percentile } from './report.ts';

/*
 * Many boards in a process of their own. How old an event is when it arrives is told by its own `at`, on this machine's clock:
 * to the millisecond.
 */
export type BoardsRequest =
  | {
      readonly kind: 'open';
      readonly url: string;
      readonly cookie: string;
      readonly wards: readonly string[];
      readonly each: number;
    }
  /** Counts from nothing. */
  | { readonly kind: 'begin' }
  | { readonly kind: 'end' }
  /** Answers when every board of the ward has been told that this alert is accepted; NaN when that does not come. */
  | { readonly kind: 'accepted'; readonly wardId: string; readonly alertId: string }
  | { readonly kind: 'close' };

/** What arrived since `begin`, over all boards. */
export interface Arrived {
  readonly events: number;
  /** Numbers that a board should have been told and was not. */
  readonly missed: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  /** One event as it came. */
  readonly sample: WardEvent | null;
}

/** ms */
const GIVE_UP_AFTER = 5_000;

interface OpenBoard {
  readonly wardId: string;
  readonly socket: Socket<WardServerEvents, WardClientEvents>;
  seq: number;
}

let boards: OpenBoard[] = [];
let ages: number[] = [];
let missed = 0;
let sample: WardEvent | null = null;
const awaited = new Map<string, { left: number; done: (at: number) => void }>();

function hear(board: OpenBoard, event: WardEvent): void {
  const now = performance.timeOrigin + performance.now();
  ages.push(now - Date.parse(event.at));
  missed += event.seq - board.seq - 1;
  board.seq = event.seq;
  sample ??= event;
  if (awaited.size === 0) return;
  for (const { alerts } of event.tiles) {
    for (const { id, status } of alerts) {
      const wanted = status === 'accepted' ? awaited.get(id) : undefined;
      if (wanted && --wanted.left === 0) {
        awaited.delete(id);
        wanted.done(now);
      }
    }
  }
}

async function open(url: string, cookie: string, wardId: string): Promise<OpenBoard> {
  const socket: OpenBoard['socket'] = io(`${url}/ward`, {
    transports: ['websocket'],
    extraHeaders: { cookie },
    forceNew: true,
    reconnection: false,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const board: OpenBoard = { wardId, socket, seq: 0 };
  const answer = await new Promise<JoinAnswer>((resolve) => socket.emit('join', { wardId }, resolve));
  if ('error' in answer) throw new Error(`a board may not join: ${answer.error}`);
  board.seq = answer.seq;
  socket.on('event', (event) => hear(board, event));
  return board;
}

async function does(request: BoardsRequest): Promise<object> {
  switch (request.kind) {
    case 'open': {
      for (let n = 0; n < request.each; n++) {
        boards.push(...(await Promise.all(request.wards.map((wardId) => open(request.url, request.cookie, wardId)))));
      }
      return { open: boards.length };
    }
    case 'begin':
      ages = [];
      missed = 0;
      sample = null;
      return {};
    case 'end': {
      const sorted = Float64Array.from(ages).sort();
      return {
        events: sorted.length,
        missed,
        p50: percentile(sorted, 0.5),
        p99: percentile(sorted, 0.99),
        most: sorted.at(-1) ?? NaN,
        sample,
      } satisfies Arrived;
    }
    case 'accepted': {
      const left = boards.filter(({ wardId }) => wardId === request.wardId).length;
      return {
        at: await new Promise<number>((done) => {
          awaited.set(request.alertId, { left, done });
          setTimeout(() => done(NaN), GIVE_UP_AFTER);
        }),
      };
    }
    case 'close':
      for (const { socket } of boards) socket.disconnect();
      boards = [];
      return {};
  }
}

process.on('message', (request: BoardsRequest) => {
  does(request).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.({ type: 'ready', url: '' });
process.once('disconnect', () => process.exit());
