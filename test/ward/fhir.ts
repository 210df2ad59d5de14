import { NHS_NUMBER_SYSTEM } from '#contracts';

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

const SNOMED = 'http://snomed.info/sct';

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
