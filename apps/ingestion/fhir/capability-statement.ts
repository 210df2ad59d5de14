import type { CapabilityStatement, CapabilityStatementRestResource } from 'fhir/r4.js';
import { SEARCH_PARAMETERS, type SearchedType } from './search/search-parameters.ts';

/** Since when this describes what is served: moves with every change to what is. */
const DATE = '2026-11-23';

const PROFILES: Readonly<Record<SearchedType, string>> = {
  Observation: 'http://hl7.org/fhir/StructureDefinition/Observation',
  Patient: 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient',
  Flag: 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-Flag',
};
const UK_CORE_VITAL_SIGNS = [
  'VitalSigns-RespirationRate',
  'VitalSigns-OxygenSaturation',
  'VitalSigns-BloodPressure',
  'VitalSigns-HeartRate',
  'VitalSigns-BodyTemperature',
  'VitalSigns-BodyWeight',
  'VitalSigns-BodyHeight',
  'VitalSigns-BMI',
  'ACVPU',
  'InspiredOxygen',
  'BloodGlucose',
].map((name) => `https://fhir.hl7.org.uk/StructureDefinition/UKCore-Observation-${name}`);

const DOCUMENTATION: Readonly<Record<SearchedType, string>> = {
  Observation:
    'Vital signs by LOINC or SNOMED CT code, kept for ever as they were sent; the identifier is what makes one the same, so that it may be sent again. Values that cannot be right are kept as preliminary and not scored. A reading of which only the day is known is history. NEWS2 totals and sub-scores are read here and never sent. Without a patient, a search gives what came, in the order in which it came.',
  Patient: 'The people whom the key reaches, on a ward now or before. They are admitted by the hub and not over FHIR.',
  Flag: 'An alert that is open: which rule, since when, how urgent. It is gone when the alert is closed.',
};

/** By version and by time, by version alone, or not: what a type has. */
const CONDITIONAL_READ = {
  Observation: 'full-support',
  Patient: 'not-supported',
  Flag: 'not-match',
} as const satisfies Record<SearchedType, CapabilityStatementRestResource['conditionalRead']>;

/** Taken in, and decided on by people: what became of it is not read over FHIR. */
const SERVICE_REQUEST: CapabilityStatementRestResource = {
  type: 'ServiceRequest',
  profile: 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-ServiceRequest',
  documentation:
    'Somebody referred to a ward: active, with the Patient contained or in the same transaction, an identifier that makes it the same when it is sent again, and a QuestionnaireResponse for what FHIR has no plain place for (docs/fhir.md).',
  interaction: [{ code: 'create' }],
  versioning: 'no-version',
  conditionalCreate: true,
};

/** Taken in and judged with the readings; what came of them is seen on the ward. */
const QUESTIONNAIRE_RESPONSE: CapabilityStatementRestResource = {
  type: 'QuestionnaireResponse',
  profile: 'http://hl7.org/fhir/StructureDefinition/QuestionnaireResponse',
  documentation:
    'What somebody answered at one time (authored), completed or stopped: red flags, soft signs, symptoms, 4AT, MUST, Abbey, a fall and the rest of docs/fhir.md. The linkId of an item is the name of the question, and one that is not known is refused. The identifier is what makes one the same, so that it may be sent again.',
  interaction: [{ code: 'create' }],
  versioning: 'no-version',
};

/** What this server really does, and nothing else: made of the table that searches are read with. */
export function capabilityStatement(base: string): CapabilityStatement {
  const resource = (Object.keys(SEARCH_PARAMETERS) as SearchedType[]).map((type): CapabilityStatementRestResource => {
    const isObservation = type === 'Observation';
    return {
      type,
      profile: PROFILES[type],
      ...(isObservation ? { supportedProfile: UK_CORE_VITAL_SIGNS } : {}),
      documentation: DOCUMENTATION[type],
      interaction: [
        { code: 'read' },
        ...(isObservation ? [{ code: 'vread' as const }, { code: 'create' as const }] : []),
        { code: 'search-type' },
      ],
      versioning: isObservation ? 'versioned' : 'no-version',
      ...(isObservation ? { readHistory: false, conditionalCreate: true } : {}),
      conditionalRead: CONDITIONAL_READ[type],
      searchParam: Object.entries(SEARCH_PARAMETERS[type]).map(([name, parameter]) => ({ name, ...parameter })),
    };
  });
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: DATE,
    kind: 'instance',
    software: { name: 'Homeward' },
    implementation: { description: 'Homeward: readings of people on a virtual ward, in and out', url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'application/fhir+xml', 'json', 'xml'],
    rest: [
      {
        mode: 'server',
        documentation:
          'Send an NHS number in a body, never in an address: search with POST to _search. Prefer: handling=strict refuses a search parameter that is not listed here, and otherwise it is ignored and told. Prefer: return=minimal, representation or OperationOutcome.',
        security: {
          description:
            'Authorization: Bearer <key of a registered source>. A key may send, read, or both, for some wards, homes or patients; and refer, where it says so.',
        },
        resource: [...resource, QUESTIONNAIRE_RESPONSE, SERVICE_REQUEST],
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
        searchParam: [
          {
            name: '_count',
            type: 'number',
            documentation: 'Entries of a page, up to 1000; 50 without it, 0 for the number alone.',
          },
          { name: '_sort', type: 'string', documentation: 'Of Observation: date, -date, _lastUpdated, -_lastUpdated.' },
          {
            name: '_total',
            type: 'string',
            documentation: 'none, estimate or accurate; both of the latter are counted.',
          },
          { name: '_summary', type: 'string', documentation: 'count or false.' },
        ],
      },
    ],
  };
}
