import { NHS_NUMBER_SYSTEM, parseNhsNumber } from '#contracts';
import type { StatedIdentity } from '#records';
import type { FhirIssue } from '../operation-outcome.ts';
import { isObject, listOf, textOf, unstorable, type Json } from '../json.ts';

/** Somebody whom a reference points to: by NHS number, and by what else the sender says of them. */
export interface KnownPatient {
  nhsNumber: string;
  stated?: StatedIdentity;
}

/** The patients that references may point to, by every reference that does. */
export type KnownPatients = ReadonlyMap<string, KnownPatient>;

/** Those of the Patients that travel in the same Bundle. */
export function patientsIn(entries: readonly { fullUrl?: unknown; resource: Json }[]): Map<string, KnownPatient> {
  const found = new Map<string, KnownPatient>();
  for (const { fullUrl, resource } of entries) {
    const patient = patientOf(resource);
    if (patient === null) continue;
    const id = textOf(resource['id']);
    const url = textOf(fullUrl);
    if (url !== undefined) found.set(url, patient);
    if (id !== undefined) found.set(`Patient/${id}`, patient);
  }
  return found;
}

function patientOf(resource: Json): KnownPatient | null {
  if (resource['resourceType'] !== 'Patient') return null;
  const nhsNumber = nhsNumberAmong(resource['identifier']);
  if (nhsNumber === null) return null;
  const names = listOf(resource['name']).filter(isObject);
  const name = names.find((one) => one['use'] === 'official') ?? names[0];
  const familyName = textOf(name?.['family']);
  const birthDate = /^\d{4}(-\d{2}(-\d{2})?)?$/.exec(textOf(resource['birthDate']) ?? '')?.[0];
  return { nhsNumber, ...stating({ familyName, birthDate }) };
}

const LONGEST_NAME = 200;

/** What can be compared with the record: a name that is cut or has broken characters would be somebody else's. */
function stating(said: { [Field in keyof StatedIdentity]?: string | undefined }): { stated?: StatedIdentity } {
  const known = Object.entries(said).filter(
    ([, value]) => typeof value === 'string' && value.length <= LONGEST_NAME && unstorable(value) === null,
  );
  return known.length === 0 ? {} : { stated: Object.fromEntries(known) as StatedIdentity };
}

export function nhsNumberAmong(identifiers: unknown): string | null {
  for (const identifier of listOf(identifiers)) {
    if (!isObject(identifier) || identifier['system'] !== NHS_NUMBER_SYSTEM) continue;
    const number = parseNhsNumber(textOf(identifier['value']) ?? '');
    if (number !== null) return number;
  }
  return null;
}

const OUR_PATIENT = /(?:^|\/)Patient\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;

/** The id of the Patient here that a resource's subject refers to, if it does: who that is has to be looked up. */
export function patientIdReferredTo(resource: Json): string | null {
  const { subject } = resource;
  const reference = isObject(subject) ? textOf(subject['reference']) : undefined;
  return OUR_PATIENT.exec(reference ?? '')?.[1]?.toLowerCase() ?? null;
}

const HOW = `expected subject.identifier with system ${NHS_NUMBER_SYSTEM} and an NHS number such as 943 476 5919, or a reference to a Patient of this server or of the same Bundle`;

/** Whose Observation it is: by identifier, by a reference that is or holds an NHS number, or by a Patient that is known. */
export function patientOfSubject(resource: Json, patients: KnownPatients, at: string): KnownPatient | FhirIssue {
  const { subject } = resource;
  const expression = `${at}.subject`;
  if (!isObject(subject)) return { code: 'required', expression, diagnostics: `subject is missing: ${HOW}` };
  const byIdentifier = nhsNumberAmong(subject['identifier']);
  const byReference = ofReference(textOf(subject['reference']), resource, patients);
  if (byIdentifier !== null && byReference !== null && byIdentifier !== byReference.nhsNumber) {
    return {
      code: 'invariant',
      expression,
      diagnostics: 'subject: its identifier and its reference are of two people; expected one',
    };
  }
  const nhsNumber = byIdentifier ?? byReference?.nhsNumber;
  if (nhsNumber !== undefined) {
    return { nhsNumber, ...stating({ ...byReference?.stated, displayName: textOf(subject['display']) }) };
  }
  const identifier = isObject(subject['identifier']) && subject['identifier']['system'] === NHS_NUMBER_SYSTEM;
  return {
    code: 'value',
    expression: identifier ? `${expression}.identifier.value` : expression,
    diagnostics: `subject has no valid NHS number: ${HOW}`,
  };
}

function ofReference(reference: string | undefined, resource: Json, patients: KnownPatients): KnownPatient | null {
  if (reference === undefined) return null;
  if (reference.startsWith('#')) {
    const inside = listOf(resource['contained']).find((one) => isObject(one) && one['id'] === reference.slice(1));
    return isObject(inside) ? patientOf(inside) : null;
  }
  const known = patients.get(reference);
  if (known !== undefined) return known;
  const id = OUR_PATIENT.exec(reference)?.[1]?.toLowerCase();
  if (id !== undefined) return patients.get(`Patient/${id}`) ?? null;
  if (!/(^|\/)Patient[/?]/.test(reference)) return null;
  const nhsNumber = parseNhsNumber(decoded(lastPart(reference)));
  return nhsNumber === null ? null : { nhsNumber };
}

/** What stands behind the last of the signs. By hand: a pattern for it takes as long as the square of what a sender writes. */
const lastPart = (reference: string): string =>
  reference.slice(Math.max(...['/', '|', '='].map((sign) => reference.lastIndexOf(sign))) + 1);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
