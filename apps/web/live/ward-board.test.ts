import { describe, expect, test } from '@jest/globals';
import type { Board, JoinAnswer, OpenAlertView, Tile, WardEvent } from '#contracts';
import fc from '../../../test/harness/properties.ts';
import type { Moment } from '../clock.ts';
import { aTile, anAlert } from '../stories/fixtures.ts';
import { take, UNKNOWN_BOARD, type Ask, type Heard, type WardBoard } from './ward-board.ts';

const WARD = { id: 'east', name: 'East', capacity: 20 };
const moment = (ms: number): Moment => ({ monotonic: ms, wall: ms });
const iso = (ms: number): string => new Date(ms).toISOString();

/** Event number `seq`: changes one or two beds, and now and then empties one. */
function eventOf(seq: number): WardEvent {
  const tiles = [aTile(1 + (seq % 5), { version: seq }), ...(seq % 3 === 0 ? [aTile(6, { version: seq })] : [])];
  return {
    seq,
    type: 'readings-evaluated',
    at: iso(seq),
    tiles: seq % 7 === 0 ? [] : tiles,
    removed: seq % 7 === 0 ? [aTile(1 + (seq % 5)).admissionId] : [],
    ...(seq % 5 === 0 && { wardAlerts: wardAlertsAt(seq) }),
  };
}

/** What the ward is after so many events: the truth that every board has to end at. */
function truthAt(seq: number): Map<string, Tile> {
  const tiles = new Map<string, Tile>();
  for (let number = 1; number <= seq; number++) {
    const event = eventOf(number);
    for (const tile of event.tiles) tiles.set(tile.admissionId, tile);
    for (const gone of event.removed) tiles.delete(gone);
  }
  return tiles;
}

const boardAt = (seq: number, at = 0): Board => ({
  ward: WARD,
  seq,
  at,
  tiles: [...truthAt(seq).values()],
  wardAlerts: wardAlertsAt(seq),
  oldestUnevaluatedAt: null,
});

/** The ward's own alerts, which every fifth event changes. */
function wardAlertsAt(seq: number): OpenAlertView[] {
  const changed = seq - (seq % 5);
  return changed === 0 ? [] : [anAlert({ id: `ward-${changed}`, subject: 'a source' })];
}

const versions = (tiles: ReadonlyMap<string, Tile>): [string, number][] =>
  [...tiles].map(([id, tile]): [string, number] => [id, tile.version]).toSorted(([a], [b]) => (a < b ? -1 : 1));

const beat = (seq: number, ms = 0, oldestUnevaluatedAt: number | null = null): Heard => ({
  kind: 'heartbeat',
  beat: { seq, at: iso(ms), oldestUnevaluatedAt: oldestUnevaluatedAt === null ? null : iso(oldestUnevaluatedAt) },
  moment: moment(ms),
});
const event = (seq: number): Heard => ({ kind: 'event', event: eventOf(seq) });
const answered = (answer: JoinAnswer, ms = 0): Heard => ({ kind: 'answer', answer, askedAt: moment(ms) });
const whole = (seq: number, ms = 0): Heard => answered({ seq, board: boardAt(seq, ms) }, ms);

/** A board that joined at number `seq` and hears nothing else. */
function joinedAt(seq: number): WardBoard {
  const [asking] = take(UNKNOWN_BOARD, { kind: 'connected' });
  return take(asking, whole(seq))[0];
}

describe('a board joining', () => {
  test('asks for the whole ward at first, and after the last number once it knows one', () => {
    const [asking, first] = take(UNKNOWN_BOARD, { kind: 'connected' });
    expect(first).toEqual({});
    const [joined] = take(asking, whole(4));
    const [dropped] = take(joined, { kind: 'disconnected' });
    const [, again] = take(dropped, { kind: 'connected' });
    expect(again).toEqual({ after: 4 });
  });

  test('asks again when nobody answers, but not while it is cut off', () => {
    const [asking] = take(UNKNOWN_BOARD, { kind: 'connected' });
    expect(take(asking, { kind: 'no-answer' })[1]).toEqual({});
    const [cut] = take(asking, { kind: 'disconnected' });
    expect(take(cut, { kind: 'no-answer' })[1]).toBeNull();
  });

  test('keeps what it shows while the record is away, and says why', () => {
    const [board, ask] = take(joinedAt(3), answered({ error: 'Try again.', code: 'unavailable' }));
    expect(board.refusal).toBe('Try again.');
    expect(versions(board.tiles)).toEqual(versions(truthAt(3)));
    expect(ask).toBeNull();
  });

  test.each([
    ['turned away', answered({ error: 'Not yours.', code: 'not-found' })],
    ['shown out', { kind: 'removed', error: 'Not yours.' } satisfies Heard],
  ])('forgets every patient when it is %s', (_, heard) => {
    const [board, ask] = take(joinedAt(3), heard);
    expect(board).toMatchObject({ refusal: 'Not yours.', seq: null, ward: null, confirmedAt: null, connected: true });
    expect(board.tiles.size).toBe(0);
    expect(ask).toBeNull();
    expect(take(board, { kind: 'connected' })[1]).toEqual({});
  });

  test('an event that overtakes the whole board is not lost', () => {
    const [asking] = take(UNKNOWN_BOARD, { kind: 'connected' });
    const [early] = take(asking, event(5));
    const [board, ask] = take(early, whole(4));
    expect(board.seq).toBe(5);
    expect(ask).toBeNull();
  });
});

describe('a board hearing events', () => {
  test('applies the next one, and keeps the tiles that it does not change', () => {
    const before = joinedAt(4);
    const [board, ask] = take(before, event(5));
    expect(versions(board.tiles)).toEqual(versions(truthAt(5)));
    expect(ask).toBeNull();
    const untouched = [...board.tiles].filter(([id, tile]) => before.tiles.get(id) === tile);
    expect(untouched.length).toBeGreaterThan(0);
  });

  test('ignores one that it has', () => {
    const before = joinedAt(5);
    const [board, ask] = take(before, event(3));
    expect(board.tiles).toBe(before.tiles);
    expect(board.seq).toBe(5);
    expect(ask).toBeNull();
  });

  test('asks once for what is missing before a hole, and shows nothing from beyond it meanwhile', () => {
    const [holed, ask] = take(joinedAt(4), event(6));
    expect(ask).toEqual({ after: 4 });
    expect(versions(holed.tiles)).toEqual(versions(truthAt(4)));
    const [still, second] = take(holed, event(7));
    expect(second).toBeNull();
    const [filled] = take(still, answered({ seq: 5, events: [eventOf(5)] }));
    expect(filled.seq).toBe(7);
    expect(versions(filled.tiles)).toEqual(versions(truthAt(7)));
  });

  test('neither an event nor a hole confirms anything: a board does not pass for live because it hears', () => {
    const before = joinedAt(4);
    expect(take(before, event(5))[0].confirmedAt).toEqual(before.confirmedAt);
    expect(take(before, event(6))[0].confirmedAt).toEqual(before.confirmedAt);
    expect(take(before, beat(9, 9_000))[0].confirmedAt).toEqual(before.confirmedAt);
  });

  test('an answer confirms as of when it was asked for', () => {
    const [asking] = take(UNKNOWN_BOARD, { kind: 'connected' });
    expect(take(asking, whole(4, 77))[0].confirmedAt).toEqual(moment(77));
  });
});

describe('a board hearing heartbeats', () => {
  test('a number beyond its own makes it ask', () => {
    expect(take(joinedAt(4), beat(6))[1]).toEqual({ after: 4 });
    expect(take(joinedAt(4), beat(4))[1]).toBeNull();
  });

  test('one smaller number may have been overtaken; three in a row mean that the feed began anew', () => {
    let board = joinedAt(40);
    let ask: Ask | null = null;
    for (const number of [2, 2, 3]) [board, ask] = take(board, beat(number));
    expect(ask).toEqual({});
    const [anew] = take(board, whole(3));
    expect(anew.seq).toBe(3);
    expect(versions(anew.tiles)).toEqual(versions(truthAt(3)));
  });

  /** Sent at `sent`, come at `came`; the clock of this computer is seven minutes fast and its other clock began at 0 with the page. */
  const travelled = (sent: number, came: number, slept = 0): Heard => ({
    kind: 'heartbeat',
    beat: { seq: 4, at: iso(sent), oldestUnevaluatedAt: null },
    moment: { wall: came + 420_000, monotonic: came - slept },
  });

  test.each([
    ['a slow line', travelled(12_000, 72_000)],
    ['a computer that slept, and its clock with it', travelled(12_000, 72_000, 60_000)],
  ])('what %s held back confirms nothing later than when it was sent', (_, late) => {
    const [quick] = take(joinedAt(4), travelled(10_000, 10_050));
    expect(quick.confirmedAt?.wall).toBe(10_050 + 420_000);
    const [board] = take(quick, late);
    // Or before: never as of when it came.
    expect(board.confirmedAt?.wall).toBeLessThanOrEqual(12_050 + 420_000);
    expect(board.clockAheadMs).toBe(quick.clockAheadMs);
    const [dropped] = take(board, { kind: 'disconnected' });
    const [again] = take(dropped, { kind: 'connected' });
    expect(take(again, travelled(80_000, 80_050))[0].confirmedAt?.wall).toBe(80_050 + 420_000);
  });

  test('tells of readings that wait for their score, and of a clock that is wrong', () => {
    const [board] = take(joinedAt(1), {
      kind: 'heartbeat',
      beat: { seq: 1, at: iso(1_000_000), oldestUnevaluatedAt: iso(900_000) },
      moment: { monotonic: 0, wall: 1_420_000 },
    });
    expect(board.oldestUnevaluatedAt).toBe(900_000);
    expect(board.clockAheadMs).toBe(420_000);
  });

  test('a feed that cannot be replayed far enough is asked for whole', () => {
    const [behind] = take(joinedAt(4), beat(9));
    expect(take(behind, answered({ seq: 9, events: [] }))[1]).toEqual({});
  });

  test('a server that never fills a hole is not asked in a tight circle', () => {
    const [holed] = take(joinedAt(4), event(9));
    expect(take(holed, answered({ seq: 4, events: [] }))[1]).toBeNull();
    expect(take(holed, whole(4))[1]).toBeNull();
  });
});

/** Anything that a network can do between a ward and one board. */
type Happening =
  | { kind: 'ward moves' }
  | { kind: 'event arrives'; back: number }
  | { kind: 'heartbeat' }
  | { kind: 'answer'; whole: boolean; shortBy: number }
  | { kind: 'answer is lost' }
  | { kind: 'cut off' }
  | { kind: 'back' };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Happening>({ kind: 'ward moves' }) },
  { weight: 5, arbitrary: fc.nat(12).map((back): Happening => ({ kind: 'event arrives', back })) },
  { weight: 2, arbitrary: fc.constant<Happening>({ kind: 'heartbeat' }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.boolean(), fc.nat(3))
      .map(([whole, shortBy]): Happening => ({ kind: 'answer', whole, shortBy })),
  },
  { weight: 1, arbitrary: fc.constant<Happening>({ kind: 'answer is lost' }) },
  { weight: 1, arbitrary: fc.constant<Happening>({ kind: 'cut off' }) },
  { weight: 2, arbitrary: fc.constant<Happening>({ kind: 'back' }) },
);

/** The ward's side: remembers what was asked, and answers as the hub does. */
class Ward {
  seq = 3;
  asked: Ask | null = null;
  board: WardBoard = UNKNOWN_BOARD;

  tell(heard: Heard): void {
    const [board, ask] = take(this.board, heard);
    this.board = board;
    if (ask) this.asked = ask;
  }

  /** `shortBy`: the answer was read a little earlier, and is overtaken by events. */
  answer(inFull: boolean, shortBy: number): void {
    if (this.asked === null) return;
    const { after } = this.asked;
    this.asked = null;
    const seq = Math.max(this.seq - shortBy, after ?? 0);
    if (after === undefined || inFull) return this.tell(whole(seq));
    const events = Array.from({ length: Math.max(0, seq - after) }, (_, index) => eventOf(after + 1 + index));
    this.tell(answered({ seq, events }));
  }

  happen(what: Happening): void {
    switch (what.kind) {
      case 'ward moves':
        this.seq += 1;
        return;
      case 'event arrives':
        if (this.board.connected) this.tell(event(Math.max(1, this.seq - what.back)));
        return;
      case 'heartbeat':
        if (this.board.connected) this.tell(beat(this.seq));
        return;
      case 'answer':
        return this.answer(what.whole, what.shortBy);
      case 'answer is lost':
        if (this.asked === null) return;
        this.asked = null;
        return this.tell({ kind: 'no-answer' });
      case 'cut off':
        this.asked = null;
        return this.tell({ kind: 'disconnected' });
      case 'back':
        if (!this.board.connected) this.tell({ kind: 'connected' });
    }
  }
}

describe('whatever the network does', () => {
  test('the board is always the ward as of one number, and ends at the ward as it is', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 120 }), (happenings) => {
        const ward = new Ward();
        for (const what of happenings) {
          ward.happen(what);
          if (ward.board.seq !== null) expect(versions(ward.board.tiles)).toEqual(versions(truthAt(ward.board.seq)));
        }
        ward.happen({ kind: 'back' });
        for (let round = 0; round < 5; round++) {
          ward.happen({ kind: 'answer', whole: false, shortBy: 0 });
          ward.happen({ kind: 'heartbeat' });
        }
        expect(ward.board.seq).toBe(ward.seq);
        expect(versions(ward.board.tiles)).toEqual(versions(truthAt(ward.seq)));
        expect(ward.board.wardAlerts).toEqual(wardAlertsAt(ward.seq));
        expect(ward.board.ahead.size).toBe(0);
        expect(ward.asked).toBeNull();
      }),
      { numRuns: 400 },
    );
  });
});
