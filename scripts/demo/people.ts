import type { MonitoringLevel } from '#clinical';
import type { SimulatedPerson } from '#simulator';

/** The demo ward. Everybody and everything on it is invented: surnames are Dorset places, numbers are from the test range 999, telephones from the range for drama. */
export const DEMO_WARD = {
  id: 'dorset-east',
  name: 'Dorset East Hub',
  capacity: 20,
  patientPhone: '01632 960 123',
} as const;

export const CARE_HOMES = [
  { id: 'durlston-house', name: 'Durlston House' },
  { id: 'chesil-lodge', name: 'Chesil Lodge' },
] as const;
export type CareHomeId = (typeof CARE_HOMES)[number]['id'];

/** How somebody's readings reach the hub. */
export type Reporting =
  /** One home monitoring kit that sends a whole set. */
  | { readonly by: 'kit' }
  /** An oximeter first, a cuff and a thermometer some minutes later, each by itself. */
  | { readonly by: 'separate-devices' }
  /** Another supplier's kit, through a FHIR gateway. */
  | { readonly by: 'fhir-gateway' }
  /** The hub rings up and writes down what the carer reads out. */
  | { readonly by: 'telephone' }
  /** The home's staff take the residents' sets on a round and send them together. */
  | { readonly by: 'round'; readonly careHome: CareHomeId };

export interface DemoPerson extends SimulatedPerson {
  readonly nhsNumber: string;
  readonly givenName: string;
  readonly familyName: string;
  /** ISO 8601. */
  readonly birthDate: string;
  readonly sex: 'female' | 'male';
  readonly bed: number;
  readonly level: MonitoringLevel;
  readonly reporting: Reporting;
  /** How long they had been on the ward when it was opened. */
  readonly daysOnWard: number;
  /** What is to be done, and what not, should they get worse. Only for those with a plan. */
  readonly escalation?: string;
  /** Why SpO2 is scored on scale 2. Only for those who are. */
  readonly spo2ScaleOrder?: string;
}

type Row = Omit<DemoPerson, 'spo2Scale' | 'oxygenFlow'> & Partial<SimulatedPerson>;

const person = (row: Row): DemoPerson => ({ spo2Scale: 1, oxygenFlow: 0, ...row });

/** Eighteen people on twenty beds: 7 and 16 are free. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  person({
    nhsNumber: '999 010 0071',
    givenName: 'Ada',
    familyName: 'Purbeck',
    birthDate: '1942-05-17',
    sex: 'female',
    bed: 1,
    pathway: 'cardiac',
    level: 'intensive',
    reporting: { by: 'kit' },
    daysOnWard: 4,
    usual: { respiration: 16, spo2: 96.6, systolic: 124, diastolic: 70, pulse: 76, temperature: 36.5, weight: 68.4 },
  }),
  person({
    nhsNumber: '999 014 1185',
    givenName: 'Kwame',
    familyName: 'Lulworth',
    birthDate: '1955-01-30',
    sex: 'male',
    bed: 2,
    pathway: 'respiratory',
    level: 'intensive',
    reporting: { by: 'kit' },
    daysOnWard: 2,
    usual: { respiration: 17, spo2: 96.4, systolic: 134, diastolic: 80, pulse: 80, temperature: 36.8, weight: 82.1 },
  }),
  person({
    nhsNumber: '999 018 2299',
    givenName: 'Priya',
    familyName: 'Studland',
    birthDate: '1960-09-08',
    sex: 'female',
    bed: 3,
    pathway: 'respiratory',
    level: 'standard',
    reporting: { by: 'separate-devices' },
    daysOnWard: 6,
    usual: { respiration: 15, spo2: 97.2, systolic: 128, diastolic: 76, pulse: 74, temperature: 36.7, weight: 61.0 },
  }),
  person({
    nhsNumber: '999 022 3408',
    givenName: 'Winifred',
    familyName: 'Cerne',
    birthDate: '1929-03-02',
    sex: 'female',
    bed: 4,
    pathway: 'frailty',
    level: 'intensive',
    reporting: { by: 'round', careHome: 'durlston-house' },
    daysOnWard: 3,
    usual: { respiration: 17, spo2: 96.5, systolic: 138, diastolic: 72, pulse: 72, temperature: 36.4, weight: 46.8 },
    escalation: 'Treat at home. Not for hospital unless comfort cannot be kept; not for resuscitation (DNACPR).',
  }),
  person({
    nhsNumber: '999 026 4511',
    givenName: 'Tomasz',
    familyName: 'Kimmeridge',
    birthDate: '1953-11-04',
    sex: 'male',
    bed: 5,
    pathway: 'cardiac',
    level: 'standard',
    reporting: { by: 'fhir-gateway' },
    daysOnWard: 8,
    usual: { respiration: 15, spo2: 97.0, systolic: 118, diastolic: 68, pulse: 70, temperature: 36.6, weight: 91.5 },
  }),
  person({
    nhsNumber: '999 030 5625',
    givenName: 'Mei',
    familyName: 'Abbotsbury',
    birthDate: '1947-07-21',
    sex: 'female',
    bed: 6,
    pathway: 'respiratory',
    level: 'intensive',
    reporting: { by: 'kit' },
    daysOnWard: 5,
    spo2Scale: 2,
    spo2ScaleOrder: 'COPD with hypercapnic respiratory failure confirmed on blood gas; target 88 to 92 %',
    usual: { respiration: 19, spo2: 90.4, systolic: 132, diastolic: 74, pulse: 84, temperature: 36.6, weight: 52.3 },
  }),
  person({
    nhsNumber: '999 034 6739',
    givenName: 'Desmond',
    familyName: 'Chesil',
    birthDate: '1938-02-12',
    sex: 'male',
    bed: 8,
    pathway: 'frailty',
    level: 'standard',
    reporting: { by: 'round', careHome: 'chesil-lodge' },
    daysOnWard: 7,
    usual: { respiration: 16, spo2: 96.8, systolic: 142, diastolic: 78, pulse: 68, temperature: 36.5, weight: 70.2 },
    escalation: 'For hospital and ward-based treatment. Not for intensive care.',
  }),
  person({
    nhsNumber: '999 038 7842',
    givenName: 'Olwen',
    familyName: 'Tarrant',
    birthDate: '1935-06-27',
    sex: 'female',
    bed: 9,
    pathway: 'frailty',
    level: 'standard',
    reporting: { by: 'round', careHome: 'durlston-house' },
    daysOnWard: 9,
    usual: { respiration: 17, spo2: 96.6, systolic: 130, diastolic: 70, pulse: 78, temperature: 36.5, weight: 54.9 },
  }),
  person({
    nhsNumber: '999 042 8956',
    givenName: 'Ibrahim',
    familyName: 'Stourpaine',
    birthDate: '1964-04-15',
    sex: 'male',
    bed: 10,
    pathway: 'cardiac',
    level: 'standard',
    reporting: { by: 'separate-devices' },
    daysOnWard: 5,
    usual: { respiration: 15, spo2: 97.1, systolic: 121, diastolic: 74, pulse: 72, temperature: 36.7, weight: 88.0 },
  }),
  person({
    nhsNumber: '999 047 0065',
    givenName: 'Hyacinth',
    familyName: 'Portisham',
    birthDate: '1944-08-19',
    sex: 'female',
    bed: 11,
    pathway: 'cardiac',
    level: 'light',
    reporting: { by: 'telephone' },
    daysOnWard: 12,
    usual: { respiration: 16, spo2: 96.9, systolic: 126, diastolic: 72, pulse: 74, temperature: 36.5, weight: 73.6 },
  }),
  person({
    nhsNumber: '999 051 1179',
    givenName: 'George',
    familyName: 'Piddletrenthide',
    birthDate: '1950-10-11',
    sex: 'male',
    bed: 12,
    pathway: 'respiratory',
    level: 'standard',
    reporting: { by: 'fhir-gateway' },
    daysOnWard: 10,
    spo2Scale: 2,
    oxygenFlow: 1,
    spo2ScaleOrder: 'Long-term oxygen with hypercapnic respiratory failure confirmed; target 88 to 92 %',
    usual: { respiration: 18, spo2: 90.0, systolic: 136, diastolic: 78, pulse: 82, temperature: 36.6, weight: 64.7 },
  }),
  person({
    nhsNumber: '999 055 2282',
    givenName: 'Noor',
    familyName: 'Winfrith',
    birthDate: '1968-03-23',
    sex: 'female',
    bed: 13,
    pathway: 'respiratory',
    level: 'standard',
    reporting: { by: 'kit' },
    daysOnWard: 3,
    usual: { respiration: 15, spo2: 97.4, systolic: 122, diastolic: 76, pulse: 76, temperature: 36.8, weight: 66.2 },
  }),
  person({
    nhsNumber: '999 059 3396',
    givenName: 'Percy',
    familyName: 'Osmington',
    birthDate: '1932-09-30',
    sex: 'male',
    bed: 14,
    pathway: 'frailty',
    level: 'intensive',
    reporting: { by: 'round', careHome: 'chesil-lodge' },
    daysOnWard: 1,
    usual: { respiration: 18, spo2: 96.4, systolic: 128, diastolic: 66, pulse: 80, temperature: 36.6, weight: 59.4 },
  }),
  person({
    nhsNumber: '999 063 4505',
    givenName: 'Beatriz',
    familyName: 'Swanage',
    birthDate: '1957-07-06',
    sex: 'female',
    bed: 15,
    pathway: 'respiratory',
    level: 'light',
    reporting: { by: 'kit' },
    daysOnWard: 11,
    usual: { respiration: 15, spo2: 97.0, systolic: 130, diastolic: 78, pulse: 72, temperature: 36.6, weight: 70.8 },
  }),
  person({
    nhsNumber: '999 067 5619',
    givenName: 'Leonard',
    familyName: 'Wareham',
    birthDate: '1940-01-14',
    sex: 'male',
    bed: 17,
    pathway: 'cardiac',
    level: 'standard',
    reporting: { by: 'round', careHome: 'durlston-house' },
    daysOnWard: 6,
    usual: { respiration: 16, spo2: 96.7, systolic: 119, diastolic: 66, pulse: 70, temperature: 36.5, weight: 77.9 },
  }),
  person({
    nhsNumber: '999 071 6722',
    givenName: 'Ruta',
    familyName: 'Langton',
    birthDate: '1949-12-01',
    sex: 'female',
    bed: 18,
    pathway: 'cardiac',
    level: 'standard',
    reporting: { by: 'kit' },
    daysOnWard: 7,
    usual: { respiration: 16, spo2: 96.8, systolic: 123, diastolic: 70, pulse: 76, temperature: 36.7, weight: 69.5 },
  }),
  person({
    nhsNumber: '999 075 7836',
    givenName: 'Edith',
    familyName: 'Maiden-Newton',
    birthDate: '1933-05-25',
    sex: 'female',
    bed: 19,
    pathway: 'frailty',
    level: 'light',
    reporting: { by: 'round', careHome: 'chesil-lodge' },
    daysOnWard: 13,
    usual: { respiration: 16, spo2: 96.9, systolic: 135, diastolic: 70, pulse: 70, temperature: 36.4, weight: 51.1 },
  }),
  person({
    nhsNumber: '999 084 0059',
    givenName: 'Gurdeep',
    familyName: 'Hengistbury',
    birthDate: '1936-10-03',
    sex: 'male',
    bed: 20,
    pathway: 'frailty',
    level: 'standard',
    reporting: { by: 'separate-devices' },
    daysOnWard: 4,
    usual: { respiration: 17, spo2: 96.5, systolic: 140, diastolic: 76, pulse: 74, temperature: 36.6, weight: 66.0 },
  }),
];

/** Everybody who may send readings to the demo ward, one for each way in; the care homes send under their own names. */
export const SOURCE_NAMES = {
  kit: 'Home monitoring kit gateway',
  telephone: 'Telephone hub',
  fhirGateway: 'FHIR gateway',
} as const;

/** The source through which somebody's readings come. */
export function sourceOf(reporting: Reporting): string {
  switch (reporting.by) {
    case 'kit':
    case 'separate-devices':
      return SOURCE_NAMES.kit;
    case 'telephone':
      return SOURCE_NAMES.telephone;
    case 'fhir-gateway':
      return SOURCE_NAMES.fhirGateway;
    case 'round':
      return CARE_HOMES.find((home) => home.id === reporting.careHome)!.name;
  }
}
