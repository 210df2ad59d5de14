import {
  formsAskedBy,
  RED_FLAGS,
  WHY_NOT_TAKEN,
  type Answers,
  type FormResult,
  type GuidedForm,
  type WhyNotTaken,
} from '#clinical';
import {
  showNhsNumber,
  type PhotoSubject,
  type ReadingSetInput,
  type Residents,
  type SignedIn,
  type Tile,
} from '#contracts';
import { HubLine } from '../care-home/hub-line.tsx';
import { useEffect, useReducer, useRef, useState } from 'react';
import type { Answer } from '../hub.ts';
import { Link } from '../page/link.tsx';
import { Masthead } from '../page/masthead.tsx';
import { capital } from '../words/news2.ts';
import { enter, news2SoFar, NOTHING_TYPED, notTakenOf, STEPS, vitalsOf, type Entry } from './entry.ts';
import { dueNow, FORM_NAMES, WHY_DUE_WORDS, type DueForm, type FormsOfResident } from './guided-forms.ts';
import { GuidedFormView } from './guided-form-view.tsx';
import { OutboxList, type Looks } from './outbox-list.tsx';
import { ReadingFields } from './reading-fields.tsx';
import { RoomLine, roomInWords } from './room-line.tsx';
import { TakePhoto } from './take-photo.tsx';
import { SoFar } from './so-far.tsx';
import { gravest, ofForm, whatToDo, type WhatToDo } from './what-to-do.ts';
import {
  answersOf,
  askedOf,
  inWords,
  LAY,
  mayBeInjured,
  signsAfter,
  signsOf,
  tapped,
  type Sign,
} from './what-was-noticed.ts';

/** What was answered and measured; who, when and under which reference is not the form's business. */
export type TakenReading = Omit<ReadingSetInput, 'patient' | 'effectiveAt' | 'sourceRef'>;

/** What was answered and typed so far: kept on the tablet until it is sent. */
export interface Draft {
  readonly noticed: readonly Sign[];
  readonly note: string;
  /** Minutes on the floor; a draft of an older app has none. */
  readonly lay?: number | null;
  readonly entry: Entry;
  /** When it was last typed in, in epoch ms of this tablet. */
  readonly at: number;
}

interface ReadingViewProps {
  tile: Tile;
  /** In which room they are; null where it was not written. */
  room: string | null;
  onWriteRoom: (room: string | null) => Promise<Answer<unknown>>;
  onRoomWritten: () => void;
  /** Which forms they may have, and which the hub says are due. */
  forms: FormsOfResident;
  /** What was typed before on this tablet and not sent. */
  draft: Draft | null;
  /** `sentAs`: the time under which what was begun earlier will be sent, because it is too old to be of now; else null. */
  sentAs: string | null;
  onDraft: (draft: Omit<Draft, 'at'>) => void;
  onBeginAgain: () => void;
  who: SignedIn;
  /** Whether somebody there looks, and whom to ring. */
  hub: Residents['hub'];
  /** Who there looked at what was sent. */
  looks?: Looks;
  /** Who is due after this one. */
  next: Tile | null;
  onSend: (reading: TakenReading, form: GuidedForm | null) => string;
  onPhoto: (photo: { readonly of: PhotoSubject; readonly jpeg: string }) => string;
  onNext: (admissionId: string) => void;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

type Screen = 'person' | 'signs' | 'readings' | 'sent' | 'form';

export function ReadingView(props: ReadingViewProps) {
  const { tile, room, forms, draft, sentAs, who, hub, next, onDraft, onBeginAgain, onSend, onPhoto, onNext } = props;
  const { onWriteRoom, onRoomWritten, onSignOut, onSessionEnded, looks } = props;
  const [screen, setScreen] = useState<Screen>('person');
  const [noticed, setNoticed] = useState<ReadonlySet<Sign>>(new Set(draft?.noticed));
  const [note, setNote] = useState(draft?.note ?? '');
  const [lay, setLay] = useState<number | null>(draft?.lay ?? null);
  const [entry, act] = useReducer(enter, draft?.entry ?? NOTHING_TYPED);
  const [sent, setSent] = useState<readonly string[]>([]);
  const [form, setForm] = useState<GuidedForm>('delirium');
  const [done, setDone] = useState<ReadonlySet<GuidedForm>>(new Set());
  const [cameTo, setCameTo] = useState<readonly FormResult[]>([]);
  const { patient, pathway } = tile;
  const score =
    tile.news2NotApplicable === null && STEPS.some((step) => wasTyped(step, entry))
      ? news2SoFar(entry, tile.spo2Scale)
      : null;
  const todo = gravest([whatToDo(noticed, score, lay), ...cameTo.map(ofForm)]);
  const injured = mayBeInjured(noticed);
  const answers = answersOf({ asked: askedOf(pathway, noticed), noticed, note, lay });
  // Nobody who may be injured is stood up to be measured.
  const offered = forms.offered.filter((one) => one !== 'postural' || !injured);
  const due = dueNow(
    { ...forms, offered },
    formsAskedBy(answers, {
      newlyConfused: entry.consciousness === 'C',
      mayBeInjured: injured,
    }),
    done,
  );

  useEffect(() => {
    document.title = `Readings of ${patient.name} – Homeward`;
  }, [patient.name]);

  const untouched = useRef(true);
  useEffect(() => {
    // What was just read from the tablet is not typed anew.
    if (untouched.current) untouched.current = false;
    else onDraft({ noticed: [...noticed], note, lay, entry });
  }, [noticed, note, lay, entry, onDraft]);

  const sendThis = (reading: TakenReading, of: GuidedForm | null = null): void => {
    setSent([...sent, onSend(reading, of)]);
    setScreen('sent');
  };
  const begin = (chosen: GuidedForm): void => {
    setForm(chosen);
    setScreen('form');
  };
  const send = (): void => sendThis(taken(entry, answers));
  const nothingTyped = STEPS.every((step) => !wasTyped(step, entry));

  return (
    <>
      <Masthead title={who.careHome?.name ?? 'Readings'} who={who} onSignOut={onSignOut} />
      <main className="nhsuk-width-container bedside" id="main">
        <p className="bedside__back">
          <Link to="/">Back to your residents</Link>
        </p>
        <Heading
          key={screen}
          name={patient.name}
          room={room}
          last={patient.nhsNumber.slice(-3)}
          age={patient.ageYears}
        />
        {todo !== null && (
          <>
            <ToDo todo={todo} />
            <HubLine hub={hub} />
          </>
        )}
        {screen === 'person' && (
          <div className="bedside__screen">
            <p>
              NHS number {showNhsNumber(patient.nhsNumber)}. Compare it with the record at the bedside before you begin.
            </p>
            <RoomLine
              name={patient.name}
              room={room}
              onWrite={onWriteRoom}
              onWritten={onRoomWritten}
              onSessionEnded={onSessionEnded}
            />
            {draft !== null && (
              <p className="bedside__begun">
                {sentAs === null
                  ? 'What you typed before is still here.'
                  : `What you typed at ${sentAs} is still here, and would be sent as taken then.`}{' '}
                <button type="button" className="bedside__send-as-is" onClick={onBeginAgain}>
                  Begin again
                </button>
              </p>
            )}
            <button type="button" className="bedside__main" onClick={() => setScreen('signs')}>
              This is {patient.name}
            </button>
            {nothingTyped && <NothingTaken onWhy={(why) => sendThis({ notTaken: { all: why } })} />}
            {draft === null && <OtherForms name="Only a form" forms={offered} done={done} onBegin={begin} />}
          </div>
        )}
        {screen === 'signs' && (
          <Signs
            tile={tile}
            noticed={noticed}
            lay={lay}
            onLay={setLay}
            note={note}
            onNoticed={setNoticed}
            onNote={setNote}
            onGoOn={() => setScreen('readings')}
            onSendNow={send}
          />
        )}
        {screen === 'readings' && (
          <div className="bedside__screen">
            <SoFar score={score} notApplicable={tile.news2NotApplicable} />
            <ReadingFields entry={entry} onAct={act} />
            <button
              type="button"
              className={entry.step === null ? 'bedside__main' : 'bedside__send-as-is'}
              onClick={send}
            >
              {entry.step === null ? 'Send' : 'Send what there is'}
            </button>
            {nothingTyped && <NothingTaken onWhy={(why) => sendThis({ answers, notTaken: { all: why } })} />}
          </div>
        )}
        {screen === 'form' && (
          <GuidedFormView
            key={form}
            form={form}
            onSend={({ answers, vitals, note: said }, result) => {
              setDone(new Set([...done, form]));
              setCameTo([...cameTo, result]);
              sendThis({ ...vitals, answers, ...(said !== undefined && { note: said }) }, form);
            }}
            onCancel={() => setScreen(sent.length === 0 ? 'person' : 'sent')}
          />
        )}
        {screen === 'sent' && (
          <div className="bedside__screen">
            <SoFar score={score} notApplicable={tile.news2NotApplicable} />
            <OutboxList only={sent} hub={todo === null ? hub : undefined} {...(looks && { looks })} />
            <FormsDue due={due} onBegin={begin} />
            <TakePhoto name={patient.name} onSend={(photo) => setSent([...sent, onPhoto(photo)])} />
            <OtherForms
              name="Another form"
              forms={offered.filter((one) => due.every((other) => other.form !== one))}
              done={done}
              onBegin={begin}
            />
            {next !== null && (
              <button type="button" className="bedside__main" onClick={() => onNext(next.admissionId)}>
                Next: {next.patient.name}
              </button>
            )}
            <p>
              <Link to="/">Back to your residents</Link>
            </p>
          </div>
        )}
      </main>
    </>
  );
}

function wasTyped(step: (typeof STEPS)[number], { typed, onOxygen, consciousness }: Entry): boolean {
  if (step === 'oxygen') return onOxygen !== null;
  if (step === 'consciousness') return consciousness !== null;
  return (typed[step] ?? '') !== '';
}

/** What was not taken says why: the hub reads it where the reading would be. */
function taken(entry: Entry, answers: Answers): TakenReading {
  const notTaken = notTakenOf(entry);
  return {
    ...vitalsOf(entry),
    answers,
    ...(Object.keys(notTaken).length === 0 ? {} : { notTaken }),
  };
}

interface FormsDueProps {
  due: readonly DueForm[];
  onBegin: (form: GuidedForm) => void;
}

/** What else is due, while somebody is with them. */
function FormsDue({ due, onBegin }: FormsDueProps) {
  if (due.length === 0) return null;
  return (
    <section className="forms-due" aria-label="Forms that are due now">
      <p>Due now, while you are with them:</p>
      <div className="choices">
        {due.map(({ form, why }) => (
          <button key={form} type="button" onClick={() => onBegin(form)}>
            <strong>{FORM_NAMES[form]}</strong>
            <span>{WHY_DUE_WORDS[why]}</span>
          </button>
        ))}
      </div>
    </section>
  );
}

interface OtherFormsProps {
  name: string;
  forms: readonly GuidedForm[];
  /** Those that were gone through just now. */
  done: ReadonlySet<GuidedForm>;
  onBegin: (form: GuidedForm) => void;
}

function OtherForms({ name, forms, done, onBegin }: OtherFormsProps) {
  const others = forms.filter((form) => !done.has(form));
  if (others.length === 0) return null;
  return (
    <details className="nothing-taken">
      <summary>{name}</summary>
      <div className="choices">
        {others.map((form) => (
          <button key={form} type="button" onClick={() => onBegin(form)}>
            {FORM_NAMES[form]}
          </button>
        ))}
      </div>
    </details>
  );
}

/** Why there is no set at all, said in two taps: the hub knows that somebody was there, and the readings stay due. */
function NothingTaken({ onWhy }: { onWhy: (why: WhyNotTaken) => void }) {
  return (
    <details className="nothing-taken">
      <summary>Cannot take any readings now</summary>
      <p>Why? It is sent to the hub as it stands. The readings stay due: try again later.</p>
      <div className="choices">
        {(Object.keys(WHY_NOT_TAKEN) as WhyNotTaken[]).map((why) => (
          <button key={why} type="button" onClick={() => onWhy(why)}>
            {capital(WHY_NOT_TAKEN[why])}
          </button>
        ))}
      </div>
    </details>
  );
}

interface HeadingProps {
  name: string;
  room: string | null;
  last: string;
  age: number;
}

function Heading({ name, room, last, age }: HeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Who reads by ear or by keyboard begins each screen at its top.
  useEffect(() => {
    heading.current?.focus();
    window.scrollTo(0, 0);
  }, []);
  return (
    <h2 className="bedside__person" ref={heading} tabIndex={-1}>
      {name}
      <span className="bedside__identity">
        {room !== null && (
          <>
            <strong>{roomInWords(room)}</strong>,{' '}
          </>
        )}
        {age} years, number ends in <strong>{last}</strong>
      </span>
    </h2>
  );
}

function ToDo({ todo }: { todo: WhatToDo }) {
  return (
    <div className={`todo todo--${todo.urgency}`} role="alert">
      <strong>{todo.urgency === 'emergency' ? 'EMERGENCY' : 'URGENT'}</strong>
      <p>{todo.words}</p>
      {todo.urgency === 'emergency' && (
        <a className="todo__call" href="tel:999">
          Call 999
        </a>
      )}
    </div>
  );
}

interface SignsProps {
  tile: Tile;
  noticed: ReadonlySet<Sign>;
  note: string;
  lay: number | null;
  onLay: (lay: number | null) => void;
  onNoticed: (noticed: ReadonlySet<Sign>) => void;
  onNote: (note: string) => void;
  onGoOn: () => void;
  onSendNow: () => void;
}

/** Soft signs first. "None of these" is one tap and answers every question on the screen. */
function Signs({ tile, noticed, note, lay, onLay, onNoticed, onNote, onGoOn, onSendNow }: SignsProps) {
  const any = noticed.size > 0;
  const toggle = (sign: Sign): void => onNoticed(tapped(noticed, sign));
  return (
    <div className="bedside__screen">
      <SignGroup legend="Is any of this happening now?" signs={RED_FLAGS} noticed={noticed} onToggle={toggle} red />
      <SignGroup
        legend="Is anything different from usual? Tap all that is so."
        signs={signsOf(tile.pathway)}
        noticed={noticed}
        onToggle={toggle}
      />
      {signsAfter(noticed).length > 0 && (
        <SignGroup
          legend="After the fall (I-STUMBLE): is any of this so? Do not move them before you have looked."
          signs={signsAfter(noticed)}
          noticed={noticed}
          onToggle={toggle}
          red
        />
      )}
      {noticed.has('fell') && <LayFor lay={lay} onLay={onLay} />}
      {any && (
        <label className="bedside__note">
          What have you noticed? (you need not say)
          <textarea rows={2} maxLength={500} value={note} onChange={(change) => onNote(change.target.value)} />
        </label>
      )}
      <button type="button" className="bedside__main" onClick={onGoOn}>
        {any ? 'That is all. Take readings now' : 'None of these'}
      </button>
      {any && (
        <button type="button" className="bedside__send-as-is" onClick={onSendNow}>
          Send this without readings
        </button>
      )}
    </div>
  );
}

function LayFor({ lay, onLay }: Pick<SignsProps, 'lay' | 'onLay'>) {
  return (
    <fieldset className="signs">
      <legend>How long did they lie on the floor? (leave it if nobody knows)</legend>
      <div className="signs__list">
        {LAY.map(({ minutes, words }) => (
          <button
            key={minutes}
            type="button"
            aria-pressed={lay === minutes}
            onClick={() => onLay(lay === minutes ? null : minutes)}
          >
            {words}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

interface SignGroupProps {
  legend: string;
  signs: readonly Sign[];
  noticed: ReadonlySet<Sign>;
  onToggle: (sign: Sign) => void;
  red?: boolean;
}

function SignGroup({ legend, signs, noticed, onToggle, red = false }: SignGroupProps) {
  return (
    <fieldset className={`signs${red ? ' signs--red' : ''}`}>
      <legend>{legend}</legend>
      <div className="signs__list">
        {signs.map((sign) => (
          <button key={sign} type="button" aria-pressed={noticed.has(sign)} onClick={() => onToggle(sign)}>
            {inWords(sign)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
