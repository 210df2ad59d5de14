import type { Consciousness } from '#clinical';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import {
  doubtAbout,
  enter,
  isNumber,
  STEPS,
  type Entry,
  type EntryAct,
  type NumberStep,
  type Step,
} from '../bedside/entry.ts';
import { ACVPU_WORDS } from './acvpu.ts';

const NAMES: Readonly<Record<NumberStep, readonly [name: string, unit: string]>> = {
  respiration: ['Breaths', 'a minute'],
  spo2: ['Oxygen level (SpO2)', '%'],
  oxygenFlow: ['Oxygen flow', 'L/min'],
  systolic: ['Upper blood pressure', 'mmHg'],
  diastolic: ['Lower blood pressure', 'mmHg'],
  pulse: ['Pulse', 'a minute'],
  temperature: ['Temperature', '°C'],
};

const ACVPU = Object.entries(ACVPU_WORDS) as [Consciousness, string][];

type ByLetter = Readonly<Record<string, EntryAct>>;
const BY_LETTER: Readonly<Record<'oxygen' | 'consciousness', ByLetter>> = {
  oxygen: { a: { kind: 'oxygen', on: false }, o: { kind: 'oxygen', on: true } },
  consciousness: Object.fromEntries(
    ACVPU.map(([is]): [string, EntryAct] => [is.toLowerCase(), { kind: 'consciousness', is }]),
  ),
};

interface TelephoneFieldsProps {
  entry: Entry;
  onEntry: (entry: Entry) => void;
}

/**
 * Every reading in one column, for a keyboard: a number that is whole leads on to the next field, and so does a letter where
 * there is a choice. Whoever uses Tab and the arrows is led nowhere.
 */
export function TelephoneFields({ entry, onEntry }: TelephoneFieldsProps) {
  const fields = useRef(new Map<Step, HTMLInputElement>());
  const goTo = useRef<Step | null>(null);

  // After the field is there: the flow is asked for only of somebody on oxygen.
  useEffect(() => {
    if (goTo.current === null) return;
    fields.current.get(goTo.current)?.focus();
    goTo.current = null;
  });

  const act = (done: EntryAct, leads: boolean): void => {
    const next = enter(entry, done);
    if (leads && next.step !== null && next.step !== entry.step) goTo.current = next.step;
    onEntry(next);
  };
  const at = (step: Step) => (field: HTMLInputElement | null) => {
    if (field) fields.current.set(step, field);
    else fields.current.delete(step);
  };
  const letter = (key: KeyboardEvent, answers: ByLetter): void => {
    const answer = key.ctrlKey || key.altKey || key.metaKey ? undefined : answers[key.key.toLowerCase()];
    if (answer === undefined) return;
    key.preventDefault();
    act(answer, true);
  };

  return (
    <div className="telephone__fields">
      {STEPS.filter((step) => step !== 'oxygenFlow' || entry.onOxygen === true).map((step) =>
        isNumber(step) ? (
          <NumberField key={step} step={step} entry={entry} field={at(step)} onAct={act} />
        ) : step === 'oxygen' ? (
          <fieldset key={step} className="telephone__choice">
            <legend>Air or oxygen (press A or O)</legend>
            {([false, true] as const).map((on) => (
              <label key={String(on)}>
                <input
                  type="radio"
                  name="oxygen"
                  ref={on ? undefined : at('oxygen')}
                  checked={entry.onOxygen === on}
                  onFocus={() => act({ kind: 'go', step: 'oxygen' }, false)}
                  onKeyDown={(key) => letter(key, BY_LETTER.oxygen)}
                  onChange={() => act({ kind: 'oxygen', on }, false)}
                />
                {on ? 'Oxygen' : 'Air'}
              </label>
            ))}
          </fieldset>
        ) : (
          <fieldset key={step} className="telephone__choice">
            <legend>How alert they are (press A, C, V, P or U)</legend>
            {ACVPU.map(([is, words], i) => (
              <label key={is}>
                <input
                  type="radio"
                  name="consciousness"
                  ref={i === 0 ? at('consciousness') : undefined}
                  checked={entry.consciousness === is}
                  onFocus={() => act({ kind: 'go', step: 'consciousness' }, false)}
                  onKeyDown={(key) => letter(key, BY_LETTER.consciousness)}
                  onChange={() => act({ kind: 'consciousness', is }, false)}
                />
                {words}
              </label>
            ))}
          </fieldset>
        ),
      )}
    </div>
  );
}

interface NumberFieldProps {
  step: NumberStep;
  entry: Entry;
  field: (input: HTMLInputElement | null) => void;
  onAct: (act: EntryAct, leads: boolean) => void;
}

function NumberField({ step, entry, field, onAct }: NumberFieldProps) {
  const [name, unit] = NAMES[step];
  const doubt = doubtAbout(step, entry);
  const id = `telephone-${step}`;
  return (
    <div className={`telephone__field${doubt === null ? '' : ' telephone__field--doubtful'}`}>
      <label htmlFor={id}>
        {name} <span className="telephone__unit">{unit}</span>
      </label>
      <input
        id={id}
        ref={field}
        inputMode="decimal"
        autoComplete="off"
        value={entry.typed[step] ?? ''}
        aria-invalid={doubt !== null || undefined}
        aria-describedby={doubt === null ? undefined : `${id}-doubt`}
        onFocus={() => onAct({ kind: 'go', step }, false)}
        onChange={(change) => onAct({ kind: 'typed', step, text: change.target.value }, true)}
      />
      {doubt !== null && (
        <p className="telephone__doubt" id={`${id}-doubt`}>
          {doubt}
        </p>
      )}
    </div>
  );
}
