import { DAY, HOUR, type Instant } from '#clinical';

/** When alerts were raised, by patient and rule, in order of time. */
export type RaisedTimes = Map<string, Instant[]>;

export interface Difference {
  readonly patient: string;
  readonly rule: string;
  readonly change: 'new' | 'gone' | 'earlier' | 'later';
  readonly at: Instant;
  /** How much earlier or later, in hours. */
  readonly hours?: number;
}

/** Two alerts of one rule and patient within this of each other are the same alert, moved. */
const SAME_WITHIN = 2 * DAY;

/** Which alerts the second rule set would raise that the first does not, which it would not, and which earlier or later. */
export function differences(now: RaisedTimes, then: RaisedTimes): Difference[] {
  const found: Difference[] = [];
  for (const key of new Set([...now.keys(), ...then.keys()])) {
    const [patient, rule] = JSON.parse(key) as [string, string];
    const before = (now.get(key) ?? []).toSorted((a, b) => a - b);
    const after = (then.get(key) ?? []).toSorted((a, b) => a - b);
    let i = 0;
    let j = 0;
    while (i < before.length || j < after.length) {
      const b = before[i];
      const a = after[j];
      if (a !== undefined && b !== undefined && Math.abs(a - b) <= SAME_WITHIN) {
        if (a !== b)
          found.push({ patient, rule, change: a < b ? 'earlier' : 'later', at: a, hours: Math.abs(a - b) / HOUR });
        i++;
        j++;
      } else if (b === undefined || (a !== undefined && a < b)) {
        found.push({ patient, rule, change: 'new', at: a! });
        j++;
      } else {
        found.push({ patient, rule, change: 'gone', at: b });
        i++;
      }
    }
  }
  return found;
}
