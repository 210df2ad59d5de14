import { ALERT_OUTCOMES, type StayAlert } from '#contracts';
import { useState } from 'react';
import { AlertHistoryPanel } from '../../alerts/alert-history.tsx';
import type { AlertAnswers } from '../../alerts/answers.ts';
import { PriorityIcon } from '../../board/icons.tsx';
import { useWardTime } from '../../page/ward-clock.ts';
import { PRIORITY_NAMES, whereItStands, whoHasIt } from '../../words/alerts.ts';
import { parameterWords, unitWords } from '../../words/parameters.ts';
import { ruleName, ruleParameters } from '../../words/rules.ts';
import { dateAndTime } from '../../words/times.ts';
import { factWords, valueWords } from './evidence-words.ts';

/** One alert of the stay: what was found, what it stands on, and what became of it. */
export function StayAlertCard({ alert, answers }: { alert: StayAlert; answers: AlertAnswers }) {
  const [showsHistory, setShowsHistory] = useState(false);
  const { priority, status, sentence, ruleId, raisedAt, effectiveAt, count } = alert;
  const state = { id: alert.id, version: 0, comments: 0, count, deliveredAt: null, conditionPresent: false };
  return (
    <article className={`stay-alert stay-alert--${priority} stay-alert--${status}`} aria-label={sentence}>
      <header className="stay-alert__head">
        <strong className={`stay-alert__priority stay-alert__priority--${priority}`}>
          <PriorityIcon priority={priority} /> {PRIORITY_NAMES[priority]}
        </strong>
        <span className="stay-alert__standing">
          <Standing alert={alert} />
        </span>
        <time className="stay-alert__when">{dateAndTime(status === 'historic' ? effectiveAt : raisedAt)}</time>
      </header>
      <h3 className="stay-alert__sentence">
        {alert.open?.conditionPresent === false && <strong className="alert__eased">Condition since eased. </strong>}
        {sentence}
        {count > 1 && <span className="alert__count"> Seen {count} times.</span>}
      </h3>
      {status === 'historic' && (
        <p className="stay-alert__historic">
          Found in a reading of {dateAndTime(effectiveAt)} that came late: a newer reading had answered it, so nobody
          was alerted.
        </p>
      )}
      <Closed closed={alert.closed} />
      <Evidence alert={alert} />
      <div className="stay-alert__foot">
        <span>
          {ruleName(ruleId)}
          {alert.why !== null && `, version ${alert.why.ruleVersion} of rules ${alert.why.ruleSetVersion}`}
        </span>
        {alert.why !== null &&
          (alert.why.source.url === undefined ? (
            <span>{alert.why.source.title}</span>
          ) : (
            <a href={alert.why.source.url} target="_blank" rel="noreferrer">
              {alert.why.source.title} (opens in a new tab)
            </a>
          ))}
        <button
          type="button"
          className="answer"
          aria-expanded={showsHistory}
          onClick={() => setShowsHistory(!showsHistory)}
        >
          Who did what<span className="nhsuk-u-visually-hidden"> about: {sentence}</span>
        </button>
      </div>
      {showsHistory && <AlertHistoryPanel alert={alert.open ?? state} answers={answers} />}
    </article>
  );
}

function Standing({ alert: { open, closed, status } }: { alert: StayAlert }) {
  const now = useWardTime((at) => (open === null ? '' : `${whoHasIt(open, at)}. ${whereItStands(open, at)}`));
  if (open !== null) return <>{now}</>;
  if (closed !== null) return <>Closed</>;
  return <>{status === 'historic' ? 'Raised nothing' : ''}</>;
}

function Closed({ closed }: Pick<StayAlert, 'closed'>) {
  if (closed === null) return null;
  const { by, at, outcome, note } = closed;
  const words = Object.hasOwn(ALERT_OUTCOMES, outcome)
    ? ALERT_OUTCOMES[outcome as keyof typeof ALERT_OUTCOMES]
    : 'The stay ended';
  return (
    <p className="stay-alert__closed">
      <strong>{words}</strong>, {by ?? 'by itself'} at {dateAndTime(at)}
      {note !== null && `: ${note}`}
    </p>
  );
}

function Evidence({ alert: { why, ruleId } }: { alert: StayAlert }) {
  if (why === null) return null;
  const { values, thresholds, ownNormal = {} } = why.evidence;
  const terms = ruleParameters(ruleId);
  const rows: readonly (readonly [title: string, rows: readonly (readonly [name: string, value: string])[]])[] = [
    ['Found', Object.entries(values).map(([name, value]) => [factWords(name), valueWords(name, value)])],
    ['Usual', Object.entries(ownNormal).map(([name, value]) => [factWords(name), valueWords(name, value)])],
    [
      'In force',
      Object.entries(thresholds).map(([name, value]) => [
        parameterWords(ruleId, name),
        `${value} ${unitWords(terms[name]?.unit ?? '')}`.trim(),
      ]),
    ],
  ];
  return (
    <dl className="evidence">
      {rows
        .filter(([, values]) => values.length > 0)
        .map(([title, values]) => (
          <div key={title} className="evidence__part">
            <dt>{title}</dt>
            {values.map(([name, value]) => (
              <dd key={name}>
                {name} <strong>{value}</strong>
              </dd>
            ))}
          </div>
        ))}
    </dl>
  );
}
