import { SPOKEN, VITALS, type Reading, type Vital } from './vitals.ts';

/** Why something could not be taken, as it is said at the bedside. */
export const WHY_NOT_TAKEN = {
  refused: 'refused',
  asleep: 'asleep',
  away: 'away from the home',
  'device-broken': 'the device does not work',
  'no-device': 'there is no device for it',
  'not-safe': 'not safe to take now',
  restless: 'too restless',
  'cold-hands': 'cold hands',
} as const;
export type WhyNotTaken = keyof typeof WHY_NOT_TAKEN;

/** `all` is the whole set: then nothing was measured. */
export type NotTaken = Readonly<Partial<Record<Vital | 'all', WhyNotTaken>>>;

export const isWhyNotTaken = (why: unknown): why is WhyNotTaken =>
  typeof why === 'string' && Object.hasOwn(WHY_NOT_TAKEN, why);

/** Somebody was with them and nothing could be measured: contact, and no reading. It is never taken for normal. */
export function isContactOnly(reading: Reading): boolean {
  return reading.notTaken !== undefined && VITALS.every((vital) => reading[vital] === undefined);
}

/** The same of all that was said at the instant of the reading at `last`, which is the newest of it. */
export function isContactAt(ordered: readonly Reading[], last: number): boolean {
  const at = ordered[last]!.effectiveAt;
  for (let i = last; i >= 0 && ordered[i]!.effectiveAt === at; i--) if (!isContactOnly(ordered[i]!)) return false;
  return true;
}

function wordOf(vital: Vital): string {
  if (vital === 'onOxygen') return 'air or oxygen';
  return vital === 'consciousness' ? 'alertness' : SPOKEN[vital].word;
}

/** "refused", or "temperature (the device does not work), pulse (cold hands)". */
export function reasonsInWords(why: NotTaken): string {
  if (why.all !== undefined) return WHY_NOT_TAKEN[why.all];
  return VITALS.flatMap((vital) => {
    const reason = why[vital];
    return reason === undefined ? [] : [`${wordOf(vital)} (${WHY_NOT_TAKEN[reason]})`];
  }).join(', ');
}
