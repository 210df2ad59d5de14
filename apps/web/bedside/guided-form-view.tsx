import {
  formResult,
  QUESTIONNAIRES,
  QUESTIONS,
  type FormResult,
  type GuidedForm,
  type Question,
  type QuestionId,
  type Questionnaire,
} from '#clinical';
import { useEffect, useId, useRef, useState } from 'react';
import { everySecond, msBetween, thisMoment, type Moment } from '../clock.ts';
import { countdown } from '../words/times.ts';
import type { Key } from './entry.ts';
import {
  doubtAboutNumber,
  filled,
  FORM_NAMES,
  hasAnything,
  stepsOf,
  UNFILLED,
  type FilledForm,
  type FormEntry,
  type FormStep,
  type NumberAsked,
  type NumberName,
} from './guided-forms.ts';
import { NumberPad } from './number-pad.tsx';

interface GuidedFormProps {
  form: GuidedForm;
  onSend: (filled: FilledForm, result: FormResult) => void;
  onCancel: () => void;
}

/** One form at the bedside, one question at a time. What is not answered is not sent: it is never taken for nought. */
export function GuidedFormView({ form, onSend, onCancel }: GuidedFormProps) {
  const [entry, setEntry] = useState<FormEntry>(UNFILLED);
  const [stoodUp, setStoodUp] = useState<Moment | null>(null);
  const steps = stepsOf(form);
  const step = steps[entry.at];
  const goTo = (at: number): void => setEntry((before) => ({ ...before, at }));
  const onwards = (): void => setEntry((before) => ({ ...before, at: before.at + 1 }));
  const source = sourceOf(form);
  return (
    <div className="bedside__screen guided">
      <Top key={`top ${entry.at}`} form={form} at={entry.at} of={steps.length} />
      {step === undefined ? (
        <CameTo form={form} entry={entry} steps={steps} onGo={goTo} onSend={onSend} />
      ) : (
        <Step
          key={`step ${entry.at}`}
          step={step}
          entry={entry}
          stoodUp={stoodUp}
          onAnswer={(id, answer) =>
            setEntry((before) => ({ ...before, at: before.at + 1, answers: { ...before.answers, [id]: answer } }))
          }
          onType={(name, text) => setEntry((before) => ({ ...before, typed: { ...before.typed, [name]: text } }))}
          onStoodUp={() => {
            setStoodUp(thisMoment());
            onwards();
          }}
          onOnwards={onwards}
          onToEnd={() => goTo(steps.length)}
        />
      )}
      <div className="guided__ways-out">
        {entry.at > 0 && (
          <button type="button" className="bedside__send-as-is" onClick={() => goTo(entry.at - 1)}>
            Back
          </button>
        )}
        <button type="button" className="bedside__send-as-is" onClick={onCancel}>
          Leave this form
        </button>
      </div>
      {source !== undefined && <p className="guided__source">Source: {source}.</p>}
    </div>
  );
}

function sourceOf(form: GuidedForm): string | undefined {
  if (form === 'glucose') return undefined;
  const questionnaire: Questionnaire = QUESTIONNAIRES[form];
  return questionnaire.source;
}

/** Where one is. Who reads by ear or by keyboard begins each question here. */
function Top({ form, at, of }: { form: GuidedForm; at: number; of: number }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    window.scrollTo(0, 0);
  }, []);
  return (
    <h2 className="guided__title" ref={heading} tabIndex={-1}>
      {FORM_NAMES[form]}
      <span className="guided__place">{at < of ? (of > 1 ? `${at + 1} of ${of}` : '') : 'what it comes to'}</span>
    </h2>
  );
}

interface StepProps {
  step: FormStep;
  entry: FormEntry;
  stoodUp: Moment | null;
  onAnswer: (id: QuestionId, answer: string | number | boolean) => void;
  onType: (name: NumberName, text: string) => void;
  onStoodUp: () => void;
  onOnwards: () => void;
  onToEnd: () => void;
}

function Step({ step, entry, stoodUp, onAnswer, onType, onStoodUp, onOnwards, onToEnd }: StepProps) {
  switch (step.kind) {
    case 'question':
      return (
        <Choices
          id={step.id}
          chosen={entry.answers[step.id]}
          onChoose={(answer) => onAnswer(step.id, answer)}
          onSkip={onOnwards}
        />
      );
    case 'numbers':
      return (
        <Numbers asks={step.asks} numbers={step.numbers} typed={entry.typed} onType={onType} onOnwards={onOnwards} />
      );
    case 'stand-up':
      return (
        <div className="guided__question">
          <p className="guided__asks">Help them to stand up, with something to hold on to.</p>
          <p>Stop if they feel faint, and let them lie down: tap “They cannot stand”.</p>
          <button type="button" className="bedside__main" onClick={onStoodUp}>
            They are standing now
          </button>
          <button type="button" className="bedside__send-as-is" onClick={onToEnd}>
            They cannot stand
          </button>
        </div>
      );
    case 'wait':
      return <Wait until={step.ms} since={stoodUp} onOver={onOnwards} onToEnd={onToEnd} />;
  }
}

/** What can be answered, with the words of the table. */
function optionsOf(id: QuestionId): readonly (readonly [answer: string | number | boolean, words: string])[] {
  const question: Question = QUESTIONS[id];
  switch (question.kind) {
    case 'yes-no':
      return [
        [true, 'Yes'],
        [false, 'No'],
      ];
    case 'choice':
      return Object.entries(question.options);
    case 'scale':
      return Array.from({ length: question.max - question.min + 1 }, (_, place) => {
        const value = question.min + place;
        const label = question.labels?.[place];
        return [value, label === undefined ? String(value) : `${value}: ${label}`] as const;
      });
    case 'measure':
    case 'text':
      return [];
  }
}

interface ChoicesProps {
  id: QuestionId;
  chosen: unknown;
  onChoose: (answer: string | number | boolean) => void;
  onSkip: () => void;
}

/** One tap answers and goes on. */
function Choices({ id, chosen, onChoose, onSkip }: ChoicesProps) {
  const question: Question = QUESTIONS[id];
  const guidance = 'guidance' in question ? question.guidance : undefined;
  return (
    <>
      <fieldset className="signs guided__question">
        <legend>{question.text}</legend>
        {guidance !== undefined && <p className="guided__guidance">{guidance}</p>}
        <div className="choices guided__choices">
          {optionsOf(id).map(([answer, words]) => (
            <button key={words} type="button" aria-pressed={chosen === answer} onClick={() => onChoose(answer)}>
              {words}
            </button>
          ))}
        </div>
      </fieldset>
      <button type="button" className="bedside__send-as-is" onClick={onSkip}>
        Cannot answer this
      </button>
    </>
  );
}

interface NumbersProps {
  asks: string;
  numbers: readonly NumberAsked[];
  typed: FormEntry['typed'];
  onType: (name: NumberName, text: string) => void;
  onOnwards: () => void;
}

const LONGEST = 5;

function Numbers({ asks, numbers, typed, onType, onOnwards }: NumbersProps) {
  const [asked, setAsked] = useState<NumberName>(numbers[0]!.name);
  const next = numbers[numbers.findIndex(({ name }) => name === asked) + 1];
  const key = (pressed: Key): void => {
    const before = typed[asked] ?? '';
    const text = pressed === 'delete' ? before.slice(0, -1) : `${before}${pressed}`.slice(0, LONGEST);
    onType(asked, text);
  };
  const nothing = numbers.every(({ name }) => (typed[name] ?? '') === '');
  return (
    <div className="guided__question">
      <p className="guided__asks">{asks}</p>
      <div className="taking__fields">
        {numbers.map((one) => (
          <NumberLine
            key={one.name}
            one={one}
            text={typed[one.name] ?? ''}
            asked={asked === one.name}
            onFocus={() => setAsked(one.name)}
            onType={(text) => onType(one.name, text.slice(0, LONGEST))}
          />
        ))}
      </div>
      <NumberPad onKey={key} />
      {next !== undefined && (typed[asked] ?? '') !== '' && (typed[next.name] ?? '') === '' ? (
        <button type="button" className="bedside__main" onClick={() => setAsked(next.name)}>
          Then {next.label.toLowerCase()}
        </button>
      ) : (
        <button type="button" className={nothing ? 'bedside__send-as-is' : 'bedside__main'} onClick={onOnwards}>
          {nothing ? 'Cannot measure this' : 'Next'}
        </button>
      )}
    </div>
  );
}

interface NumberLineProps {
  one: NumberAsked;
  text: string;
  asked: boolean;
  onFocus: () => void;
  onType: (text: string) => void;
}

function NumberLine({ one, text, asked, onFocus, onType }: NumberLineProps) {
  const id = useId();
  const doubt = doubtAboutNumber(one, text);
  return (
    <div className={`field${asked ? ' field--asked' : ''}${doubt === null ? '' : ' field--doubtful'}`}>
      <label htmlFor={id}>
        {one.label} <span className="field__unit">{one.unit}</span>
      </label>
      <input
        id={id}
        className="field__value"
        inputMode="none"
        autoComplete="off"
        value={text}
        aria-invalid={doubt !== null || undefined}
        aria-describedby={doubt === null ? undefined : `${id}-said`}
        onFocus={onFocus}
        onChange={(change) => onType(change.target.value)}
      />
      {doubt !== null && (
        <p className="field__doubt" id={`${id}-said`}>
          {doubt}
        </p>
      )}
    </div>
  );
}

interface WaitProps {
  until: number;
  /** When they stood up. */
  since: Moment | null;
  onOver: () => void;
  onToEnd: () => void;
}

/** Counts down to the next measurement. Whoever has stood long enough by another watch goes on at once. */
function Wait({ until, since, onOver, onToEnd }: WaitProps) {
  const [left, setLeft] = useState(until);
  useEffect(() => {
    if (since === null) return;
    const look = (): void => setLeft(Math.max(0, until - msBetween(since, thisMoment())));
    look();
    return everySecond(look);
  }, [until, since]);
  const over = left === 0;
  return (
    <div className="guided__question">
      <p className="guided__asks">
        {over ? (
          <strong role="alert">Measure now.</strong>
        ) : (
          <>
            They are standing. Measure in <strong className="guided__left">{countdown(left)}</strong>
          </>
        )}
      </p>
      <p>Stay beside them, with the cuff on.</p>
      <button type="button" className={over ? 'bedside__main' : 'bedside__send-as-is'} onClick={onOver}>
        {over ? 'Enter the pressure' : 'It is time already'}
      </button>
      <button type="button" className="bedside__send-as-is" onClick={onToEnd}>
        They feel faint: stop
      </button>
    </div>
  );
}

interface CameToProps {
  form: GuidedForm;
  entry: FormEntry;
  steps: readonly FormStep[];
  onGo: (at: number) => void;
  onSend: GuidedFormProps['onSend'];
}

/** The score with its meaning, what to do now, and each answer once more before it goes. */
function CameTo({ form, entry, steps, onGo, onSend }: CameToProps) {
  const taken = filled(form, entry);
  const result = formResult(form, taken);
  return (
    <>
      <div className={`came-to came-to--${result.urgency}`} role={isPressing(result) ? 'alert' : 'status'}>
        {isPressing(result) && (
          <strong className="came-to__urgency">{result.urgency === 'emergency' ? 'EMERGENCY' : 'URGENT'}</strong>
        )}
        {result.finding !== null && <p className="came-to__finding">{result.finding}</p>}
        <p className="came-to__meaning">{result.meaning}</p>
        <p>{result.todo}</p>
      </div>
      <ul className="guided__answers">
        {steps.flatMap((step, at) => {
          const said = saidIn(step, entry);
          return said === null
            ? []
            : [
                <li key={said.what}>
                  <span>
                    {said.what}: <strong>{said.answer}</strong>
                  </span>
                  <button type="button" onClick={() => onGo(at)}>
                    Change<span className="nhsuk-u-visually-hidden"> {said.what}</span>
                  </button>
                </li>,
              ];
        })}
      </ul>
      {hasAnything(taken) && (
        <button type="button" className="bedside__main" onClick={() => onSend(taken, result)}>
          Send
        </button>
      )}
    </>
  );
}

const isPressing = ({ urgency }: FormResult): boolean => urgency === 'emergency' || urgency === 'urgent';

function saidIn(step: FormStep, { answers, typed }: FormEntry): { what: string; answer: string } | null {
  if (step.kind === 'question') {
    const answer = optionsOf(step.id).find(([value]) => value === answers[step.id]);
    return { what: QUESTIONS[step.id].text, answer: answer?.[1] ?? 'not answered' };
  }
  if (step.kind !== 'numbers') return null;
  const [first] = step.numbers;
  const values = step.numbers.map(({ name }) => (typed[name] === undefined || typed[name] === '' ? '?' : typed[name]));
  return {
    what: step.asks,
    answer: values.every((value) => value === '?') ? 'not measured' : `${values.join('/')} ${first?.unit}`,
  };
}
