import { NHS_NUMBER_SYSTEM } from '#contracts';
import type { QuestionnaireResponse } from 'fhir/r4.js';
import { answersOf } from './service-requests.ts';

const SNOMED = 'http://snomed.info/sct';

let identifier = 0;

interface Measured {
  code: string;
  value: number;
  unit: string;
  at?: string;
}

/** One vital sign as a FHIR R4 Observation, by LOINC code. */
export function observation(nhsNumber: string, { code, value, unit, at = new Date().toISOString() }: Measured): object {
  return base(nhsNumber, at, {
    code: { coding: [{ system: 'http://loinc.org', code }] },
    valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
  });
}

function base(nhsNumber: string, at: string, rest: object): object {
  return {
    resourceType: 'Observation',
    identifier: [{ system: 'urn:ietf:rfc:3986', value: `urn:test:${process.pid}:${++identifier}` }],
    status: 'final',
    subject: { identifier: { system: NHS_NUMBER_SYSTEM, value: nhsNumber } },
    effectiveDateTime: at,
    ...rest,
  };
}

/**
 * A NEWS2 with its seven readings in the shape of UK Core's published example: SNOMED CT codes, units with annotations,
 * and a stated total that is wrong by one (37.5 °C scores 0, not 1).
 */
export function news2Bundle(nhsNumber: string, at: string): object {
  const coded = (code: string) => ({ code: { coding: [{ system: SNOMED, code }] } });
  const quantity = (value: number, code: string) => ({
    valueQuantity: { value, system: 'http://unitsofmeasure.org', code },
  });
  const resources = [
    { ...coded('1104051000000101'), ...quantity(6, '{ScoreOf}') },
    { ...coded('86290005'), ...quantity(21, '{Breaths}/min') },
    { ...coded('364075005'), ...quantity(95, '{beats}/min') },
    { ...coded('103228002'), ...quantity(93, '%') },
    coded('722742002'),
    { ...coded('276885007'), ...quantity(37.5, 'Cel') },
    {
      ...coded('75367002'),
      component: [
        { ...coded('72313002'), ...quantity(120, 'mm[Hg]') },
        { ...coded('1091811000000102'), ...quantity(60, 'mm[Hg]') },
      ],
    },
    { ...coded('1104441000000107'), valueCodeableConcept: { coding: [{ system: SNOMED, code: '248234008' }] } },
  ];
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map((resource) => ({ resource: base(nhsNumber, at, resource) })),
  };
}

const LOINC = 'http://loinc.org';
const UCUM = 'http://unitsofmeasure.org';
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';

interface Shaped {
  category: string;
  codings: [system: string, code: string, display: string][];
  more: object;
}

/** An Observation as an EPR writes it after UK Core: two codes with their displays, a performer, words for the unit. */
function ukCore({ category, codings, more }: Shaped): (nhsNumber: string) => object {
  return (nhsNumber) => ({
    ...base(nhsNumber, '2026-02-04T14:17:59+01:00', {}),
    id: 'what-the-sender-calls-it',
    category: [{ coding: [{ system: CATEGORY, code: category, display: category }] }],
    code: { coding: codings.map(([system, code, display]) => ({ system, code, display })) },
    performer: [{ reference: 'Practitioner/7096e518-2638-4c00-ab0e-504c20cd50b6' }, { display: 'Night team' }],
    ...more,
  });
}

const vitalSign = (codings: Shaped['codings'], more: object) => ukCore({ category: 'vital-signs', codings, more });
const quantity = (value: number, code: string, unit: string) => ({ value, unit, system: UCUM, code });
const withCodes = (...codings: Shaped['codings']) => ({
  coding: codings.map(([system, code, display]) => ({ system, code, display })),
});

/** In the shapes of UK Core's published examples, by what they are; written anew. */
export const UK_CORE_OBSERVATIONS: Readonly<Record<string, (nhsNumber: string) => object>> = {
  'a respiration rate': vitalSign(
    [
      [SNOMED, '86290005', 'Respiratory rate'],
      [LOINC, '9279-1', 'Respiratory Rate'],
    ],
    { valueQuantity: measured(21, '/min') },
  ),
  'a heart rate of several codes': vitalSign(
    [
      [SNOMED, '364075005', 'Heart rate'],
      [SNOMED, '78564009', 'Pulse rate'],
      [LOINC, '8867-4', 'Heart rate'],
    ],
    { valueQuantity: measured(95, '/min') },
  ),
  'a saturation by another code': vitalSign(
    [
      [SNOMED, '103228002', 'Hemoglobin saturation with oxygen'],
      [LOINC, '2708-6', 'Oxygen saturation in Arterial blood'],
    ],
    { valueQuantity: measured(93, '%'), device: { display: 'Oximeter 7' } },
  ),
  'a core temperature': vitalSign(
    [
      [SNOMED, '276885007', 'Core body temperature'],
      [LOINC, '8310-5', 'Body temperature'],
    ],
    { valueQuantity: measured(37.5, 'Cel'), note: [{ text: 'Taken in the ear.' }] },
  ),
  'a weight': vitalSign(
    [
      [SNOMED, '27113001', 'Body weight'],
      [LOINC, '29463-7', 'Body weight'],
    ],
    { valueQuantity: measured(90.4, 'kg'), issued: '2026-02-04T14:20:00.000Z' },
  ),
  'a blood pressure with its site': vitalSign(
    [
      [SNOMED, '75367002', 'Blood pressure'],
      [LOINC, '85354-9', 'Blood pressure panel with all children optional'],
    ],
    {
      bodySite: withCodes([SNOMED, '368209003', 'Right upper arm structure']),
      component: [
        {
          code: withCodes(
            [SNOMED, '72313002', 'Systolic arterial pressure'],
            [LOINC, '8480-6', 'Systolic blood pressure'],
          ),
          valueQuantity: quantity(142, 'mm[Hg]', 'millimeter of mercury'),
        },
        {
          code: withCodes(
            [SNOMED, '1091811000000102', 'Diastolic arterial pressure'],
            [LOINC, '8462-4', 'Diastolic blood pressure'],
          ),
          valueQuantity: quantity(94, 'mm[Hg]', 'millimeter of mercury'),
        },
      ],
    },
  ),
  'room air': ukCore({ category: 'therapy', codings: [[SNOMED, '722742002', 'Breathing room air']], more: {} }),
  'oxygen with its flow': ukCore({
    category: 'therapy',
    codings: [[SNOMED, '371825009', 'Patient on oxygen']],
    more: { valueQuantity: measured(2, 'L/min') },
  }),
  'a level of consciousness': ukCore({
    category: 'survey',
    codings: [[SNOMED, '1104441000000107', 'ACVPU (Alert Confusion Voice Pain Unresponsive) scale score']],
    more: { valueCodeableConcept: withCodes([SNOMED, '300202002', 'Responds to voice']) },
  }),
  'a stated NEWS2 with its parts': ukCore({
    category: 'survey',
    codings: [[SNOMED, '1104051000000101', 'Royal College of Physicians NEWS2 total score']],
    more: {
      valueQuantity: quantity(6, '{ScoreOf}', 'ScoreOf'),
      component: [
        {
          code: withCodes([SNOMED, '1104301000000104', 'respiration rate score']),
          valueQuantity: quantity(2, '{ScoreOf}', 'ScoreOf'),
        },
      ],
    },
  }),
};

/** Without words for the unit, which are written in ours. */
function measured(value: number, code: string): object {
  return { value, system: UCUM, code };
}

/** What somebody answered just now, by question; `more` is the rest of the resource. */
export const answered = (
  nhsNumber: string,
  said: Record<string, string | number | boolean>,
  more: Partial<QuestionnaireResponse> = {},
): QuestionnaireResponse => ({
  ...answersOf(said),
  identifier: { system: 'urn:test:answers', value: `${process.pid}-${++identifier}` },
  subject: { identifier: { system: NHS_NUMBER_SYSTEM, value: nhsNumber } },
  authored: new Date().toISOString(),
  ...more,
});
