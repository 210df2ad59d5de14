import type { AlertRouteVersion } from '#contracts';
import { dateAndTime } from '../words/times.ts';

/** What the route was before, and who changed it. */
export function RouteHistory({ versions }: { versions: readonly AlertRouteVersion[] }) {
  if (versions.length === 0) return null;
  return (
    <details className="nhsuk-details">
      <summary className="nhsuk-details__summary">
        <span className="nhsuk-details__summary-text">What it was before</span>
      </summary>
      <ul className="nhsuk-details__text">
        {versions.map(({ version, changedBy, changedAt, why, summary }) => (
          <li key={version}>
            <strong>
              {dateAndTime(changedAt)}, {changedBy}
            </strong>
            {why !== null && `: ${why}`}. Hub hours {summary.hubHours}: {summary.steps['hub-hours']}. On call:{' '}
            {summary.steps['on-call']}.
          </li>
        ))}
      </ul>
    </details>
  );
}
