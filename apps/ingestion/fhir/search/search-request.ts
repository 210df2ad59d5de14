import { NHS_NUMBER_SYSTEM, parseNhsNumber } from '#contracts';
import type { TimeCondition } from '#records';
import { FhirRefusal, refuse } from '../fhir-refusal.ts';
import type { FhirIssue } from '../operation-outcome.ts';
import {
  ABOUT_THE_ANSWER,
  RESULT_PARAMETERS,
  SEARCH_PARAMETERS,
  SORTS,
  type SearchedType,
  type Sort,
} from './search-parameters.ts';
import { timeCondition } from './times.ts';
import { anyOf, tokenOf, type Token } from './tokens.ts';

/** A search as it was understood. Each inner list is one parameter: any of its values will do, and all parameters have to. */
export interface SearchRequest {
  type: SearchedType;
  ids: string[] | null;
  identifiers: Token[][];
  /** At most one, by id or by NHS number. */
  patient: { id: string } | { nhsNumber: string } | null;
  codes: Token[][];
  categories: Token[][];
  measured: TimeCondition[];
  updated: TimeCondition[];
  count: number;
  sort: Sort | null;
  total: boolean;
  /** The number alone, and no entries. */
  countOnly: boolean;
  /** What was understood, to be said again in the links of the answer; whoever the patient is stands there by id. */
  understood: [name: string, value: string][];
  ignored: FhirIssue[];
  cursor: string | null;
}

const DEFAULT_COUNT = 50;
const HIGHEST_COUNT = 1_000;

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const WHOSE = /^(patient|subject)(?::(Patient))?(\.identifier|:identifier)?$/;

/** A search that asks for nothing in particular. */
export function searchForAll(type: SearchedType): SearchRequest {
  return {
    type,
    ids: null,
    identifiers: [],
    patient: null,
    codes: [],
    categories: [],
    measured: [],
    updated: [],
    count: DEFAULT_COUNT,
    sort: null,
    total: false,
    countOnly: false,
    understood: [],
    ignored: [],
    cursor: null,
  };
}

/**
 * Reads a search. What is not understood is refused where handling is strict, and else told in the answer; a known parameter
 * that makes no sense, and a modifier that changes what a parameter means, are refused always.
 */
export function searchRequest(
  type: SearchedType,
  parameters: readonly (readonly [string, string])[],
  handling: 'strict' | 'lenient',
): SearchRequest {
  const request = searchForAll(type);
  for (const [name, value] of parameters) {
    if (ABOUT_THE_ANSWER.has(name) || value === '') continue;
    const whose = WHOSE.exec(name);
    const base = whose ? (whose[1] ?? '') : name;
    if (Object.hasOwn(SEARCH_PARAMETERS[type], base)) {
      if (whose) ofPatient(request, name, { value, byIdentifier: whose[3] !== undefined });
      else one(request, name, value);
    } else if (RESULT_PARAMETERS.some((known) => known === name)) {
      result(request, name, value);
    } else if (name.includes(':') && Object.hasOwn(SEARCH_PARAMETERS[type], name.split(':')[0] ?? '')) {
      throw refuse(
        400,
        'not-supported',
        `${name.slice(0, 60)}: this modifier is not understood here`,
        name.slice(0, 60),
      );
    } else {
      request.ignored.push({
        code: 'not-supported',
        expression: '',
        diagnostics: `${name.slice(0, 60)}: is no search parameter of ${type} here, and was ignored`,
      });
    }
  }
  if (handling === 'strict' && request.ignored.length > 0) {
    throw new FhirRefusal(
      400,
      request.ignored.map((issue) => ({ ...issue, diagnostics: issue.diagnostics.replace(', and was ignored', '') })),
    );
  }
  return request;
}

const tokens = (value: string): Token[] => anyOf(value).map(tokenOf);

function one(request: SearchRequest, name: string, value: string): void {
  request.understood.push([name, value]);
  switch (name) {
    case '_id': {
      const ids = anyOf(value);
      request.ids = request.ids === null ? ids : request.ids.filter((id) => ids.includes(id));
      break;
    }
    case 'identifier':
      if (request.type === 'Patient') {
        request.understood.pop();
        ofPatient(request, name, { value, byIdentifier: true });
      } else request.identifiers.push(tokens(value));
      break;
    case 'code':
      request.codes.push(tokens(value));
      break;
    case 'category':
      request.categories.push(tokens(value));
      break;
    case 'date':
      request.measured.push(single(name, value));
      break;
    case '_lastUpdated':
      request.updated.push(single(name, value));
      break;
  }
}

function single(name: string, value: string): TimeCondition {
  const [time, another] = anyOf(value);
  if (time !== undefined && another === undefined) return timeCondition(name, time);
  throw refuse(400, 'value', `${name}: expected one time; for a range give it twice, as ${name}=ge…&${name}=lt…`, name);
}

function ofPatient(
  request: SearchRequest,
  name: string,
  { value, byIdentifier }: { value: string; byIdentifier: boolean },
): void {
  const [whom, another] = anyOf(value);
  if (whom === undefined || another !== undefined || request.patient !== null) {
    throw refuse(400, 'not-supported', `${name}: expected one patient`, name);
  }
  const id = whom.slice(whom.lastIndexOf('/') + 1);
  if (!byIdentifier && UUID.test(id) && /^(.*\/)?(Patient\/)?[^/]+$/.test(whom)) {
    request.patient = { id: id.toLowerCase() };
    return;
  }
  const { system, code } = tokenOf(whom);
  const nhsNumber =
    byIdentifier && (system === null || system === NHS_NUMBER_SYSTEM) ? parseNhsNumber(code ?? '') : null;
  if (nhsNumber === null) {
    // Not what was sent: it may be an NHS number that is off by a digit.
    throw refuse(
      400,
      'value',
      byIdentifier
        ? `${name}: expected ${NHS_NUMBER_SYSTEM}|<NHS number>, with a valid check digit`
        : `${name}: expected Patient/<id> of this server; by NHS number ask with ${name}.identifier`,
      name,
    );
  }
  request.patient = { nhsNumber };
}

function result(request: SearchRequest, name: string, value: string): void {
  const refuseValue = (expected: string): Error =>
    refuse(400, 'value', `${name} "${value.slice(0, 60)}": expected ${expected}`, name);
  switch (name) {
    case '_count': {
      if (!/^\d{1,6}$/.test(value)) throw refuseValue(`a number from 0 to ${HIGHEST_COUNT}`);
      request.count = Math.min(Number(value), HIGHEST_COUNT);
      if (request.count === 0) request.countOnly = true;
      break;
    }
    case '_sort':
      if (request.type !== 'Observation' || !Object.hasOwn(SORTS, value)) {
        if (request.type !== 'Observation') throw refuseValue('no _sort: these are given newest first');
        throw refuseValue(Object.keys(SORTS).join(', '));
      }
      request.sort = value as Sort;
      break;
    case '_total':
      if (!['none', 'estimate', 'accurate'].includes(value)) throw refuseValue('none, estimate or accurate');
      request.total = value !== 'none';
      break;
    case '_summary':
      if (value !== 'count' && value !== 'false') throw refuseValue('count or false');
      request.countOnly ||= value === 'count';
      break;
    case '_cursor':
      request.cursor = value;
      return;
  }
  request.understood.push([name, value]);
}
