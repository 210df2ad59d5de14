import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { DEFINITIONS, isKnownResource, type Definition } from './elements.ts';
import type { FhirIssue } from '../operation-outcome.ts';

/*
 * The structure of a resource: HL7's published schema, by ajv. Compiled without ajv's optimiser, which takes four times as
 * long to start and gains nothing: a vital sign takes some 4 µs.
 */
const ajv = new Ajv({ strict: false, logger: false, allErrors: true, verbose: true, code: { optimize: false } });
ajv.addSchema({ $id: 'r4', definitions: DEFINITIONS });

const compiled = new Map<string, ValidateFunction>();

function validatorOf(type: string): ValidateFunction {
  const known = compiled.get(type);
  if (known) return known;
  const validate = ajv.compile({ $ref: `r4#/definitions/${type}` });
  compiled.set(type, validate);
  return validate;
}

/** Takes a tenth of a second: before the first request and not during it. */
export function prepareSchema(types: readonly string[]): void {
  for (const type of types) validatorOf(type);
}

/** What one resource says about itself too often to be told. */
const MOST_ISSUES = 20;

/** Everything that is wrong with the structure of a resource of a known type; `at` is its FHIRPath expression. */
export function structureIssues(type: string, resource: unknown, at: string): FhirIssue[] {
  const validate = validatorOf(type);
  try {
    if (validate(resource)) return [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ code: 'structure', expression: at, diagnostics: `${type}: is nested too deeply to be read` }];
  }
  return (validate.errors ?? []).slice(0, MOST_ISSUES).map((error) => explain(error, at));
}

/** Looks at what a resource carries inside itself, each by what it says it is. */
export function containedIssues(contained: readonly unknown[], at: string): FhirIssue[] {
  return contained.flatMap((resource, i) => {
    const expression = `${at}.contained[${i}]`;
    const type = String((resource as { resourceType?: unknown }).resourceType);
    if (isKnownResource(type) && type !== 'Bundle') return structureIssues(type, resource, expression);
    return [{ code: 'not-supported', expression, diagnostics: `contained: ${type.slice(0, 60)} is not read here` }];
  });
}

/** `/component/0/valueQuantity` as `Observation.component[0].valueQuantity`. */
function expressionOf(pointer: string, at: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : `${path}.${step}`), at);
}

const NAMED_PATTERNS = new Map<string | undefined, string>([
  [DEFINITIONS['dateTime']?.pattern, 'a date (2026-11-02) or a time with its offset from UTC (2026-11-02T09:30:00Z)'],
  [DEFINITIONS['instant']?.pattern, 'a time with its offset from UTC, such as 2026-11-02T09:30:00Z'],
  [DEFINITIONS['date']?.pattern, 'a date such as 2026-11-02'],
  [DEFINITIONS['id']?.pattern, 'an id: 1 to 64 letters, digits, hyphens and dots'],
  [DEFINITIONS['uri']?.pattern, 'a URI, without blanks'],
  [DEFINITIONS['code']?.pattern, 'a code: a word without blanks at its ends'],
  [DEFINITIONS['string']?.pattern, 'a text of at least one character'],
]);

function expected(error: ErrorObject): string {
  switch (error.keyword) {
    case 'type':
      return `expected ${error.schema === 'array' ? 'a list: [ … ]' : error.schema === 'object' ? 'an object: { … }' : `a ${String(error.schema)}`}`;
    case 'enum':
      return `expected one of ${(error.schema as string[]).join(', ')}`;
    case 'const':
      return `expected ${String(error.schema)}`;
    case 'pattern':
      return `expected ${NAMED_PATTERNS.get(String(error.schema)) ?? `something of the form ${String(error.schema)}`}`;
    default:
      return error.message ?? 'is not as FHIR R4 has it';
  }
}

function explain(error: ErrorObject, at: string): FhirIssue {
  const where = expressionOf(error.instancePath, at);
  if (error.keyword === 'additionalProperties') {
    const { additionalProperty: name } = error.params as { additionalProperty: string };
    const shown = name.slice(0, 60);
    const close = closest(name, Object.keys((error.parentSchema as Definition | undefined)?.properties ?? {}));
    return {
      code: 'structure',
      expression: `${where}.${shown}`,
      diagnostics: `${shown}: is no element of this type in FHIR R4${close === null ? '' : `; did you mean ${close}?`}`,
    };
  }
  if (error.keyword === 'required') {
    const { missingProperty: name } = error.params as { missingProperty: string };
    return { code: 'required', expression: `${where}.${name}`, diagnostics: `${name}: is missing` };
  }
  const field = where.slice(where.lastIndexOf('.') + 1);
  return {
    code: error.keyword === 'type' ? 'structure' : 'value',
    expression: where,
    diagnostics: `${field}: ${expected(error)}; ${shownValue(error.data)} was sent`,
  };
}

/** What was sent, at a length that can be shown. */
export function shownValue(sent: unknown): string {
  if (sent === null) return 'null';
  if (Array.isArray(sent)) return 'a list';
  if (typeof sent === 'object') return 'an object';
  if (typeof sent === 'string') return `"${sent.slice(0, 60)}"`;
  return JSON.stringify(sent) ?? 'nothing';
}

/** The element that was most likely meant: the same but for its case, for one letter more, less or other, or for two that changed places. */
function closest(name: string, elements: readonly string[]): string | null {
  const plain = name.toLowerCase();
  return elements.find((one) => !one.startsWith('_') && withinOneLetter(plain, one.toLowerCase())) ?? null;
}

function withinOneLetter(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  const rest = (text: string, skip: number): string => text.slice(from + skip);
  const swapped = a[from] === b[from + 1] && a[from + 1] === b[from] && rest(a, 2) === rest(b, 2);
  return swapped || rest(a, 1) === rest(b, 1) || rest(a, 1) === rest(b, 0) || rest(a, 0) === rest(b, 1);
}
