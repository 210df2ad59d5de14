import { isOpenEntry, type CareEntry, type StayPlanView } from '#contracts';
import { useCallback, useState } from 'react';
import { headOf, restOf } from '../../care/care-words.ts';
import { answersAlerts } from '../../alerts/answers.ts';
import { hub } from '../../hub.ts';
import { useAsked } from '../../page/use-asked.ts';
import { useAgain } from '../use-again.ts';
import type { ViewProps } from '../view-props.ts';
import { FromTemplate } from './from-template.tsx';
import { fieldsIn, fieldsOf } from './plan-fields.ts';
import { PlanForm } from './plan-form.tsx';
import { PlanShown } from './plan-shown.tsx';
import { ScaleForm } from './scale-form.tsx';

type Doing = 'looking' | 'changing' | 'ordering';

/** The plan of the stay: what stands, and its change by those who treat. */
export function PlanView({ head, tile, alerts, onSessionEnded }: ViewProps) {
  const { admissionId } = tile;
  const question = useCallback(() => hub.plan(admissionId), [admissionId]);
  const { body, trouble, again } = useAsked(question, { onSessionEnded });
  useAgain(tile, again);
  const { body: care, again: careAgain } = useAsked(
    useCallback(() => hub.care(admissionId), [admissionId]),
    { onSessionEnded },
  );
  useAgain(tile, careAgain);
  if (body === null)
    return trouble === null ? (
      <output className="stay-view notice">Looking up the plan…</output>
    ) : (
      <p className="stay-view" role="alert">
        {trouble}
      </p>
    );
  const mayChange = answersAlerts(alerts.who.role) && body.active && head.endedAt === null;
  return (
    <Plan
      view={body}
      own={care?.entries ?? []}
      mayChange={mayChange}
      onChanged={again}
      onSessionEnded={onSessionEnded}
    />
  );
}

interface PlanProps {
  view: StayPlanView;
  /** Among others, what matters to the person, and their goals. */
  own?: readonly CareEntry[];
  mayChange: boolean;
  onChanged: () => void;
  onSessionEnded: () => void;
  begin?: Doing;
}

/** The plan, or one of the forms that change it. */
export function Plan({ view, own = [], mayChange, onChanged, onSessionEnded, begin = 'looking' }: PlanProps) {
  const [doing, setDoing] = useState<Doing>(begin);
  const [done, setDone] = useState<string | null>(null);

  function over(sentence: string | null): void {
    setDone(sentence);
    setDoing('looking');
    if (sentence !== null) onChanged();
  }

  const form = { latest: view, onDone: over, onCancel: () => over(null), onSessionEnded };
  if (doing === 'changing') return <PlanForm {...form} />;
  if (doing === 'ordering') return <ScaleForm {...form} />;
  return (
    <div className="stay-view">
      {done !== null && <output className="stay-view__done">{done}</output>}
      <div className="stay-view__acts">
        {mayChange && (
          <>
            <button type="button" className="nhsuk-button nhsuk-button--small" onClick={() => setDoing('changing')}>
              Change the plan
            </button>
            <button
              type="button"
              className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
              onClick={() => setDoing('ordering')}
            >
              Order a SpO2 scale
            </button>
          </>
        )}
        {view.active && (
          <a
            className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
            href={`/api/admissions/${view.admissionId}/welcome-pack.pdf`}
            download
          >
            Welcome pack to print
          </a>
        )}
        <a
          className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
          href={`/api/admissions/${view.admissionId}/summary.pdf`}
          download
        >
          Summary as a PDF
        </a>
        <a
          className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
          href={`/api/admissions/${view.admissionId}/discharge-bundle`}
          download
        >
          The stay as FHIR
        </a>
      </div>
      {mayChange && <FromTemplate view={view} fields={fieldsIn(view)} values={fieldsOf(fieldsIn(view), view.plan)} />}
      <OwnWishes entries={own} />
      <PlanShown view={view} />
    </div>
  );
}

/** What matters to the person, and what they want to be able to do again: read before the numbers. They are written under People and tasks. */
function OwnWishes({ entries }: { entries: readonly CareEntry[] }) {
  const open = entries.filter(isOpenEntry);
  const parts = [
    { title: 'What matters to me', of: open.filter(({ kind }) => kind === 'matters') },
    { title: 'Goals', of: open.filter(({ kind }) => kind === 'goal') },
  ].filter(({ of }) => of.length > 0);
  if (parts.length === 0) return null;
  return (
    <div className="plan plan--own">
      {parts.map(({ title, of }) => (
        <section key={title} className="plan__part" aria-label={title}>
          <h2 className="plan__title">{title}</h2>
          {of.map((entry) => (
            <p key={entry.id}>
              <strong>{headOf(entry)}</strong> {restOf(entry).join('. ')}
            </p>
          ))}
        </section>
      ))}
    </div>
  );
}
