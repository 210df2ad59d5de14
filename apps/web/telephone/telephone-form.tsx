import { RED_FLAGS } from '#clinical';
import { showNhsNumber, type ReadingSetInput, type StoredReading, type Tile } from '#contracts';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { news2SoFar, NOTHING_TYPED, vitalsOf, type Entry } from '../bedside/entry.ts';
import { SoFar } from '../bedside/so-far.tsx';
import {
  answersOf,
  askedOf,
  inWords,
  LAY,
  signsAfter,
  signsOf,
  tapped,
  type Sign,
} from '../bedside/what-was-noticed.ts';
import { thisMoment } from '../clock.ts';
import { hub, whyNot } from '../hub.ts';
import { typedInto } from '../page/form-text.ts';
import { dayInWords } from '../unmatched/unmatched-words.ts';
import { clockTime } from '../words/times.ts';
import { readBack } from './read-back.ts';
import { TelephoneFields } from './telephone-fields.tsx';
import { whatToSay, type WhatToSay } from './what-to-say.ts';

interface TelephoneFormProps {
  tile: Tile;
  /** YYYY-MM-DD. */
  birthDate: string | null;
  /** How far the hub's clock is ahead of this computer's. */
  aheadMs: number;
  onNext: () => void;
  onSessionEnded: () => void;
}

/** One call: who it is, what is happening now, the readings, read back, sent. */
export function TelephoneForm({ tile, birthDate, aheadMs, onNext, onSessionEnded }: TelephoneFormProps) {
  const { patient, pathway } = tile;
  const [noticed, setNoticed] = useState<ReadonlySet<Sign>>(new Set());
  const [entry, setEntry] = useState<Entry>(NOTHING_TYPED);
  const [weight, setWeight] = useState('');
  const [faults, setFaults] = useState<readonly string[]>([]);
  const [sending, setSending] = useState(false);
  const [stored, setStored] = useState<{ answer: StoredReading; at: number } | null>(null);
  // Sent again after a lost connection, it is the same call.
  const [reference] = useState(() => crypto.randomUUID());

  const kilograms = weightOf(weight);
  const any = Object.keys(vitalsOf(entry)).length > 0;
  const score = tile.news2NotApplicable === null && any ? news2SoFar(entry, tile.spo2Scale) : null;
  const toSay = whatToSay(noticed, score);

  async function send(submit: SubmitEvent<HTMLFormElement>): Promise<void> {
    submit.preventDefault();
    if (sending) return;
    const form = new FormData(submit.currentTarget);
    const lay = typedInto(form, 'lay');
    const answers = answersOf({
      asked: askedOf(pathway, noticed),
      noticed,
      note: typedInto(form, 'heard'),
      lay: lay === '' ? null : Number(lay),
    });
    // Of a list that was not asked whole, only what the caller said is known.
    const known = form.has('askedAll')
      ? answers
      : Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== false));
    const nothing = !any && kilograms === null && Object.keys(known).length === 0;
    const wrong = [
      ...(form.has('identity') ? [] : ['Ask for the date of birth, and tick that the caller gave it']),
      ...(nothing ? ['Write down at least one reading, or what the caller noticed'] : []),
      ...(weight.trim() !== '' && kilograms === null ? ['Write the weight as a number, such as 68.4'] : []),
      ...(nothing || form.has('readBack') ? [] : ['Read it back to the caller, and tick that you did']),
    ];
    setFaults(wrong);
    if (wrong.length > 0) return;
    const set: ReadingSetInput = {
      ...vitalsOf(entry),
      ...(kilograms === null ? {} : { weight: kilograms }),
      ...(Object.keys(known).length === 0 ? {} : { answers: known }),
      patient: { nhsNumber: patient.nhsNumber },
      sourceRef: reference,
      effectiveAt: new Date(thisMoment().wall + aheadMs).toISOString(),
      note: `Read out by ${typedInto(form, 'caller')}.`,
    };
    setSending(true);
    const answer = await hub.sendStayReading(tile.admissionId, set);
    setSending(false);
    if (answer.kind === 'signed-out') return onSessionEnded();
    if (answer.kind !== 'done') return setFaults([`Not stored yet. ${whyNot(answer)}`]);
    setStored({ answer: answer.body, at: thisMoment().wall + aheadMs });
  }

  if (stored !== null) {
    return (
      <div className="telephone__sent">
        <Person patient={patient} birthDate={birthDate} />
        <output className="nhsuk-inset-text notice">
          Stored at {clockTime(stored.at)}, as taken on the telephone by you.
        </output>
        {(stored.answer.pleaseRepeat ?? []).map(({ field, detail }) => (
          <p key={field} role="alert">
            Ask for it once more: {detail}
          </p>
        ))}
        {!stored.answer.matched && (
          <p role="alert">The stay ended while you wrote. The readings wait under “Unmatched readings”.</p>
        )}
        <SoFar score={score} notApplicable={tile.news2NotApplicable} />
        {toSay !== null && <Say toSay={toSay} />}
        <button type="button" className="nhsuk-button" onClick={onNext}>
          Next call
        </button>
      </div>
    );
  }

  return (
    <form className="telephone" onSubmit={(submit) => void send(submit)} noValidate>
      <div className="telephone__asked">
        <Person patient={patient} birthDate={birthDate} />
        <label className="telephone__check">
          <input type="checkbox" name="identity" /> The caller gave this date of birth
        </label>
        <label className="telephone__caller">
          On the telephone
          <select name="caller" defaultValue="the patient">
            <option value="the patient">The patient</option>
            <option value="a carer or relative">A carer or relative</option>
            <option value="somebody else">Somebody else</option>
          </select>
        </label>
        <Signs legend="Is any of this happening now?" signs={RED_FLAGS} noticed={noticed} onNoticed={setNoticed} red />
        <Signs legend="Different from usual?" signs={signsOf(pathway)} noticed={noticed} onNoticed={setNoticed} />
        {signsAfter(noticed).length > 0 && (
          <>
            <Signs
              legend="After the fall (I-STUMBLE): ask each, before anybody moves them"
              signs={signsAfter(noticed)}
              noticed={noticed}
              onNoticed={setNoticed}
              red
            />
            <label className="telephone__caller">
              How long did they lie on the floor?
              <select name="lay" defaultValue="">
                <option value="">Not known</option>
                {LAY.map(({ minutes, words }) => (
                  <option key={minutes} value={minutes}>
                    {words}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
        <label className="telephone__check">
          <input type="checkbox" name="askedAll" /> I asked about all of these
        </label>
        <label className="telephone__heard">
          What the caller said (you need not write anything)
          <textarea name="heard" rows={2} maxLength={500} />
        </label>
      </div>
      <fieldset className="telephone__readings">
        <legend>Readings: leave out what they cannot take</legend>
        <TelephoneFields entry={entry} onEntry={setEntry} />
        {pathway === 'cardiac' && (
          <div className="telephone__field">
            <label htmlFor="telephone-weight">
              Weight <span className="telephone__unit">kg</span>
            </label>
            <input
              id="telephone-weight"
              inputMode="decimal"
              autoComplete="off"
              value={weight}
              onChange={(change) => setWeight(change.target.value)}
            />
          </div>
        )}
      </fieldset>
      <div className="telephone__end">
        <SoFar score={score} notApplicable={tile.news2NotApplicable} />
        {toSay !== null && <Say toSay={toSay} />}
        <h3>Read back</h3>
        <p className="telephone__read-back">
          {[...readBack(entry, kilograms), ...[...noticed].map((sign) => inWords(sign).toLowerCase())].join('; ') ||
            'Nothing yet.'}
        </p>
        <label className="telephone__check">
          <input type="checkbox" name="readBack" /> I read this back, and it is right
        </label>
        {faults.length > 0 && (
          <div className="nhsuk-error-message" role="alert">
            <span className="nhsuk-u-visually-hidden">Error:</span>
            <ul>
              {faults.map((fault) => (
                <li key={fault}>{fault}</li>
              ))}
            </ul>
          </div>
        )}
        <button type="submit" className="nhsuk-button" aria-disabled={sending}>
          {sending ? 'Storing…' : 'Store the readings'}
        </button>{' '}
        <button type="button" className="nhsuk-button nhsuk-button--secondary" onClick={onNext}>
          Somebody else
        </button>
      </div>
    </form>
  );
}

/** Whoever works by keyboard or by ear begins each screen here. */
function Person({ patient, birthDate }: { patient: Tile['patient']; birthDate: string | null }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h2 className="telephone__person" ref={heading} tabIndex={-1}>
      {patient.name}
      <span>
        {birthDate === null ? `${patient.ageYears} years` : `born ${dayInWords(birthDate)}`}, NHS{' '}
        {showNhsNumber(patient.nhsNumber)}
      </span>
    </h2>
  );
}

function weightOf(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  return /^\d+(\.\d*)?$/.test(plain) ? Number(plain) : null;
}

interface SignsProps {
  legend: string;
  signs: readonly Sign[];
  noticed: ReadonlySet<Sign>;
  onNoticed: (noticed: ReadonlySet<Sign>) => void;
  red?: boolean;
}

function Signs({ legend, signs, noticed, onNoticed, red = false }: SignsProps) {
  const toggle = (sign: Sign): void => onNoticed(tapped(noticed, sign));
  return (
    <fieldset className={`telephone__signs${red ? ' telephone__signs--red' : ''}`}>
      <legend>{legend}</legend>
      {signs.map((sign) => (
        <label key={sign}>
          <input type="checkbox" checked={noticed.has(sign)} onChange={() => toggle(sign)} />
          {inWords(sign)}
        </label>
      ))}
    </fieldset>
  );
}

function Say({ toSay: { urgency, say, doNext } }: { toSay: WhatToSay }) {
  return (
    <div className={`todo todo--${urgency}`} role="alert">
      <strong>{urgency === 'emergency' ? 'EMERGENCY' : 'URGENT'}: say now</strong>
      <p>“{say}”</p>
      <p>{doNext}</p>
    </div>
  );
}
