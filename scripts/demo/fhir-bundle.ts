import type { Bundle, Observation } from 'fhir/r4.js';
import type { Consciousness, MeasuredVital, Vitals } from '#clinical';
import { NHS_NUMBER_SYSTEM } from '#contracts';

const LOINC = 'http://loinc.org';
const SNOMED_CT = 'http://snomed.info/sct';
const UCUM = 'http://unitsofmeasure.org';

/** Source of the codes: CLINICAL.md §2. */
const SINGLE_VALUES = {
  respiration: { code: '9279-1', unit: '/min' },
  spo2: { code: '59408-5', unit: '%' },
  pulse: { code: '8867-4', unit: '/min' },
  temperature: { code: '8310-5', unit: 'Cel' },
  weight: { code: '29463-7', unit: 'kg' },
  oxygenFlow: { code: '3151-8', unit: 'L/min' },
} as const satisfies Partial<Record<MeasuredVital, object>>;

const CONSCIOUSNESS: Readonly<Record<Consciousness, string>> = {
  A: '248234008',
  C: '130987000',
  V: '300202002',
  P: '450847001',
  U: '422768004',
};

const concept = (system: string, code: string) => ({ coding: [{ system, code }] });
const quantity = (value: number, unit: string) => ({ value, unit, system: UCUM, code: unit });

/** One set of vitals as a gateway would send it: a batch of vital-signs Observations, each with an identifier of its own. */
export function vitalSignsBundle(
  vitals: Vitals,
  { nhsNumber, reference, effectiveAt }: { nhsNumber: string; reference: string; effectiveAt: number },
): Bundle {
  const observation = (kind: string, code: Observation['code'], value: Partial<Observation>): Observation => ({
    resourceType: 'Observation',
    identifier: [{ system: 'urn:ietf:rfc:3986', value: `${reference}/${kind}` }],
    status: 'final',
    category: [concept('http://terminology.hl7.org/CodeSystem/observation-category', 'vital-signs')],
    code,
    subject: { identifier: { system: NHS_NUMBER_SYSTEM, value: nhsNumber } },
    effectiveDateTime: new Date(effectiveAt).toISOString(),
    ...value,
  });

  const observations: Observation[] = [];
  for (const [vital, { code, unit }] of Object.entries(SINGLE_VALUES)) {
    const value = vitals[vital as keyof typeof SINGLE_VALUES];
    if (value === undefined) continue;
    observations.push(observation(vital, concept(LOINC, code), { valueQuantity: quantity(value, unit) }));
  }
  const { systolic, diastolic, consciousness, onOxygen } = vitals;
  if (systolic !== undefined && diastolic !== undefined) {
    observations.push(
      observation('blood-pressure', concept(LOINC, '85354-9'), {
        component: [
          { code: concept(LOINC, '8480-6'), valueQuantity: quantity(systolic, 'mm[Hg]') },
          { code: concept(LOINC, '8462-4'), valueQuantity: quantity(diastolic, 'mm[Hg]') },
        ],
      }),
    );
  }
  if (consciousness !== undefined) {
    observations.push(
      observation('consciousness', concept(LOINC, '67775-7'), {
        valueCodeableConcept: concept(SNOMED_CT, CONSCIOUSNESS[consciousness]),
      }),
    );
  }
  if (onOxygen === false) observations.push(observation('air', concept(SNOMED_CT, '722742002'), {}));
  return {
    resourceType: 'Bundle',
    type: 'batch',
    entry: observations.map((resource) => ({ resource, request: { method: 'POST', url: 'Observation' } })),
  };
}
