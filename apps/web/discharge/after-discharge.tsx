import { SENDING_STATES, type AfterDischarge } from '#contracts';
import { Link } from '../page/link.tsx';
import { dischargePath } from '../page/location.ts';
import { dateAndTime, day } from '../words/times.ts';

/** What is still to be done for those who have left: what nobody wrote yet. Nothing is shown where there is nothing. */
export function AfterDischargeList({ wardId, after }: { wardId: string; after: AfterDischarge }) {
  const { summariesToCome, notReceived } = after;
  if (summariesToCome.length + notReceived.length === 0) return null;
  return (
    <section className="beds-page__section" aria-label="After discharge">
      <h2 className="nhsuk-heading-m">After discharge</h2>
      {summariesToCome.length > 0 && <h3 className="nhsuk-heading-s">Summaries to come</h3>}
      <ul>
        {summariesToCome.map(({ admissionId, name, endedAt, reason, by }) => (
          <li key={admissionId}>
            <Link to={dischargePath(wardId, admissionId)}>{name}</Link>, home since {day(endedAt)}: {reason} ({by})
          </li>
        ))}
      </ul>
      {notReceived.length > 0 && <h3 className="nhsuk-heading-s">Bundles not received</h3>}
      <ul>
        {notReceived.map(({ admissionId, name, to, queuedAt, state, attempts, detail }) => (
          <li key={admissionId}>
            <Link to={dischargePath(wardId, admissionId)}>{name}</Link>: {SENDING_STATES[state].toLowerCase()}, to {to}{' '}
            since {dateAndTime(queuedAt)}, {attempts === 1 ? '1 attempt' : `${attempts} attempts`}. {detail}
          </li>
        ))}
      </ul>
    </section>
  );
}
