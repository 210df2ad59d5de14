import type { ResearchStay } from '#records';
import { createHmac } from 'node:crypto';
import type { Row } from './small-groups.ts';

/** What somebody could know of a person from elsewhere, and so could find them by. */
export const QUASI = ['age', 'sex', 'pathway', 'ward', 'lives', 'arm'] as const;
export type Quasi = (typeof QUASI)[number];

const TOP_AGE = 90;
const CHILD = 18;
/** A very long stay is known to who was there. */
const TOP_DAYS = 30;
const TOP_COUNT = 20;

function ageBand(age: number): string {
  if (age >= TOP_AGE) return `${TOP_AGE} and over`;
  if (age < CHILD) return `under ${CHILD}`;
  const from = Math.floor(age / 10) * 10;
  return `${Math.max(from, CHILD)} to ${from + 9}`;
}

const capped = (value: number, most: number): string => (value >= most ? `${most} and over` : String(value));

/** The same person is the same in every export under one key, and cannot be found from it without the key. */
export const pseudonym = (key: Buffer, patientId: string): string =>
  createHmac('sha256', key).update(`research\n${patientId}`).digest('hex').slice(0, 32);

/** A stay without a name, number, date or place of its own: ages in bands, times from its beginning, counts that stop. */
export function rowOf(stay: ResearchStay, key: Buffer, quasi: readonly Quasi[]): Row {
  const all: Record<Quasi, string> = {
    age: ageBand(stay.age),
    sex: stay.sex,
    pathway: stay.pathway,
    ward: stay.wardId,
    lives: stay.inCareHome ? 'care home' : 'own home',
    arm: stay.arm ?? 'none',
  };
  return {
    person: pseudonym(key, stay.patientId),
    ...Object.fromEntries(quasi.map((name) => [name, all[name]])),
    days: capped(stay.days, TOP_DAYS),
    ending: stay.ending ?? '',
    readingsADay: stay.days > 0 ? capped(Math.round(stay.readings / stay.days), TOP_COUNT) : '',
    worstNews2: stay.worstNews2 === null ? '' : String(stay.worstNews2),
    emergencies: capped(stay.emergencies, TOP_COUNT),
    otherAlerts: capped(stay.otherAlerts, TOP_COUNT),
    hoursToFirstAlert: stay.hoursToFirstAlert === null ? '' : capped(stay.hoursToFirstAlert, 24 * TOP_DAYS),
  };
}
