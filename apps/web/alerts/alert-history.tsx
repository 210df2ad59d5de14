import { HISTORY_NAMES, type AlertDeliveries, type AlertHistory, type OpenAlertView } from '#contracts';
import { useEffect, useState } from 'react';
import { whyNot, type Answer } from '../hub.ts';
import { DeliveryReceipts } from '../notifications/delivery-receipts.tsx';
import { useWardTime } from '../page/ward-clock.ts';
import { lengthOfTime, timeOfDay } from '../words/times.ts';
import type { AlertAnswers } from './answers.ts';

interface Known {
  readonly history: Answer<AlertHistory>;
  readonly deliveries: Answer<AlertDeliveries>;
  /** Of the alert, when it was asked. */
  readonly asOf: string;
}

/** Later than this is told: a sweep comes every few seconds. */
const WORTH_TELLING_MS = 60_000;

/** What shows on an alert that something happened to it. */
type Watched = Pick<OpenAlertView, 'id' | 'version' | 'comments' | 'count' | 'deliveredAt' | 'conditionPresent'>;

/** Everything that happened to an alert, with who did it and when, and who was told by what and what became of it. */
export function AlertHistoryPanel({ alert, answers }: { alert: Watched; answers: AlertAnswers }) {
  const { id, version, comments, count, deliveredAt, conditionPresent } = alert;
  /** As it shows on the alert itself that something happened to it. */
  const state = [version, comments, count, deliveredAt, conditionPresent].join();
  const [told, setTold] = useState<Known | null>(null);
  useEffect(() => {
    let left = false;
    void Promise.all([answers.history(id), answers.deliveries(id)]).then(([history, deliveries]) => {
      if (!left) setTold({ history, deliveries, asOf: state });
    });
    return () => {
      left = true;
    };
  }, [answers, id, state]);

  if (told === null) return <output className="history notice">Looking it up…</output>;
  const { history, deliveries, asOf } = told;
  return (
    <div className="history" aria-busy={asOf !== state}>
      <h4 className="history__heading">What happened</h4>
      {history.kind === 'done' ? <Events events={history.body.events} /> : <Unknown why={whyNot(history)} />}
      <h4 className="history__heading">Who was told</h4>
      {deliveries.kind === 'done' ? <Told told={deliveries.body} /> : <Unknown why={whyNot(deliveries)} />}
    </div>
  );
}

const Unknown = ({ why }: { why: string }) => <p role="alert">{why}</p>;

function Events({ events }: { events: AlertHistory['events'] }) {
  return (
    <ol className="history__events">
      {events.map(({ at, kind, by, sentence, lateByMs }, index) => (
        <li key={index} className="history__event">
          <When at={at} />
          <div>
            <strong>{HISTORY_NAMES[kind]}</strong>
            {by !== null && <> by {by}</>}
            {sentence !== null && <p className="history__sentence">{sentence}</p>}
            {lateByMs !== null && lateByMs >= WORTH_TELLING_MS && (
              <p className="history__late">{lengthOfTime(lateByMs)} later than it was due.</p>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

function When({ at }: { at: number }) {
  return <time className="history__when">{useWardTime((now) => timeOfDay(at, now))}</time>;
}

/** Times of day: nobody waits for the second. */
const MINUTE = 60_000;

function Told({ told }: { told: AlertDeliveries }) {
  const now = useWardTime((at) => at - (at % MINUTE));
  return <DeliveryReceipts told={told} now={now} />;
}
