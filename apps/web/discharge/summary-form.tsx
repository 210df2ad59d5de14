import {
  MEDICINE_CHANGES,
  type DischargeContents,
  type DischargeSummaryDraft,
  type DischargeSummaryView,
  type MedicineChange,
} from '#contracts';
import { useId, useState, type ReactNode } from 'react';
import type { Answer } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { Choice, Field, TextArea } from '../sources/fields.tsx';

interface SummaryFormProps {
  view: DischargeSummaryView;
  send: (draft: DischargeSummaryDraft) => Promise<Answer<DischargeSummaryView>>;
  onDone: () => void;
  onCancel: () => void;
  onSessionEnded: () => void;
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Begins with the summary that holds, else with what the record says. What only a clinician knows is not answered for them. */
export function SummaryForm({ view: newest, send, onDone, onCancel, onSessionEnded }: SummaryFormProps) {
  // What comes meanwhile is not what was read: the hub says so when this is sent.
  const [view] = useState(newest);
  const [last] = view.written;
  const { draft } = view;
  const begin = last ?? { ...draft, diagnoses: '' };
  // The hub keeps what comes under one id once, so that a press whose answer was lost can be made again.
  const [id] = useState(() => crypto.randomUUID());
  const [medicines, setMedicines] = useState<'none' | 'changed' | null>(last?.medicines.kind ?? null);
  const [followUp, setFollowUp] = useState<'none' | 'planned' | null>(last?.followUp.kind ?? null);
  const hadMedicines = last?.medicines.kind === 'changed' ? last.medicines.changes : [];
  const hadSteps = last?.followUp.kind === 'planned' ? last.followUp.steps : [];
  const [medicineRows, setMedicineRows] = useState(Math.max(1, hadMedicines.length));
  const [stepRows, setStepRows] = useState(Math.max(1, hadSteps.length));

  const read = (form: FormData): DischargeSummaryDraft => ({
    id,
    after: last?.id ?? null,
    reason: typedInto(form, 'reason').trim(),
    course: typedInto(form, 'course').trim(),
    diagnoses: typedInto(form, 'diagnoses').trim(),
    medicines: medicines === 'changed' ? { kind: 'changed', changes: changesIn(form, medicineRows) } : { kind: 'none' },
    followUp: followUp === 'planned' ? { kind: 'planned', steps: stepsIn(form, stepRows) } : { kind: 'none' },
    lookFor: linesOf(typedInto(form, 'lookFor')),
    ring: linesOf(typedInto(form, 'ring')),
    forPerson: typedInto(form, 'forPerson').trim(),
  });

  return (
    <ChangeForm
      className="discharge__form"
      name="Confirm and keep the summary"
      faults={(form) => faultsOf(read(form), { medicines, followUp })}
      send={(form) => send(read(form))}
      {...{ onDone, onCancel, onSessionEnded }}
    >
      <h2 className="nhsuk-heading-m">{last === undefined ? 'Write the summary' : 'Correct the summary'}</h2>
      <p>What stands here already comes from the record. Put right what is wrong: you confirm all of it.</p>
      <TextArea label="Reason for admission" name="reason" value={begin.reason} rows={3} />
      <TextArea label="What happened" name="course" value={begin.course} rows={6} />
      <TextArea label="Diagnoses and outcome" name="diagnoses" value={begin.diagnoses} rows={3} />
      <Answered
        legend="Medication changes"
        name="medicines"
        value={medicines}
        among={{ none: 'No medicine was started, stopped or changed', changed: 'Some were' }}
        onChoose={setMedicines}
      />
      {medicines === 'changed' && (
        <div className="discharge__rows">
          {Array.from({ length: medicineRows }, (_, n) => (
            <fieldset className="discharge__row" key={n}>
              <legend className="nhsuk-u-visually-hidden">Medicine {n + 1}</legend>
              <Choice
                label="Change"
                name={`change-${n}`}
                value={hadMedicines[n]?.change ?? 'started'}
                among={Object.entries(MEDICINE_CHANGES).map(([one, name]) => ({ id: one, name }))}
              />
              <Field label="Medicine" name={`medicine-${n}`} value={hadMedicines[n]?.medicine ?? ''} />
              <Field label="Dose from now on" name={`dose-${n}`} value={hadMedicines[n]?.dose ?? ''} />
              <Field label="Why" name={`why-${n}`} value={hadMedicines[n]?.why ?? ''} />
            </fieldset>
          ))}
          <Another what="medicine" onPress={() => setMedicineRows(medicineRows + 1)} />
        </div>
      )}
      <Answered
        legend="Follow-up"
        name="followUp"
        value={followUp}
        among={{ none: 'Nothing further is planned or asked for', planned: 'This is to be done' }}
        onChoose={setFollowUp}
      />
      {followUp === 'planned' && (
        <div className="discharge__rows">
          {Array.from({ length: stepRows }, (_, n) => (
            <fieldset className="discharge__row discharge__row--step" key={n}>
              <legend className="nhsuk-u-visually-hidden">Step {n + 1}</legend>
              <Field label="What" name={`what-${n}`} value={hadSteps[n]?.what ?? ''} />
              <Field label="Who" name={`who-${n}`} value={hadSteps[n]?.who ?? ''} />
              <Field label="By" name={`by-${n}`} type="date" value={hadSteps[n]?.by ?? ''} />
            </fieldset>
          ))}
          <Another what="step" onPress={() => setStepRows(stepRows + 1)} />
        </div>
      )}
      <h3 className="nhsuk-heading-s">Escalation plan as it stands</h3>
      <p>{draft.told.escalation ?? 'None is recorded.'} It goes along as it stands in the plan.</p>
      <h3 className="nhsuk-heading-s">For the person, in plain words</h3>
      <TextArea label="What happened, as you would say it to them" name="forPerson" value={begin.forPerson} rows={4} />
      <TextArea
        label="What to look for"
        hint="One sign a line."
        name="lookFor"
        value={begin.lookFor.join('\n')}
        rows={6}
      />
      <TextArea label="Whom to ring" hint="One a line." name="ring" value={begin.ring.join('\n')} rows={4} />
    </ChangeForm>
  );
}

function changesIn(form: FormData, rows: number) {
  return Array.from({ length: rows }, (_, n) => {
    const change = typedInto(form, `change-${n}`) as MedicineChange;
    const dose = typedInto(form, `dose-${n}`).trim();
    return {
      change,
      medicine: typedInto(form, `medicine-${n}`).trim(),
      dose: change === 'stopped' && dose === '' ? null : dose,
      why: typedInto(form, `why-${n}`).trim(),
    };
    // A row of which nothing was typed was not needed.
  }).filter(({ medicine, dose, why }) => medicine !== '' || why !== '' || (dose ?? '') !== '');
}

const stepsIn = (form: FormData, rows: number) =>
  Array.from({ length: rows }, (_, n) => ({
    what: typedInto(form, `what-${n}`).trim(),
    who: typedInto(form, `who-${n}`).trim(),
    by: typedInto(form, `by-${n}`),
  })).filter(({ what, who, by }) => what !== '' || who !== '' || by !== '');

/** In the order of the form. */
function faultsOf(
  draft: DischargeContents,
  { medicines, followUp }: { medicines: string | null; followUp: string | null },
): string[] {
  const missing = (text: string, what: string): string[] => (text === '' ? [what] : []);
  return [
    ...missing(draft.reason, 'Write the reason for admission'),
    ...missing(draft.course, 'Write what happened'),
    ...missing(draft.diagnoses, 'Write the diagnoses and the outcome'),
    ...(medicines === null ? ['Say whether any medicine was changed'] : []),
    ...(draft.medicines.kind === 'changed'
      ? draft.medicines.changes.length === 0
        ? ['Write which medicine was changed, or say that none was']
        : draft.medicines.changes.flatMap(({ change, medicine, dose, why }, n) => [
            ...missing(medicine, `Medicine ${n + 1}: write its name`),
            ...(change !== 'stopped' && dose === '' ? [`Medicine ${n + 1}: write the dose from now on`] : []),
            ...(change === 'stopped' && dose !== null ? [`Medicine ${n + 1}: what was stopped has no dose`] : []),
            ...missing(why, `Medicine ${n + 1}: write why`),
          ])
      : []),
    ...(followUp === null ? ['Say whether anything is to follow'] : []),
    ...(draft.followUp.kind === 'planned'
      ? draft.followUp.steps.length === 0
        ? ['Write what is to be done, or say that nothing is']
        : draft.followUp.steps.flatMap(({ what, who, by }, n) => [
            ...missing(what, `Step ${n + 1}: write what is to be done`),
            ...missing(who, `Step ${n + 1}: write who does it`),
            ...missing(by, `Step ${n + 1}: give the day by which it is done`),
          ])
      : []),
    ...missing(draft.forPerson, 'Write what happened in plain words for the person'),
    ...(draft.lookFor.length === 0 ? ['Write what to look for'] : []),
    ...(draft.ring.length === 0 ? ['Write whom to ring'] : []),
  ];
}

function Another({ what, onPress }: { what: string; onPress: () => void }) {
  return (
    <button type="button" className="nhsuk-button nhsuk-button--secondary nhsuk-button--small" onClick={onPress}>
      Another {what}
    </button>
  );
}

interface AnsweredProps<T extends string> {
  legend: ReactNode;
  name: string;
  /** Null until somebody has answered: nothing is taken for granted. */
  value: T | null;
  among: Readonly<Record<T, string>>;
  onChoose: (value: T) => void;
}

function Answered<T extends string>({ legend, name, value, among, onChoose }: AnsweredProps<T>) {
  const id = useId();
  return (
    <div className="nhsuk-form-group">
      <fieldset className="nhsuk-fieldset">
        <legend className="nhsuk-fieldset__legend discharge__legend">{legend}</legend>
        <div className="nhsuk-radios nhsuk-radios--small">
          {(Object.keys(among) as T[]).map((one) => (
            <div className="nhsuk-radios__item" key={one}>
              <input
                className="nhsuk-radios__input"
                id={`${id}-${one}`}
                type="radio"
                name={name}
                value={one}
                checked={value === one}
                onChange={() => onChoose(one)}
              />
              <label className="nhsuk-label nhsuk-radios__label" htmlFor={`${id}-${one}`}>
                {among[one]}
              </label>
            </div>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
