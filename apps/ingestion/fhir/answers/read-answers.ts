import { QUESTIONS, type Answers, type Question, type QuestionId } from '#clinical';
import { answers as answersContract, type Method } from '#contracts';
import { UCUM } from '#fhir';
import type { NewReading, Sender } from '#records';
import type { QuestionnaireResponse, QuestionnaireResponseItem, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { createHash } from 'node:crypto';
import { v7 as newId } from 'uuid';
import type { Admitted } from '../../observations/admit-reading.ts';
import { containedIssues, shownValue, structureIssues } from '../definitions/schema.ts';
import { unstorable, type Json } from '../json.ts';
import { momentOrDay } from '../observation/effective-time.ts';
import { referenceOf } from '../observation/read-observation.ts';
import { patientOfSubject, type KnownPatients } from '../observation/subject.ts';
import type { FhirIssue } from '../operation-outcome.ts';

/** A QuestionnaireResponse that may be stored: the answers of one person at one time. */
export interface ReadAnswers extends Admitted {
  kind: 'answers';
  answers: Answers;
}

/** These say that what was answered stands, whether or not all was. Source: FHIR R4 QuestionnaireResponseStatus. */
const STANDING = new Set<QuestionnaireResponse['status']>(['completed', 'stopped']);
const WHY_NOT: Readonly<Record<Exclude<QuestionnaireResponse['status'], 'completed' | 'stopped'>, string>> = {
  'in-progress': 'its answers may still change: send it when it is completed or stopped',
  amended:
    'what is stored is never changed: send what is right as completed, with an identifier of its own and the same time',
  'entered-in-error': 'it is no answer, and what is stored cannot be withdrawn here: tell the hub',
};

/** Who answered, by what `source` refers to. */
const METHOD_OF: Readonly<Record<string, Method>> = {
  Patient: 'patient',
  RelatedPerson: 'carer',
  Practitioner: 'staff',
  PractitionerRole: 'staff',
};
const LONGEST_NAME = 200;

interface Reading {
  readonly said: Record<string, unknown>;
  /** Where the answer to each question stands. */
  readonly places: Map<string, string>;
  readonly issues: FhirIssue[];
}

/**
 * Reads one FHIR R4 QuestionnaireResponse as the answers that JSON has under `answers`, or says everything that is wrong with it. `at`
 * is its FHIRPath expression. The linkId of an item is the name of the question; what nobody answered is absent, and never a no.
 */
export function readAnswers(
  resource: Json,
  { source, now, patients, at }: { source: Sender; now: number; patients: KnownPatients; at: string },
): ReadAnswers | { refused: FhirIssue[] } {
  const why = unstorable(resource);
  if (why !== null)
    return { refused: [{ code: 'value', expression: at, diagnostics: `QuestionnaireResponse: ${why}` }] };
  const malformed = structureIssues('QuestionnaireResponse', resource, at);
  if (malformed.length > 0) return { refused: malformed };
  const response = resource as unknown as QuestionnaireResponse;
  const issues: FhirIssue[] = [];
  refuseWhatChangesTheMeaning(response, at, issues);
  const reading: Reading = { said: {}, places: new Map(), issues };
  readItems(response.item ?? [], `${at}.item`, reading);
  const answers = checkedAnswers(reading, at);
  const subject = patientOfSubject(resource, patients, at);
  if ('code' in subject) issues.push(subject);
  const when = whenAnswered(response, now, at);
  if ('code' in when) issues.push(when);
  if (response.contained) issues.push(...containedIssues(response.contained, at));
  if (issues.length > 0 || answers === null || 'code' in subject || 'code' in when) return { refused: issues };

  const { questionnaire } = response;
  const recordedBy = response.author?.display;
  const method = METHOD_OF[response.source?.type ?? response.source?.reference?.split('/').at(-2) ?? ''];
  const written: NewReading = {
    id: newId(),
    source,
    sourceRef: sourceReference(response, subject.nhsNumber, answers),
    nhsNumber: subject.nhsNumber,
    ...(subject.stated === undefined ? {} : { stated: subject.stated }),
    effectiveAt: when.effectiveAt,
    receivedAt: now,
    vitals: {},
    ...(when.dayOnly ? { dayOnly: true } : {}),
    details: {
      answers,
      ...(method === undefined ? {} : { method }),
      ...(recordedBy === undefined ? {} : { recordedBy: recordedBy.slice(0, LONGEST_NAME) }),
      ...(questionnaire === undefined ? {} : { fhir: { questionnaire: questionnaire.slice(0, LONGEST_NAME) } }),
    },
  };
  return { kind: 'answers', answers, reading: written, pleaseRepeat: [] };
}

function refuseWhatChangesTheMeaning(response: QuestionnaireResponse, at: string, issues: FhirIssue[]): void {
  const { status } = response;
  if (status === undefined) {
    issues.push({ code: 'required', expression: `${at}.status`, diagnostics: 'status is missing: expected completed' });
  } else if (!STANDING.has(status)) {
    const reason = WHY_NOT[status as keyof typeof WHY_NOT];
    issues.push({
      code: 'not-supported',
      expression: `${at}.status`,
      diagnostics: `status "${status}" is not accepted, since ${reason}; expected completed or stopped`,
    });
  }
  for (const element of ['implicitRules', 'modifierExtension'] as const) {
    if ((response as unknown as Json)[element] !== undefined) issues.push(notUnderstood(at, element, 'the resource'));
  }
}

const notUnderstood = (at: string, element: string, of: string): FhirIssue => ({
  code: 'not-supported',
  expression: `${at}.${element}`,
  diagnostics: `${element}: may change what ${of} means, and is not understood here`,
});

/** Items in the order sent. One that only holds others is a heading: its linkId is the sender's own. */
function readItems(items: readonly QuestionnaireResponseItem[], path: string, reading: Reading): void {
  for (const [i, item] of items.entries()) {
    const at = `${path}[${i}]`;
    const { linkId, answer = [], item: under = [] } = item;
    if (item.modifierExtension !== undefined) reading.issues.push(notUnderstood(at, 'modifierExtension', 'the item'));
    const isHeading = answer.length === 0 && under.length > 0;
    if (Object.hasOwn(QUESTIONS, linkId)) readAnswer(linkId as QuestionId, answer, { at, reading });
    else if (!isHeading) reading.issues.push(unknownQuestion(linkId, at));
    readItems(under, `${at}.item`, reading);
    for (const [n, { item: below = [] }] of answer.entries()) readItems(below, `${at}.answer[${n}].item`, reading);
  }
}

const unknownQuestion = (linkId: string, at: string): FhirIssue => ({
  code: 'not-supported',
  expression: `${at}.linkId`,
  diagnostics: `linkId ${shownValue(linkId)} is no question that is asked here: expected a name of docs/fhir.md, such as chestPain`,
});

function readAnswer(
  id: QuestionId,
  given: readonly QuestionnaireResponseItemAnswer[],
  { at, reading: { said, places, issues } }: { at: string; reading: Reading },
): void {
  const [first, second] = given;
  if (first === undefined) return;
  if (second !== undefined || places.has(id)) {
    const expression = second === undefined ? `${at}.linkId` : `${at}.answer`;
    issues.push({ code: 'invariant', expression, diagnostics: `${id}: is answered twice; expected one answer` });
    return;
  }
  const where = `${at}.answer[0]`;
  places.set(id, where);
  const value = valueOf(QUESTIONS[id], first, where);
  if (typeof value === 'object') issues.push({ ...value, diagnostics: `${id}: ${value.diagnostics}` });
  else said[id] = value;
}

/** The value of an answer as JSON has it, by the kind of its question. */
function valueOf(
  question: Question,
  answer: QuestionnaireResponseItemAnswer,
  at: string,
): boolean | number | string | FhirIssue {
  const number = answer.valueInteger ?? answer.valueDecimal;
  switch (question.kind) {
    case 'yes-no':
      return answer.valueBoolean ?? wrongKind('valueBoolean, true (yes) or false (no)', answer, at);
    case 'scale':
      return number ?? wrongKind(`valueInteger or valueDecimal from ${question.min} to ${question.max}`, answer, at);
    case 'measure':
      return number ?? quantityOf(answer, question.unit, at);
    case 'choice':
      return (
        answer.valueCoding?.code ??
        answer.valueString ??
        wrongKind(`valueCoding with one of the codes ${Object.keys(question.options).join(', ')}`, answer, at)
      );
    case 'text':
      return answer.valueString ?? wrongKind('valueString', answer, at);
  }
}

function quantityOf(answer: QuestionnaireResponseItemAnswer, unit: string, at: string): number | FhirIssue {
  const quantity = answer.valueQuantity;
  if (quantity?.value === undefined) return wrongKind(`valueQuantity or valueDecimal in ${unit}`, answer, at);
  if (quantity.comparator !== undefined) {
    return {
      code: 'not-supported',
      expression: `${at}.valueQuantity.comparator`,
      diagnostics: `"${quantity.comparator}" makes a bound of it; expected a value`,
    };
  }
  const sent = quantity.code ?? quantity.unit;
  if (sent === unit && (quantity.system === undefined || quantity.system === UCUM)) return quantity.value;
  return {
    code: 'value',
    expression: `${at}.valueQuantity.code`,
    diagnostics: `expected the UCUM code ${unit}; ${shownValue(sent ?? 'nothing')} was sent`,
  };
}

function wrongKind(expected: string, answer: QuestionnaireResponseItemAnswer, at: string): FhirIssue {
  const sent = Object.keys(answer).find((key) => key.startsWith('value')) ?? 'nothing';
  return { code: 'value', expression: at, diagnostics: `expected ${expected}; ${sent} was sent` };
}

/** By the contract that JSON's `answers` are read by, each refusal where its answer stands. */
function checkedAnswers({ said, places, issues }: Reading, at: string): Answers | null {
  const parsed = answersContract.safeParse(said);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      const id = String(path[0]);
      issues.push({
        code: 'value',
        expression: places.get(id) ?? `${at}.item`,
        diagnostics: `${id}: ${message}; ${shownValue(said[id])} was sent`,
      });
    }
    return null;
  }
  if (Object.keys(parsed.data).length > 0) return parsed.data;
  if (issues.length === 0) {
    issues.push({ code: 'required', expression: `${at}.item`, diagnostics: 'item: expected at least one answer' });
  }
  return null;
}

function whenAnswered(
  { authored }: QuestionnaireResponse,
  now: number,
  at: string,
): { effectiveAt: number; dayOnly: boolean } | FhirIssue {
  const expression = `${at}.authored`;
  if (authored !== undefined) return momentOrDay(authored, now, { expression, field: 'authored' });
  const diagnostics = 'authored is missing: expected when it was answered, with its offset from UTC';
  return { code: 'required', expression, diagnostics };
}

/** The sender's identifier where there is one. Without one, the same answers of the same person at the same time are the same. */
function sourceReference({ identifier, authored }: QuestionnaireResponse, nhsNumber: string, answers: Answers): string {
  if (identifier?.value !== undefined) return referenceOf(identifier.system, identifier.value);
  const told = Object.entries(answers).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `sha256:${createHash('sha256')
    .update(JSON.stringify(['answers', nhsNumber, authored, told]))
    .digest('hex')}`;
}
