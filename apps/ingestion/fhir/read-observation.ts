import type { MeasuredVital, Vitals } from '#clinical';
import { instant } from '#contracts';
import type { NewReading, Sender } from '#records';
import { createHash } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { aheadOfClock, quarantine, type Admitted } from '../observations/admit-reading.ts';
import type { FhirIssue } from './operation-outcome.ts';
import { nhsNumberOfSubject, type PatientsInBundle } from './subject.ts';
import { inStoredUnit } from './units.ts';
import {
  AIR_OR_OXYGEN,
  BLOOD_PRESSURE_PANEL,
  CONSCIOUSNESS_CODES,
  CONSCIOUSNESS_VALUES,
  NEWS2_TOTAL_CODES,
  STORED_UNITS,
  UCUM,
  VITAL_CODES,
} from './vital-codes.ts';

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Only these say that a value was measured and stands. Source: FHIR R4 ObservationStatus. */
const STANDING = new Set(['final', 'amended', 'corrected', 'preliminary']);
const DAY_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const LONGEST_REFERENCE = 200;

interface Reader {
  at: string;
  issues: FhirIssue[];
}

interface Measured {
  vitals: Vitals;
  statedNews2?: number;
}

/** Reads one FHIR R4 Observation as a reading, or says everything that is wrong with it. `at` is its FHIRPath expression. */
export function readObservation(
  resource: Json,
  { source, now, patients, at }: { source: Sender; now: number; patients: PatientsInBundle; at: string },
): Admitted | { refused: FhirIssue[] } {
  const reader: Reader = { at, issues: [] };
  const status = textOf(resource['status']);
  if (status === undefined || !STANDING.has(status)) {
    reader.issues.push({
      code: 'value',
      expression: `${at}.status`,
      diagnostics: `status ${status === undefined ? 'is missing' : `"${status}" is not accepted`}: expected one of ${[...STANDING].join(', ')}`,
    });
  }
  const measured = measuredIn(resource, reader);
  const subject = nhsNumberOfSubject(resource['subject'], patients, `${at}.subject`);
  if ('code' in subject) reader.issues.push(subject);
  const when = effectiveOf(resource, now, reader);
  if (reader.issues.length > 0 || measured === null || 'code' in subject || when === null) {
    return { refused: reader.issues };
  }
  const { scored, quarantined, pleaseRepeat } = quarantine(measured.vitals);
  const device = referenceText(resource['device']);
  const reading: NewReading = {
    id: newId(),
    source,
    sourceRef: sourceReference(resource, subject.nhsNumber, device),
    nhsNumber: subject.nhsNumber,
    effectiveAt: when.effectiveAt,
    receivedAt: now,
    vitals: scored,
    ...(measured.statedNews2 === undefined ? {} : { statedNews2: measured.statedNews2 }),
    ...(when.dayOnly ? { dayOnly: true } : {}),
    ...(quarantined === null && device === undefined
      ? {}
      : {
          details: {
            ...(quarantined === null ? {} : { quarantined }),
            ...(device === undefined ? {} : { device: { reference: device } }),
          },
        }),
  };
  return { reading, pleaseRepeat };
}

/** Every `system|code` of a CodeableConcept. */
function codesOf(concept: unknown): string[] {
  if (!isObject(concept)) return [];
  return listOf(concept['coding']).flatMap((coding) => {
    const system = isObject(coding) ? textOf(coding['system']) : undefined;
    const code = isObject(coding) ? textOf(coding['code']) : undefined;
    return system === undefined || code === undefined ? [] : [`${system}|${code}`];
  });
}

function known<Meaning>(codes: readonly string[], table: Readonly<Record<string, Meaning>>): Meaning | undefined {
  const code = codes.find((one) => Object.hasOwn(table, one));
  return code === undefined ? undefined : table[code];
}

function measuredIn(resource: Json, reader: Reader): Measured | null {
  const codes = codesOf(resource['code']);
  if (codes.some((code) => BLOOD_PRESSURE_PANEL.has(code))) return bloodPressure(resource, reader);

  const air = known(codes, AIR_OR_OXYGEN);
  if (air !== undefined) {
    // The code is the finding; a value beside it may only deny it.
    const denied = resource['valueBoolean'] === false;
    return { vitals: { onOxygen: denied ? !air : air } };
  }
  if (codes.some((code) => CONSCIOUSNESS_CODES.has(code))) {
    const consciousness = known(codesOf(resource['valueCodeableConcept']), CONSCIOUSNESS_VALUES);
    if (consciousness !== undefined) return { vitals: { consciousness } };
    reader.issues.push({
      code: 'code-invalid',
      expression: `${reader.at}.value`,
      diagnostics:
        'valueCodeableConcept: expected a SNOMED CT code for Alert, new Confusion, Voice, Pain or Unresponsive',
    });
    return null;
  }
  if (codes.some((code) => NEWS2_TOTAL_CODES.has(code))) {
    const total =
      numberIn(resource['valueQuantity'], `${reader.at}.value`, reader) ?? integerIn(resource['valueInteger']);
    return total === undefined ? null : { vitals: {}, statedNews2: total };
  }
  const vital = known(codes, VITAL_CODES);
  if (vital !== undefined) {
    const value = quantityIn(resource['valueQuantity'], vital, `${reader.at}.value`, reader);
    if (value === null) return null;
    // A flow that is measured is oxygen that is given.
    return { vitals: vital === 'oxygenFlow' ? { oxygenFlow: value, onOxygen: value > 0 } : { [vital]: value } };
  }
  reader.issues.push({
    code: 'code-invalid',
    expression: `${reader.at}.code`,
    diagnostics:
      codes.length === 0
        ? 'code is missing: expected a LOINC or SNOMED CT code of a vital sign'
        : `code ${codes.join(', ').slice(0, 200)} is not a vital sign that is taken here`,
  });
  return null;
}

function integerIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

function bloodPressure(resource: Json, reader: Reader): Measured | null {
  const vitals: Partial<Record<MeasuredVital, number>> = {};
  for (const [i, component] of listOf(resource['component']).entries()) {
    if (!isObject(component)) continue;
    const vital = known(codesOf(component['code']), VITAL_CODES);
    if (vital !== 'systolic' && vital !== 'diastolic') continue;
    const value = quantityIn(component['valueQuantity'], vital, `${reader.at}.component[${i}].value`, reader);
    if (value !== null) vitals[vital] = value;
  }
  if (Object.keys(vitals).length > 0) return { vitals };
  if (reader.issues.length === 0) {
    reader.issues.push({
      code: 'required',
      expression: `${reader.at}.component`,
      diagnostics: 'component: expected systolic (8480-6) and diastolic (8462-4) pressure with their values',
    });
  }
  return null;
}

function numberIn(quantity: unknown, expression: string, reader: Reader): number | undefined {
  if (quantity === undefined) return undefined;
  const value = isObject(quantity) ? quantity['value'] : undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  reader.issues.push({ code: 'value', expression, diagnostics: 'valueQuantity.value: expected a number' });
  return undefined;
}

function quantityIn(quantity: unknown, vital: MeasuredVital, expression: string, reader: Reader): number | null {
  if (!isObject(quantity)) {
    reader.issues.push({
      code: 'required',
      expression,
      diagnostics: `valueQuantity is missing: expected ${vital} in ${STORED_UNITS[vital].example}`,
    });
    return null;
  }
  const value = numberIn(quantity, expression, reader);
  if (value === undefined) return null;
  const { system } = quantity;
  const unit = textOf(quantity['code']) ?? (system === undefined ? textOf(quantity['unit']) : undefined);
  if (unit === undefined || (system !== undefined && system !== UCUM)) {
    reader.issues.push({
      code: 'value',
      expression,
      diagnostics: `valueQuantity: expected a UCUM code (system ${UCUM}) such as ${STORED_UNITS[vital].example}`,
    });
    return null;
  }
  const converted = inStoredUnit(vital, value, unit);
  if (converted !== null) return converted;
  reader.issues.push({
    code: 'value',
    expression,
    diagnostics: `valueQuantity.code "${unit.slice(0, 40)}" is not a unit of ${vital}: expected ${STORED_UNITS[vital].example}`,
  });
  return null;
}

function effectiveOf(resource: Json, now: number, reader: Reader): { effectiveAt: number; dayOnly: boolean } | null {
  const period = resource['effectivePeriod'];
  const [field, text] =
    textOf(resource['effectiveInstant']) === undefined
      ? isObject(period)
        ? (['effectivePeriod', textOf(period['end']) ?? textOf(period['start'])] as const)
        : (['effectiveDateTime', textOf(resource['effectiveDateTime'])] as const)
      : (['effectiveInstant', textOf(resource['effectiveInstant'])] as const);
  const expression = `${reader.at}.effective`;
  if (text === undefined) {
    reader.issues.push({
      code: 'required',
      expression,
      diagnostics: `${field} is missing: expected when it was measured, with its offset from UTC`,
    });
    return null;
  }
  if (DAY_ONLY.test(text) && !Number.isNaN(Date.parse(text))) {
    const effectiveAt = Date.parse(text);
    if (effectiveAt <= now) return { effectiveAt, dayOnly: true };
  }
  const read = instant.safeParse(text);
  if (!read.success) {
    reader.issues.push({
      code: 'value',
      expression,
      diagnostics: `${field} "${text.slice(0, 60)}": ${read.error.issues[0]?.message ?? 'not a time'}`,
    });
    return null;
  }
  const ahead = aheadOfClock(read.data, now);
  if (ahead !== null) {
    reader.issues.push({ code: 'value', expression, diagnostics: ahead.replace('effectiveAt', field) });
    return null;
  }
  return { effectiveAt: read.data, dayOnly: false };
}

function referenceText(reference: unknown): string | undefined {
  if (!isObject(reference)) return undefined;
  const identifier = reference['identifier'];
  return textOf(reference['reference']) ?? (isObject(identifier) ? textOf(identifier['value']) : undefined);
}

/**
 * The sender's identifier where there is one. Without one, what makes a measurement the same: device, person, kind, the
 * sender's own time and the value. Source: HL7 Personal Health Device implementation guide, on identity.
 */
function sourceReference(resource: Json, nhsNumber: string, device: string | undefined): string {
  const [identifier] = listOf(resource['identifier']);
  const value = isObject(identifier) ? textOf(identifier['value']) : undefined;
  if (isObject(identifier) && value !== undefined) {
    const reference = `${textOf(identifier['system']) ?? ''}|${value}`;
    return reference.length <= LONGEST_REFERENCE ? reference : digest(reference);
  }
  return digest(
    JSON.stringify([
      device ?? '',
      nhsNumber,
      codesOf(resource['code']),
      resource['effectiveDateTime'] ?? resource['effectiveInstant'] ?? resource['effectivePeriod'],
      resource['valueQuantity'] ??
        resource['valueCodeableConcept'] ??
        resource['valueInteger'] ??
        resource['component'],
    ]),
  );
}

const digest = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
