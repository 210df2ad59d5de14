import { implausible, PLAUSIBLE, VITALS, type MeasuredVital, type Vitals } from '#clinical';
import { FUTURE_TOLERANCE_MINUTES, type ProblemDetail, type Quarantined, type ReadingSet } from '#contracts';
import type { NewReading, ReadingDetails, Sender } from '#records';
import { v7 as newId } from 'uuid';

/** A reading that may be stored, with the values that were put in quarantine. */
export interface Admitted {
  reading: NewReading;
  pleaseRepeat: Quarantined[];
}

const MINUTE = 60_000;

/** Why a measuring time cannot be accepted, or null. A little ahead of our clock is a clock that runs fast; more is an error. */
export function aheadOfClock(effectiveAt: number, now: number): string | null {
  const minutes = Math.ceil((effectiveAt - now) / MINUTE);
  if (minutes <= FUTURE_TOLERANCE_MINUTES) return null;
  const ahead = minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
  return (
    `effectiveAt: is ${ahead} ahead of our clock, which says ${new Date(now).toISOString()}; ` +
    `at most ${FUTURE_TOLERANCE_MINUTES} min is accepted: check the clock of the device`
  );
}

/**
 * Takes a reading set in: refuses a time in the future, and puts values that are not plausible aside. They are kept with
 * the reading and not scored, and the sender is asked to repeat them.
 */
export function admitReading(
  set: ReadingSet,
  { source, now }: { source: Sender; now: number },
): Admitted | { refused: ProblemDetail[] } {
  const ahead = aheadOfClock(set.effectiveAt, now);
  if (ahead !== null) {
    return {
      refused: [
        { pointer: '/effectiveAt', field: 'effectiveAt', sent: new Date(set.effectiveAt).toISOString(), detail: ahead },
      ],
    };
  }
  const vitals: Record<string, unknown> = {};
  for (const field of VITALS) if (set[field] !== undefined) vitals[field] = set[field];
  // A flow that is measured says by itself whether it is air or oxygen.
  if (set.onOxygen === undefined && set.oxygenFlow !== undefined) vitals['onOxygen'] = set.oxygenFlow > 0;
  const { scored, quarantined, pleaseRepeat } = quarantine(vitals);
  const details: ReadingDetails = {
    ...(set.answers === undefined ? {} : { answers: set.answers }),
    ...(set.method === undefined ? {} : { method: set.method }),
    ...(set.recordedBy === undefined ? {} : { recordedBy: set.recordedBy }),
    ...(set.device === undefined ? {} : { device: set.device }),
    ...(set.note === undefined ? {} : { note: set.note }),
    ...(quarantined === null ? {} : { quarantined }),
  };
  return {
    reading: {
      id: newId(),
      source,
      sourceRef: set.sourceRef,
      nhsNumber: set.patient.nhsNumber,
      effectiveAt: set.effectiveAt,
      receivedAt: now,
      vitals: scored,
      ...(set.statedNews2 === undefined ? {} : { statedNews2: set.statedNews2 }),
      ...(Object.keys(details).length === 0 ? {} : { details }),
    },
    pleaseRepeat,
  };
}

const UNIT_WORDS: Record<MeasuredVital, string> = {
  respiration: 'breaths a minute',
  spo2: '%',
  oxygenFlow: 'L/min',
  systolic: 'mmHg',
  diastolic: 'mmHg',
  pulse: 'beats a minute',
  temperature: '°C',
  weight: 'kg',
  glucose: 'mmol/L',
};

/** Parts what can be believed from what cannot. Source of the ranges: CLINICAL.md §2. */
export function quarantine(vitals: Vitals): {
  scored: Vitals;
  quarantined: Record<string, number> | null;
  pleaseRepeat: Quarantined[];
} {
  const doubtful = implausible(vitals);
  if (doubtful.length === 0) return { scored: vitals, quarantined: null, pleaseRepeat: [] };
  const scored: Record<string, unknown> = { ...vitals };
  const quarantined: Record<string, number> = {};
  for (const { vital, value } of doubtful) {
    delete scored[vital];
    quarantined[vital] = value;
  }
  return {
    scored,
    quarantined,
    pleaseRepeat: doubtful.map(({ vital, value, min, max }) => ({
      field: vital,
      sent: value,
      detail:
        value >= PLAUSIBLE[vital].min && value <= PLAUSIBLE[vital].max
          ? `${vital} ${value} does not go with the other values of this set: it is kept but not scored; please repeat the reading`
          : `${vital} ${value} is not plausible (${min} to ${max} ${UNIT_WORDS[vital]}): it is kept but not scored; please repeat the reading`,
    })),
  };
}
