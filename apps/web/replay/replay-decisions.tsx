import type { ReplayDecision } from '#contracts';
import { WhatChanged } from '../patient/plan/plan-changes.tsx';
import { STATE_WORDS } from '../step-down/readiness-words.ts';
import { timeOfDay } from '../words/times.ts';
import { criterionName, decisionInWords, fieldsOfPlans } from './replay-words.ts';

/** What was decided, by whom and why, with the criteria as they stood. */
export function ReplayDecisions({ decisions, at }: { decisions: readonly ReplayDecision[]; at: number }) {
  if (decisions.length === 0) return <p className="plan__none">None.</p>;
  return (
    <ul className="replay__list">
      {decisions.map((decision) => (
        <li key={decision.key}>
          <strong>{decisionInWords(decision)}</strong>, {timeOfDay(decision.at, at)}
          {decision.by !== null && `, ${decision.by}`}
          {decision.reason !== null && `: ${decision.reason}`}
          {decision.before !== null && decision.after !== null && (
            <WhatChanged
              before={decision.before}
              after={decision.after}
              fields={fieldsOfPlans(decision.before, decision.after)}
            />
          )}
          {decision.criteria.length > 0 && (
            <details className="nhsuk-details replay__criteria">
              <summary className="nhsuk-details__summary">
                <span className="nhsuk-details__summary-text">
                  Criteria as they stood: {decision.criteria.filter(({ state }) => state === 'met').length} of{' '}
                  {decision.criteria.length} met
                  {decision.rules !== null && `, by ${decision.rules}`}
                  {decision.overridden.length > 0 && `, ${decision.overridden.length} overridden`}
                </span>
              </summary>
              <ul className="nhsuk-details__text">
                {decision.criteria.map(({ id, state, evidence }) => (
                  <li key={id}>
                    {criterionName(id)}: <strong>{STATE_WORDS[state]}</strong>
                    {decision.overridden.includes(id) && ' (overridden)'}. {evidence}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
