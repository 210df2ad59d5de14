import type { Bundle, CapabilityStatement, FhirResource } from 'fhir/r4.js';
import type { Asking, FhirReads, Parameters } from './fhir-reads.ts';
import { noSuch, refuse } from './fhir-refusal.ts';
import { isSearched } from './search/search-parameters.ts';

/** A resource that was asked for, with its version where it has one. */
export interface Got {
  resource: FhirResource | Bundle | CapabilityStatement;
  etag: string | null;
  /** Epoch ms. */
  lastModified: number | null;
}

export function versionedOf(resource: FhirResource): Got {
  const { versionId, lastUpdated } = resource.meta ?? {};
  return {
    resource,
    etag: versionId === undefined ? null : `W/"${versionId}"`,
    lastModified: lastUpdated === undefined ? null : Date.parse(lastUpdated),
  };
}

/** One resource by type and id; with a version, that version or nothing: there is only the newest. */
export async function getOne(
  reads: FhirReads,
  asking: Asking,
  { type, id, version }: { type: string; id: string; version?: string },
): Promise<Got> {
  if (!isSearched(type)) throw typeUnknown(type);
  const got = versionedOf(await reads.read(asking, type, id));
  if (version !== undefined && got.etag !== `W/"${version}"`) throw noSuch(`version ${version.slice(0, 60)} of it`);
  return got;
}

export async function getMany(
  reads: FhirReads,
  asking: Asking,
  { type, parameters }: { type: string; parameters: Parameters },
): Promise<Got> {
  if (!isSearched(type)) throw typeUnknown(type);
  return { resource: await reads.search(asking, type, parameters), etag: null, lastModified: null };
}

export function typeUnknown(type: string): Error {
  return refuse(404, 'not-supported', `${type.slice(0, 60)} is not served here: see /fhir/metadata for what is`);
}

/** A GET as an entry of a Bundle has it. */
export async function getByUrl(reads: FhirReads, asking: Asking, url: string): Promise<Got> {
  const [path = '', query = ''] = url.replace(/^\//, '').split('?', 2);
  const [type = '', id, history, version, ...more] = path.split('/');
  if (id === undefined) return getMany(reads, asking, { type, parameters: [...new URLSearchParams(query)] });
  if (more.length > 0 || (history !== undefined && (history !== '_history' || version === undefined))) {
    throw refuse(404, 'not-supported', `"${url.slice(0, 80)}" is no address here`);
  }
  return getOne(reads, asking, { type, id, ...(version === undefined ? {} : { version }) });
}
