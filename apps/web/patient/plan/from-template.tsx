import { planTemplate } from '#clinical';
import { showWallClockTime, type StayPlanView } from '#contracts';
import { PATHWAY_NAMES } from '../../board/icons.tsx';
import { unstated, type PlanField, type PlanFields } from './plan-fields.ts';

interface FromTemplateProps {
  view: StayPlanView;
  fields: readonly PlanField[];
  values: PlanFields;
  /** Where the plan is being changed: takes what the template has. */
  onType?: (id: string, value: string) => void;
}

/** What the pathway's template asks for and nobody has stated yet; and, while the plan is changed, its times by one press. */
export function FromTemplate({ view, fields, values, onType }: FromTemplateProps) {
  const gaps = unstated(view, fields, values);
  const { minutes, weekdays } = planTemplate(view.pathway, view.level).schedule;
  const hasTimes = (values['schedule.minutes'] ?? '').trim() !== '';
  const times = minutes.map(showWallClockTime).join(', ');
  if (gaps.length === 0 && hasTimes) return null;
  return (
    <section className="plan-template" aria-label="Template of the pathway">
      <p>
        <strong>{PATHWAY_NAMES[view.pathway]} template.</strong>{' '}
        {gaps.length > 0 && <>Not stated yet: {gaps.map(({ name }) => name).join('; ')}.</>}
        {!hasTimes && ' No times of day are set.'} The pathway’s thresholds hold where none of their own is stated.
      </p>
      {onType !== undefined && !hasTimes && (
        <button
          type="button"
          className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
          onClick={() => {
            onType('schedule.minutes', times);
            onType('schedule.weekdays', weekdays?.join(',') ?? '');
          }}
        >
          Take its times: {times}
        </button>
      )}
    </section>
  );
}
