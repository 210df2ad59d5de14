import { NHS_NUMBER_SYSTEM } from '#contracts';
import type { ShownPatient } from '#records';
import type { Patient } from 'fhir/r4.js';

/** Who somebody is, as far as readings have to be put to the right person. */
export function writePatient({ id, nhsNumber, givenName, familyName, birthDate, sex }: ShownPatient): Patient {
  return {
    resourceType: 'Patient',
    id,
    meta: { profile: ['https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient'] },
    identifier: [{ system: NHS_NUMBER_SYSTEM, value: nhsNumber }],
    name: [{ use: 'official', family: familyName, given: [givenName] }],
    gender: sex,
    birthDate,
  };
}
