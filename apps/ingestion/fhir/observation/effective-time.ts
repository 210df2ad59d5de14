import { MINUTE, SET_SPAN } from '#clinical';
import { instant } from '#contracts';
import type { Observation, Period } from 'fhir/r4.js';
import { aheadOfClock } from '../../observations/admit-reading.ts';
import type { FhirIssue } from '../operation-outcome.ts';

/** When something was measured. `dayOnly`: nobody knows when on that day, so it is history and never current. */
export interface EffectiveTime {
  effectiveAt: number;
  dayOnly: boolean;
}

const DAY_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const LESS_THAN_A_DAY = /^\d{4}(-\d{2})?$/;

type Timed = Pick<Observation, 'effectiveDateTime' | 'effectiveInstant' | 'effectivePeriod' | 'effectiveTiming'>;

/**
 * When a resource says that it was measured; it may be a moment, a day, or a period of up to half an hour, which counts as
 * measured at its end. A longer one is no reading of a moment: an average hides what happened in it.
 */
export function effectiveTime(resource: Timed, now: number, at: string): EffectiveTime | FhirIssue {
  if (resource.effectivePeriod) return endOfPeriod(resource.effectivePeriod, now, `${at}.effectivePeriod`);
  if (resource.effectiveTiming) {
    return {
      code: 'not-supported',
      expression: `${at}.effectiveTiming`,
      diagnostics: 'effectiveTiming: expected when it was measured, as effectiveDateTime',
    };
  }
  const field = resource.effectiveInstant === undefined ? 'effectiveDateTime' : 'effectiveInstant';
  const text = resource.effectiveInstant ?? resource.effectiveDateTime;
  if (text === undefined) {
    return {
      code: 'required',
      expression: `${at}.effectiveDateTime`,
      diagnostics: 'effectiveDateTime is missing: expected when it was measured, with its offset from UTC',
    };
  }
  return momentOrDay(text, now, { expression: `${at}.${field}`, field });
}

/** A time or a day as FHIR's dateTime has them; refused where it stands. */
export function momentOrDay(
  text: string,
  now: number,
  { expression, field }: { expression: string; field: string },
): EffectiveTime | FhirIssue {
  const refuse = (words: string): FhirIssue => ({
    code: 'value',
    expression,
    diagnostics: `${field} "${text.slice(0, 60)}": ${words}`,
  });
  if (DAY_ONLY.test(text)) {
    const effectiveAt = Date.parse(text);
    if (Number.isNaN(effectiveAt)) return refuse('there is no such day');
    return effectiveAt <= now ? { effectiveAt, dayOnly: true } : refuse('is in the future');
  }
  if (LESS_THAN_A_DAY.test(text)) return refuse('expected at least the day of the measurement');
  const read = instant.safeParse(text);
  if (!read.success) return refuse(read.error.issues[0]?.message ?? 'is no time');
  const ahead = aheadOfClock(read.data, now);
  if (ahead !== null) return { code: 'value', expression, diagnostics: ahead.replace('effectiveAt', field) };
  return { effectiveAt: read.data, dayOnly: false };
}

function endOfPeriod({ start, end }: Period, now: number, at: string): EffectiveTime | FhirIssue {
  const field = (name: string): { expression: string; field: string } => ({
    expression: `${at}.${name}`,
    field: `effectivePeriod.${name}`,
  });
  const last = end ?? start;
  if (last === undefined) {
    return { code: 'required', expression: at, diagnostics: 'effectivePeriod: expected its start and end' };
  }
  const until = momentOrDay(last, now, field(end === undefined ? 'start' : 'end'));
  if ('code' in until || start === undefined || end === undefined) return until;
  const from = momentOrDay(start, now, field('start'));
  if ('code' in from) return from;
  if (from.effectiveAt > until.effectiveAt) {
    return { code: 'value', expression: at, diagnostics: 'effectivePeriod: its end is before its start' };
  }
  if (until.effectiveAt - from.effectiveAt > SET_SPAN) {
    return {
      code: 'not-supported',
      expression: at,
      diagnostics: `effectivePeriod: is longer than ${SET_SPAN / MINUTE} min: expected a reading of a moment, not of a stretch of time`,
    };
  }
  return { effectiveAt: until.effectiveAt, dayOnly: from.dayOnly || until.dayOnly };
}
