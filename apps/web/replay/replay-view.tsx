import { isOfRecord, LEVELS, type CriterionId } from '#clinical';
import { CARE_KINDS, type ReplayReading, type SignedIn, type StayPlan, type StayReplay } from '#contracts';
import { useEffect, useRef, type ReactNode } from 'react';
import type { ReplayWish } from '../hub.ts';
import type { KeyGroup } from '../page/keys-button.tsx';
import { Link } from '../page/link.tsx';
import { patientPath } from '../page/location.ts';
import { NoticePage } from '../page/notice-page.tsx';
import { Scrolled } from '../page/scrolled.tsx';
import { Fact, Part } from '../patient/plan/part.tsx';
import { fieldsOf, inWords } from '../patient/plan/plan-fields.ts';
import { headOf, restOf, stateOf } from '../care/care-words.ts';
import { CRITERION_NAMES, STATE_WORDS } from '../step-down/readiness-words.ts';
import { PRIORITY_NAMES } from '../words/alerts.ts';
import { TREND_WORDS } from '../words/news2.ts';
import {
  clockTime,
  dateAndTime,
  day as dayInWords,
  dayAndTime,
  momentOf,
  startOfDay,
  timeOfDay,
  weekday,
} from '../words/times.ts';
import { ReplayDecisions } from './replay-decisions.tsx';
import { fieldsOfPlans } from './replay-words.ts';

const KEYS: readonly KeyGroup[] = [
  {
    where: 'Anywhere on the page',
    keys: [
      ['← →', 'Day before, day after'],
      ['Home', 'Day of the admission'],
      ['End', 'The last day'],
      ['Esc', 'Back to the patient'],
    ],
  },
];

interface ReplayViewProps {
  /** Null until the hub has answered. */
  replay: StayReplay | null;
  wardId: string;
  trouble: string | null;
  who: SignedIn;
  onGo: (wish: ReplayWish) => void;
  onBack: () => void;
  onSignOut: () => void;
}

/** A day before or after another (2026-11-03), whatever the clocks do meanwhile. */
function dayBeside(day: string, step: -1 | 1): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + step * 86_400_000).toISOString().slice(0, 10);
}

/** Where a key leads from this day; null where it leads nowhere. */
function dayByKey(
  key: string,
  { day, firstDay, lastDay }: Pick<StayReplay, 'day' | 'firstDay' | 'lastDay'>,
): string | null {
  switch (key) {
    case 'ArrowLeft':
      return day > firstDay ? dayBeside(day, -1) : null;
    case 'ArrowRight':
      return day < lastDay ? dayBeside(day, 1) : null;
    case 'Home':
      return firstDay;
    case 'End':
      return lastDay;
    default:
      return null;
  }
}

/** A stay as it was known at the end of a day, or at a moment. */
export function ReplayView({ replay, wardId, trouble, who, onGo, onBack, onSignOut }: ReplayViewProps) {
  const latest = useRef({ replay, onGo, onBack });
  useEffect(() => {
    latest.current = { replay, onGo, onBack };
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      if (document.querySelector('dialog[open]') !== null) return;
      const field = event.target instanceof Element ? event.target.closest('input, textarea, select') : null;
      if (event.key === 'Escape') {
        if (field instanceof HTMLElement) field.blur();
        else latest.current.onBack();
        return;
      }
      // In a field and in what scrolls sideways the arrows are its own.
      if (field !== null || (event.target instanceof Element && event.target.closest('.scrolled') !== null)) return;
      const to = latest.current.replay === null ? null : dayByKey(event.key, latest.current.replay);
      if (to === null) return;
      event.preventDefault();
      latest.current.onGo({ day: to });
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);

  return (
    <NoticePage heading="Day by day" who={who} keys={KEYS} onSignOut={onSignOut}>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {replay === null ? (
        trouble === null && <output className="notice">Looking…</output>
      ) : (
        <>
          <p>
            <strong>{replay.name}</strong>{' '}
            <Link to={patientPath(wardId, replay.admissionId)}>Back to the patient’s page</Link>
          </p>
          <Chosen replay={replay} onGo={onGo} />
          <AsKnown replay={replay} />
        </>
      )}
    </NoticePage>
  );
}

/** Which day or moment, and the ways to another. */
function Chosen({ replay, onGo }: { replay: StayReplay; onGo: (wish: ReplayWish) => void }) {
  const { day, firstDay, lastDay, at } = replay;
  const before = dayByKey('ArrowLeft', replay);
  const after = dayByKey('ArrowRight', replay);
  const step = (to: string | null, name: string, arrow: string): ReactNode => (
    <button
      type="button"
      className="nhsuk-button nhsuk-button--small nhsuk-button--secondary"
      aria-disabled={to === null}
      onClick={() => to !== null && onGo({ day: to })}
    >
      {name} <kbd aria-hidden="true">{arrow}</kbd>
    </button>
  );
  return (
    <nav className="replay__chosen" aria-label="Day of the stay">
      {step(before, 'Day before', '←')}
      <label>
        Day{' '}
        <input
          key={`day ${day}`}
          className="nhsuk-input replay__field"
          type="date"
          min={firstDay}
          max={lastDay}
          defaultValue={day}
          onChange={({ target }) => {
            const { value } = target;
            if (startOfDay(value) !== null && value >= firstDay && value <= lastDay) onGo({ day: value });
          }}
        />
      </label>
      <label>
        As known at{' '}
        <input
          key={`at ${at}`}
          className="nhsuk-input replay__field"
          type="time"
          defaultValue={clockTime(at)}
          onChange={({ target }) => {
            const moment = momentOf(`${day}T${target.value}`);
            if (moment !== null) onGo({ at: new Date(moment).toISOString() });
          }}
        />
      </label>
      {step(after, 'Day after', '→')}
    </nav>
  );
}

function AsKnown({ replay }: { replay: StayReplay }) {
  const { at, day, score, readiness, plan } = replay;
  const isWholeDay = clockTime(at) === '23:59';
  const noon = startOfDay(day) ?? at;
  return (
    <div className="replay">
      <output className="replay__as-of">
        <strong>
          {weekday(noon)} {dayInWords(noon).slice(-4)}, as it was known at{' '}
          {isWholeDay ? 'the end of the day' : clockTime(at)}.
        </strong>{' '}
        Nothing that came later is shown, also where it was measured before.
      </output>
      <Part title="How they were">
        <dl className="plan__facts">
          <Fact name="Ward">{replay.ward.name}</Fact>
          <Fact name="Level">
            {replay.level} ({LEVELS[replay.level].title}), since {dateAndTime(replay.levelSince)}
          </Fact>
          <Fact name="NEWS2">
            {score === null ? 'No complete set was known' : `${score.total}, measured at ${timeOfDay(score.at, at)}`}
            {score?.scale === 2 && ', SpO2 scale 2'}
          </Fact>
          <Fact name="Trend">{TREND_WORDS[replay.trend]}</Fact>
          {replay.ended && <Fact name="Stay">Had ended</Fact>}
        </dl>
      </Part>
      <Part title="Alerts that were open">
        {replay.alerts.length === 0 ? (
          <p className="plan__none">None.</p>
        ) : (
          <ul className="replay__list">
            {replay.alerts.map((alert) => (
              <li key={alert.id}>
                <strong>{PRIORITY_NAMES[alert.priority]}</strong>, raised at {timeOfDay(alert.raisedAt, at)}:{' '}
                {alert.sentence}{' '}
                {alert.holder === null
                  ? 'Nobody had it.'
                  : `${alert.holder.name} had it since ${timeOfDay(alert.holder.since, at)}.`}
              </li>
            ))}
          </ul>
        )}
      </Part>
      <Part title={`Readings of the day (${replay.readings.length})`} wide>
        <Readings readings={replay.readings} more={replay.moreReadings} at={at} />
      </Part>
      <Part title="Decisions of the day" wide>
        <ReplayDecisions decisions={replay.decisions} at={at} />
      </Part>
      <Part title="Could they have stepped down?">
        {readiness === null ? (
          <p className="plan__none">The stay was over.</p>
        ) : (
          <>
            <p>
              {!readiness.mayOverride
                ? 'An emergency was open: no step down.'
                : readiness.recordReady
                  ? 'Yes, had people agreed.'
                  : 'Not everything was met.'}
            </p>
            <ul className="replay__list">
              {readiness.criteria.filter(isOfRecord).map(({ id, state, evidence }) => (
                <li key={id}>
                  {CRITERION_NAMES[id satisfies CriterionId]}: <strong>{STATE_WORDS[state]}</strong>. {evidence}
                </li>
              ))}
            </ul>
          </>
        )}
      </Part>
      <Part title="Plan in force">
        <p>Since {dateAndTime(replay.planSince)}</p>
        <PlanSaid plan={plan} />
      </Part>
      <Part title="Goals, carers, tasks and visits then" wide>
        {replay.care.length === 0 && <p className="plan__none">None.</p>}
        <ul className="replay__list">
          {replay.care.map((entry) => (
            <li key={entry.id}>
              {CARE_KINDS[entry.kind]}: <strong>{headOf(entry)}</strong>. {stateOf(entry)}. {restOf(entry).join('. ')}
            </li>
          ))}
        </ul>
      </Part>
      <Part title="Notes of the day" wide>
        {replay.notes.length === 0 && <p className="plan__none">None.</p>}
        <ul className="replay__list">
          {replay.notes.map(({ id, at: written, by, text, struckBy }) => (
            <li key={id}>
              <strong>{by}</strong>, {clockTime(written)}: {struckBy === null ? text : <del>{text}</del>}
              {struckBy !== null && ` Struck by ${struckBy}`}
            </li>
          ))}
        </ul>
      </Part>
    </div>
  );
}

function PlanSaid({ plan }: { plan: StayPlan }) {
  const fields = fieldsOfPlans(plan);
  const said = fieldsOf(fields, plan);
  const stated = fields.filter(({ id }) => (said[id] ?? '') !== '');
  if (stated.length === 0) return <p className="plan__none">Nothing was stated.</p>;
  return (
    <dl className="plan__facts">
      {stated.map((field) => (
        <Fact key={field.id} name={field.name}>
          {inWords(field, said[field.id])}
        </Fact>
      ))}
    </dl>
  );
}

/** A reading that came so much after it was measured is told to have come late. */
const LATE = 3_600_000;

const COLUMNS: readonly (readonly [head: string, cell: (reading: ReplayReading) => string])[] = [
  ['RR', ({ respiration }) => said(respiration)],
  ['SpO2', ({ spo2 }) => said(spo2)],
  [
    'O2',
    ({ onOxygen, oxygenFlow }) =>
      oxygenFlow !== null ? `${oxygenFlow} L` : onOxygen === null ? '–' : onOxygen ? 'yes' : 'air',
  ],
  ['BP', ({ systolic, diastolic }) => (systolic === null ? '–' : `${systolic}/${diastolic ?? '–'}`)],
  ['Pulse', ({ pulse }) => said(pulse)],
  ['ACVPU', ({ consciousness }) => consciousness ?? '–'],
  ['Temp', ({ temperature }) => said(temperature)],
  ['Weight', ({ weight }) => said(weight)],
];
const said = (value: number | null): string => (value === null ? '–' : String(value));

function Readings({ readings, more, at }: { readings: readonly ReplayReading[]; more: number; at: number }) {
  if (readings.length === 0) return <p className="plan__none">None was known.</p>;
  return (
    <Scrolled label="Readings of the day">
      <table className="plan__table">
        <caption className="nhsuk-u-visually-hidden">Readings of the day, by when they were measured</caption>
        <thead>
          <tr>
            <th scope="col">Measured</th>
            <th scope="col">NEWS2</th>
            {COLUMNS.map(([head]) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {readings.map((reading) => (
            <tr key={reading.id}>
              <th scope="row">
                {timeOfDay(reading.at, at)}
                {reading.knownAt - reading.at >= LATE && (
                  <span className="plan__from"> came at {dayAndTime(reading.knownAt)}</span>
                )}
              </th>
              <td>
                {reading.news2 === null ? (
                  '–'
                ) : reading.news2.total === null ? (
                  `incomplete, ${reading.news2.least} to ${reading.news2.most}`
                ) : (
                  <strong>{reading.news2.total}</strong>
                )}
              </td>
              {COLUMNS.map(([head, cell]) => (
                <td key={head}>{cell(reading)}</td>
              ))}
              <td>{reading.source}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <p>
          {more} earlier readings of {dayInWords(at)} are not in this list: the observations view has them.
        </p>
      )}
    </Scrolled>
  );
}
