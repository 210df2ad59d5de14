import { LOOK_FOR, RING } from '#clinical';
import type { DischargeSummary, DischargeSummaryView } from '#contracts';
import type { ReactNode } from 'react';
import { Discharge } from '../discharge/discharge-page.tsx';
import * as people from './fixtures.ts';

/* What goes along with somebody who leaves. */

const DAY = 24 * 3_600_000;
const nothing = (): void => undefined;

const SUMMARY: DischargeSummary = {
  id: '01890000-0000-7000-8000-0000000000d1',
  at: people.STORY_NOW - 3_600_000,
  by: 'Amir Okafor',
  told: {
    escalation: 'For hospital and for antibiotics; not for intensive care.',
    gp: 'The Prince of Wales Surgery',
    pathway: 'respiratory',
    admittedAt: people.STORY_NOW - 8 * DAY,
  },
  reason: 'Exacerbation of COPD after four days in hospital.',
  course:
    'On the virtual ward from 1 Nov 2026 to 9 Nov 2026, respiratory pathway.\nHighest NEWS2 6 on 2 Nov 2026, last NEWS2 1 on 9 Nov 2026.',
  diagnoses: 'Infective exacerbation of COPD, resolved.',
  medicines: {
    kind: 'changed',
    changes: [
      { change: 'stopped', medicine: 'Prednisolone', dose: null, why: 'The five-day course is complete.' },
      { change: 'changed', medicine: 'Salbutamol inhaler', dose: '2 puffs when needed', why: 'Less breathless.' },
    ],
  },
  followUp: { kind: 'planned', steps: [{ what: 'Review of inhalers', who: 'Practice nurse', by: '2026-11-23' }] },
  lookFor: [...LOOK_FOR.respiratory],
  ring: [...RING],
  forPerson: 'We looked after you at home for a week. Your chest is much better.',
};

const NONE: DischargeSummaryView = {
  admissionId: 'admission-1',
  name: 'Edith Marlowe',
  ending: null,
  objectsToGp: false,
  toCome: null,
  written: [],
  draft: {
    told: SUMMARY.told,
    reason: SUMMARY.reason,
    course: SUMMARY.course,
    lookFor: SUMMARY.lookFor,
    ring: SUMMARY.ring,
    forPerson: SUMMARY.forPerson,
  },
};

const page = (
  view: DischargeSummaryView,
  more: { writing?: boolean; who?: typeof people.CLINICIAN } = {},
): ReactNode => (
  <Discharge
    wardId="quay"
    who={more.who ?? people.CLINICIAN}
    view={view}
    trouble={null}
    writing={more.writing ?? false}
    onWrite={() => Promise.resolve({ kind: 'unreachable' })}
    onWritten={nothing}
    onSignOut={nothing}
    onSessionEnded={nothing}
  />
);

export const DISCHARGE_STORIES: Readonly<Record<string, () => ReactNode>> = {
  'discharge: written': () => page({ ...NONE, written: [SUMMARY] }),
  'discharge: to come, and the GP is not to be told': () =>
    page(
      {
        ...NONE,
        ending: 'home',
        objectsToGp: true,
        toCome: { reason: 'Dr Shah writes it on Monday.', at: people.STORY_NOW - DAY, by: 'Jo Bennett' },
      },
      { who: people.LEAD },
    ),
  'discharge: being written': () => page(NONE, { writing: true }),
  'discharge: being corrected': () => page({ ...NONE, written: [SUMMARY] }, { writing: true }),
};
