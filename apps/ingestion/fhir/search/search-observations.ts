import {
  NEWS2_SUB_SCORES,
  NEWS2_TOTAL,
  OBSERVATION_CATEGORY,
  OXYGEN,
  parseScoreId,
  writeObservation,
  writeScore,
  WRITTEN,
} from '#fhir';
import {
  countReadings,
  countScores,
  READING_KINDS,
  SCORE_KINDS,
  searchReadings,
  searchScores,
  type ObservationSearch,
  type Order,
  type Queryable,
  type Reader,
  type ReadingKind,
  type RowCondition,
  type RowPosition,
  type ScoreKind,
  type ScorePosition,
  type ScoreSearch,
  type ShownReading,
  type ShownScore,
  type WantedKind,
  type WantedScore,
} from '#records';
import type { Coding, Observation } from 'fhir/r4.js';
import { referenceOf } from '../observation/read-observation.ts';
import { SORTS } from './search-parameters.ts';
import { searchForAll, type SearchRequest } from './search-request.ts';
import { matches, type Token } from './tokens.ts';

/** Where a page ended, in both of the things that are searched through. */
export interface Position {
  reading: (Omit<RowPosition, 'inclusive'> & { kind: ReadingKind }) | null;
  score: (Omit<ScorePosition, 'inclusive'> & { kind: ScoreKind }) | null;
}

export interface ObservationPage {
  observations: Observation[];
  /** The stays that they are of. */
  admissionIds: string[];
  /** Null on the last page. */
  next: Position | null;
  /** A reading of the page that is nobody's yet, if there is one: it says of whom the search is, without saying the number. */
  unmatched: string | null;
}

/** Whose Observations are asked for. */
export interface Whose {
  ids: string[];
  nhsNumbers: string[];
}

interface Searches {
  readings: ObservationSearch;
  scores: ScoreSearch;
}

const READING_ID = /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})-([a-z\d-]+)$/;

/** The reading and the kind that an id names; null when it is none of ours. */
export function parseReadingId(id: string): { id: string; kind: ReadingKind } | null {
  const [, reading, kind] = READING_ID.exec(id) ?? [];
  const known = READING_KINDS.find((one) => one === kind);
  return reading === undefined || known === undefined ? null : { id: reading, kind: known };
}

function searchesOf(request: SearchRequest, whose: Whose | null): Searches {
  const readingIds = request.ids?.flatMap((id) => parseReadingId(id) ?? []) ?? null;
  const scoreIds = request.ids?.flatMap((id) => parseScoreId(id) ?? []) ?? null;
  const [references, ...narrower] = request.identifiers.map((any) =>
    any.map(({ system, code }) => referenceOf(system ?? undefined, code ?? '')),
  );
  return {
    readings: {
      kinds: READING_KINDS.flatMap((kind) => wantedKind(kind, request)),
      patients: whose,
      ids: readingIds?.map(({ id }) => id) ?? null,
      references: references?.filter((one) => narrower.every((others) => others.includes(one))) ?? null,
      measured: request.measured,
      received: request.updated,
    },
    scores: {
      // A score was sent by nobody.
      kinds: references ? [] : SCORE_KINDS.flatMap((kind) => wantedScores(kind, request)),
      patientIds: whose?.ids ?? null,
      moments: scoreIds,
      at: request.measured,
      scored: request.updated,
    },
  };
}

function wantedKind(kind: ReadingKind, { codes, categories }: SearchRequest): WantedKind[] {
  const where: RowCondition[][] = [];
  for (const any of codes) {
    const group = any.flatMap((token) => conditionsOf(kind, token));
    if (!group.includes('always')) where.push(group as RowCondition[]);
  }
  for (const any of categories) {
    if (any.some((token) => matches(token, { system: OBSERVATION_CATEGORY, code: 'vital-signs' }))) continue;
    where.push(any.flatMap((token) => sentWith('category', token)));
  }
  return where.some((group) => group.length === 0) ? [] : [{ kind, where }];
}

function conditionsOf(kind: ReadingKind, token: Token): (RowCondition | 'always')[] {
  if (kind === 'oxygen') {
    return [
      ...(matches(token, OXYGEN.air) ? (['on-air'] as const) : []),
      ...(matches(token, OXYGEN['on-oxygen']) ? (['on-oxygen'] as const) : []),
      ...(matches(token, OXYGEN.flow) ? (['flow-known'] as const) : []),
      ...sentWith('code', token),
    ];
  }
  if (WRITTEN[kind].codings.some((coding) => matches(token, coding))) return ['always'];
  return sentWith('code', token);
}

/** A code of the sender's own. */
function sentWith(sent: 'code' | 'category', { system, code }: Token): RowCondition[] {
  return code === null || system === '' ? [] : [{ sent, system, code }];
}

function wantedScores(kind: ScoreKind, { codes, categories }: SearchRequest): WantedScore[] {
  const survey: Coding = { system: OBSERVATION_CATEGORY, code: 'survey' };
  if (!categories.every((any) => any.some((token) => matches(token, survey)))) return [];
  const asks = (codings: readonly Coding[]): boolean =>
    codes.every((any) => any.some((token) => codings.some((coding) => matches(token, coding))));
  if (kind === 'total') return asks(NEWS2_TOTAL) ? [{ kind, scale: null }] : [];
  if (kind !== 'spo2') return asks([NEWS2_SUB_SCORES[kind]]) ? [{ kind, scale: null }] : [];
  return ([1, 2] as const).flatMap((scale) => (asks([NEWS2_SUB_SCORES.spo2[scale]]) ? [{ kind, scale }] : []));
}

/** How many there are, each Observation counted. */
export async function countObservations(
  database: Queryable,
  reader: Reader,
  { request, whose }: { request: SearchRequest; whose: Whose | null },
): Promise<number> {
  if (request.ids !== null) {
    const all = await searchObservations(database, reader, {
      request: { ...request, count: request.ids.length + 1 },
      whose,
      from: null,
    });
    return all.observations.length;
  }
  const { readings, scores } = searchesOf(request, whose);
  const [ofReadings, ofScores] = await Promise.all([
    readings.kinds.length === 0 ? 0 : countReadings(database, reader, readings),
    scores.kinds.length === 0 ? 0 : countScores(database, reader, scores),
  ]);
  return ofReadings + ofScores;
}

interface Timed {
  row: ShownReading;
  at: number;
}

interface Found {
  at: number;
  observation: Observation;
  admissionId: string | null;
  reading: Position['reading'];
  score: Position['score'];
}

/** One page of Observations: readings and the scores that were made of them, in one order. */
export async function searchObservations(
  database: Queryable,
  reader: Reader,
  { request, whose, from }: { request: SearchRequest; whose: Whose | null; from: Position | null },
): Promise<ObservationPage> {
  const { readings, scores } = searchesOf(request, whose);
  // Of one patient the newest is wanted first; of everybody, what came since the last look, in the order in which it came.
  const order: Order = SORTS[request.sort ?? (whose ? '-date' : '_lastUpdated')];
  // One row more than the page has shows that there is a next one; the row before may have been told to its end.
  const limit = request.count + 2;
  const [rows, scored] = await Promise.all([
    readings.kinds.length === 0
      ? []
      : searchReadings(database, reader, readings, { order, after: behind(from?.reading ?? null), limit }),
    scores.kinds.length === 0
      ? []
      : searchScores(database, reader, scores, { order, after: behind(from?.score ?? null), limit }),
  ]);
  const wanted = request.ids === null ? null : new Set(request.ids);
  const all = [
    ...inOneDirection(rows, order).flatMap((timed) => observationsOfReading(timed, from?.reading ?? null)),
    ...scored.flatMap((row) => observationsOfScore(row, order, from?.score ?? null)),
  ].filter(({ observation }) => wanted === null || wanted.has(observation.id ?? ''));
  const sign = order.newestFirst ? -1 : 1;
  // Both lists are in order already, and sorting keeps what is at the same time as it is.
  const page = all.toSorted((a, b) => sign * (a.at - b.at)).slice(0, request.count);
  const last = (which: 'reading' | 'score') => page.findLast((found) => found[which] !== null)?.[which];
  return {
    observations: page.map(({ observation }) => observation),
    admissionIds: [...new Set(page.flatMap(({ admissionId }) => admissionId ?? []))],
    next:
      all.length > page.length
        ? {
            reading: (last('reading') as Position['reading']) ?? from?.reading ?? null,
            score: (last('score') as Position['score']) ?? from?.score ?? null,
          }
        : null,
    unmatched: rows.find(({ patientId }) => patientId === null)?.id ?? null,
  };
}

/** Ids are made a moment before the time of arrival is written down: in the order of ids that time may step back by a hair. */
function inOneDirection(rows: readonly ShownReading[], { by, newestFirst }: Order): Timed[] {
  let last = newestFirst ? Infinity : -Infinity;
  return rows.map((row) => {
    if (by === 'measured') return { row, at: row.effectiveAt };
    last = newestFirst ? Math.min(last, row.receivedAt) : Math.max(last, row.receivedAt);
    return { row, at: last };
  });
}

const behind = <At extends object>(position: At | null): (At & { inclusive: boolean }) | null =>
  position && { ...position, inclusive: true };

function observationsOfReading({ row, at }: Timed, from: Position['reading']): Found[] {
  const told = from?.id === row.id ? READING_KINDS.indexOf(from.kind) : -1;
  return READING_KINDS.filter((kind, i) => row.kinds.includes(kind) && i > told).map((kind) => ({
    at,
    observation: writeObservation(row, kind),
    admissionId: row.admissionId,
    reading: { at, id: row.id, kind },
    score: null,
  }));
}

function observationsOfScore(row: ShownScore, order: Order, from: Position['score']): Found[] {
  const at = order.by === 'measured' ? row.at : row.scoredAt;
  const isLast = from?.admissionId === row.admissionId && from.moment === row.at;
  const told = isLast ? SCORE_KINDS.indexOf(from.kind) : -1;
  return SCORE_KINDS.filter((kind, i) => row.kinds.includes(kind) && i > told).map((kind) => ({
    at,
    observation: writeScore(row, kind),
    admissionId: row.admissionId,
    reading: null,
    score: { at, admissionId: row.admissionId, moment: row.at, kind },
  }));
}

/** One Observation by its id; null when there is none, or none that this source may see. */
export async function observationById(
  database: Queryable,
  reader: Reader,
  id: string,
): Promise<{ observation: Observation; admissionId: string | null } | null> {
  const request = { ...searchForAll('Observation'), ids: [id], count: 1 };
  const { observations, admissionIds } = await searchObservations(database, reader, {
    request,
    whose: null,
    from: null,
  });
  const [observation] = observations;
  return observation ? { observation, admissionId: admissionIds[0] ?? null } : null;
}
