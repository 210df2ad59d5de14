import type { CapabilityStatementRestResourceSearchParam } from 'fhir/r4.js';

/** A parameter that can be searched by. The routes, the CapabilityStatement and the test that walks it read this one table. */
export interface SearchParameter {
  readonly type: CapabilityStatementRestResourceSearchParam['type'];
  readonly documentation: string;
}

const BY_PATIENT =
  'Patient/<id> of this server; or patient.identifier=https://fhir.nhs.uk/Id/nhs-number|<NHS number> (also subject.identifier, and :identifier): by POST to _search, since an address ends up in logs. One patient at a time.';
const IDS = 'One or several ids.';

export const SEARCH_PARAMETERS = {
  Observation: {
    _id: { type: 'token', documentation: IDS },
    _lastUpdated: {
      type: 'date',
      documentation: 'When it was stored, or a score was worked out; prefixes as for date.',
    },
    identifier: { type: 'token', documentation: 'The identifier that it was sent with, as system|value.' },
    patient: { type: 'reference', documentation: BY_PATIENT },
    subject: { type: 'reference', documentation: BY_PATIENT },
    code: {
      type: 'token',
      documentation:
        'LOINC or SNOMED CT, several with commas, with or without system. NEWS2 totals and sub-scores are among them.',
    },
    category: { type: 'token', documentation: 'vital-signs for readings, survey for NEWS2 scores.' },
    date: {
      type: 'date',
      documentation:
        'When it was measured: eq, ne, gt, ge, lt, le, sa, eb; from a year to a millisecond. Without an offset it is UTC.',
    },
  },
  Patient: {
    _id: { type: 'token', documentation: IDS },
    identifier: {
      type: 'token',
      documentation:
        'https://fhir.nhs.uk/Id/nhs-number|<NHS number>, by POST to _search, since an address ends up in logs.',
    },
  },
  Flag: {
    _id: { type: 'token', documentation: IDS },
    patient: { type: 'reference', documentation: BY_PATIENT },
    subject: { type: 'reference', documentation: BY_PATIENT },
  },
} as const satisfies Record<string, Record<string, SearchParameter>>;

export type SearchedType = keyof typeof SEARCH_PARAMETERS;

export const isSearched = (type: string): type is SearchedType => Object.hasOwn(SEARCH_PARAMETERS, type);

/** How results are given, for every type. `_format` and `_pretty` are about the answer and not about the search. */
export const RESULT_PARAMETERS = ['_count', '_sort', '_total', '_summary', '_cursor'] as const;
export const ABOUT_THE_ANSWER = new Set(['_format', '_pretty']);

export const SORTS = {
  date: { by: 'measured', newestFirst: false },
  '-date': { by: 'measured', newestFirst: true },
  _lastUpdated: { by: 'received', newestFirst: false },
  '-_lastUpdated': { by: 'received', newestFirst: true },
} as const;
export type Sort = keyof typeof SORTS;
