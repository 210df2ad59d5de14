import { PUBLISHED_BURDEN } from '#clinical';
import type { WardBurden } from '#contracts';
import { Scrolled } from '../page/scrolled.tsx';
import { PRIORITY_NAMES } from '../words/alerts.ts';
import { lengthOfTime } from '../words/times.ts';
import { ruleName } from '../words/rules.ts';
import { asPercent, inWords, outcomesInWords, shareInWords } from './burden-words.ts';
import { ThresholdReviews } from './threshold-reviews.tsx';

/** The burden of one period: every figure with what it is counted from. */
export function BurdenView({ burden: { burden, reviews } }: { burden: WardBurden }) {
  return (
    <>
      <PerPatientDay burden={burden} />
      <Reviews reviews={reviews} />
      <Rules burden={burden} />
      <AnswerTimes burden={burden} />
    </>
  );
}

type Burden = WardBurden['burden'];

function PerPatientDay({ burden }: { burden: Burden }) {
  const { perPatientDay } = burden;
  return (
    <section aria-labelledby="per-patient-day">
      <h2 id="per-patient-day" className="nhsuk-heading-m">
        Alerts for each patient-day
      </h2>
      <Scrolled label="This ward beside what others have published">
        <table className="nhsuk-table burden-table">
          <caption className="nhsuk-table__caption nhsuk-u-visually-hidden">
            This ward beside what others have published
          </caption>
          <thead>
            <tr>
              <th scope="col">Where</th>
              <th scope="col" className="burden-number">
                All
              </th>
              <th scope="col" className="burden-number">
                Acted on
              </th>
              <th scope="col" className="burden-number">
                Looked at for each acted on
              </th>
            </tr>
          </thead>
          <tbody>
            <tr className="burden-own">
              <th scope="row">This ward</th>
              <td className="burden-number">{inWords(perPatientDay?.all)}</td>
              <td className="burden-number">{inWords(perPatientDay?.actionable)}</td>
              <td className="burden-number">{inWords(neededToEvaluate(burden), 1)}</td>
            </tr>
            {PUBLISHED_BURDEN.map((one) => (
              <tr key={one.what}>
                <th scope="row">
                  {one.what} (
                  <a href={one.source.url} rel="noreferrer" target="_blank">
                    {one.source.title}
                    <span className="nhsuk-u-visually-hidden"> (opens in a new tab)</span>
                  </a>
                  ){one.sensitivity !== null && `, sensitivity ${asPercent(one.sensitivity)}`}
                </th>
                <td className="burden-number">{inWords(one.alertsPerPatientDay)}</td>
                <td className="burden-number">{inWords(one.actionablePerPatientDay)}</td>
                <td className="burden-number">{inWords(one.numberNeededToEvaluate, 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
      <p className="nhsuk-body-s">
        {burden.alerts} alerts about patients in {inWords(burden.patientDays, 1)} patient-days:{' '}
        {burden.byPriority.emergency} emergency, {burden.byPriority.urgent} urgent, {burden.byPriority.routine} routine.
        Technical alerts ({burden.byPriority.technical}) are about the system when they name no patient, and are then
        not counted above. Acted on: closed with advice, a visit, a changed plan or a step up. An alert that was raised
        again as it got worse counts once.
      </p>
    </section>
  );
}

function neededToEvaluate({ rules, actionable }: Burden): number | null {
  const closed = rules.reduce((sum, rule) => sum + rule.closed, 0);
  return actionable > 0 ? closed / actionable : null;
}

function Reviews({ reviews }: { reviews: WardBurden['reviews'] }) {
  return (
    <section aria-labelledby="reviews">
      <h2 id="reviews" className="nhsuk-heading-m">
        Thresholds to review
      </h2>
      {reviews.length === 0 ? (
        <p>No rule has alerted five times in a week for one patient without anybody having to act.</p>
      ) : (
        <ThresholdReviews reviews={reviews} />
      )}
    </section>
  );
}

function Rules({ burden: { rules } }: { burden: Burden }) {
  return (
    <section aria-labelledby="rules">
      <h2 id="rules" className="nhsuk-heading-m">
        What each rule is worth
      </h2>
      {rules.length === 0 ? (
        <p>No alert was raised in this time.</p>
      ) : (
        <Scrolled label="Rules, most alerts first">
          <table className="nhsuk-table burden-table">
            <caption className="nhsuk-table__caption nhsuk-u-visually-hidden">
              Rules, most alerts first, with the outcomes that people gave
            </caption>
            <thead>
              <tr>
                <th scope="col">Rule</th>
                <th scope="col" className="burden-number">
                  Raised
                </th>
                <th scope="col" className="burden-number">
                  Open
                </th>
                <th scope="col">Acted on, of those closed</th>
                <th scope="col" className="burden-number">
                  Looked at for each acted on
                </th>
                <th scope="col">Outcomes</th>
              </tr>
            </thead>
            <tbody>
              {rules.map((rule) => (
                <tr key={rule.ruleId}>
                  <th scope="row">{ruleName(rule.ruleId)}</th>
                  <td className="burden-number">{rule.raised}</td>
                  <td className="burden-number">{rule.open}</td>
                  <td>{shareInWords(rule.precision)}</td>
                  <td className="burden-number">{inWords(rule.numberNeededToEvaluate, 1)}</td>
                  <td>{outcomesInWords(rule.outcomes)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
    </section>
  );
}

function AnswerTimes({ burden: { answerTimes } }: { burden: Burden }) {
  return (
    <section aria-labelledby="answer-times">
      <h2 id="answer-times" className="nhsuk-heading-m">
        How soon somebody had it
      </h2>
      <Scrolled label="Time to accept, by priority">
        <table className="nhsuk-table burden-table">
          <caption className="nhsuk-table__caption nhsuk-u-visually-hidden">Time to accept, by priority</caption>
          <thead>
            <tr>
              <th scope="col">Priority</th>
              <th scope="col" className="burden-number">
                Raised
              </th>
              <th scope="col" className="burden-number">
                Accepted
              </th>
              <th scope="col" className="burden-number">
                Half within
              </th>
              <th scope="col" className="burden-number">
                Nine in ten within
              </th>
              <th scope="col">In the time that the ward sets</th>
            </tr>
          </thead>
          <tbody>
            {answerTimes.map((one) => (
              <tr key={one.priority}>
                <th scope="row">{PRIORITY_NAMES[one.priority]}</th>
                <td className="burden-number">{one.raised}</td>
                <td className="burden-number">{one.answered}</td>
                <td className="burden-number">{one.median === null ? '–' : lengthOfTime(one.median)}</td>
                <td className="burden-number">{one.p90 === null ? '–' : lengthOfTime(one.p90)}</td>
                <td>{shareInWords(one.inTime)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
      <p className="nhsuk-body-s">
        From when an alert was raised, or raised again in a graver tier, until a named person accepted or closed it. In
        time: of those whose time has come.
      </p>
    </section>
  );
}
