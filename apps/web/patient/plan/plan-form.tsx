import { LEVELS, refusePlan, TIMETABLES } from '#clinical';
import { showWallClockTime, type PlanChangeMade, type StayPlanView } from '#contracts';
import { useId, useMemo, useRef, useState, type ReactNode, type SubmitEvent } from 'react';
import { hub, whyNot } from '../../hub.ts';
import { Faults } from '../../page/faults.tsx';
import { Field } from '../../sources/fields.tsx';
import { parameterWords, unitWords } from '../../words/parameters.ts';
import { ruleName } from '../../words/rules.ts';
import { FromTemplate } from './from-template.tsx';
import { Meanwhile } from './meanwhile.tsx';
import {
  differing,
  fieldAt,
  fieldsIn,
  fieldsOf,
  LIMITED,
  mergedFields,
  readPlan,
  USUAL,
  vitalName,
  vitalUnit,
  WEEKDAYS,
  type PlanField,
  type PlanFields,
} from './plan-fields.ts';

interface PlanFormProps {
  /** The plan as it stands now. */
  latest: StayPlanView;
  onDone: (sentence: string) => void;
  onCancel: () => void;
  onSessionEnded: () => void;
  /** For stories: what was typed, and the plan that it was begun on. */
  began?: { readonly on: StayPlanView; readonly typed: PlanFields };
}

/** Somebody else changed the plan while this form was open. */
interface Overtaken {
  /** The plan that the form was opened on. */
  readonly opened: StayPlanView;
  readonly changes: readonly PlanChangeMade[];
}

const NO_FAULTS: ReadonlyMap<string, string> = new Map();

/**
 * Changes the plan. It is saved over the plan that was seen and over no other: when somebody was quicker, what they did is
 * shown beside what was typed, and nothing of that is lost.
 */
export function PlanForm({ latest, onDone, onCancel, onSessionEnded, began }: PlanFormProps) {
  const [opened] = useState(began?.on ?? latest);
  /** What a save is over. */
  const [base, setBase] = useState(began ? latest : opened);
  const fields = useMemo(() => fieldsIn(opened), [opened]);
  const [typed, setTyped] = useState<PlanFields>(() =>
    began ? { ...fieldsOf(fields, latest.plan), ...began.typed } : fieldsOf(fields, opened.plan),
  );
  const [reason, setReason] = useState('');
  const [faults, setFaults] = useState(NO_FAULTS);
  const [trouble, setTrouble] = useState<readonly string[]>([]);
  const [sending, setSending] = useState(false);
  const reasonId = useId();
  const form = useRef<HTMLFormElement>(null);

  const overtaken: Overtaken | null =
    base.version === opened.version
      ? null
      : { opened, changes: base.changes.filter(({ version }) => version > opened.version) };
  const type = (id: string, value: string): void => setTyped((now) => ({ ...now, [id]: value }));

  function tell(found: ReadonlyMap<string, string>, others: readonly string[] = []): void {
    setFaults(found);
    setTrouble([...found.values(), ...others]);
  }

  /** Somebody was quicker: what they did comes under what was typed. */
  async function catchUp(sentence: string): Promise<void> {
    const answer = await hub.plan(opened.admissionId);
    if (answer.kind === 'signed-out') return onSessionEnded();
    if (answer.kind !== 'done') return tell(NO_FAULTS, [sentence]);
    setTyped((mine) => mergedFields(fieldsOf(fields, base.plan), fieldsOf(fields, answer.body.plan), mine));
    setBase(answer.body);
    tell(NO_FAULTS);
  }

  async function save(submit: SubmitEvent<HTMLFormElement>): Promise<void> {
    submit.preventDefault();
    if (sending) return;
    const read = readPlan(fields, typed, base.plan);
    if (read.kind === 'faults') return tell(read.faults);
    const outside = new Map<string, string>();
    const elsewhere: string[] = [];
    const refuse = (pointer: string, words: string): void => {
      const id = fieldAt(fields, pointer);
      if (id === null) elsewhere.push(words);
      else outside.set(id, words);
    };
    for (const { path, message, mayChange } of refusePlan(read.plan, base.level))
      refuse(path, `${message} What is allowed here: ${mayChange} decides.`);
    if (differing(fields, fieldsOf(fields, base.plan), typed).length === 0)
      elsewhere.push('Nothing is different from the plan as it stands');
    if (reason.trim() === '') elsewhere.push('Give the reason');
    tell(outside, elsewhere);
    if (outside.size + elsewhere.length > 0) return;

    setSending(true);
    const change = { version: base.version, reason: reason.trim(), plan: read.plan };
    const answer = await hub.changePlan(opened.admissionId, change);
    if (answer.kind === 'refused' && answer.status === 409) await catchUp(whyNot(answer));
    setSending(false);
    switch (answer.kind) {
      case 'signed-out':
        return onSessionEnded();
      case 'done':
        return onDone('The plan is in force.');
      case 'unreachable':
        return tell(NO_FAULTS, [whyNot(answer)]);
      case 'refused':
        if (answer.status === 409) return;
        for (const { pointer, detail } of answer.problem?.errors ?? []) refuse(pointer, detail);
        return tell(outside, outside.size + elsewhere.length > 0 ? elsewhere : [whyNot(answer)]);
    }
  }

  const own = opened.thresholds.filter(({ perPatient }) => perPatient);
  const field = (id: string): PlanField => fields.find((one) => one.id === id) ?? { id, name: id, unit: '' };
  const input = (id: string, label: ReactNode, hint?: string) => (
    <Field
      name={id}
      label={label}
      value={typed[id] ?? ''}
      fault={faults.get(id)}
      onType={(text) => type(id, text)}
      {...(id === 'schedule.minutes' ? { width: 20 } : { width: 5, decimal: true })}
      {...(hint !== undefined && { hint })}
    />
  );
  return (
    <form className="stay-view plan-form" ref={form} onSubmit={(submit) => void save(submit)} noValidate>
      <h2 className="nhsuk-heading-m">Change the plan</h2>
      <Faults title="The plan was not changed" faults={trouble} />
      {overtaken !== null && (
        <Meanwhile
          key={base.version}
          opened={opened}
          now={base}
          changes={overtaken.changes}
          fields={fields}
          typed={typed}
          onTake={(id, value) => type(id, value)}
        />
      )}
      {overtaken === null && latest.version > base.version && (
        <output className="plan-form__behind">
          Somebody has changed this patient’s stay since you began. What they did is shown when you save; what you type
          here is kept.
        </output>
      )}
      <FromTemplate view={base} fields={fields} values={typed} onType={type} />
      <fieldset className="nhsuk-fieldset plan__part">
        <legend className="plan__title">Escalation plan</legend>
        <div className="nhsuk-form-group">
          <label className="nhsuk-label" htmlFor={`${reasonId}-escalation`}>
            What is to be done, and what not, should they get worse
          </label>
          <textarea
            className="nhsuk-textarea"
            id={`${reasonId}-escalation`}
            rows={3}
            maxLength={500}
            value={typed['escalation'] ?? ''}
            onChange={(change) => type('escalation', change.target.value)}
          />
        </div>
      </fieldset>
      <fieldset className="nhsuk-fieldset plan__part">
        <legend className="plan__title">Usual for this person when well</legend>
        <p className="nhsuk-hint">Left empty, it is taken from their readings of the last 7 days.</p>
        <div className="plan-form__grid">
          {USUAL.map((vital) => (
            <div key={vital}>
              {input(`baseline.${vital}`, <Named name={vitalName(vital)} unit={vitalUnit(vital)} />)}
            </div>
          ))}
        </div>
      </fieldset>
      <fieldset className="nhsuk-fieldset plan__part">
        <legend className="plan__title">Own limits</legend>
        <p className="nhsuk-hint">
          Alerts beyond them, beside the rules of the ward. A value on a limit does not alert.
        </p>
        <div className="plan-form__limits">
          {LIMITED.map((vital) => (
            <fieldset key={vital} className="plan-form__limit" aria-label={vitalName(vital)}>
              <span className="plan-form__vital">
                <Named name={vitalName(vital)} unit={vitalUnit(vital)} />
              </span>
              {input(`limits.${vital}.low`, 'Below')}
              {input(`limits.${vital}.high`, 'Above')}
              <Pressing
                field={field(`limits.${vital}.priority`)}
                value={typed[`limits.${vital}.priority`] ?? ''}
                onType={type}
              />
            </fieldset>
          ))}
        </div>
      </fieldset>
      <fieldset className="nhsuk-fieldset plan__part">
        <legend className="plan__title">Targets and treatment</legend>
        <div className="plan-form__grid">
          {input('spo2Target.low', <Named name="SpO2 target from" unit="%" />)}
          {input('spo2Target.high', <Named name="SpO2 target to" unit="%" />)}
          {input('prescribedOxygenFlow', <Named name="Prescribed oxygen" unit="L/min" />)}
          {input('targetWeight', <Named name="Target weight" unit="kg" />)}
        </div>
        <div className="nhsuk-checkboxes nhsuk-checkboxes--small">
          <div className="nhsuk-checkboxes__item">
            <input
              className="nhsuk-checkboxes__input"
              id={`${reasonId}-glucose`}
              type="checkbox"
              checked={typed['glucoseLowering'] === 'yes'}
              onChange={(change) => type('glucoseLowering', change.target.checked ? 'yes' : '')}
            />
            <label className="nhsuk-label nhsuk-checkboxes__label" htmlFor={`${reasonId}-glucose`}>
              Takes insulin or a sulfonylurea
            </label>
          </div>
        </div>
      </fieldset>
      <fieldset className="nhsuk-fieldset plan__part">
        <legend className="plan__title">Thresholds of their own</legend>
        <p className="nhsuk-hint">Left empty, the ward’s holds. Nobody can pass the hard bounds.</p>
        <div className="plan-form__grid plan-form__grid--wide">
          {own.map(({ ruleId, parameter, unit, ward, min, max }) => (
            <div key={`${ruleId} ${parameter}`}>
              {input(
                `overrides.${ruleId}.${parameter}`,
                <Named name={`${ruleName(ruleId)}: ${parameterWords(ruleId, parameter)}`} unit={unitWords(unit)} />,
                `The ward’s: ${ward}. Bounds: ${min} to ${max}.`,
              )}
            </div>
          ))}
        </div>
      </fieldset>
      <fieldset className="nhsuk-fieldset plan__part">
        <legend className="plan__title">When sets are due</legend>
        {input(
          'schedule.minutes',
          'Times of day, on the ward’s clocks',
          `At least ${LEVELS[opened.level].setsPerWeek} sets a week at this level; usual: ${TIMETABLES[
            opened.level
          ].minutes
            .map(showWallClockTime)
            .join(', ')}. Left empty, a set is due one round of the level after the last.`,
        )}
        <Days value={typed['schedule.weekdays'] ?? ''} onType={type} />
      </fieldset>
      <div className="plan__part plan-form__end">
        <div className="nhsuk-form-group">
          <label className="nhsuk-label" htmlFor={reasonId}>
            <strong>Reason for the change</strong>
          </label>
          <textarea
            className="nhsuk-textarea"
            id={reasonId}
            rows={2}
            maxLength={500}
            value={reason}
            onChange={(change) => setReason(change.target.value)}
          />
        </div>
        <div className="change-form__buttons">
          <button type="submit" className="nhsuk-button" aria-disabled={sending}>
            {sending ? 'Saving…' : overtaken === null ? 'Put in force' : 'Put mine in force over it'}
          </button>
          <button type="button" className="nhsuk-button nhsuk-button--secondary" onClick={onCancel}>
            Cancel
          </button>
        </div>
      </div>
    </form>
  );
}

const Named = ({ name, unit }: { name: string; unit: string }) => (
  <>
    {name}
    {unit !== '' && <span className="plan__from">, {unit}</span>}
  </>
);

interface PressingProps {
  field: PlanField;
  value: string;
  onType: (id: string, value: string) => void;
}

function Pressing({ field, value, onType }: PressingProps) {
  const id = useId();
  return (
    <div className="nhsuk-form-group">
      <label className="nhsuk-label" htmlFor={id}>
        Priority
      </label>
      <select
        className="nhsuk-select"
        id={id}
        value={value}
        onChange={(change) => onType(field.id, change.target.value)}
      >
        <option value="">urgent</option>
        <option value="emergency">emergency</option>
        <option value="routine">routine</option>
      </select>
    </div>
  );
}

/** Monday first, as weeks are read here. */
const WEEK = [1, 2, 3, 4, 5, 6, 0];

function Days({ value, onType }: { value: string; onType: (id: string, value: string) => void }) {
  const id = useId();
  const chosen = value.split(',').filter((day) => day !== '');
  return (
    <fieldset className="nhsuk-fieldset">
      <legend className="nhsuk-label">On these days; on every day where none is ticked</legend>
      <div className="nhsuk-checkboxes nhsuk-checkboxes--small plan-form__days">
        {WEEK.map((day) => (
          <div className="nhsuk-checkboxes__item" key={day}>
            <input
              className="nhsuk-checkboxes__input"
              id={`${id}-${day}`}
              type="checkbox"
              checked={chosen.includes(String(day))}
              onChange={(change) => {
                const others = chosen.filter((one) => one !== String(day));
                const next = change.target.checked ? [...others, String(day)] : others;
                onType('schedule.weekdays', next.toSorted().join(','));
              }}
            />
            <label className="nhsuk-label nhsuk-checkboxes__label" htmlFor={`${id}-${day}`}>
              {WEEKDAYS[day]}
            </label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
