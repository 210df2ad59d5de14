import type { Patient, QuestionnaireResponse, ServiceRequest } from 'fhir/r4.js';
import { aNumber } from './referrals.ts';

let given = 0;

export const SAID = {
  route: 'early-supported-discharge',
  pathway: 'frailty',
  digitalAccess: 'telephone',
  consents: true,
  clinicalFrailtyScale: 6,
} as const;

export const answersOf = (said: Record<string, string | number | boolean>): QuestionnaireResponse => ({
  resourceType: 'QuestionnaireResponse',
  status: 'completed',
  item: Object.entries(said).map(([linkId, value]) => ({
    linkId,
    answer: [
      typeof value === 'boolean'
        ? { valueBoolean: value }
        : typeof value === 'number'
          ? { valueInteger: value }
          : { valueString: value },
    ],
  })),
});

export const aPatient = (nhsNumber: string, different: Partial<Patient> = {}): Patient => ({
  resourceType: 'Patient',
  id: 'who',
  identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: nhsNumber }],
  name: [{ use: 'official', given: ['Harriet'], family: 'Winfrith' }],
  birthDate: '1947-08-30',
  gender: 'female',
  communication: [{ language: { text: 'English' } }],
  ...different,
});

/** Under a reference of its own. */
export const aRequest = (different: Partial<ServiceRequest> = {}): ServiceRequest => ({
  resourceType: 'ServiceRequest',
  identifier: [{ system: 'urn:dch', value: `r-${++given}` }],
  status: 'active',
  intent: 'order',
  subject: { reference: '#who' },
  requester: { display: 'Sister Bea Langton, Ward 22' },
  performer: [{ display: 'Dr Priya Shah' }],
  reasonCode: [{ text: 'A fall, and not eating.' }],
  ...different,
});

/** Somebody whom nobody knows yet, with everything a referral needs. */
export const referral = (nhsNumber = aNumber(), patient: Partial<Patient> = {}, said: object = {}): ServiceRequest =>
  aRequest({ contained: [aPatient(nhsNumber, patient), { ...answersOf({ ...SAID, ...said }), id: 'said' }] });
