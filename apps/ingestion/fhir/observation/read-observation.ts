import {
  CONSCIOUSNESS_MEANINGS,
  type Meaning,
  MEANINGS,
  ONE_NUMBER,
  PRESSURE_MEANINGS,
  SUB_SCORE_CODES,
  UNITS,
} from '#fhir';
import type { MeasuredVital, Vitals } from '#clinical';
import type { Quarantined } from '#contracts';
import type { NewReading, ReadingKind, Sender } from '#records';
import type { CodeableConcept, Coding, Observation } from 'fhir/r4.js';
import { createHash } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { quarantine, type Admitted } from '../../observations/admit-reading.ts';
import { containedIssues, shownValue, structureIssues } from '../definitions/schema.ts';
import type { Json } from '../json.ts';
import type { FhirIssue } from '../operation-outcome.ts';
import { effectiveTime } from './effective-time.ts';
import { keptAsSent } from './kept-as-sent.ts';
import { measuredValue, type MeasuredValue } from './quantity.ts';
import { patientOfSubject, type KnownPatients } from './subject.ts';

/** An Observation that may be stored, and which kind of reading it is. */
export interface ReadObservation extends Admitted {
  kind: ReadingKind;
}

interface Reader {
  readonly at: string;
  readonly issues: FhirIssue[];
}

/** What was measured. `bounds`: values that are only bounds, which are kept and not scored. */
interface Measured {
  kind: ReadingKind;
  vitals: Vitals;
  statedNews2?: number;
  bounds?: Partial<Record<MeasuredVital, MeasuredValue>>;
  differs?: boolean;
}

/** Only these say that a value was measured and stands by itself. Source: FHIR R4 ObservationStatus. */
const STANDING = new Set<Observation['status']>(['final', 'preliminary']);
const WHY_NOT: Readonly<Record<Exclude<Observation['status'], 'final' | 'preliminary'>, string>> = {
  amended: 'a stored reading is never changed',
  corrected: 'a stored reading is never changed',
  'entered-in-error': 'it is no reading, and a stored one cannot be withdrawn here: tell the hub',
  cancelled: 'it is no reading',
  registered: 'there is no result yet',
  unknown: 'nobody can tell whether it stands',
};
const CORRECTION =
  ': send the right value as a reading of its own, with status final, an identifier of its own and the same time; of two readings of one time the one that comes last counts';
const LONGEST_REFERENCE = 200;
const HIGHEST_NEWS2 = 20;

/**
 * Reads one FHIR R4 Observation as a reading, or says everything that is wrong with it. `at` is its FHIRPath expression.
 * Its structure is looked at first: what comes after may rely on it.
 */
export function readObservation(
  resource: Json,
  { source, now, patients, at }: { source: Sender; now: number; patients: KnownPatients; at: string },
): ReadObservation | { refused: FhirIssue[] } {
  const malformed = structureIssues('Observation', resource, at);
  if (malformed.length > 0) return { refused: malformed };
  const observation = resource as unknown as Observation;
  const issues: FhirIssue[] = [];
  const reader: Reader = { at, issues };
  refuseWhatChangesTheMeaning(observation, reader);
  const measured = measuredIn(observation, reader);
  const subject = patientOfSubject(resource, patients, at);
  if ('code' in subject) issues.push(subject);
  const when = effectiveTime(observation, now, at);
  if ('code' in when) issues.push(when);
  if (observation.contained) issues.push(...containedIssues(observation.contained, at));
  if (issues.length > 0 || measured === null || 'code' in subject || 'code' in when) return { refused: issues };

  const kept = keptAsSent(observation, { kind: measured.kind, differs: measured.differs ?? false, at });
  if ('code' in kept) return { refused: [kept] };
  const { scored, quarantined, pleaseRepeat } = withoutBounds(quarantine(measured.vitals), measured.bounds);
  const device = observation.device?.reference ?? observation.device?.identifier?.value;
  const details = {
    ...(quarantined === null ? {} : { quarantined }),
    ...(device === undefined ? {} : { device: { reference: device.slice(0, LONGEST_REFERENCE) } }),
    ...(Object.keys(kept.asSent).length === 0 ? {} : { fhir: kept.asSent }),
  };
  const reading: NewReading = {
    id: newId(),
    source,
    sourceRef: sourceReference(observation, subject.nhsNumber),
    nhsNumber: subject.nhsNumber,
    ...(subject.stated === undefined ? {} : { stated: subject.stated }),
    effectiveAt: when.effectiveAt,
    receivedAt: now,
    vitals: scored,
    ...(measured.statedNews2 === undefined ? {} : { statedNews2: measured.statedNews2 }),
    ...(when.dayOnly ? { dayOnly: true } : {}),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
  return { kind: measured.kind, reading, pleaseRepeat };
}

/** What says that a resource is not what it looks like, and what we would have to understand and do not. */
function refuseWhatChangesTheMeaning(observation: Observation, { at, issues }: Reader): void {
  const { status } = observation;
  if (status === undefined) {
    issues.push({ code: 'required', expression: `${at}.status`, diagnostics: 'status is missing: expected final' });
  } else if (!STANDING.has(status)) {
    const why = WHY_NOT[status as keyof typeof WHY_NOT];
    const correction = status === 'amended' || status === 'corrected' ? CORRECTION : '';
    issues.push({
      code: 'not-supported',
      expression: `${at}.status`,
      diagnostics: `status "${status}" is not accepted, since ${why}${correction || '; expected final or preliminary'}`,
    });
  }
  for (const element of ['implicitRules', 'modifierExtension'] as const) {
    if (observation[element] === undefined) continue;
    issues.push({
      code: 'not-supported',
      expression: `${at}.${element}`,
      diagnostics: `${element}: may change what the resource means, and is not understood here`,
    });
  }
  observation.component?.forEach((component, i) => {
    if (component.modifierExtension === undefined) return;
    issues.push({
      code: 'not-supported',
      expression: `${at}.component[${i}].modifierExtension`,
      diagnostics: 'modifierExtension: may change what the component means, and is not understood here',
    });
  });
}

/** Every `system|code` of a concept. */
export function codesOf(concept: CodeableConcept | undefined): string[] {
  return (concept?.coding ?? []).flatMap(({ system, code }: Coding) =>
    system === undefined || code === undefined ? [] : [`${system}|${code}`],
  );
}

function meaningsOf<Known>(codes: readonly string[], table: ReadonlyMap<string, Known>): Set<Known> {
  return new Set(codes.flatMap((code) => table.get(code) ?? []));
}

const OF_OXYGEN = new Set<Meaning>(['air', 'on-oxygen', 'flow']);

function measuredIn(observation: Observation, reader: Reader): Measured | null {
  const { at, issues } = reader;
  const codes = codesOf(observation.code);
  const meanings = meaningsOf(codes, MEANINGS);
  const kinds = new Set(
    [...meanings].map((one): ReadingKind => (OF_OXYGEN.has(one) ? 'oxygen' : (one as ReadingKind))),
  );
  const [kind, another] = kinds;
  if (kind === undefined || another !== undefined || (meanings.has('air') && meanings.has('on-oxygen'))) {
    issues.push({ code: 'code-invalid', expression: `${at}.code`, diagnostics: whyNotTaken(codes, kinds) });
    return null;
  }
  if (observation.dataAbsentReason !== undefined) {
    const hasValue = observation.valueQuantity !== undefined || observation.valueCodeableConcept !== undefined;
    const reason = observation.dataAbsentReason.text ?? observation.dataAbsentReason.coding?.[0]?.code ?? 'no reason';
    issues.push({
      code: hasValue ? 'invariant' : 'not-supported',
      expression: `${at}.dataAbsentReason`,
      diagnostics: hasValue
        ? 'dataAbsentReason: there is a value and a reason why there is none; expected one of them'
        : `dataAbsentReason ${shownValue(reason)}: there is no value to store`,
    });
    return null;
  }
  switch (kind) {
    case 'blood-pressure':
      return bloodPressure(observation, reader);
    case 'oxygen':
      return oxygen(observation, meanings, reader);
    case 'consciousness':
      return consciousness(observation, reader);
    case 'stated-news2':
      return statedNews2(observation, reader);
    case 'respiration':
    case 'spo2':
    case 'pulse':
    case 'temperature':
    case 'weight':
    case 'height':
    case 'bmi':
    case 'glucose': {
      const vital = ONE_NUMBER[kind];
      const read = taken(measuredValue(observation.valueQuantity, vital, `${at}.valueQuantity`), reader);
      return read && { kind, ...split({ [vital]: read }) };
    }
  }
}

function whyNotTaken(codes: readonly string[], kinds: ReadonlySet<ReadingKind>): string {
  const shown = codes.join(', ').slice(0, 200);
  if (codes.length === 0) return 'code: expected a LOINC or SNOMED CT code of a vital sign, with its system';
  if (kinds.size > 0) return `code ${shown}: its codes mean different things; expected one`;
  if (codes.some((code) => SUB_SCORE_CODES.has(code))) {
    return `code ${shown} is a part of a NEWS2, which is computed here: send the readings themselves`;
  }
  return `code ${shown} is not a vital sign that is taken here`;
}

function taken(read: MeasuredValue | FhirIssue, { issues }: Reader): MeasuredValue | null {
  if (!('code' in read)) return read;
  issues.push(read);
  return null;
}

/** Values, and the bounds among them that may not stand for a value. */
function split(read: Partial<Record<MeasuredVital, MeasuredValue>>): Omit<Measured, 'kind'> {
  const all = Object.entries(read) as [MeasuredVital, MeasuredValue][];
  const vitals = Object.fromEntries(all.flatMap(([vital, { value, doubtful }]) => (doubtful ? [] : [[vital, value]])));
  const bounds = Object.fromEntries(all.filter(([, { doubtful }]) => doubtful));
  return {
    vitals,
    ...(Object.keys(bounds).length === 0 ? {} : { bounds }),
    differs: all.some(([, { differs }]) => differs),
  };
}

function bloodPressure(observation: Observation, reader: Reader): Measured | null {
  const { at, issues } = reader;
  const before = issues.length;
  const read: Partial<Record<MeasuredVital, MeasuredValue>> = {};
  observation.component?.forEach((component, i) => {
    const where = `${at}.component[${i}]`;
    const [which, another] = meaningsOf(codesOf(component.code), PRESSURE_MEANINGS);
    if (which === undefined || component.dataAbsentReason !== undefined) return;
    if (another !== undefined || read[which] !== undefined) {
      issues.push({
        code: 'invariant',
        expression: `${where}.code`,
        diagnostics: `component: expected one systolic and one diastolic pressure`,
      });
      return;
    }
    const value = taken(measuredValue(component.valueQuantity, which, `${where}.valueQuantity`), reader);
    if (value) read[which] = value;
  });
  if (issues.length > before) return null;
  if (Object.keys(read).length > 0) return { kind: 'blood-pressure', ...split(read) };
  issues.push({
    code: 'required',
    expression: `${at}.component`,
    diagnostics: 'component: expected systolic (8480-6) and diastolic (8462-4) pressure with their values',
  });
  return null;
}

/** Air or oxygen by its code; a flow that is measured is oxygen that is given. */
function oxygen(observation: Observation, meanings: ReadonlySet<Meaning>, reader: Reader): Measured | null {
  const { at, issues } = reader;
  const contradiction = (expression: string, words: string): null => {
    issues.push({ code: 'invariant', expression: `${at}.${expression}`, diagnostics: words });
    return null;
  };
  if (observation.valueBoolean === false) {
    return contradiction(
      'valueBoolean',
      'valueBoolean: false denies the code; expected the code of what is so: 722742002 on room air, 371825009 on oxygen',
    );
  }
  const said = meanings.has('air') ? false : meanings.has('on-oxygen') ? true : undefined;
  const quantity = observation.valueQuantity;
  if (quantity === undefined && said !== undefined) return { kind: 'oxygen', vitals: { onOxygen: said } };
  // A share of oxygen in what is breathed in is kept as it was sent: no flow can be made of it.
  if (said !== undefined && quantity?.code === '%')
    return { kind: 'oxygen', vitals: { onOxygen: said }, differs: true };
  const read = taken(measuredValue(quantity, 'oxygenFlow', `${at}.valueQuantity`), reader);
  if (!read) return null;
  const flows = read.value > 0;
  if (said !== undefined && said !== flows) {
    return contradiction(
      'valueQuantity.value',
      `valueQuantity.value: ${read.value} L/min does not go with the code, which says ${said ? 'oxygen' : 'room air'}`,
    );
  }
  const { vitals, ...rest } = split({ oxygenFlow: read });
  return { kind: 'oxygen', vitals: { ...vitals, onOxygen: flows }, ...rest };
}

function consciousness(observation: Observation, { at, issues }: Reader): Measured | null {
  const codes = codesOf(observation.valueCodeableConcept);
  const [level, another] = meaningsOf(codes, CONSCIOUSNESS_MEANINGS);
  if (level !== undefined && another === undefined) return { kind: 'consciousness', vitals: { consciousness: level } };
  const sent = codes.length === 0 ? 'no code' : codes.join(', ').slice(0, 200);
  issues.push({
    code: 'code-invalid',
    expression: `${at}.valueCodeableConcept`,
    diagnostics: `valueCodeableConcept: expected one SNOMED CT code for Alert (248234008), new Confusion (130987000), Voice (300202002), Pain (450847001) or Unresponsive (422768004); ${sent} was sent`,
  });
  return null;
}

/** The total that the sender worked out: kept and compared with ours, never trusted. */
function statedNews2(observation: Observation, { at, issues }: Reader): Measured | null {
  const [field, total] =
    observation.valueInteger === undefined
      ? (['valueQuantity.value', observation.valueQuantity?.value] as const)
      : (['valueInteger', observation.valueInteger] as const);
  if (total !== undefined && Number.isInteger(total) && total >= 0 && total <= HIGHEST_NEWS2) {
    return { kind: 'stated-news2', vitals: {}, statedNews2: total };
  }
  const sent = total === undefined ? 'nothing' : shownValue(total);
  issues.push({
    code: 'value',
    expression: `${at}.${field}`,
    diagnostics: `${field}: expected a NEWS2 total from 0 to ${HIGHEST_NEWS2}; ${sent} was sent`,
  });
  return null;
}

type Parted = ReturnType<typeof quarantine>;

/** Puts bounds aside as implausible values are: kept, not scored, and to be repeated. */
function withoutBounds(parted: Parted, bounds: Measured['bounds']): Parted {
  if (!bounds) return parted;
  const all = Object.entries(bounds) as [MeasuredVital, MeasuredValue][];
  return {
    scored: parted.scored,
    quarantined: { ...parted.quarantined, ...Object.fromEntries(all.map(([vital, { value }]) => [vital, value])) },
    pleaseRepeat: [
      ...parted.pleaseRepeat,
      ...all.map(([vital, { value, doubtful }]): Quarantined => ({
        field: vital,
        sent: value,
        detail: `${vital} ${doubtful} ${value} ${UNITS[vital].unit} is a bound and not a value: it is kept but not scored; please repeat the reading`,
      })),
    ],
  };
}

/**
 * The sender's identifier where there is one. Without one, what makes a measurement the same: device, person, kind, the
 * sender's own time and the value. Source: HL7 Personal Health Device implementation guide, on identity.
 */
function sourceReference(observation: Observation, nhsNumber: string): string {
  const [identifier] = observation.identifier ?? [];
  if (identifier?.value !== undefined) return referenceOf(identifier.system, identifier.value);
  return digest(
    JSON.stringify([
      observation.device?.reference ?? observation.device?.identifier?.value ?? '',
      nhsNumber,
      codesOf(observation.code),
      observation.effectiveDateTime ?? observation.effectiveInstant ?? observation.effectivePeriod,
      observation.valueQuantity ??
        observation.valueCodeableConcept ??
        observation.valueInteger ??
        observation.component,
    ]),
  );
}

/** An identifier as the reference that it is kept under. */
export function referenceOf(system: string | undefined, value: string): string {
  const reference = `${system ?? ''}|${value}`;
  return reference.length <= LONGEST_REFERENCE ? reference : digest(reference);
}

const digest = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
