import {
  DIGITAL_ACCESS,
  parseNhsNumber,
  REFERRAL_ROUTES,
  TRAJECTORIES,
  type ReferralTerms,
  type WardBeds,
} from '#contracts';
import { PATHWAY_NAMES } from '../board/icons.tsx';
import { hub } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { Choice, Field, TextArea } from '../sources/fields.tsx';

interface ReferralFormProps {
  wardId: string;
  homes: WardBeds['homes'];
  onDone: (sentence: string) => void;
  onCancel: () => void;
  onSessionEnded: () => void;
}

const UNSAID = { id: '', name: 'Not said' };
const YES_NO = [UNSAID, { id: 'yes', name: 'Yes' }, { id: 'no', name: 'No' }];
const listOf = (table: Readonly<Record<string, string>>) => Object.entries(table).map(([id, name]) => ({ id, name }));

/** What the form says: what was left empty was not said. */
function termsIn(form: FormData): ReferralTerms {
  const text = (name: string): string => typedInto(form, name).trim();
  const orNothing = (name: string): string | null => (text(name) === '' ? null : text(name));
  const number = (name: string): number | null => (text(name) === '' ? null : Number(text(name)));
  const yesNo = (name: string): boolean | null => (text(name) === '' ? null : text(name) === 'yes');
  return {
    nhsNumber: text('nhsNumber'),
    givenName: text('givenName'),
    familyName: text('familyName'),
    birthDate: text('birthDate'),
    sex: text('sex') as ReferralTerms['sex'],
    route: text('route') as ReferralTerms['route'],
    pathway: text('pathway') as ReferralTerms['pathway'],
    reason: text('reason'),
    referredBy: text('referredBy'),
    clinician: text('clinician'),
    pregnant: yesNo('pregnant'),
    consents: yesNo('consents'),
    news2: number('news2'),
    trajectory: orNothing('trajectory') as ReferralTerms['trajectory'],
    spo2: number('spo2'),
    spo2Scale: text('spo2Scale') === '2' ? 2 : 1,
    systolic: number('systolic'),
    heartFailureConfirmed: yesNo('heartFailureConfirmed'),
    clinicalFrailtyScale: number('clinicalFrailtyScale'),
    escalation: orNothing('escalation'),
    carer: orNothing('carer'),
    livesAlone: yesNo('livesAlone'),
    language: text('language'),
    digitalAccess: text('digitalAccess') as ReferralTerms['digitalAccess'],
    postcode: orNothing('postcode'),
    gp: orNothing('gp'),
    careHomeId: orNothing('careHomeId'),
  };
}

const WANTED = [
  ['givenName', 'Write the given name'],
  ['familyName', 'Write the family name'],
  ['birthDate', 'Write the date of birth'],
  ['reason', 'Write why the person is referred'],
  ['referredBy', 'Write who refers, and of which organisation'],
  ['clinician', 'Name the clinician who stays responsible'],
  ['language', 'Write the language that the person speaks best'],
] as const satisfies readonly (readonly [keyof ReferralTerms, string])[];

const NUMBERS = [
  ['news2', 'NEWS2', 0, 20],
  ['spo2', 'SpO2', 50, 100],
  ['systolic', 'Systolic pressure', 50, 260],
  ['clinicalFrailtyScale', 'Clinical Frailty Scale', 1, 9],
] as const satisfies readonly (readonly [keyof ReferralTerms, string, number, number])[];

export function faultsIn(terms: ReferralTerms): string[] {
  return [
    ...(parseNhsNumber(terms.nhsNumber) === null
      ? ['Write the NHS number: ten digits, such as 943 476 5919. One of them is wrong or missing']
      : []),
    ...WANTED.flatMap(([field, fault]) => (terms[field] === '' ? [fault] : [])),
    ...NUMBERS.flatMap(([field, name, least, most]) => {
      const value = terms[field];
      return value === null || (Number.isInteger(value) && value >= least && value <= most)
        ? []
        : [`${name} is a whole number from ${least} to ${most}; leave it empty when it was not said`];
    }),
  ];
}

/** A referral as it is told on the telephone or in a letter: who, why, how they are, and what the person has around them. */
export function ReferralForm({ wardId, homes, onDone, onCancel, onSessionEnded }: ReferralFormProps) {
  return (
    <ChangeForm
      className="beds-page__referral"
      name="Take down the referral"
      faults={(form) => faultsIn(termsIn(form))}
      send={(form) => hub.refer(wardId, termsIn(form))}
      onDone={() => onDone('The referral is there to be decided on.')}
      onCancel={onCancel}
      onSessionEnded={onSessionEnded}
    >
      <h2 className="nhsuk-heading-m">New referral</h2>
      <p className="nhsuk-hint">Leave empty what was not said: it is never taken for good.</p>
      <fieldset className="nhsuk-fieldset beds-page__fields">
        <legend className="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">Who</legend>
        <Field label="NHS number" name="nhsNumber" width={10} />
        <Field label="Given name" name="givenName" width={20} />
        <Field label="Family name" name="familyName" width={20} />
        <Field label="Date of birth" name="birthDate" type="date" width={10} />
        <Choice
          label="Sex"
          name="sex"
          value="unknown"
          among={listOf({ unknown: 'Not known', female: 'Female', male: 'Male', other: 'Other' })}
        />
        <Choice label="Pregnant" name="pregnant" value="" among={YES_NO} />
        <Field label="Postcode" name="postcode" width={10} />
        <Choice label="Lives in" name="careHomeId" value="" among={[{ id: '', name: 'Their own home' }, ...homes]} />
      </fieldset>
      <fieldset className="nhsuk-fieldset beds-page__fields">
        <legend className="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">Why</legend>
        <Choice label="Route" name="route" value="admission-avoidance" among={listOf(REFERRAL_ROUTES)} />
        <Choice label="Pathway" name="pathway" value="frailty" among={listOf(PATHWAY_NAMES)} />
        <Field label="Referred by (name, organisation)" name="referredBy" />
        <Field label="Named clinician" name="clinician" />
        <TextArea label="Reason" name="reason" rows={3} />
        <TextArea
          label="Escalation plan"
          hint="What is to be done, and what not, should they get worse."
          name="escalation"
        />
        <Choice label="Wants to be looked after at home" name="consents" value="" among={YES_NO} />
      </fieldset>
      <fieldset className="nhsuk-fieldset beds-page__fields">
        <legend className="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">How they are</legend>
        <Field label="NEWS2" name="news2" width={5} />
        <Choice label="How they are going" name="trajectory" value="" among={[UNSAID, ...listOf(TRAJECTORIES)]} />
        <Field label="SpO2 (%)" name="spo2" width={5} />
        <Choice
          label="SpO2 scale"
          hint="A clinician orders scale 2 after the admission."
          name="spo2Scale"
          value="1"
          among={listOf({ 1: 'Scale 1', 2: 'Scale 2 (88–92 %)' })}
        />
        <Field label="Systolic pressure (mmHg)" name="systolic" width={5} />
        <Field label="Clinical Frailty Scale" name="clinicalFrailtyScale" width={5} />
        <Choice label="Heart failure confirmed" name="heartFailureConfirmed" value="" among={YES_NO} />
      </fieldset>
      <fieldset className="nhsuk-fieldset beds-page__fields">
        <legend className="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">Around them</legend>
        <Choice label="Lives alone" name="livesAlone" value="" among={YES_NO} />
        <Field label="Carer (name, telephone)" name="carer" />
        <Field label="Language" name="language" value="English" width={20} />
        <Choice label="Readings" name="digitalAccess" value="kit-needed" among={listOf(DIGITAL_ACCESS)} />
        <Field label="GP practice" name="gp" />
      </fieldset>
    </ChangeForm>
  );
}
