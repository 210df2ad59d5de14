import type { Priority } from '#clinical';
import { ROUTE_PART_NAMES, type AlertRouteView } from '#contracts';
import { useState } from 'react';
import { thisMoment } from '../clock.ts';
import { GRAVEST_FIRST, PRIORITY_NAMES } from '../words/alerts.ts';
import { timeOfDay } from '../words/times.ts';
import { askedInTurn, momentOf, partOf, reachedInWords, stepInWords, waitInWords } from './who-is-asked.ts';

const isPriority = (text: string): text is Priority => GRAVEST_FIRST.some((one) => one === text);

/** Who would be asked of an alert that comes now, or at a moment that somebody chooses. */
export function AtAMoment({ route, now = thisMoment().wall }: { route: AlertRouteView; now?: number | undefined }) {
  const [priority, setPriority] = useState<Priority>('emergency');
  const [chosen, setChosen] = useState<{ day: string; time: string } | null>(null);
  const at =
    chosen === null || chosen.day === '' || chosen.time === '' ? now : momentOf(route, chosen.day, chosen.time);
  const { part, until } = chosen === null ? route.now : partOf(route, at);
  const reachedBy = new Map(route.candidates.map((one) => [one.id, one.reachedBy]));
  const turns = askedInTurn(route, part, priority);

  return (
    <section aria-labelledby="at-a-moment" className="at-a-moment">
      <h2 className="nhsuk-heading-m" id="at-a-moment">
        {chosen === null ? 'Asked now' : `Asked at ${timeOfDay(at, now)}`}
      </h2>
      <p>
        {ROUTE_PART_NAMES[part]}
        {until === null ? '' : ` until ${timeOfDay(until, now)}`}.
      </p>
      <div className="at-a-moment__choice">
        <div className="nhsuk-form-group">
          <label className="nhsuk-label" htmlFor="moment-priority">
            An alert that is
          </label>
          <select
            className="nhsuk-select"
            id="moment-priority"
            value={priority}
            onChange={({ target }) => isPriority(target.value) && setPriority(target.value)}
          >
            {GRAVEST_FIRST.map((one) => (
              <option key={one} value={one}>
                {PRIORITY_NAMES[one].toLowerCase()}
              </option>
            ))}
          </select>
        </div>
        <div className="nhsuk-form-group">
          <label className="nhsuk-label" htmlFor="moment-day">
            Day
          </label>
          <input
            className="nhsuk-input"
            type="date"
            id="moment-day"
            value={chosen?.day ?? ''}
            onChange={({ target }) => setChosen({ day: target.value, time: chosen?.time ?? '03:00' })}
          />
        </div>
        <div className="nhsuk-form-group">
          <label className="nhsuk-label" htmlFor="moment-time">
            Time on the ward’s clocks
          </label>
          <input
            className="nhsuk-input"
            type="time"
            id="moment-time"
            value={chosen?.time ?? ''}
            onChange={({ target }) => setChosen({ day: chosen?.day ?? dayOf(now), time: target.value })}
          />
        </div>
        {chosen !== null && (
          <button
            type="button"
            className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
            onClick={() => setChosen(null)}
          >
            Back to now
          </button>
        )}
      </div>
      <ol className="turns">
        {turns.map(({ step, after }, at) => (
          <li key={at} className="turns__turn">
            <span className="turns__when">
              {after === null ? 'Passed over' : after === 0 ? 'At once' : `After ${waitInWords(after)}`}
            </span>
            <span className="turns__who">
              <strong>{stepInWords(step)}</strong>
              {step.people.length === 0 ? (
                <span className="turns__nobody">NOBODY as things are now</span>
              ) : (
                <span className="turns__people">
                  {step.people.map(({ id, name }) => (
                    <span key={id} className="turns__person">
                      {name} <span className="turns__ways">({reachedInWords(reachedBy.get(id)?.[priority])})</span>
                    </span>
                  ))}
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

const dayOf = (at: number): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(at);
