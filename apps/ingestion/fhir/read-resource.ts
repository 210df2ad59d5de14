import { observationId } from '#fhir';
import type { Sender } from '#records';
import { readAnswers, type ReadAnswers } from './answers/read-answers.ts';
import type { Json } from './json.ts';
import { readObservation, type ReadObservation } from './observation/read-observation.ts';
import type { KnownPatients } from './observation/subject.ts';
import type { FhirIssue } from './operation-outcome.ts';

/** What is taken in as a reading: something measured, or something answered. */
export type ReadResource = ReadObservation | ReadAnswers;

/** The types that are. */
export const READ_TYPES = ['Observation', 'QuestionnaireResponse'] as const;
export type ReadType = (typeof READ_TYPES)[number];
export const isReadType = (type: string): type is ReadType => READ_TYPES.some((one) => one === type);

/** Reads one by what it says it is, or says everything that is wrong with it. */
export function readResource(
  resource: Json,
  terms: { source: Sender; now: number; patients: KnownPatients; at: string },
): ReadResource | { refused: FhirIssue[] } {
  return resource['resourceType'] === 'QuestionnaireResponse'
    ? readAnswers(resource, terms)
    : readObservation(resource, terms);
}

/** Where a stored one is, relative to the base. */
export const referenceTo = ({ kind }: ReadResource, id: string): string =>
  kind === 'answers' ? `QuestionnaireResponse/${id}` : `Observation/${observationId(id, kind)}`;
