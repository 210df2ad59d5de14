import { DAY, HOUR, MINUTE, spo2ScaleAt, type SpO2Scale, type Vital } from '#clinical';
import type { KeptScore, MeasuredSet, StayReadings, TakenReading, Taker } from '#contracts';
import { weekday } from '../../words/times.ts';

/** One column of the observation chart: a set, and what there is to say of it. */
export interface ChartColumn {
  readonly at: number;
  readonly vitals: MeasuredSet['vitals'];
  readonly earlier: Readonly<Partial<Record<Vital, number>>>;
  readonly score: KeptScore | null;
  /** On which it stands: that of its score, else the one that was ordered then. */
  readonly scale: SpO2Scale;
  readonly parts: readonly { readonly reading: TakenReading; readonly taker: Taker }[];
  /** The day, where it is the first column of one. */
  readonly newDay: string | null;
  /** The scale was changed since the column before. */
  readonly scaleChanged: boolean;
}

const ON_THE_CHART = [
  'respiration',
  'spo2',
  'onOxygen',
  'oxygenFlow',
  'systolic',
  'pulse',
  'consciousness',
  'temperature',
] as const satisfies readonly Vital[];

/** What came so long after it was measured is marked as late. [ours] */
const LATE_AFTER = 30 * MINUTE;

/** The columns of the chart, oldest first: the sets in which something of it was measured at their own moment. */
export function chartColumns({ sets, readings, takers, scaleOrders }: StayReadings): ChartColumn[] {
  const plan = { spo2ScaleOrders: scaleOrders.map(({ inForceFrom, ...order }) => ({ ...order, from: inForceFrom })) };
  let before: { scale: SpO2Scale; day: string } | null = null;
  return sets.flatMap((set): ChartColumn[] => {
    const earlier = set.earlier ?? {};
    if (!ON_THE_CHART.some((vital) => set.vitals[vital] !== undefined && earlier[vital] === undefined)) return [];
    const scale = set.score?.scale ?? spo2ScaleAt({ plan }, set.at);
    const day = weekday(set.at);
    const column: ChartColumn = {
      at: set.at,
      vitals: set.vitals,
      earlier,
      score: set.score,
      scale,
      parts: set.readings.flatMap((place) => {
        const reading = readings[place];
        const taker = reading === undefined ? undefined : takers[reading.taker];
        return reading === undefined || taker === undefined ? [] : [{ reading, taker }];
      }),
      newDay: before?.day === day ? null : day,
      scaleChanged: before !== null && before.scale !== scale,
    };
    before = { scale, day };
    return [column];
  });
}

/** How long after it was measured the last part of a set came, where that is late; null where it is not. */
export function lateBy({ parts }: Pick<ChartColumn, 'parts'>): number | null {
  const late = Math.max(0, ...parts.map(({ reading }) => reading.receivedAt - reading.at));
  return late > LATE_AFTER ? late : null;
}

const METHOD_WORDS: Readonly<Record<NonNullable<Taker['method']>, string>> = {
  device: 'device',
  staff: 'staff',
  patient: 'patient',
  carer: 'carer',
  telephone: 'phone',
};

/** Who or what took it, in one word that fits a column; by several in the order that they came. */
export function takenBy({ parts }: Pick<ChartColumn, 'parts'>): string {
  const words = parts.map(({ taker }) => (taker.method ? METHOD_WORDS[taker.method] : taker.device ? 'device' : ''));
  return [...new Set(words.filter((word) => word !== ''))].slice(0, 2).join(', ');
}

/** "45 min", "19 h", "31 d": no more than a column has room for. */
function short(ms: number): string {
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  return ms < 2 * DAY ? `${Math.floor(ms / HOUR)} h` : `${Math.floor(ms / DAY)} d`;
}

/** Short remarks of a column, each fit for its width. */
export function remarks(column: ChartColumn): string[] {
  const late = lateBy(column);
  const stated = column.score?.complete === true ? column.score.statedTotal : null;
  return [
    ...(late === null ? [] : [`late ${short(late)}`]),
    ...(column.parts.some(({ reading }) => reading.quarantined !== undefined) ? ['set aside'] : []),
    ...(stated !== null && stated !== column.score?.least ? [`sender ${stated}`] : []),
    ...(column.parts.some(({ reading }) => reading.note !== undefined) ? ['note'] : []),
  ];
}
