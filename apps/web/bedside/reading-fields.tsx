import { WHY_NOT_TAKEN, type Consciousness, type WhyNotTaken } from '#clinical';
import { useId, type Dispatch } from 'react';
import { doubtAbout, isNumber, nudged, STEPS, type Entry, type EntryAct, type NumberStep, type Step } from './entry.ts';
import { NumberPad } from './number-pad.tsx';

export const STEP_NAMES: Readonly<Record<Step, string>> = {
  respiration: 'Breaths',
  spo2: 'SpO2',
  oxygen: 'Air or oxygen',
  oxygenFlow: 'Oxygen flow',
  systolic: 'BP upper',
  diastolic: 'BP lower',
  pulse: 'Pulse',
  consciousness: 'Alertness',
  temperature: 'Temperature',
};

const UNITS: Readonly<Record<NumberStep, string>> = {
  respiration: 'a minute',
  spo2: '%',
  oxygenFlow: 'L/min',
  systolic: 'mmHg',
  diastolic: 'mmHg',
  pulse: 'a minute',
  temperature: '°C',
};

const ACVPU: readonly (readonly [Consciousness, string])[] = [
  ['A', 'Alert'],
  ['C', 'New or worse confusion'],
  ['V', 'Answers to a voice'],
  ['P', 'Answers to pain'],
  ['U', 'Does not answer'],
];

interface ReadingFieldsProps {
  entry: Entry;
  onAct: Dispatch<EntryAct>;
}

/** One thing asked after the other; what was answered stands above and can be tapped again. */
export function ReadingFields({ entry, onAct }: ReadingFieldsProps) {
  return (
    <div className="taking">
      <ol className="taking__fields">
        {STEPS.filter((step) => step !== 'oxygenFlow' || entry.onOxygen === true).map((step) => (
          <li key={step}>
            {isNumber(step) ? (
              <NumberField step={step} entry={entry} onAct={onAct} />
            ) : (
              <ChoiceField step={step} entry={entry} onAct={onAct} />
            )}
          </li>
        ))}
      </ol>
      {entry.step !== null && <Asking step={entry.step} entry={entry} onAct={onAct} />}
    </div>
  );
}

function NumberField({ step, entry, onAct }: ReadingFieldsProps & { step: NumberStep }) {
  const id = useId();
  const doubt = doubtAbout(step, entry);
  const why = entry.notTaken[step];
  return (
    <div className={fieldClass(step, entry, doubt !== null)}>
      <label htmlFor={id}>
        {STEP_NAMES[step]} <span className="field__unit">{UNITS[step]}</span>
      </label>
      <input
        id={id}
        className="field__value"
        // The pad below is the keyboard on a tablet; a keyboard that is plugged in works all the same.
        inputMode="none"
        autoComplete="off"
        value={entry.typed[step] ?? ''}
        placeholder={why === undefined ? '' : 'not taken'}
        aria-invalid={doubt !== null || undefined}
        aria-describedby={doubt !== null || why !== undefined ? `${id}-said` : undefined}
        onFocus={() => onAct({ kind: 'go', step })}
        onChange={(change) => onAct({ kind: 'typed', step, text: change.target.value })}
      />
      {doubt !== null && (
        <p className="field__doubt" id={`${id}-said`}>
          {doubt}
        </p>
      )}
      {why !== undefined && (
        <p className="field__not-taken" id={`${id}-said`}>
          Not taken: {WHY_NOT_TAKEN[why]}
        </p>
      )}
    </div>
  );
}

function ChoiceField({ step, entry, onAct }: ReadingFieldsProps & { step: 'oxygen' | 'consciousness' }) {
  const why = entry.notTaken[step];
  return (
    <div className={fieldClass(step, entry, false)}>
      <span>{STEP_NAMES[step]}</span>
      <button type="button" className="field__value field__value--choice" onClick={() => onAct({ kind: 'go', step })}>
        {why === undefined ? (chosen(step, entry) ?? 'Choose') : `Not taken: ${WHY_NOT_TAKEN[why]}`}
        <span className="nhsuk-u-visually-hidden">: change {STEP_NAMES[step].toLowerCase()}</span>
      </button>
    </div>
  );
}

const fieldClass = (step: Step, entry: Entry, doubtful: boolean): string =>
  `field${entry.step === step ? ' field--asked' : ''}${doubtful ? ' field--doubtful' : ''}`;

function chosen(step: 'oxygen' | 'consciousness', { onOxygen, consciousness }: Entry): string | null {
  if (step === 'oxygen') return onOxygen === null ? null : onOxygen ? 'Oxygen' : 'Air';
  return ACVPU.find(([value]) => value === consciousness)?.[1] ?? null;
}

/** What answers the question at hand: choices, or the number pad; and a way out for what cannot be taken. */
function Asking({ step, entry, onAct }: ReadingFieldsProps & { step: Step }) {
  return (
    <div className="asking">
      <p className="asking__what" aria-live="polite">
        {STEP_NAMES[step]}
        {isNumber(step) && <span className="field__unit"> {UNITS[step]}</span>}
      </p>
      {step === 'oxygen' && (
        <div className="choices">
          <button type="button" onClick={() => onAct({ kind: 'oxygen', on: false })}>
            Air
          </button>
          <button type="button" onClick={() => onAct({ kind: 'oxygen', on: true })}>
            Oxygen
          </button>
        </div>
      )}
      {step === 'consciousness' && (
        <div className="choices">
          {ACVPU.map(([value, words]) => (
            <button key={value} type="button" onClick={() => onAct({ kind: 'consciousness', is: value })}>
              {words}
            </button>
          ))}
        </div>
      )}
      {isNumber(step) && (
        <div className="asking__number">
          <NumberPad onKey={(key) => onAct({ kind: 'key', key })} />
          <Steppers step={step} text={entry.typed[step] ?? ''} onAct={onAct} />
        </div>
      )}
      <div className="asking__ways-on">
        <WhyNot words="Cannot take it, because" onWhy={(why) => onAct({ kind: 'not-taken', why })} />
        <button type="button" className="asking__next" onClick={() => onAct({ kind: 'next' })}>
          Next
        </button>
      </div>
    </div>
  );
}

interface SteppersProps {
  readonly step: NumberStep;
  /** What stands in the field. */
  readonly text: string;
  readonly onAct: Dispatch<EntryAct>;
}

/** More or less of what was typed. Of an empty field there is no more and no less: it stays not taken until somebody types. */
function Steppers({ step, text, onAct }: SteppersProps) {
  return (
    <div className="steppers">
      {([1, -1] as const).map((by) => (
        <button
          key={by}
          type="button"
          className="pad__key"
          aria-label={`${STEP_NAMES[step]}, ${by === 1 ? 'more' : 'less'}`}
          // Not `disabled`: a thumb that is on it at the bound keeps the keyboard's place.
          aria-disabled={nudged(step, by, text) === null}
          onClick={() => onAct({ kind: 'nudge', by })}
        >
          {by === 1 ? '+' : '−'}
        </button>
      ))}
      <output className="nhsuk-u-visually-hidden">{text}</output>
    </div>
  );
}

/** A way out of a question, or of the whole set: nothing is taken for normal. */
export function WhyNot({ words, onWhy }: { words: string; onWhy: (why: WhyNotTaken) => void }) {
  return (
    <label className="asking__cannot">
      {words}
      <select value="" onChange={(change) => onWhy(change.target.value as WhyNotTaken)}>
        <option value="" disabled>
          choose why
        </option>
        {Object.entries(WHY_NOT_TAKEN).map(([why, said]) => (
          <option key={why} value={why}>
            {said}
          </option>
        ))}
      </select>
    </label>
  );
}
