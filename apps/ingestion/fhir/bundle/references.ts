import type { FhirIssue } from '../operation-outcome.ts';
import { isObject, listOf, textOf, type Json } from '../json.ts';
import type { Entry } from './bundle-entries.ts';

/** What stands for a reference to an entry of the Bundle once it is processed: fields of a Reference. */
export type References = ReadonlyMap<string, Json>;

/** The ways in which other entries may refer to one. */
export function addressesOf({ fullUrl }: Entry, resource: Json): string[] {
  const id = textOf(resource['id']);
  return [
    ...(fullUrl === undefined ? [] : [fullUrl]),
    ...(id === undefined ? [] : [`${String(resource['resourceType'])}/${id}`]),
  ];
}

/** Whoever is only read and not stored is referred to by identifier and name from then on. */
export function companionReference(resource: Json): Json {
  const [identifier] = listOf(resource['identifier']);
  const display = nameOf(resource);
  return {
    type: resource['resourceType'],
    ...(isObject(identifier) ? { identifier } : {}),
    ...(display === undefined ? {} : { display }),
  };
}

function nameOf(resource: Json): string | undefined {
  // The name of a patient is not kept with readings.
  if (resource['resourceType'] === 'Patient') return undefined;
  const [name] = [...listOf(resource['name']), ...listOf(resource['deviceName'])];
  if (typeof name === 'string') return name;
  if (!isObject(name)) return undefined;
  const parts = [...listOf(name['prefix']), ...listOf(name['given']), name['family']].filter((part) => textOf(part));
  return textOf(name['text']) ?? textOf(name['name']) ?? textOf(parts.join(' '));
}

/** Whether anything in a value refers to one of these. */
export function refersToAny(value: unknown, addresses: ReadonlySet<string>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const reference = isObject(value) ? textOf(value['reference']) : undefined;
  if (reference !== undefined && addresses.has(reference)) return true;
  return Object.values(value).some((inner) => refersToAny(inner, addresses));
}

/** The value with every reference to an entry of the Bundle as what it is from now on. */
export function resolved<Value>(value: Value, references: References): Value {
  if (Array.isArray(value)) return value.map((inner: unknown) => resolved(inner, references)) as Value;
  if (!isObject(value)) return value;
  const reference = textOf(value['reference']);
  const target = reference === undefined ? undefined : references.get(reference);
  if (target) {
    const { reference: _gone, ...others } = value;
    return { ...others, ...target } as Value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner, references)])) as Value;
}

/** References by urn:uuid that no entry of the Bundle answers to. */
export function danglingIn(value: unknown, addresses: ReadonlySet<string>, at: string): FhirIssue[] {
  if (Array.isArray(value)) return value.flatMap((inner, i) => danglingIn(inner, addresses, `${at}[${i}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key !== 'reference' || typeof inner !== 'string') return danglingIn(inner, addresses, `${at}.${key}`);
    if (!inner.startsWith('urn:uuid:') || addresses.has(inner)) return [];
    return [
      {
        code: 'not-found' as const,
        expression: `${at}.reference`,
        diagnostics: `reference: no entry of the Bundle has the fullUrl "${inner.slice(0, 60)}"`,
      },
    ];
  });
}
