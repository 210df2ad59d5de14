/** How an alert may end. Needed to end one at all, so that each rule's precision can be shown. Source: docs/CLINICAL, section 6. */
export const ALERT_OUTCOMES = {
  'no-action': 'No action needed',
  advice: 'Advice given',
  visit: 'Visit arranged',
  'plan-changed': 'Plan changed',
  'stepped-up': 'Stepped up to hospital',
  'false-artefact': 'False: the reading was wrong',
  'false-threshold': 'False: the threshold does not suit this person',
} as const;

/** What a person may say came of an alert. */
export type AlertOutcome = keyof typeof ALERT_OUTCOMES;

/** The stay ended while the alert was open: says nothing about the rule, and does not count for or against its precision. */
export const STAY_ENDED = 'stay-ended';
