import { implausible, PLAUSIBLE, VITALS, type MeasuredVital, type Vitals } from '#clinical';
import { FUTURE_TOLERANCE_MINUTES, type ProblemDetail, type Quarantined, type ReadingSet } from '#contracts';
import type { NewReading, ReadingDetails, Sender } from '#records';
import { random128 } from '#runtime';
import { createHash } from 'node:crypto';
import { v7 as newId } from 'uuid';

/** A reading that may be stored, with the values that were put in quarantine. */
export interface Admitted {
  reading: NewReading;
  pleaseRepeat: Quarantined[];
}

const MINUTE = 60_000;

const timeSpan = (minutes: number): string => (minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`);

/** Why a measuring time cannot be accepted, or null. A little ahead of our clock is a clock that runs fast; more is an error. */
export function aheadOfClock(effectiveAt: number, now: number): string | null {
  const minutes = Math.ceil((effectiveAt - now) / MINUTE);
  if (minutes <= FUTURE_TOLERANCE_MINUTES) return null;
  return (
    `effectiveAt: is ${timeSpan(minutes)} ahead of our clock, which says ${new Date(now).toISOString()}; ` +
    `at most ${FUTURE_TOLERANCE_MINUTES} min is accepted: check the clock of the device`
  );
}

type Refused = { refused: ProblemDetail[] };

const wrongTime = (pointer: string, sent: number, detail: string): Refused => ({
  refused: [
    { pointer, field: pointer.slice(pointer.lastIndexOf('/') + 1), sent: new Date(sent).toISOString(), detail },
  ],
});

/**
 * When it was measured by our reckoning: the sender's own time, or that of a device whose clock is known to be off, put
 * right. Refused when that lies in the future. Source: HL7 Personal Health Device implementation guide, on time.
 */
function whenMeasured(
  { effectiveAt: { at, dayOnly }, device }: ReadingSet,
  now: number,
): { effectiveAt: number; clock: ReadingDetails['deviceClock'] } | Refused {
  const { clockAtTransfer, transferredAt } = device ?? {};
  if (clockAtTransfer === undefined || transferredAt === undefined || dayOnly) {
    const ahead = aheadOfClock(at, now);
    return ahead === null ? { effectiveAt: at, clock: undefined } : wrongTime('/effectiveAt', at, ahead);
  }
  const ahead = aheadOfClock(transferredAt, now)?.replace('effectiveAt', 'transferredAt');
  if (ahead !== undefined) return wrongTime('/device/transferredAt', transferredAt, ahead);
  const after = Math.ceil((at - clockAtTransfer) / MINUTE);
  if (after > 1) {
    return wrongTime(
      '/effectiveAt',
      at,
      `effectiveAt: is ${timeSpan(after)} after what the device's clock showed at the transfer, ${new Date(clockAtTransfer).toISOString()}: ` +
        'the clock was set meanwhile; send the true time of the measurement, without clockAtTransfer',
    );
  }
  const iso = (instant: number): string => new Date(instant).toISOString();
  return {
    effectiveAt: at + transferredAt - clockAtTransfer,
    clock: { measuredAt: iso(at), atTransfer: iso(clockAtTransfer), transferredAt: iso(transferredAt) },
  };
}

/**
 * The reference of a reading whose sender has none: device, person, what was measured, and the device's own time of it, so
 * that it stays the same reading when it is uploaded again after a clock correction. Says who it is to nobody.
 */
function deviceReference(set: ReadingSet, vitals: Vitals): string {
  const kinds = [
    ...Object.keys(vitals),
    ...Object.keys(set.answers ?? {}),
    ...Object.keys(set.notTaken ?? {}),
  ].toSorted();
  const identity = [set.device?.serial, set.patient.nhsNumber, kinds, set.effectiveAt.at];
  return `device:${createHash('sha256').update(JSON.stringify(identity)).digest('base64url')}`;
}

function statedOf({ familyName, birthDate }: ReadingSet['patient']): Pick<NewReading, 'stated'> {
  if (familyName === undefined && birthDate === undefined) return {};
  return {
    stated: { ...(familyName === undefined ? {} : { familyName }), ...(birthDate === undefined ? {} : { birthDate }) },
  };
}

function detailsOf(set: ReadingSet): ReadingDetails {
  const { device: { model, serial } = {} } = set;
  const known = { ...(model === undefined ? {} : { model }), ...(serial === undefined ? {} : { serial }) };
  return {
    ...(set.answers === undefined ? {} : { answers: set.answers }),
    ...(set.notTaken === undefined || Object.keys(set.notTaken).length === 0 ? {} : { notTaken: set.notTaken }),
    ...(set.method === undefined ? {} : { method: set.method }),
    ...(set.recordedBy === undefined ? {} : { recordedBy: set.recordedBy }),
    ...(set.bloodPressures === undefined ? {} : { bloodPressures: set.bloodPressures }),
    ...(set.note === undefined ? {} : { note: set.note }),
    ...(Object.keys(known).length === 0 ? {} : { device: known }),
  };
}

/**
 * Takes a reading set in: refuses a time in the future, and puts values that are not plausible aside. They are kept with
 * the reading and not scored, and the sender is asked to repeat them.
 */
export function admitReading(set: ReadingSet, { source, now }: { source: Sender; now: number }): Admitted | Refused {
  const when = whenMeasured(set, now);
  if ('refused' in when) return when;
  const vitals: Record<string, unknown> = {};
  for (const field of VITALS) if (set[field] !== undefined) vitals[field] = set[field];
  // A flow that is measured says by itself whether it is air or oxygen.
  if (set.onOxygen === undefined && set.oxygenFlow !== undefined) vitals['onOxygen'] = set.oxygenFlow > 0;
  const { scored, quarantined, pleaseRepeat } = quarantine(vitals);
  const details: ReadingDetails = {
    ...detailsOf(set),
    ...(when.clock === undefined ? {} : { deviceClock: when.clock }),
    ...(quarantined === null ? {} : { quarantined }),
  };
  return {
    reading: {
      id: newId({ random: random128() }),
      source,
      sourceRef: set.sourceRef ?? deviceReference(set, vitals),
      nhsNumber: set.patient.nhsNumber,
      ...statedOf(set.patient),
      effectiveAt: when.effectiveAt,
      receivedAt: now,
      vitals: scored,
      ...(set.effectiveAt.dayOnly ? { dayOnly: true } : {}),
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
  height: 'cm',
  bmi: 'kg/m²',
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
