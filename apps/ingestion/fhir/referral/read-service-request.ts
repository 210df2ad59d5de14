import { NHS_NUMBER_SYSTEM, referralTerms, type ReferralTerms } from '#contracts';
import { isObject, listOf, textOf, type Json } from '../json.ts';
import type { FhirIssue } from '../operation-outcome.ts';

/** Whom a ServiceRequest refers, where to, and what its sender calls it. */
export interface ReadReferral {
  readonly terms: ReferralTerms;
  /** System and value of its first identifier: what makes a referral the same. */
  readonly reference: string;
  /** The ward that it names, by its id here; null where it names none. */
  readonly wardId: string | null;
}

/** Where each field of a referral stands in a ServiceRequest or what travels with it, for the sender to find it. */
const PLACES: Readonly<Record<string, string>> = {
  nhsNumber: 'Patient.identifier',
  givenName: 'Patient.name.given',
  familyName: 'Patient.name.family',
  birthDate: 'Patient.birthDate',
  sex: 'Patient.gender',
  postcode: 'Patient.address.postalCode',
  language: 'Patient.communication.language.text',
  gp: 'Patient.generalPractitioner.display',
  reason: 'ServiceRequest.reasonCode.text',
  referredBy: 'ServiceRequest.requester.display',
  clinician: 'ServiceRequest.performer.display',
};

/** What FHIR has no plain place for is answered in a QuestionnaireResponse that travels along, with the field's name as linkId. */
const ANSWERED: ReadonlySet<string> = new Set([
  'route',
  'pathway',
  'digitalAccess',
  'pregnant',
  'consents',
  'news2',
  'trajectory',
  'spo2',
  'spo2Scale',
  'systolic',
  'heartFailureConfirmed',
  'clinicalFrailtyScale',
  'escalation',
  'carer',
  'livesAlone',
  'careHomeId',
]);

const GENDERS = new Set(['female', 'male', 'other', 'unknown']);
const VALUES = ['valueBoolean', 'valueInteger', 'valueString'] as const;

const firstOf = (value: unknown): Json | undefined => listOf(value).find(isObject);
const displayOf = (value: unknown): string | null => textOf(firstOf(value)?.['display']) ?? null;
const conceptOf = (value: unknown): string | null => {
  const concept = firstOf(value);
  return textOf(concept?.['text']) ?? textOf(firstOf(concept?.['coding'])?.['display']) ?? null;
};

function answersIn(response: Json | undefined): { said: Record<string, unknown>; strange: readonly string[] } {
  const said: Record<string, unknown> = {};
  const strange: string[] = [];
  for (const item of listOf(response?.['item']).filter(isObject)) {
    const field = textOf(item['linkId']) ?? '';
    if (!ANSWERED.has(field)) strange.push(field.slice(0, 60));
    const answer = firstOf(item['answer']);
    const value =
      answer &&
      (VALUES.map((name) => answer[name]).find((one) => one !== undefined) ?? firstOf(answer['valueCoding'])?.['code']);
    if (value !== undefined) said[field] = value;
  }
  return { said, strange };
}

/**
 * Reads a ServiceRequest with the Patient, and the QuestionnaireResponse, that are contained in it or travel in the same Bundle. What
 * nobody said is null; a linkId that is not known is refused rather than lost.
 */
export function readServiceRequest(
  request: Json,
  others: readonly Json[],
): ReadReferral | { readonly refused: readonly FhirIssue[] } {
  const along = [...listOf(request['contained']).filter(isObject), ...others];
  const patient = along.find((one) => one['resourceType'] === 'Patient');
  if (!patient) {
    return refused('required', 'ServiceRequest.subject', 'expected the Patient, contained or in the same Bundle');
  }
  if (along.filter((one) => one['resourceType'] === 'Patient').length > 1) {
    return refused('invariant', 'ServiceRequest.subject', 'expected one Patient: a referral is of one person');
  }
  const identifier = listOf(request['identifier'])
    .filter(isObject)
    .find((one) => textOf(one['value']) !== undefined);
  if (!identifier) {
    return refused(
      'required',
      'ServiceRequest.identifier',
      'expected what you call this referral: it makes it the same when it is sent again',
    );
  }
  const { status, intent } = request;
  if (status !== 'active')
    return refused('value', 'ServiceRequest.status', `expected active, ${shown(status)} was sent`);
  if (intent !== 'order' && intent !== 'proposal' && intent !== 'plan') {
    return refused('value', 'ServiceRequest.intent', `expected order, plan or proposal, ${shown(intent)} was sent`);
  }
  const response = along.find((one) => one['resourceType'] === 'QuestionnaireResponse');
  const { said, strange } = answersIn(response);
  if (strange.length > 0) {
    return refused(
      'not-supported',
      'QuestionnaireResponse.item.linkId',
      `not known: ${strange.join(', ')}. Known are: ${[...ANSWERED].join(', ')}`,
    );
  }
  const names = listOf(patient['name']).filter(isObject);
  const name = names.find((one) => one['use'] === 'official') ?? names[0];
  const nhs = listOf(patient['identifier'])
    .filter(isObject)
    .find((one) => one['system'] === NHS_NUMBER_SYSTEM);
  const language = firstOf(patient['communication'])?.['language'];
  const gender = patient['gender'];
  const unsaid = Object.fromEntries([...ANSWERED].map((field) => [field, null]));
  const parsed = referralTerms.safeParse({
    ...unsaid,
    spo2Scale: 1,
    ...said,
    nhsNumber: nhs?.['value'],
    givenName: listOf(name?.['given'])
      .filter((one) => typeof one === 'string')
      .join(' '),
    familyName: name?.['family'],
    birthDate: patient['birthDate'],
    sex: typeof gender === 'string' && GENDERS.has(gender) ? gender : 'unknown',
    postcode: textOf(firstOf(patient['address'])?.['postalCode']) ?? null,
    language: conceptOf(language) ?? '',
    gp: displayOf(patient['generalPractitioner']),
    reason: conceptOf(request['reasonCode']) ?? '',
    referredBy: displayOf(request['requester']) ?? '',
    clinician: displayOf(request['performer']) ?? '',
  });
  if (!parsed.success) {
    return {
      refused: parsed.error.issues.map(({ path, message }) => {
        const field = path.join('.');
        return {
          code: 'value' as const,
          expression: PLACES[field] ?? `QuestionnaireResponse.item.where(linkId='${field}').answer.value`,
          diagnostics: `${field}: ${message}`,
        };
      }),
    };
  }
  const location = firstOf(request['locationReference'])?.['identifier'];
  const system = textOf(identifier['system']) ?? '';
  return {
    terms: parsed.data,
    reference: `${system}|${String(identifier['value'])}`.slice(0, 400),
    wardId: isObject(location) ? (textOf(location['value']) ?? null) : null,
  };
}

/** Where a refusal of the record or of the rules stands in what was sent. */
export const placeOf = (field: string): string =>
  PLACES[field] ?? `QuestionnaireResponse.item.where(linkId='${field}').answer.value`;

const shown = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 40) : 'nothing');

const refused = (code: FhirIssue['code'], expression: string, diagnostics: string) => ({
  refused: [{ code, expression, diagnostics }] as const,
});
