import type { PlanChangeMade, StayPlan } from '#contracts';
import { dateAndTime } from '../../words/times.ts';
import { differing, fieldsOf, inWords, type PlanField } from './plan-fields.ts';

/** Every change of the plan, newest first: who, when, why, and what it was before. */
export function PlanChanges({ changes, fields }: { changes: readonly PlanChangeMade[]; fields: readonly PlanField[] }) {
  if (changes.length === 0) return <p className="plan__none">The plan stands as it was made at admission.</p>;
  return (
    <ol className="plan__changes">
      {changes.map(({ at, by, reason, version, before, after }) => (
        <li key={version}>
          <p>
            <strong>
              {dateAndTime(at)}, {by}
            </strong>
            : {reason}
          </p>
          <WhatChanged before={before} after={after} fields={fields} />
        </li>
      ))}
    </ol>
  );
}

/** Each thing that two plans say differently: what it was, and what it is. */
export function WhatChanged({
  before,
  after,
  fields,
}: {
  before: StayPlan;
  after: StayPlan;
  fields: readonly PlanField[];
}) {
  const [was, is] = [fieldsOf(fields, before), fieldsOf(fields, after)];
  return (
    <ul className="plan__what-changed">
      {differing(fields, was, is).map((field) => (
        <li key={field.id}>
          {field.name}: <del>{inWords(field, was[field.id])}</del> <span aria-hidden="true">→</span>{' '}
          <ins>{inWords(field, is[field.id])}</ins>
        </li>
      ))}
    </ul>
  );
}
