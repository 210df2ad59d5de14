import type { Consciousness, MeasuredVital, Parameter } from '#clinical';
import type { ReadingKind } from '#records';
import type { Coding } from 'fhir/r4.js';

export const LOINC = 'http://loinc.org';
export const SNOMED_CT = 'http://snomed.info/sct';
export const UCUM = 'http://unitsofmeasure.org';
export const OBSERVATION_CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';

const loinc = (code: string, display: string): Coding => ({ system: LOINC, code, display });
const snomed = (code: string, display: string): Coding => ({ system: SNOMED_CT, code, display });
const ukCore = (name: string): string => `https://fhir.hl7.org.uk/StructureDefinition/UKCore-Observation-${name}`;

/** The kinds that are one number, and the vital behind each. */
export const ONE_NUMBER = {
  respiration: 'respiration',
  spo2: 'spo2',
  pulse: 'pulse',
  temperature: 'temperature',
  weight: 'weight',
  height: 'height',
  bmi: 'bmi',
  glucose: 'glucose',
} as const satisfies Partial<Record<ReadingKind, MeasuredVital>>;

/** How each kind of reading is written: its codes, and the UK Core profile that it then is of. Source: CLINICAL.md §2; UK Core. */
export const WRITTEN: Readonly<Record<ReadingKind, { codings: readonly Coding[]; profile: string | null }>> = {
  respiration: {
    codings: [snomed('86290005', 'Respiratory rate'), loinc('9279-1', 'Respiratory rate')],
    profile: ukCore('VitalSigns-RespirationRate'),
  },
  spo2: {
    codings: [
      snomed('431314004', 'Peripheral oxygen saturation'),
      loinc('2708-6', 'Oxygen saturation in Arterial blood'),
    ],
    profile: ukCore('VitalSigns-OxygenSaturation'),
  },
  // Air or oxygen, and the flow where it is known: the codes depend on which (see OXYGEN).
  oxygen: { codings: [], profile: ukCore('InspiredOxygen') },
  'blood-pressure': {
    codings: [
      snomed('75367002', 'Blood pressure'),
      loinc('85354-9', 'Blood pressure panel with all children optional'),
    ],
    profile: ukCore('VitalSigns-BloodPressure'),
  },
  pulse: {
    codings: [snomed('364075005', 'Heart rate'), loinc('8867-4', 'Heart rate')],
    profile: ukCore('VitalSigns-HeartRate'),
  },
  consciousness: {
    codings: [
      snomed('1104441000000107', 'ACVPU (Alert Confusion Voice Pain Unresponsive) scale score'),
      loinc('67775-7', 'Level of responsiveness'),
    ],
    profile: ukCore('ACVPU'),
  },
  temperature: {
    codings: [snomed('386725007', 'Body temperature'), loinc('8310-5', 'Body temperature')],
    profile: ukCore('VitalSigns-BodyTemperature'),
  },
  weight: {
    codings: [snomed('27113001', 'Body weight'), loinc('29463-7', 'Body weight')],
    profile: ukCore('VitalSigns-BodyWeight'),
  },
  height: {
    codings: [snomed('50373000', 'Body height measure'), loinc('8302-2', 'Body height')],
    profile: ukCore('VitalSigns-BodyHeight'),
  },
  bmi: {
    codings: [snomed('60621009', 'Body mass index'), loinc('39156-5', 'Body mass index (BMI) [Ratio]')],
    profile: ukCore('VitalSigns-BMI'),
  },
  glucose: {
    codings: [loinc('14743-9', 'Glucose [Moles/volume] in Capillary blood by Glucometer')],
    profile: ukCore('BloodGlucose'),
  },
  'stated-news2': {
    codings: [
      snomed('1104051000000101', 'Royal College of Physicians NEWS2 (National Early Warning Score 2) total score'),
      loinc('88330-6', 'NEWS2 total score'),
    ],
    profile: null,
  },
};

export const OXYGEN = {
  air: snomed('722742002', 'Breathing room air'),
  'on-oxygen': snomed('371825009', 'Patient on oxygen'),
  flow: loinc('3151-8', 'Inhaled oxygen flow rate'),
} as const;

export const PRESSURES = {
  systolic: [snomed('72313002', 'Systolic arterial pressure'), loinc('8480-6', 'Systolic blood pressure')],
  diastolic: [snomed('1091811000000102', 'Diastolic arterial pressure'), loinc('8462-4', 'Diastolic blood pressure')],
} as const;

export const NEWS2_TOTAL = WRITTEN['stated-news2'].codings;

const subScore = (code: string, words: string): Coding =>
  snomed(code, `Royal College of Physicians NEWS2 (National Early Warning Score 2) - ${words} score`);

/** Source: SNOMED CT UK edition, as CLINICAL.md §2 lists them. */
export const NEWS2_SUB_SCORES: Readonly<Record<Exclude<Parameter, 'spo2'>, Coding>> & {
  readonly spo2: Readonly<Record<1 | 2, Coding>>;
} = {
  respiration: subScore('1104301000000104', 'respiration rate'),
  spo2: {
    1: subScore('1104311000000102', 'oxygen saturation scale 1'),
    2: subScore('1104321000000108', 'oxygen saturation scale 2'),
  },
  oxygen: subScore('1104331000000105', 'air or oxygen'),
  systolic: subScore('1104341000000101', 'systolic blood pressure'),
  pulse: subScore('1104351000000103', 'pulse'),
  consciousness: subScore('1104361000000100', 'consciousness'),
  temperature: subScore('1104371000000107', 'temperature'),
};

export const SUB_SCORE_CODES: ReadonlySet<string> = new Set(
  Object.values(NEWS2_SUB_SCORES)
    .flatMap((one) => ('code' in one ? [one] : Object.values(one)))
    .map(({ code }) => `${SNOMED_CT}|${code}`),
);

/** What a code that was sent says that the Observation is. Everything that is written is read too. */
export type Meaning = ReadingKind | keyof typeof OXYGEN;

const ALSO_READ: readonly (readonly [system: string, code: string, Meaning])[] = [
  [SNOMED_CT, '78564009', 'pulse'],
  [LOINC, '59408-5', 'spo2'],
  [SNOMED_CT, '103228002', 'spo2'],
  [SNOMED_CT, '442476006', 'spo2'],
  [SNOMED_CT, '276885007', 'temperature'],
  [LOINC, '2339-0', 'glucose'],
];

/** By `system|code`. */
export const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ...Object.entries(WRITTEN).flatMap(([kind, { codings }]) =>
    codings.map(({ system, code }) => [`${system}|${code}`, kind as Meaning] as const),
  ),
  ...Object.entries(OXYGEN).map(([which, { system, code }]) => [`${system}|${code}`, which as Meaning] as const),
  ...ALSO_READ.map(([system, code, meaning]) => [`${system}|${code}`, meaning] as const),
]);

export const PRESSURE_MEANINGS: ReadonlyMap<string, keyof typeof PRESSURES> = new Map(
  Object.entries(PRESSURES).flatMap(([which, codings]) =>
    codings.map(({ system, code }) => [`${system}|${code}`, which as keyof typeof PRESSURES] as const),
  ),
);

/** Source of the displays: SNOMED CT UK edition. C is new or worse confusion. */
export const CONSCIOUSNESS: Readonly<Record<Consciousness, Coding>> = {
  A: snomed('248234008', 'Mentally alert'),
  C: snomed('130987000', 'Acute confusion'),
  V: snomed('300202002', 'Responds to voice'),
  P: snomed('450847001', 'Responds to pain'),
  U: snomed('422768004', 'Unresponsive'),
};

/** By `system|code`: what is written, and LOINC's own answers (LL2744-4). */
export const CONSCIOUSNESS_MEANINGS: ReadonlyMap<string, Consciousness> = new Map<string, Consciousness>([
  ...Object.entries(CONSCIOUSNESS).map(
    ([level, { code }]) => [`${SNOMED_CT}|${code}`, level as Consciousness] as const,
  ),
  [`${LOINC}|LA9340-6`, 'A'],
  [`${LOINC}|LA17108-4`, 'V'],
  [`${LOINC}|LA17107-6`, 'P'],
  [`${LOINC}|LA9343-0`, 'U'],
]);
