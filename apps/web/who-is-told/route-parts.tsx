import type { RoutePart } from '#clinical';
import { ROUTE_PART_NAMES, ROUTE_PARTS, type AlertRouteView, type RouteStepView } from '#contracts';
import { GRAVEST_FIRST, PRIORITY_NAMES } from '../words/alerts.ts';
import { timeOfDay } from '../words/times.ts';
import { stepInWords, waitInWords } from './who-is-asked.ts';

/** The ward's route as it is in force: hours, days that differ, and who is asked in each part of the day. */
export function RouteParts({ route }: { route: AlertRouteView }) {
  const { hubHours, days, steps, changedBy, changedAt, why } = route;
  return (
    <section aria-labelledby="route">
      <h2 className="nhsuk-heading-m" id="route">
        The route
      </h2>
      <p>
        {changedBy === null || changedAt === null
          ? 'Nobody has changed it: it is the one that every ward begins with.'
          : `In force since ${timeOfDay(changedAt, changedAt)} on ${dayInWords(changedAt)}, set by ${changedBy}${why === null ? '' : `: ${why}`}.`}
      </p>
      {ROUTE_PARTS.map((part) => (
        <Part key={part} part={part} hours={hoursInWords(part, hubHours)} steps={steps[part]} />
      ))}
      {days.length > 0 && (
        <>
          <h3 className="nhsuk-heading-s">Days with hours of their own</h3>
          <ul>
            {days.map(({ day, name, hours }) => (
              <li key={day}>
                {dayInWords(Date.parse(day))}, {name}:{' '}
                {hours === null ? 'on call all day' : `hub hours ${hours.from} to ${hours.to}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Part({ part, hours, steps }: { part: RoutePart; hours: string; steps: readonly RouteStepView[] }) {
  return (
    <>
      <h3 className="nhsuk-heading-s">
        {ROUTE_PART_NAMES[part]}: {hours}
      </h3>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard */}
      <section className="route-part" tabIndex={0} aria-label={ROUTE_PART_NAMES[part]}>
        <table className="nhsuk-table">
          <caption className="nhsuk-table__caption nhsuk-u-visually-hidden">{ROUTE_PART_NAMES[part]}: steps</caption>
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col">Who is asked</th>
              {GRAVEST_FIRST.map((priority) => (
                <th key={priority} scope="col" className="route-part__wait">
                  {PRIORITY_NAMES[priority]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {steps.map((step, at) => (
              <tr key={at}>
                <th scope="row">{at + 1}</th>
                <td>
                  {step.kind !== 'accounts' && <strong>{stepInWords(step)}</strong>}
                  {step.kind !== 'ward-fallback' && (
                    <span className="route-part__people">{step.people.map(({ name }) => name).join(', ')}</span>
                  )}
                  {step.unable.map(({ id, name, why }) => (
                    <span key={id} className="route-part__people">
                      <strong>Not asked any more:</strong> {name} ({why})
                    </span>
                  ))}
                </td>
                {GRAVEST_FIRST.map((priority) => (
                  <td key={priority} className="route-part__wait">
                    {step.waits === null ? 'again and again' : `has ${waitInWords(step.waits[priority])}`}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function hoursInWords(part: RoutePart, { from, to }: { from: string; to: string }): string {
  return part === 'hub-hours' ? `${from} to ${to}` : 'every other hour, so that none is left out';
}

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const dayInWords = (at: number): string => dayFormat.format(at);
