import { DAY, HOUR, type Duration, type Instant } from './instant.ts';

/** How closely a patient is watched: sets a day or a week. Check-in holds no bed of the ward. */
export type MonitoringLevel = 'intensive' | 'standard' | 'light' | 'check-in';

export interface LevelTerms {
  readonly title: string;
  readonly setsPerWeek: number;
  readonly holdsBed: boolean;
}

/** From the most to the least closely watched. Source: docs/CLINICAL, section 5. */
export const LEVELS: Readonly<Record<MonitoringLevel, LevelTerms>> = {
  intensive: { title: '4 sets a day', setsPerWeek: 28, holdsBed: true },
  standard: { title: '2 sets a day', setsPerWeek: 14, holdsBed: true },
  light: { title: '1 set a day', setsPerWeek: 7, holdsBed: true },
  'check-in': { title: '2 sets a week', setsPerWeek: 2, holdsBed: false },
};

/** How soon after the admission the first set is due. [ours] */
export const FIRST_SET_WITHIN: Readonly<Record<MonitoringLevel, Duration>> = {
  intensive: 2 * HOUR,
  standard: 4 * HOUR,
  light: 4 * HOUR,
  'check-in': DAY,
};

/** How long there is between two sets at this level. */
export function roundLength(level: MonitoringLevel): Duration {
  return (7 * DAY) / LEVELS[level].setsPerWeek;
}

/** When the next set is due: one round after the last reading, or after admission when there was none. */
export function nextDue(level: MonitoringLevel, lastReadingOrAdmission: Instant): Instant {
  return lastReadingOrAdmission + roundLength(level);
}
