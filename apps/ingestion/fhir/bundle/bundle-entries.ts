import { FhirRefusal, refuse } from '../fhir-refusal.ts';
import { isObject, textOf, type Json } from '../json.ts';
import type { FhirIssue } from '../operation-outcome.ts';
import { isReadType, READ_TYPES } from '../read-resource.ts';
import { shownValue } from '../definitions/schema.ts';

/** Entries of one Bundle, at most. */
const MOST_ENTRIES = 1_000;

/** Resources that may travel with what is taken to say whose it is; they are read and not stored. */
const COMPANIONS = new Set(['Patient', 'Device', 'Practitioner', 'PractitionerRole', 'Organization', 'Encounter']);

export type BundleType = 'batch' | 'transaction' | 'collection';

/** What one entry asks for. `at` is its FHIRPath expression. */
export type Entry = { at: string; fullUrl: string | undefined } & (
  | { asks: 'create'; resource: Json; ifNoneExist: string | undefined }
  | { asks: 'companion'; resource: Json }
  | { asks: 'read'; url: string; ifNoneMatch: string | undefined }
  | { asks: 'nothing'; status: number; refused: FhirIssue[] }
);

export interface EntriesOfBundle {
  type: BundleType;
  entries: Entry[];
}

/** What a Bundle asks for, entry by entry. Refuses what is no Bundle that is processed here. */
export function entriesOf(bundle: Json): EntriesOfBundle {
  const { type, entry: sent } = bundle;
  if (type !== 'batch' && type !== 'transaction' && type !== 'collection') {
    const words = `type: expected batch, transaction or collection; ${shownValue(type ?? 'nothing')} was sent`;
    throw refuse(422, 'value', words, 'Bundle.type');
  }
  const list: unknown[] = Array.isArray(sent) ? sent : [];
  if (list.length === 0 || list.length > MOST_ENTRIES) {
    throw new FhirRefusal(list.length === 0 ? 422 : 413, [
      {
        code: list.length === 0 ? 'required' : 'too-long',
        expression: 'Bundle.entry',
        diagnostics: `entry: expected 1 to ${MOST_ENTRIES} entries, ${list.length} were sent`,
      },
    ]);
  }
  return { type, entries: list.map((entry, i) => entryOf(entry, type, `Bundle.entry[${i}]`)) };
}

function entryOf(sent: unknown, type: BundleType, at: string): Entry {
  if (!isObject(sent))
    return nothing(400, { at, fullUrl: undefined }, { code: 'structure', words: 'entry: expected an object' });
  const fullUrl = textOf(sent['fullUrl']);
  const place = { at, fullUrl };
  const { request, resource } = sent;
  // Gateways leave the request out: a resource that stands there by itself is meant to be taken.
  if (type === 'collection' || request === undefined || request === null) return post(place, resource, undefined);
  if (!isObject(request))
    return nothing(400, place, { path: '.request', code: 'structure', words: 'request: expected an object' });
  const url = textOf(request['url']);
  const method = textOf(request['method']);
  if (url === undefined || method === undefined) {
    const missing = url === undefined ? 'url' : 'method';
    return nothing(400, place, {
      path: `.request.${missing}`,
      code: 'required',
      words: `request.${missing}: is missing`,
    });
  }
  switch (method) {
    case 'POST': {
      const kind = isObject(resource) ? textOf(resource['resourceType']) : undefined;
      if (kind !== undefined && url.replace(/^\//, '') !== kind) {
        return nothing(422, place, {
          path: '.request.url',
          code: 'value',
          words: `request.url: expected ${kind.slice(0, 60)}; "${url.slice(0, 60)}" was sent`,
        });
      }
      return post(place, resource, textOf(request['ifNoneExist']));
    }
    case 'GET':
      return { asks: 'read', ...place, url, ifNoneMatch: textOf(request['ifNoneMatch']) };
    default:
      return nothing(405, place, {
        path: '.request.method',
        code: 'not-supported',
        words: `request.method: ${method.slice(0, 20)} is not supported, since a stored reading never changes; expected POST or GET`,
      });
  }
}

function post(
  place: { at: string; fullUrl: string | undefined },
  resource: unknown,
  ifNoneExist: string | undefined,
): Entry {
  if (!isObject(resource))
    return nothing(400, place, { path: '.resource', code: 'required', words: 'resource: is missing' });
  const kind = textOf(resource['resourceType']) ?? 'nothing';
  if (isReadType(kind)) return { asks: 'create', ...place, resource, ifNoneExist };
  if (COMPANIONS.has(kind)) return { asks: 'companion', ...place, resource };
  return nothing(422, place, {
    path: '.resource.resourceType',
    code: 'not-supported',
    words: `resourceType: ${kind.slice(0, 60)} is not taken here; expected ${READ_TYPES.join(' or ')}`,
  });
}

function nothing(
  status: number,
  { at, fullUrl }: { at: string; fullUrl: string | undefined },
  { path = '', code, words }: { path?: string; code: FhirIssue['code']; words: string },
): Entry {
  return { asks: 'nothing', at, fullUrl, status, refused: [{ code, expression: `${at}${path}`, diagnostics: words }] };
}

/** References to entries of the Bundle that stand twice would be references to nobody in particular. */
export function refuseRepeatedUrls(entries: readonly Entry[]): void {
  const seen = new Set<string>();
  for (const { fullUrl, at } of entries) {
    if (fullUrl !== undefined && seen.has(fullUrl)) {
      throw refuse(422, 'invariant', `fullUrl: "${fullUrl.slice(0, 80)}" stands twice in the Bundle`, `${at}.fullUrl`);
    }
    if (fullUrl !== undefined) seen.add(fullUrl);
  }
}
