import type { OpenAlertView, SignedIn } from '#contracts';
import { PauseIcon, PriorityIcon } from '../board/icons.tsx';
import { useWardTime } from '../page/ward-clock.ts';
import { mostPressingFirst, pausedInWords, PRIORITY_NAMES, whereItStands, whoHasIt } from '../words/alerts.ts';
import { AcceptButton } from './accept-button.tsx';
import { AlertsDialog, type AlertsDialogProps } from './alerts-dialog.tsx';
import { answersAlerts, WARD, type AlertAnswers, type AlertPlace, type Refusal } from './answers.ts';
import { RefusalNote } from './refusal-note.tsx';

/** More than these stand in the dialog: a strip that fills the screen would hide the patients. */
const MOST_IN_STRIP = 2;

const THE_WARD: AlertPlace = { key: WARD, name: 'the ward' };

interface WardAlertStripProps {
  alerts: readonly OpenAlertView[];
  who: SignedIn;
  answers: AlertAnswers;
  refusal: Refusal | undefined;
  onPutAway: (refusal: Refusal) => void;
  onOpen: () => void;
}

/** The ward's own alerts, about no patient (a source, a worker, a channel), above the beds. Nothing where there is none. */
export function WardAlertStrip({ alerts, who, answers, refusal, onPutAway, onOpen }: WardAlertStripProps) {
  if (alerts.length === 0 && refusal === undefined) return null;
  const shown = mostPressingFirst(alerts).slice(0, MOST_IN_STRIP);
  const rest = alerts.length - shown.length;
  return (
    <section className="ward-alerts" aria-label="Alerts about the ward itself">
      <ul className="ward-alerts__list">
        {shown.map((alert) => (
          <li key={alert.id}>
            <WardAlert alert={alert} who={who} answers={answers} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" className="answer ward-alerts__rest" onClick={onOpen}>
          and {rest} more about the ward
        </button>
      )}
      {refusal && <RefusalNote refusal={refusal} alerts={alerts} onPutAway={onPutAway} />}
    </section>
  );
}

interface WardAlertProps {
  alert: OpenAlertView;
  who: SignedIn;
  answers: AlertAnswers;
  onOpen: () => void;
}

function WardAlert({ alert, who, answers, onOpen }: WardAlertProps) {
  const has = useWardTime((now) => whoHasIt(alert, now));
  const stands = useWardTime((now) => whereItStands(alert, now));
  const paused = useWardTime((now) => pausedInWords(alert, now));
  return (
    <article className={`ward-alert ward-alert--${alert.priority} ward-alert--${alert.status}`}>
      <strong className="ward-alert__priority">
        <PriorityIcon priority={alert.priority} /> {PRIORITY_NAMES[alert.priority]}
      </strong>
      <p className="ward-alert__sentence">
        {!alert.conditionPresent && <strong className="alert__eased">Condition since eased. </strong>}
        {alert.sentence}
      </p>
      <p className="ward-alert__who">
        {paused !== null && (
          <strong>
            <PauseIcon /> {paused}.{' '}
          </strong>
        )}
        {has}. {stands}
      </p>
      <span className="ward-alert__acts">
        {alert.status === 'raised' && answersAlerts(who.role) && (
          <AcceptButton key={`${alert.id} ${alert.raisedAt}`} place={THE_WARD} alerts={[alert]} answers={answers} />
        )}
        <button type="button" className="answer" onClick={onOpen}>
          Open
          <span className="nhsuk-u-visually-hidden"> the alerts about the ward</span>
        </button>
      </span>
    </article>
  );
}

type WardAlertsDialogProps = Omit<AlertsDialogProps, 'place' | 'heading' | 'groups' | 'children'>;

/** Every alert about the ward itself, each with everything that can be done about it. */
export function WardAlertsDialog(props: WardAlertsDialogProps) {
  const groups = mostPressingFirst(props.alerts).map((head) => ({ head, under: [] }));
  return <AlertsDialog place={THE_WARD} heading="The ward itself" groups={groups} {...props} />;
}
