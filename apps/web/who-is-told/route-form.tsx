import { ANSWERING_ROLES, type AnsweringRole, type RoutePart } from '#clinical';
import {
  ROUTE_PART_NAMES,
  ROUTE_PARTS,
  type AlertRouteDraft,
  type AlertRouteView,
  type RouteStepView,
  type RouteWaits,
} from '#contracts';
import { useState } from 'react';
import { hub } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { GRAVEST_FIRST, PRIORITY_NAMES } from '../words/alerts.ts';
import { gapsIn, reachedInWords } from './who-is-asked.ts';

interface StepDraft {
  readonly key: number;
  readonly kind: 'accounts' | 'role';
  readonly role: AnsweringRole;
  readonly accounts: readonly string[];
  readonly waits: RouteWaits;
}

type Steps = Readonly<Record<RoutePart, readonly StepDraft[]>>;
type DayDraft = AlertRouteDraft['days'][number] & { readonly key: number };

const USUAL_WAITS: RouteWaits = { emergency: 5, urgent: 30, routine: 240, technical: 60 };
const ROLE_CHOICES: Record<AnsweringRole, string> = {
  'hub-clinician': 'Every hub clinician of the ward',
  lead: 'Every clinical lead of the ward',
};

const isRole = (text: string): text is AnsweringRole => ANSWERING_ROLES.some((role) => role === text);

let keys = 0;
const draftOf = (step: RouteStepView): StepDraft => ({
  key: ++keys,
  kind: step.kind === 'role' ? 'role' : 'accounts',
  role: step.role ?? 'lead',
  // Whoever may not be asked any more is left out by the next change.
  accounts: step.kind === 'accounts' ? step.people.map(({ id }) => id) : [],
  waits: step.waits ?? USUAL_WAITS,
});
/** A route that nobody has changed asks for routine alerts until the evening: the steps of one's own say how long. */
const draftsOf = (steps: readonly RouteStepView[], untouched: boolean): StepDraft[] =>
  steps
    .filter(({ kind }) => kind !== 'ward-fallback')
    .map(draftOf)
    .map((draft) => (untouched ? { ...draft, waits: { ...draft.waits, routine: USUAL_WAITS.routine } } : draft));

interface RouteFormProps {
  wardId: string;
  route: AlertRouteView;
  onSaved: (sentence: string) => void;
  onCancel: () => void;
  onSessionEnded: () => void;
}

/** Writes a ward's route anew. What would leave nobody asked is said before it is sent, and refused by the hub. */
export function RouteForm({ wardId, route, onSaved, onCancel, onSessionEnded }: RouteFormProps) {
  const [steps, setSteps] = useState<Steps>(() => ({
    'hub-hours': draftsOf(route.steps['hub-hours'], route.version === 0),
    'on-call': draftsOf(route.steps['on-call'], route.version === 0),
  }));
  const [days, setDays] = useState<readonly DayDraft[]>(() => route.days.map((day) => ({ ...day, key: ++keys })));
  const put = (part: RoutePart, next: readonly StepDraft[]): void => setSteps({ ...steps, [part]: next });

  return (
    <section aria-labelledby="route-form">
      <h2 className="nhsuk-heading-m" id="route-form">
        Change who is told
      </h2>
      <p>
        After the last step everybody on the ward who may answer is asked, again and again: an alert always has
        somebody.
      </p>
      <ChangeForm
        name="Put in force"
        faults={(form) => [
          ...gapsIn(steps, ROUTE_PART_NAMES),
          ...(typedInto(form, 'why').trim() === '' ? ['Say why it is changed'] : []),
        ]}
        send={(form) =>
          hub.changeRoute(wardId, {
            version: route.version,
            hubHours: { from: typedInto(form, 'from'), to: typedInto(form, 'to') },
            days: days.map(({ day, name, hours }) => ({ day, name, hours })),
            steps: { 'hub-hours': steps['hub-hours'].map(sent), 'on-call': steps['on-call'].map(sent) },
            why: typedInto(form, 'why').trim(),
          })
        }
        onDone={() => onSaved('The route is in force.')}
        onCancel={onCancel}
        onSessionEnded={onSessionEnded}
      >
        <fieldset className="nhsuk-fieldset nhsuk-form-group route-form__hours">
          <legend className="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">Hub hours, every day</legend>
          <label className="nhsuk-label" htmlFor="hub-from">
            From
          </label>
          <input className="nhsuk-input" type="time" id="hub-from" name="from" defaultValue={route.hubHours.from} />
          <label className="nhsuk-label" htmlFor="hub-to">
            To
          </label>
          <input className="nhsuk-input" type="time" id="hub-to" name="to" defaultValue={route.hubHours.to} />
        </fieldset>
        <Days days={days} onDays={setDays} />
        {ROUTE_PARTS.map((part) => (
          <fieldset className="nhsuk-fieldset nhsuk-form-group" key={part}>
            <legend className="nhsuk-fieldset__legend nhsuk-fieldset__legend--m">{ROUTE_PART_NAMES[part]}</legend>
            <ol className="route-form__steps">
              {steps[part].map((step, at) => (
                <Step
                  key={step.key}
                  name={`${ROUTE_PART_NAMES[part]}, step ${at + 1}`}
                  step={step}
                  candidates={route.candidates}
                  onChange={(next) =>
                    put(
                      part,
                      steps[part].map((one) => (one.key === step.key ? next : one)),
                    )
                  }
                  onRemove={() =>
                    put(
                      part,
                      steps[part].filter((one) => one.key !== step.key),
                    )
                  }
                  onEarlier={at === 0 ? null : () => put(part, movedUp(steps[part], at))}
                />
              ))}
            </ol>
            <button
              type="button"
              className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
              onClick={() =>
                put(part, [
                  ...steps[part],
                  { key: ++keys, kind: 'accounts', role: 'lead', accounts: [], waits: USUAL_WAITS },
                ])
              }
            >
              Add a step<span className="nhsuk-u-visually-hidden"> to {ROUTE_PART_NAMES[part]}</span>
            </button>
          </fieldset>
        ))}
        <div className="nhsuk-form-group">
          <label className="nhsuk-label" htmlFor="route-why">
            Why is it changed?
          </label>
          <input className="nhsuk-input" id="route-why" name="why" maxLength={500} />
        </div>
      </ChangeForm>
    </section>
  );
}

const sent = ({ kind, role, accounts, waits }: StepDraft): AlertRouteDraft['steps'][RoutePart][number] =>
  kind === 'role' ? { kind, role, waits } : { kind, accounts: [...accounts], waits };

const movedUp = (steps: readonly StepDraft[], at: number): StepDraft[] => {
  const moved = [...steps];
  const [one] = moved.splice(at, 1);
  if (one) moved.splice(at - 1, 0, one);
  return moved;
};

interface StepProps {
  name: string;
  step: StepDraft;
  candidates: AlertRouteView['candidates'];
  onChange: (step: StepDraft) => void;
  onRemove: () => void;
  /** Null for the first. */
  onEarlier: (() => void) | null;
}

function Step({ name, step, candidates, onChange, onRemove, onEarlier }: StepProps) {
  const id = (what: string): string => `${what}-${step.key}`;
  const asked =
    step.kind === 'role'
      ? candidates.filter(({ role }) => role === step.role)
      : candidates.filter((one) => step.accounts.includes(one.id));
  const heard = asked.some(({ reachedBy }) => reachedBy.emergency.length > 0);
  return (
    <li className="route-form__step">
      <fieldset className="nhsuk-fieldset">
        <legend className="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">{name}</legend>
        <label className="nhsuk-label" htmlFor={id('who')}>
          Who is asked
        </label>
        <select
          className="nhsuk-select"
          id={id('who')}
          value={step.kind === 'accounts' ? 'accounts' : step.role}
          onChange={({ target }) =>
            onChange(
              isRole(target.value) ? { ...step, kind: 'role', role: target.value } : { ...step, kind: 'accounts' },
            )
          }
        >
          <option value="accounts">People by name</option>
          {ANSWERING_ROLES.map((role) => (
            <option key={role} value={role}>
              {ROLE_CHOICES[role]}
            </option>
          ))}
        </select>
        {step.kind === 'accounts' && (
          <fieldset className="nhsuk-fieldset route-form__people">
            <legend className="nhsuk-u-visually-hidden">{name}: people</legend>
            <div className="nhsuk-checkboxes nhsuk-checkboxes--small">
              {candidates.map((one) => (
                <div className="nhsuk-checkboxes__item" key={one.id}>
                  <input
                    className="nhsuk-checkboxes__input"
                    type="checkbox"
                    id={id(one.id)}
                    checked={step.accounts.includes(one.id)}
                    onChange={({ target }) =>
                      onChange({
                        ...step,
                        accounts: target.checked
                          ? [...step.accounts, one.id]
                          : step.accounts.filter((other) => other !== one.id),
                      })
                    }
                  />
                  <label className="nhsuk-label nhsuk-checkboxes__label" htmlFor={id(one.id)}>
                    {one.name} (emergencies: {reachedInWords(one.reachedBy.emergency)})
                  </label>
                </div>
              ))}
            </div>
          </fieldset>
        )}
        {asked.length > 0 && !heard && (
          <p className="route-form__unheard">
            Nobody of them is told of emergencies away from the board: they have set up no way that works here.
          </p>
        )}
        <div className="route-form__waits">
          {GRAVEST_FIRST.map((priority) => (
            <div key={priority}>
              <label className="nhsuk-label" htmlFor={id(priority)}>
                {PRIORITY_NAMES[priority]}, minutes
              </label>
              <input
                className="nhsuk-input"
                type="number"
                min={1}
                max={1440}
                id={id(priority)}
                value={step.waits[priority]}
                onChange={({ target }) =>
                  onChange({ ...step, waits: { ...step.waits, [priority]: Number(target.value) } })
                }
              />
            </div>
          ))}
        </div>
        <div className="change-form__buttons">
          {onEarlier && (
            <button
              type="button"
              className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
              onClick={onEarlier}
            >
              Ask earlier<span className="nhsuk-u-visually-hidden">: {name}</span>
            </button>
          )}
          <button type="button" className="nhsuk-button nhsuk-button--secondary nhsuk-button--small" onClick={onRemove}>
            Remove<span className="nhsuk-u-visually-hidden"> {name}</span>
          </button>
        </div>
      </fieldset>
    </li>
  );
}

/** Days on which the hub keeps other hours, such as bank holidays. */
function Days({ days, onDays }: { days: readonly DayDraft[]; onDays: (days: readonly DayDraft[]) => void }) {
  const put = (next: DayDraft): void => onDays(days.map((one) => (one.key === next.key ? next : one)));
  return (
    <fieldset className="nhsuk-fieldset nhsuk-form-group">
      <legend className="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">Days with hours of their own</legend>
      <ul className="route-form__days">
        {days.map((one) => (
          <li key={one.key} className="route-form__day">
            <input
              className="nhsuk-input"
              type="date"
              aria-label="Day"
              value={one.day}
              onChange={({ target }) => put({ ...one, day: target.value })}
            />
            <input
              className="nhsuk-input"
              aria-label="Name of the day"
              placeholder="Christmas Day"
              maxLength={80}
              value={one.name}
              onChange={({ target }) => put({ ...one, name: target.value })}
            />
            <select
              className="nhsuk-select"
              aria-label="Hours of the day"
              value={one.hours === null ? 'closed' : 'open'}
              onChange={({ target }) =>
                put({ ...one, hours: target.value === 'closed' ? null : { from: '10:00', to: '14:00' } })
              }
            >
              <option value="closed">On call all day</option>
              <option value="open">Hub hours of its own</option>
            </select>
            {one.hours !== null && (
              <>
                <input
                  className="nhsuk-input"
                  type="time"
                  aria-label="From"
                  value={one.hours.from}
                  onChange={({ target }) => one.hours && put({ ...one, hours: { ...one.hours, from: target.value } })}
                />
                <input
                  className="nhsuk-input"
                  type="time"
                  aria-label="To"
                  value={one.hours.to}
                  onChange={({ target }) => one.hours && put({ ...one, hours: { ...one.hours, to: target.value } })}
                />
              </>
            )}
            <button
              type="button"
              className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
              onClick={() => onDays(days.filter((other) => other.key !== one.key))}
            >
              Remove<span className="nhsuk-u-visually-hidden"> {one.name || 'this day'}</span>
            </button>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
        onClick={() => onDays([...days, { key: ++keys, day: '', name: '', hours: null }])}
      >
        Add a day
      </button>
    </fieldset>
  );
}
