import { NOT_LIVE_AFTER_MS, WARD_NAMESPACE, type WardClientEvents, type WardServerEvents } from '#contracts';
import { io, type Socket } from 'socket.io-client';
import { everySecond, msBetween, thisMoment, type Moment } from '../clock.ts';
import { livenessOf, sameLiveness, type Liveness } from './liveness.ts';
import { take, UNKNOWN_BOARD, type Heard, type WardBoard } from './ward-board.ts';

export interface LiveWard {
  readonly board: WardBoard;
  readonly liveness: Liveness;
}

/** One ward, kept up to date while it is open. */
export interface WardFeed {
  readonly current: () => LiveWard;
  readonly onChange: (listener: () => void) => () => void;
  /** Starts following; returns the way to stop. A feed that was stopped can be opened again. */
  readonly open: () => () => void;
  /** Tells the hub that these alerts stand on the screen. One that the record does not learn of is said again. */
  readonly confirmShown: (alertIds: readonly string[]) => void;
}

export type WardSocket = Socket<WardServerEvents, WardClientEvents>;

/** A join that has not been answered for so long is sent again. */
const ANSWER_WITHIN_MS = 5_000;
/** A connection that is not open by then is given up and tried anew: the default of 20 s is too long to say NOT LIVE for. */
const OPEN_WITHIN_MS = 4_000;
/** As many as one message to the hub may name. */
const MOST_CONFIRMED_AT_ONCE = 500;
/** How long to wait before asking again after a refusal, or after the server closed the door. */
const AGAIN_AFTER_MS = 3_000;

export const wardSocket = (): WardSocket =>
  io(WARD_NAMESPACE, {
    transports: ['websocket'],
    autoConnect: false,
    forceNew: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    timeout: OPEN_WITHIN_MS,
  });

/**
 * Follows a ward through its socket. Every interruption ends in a join after the last number seen, so nothing is missed.
 * `sessionStands` is asked whenever the server turns us away; when it says no, `onSessionEnded` is called, and nothing more.
 */
export function followWard(
  wardId: string,
  socket: WardSocket,
  sessionStands: () => Promise<boolean>,
  onSessionEnded: () => void,
): WardFeed {
  let openedAt = thisMoment();
  const listeners = new Set<() => void>();
  let live: LiveWard = { board: UNKNOWN_BOARD, liveness: { state: 'connecting' } };
  let closed = true;
  let again: ReturnType<typeof setTimeout> | undefined;
  let connectionOpenedAt: Moment | null = null;

  function show(board: WardBoard): void {
    const liveness = livenessOf(board, openedAt, thisMoment());
    const same = sameLiveness(liveness, live.liveness);
    if (board === live.board && same) return;
    live = { board, liveness: same ? live.liveness : liveness };
    for (const listener of listeners) listener();
  }

  function hear(heard: Heard): void {
    if (closed) return;
    const [board, ask] = take(live.board, heard);
    show(board);
    if (ask === null) return;
    const connection = socket.id;
    const askedAt = thisMoment();
    socket.timeout(ANSWER_WITHIN_MS).emit('join', { wardId, ...ask }, (failure, answer) => {
      if (socket.id !== connection) return;
      hear(failure ? { kind: 'no-answer' } : { kind: 'answer', answer, askedAt });
      if (!failure && 'error' in answer) void turnedAway();
    });
  }

  /** The server would not have us: either the session is over, or we try once more in a while. */
  async function turnedAway(): Promise<void> {
    if (closed || again !== undefined) return;
    again = setTimeout(() => {
      again = undefined;
      if (closed) return;
      if (socket.connected) hear({ kind: 'connected' });
      else socket.connect();
    }, AGAIN_AFTER_MS);
    if (!(await sessionStands()) && !closed) onSessionEnded();
  }

  socket.on('connect', () => {
    connectionOpenedAt = thisMoment();
    hear({ kind: 'connected' });
  });
  socket.on('disconnect', () => {
    hear({ kind: 'disconnected' });
    if (!socket.active) void turnedAway();
  });
  socket.on('connect_error', () => {
    if (!socket.active) void turnedAway();
  });
  socket.on('event', (event) => hear({ kind: 'event', event }));
  socket.on('heartbeat', (beat) => hear({ kind: 'heartbeat', beat, moment: thisMoment() }));
  socket.on('removed-from-ward', ({ error }) => {
    hear({ kind: 'removed', error });
    void turnedAway();
  });
  socket.on('session-ended', () => {
    if (!closed) onSessionEnded();
  });

  /**
   * A cut line can look open for most of a minute, and a slow one delivers what is old. Without confirmation either is given
   * up and dialled again: the new one holds nothing back.
   */
  function redialWhenUnconfirmed(): void {
    const { confirmedAt, refusal } = live.board;
    if (!socket.connected || connectionOpenedAt === null || refusal !== null) return;
    const now = thisMoment();
    if (msBetween(connectionOpenedAt, now) < NOT_LIVE_AFTER_MS) return;
    if (confirmedAt !== null && msBetween(confirmedAt, now) < NOT_LIVE_AFTER_MS) return;
    socket.io.engine.close();
  }

  /** What was said and not answered yet; what was answered is known by the board's next number. */
  const confirming = new Set<string>();

  function confirmShown(alertIds: readonly string[]): void {
    const news = alertIds.filter((id) => !confirming.has(id)).slice(0, MOST_CONFIRMED_AT_ONCE);
    if (closed || news.length === 0) return;
    for (const id of news) confirming.add(id);
    socket.timeout(ANSWER_WITHIN_MS).emit('shown', { wardId, alertIds: news }, (failure, answer) => {
      for (const id of news) confirming.delete(id);
      if (failure || 'error' in answer) setTimeout(() => confirmShown(news), AGAIN_AFTER_MS);
    });
  }

  return {
    confirmShown,
    current: () => live,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open: () => {
      closed = false;
      openedAt = thisMoment();
      const stopWatch = everySecond(() => {
        redialWhenUnconfirmed();
        show(live.board);
      });
      socket.connect();
      return () => {
        hear({ kind: 'disconnected' });
        closed = true;
        clearTimeout(again);
        again = undefined;
        stopWatch();
        socket.disconnect();
      };
    },
  };
}
