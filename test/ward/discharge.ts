import type { DischargeSummaryDraft } from '#contracts';
import { randomUUID } from 'node:crypto';

/** What a clinician wrote of somebody who goes home. */
export const aSummary = (different: Partial<DischargeSummaryDraft> = {}): DischargeSummaryDraft => ({
  id: randomUUID(),
  after: null,
  reason: 'Exacerbation of COPD after four days in hospital.',
  course: 'Seven days on the virtual ward. Oxygen saturation back to 94 % on air.',
  diagnoses: 'Infective exacerbation of COPD, resolved.',
  medicines: {
    kind: 'changed',
    changes: [
      { change: 'stopped', medicine: 'Prednisolone', dose: null, why: 'The five-day course is complete.' },
      {
        change: 'changed',
        medicine: 'Salbutamol inhaler',
        dose: '2 puffs when you need it, at most 4 times a day',
        why: 'Your breath is better.',
      },
      {
        change: 'started',
        medicine: 'Tiotropium inhaler',
        dose: '2 puffs each morning',
        why: 'To keep your chest clear.',
      },
    ],
  },
  followUp: {
    kind: 'planned',
    steps: [
      { what: 'Check how you use your inhalers', who: 'Practice nurse', by: '2026-12-07' },
      { what: 'Chest X-ray', who: 'Your GP asks for it', by: '2027-01-04' },
    ],
  },
  lookFor: ['You are more out of breath than when you left our care.', 'You feel hot and shivery.'],
  ring: ['Ring 999 now if you can not get your breath.', 'Ring 111 at any time of day or night if you get worse.'],
  forPerson: 'We looked after you at home for a week. Your chest is much better. You can walk to the shop again.',
  ...different,
});

/** What the record keeps of it. */
export function summaryContents(): Omit<DischargeSummaryDraft, 'id' | 'after'> {
  const { id: _id, after: _after, ...contents } = aSummary();
  return contents;
}
