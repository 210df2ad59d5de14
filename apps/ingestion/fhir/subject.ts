import { NHS_NUMBER_SYSTEM, parseNhsNumber } from '#contracts';
import type { FhirIssue } from './operation-outcome.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length > 0 ? value : undefined;

/** The NHS numbers of the Patients that travel in the same Bundle, by every reference that may point to them. */
export type PatientsInBundle = ReadonlyMap<string, string>;

export function patientsIn(entries: readonly { fullUrl?: unknown; resource: Json }[]): PatientsInBundle {
  const found = new Map<string, string>();
  for (const { fullUrl, resource } of entries) {
    if (resource['resourceType'] !== 'Patient') continue;
    const number = nhsNumberAmong(resource['identifier']);
    if (number === null) continue;
    const id = textOf(resource['id']);
    const url = textOf(fullUrl);
    if (url !== undefined) found.set(url, number);
    if (id !== undefined) found.set(`Patient/${id}`, number);
  }
  return found;
}

function nhsNumberAmong(identifiers: unknown): string | null {
  const list = Array.isArray(identifiers) ? identifiers : [identifiers];
  for (const identifier of list) {
    if (!isObject(identifier) || identifier['system'] !== NHS_NUMBER_SYSTEM) continue;
    const number = parseNhsNumber(textOf(identifier['value']) ?? '');
    if (number !== null) return number;
  }
  return null;
}

const HOW = `expected subject.identifier with system ${NHS_NUMBER_SYSTEM} and an NHS number such as 943 476 5919, or a reference Patient/<NHS number>`;

/** Whose Observation it is: by identifier, by a reference that is or holds an NHS number, or by a Patient in the same Bundle. */
export function nhsNumberOfSubject(
  subject: unknown,
  patients: PatientsInBundle,
  expression: string,
): { nhsNumber: string } | FhirIssue {
  if (!isObject(subject)) {
    return { code: 'required', expression, diagnostics: `subject is missing: ${HOW}` };
  }
  const byIdentifier = nhsNumberAmong(subject['identifier']);
  if (byIdentifier !== null) return { nhsNumber: byIdentifier };
  const reference = textOf(subject['reference']);
  if (reference !== undefined) {
    const inBundle = patients.get(reference);
    if (inBundle !== undefined) return { nhsNumber: inBundle };
    const byReference = parseNhsNumber(decodeURIComponentSafely(/([^/|=]*)$/.exec(reference)?.[1] ?? ''));
    if (byReference !== null && /(^|\/)Patient[/?]/.test(reference)) return { nhsNumber: byReference };
  }
  return { code: 'value', expression, diagnostics: `subject has no valid NHS number: ${HOW}` };
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
