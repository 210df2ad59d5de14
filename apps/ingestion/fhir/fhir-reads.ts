import { writePatient } from '#fhir';
import {
  appendAudit,
  countOpenAlertsWithin,
  numberOfUnmatched,
  openAlertsWithin,
  patientsWithin,
  scopeOfWard,
  withinScope,
  type Queryable,
  type Reader,
  type ShownAlert,
} from '#records';
import type { Bundle, BundleEntry, BundleLink, FhirResource, Flag, Observation, Patient } from 'fhir/r4.js';
import { noSuch, refuse } from './fhir-refusal.ts';
import { operationOutcome } from './operation-outcome.ts';
import type { Cursors } from './search/cursor.ts';
import {
  countObservations,
  observationById,
  searchObservations,
  type Position,
  type Whose,
} from './search/search-observations.ts';
import type { SearchedType } from './search/search-parameters.ts';
import { searchRequest, type SearchRequest } from './search/search-request.ts';
import { writeFlag } from './write-flag.ts';

export type Parameters = readonly (readonly [string, string])[];
type Shown = Observation | Patient | Flag;

/** Who asks, through which connection, and where this server is reached: links begin with it. */
export interface Asking {
  database: Queryable;
  reader: Reader;
  base: string;
  handling: 'strict' | 'lenient';
}

/** What a cursor holds: the search as its own links say it, and where it went on. */
interface Page {
  parameters: Parameters;
  observations?: Position;
  flags?: { raisedAt: number; id: string };
  /** A reading that says whose a search is that has no patient here. */
  unmatched?: string | null;
}

/** For a search of somebody who is not here: it looks like everybody else's. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What sources may read over FHIR, each within the reach of its key; every look at a patient goes into the audit trail. */
export class FhirReads {
  constructor(private readonly cursors: Cursors) {}

  /** What is asked outside a transaction, PostgreSQL holds to the key's wards as well (decision 0048). */
  read(asking: Asking, type: SearchedType, id: string): Promise<Shown> {
    return withinScope(scopeOfWard(asking.reader.reach.wardIds), () => this.readOne(asking, type, id));
  }

  private async readOne(asking: Asking, type: SearchedType, id: string): Promise<Shown> {
    const { resource, admissionIds } = (await this.lookUp(asking, type, id)) ?? {};
    if (!resource) throw noSuch(`${type} with this id`);
    await this.audit(asking, type, admissionIds ?? []);
    return resource;
  }

  private async lookUp(
    { database, reader }: Asking,
    type: SearchedType,
    id: string,
  ): Promise<{ resource: Shown; admissionIds: string[] } | null> {
    switch (type) {
      case 'Observation': {
        const found = await observationById(database, reader, id);
        return (
          found && { resource: found.observation, admissionIds: found.admissionId === null ? [] : [found.admissionId] }
        );
      }
      case 'Patient': {
        if (!UUID.test(id)) return null;
        const [patient] = await patientsWithin(database, reader.reach, { ids: [id], nhsNumbers: [] });
        return patient ? { resource: writePatient(patient), admissionIds: patient.admissionIds } : null;
      }
      case 'Flag': {
        if (!UUID.test(id)) return null;
        const [alert] = await openAlertsWithin(database, reader, {
          patientIds: null,
          ids: [id],
          limit: 1,
          after: null,
        });
        return alert ? { resource: writeFlag(alert), admissionIds: [alert.admissionId] } : null;
      }
    }
  }

  /** A searchset. Its links stand for the same search, with the patient by id: no NHS number is in them. */
  search(asking: Asking, type: SearchedType, parameters: Parameters): Promise<Bundle> {
    return withinScope(scopeOfWard(asking.reader.reach.wardIds), () => this.searchMany(asking, type, parameters));
  }

  private async searchMany(asking: Asking, type: SearchedType, parameters: Parameters): Promise<Bundle> {
    const asked = searchRequest(type, parameters, asking.handling);
    const page = asked.cursor === null ? null : (this.cursors.open(asking.reader.sourceId, asked.cursor) as Page);
    const request = page ? searchRequest(type, page.parameters, 'lenient') : asked;
    const whose = await this.whose(asking, request, page);
    const understood = request.understood.map((one) => [...one] as [string, string]);
    if (request.patient) understood.unshift(['patient', `Patient/${whose?.ids[0] ?? NOBODY}`]);
    const found = await this.find(asking, request, { whose, page });
    await this.audit(asking, type, found.admissionIds);
    const link = (relation: string, query: Parameters): BundleLink => {
      const text = new URLSearchParams(query.map((one) => [...one])).toString();
      return { relation, url: `${asking.base}/${type}${text === '' ? '' : `?${text}`}` };
    };
    const next = found.next && this.cursors.seal(asking.reader.sourceId, { parameters: understood, ...found.next });
    const entries = found.resources.map((resource): BundleEntry => ({
      fullUrl: `${asking.base}/${type}/${resource.id}`,
      resource: resource as FhirResource,
      search: { mode: 'match' },
    }));
    const told: BundleEntry[] =
      asked.ignored.length === 0
        ? []
        : [{ resource: operationOutcome(asked.ignored, 'warning'), search: { mode: 'outcome' } }];
    return {
      resourceType: 'Bundle',
      type: 'searchset',
      ...(found.total === null ? {} : { total: found.total }),
      link: [
        link('self', page ? parameters : understood),
        ...(next === null ? [] : [link('next', [['_cursor', next]])]),
      ],
      ...(entries.length + told.length === 0 ? {} : { entry: [...entries, ...told] }),
    };
  }

  /** Of whom a search is: null is everybody within the reach. Somebody who is not here has no patient, and perhaps readings that wait. */
  private async whose(
    { database, reader }: Asking,
    { patient }: SearchRequest,
    page: Page | null,
  ): Promise<Whose | null> {
    if (patient === null) return null;
    const asked =
      'id' in patient ? { ids: [patient.id], nhsNumbers: [] } : { ids: [], nhsNumbers: [patient.nhsNumber] };
    const found = await patientsWithin(database, reader.reach, asked);
    const unmatched = page?.unmatched ? await numberOfUnmatched(database, reader.sourceId, page.unmatched) : null;
    return {
      ids: found.map(({ id }) => id),
      nhsNumbers: [
        ...found.map(({ nhsNumber }) => nhsNumber),
        ...asked.nhsNumbers,
        ...(unmatched === null ? [] : [unmatched]),
      ],
    };
  }

  private async find(
    { database, reader }: Asking,
    request: SearchRequest,
    { whose, page }: { whose: Whose | null; page: Page | null },
  ): Promise<{
    resources: Shown[];
    admissionIds: string[];
    total: number | null;
    next: Omit<Page, 'parameters'> | null;
  }> {
    const { type, countOnly } = request;
    const counted = request.total || countOnly;
    switch (type) {
      case 'Observation': {
        const total = counted ? await countObservations(database, reader, { request, whose }) : null;
        if (countOnly) return { resources: [], admissionIds: [], total, next: null };
        const from = page?.observations ?? null;
        const { observations, admissionIds, next, unmatched } = await searchObservations(database, reader, {
          request,
          whose,
          from,
        });
        return {
          resources: observations,
          admissionIds,
          total,
          next: next && { observations: next, unmatched: unmatched ?? page?.unmatched ?? null },
        };
      }
      case 'Patient': {
        const ids = request.ids?.filter((id) => UUID.test(id)) ?? [];
        if (request.ids === null && request.patient === null) {
          throw refuse(400, 'required', 'Patient: expected identifier or _id; not everybody is listed');
        }
        const known = whose?.ids ?? ids;
        const wanted = request.ids === null ? known : known.filter((id) => ids.includes(id));
        const patients = await patientsWithin(database, reader.reach, { ids: wanted, nhsNumbers: [] });
        return {
          resources: countOnly ? [] : patients.map(writePatient),
          admissionIds: patients.flatMap(({ admissionIds }) => admissionIds),
          total: patients.length,
          next: null,
        };
      }
      case 'Flag': {
        const asked = {
          patientIds: whose?.ids ?? null,
          ids: request.ids?.filter((id) => UUID.test(id)) ?? null,
        };
        const total = counted ? await countOpenAlertsWithin(database, reader, asked) : null;
        const limit = request.count + 1;
        const alerts = countOnly
          ? []
          : await openAlertsWithin(database, reader, { ...asked, limit, after: page?.flags ?? null });
        const shown = alerts.slice(0, request.count);
        const last: ShownAlert | undefined = shown.at(-1);
        return {
          resources: shown.map(writeFlag),
          admissionIds: [...new Set(shown.map(({ admissionId }) => admissionId))],
          total,
          next: alerts.length > shown.length && last ? { flags: { raisedAt: last.raisedAt, id: last.id } } : null,
        };
      }
    }
  }

  private async audit({ database, reader }: Asking, type: SearchedType, admissions: readonly string[]): Promise<void> {
    if (admissions.length === 0) return;
    const actor = { kind: 'source', id: String(reader.sourceId) } as const;
    await appendAudit(database, [{ act: 'read-over-fhir', actor, admissions, details: { resource: type } }]);
  }
}
