import { QUESTIONS, type Answers, type Question } from '#clinical';
import { NHS_NUMBER_SYSTEM } from '#contracts';
import { READING_VERSION, UCUM } from '#fhir';
import type { QuestionnaireResponse, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import type { ReadAnswers } from './read-answers.ts';

function answerOf(question: Question, value: unknown): QuestionnaireResponseItemAnswer {
  switch (question.kind) {
    case 'yes-no':
      return { valueBoolean: value as boolean };
    case 'scale':
      return Number.isInteger(value) ? { valueInteger: value as number } : { valueDecimal: value as number };
    case 'measure':
      return { valueQuantity: { value: value as number, unit: question.unit, system: UCUM, code: question.unit } };
    case 'choice':
      return { valueCoding: { code: value as string, display: question.options[value as string] ?? '' } };
    case 'text':
      return { valueString: value as string };
  }
}

/** What was understood of a QuestionnaireResponse, with the words in which each question is asked here. `id`: of the stored reading. */
export function writeAnswers({ answers, reading }: ReadAnswers, id: string): QuestionnaireResponse {
  const questionnaire = reading.details?.fhir?.['questionnaire'];
  return {
    resourceType: 'QuestionnaireResponse',
    id,
    meta: { versionId: READING_VERSION, lastUpdated: new Date(reading.receivedAt).toISOString() },
    ...(typeof questionnaire === 'string' ? { questionnaire } : {}),
    status: 'completed',
    subject: { identifier: { system: NHS_NUMBER_SYSTEM, value: reading.nhsNumber } },
    authored: new Date(reading.effectiveAt).toISOString().slice(0, reading.dayOnly ? 10 : undefined),
    item: Object.entries(answers satisfies Answers).map(([linkId, value]) => {
      const question: Question = QUESTIONS[linkId as keyof typeof QUESTIONS];
      return { linkId, text: question.text, answer: [answerOf(question, value)] };
    }),
  };
}
