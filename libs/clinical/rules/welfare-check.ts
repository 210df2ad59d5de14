import { ALL_PATHWAYS, type RuleTerms } from '../rule.ts';
import { OURS } from './sources.ts';

/** Somebody outside noticed something, and a welfare check is due. How soon it is due is the programme's, and nobody's to change. */
export const welfareCheckDue: RuleTerms<'notTaken'> = {
  id: 'welfare-check',
  version: 1,
  title: 'Welfare check',
  pathways: ALL_PATHWAYS,
  priority: 'routine',
  source: OURS,
  approver: null,
  fixed: true,
  sentence: 'A concern came from {from}: {standing}.',
  parameters: {
    /** So long after it came, with nobody who has taken it, it is urgent. [ours] */
    notTaken: { value: 30, min: 10, max: 60, unit: 'min' },
  },
};
