import type { PlanChangeMade, StayPlanView } from '#contracts';
import { useEffect, useRef } from 'react';
import { Scrolled } from '../../page/scrolled.tsx';
import { dateAndTime } from '../../words/times.ts';
import { differing, fieldsOf, inWords, type PlanField, type PlanFields } from './plan-fields.ts';

interface MeanwhileProps {
  /** The plan that this person began on. */
  opened: StayPlanView;
  /** As it stands now. */
  now: StayPlanView;
  changes: readonly PlanChangeMade[];
  fields: readonly PlanField[];
  typed: PlanFields;
  /** Takes what the other says in a field. */
  onTake: (id: string, value: string) => void;
}

/** What somebody else changed while this person was typing, by whom, beside what was typed. */
export function Meanwhile({ opened, now, changes, fields, typed, onTake }: MeanwhileProps) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  const [was, is] = [fieldsOf(fields, opened.plan), fieldsOf(fields, now.plan)];
  const theirs = differing(fields, was, is);
  return (
    <div className="meanwhile" role="alert" tabIndex={-1} ref={panel} aria-labelledby="meanwhile-title">
      <h3 className="meanwhile__title" id="meanwhile-title">
        This changed while you were writing. Nothing of yours was saved yet, and nothing of it is lost
      </h3>
      {changes.length === 0 && <p>The stay was changed; the plan is as you saw it. Save again.</p>}
      <ul>
        {changes.map(({ version, at, by, reason }) => (
          <li key={version}>
            <strong>{by}</strong> at {dateAndTime(at)}: {reason}
          </li>
        ))}
      </ul>
      {theirs.length > 0 && (
        <Scrolled label="What they changed, beside what you typed">
          <table className="plan__table">
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">When you began</th>
                <th scope="col">Now</th>
                <th scope="col">Yours, if you save</th>
              </tr>
            </thead>
            <tbody>
              {theirs.map((field) => {
                const { id, name } = field;
                const same = (typed[id] ?? '').trim() === (is[id] ?? '').trim();
                return (
                  <tr key={id} className={same ? '' : 'meanwhile__both'}>
                    <th scope="row">{name}</th>
                    <td>{inWords(field, was[id])}</td>
                    <td>{inWords(field, is[id])}</td>
                    <td>
                      {same ? (
                        'as theirs'
                      ) : (
                        <>
                          <strong>{inWords(field, typed[id])}</strong>{' '}
                          <button
                            type="button"
                            className="answer"
                            onClick={() => {
                              onTake(id, is[id] ?? '');
                              panel.current?.focus();
                            }}
                          >
                            Use theirs
                            <span className="nhsuk-u-visually-hidden"> for {name}</span>
                          </button>
                        </>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Scrolled>
      )}
    </div>
  );
}
