import {
  chartSets,
  HOUR,
  MINUTE,
  news2,
  spo2ScaleAt,
  thinned,
  type Reading,
  type SpO2Scale,
  type Vitals,
} from '#clinical';
import { hiddenTile, type StayHead, type StayReadings, type TakenReading, type Taker, type Tile } from '#contracts';
import type { ReactNode } from 'react';
import type { AlertAnswers } from '../alerts/answers.ts';
import type { Liveness } from '../live/liveness.ts';
import { UNKNOWN_BOARD } from '../live/ward-board.ts';
import { stoppedClock, WardClockContext } from '../page/ward-clock.ts';
import { PatientView } from '../patient/patient-view.tsx';
import * as people from './fixtures.ts';

/* Every state of a patient's page: readings that never were, scored by the rules of those that are. */

const DAY_MS = 24 * HOUR;
const ADMITTED = people.STORY_NOW - 16 * DAY_MS;

const TAKERS: Taker[] = [
  { source: 'Dorset Home Monitoring', method: 'device', device: 'Spot 4 00817' },
  { source: 'Durlston House', method: 'carer', recordedBy: 'Maud Swanage' },
  { source: 'Dorset Home Monitoring', method: 'telephone', recordedBy: 'Sam Okafor' },
];

interface Taken {
  readonly at: number;
  readonly vitals: Vitals;
  readonly taker?: number;
  readonly lateBy?: number;
  readonly statedTotal?: number;
  readonly quarantined?: TakenReading['quarantined'];
  readonly note?: string;
  readonly answers?: TakenReading['answers'];
}

interface Course {
  readonly taken: readonly Taken[];
  readonly orders?: StayReadings['scaleOrders'];
  readonly notScored?: boolean;
  readonly more?: Partial<StayReadings>;
}

/** What the hub would answer of these readings. */
function readingsOf({ taken, orders = [], notScored = false, more = {} }: Course, from: number): StayReadings {
  const readings = taken.map(({ at, vitals }, i): Reading => ({
    id: String(i),
    effectiveAt: at,
    receivedAt: at,
    ...vitals,
  }));
  const plan = { spo2ScaleOrders: orders.map(({ inForceFrom, ...order }) => ({ ...order, from: inForceFrom })) };
  const sets = chartSets(readings).map((set): StayReadings['sets'][number] => {
    const score = news2(set.vitals, spo2ScaleAt({ plan }, set.at));
    const earlier = Object.entries(set.measuredAt).filter(([, at]) => at !== set.at);
    const statedTotal = taken[Number(set.readingIds.at(-1))]?.statedTotal ?? null;
    const { band, scale, subScores } = score;
    const [least, most] = score.kind === 'complete' ? [score.total, score.total] : [score.least, score.most];
    return {
      at: set.at,
      vitals: set.vitals,
      ...(earlier.length > 0 && { earlier: Object.fromEntries(earlier) }),
      score: notScored
        ? null
        : { complete: score.kind === 'complete', least, most, band, scale, subScores, statedTotal },
      readings: set.readingIds.map(Number),
    };
  });
  return {
    at: people.STORY_NOW,
    from,
    to: people.STORY_NOW,
    stored: taken.length,
    stretchMs: null,
    sets: sets.filter(({ at }) => at >= from),
    readings: taken.map(({ at, taker = 0, lateBy = 20_000, quarantined, note, answers }) => ({
      at,
      receivedAt: at + lateBy,
      taker,
      ...(quarantined && { quarantined }),
      ...(note !== undefined && { note }),
      ...(answers && { answers }),
    })),
    takers: TAKERS,
    moreAnswers: 0,
    scaleOrders: orders,
    usual: {
      respiration: { value: 17, from: 'readings' },
      spo2: { value: 95, from: 'readings' },
      systolic: { value: 128, from: 'plan' },
      diastolic: { value: 74, from: 'plan' },
      pulse: { value: 78, from: 'readings' },
      temperature: { value: 36.7, from: 'readings' },
    },
    ranges: { systolic: { low: 95, high: 165 }, pulse: { high: 115 } },
    targets: {},
    ...more,
  };
}

/** A person over days: `n` steps of an hour, worse about two thirds of the way. */
function vitalsAt(n: number, scale: SpO2Scale = 1): Vitals {
  const illness = 3.2 * Math.exp(-(((n - 200) / 26) ** 2));
  const onOxygen = illness > 1.6 || scale === 2;
  return {
    respiration: Math.round(16 + 2 * Math.sin(n / 7) + 3 * illness),
    spo2: Math.round((scale === 2 ? 90 : 96) + Math.sin(n / 5) - 2.2 * illness),
    onOxygen,
    ...(onOxygen && { oxygenFlow: illness > 2 ? 4 : 2 }),
    systolic: Math.round(130 + 9 * Math.sin(n / 9) - 9 * illness),
    diastolic: Math.round(74 + 5 * Math.sin(n / 9) - 4 * illness),
    pulse: Math.round(76 + 6 * Math.sin(n / 6) + 13 * illness),
    consciousness: illness > 3.15 ? 'C' : 'A',
    temperature: Math.round((36.7 + 0.3 * Math.sin(n / 4) + 0.62 * illness) * 10) / 10,
  };
}

/** Ends so many hours after the beginning: at 200 the person is at their worst, at 320 long well again. */
const every = (hours: number, count: number, scale?: SpO2Scale, end = 320): Taken[] =>
  Array.from({ length: count }, (_, i): Taken => {
    const hoursAgo = (count - 1 - i) * hours;
    return { at: people.STORY_NOW - 40 * MINUTE - hoursAgo * HOUR, vitals: vitalsAt(end - hoursAgo, scale) };
  });

const AS_THE_EMERGENCY: Vitals = {
  respiration: 26,
  spo2: 92,
  onOxygen: true,
  oxygenFlow: 2,
  systolic: 124,
  diastolic: 66,
  pulse: 112,
  consciousness: 'A',
  temperature: 37.9,
};

const FORTNIGHT = every(4, 84);
/** Its end is what the tile of an emergency says. */
const WORSENING = every(4, 84, 1, 196).map((one, i, all) =>
  i < all.length - 1 ? one : { ...one, at: people.EMERGENCY.lastReadingAt!, vitals: AS_THE_EMERGENCY },
);
const SCALE_2_ORDER = {
  scale: 2,
  authorisedBy: 'Dr Ines Wareham',
  role: 'respiratory consultant',
  reason: 'Hypercapnic respiratory failure on blood gas; target 88 to 92 %.',
} as const;

function withAnswers(taken: readonly Taken[]): Taken[] {
  return taken.map((one, i) => ({
    ...one,
    ...(i === taken.length - 1 && {
      taker: 1,
      answers: { breathlessWorse: true, sputumMore: true, sputumPurulent: false, mmrc: 3, chestPain: false },
    }),
    ...(i === taken.length - 4 && {
      taker: 1,
      answers: {
        softAlertness: true,
        softIntake: false,
        softNote: 'Slept in her chair until lunch.',
        newConfusion: true,
        fourAtAlertness: '0',
        fourAtAmt4: '1',
        fourAtAttention: '1',
        fourAtAcuteChange: '4',
      },
    }),
    ...(i % 6 === 5 && { vitals: { ...one.vitals, weight: 71.4 + Math.round(8 * Math.sin(i / 9)) / 10 } }),
  }));
}

/** So many are shown whole, as the hub has it. */
const MOST_WHOLE = 600;

const EVERY_MINUTE = Array.from({ length: 14 * 24 * 60 }, (_, i): Taken => {
  const minutesAgo = 14 * 24 * 60 - i;
  const vitals = vitalsAt(320 - minutesAgo / 60);
  const dip = i % 977 === 0 ? -6 : 0;
  return {
    at: people.STORY_NOW - minutesAgo * MINUTE,
    vitals: { ...vitals, spo2: vitals.spo2! + dip, pulse: vitals.pulse! + (i % 5) },
  };
});

/** One a minute for fourteen days, thinned as the hub thins it. */
function oneAMinute(from: number, to: number): StayReadings {
  const taken = EVERY_MINUTE.filter(({ at }) => at >= from && at < to);
  if (taken.length <= MOST_WHOLE) return { ...readingsOf({ taken }, from), to };
  const stretch = to - from > 4 * DAY_MS ? 6 * HOUR : 30 * MINUTE;
  const numbers = ['respiration', 'spo2', 'systolic', 'pulse', 'temperature'] as const;
  const bands = ['low', 'low-medium', 'medium', 'high'] as const;
  const kept = thinned(
    {
      at: taken.map(({ at }) => at),
      values: numbers.map((vital) => taken.map(({ vitals }) => vitals[vital] ?? null)),
      kind: taken.map(({ vitals }) => bands.indexOf(news2(vitals, 1).band)),
    },
    stretch,
  );
  const thin = readingsOf({ taken: kept.map((row) => taken[row]!) }, from);
  return { ...thin, to, stored: taken.length, stretchMs: stretch };
}

interface Told {
  readonly tile?: Partial<Tile>;
  readonly liveness?: Liveness;
  readonly endedAt?: number;
  readonly openUntil?: number;
  readonly closed?: boolean;
  readonly search?: string;
}

const nothing = (): void => undefined;
const ANSWERS: AlertAnswers = {
  act: () => Promise.resolve(false),
  history: () => Promise.resolve({ kind: 'unreachable' }),
  deliveries: () => Promise.resolve({ kind: 'unreachable' }),
  colleagues: () => Promise.resolve({ kind: 'unreachable' }),
};

function page(
  readings: (from: number, to: number) => StayReadings,
  { tile: changes = {}, liveness, endedAt, openUntil, closed = false, search = '' }: Told = {},
): ReactNode {
  const tile: Tile = { ...people.aTile(1, changes) };
  const head: StayHead = {
    at: people.STORY_NOW,
    ward: { id: 'dorset-east', name: 'Dorset East Hub' },
    admittedAt: ADMITTED,
    endedAt: endedAt ?? null,
    ...(openUntil === undefined ? {} : { openUntil }),
    tile,
  };
  return (
    <WardClockContext value={stoppedClock(people.STORY_NOW)}>
      <PatientView
        wardId="dorset-east"
        admissionId={tile.admissionId}
        head={closed ? null : head}
        trouble={closed ? 'Only those who are named for this record see it.' : null}
        board={{
          ...UNKNOWN_BOARD,
          // Of a patient of another ward there is no board.
          ...(openUntil === undefined && {
            ward: { id: 'dorset-east', name: 'Dorset East Hub', capacity: 20 },
            seq: 1,
            tiles: new Map(endedAt === undefined ? [[tile.admissionId, closed ? hiddenTile(tile) : tile]] : []),
            connected: true,
          }),
        }}
        liveness={liveness ?? { state: 'live' }}
        search={search}
        asks={{
          readings: (_, { from, to }) =>
            Promise.resolve({ kind: 'done', body: readings(from, to ?? people.STORY_NOW) }),
        }}
        who={people.CLINICIAN}
        answers={ANSWERS}
        refusals={[]}
        onPutAway={nothing}
        onAgain={nothing}
        onOpen={() => Promise.resolve({ kind: 'unreachable' })}
        onSignOut={nothing}
        onSessionEnded={nothing}
      />
    </WardClockContext>
  );
}

const of =
  (course: Course) =>
  (from: number): StayReadings =>
    readingsOf(course, from);

const three = (change: (one: Taken, i: number) => Taken): Taken[] => every(6, 9).map(change);

export const PATIENT_STORIES: Record<string, () => ReactNode> = {
  'patient page: fourteen days, every 4 hours': () =>
    page(of({ taken: withAnswers(WORSENING), more: { targets: { weight: { low: 70, high: 70 } } } }), {
      tile: { ...people.EMERGENCY, ...people.ESCALATION_PLAN },
    }),
  'patient page: fourteen days, every minute': () => page(oneAMinute),
  'patient page: through a broken glass': () =>
    page(of({ taken: FORTNIGHT.slice(-6) }), {
      tile: people.EMERGENCY,
      liveness: { state: 'not-live', since: null },
      openUntil: people.STORY_NOW + 42 * 60_000,
    }),
  'patient page: a restricted record': () => page(of({ taken: [] }), { tile: people.EMERGENCY, closed: true }),
  'patient page: no readings': () => page(of({ taken: [] }), { tile: people.NO_READING }),
  'patient page: one reading': () => page(of({ taken: FORTNIGHT.slice(-1) })),
  'patient page: incomplete sets': () =>
    page(
      of({
        taken: three((one, i) => {
          const { respiration, temperature, consciousness, systolic, diastolic, ...rest } = one.vitals;
          if (i === 8) return { ...one, vitals: { ...rest, respiration, consciousness } };
          if (i === 5) return { ...one, vitals: { systolic: 86, diastolic: 51 } };
          return i % 3 === 1 ? { ...one, vitals: { ...rest, systolic, diastolic, temperature } } : one;
        }),
      }),
      { tile: people.INCOMPLETE },
    ),
  'patient page: on scale 2': () =>
    page(
      of({
        taken: every(4, 40, 2),
        orders: [{ ...SCALE_2_ORDER, inForceFrom: ADMITTED }],
        more: { targets: { spo2: { low: 88, high: 92 } } },
      }),
      { tile: { spo2Scale: 2 } },
    ),
  'patient page: the scale is changed': () => {
    const at = people.STORY_NOW - 31 * HOUR;
    const taken = every(4, 30).map((one) =>
      one.at < at ? one : { ...one, vitals: vitalsAt((one.at - at) / HOUR, 2) },
    );
    return page(
      of({
        taken,
        orders: [{ ...SCALE_2_ORDER, inForceFrom: at }],
        more: { targets: { spo2: { low: 88, high: 92 } } },
      }),
      { tile: { spo2Scale: 2 } },
    );
  },
  'patient page: late, set aside, stated otherwise, with notes': () =>
    page(
      of({
        taken: three((one, i) => ({
          ...one,
          taker: i % 3,
          ...(i === 2 && { lateBy: 19 * HOUR }),
          ...(i === 3 && { lateBy: 31 * DAY_MS }),
          ...(i === 5 && { quarantined: { temperature: 64 }, vitals: { ...one.vitals, temperature: undefined } }),
          ...(i === 6 && { statedTotal: 6 }),
          ...(i === 8 && { note: 'Had just walked up the stairs.', statedTotal: 0 }),
        })),
      }),
    ),
  'patient page: a set that came in pieces': () => {
    const [last] = FORTNIGHT.slice(-1);
    const { systolic, diastolic, ...rest } = last!.vitals;
    const pieces = [
      { ...last!, vitals: rest },
      { at: last!.at + 9 * MINUTE, vitals: { systolic, diastolic }, taker: 1 },
    ];
    return page(of({ taken: [...FORTNIGHT.slice(-12, -1), ...pieces] }));
  },
  'patient page: not scored': () => page(of({ taken: every(6, 20), notScored: true }), { tile: people.NOT_APPLICABLE }),
  'patient page: not live': () =>
    page(of({ taken: FORTNIGHT }), { liveness: { state: 'not-live', since: people.STORY_NOW - 23_000 } }),
  'patient page: the stay is over': () =>
    page(of({ taken: FORTNIGHT }), { endedAt: people.STORY_NOW - 3 * HOUR, search: '?period=stay' }),
};
