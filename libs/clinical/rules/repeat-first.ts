import { ALL_PATHWAYS, type RuleTerms } from '../rule.ts';
import { OURS } from './sources.ts';

/**
 * A single new urgent or routine breach is measured once more before it alerts, where somebody can be asked to. It finds nothing
 * itself and presses nobody: its terms say whether repeats are asked for at all, and how long one is waited for. [ours]
 */
export const repeatFirst: RuleTerms<'minutes'> = {
  id: 'repeat-first',
  version: 1,
  title: 'A single new breach is repeated',
  pathways: ALL_PATHWAYS,
  priority: 'routine',
  source: OURS,
  approver: null,
  sentence: '{finding} It is new and stands alone: please measure again.',
  parameters: { minutes: { value: 10, min: 5, max: 30, unit: 'min' } },
};
