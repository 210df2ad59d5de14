import { LEVELS, type MonitoringLevel } from '#clinical';
import type { LevelChange, StayReadiness } from '#contracts';
import { useState, type SubmitEvent } from 'react';
import { hub, whyNot } from '../hub.ts';
import { typedInto } from '../page/form-text.ts';
import { Buttons, Choice, Field, TextArea, Ticks } from '../sources/fields.tsx';
import { dayAndTime } from '../words/times.ts';

const FROM_CLOSEST = Object.keys(LEVELS) as MonitoringLevel[];

const SAID = [
  { id: 'agreedByPatient', name: 'The patient or carer agrees' },
  { id: 'hasSafetyNetAdvice', name: 'They have the safety-net advice' },
  { id: 'canTakeReadings', name: 'There is a way to take readings at the next level' },
] as const;

interface LevelFormProps {
  stay: StayReadiness;
  onDone: (sentence: string) => void;
  onCancel: () => void;
  onSessionEnded: () => void;
}

/** To which level, who agrees, and why. What is not ticked was not said. */
export function LevelForm({ stay, onDone, onCancel, onSessionEnded }: LevelFormProps) {
  const above = FROM_CLOSEST.slice(0, FROM_CLOSEST.indexOf(stay.level));
  const choices = [...(stay.below === null ? [] : [stay.below]), ...above.toReversed()];
  const [to, setTo] = useState<string>(choices[0] ?? '');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const isDown = to === stay.below;

  async function send(submit: SubmitEvent<HTMLFormElement>): Promise<void> {
    submit.preventDefault();
    if (busy) return;
    const form = new FormData(submit.currentTarget);
    const reason = typedInto(form, 'reason').trim();
    const level = choices.find((one) => one === to);
    if (level === undefined) return setFault('Choose a level');
    if (reason === '') return setFault('Give the reason');
    const clinician = typedInto(form, 'clinician').trim();
    const ticked = form.getAll('said');
    const isSaid = (id: (typeof SAID)[number]['id']): true | null => (ticked.includes(id) ? true : null);
    const change: LevelChange = {
      version: stay.version,
      to: level,
      reason,
      agreedByClinician: clinician === '' ? null : clinician,
      agreedByPatient: isSaid('agreedByPatient'),
      hasSafetyNetAdvice: isSaid('hasSafetyNetAdvice'),
      canTakeReadings: isSaid('canTakeReadings'),
      override: form.has('override'),
    };
    setFault(null);
    setBusy(true);
    const answer = await hub.changeLevel(stay.admissionId, change);
    setBusy(false);
    if (answer.kind === 'signed-out') return onSessionEnded();
    if (answer.kind !== 'done') return setFault(whyNot(answer));
    const { bed, nextDueAt } = answer.body;
    const where = bed === stay.bed ? '' : bed === null ? `, bed ${stay.bed} is free` : `, in bed ${bed}`;
    onDone(`${stay.name} is now on ${level}${where}. The next set is due at ${dayAndTime(nextDueAt)}.`);
  }

  return (
    <form
      className="step-down__form"
      onSubmit={(submit) => void send(submit)}
      noValidate
      aria-label={`Level of ${stay.name}`}
    >
      {fault !== null && (
        <p className="nhsuk-error-message" role="alert">
          <span className="nhsuk-u-visually-hidden">Error:</span> {fault}
        </p>
      )}
      <div onChange={(change) => change.target instanceof HTMLSelectElement && setTo(change.target.value)}>
        <Choice
          label="Level"
          {...(stay.level === 'light' ? { hint: 'Check-in frees the bed.' } : {})}
          name="to"
          value={to}
          among={choices.map((one) => ({
            id: one,
            name: `${one === stay.below ? 'Down' : 'Up'} to ${one} (${LEVELS[one].title})`,
          }))}
        />
      </div>
      {isDown && (
        <>
          <Field label="Clinician who agrees" hint="Their name" name="clinician" width={20} />
          <Ticks legend="What was said" name="said" among={SAID} ticked={[]} />
        </>
      )}
      <TextArea label="Reason" hint="It stands with the change." name="reason" />
      {isDown && stay.mayOverride && (
        <Ticks
          legend="When not everything is met"
          hint="What was not met is kept with your name and the reason."
          name="override"
          among={[{ id: 'override', name: 'Step down all the same' }]}
          ticked={[]}
        />
      )}
      <Buttons busy={busy} onCancel={onCancel}>
        {isDown ? 'Step down' : 'Step up'}
      </Buttons>
    </form>
  );
}
