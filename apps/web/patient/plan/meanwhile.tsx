import type { PlanChangeMade, StayPlanView } from '#contracts';
import { useEffect, useRef } from 'react';
import { TheirsTable, theirsRow } from '../../page/theirs-table.tsx';
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
        <TheirsTable
          rows={theirs.map((field) =>
            theirsRow(field.id, field.name, [was, is, typed], (value) => inWords(field, value)),
          )}
          onTake={(id) => {
            onTake(id, is[id] ?? '');
            panel.current?.focus();
          }}
        />
      )}
    </div>
  );
}
