import { READING_VERSION, writeObservation } from '#fhir';
import { VITALS } from '#clinical';
import type { StoredReading } from '#contracts';
import {
  appendAudit,
  patientsWithin,
  READING_KINDS,
  readingsUnder,
  searchReadings,
  type Queryable,
  type Reader,
  type Sender,
  type ShownReading,
} from '#records';
import type { Observation, QuestionnaireResponse } from 'fhir/r4.js';
import { writeAnswers } from '../answers/write-answers.ts';
import { refuse } from '../fhir-refusal.ts';
import type { Json } from '../json.ts';
import type { FhirIssue } from '../operation-outcome.ts';
import { searchObservations } from '../search/search-observations.ts';
import { searchRequest, type SearchRequest } from '../search/search-request.ts';
import type { ReadResource } from '../read-resource.ts';
import { referenceOf, type ReadObservation } from './read-observation.ts';
import { patientIdReferredTo, type KnownPatient } from './subject.ts';

/** What became of one resource that was sent. */
export interface Taken {
  /** `existing`: it was there before, under its identifier or its condition, and nothing was stored. */
  outcome: 'created' | 'existing';
  resource: Observation | QuestionnaireResponse;
  /** What its sender should do about it. */
  attention: readonly string[];
}

/** What a source sees of what it sends itself, whether or not its key may read anything else. */
export const asReader = ({ sourceId, keyId, reach }: Sender): Reader => ({ right: 'read', sourceId, keyId, reach });

/** Adds the patients of this server that subjects refer to by id: within the sender's reach, as everywhere. */
export async function withPatientsReferredTo(
  database: Queryable,
  { reach }: Sender,
  { resources, known }: { resources: readonly Json[]; known: Map<string, KnownPatient> },
): Promise<Map<string, KnownPatient>> {
  const ids = new Set(resources.flatMap((resource) => patientIdReferredTo(resource) ?? []));
  for (const id of ids) if (known.has(`Patient/${id}`)) ids.delete(id);
  if (ids.size === 0) return known;
  for (const { id, nhsNumber } of await patientsWithin(database, reach, { ids: [...ids], nhsNumbers: [] })) {
    known.set(`Patient/${id}`, { nhsNumber });
  }
  return known;
}

/** What was stored, as it will be read. */
export function taken(read: ReadResource, stored: StoredReading): Taken {
  const { pleaseRepeat } = read;
  const attention = [
    ...pleaseRepeat.map(({ detail }) => detail),
    ...(stored.matched
      ? []
      : [
          'Nobody of this NHS number, name and birth date is on a ward of this source: kept for the hub to match, not scored',
        ]),
  ];
  const resource = read.kind === 'answers' ? writeAnswers(read, stored.id) : written(read, stored);
  return { outcome: stored.outcome === 'stored' ? 'created' : 'existing', resource, attention };
}

function written({ kind, reading }: ReadObservation, stored: StoredReading): Observation {
  return writeObservation(
    {
      id: stored.id,
      receivedAt: reading.receivedAt,
      effectiveAt: reading.effectiveAt,
      dayOnly: reading.dayOnly ?? false,
      sourceRef: reading.sourceRef,
      nhsNumber: reading.nhsNumber,
      patientId: stored.matched ? undefined : null,
      vitals: reading.vitals,
      statedNews2: reading.statedNews2 ?? null,
      details: reading.details ?? null,
    },
    kind,
  );
}

/**
 * What was sent again. The same reading gets what is stored; another one under the same identifier is refused: it would be
 * lost, and its sender would think that it is not. Answers in the order given.
 */
export async function sentAgain(
  database: Queryable,
  sender: Sender,
  again: readonly { read: ReadResource; stored: StoredReading; at: string }[],
): Promise<(Taken | { refused: FhirIssue[] })[]> {
  if (again.length === 0) return [];
  const rows = await rowsOf(
    database,
    sender,
    again.map(({ stored }) => stored.id),
  );
  return again.map(({ read, stored, at }) => {
    const row = rows.get(stored.id);
    if (!isAnother(stored)) {
      if (!row || read.kind === 'answers') return { ...taken(read, stored), outcome: 'existing' };
      return { outcome: 'existing', resource: writeObservation(row, read.kind), attention: [] };
    }
    return {
      refused: [
        {
          code: 'conflict',
          expression: `${at}.identifier`,
          diagnostics: `identifier: another reading is stored under it already, another ${stored.differs?.join(', ')}; expected an identifier of its own for each reading, a corrected one included`,
        },
      ],
    };
  });
}

async function rowsOf(database: Queryable, sender: Sender, ids: readonly string[]): Promise<Map<string, ShownReading>> {
  const rows = await searchReadings(
    database,
    asReader(sender),
    {
      kinds: READING_KINDS.map((kind) => ({ kind, where: [] })),
      patients: null,
      ids,
      references: null,
      measured: [],
      received: [],
    },
    { order: { by: 'received', newestFirst: false }, after: null, limit: ids.length },
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** A time may have been put right since, and what goes with a reading be told in other words: it is the same one. */
const MEASURED: ReadonlySet<string> = new Set(['patient', 'statedNews2', 'answers', ...VITALS]);

const isAnother = ({ differs }: StoredReading): boolean => differs?.some((field) => MEASURED.has(field)) ?? false;

/** Where a stored resource is, relative to the base. Answers have no version that is read. */
export const locationOf = ({ resourceType, id, meta }: Taken['resource']): string =>
  resourceType === 'Observation'
    ? `${resourceType}/${id}/_history/${meta?.versionId ?? READING_VERSION}`
    : `${resourceType}/${id}`;

/** Answers are not searched, so there is one condition that can be kept: that their own identifier is not there yet. It always is. */
export function refuseOtherCondition(condition: string, { reading }: ReadResource, expression: string): null {
  const asked = new URLSearchParams(condition.replace(/^\?/, ''));
  const token = asked.get('identifier') ?? '';
  const bar = token.indexOf('|');
  const reference = bar === -1 ? referenceOf(undefined, token) : referenceOf(token.slice(0, bar), token.slice(bar + 1));
  if (asked.size === 1 && reference === reading.sourceRef) return null;
  throw refuse(412, 'not-supported', 'If-None-Exist: expected identifier=system|value, the response’s own', expression);
}

/**
 * The one Observation that fits a condition of a conditional create, or null. Refuses a condition that more than one fits.
 * A key that may not read asks for identifiers of its own only: else it could ask what others measured.
 */
export async function existing(
  database: Queryable,
  { sender, reader, condition }: { sender: Sender; reader: Reader | null; condition: string },
): Promise<Taken | null> {
  const request = searchRequest('Observation', [...new URLSearchParams(condition.replace(/^\?/, ''))], 'strict');
  const asks = request.understood.length > 0 || request.patient !== null;
  if (!asks || request.cursor !== null) {
    throw refuse(400, 'value', 'If-None-Exist: expected what to look for, such as identifier=system|value');
  }
  const found = reader ? await fitting(database, reader, request) : await ownFitting(database, sender, request);
  if (found.length > 1) {
    throw refuse(412, 'multiple-matches', 'If-None-Exist: more than one Observation fits; nothing was stored');
  }
  const [observation] = found;
  return observation ? { outcome: 'existing', resource: observation, attention: [] } : null;
}

async function fitting(database: Queryable, reader: Reader, asked: SearchRequest): Promise<Observation[]> {
  const request = { ...asked, count: 2 };
  const { patient } = request;
  const whose =
    patient === null
      ? null
      : await patientsWithin(
          database,
          reader.reach,
          'id' in patient ? { ids: [patient.id], nhsNumbers: [] } : { ids: [], nhsNumbers: [patient.nhsNumber] },
        );
  const found = await searchObservations(database, reader, {
    request,
    whose: whose && {
      ids: whose.map(({ id }) => id),
      nhsNumbers: patient && 'nhsNumber' in patient ? [patient.nhsNumber] : whose.map(({ nhsNumber }) => nhsNumber),
    },
    from: null,
  });
  // It is shown what perhaps another source sent.
  if (found.admissionIds.length > 0) {
    const actor = { kind: 'source', id: String(reader.sourceId) } as const;
    const details = { resource: 'Observation' };
    await appendAudit(database, [{ act: 'read-over-fhir', actor, admissions: found.admissionIds, details }]);
  }
  return found.observations;
}

async function ownFitting(database: Queryable, sender: Sender, request: SearchRequest): Promise<Observation[]> {
  const { identifiers, understood } = request;
  const [any] = identifiers;
  if (any === undefined || identifiers.length > 1 || understood.length > 1 || request.patient !== null) {
    throw refuse(403, 'forbidden', 'If-None-Exist: this key may not read; expected identifier=system|value alone');
  }
  const references = any.map(({ system, code }) => referenceOf(system ?? undefined, code ?? ''));
  const ids = await readingsUnder(database, sender.sourceId, references);
  const rows = await rowsOf(database, sender, [...ids.values()]);
  return [...rows.values()].flatMap((row) => row.kinds.map((kind) => writeObservation(row, kind)));
}
