import { isOfRecord, type CriterionId } from '#clinical';
import type { StayReadiness, StepDownCriterion } from '#contracts';
import { dayAndTime } from '../words/times.ts';

/** What has to be so, as the page heads it. */
export const CRITERION_NAMES: Readonly<Record<CriterionId, string>> = {
  score: 'NEWS2 near usual',
  trend: 'Trend not rising',
  received: 'Sets received',
  alerts: 'No open alert',
  pathway: 'Pathway',
  clinician: 'A clinician agrees',
  agreement: 'Patient or carer agrees',
  means: 'Way to take readings',
};

export const STATE_WORDS: Readonly<Record<StepDownCriterion['state'], string>> = {
  met: 'Met',
  'not-met': 'Not met',
  unknown: 'Not known',
};

/** How near a patient is to a step down, in a line. */
export function nearness(stay: StayReadiness): string {
  if (!stay.mayOverride) return 'An emergency is open: no step down';
  if (stay.recordReady) return stay.below === null ? 'Ready to go home' : 'Ready, when people agree';
  const ofRecord = stay.criteria.filter(isOfRecord);
  const wanting = ofRecord.filter(({ state }) => state !== 'met');
  const latest = wanting.every(({ earliest }) => earliest !== null)
    ? Math.max(...wanting.map(({ earliest }) => earliest ?? 0))
    : null;
  const many = `${wanting.length} of ${ofRecord.length} not met`;
  return latest === null ? many : `${many}, earliest ${dayAndTime(latest)}`;
}
