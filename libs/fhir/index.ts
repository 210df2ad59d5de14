/* How what is stored is written in FHIR R4, with UK Core's codes and profiles. */
export {
  CONSCIOUSNESS,
  CONSCIOUSNESS_MEANINGS,
  MEANINGS,
  NEWS2_SUB_SCORES,
  NEWS2_TOTAL,
  OBSERVATION_CATEGORY,
  ONE_NUMBER,
  OXYGEN,
  PRESSURE_MEANINGS,
  PRESSURES,
  SUB_SCORE_CODES,
  SNOMED_CT,
  UCUM,
  WRITTEN,
  type Meaning,
} from './codes.ts';
export { UNITS } from './units.ts';
export { parseScoreId, writeScore } from './write-news2.ts';
export { observationId, READING_VERSION, subjectOf, writeObservation, type AsSent } from './write-observation.ts';
export { writePatient } from './write-patient.ts';
