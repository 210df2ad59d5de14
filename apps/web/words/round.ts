import type { RoundDecision, RoundDecisionKind } from '#contracts';

/** What a round decides, in the order of its keys: 1 to 7. */
export const DECISION_NAMES: Readonly<Record<RoundDecisionKind, string>> = {
  continue: 'Go on as now',
  'watch-closer': 'Watch more closely',
  'watch-less': 'Watch less: see whether they can step down',
  ring: 'Ring the patient or their carer',
  visit: 'Visit today',
  'ask-specialist': 'Ask the GP or a specialist',
  'plan-home': 'Plan the end of the stay',
};

/** "visit today. Chest is worse." */
export function decisionInWords({ decision, note }: Pick<RoundDecision, 'decision' | 'note'>): string {
  const name = DECISION_NAMES[decision];
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}.${note === null ? '' : ` ${note}`}`;
}
