import { news2, PLAUSIBLE, type MeasuredVital } from '#clinical';

export type Comparator = '<' | '<=' | '>=' | '>';

/** The steps in which each scored vital is looked through. */
const STEP: Partial<Record<MeasuredVital, number>> = {
  respiration: 1,
  spo2: 1,
  systolic: 1,
  pulse: 1,
  temperature: 0.1,
};
/** Beyond these a glucose is judged the same whatever it is. Source: CLINICAL.md §3, glucose. */
const GLUCOSE = { below: 3, above: 15 } as const;

/**
 * Whether a bound ("below 2.2", what a meter shows as LO) may stand for the value: only where every value beyond it scores
 * the same, on either scale, on air or oxygen. Elsewhere the true value might be worse than the bound.
 */
export function boundStandsForValue(vital: MeasuredVital, bound: number, comparator: Comparator): boolean {
  const below = comparator === '<' || comparator === '<=';
  if (vital === 'glucose') return below ? bound <= GLUCOSE.below : bound >= GLUCOSE.above;
  const step = STEP[vital];
  if (step === undefined) return false;
  const { min, max } = PLAUSIBLE[vital];
  const [from, to] = below ? [min, bound] : [bound, max];
  if (from > to) return false;
  const scored = scoresOf(vital, bound);
  for (let value = from; value <= to; value += step) {
    if (scoresOf(vital, value) !== scored) return false;
  }
  return true;
}

function scoresOf(vital: MeasuredVital, value: number): string {
  const parameter = vital as 'respiration';
  return ([1, 2] as const)
    .flatMap((scale) =>
      [true, false].map((onOxygen) => news2({ [vital]: value, onOxygen }, scale).subScores[parameter]),
    )
    .join();
}
