import { WHO_MAY_CHANGE, type ParameterTerms } from '#clinical';
import type { ThresholdReview } from '#contracts';
import { ruleName, ruleParameters } from '../words/rules.ts';
import { lengthOfTime } from '../words/times.ts';
import { outcomesInWords } from './burden-words.ts';

const WEEK_MS = 7 * 86_400_000;

/** Rules that keep calling for one patient and never for anything, with what somebody needs who decides about the threshold. */
export function ThresholdReviews({ reviews }: { reviews: readonly ThresholdReview[] }) {
  return (
    <ul className="nhsuk-list">
      {reviews.map((review) => (
        <li key={`${review.admissionId} ${review.ruleId}`} className="nhsuk-inset-text burden-review">
          <h3 className="nhsuk-heading-s">
            {ruleName(review.ruleId)}: {review.patient}
            {review.bed !== null && `, bed ${review.bed}`}
          </h3>
          <p>
            {review.alerts} alerts within {lengthOfTime(WEEK_MS)}, none acted on (outcomes:{' '}
            {outcomesInWords(review.outcomes)}).
          </p>
          <p>{suggestion(review)}</p>
          <Thresholds review={review} />
          <details className="nhsuk-details">
            <summary className="nhsuk-details__summary">
              <span className="nhsuk-details__summary-text">What it said last</span>
            </summary>
            <ul className="nhsuk-details__text">
              {review.sentences.map((sentence, i) => (
                <li key={i}>{sentence}</li>
              ))}
            </ul>
          </details>
        </li>
      ))}
    </ul>
  );
}

/** What people said was wrong decides what to look at first. */
function suggestion({ outcomes }: ThresholdReview): string {
  const artefacts = outcomes['false-artefact'] ?? 0;
  const thresholds = (outcomes['false-threshold'] ?? 0) + (outcomes['no-action'] ?? 0);
  if (artefacts > thresholds)
    return 'Look at the device and how readings are taken first: most were closed as wrong readings.';
  return 'Look at whether the threshold suits this person: set one for them, within the bounds below, with a reason.';
}

function Thresholds({ review }: { review: ThresholdReview }) {
  const parameters = Object.entries(ruleParameters(review.ruleId));
  if (parameters.length === 0) return <p>The rule has no threshold that could be set.</p>;
  return (
    <ul>
      {parameters.map(([name, terms]) => (
        <li key={name}>{thresholdInWords(name, terms, review.thresholds[name] ?? terms.value)}</li>
      ))}
    </ul>
  );
}

function thresholdInWords(name: string, { min, max, unit, perPatient }: ParameterTerms, inForce: number): string {
  const layer = perPatient ? 'patient' : 'pathway';
  const forWhom = perPatient ? 'for one patient' : 'for the pathway or the ward, not for one patient';
  return `${name}: ${inForce} ${unit === '{score}' ? 'points' : unit} in force; may be ${min} to ${max} ${forWhom}, set by ${WHO_MAY_CHANGE[layer]}`;
}
