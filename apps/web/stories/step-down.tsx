import type { CriterionId } from '#clinical';
import type { RoundList, StayReadiness, WardReadiness } from '#contracts';
import type { ReactNode } from 'react';
import { RoundListView } from '../round/round-list-view.tsx';
import { StepDownView } from '../step-down/step-down-view.tsx';
import { LEAD, STORY_NOW } from './fixtures.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const nothing = (): void => undefined;

const MET: Readonly<Record<CriterionId, string>> = {
  score: 'NEWS2 at most 1 in 6 sets over 48 h; usual 1.',
  trend: 'NEWS2 trend: steady.',
  received: '6 of 6 due sets received in 72 h.',
  alerts: 'No urgent or emergency alert is open.',
  pathway: 'No fall or soft sign for 72 h; 4AT 0.',
  clinician: 'Agreed by Dr Priya Shah.',
  agreement: 'The patient or carer agrees and has the safety-net advice.',
  means: 'There is a way to take readings at the next level.',
};

const PEOPLE = { clinician: 'Not recorded.', agreement: 'Not recorded.', means: 'Not recorded.' };

function stay(
  one: Pick<StayReadiness, 'admissionId' | 'name' | 'bed' | 'pathway' | 'level' | 'below'>,
  wanting: Partial<Record<CriterionId, string>>,
  more: Partial<StayReadiness> = {},
): StayReadiness {
  const all: Partial<Record<CriterionId, string>> = { ...PEOPLE, ...wanting };
  return {
    ...one,
    version: 4,
    admittedAt: STORY_NOW - (more.reviewDue === true ? 15 : 9) * DAY,
    reviewDue: false,
    recordReady: Object.keys(wanting).length === 0,
    mayOverride: true,
    criteria: (Object.entries(MET) as [CriterionId, string][]).map(([id, evidence]) => {
      const why = all[id];
      if (why === undefined) return { id, state: 'met', evidence, earliest: STORY_NOW };
      const isKnown = why.startsWith('NEWS2') || why.includes('open');
      return {
        id,
        state: isKnown ? 'not-met' : 'unknown',
        evidence: why,
        earliest: id === 'score' ? STORY_NOW + DAY : null,
      };
    }),
    lastChange: null,
    lastReview: null,
    reviewAt: STORY_NOW + (more.reviewDue === true ? -1 : 5) * DAY,
    ...more,
  };
}

const READINESS: WardReadiness = {
  at: STORY_NOW,
  ward: { id: 'quay', name: 'Quay Ward', capacity: 20, occupied: 18 },
  rules: 'homeward-readiness 1.0.0',
  stays: [
    stay(
      { admissionId: 'a', name: 'Edith Marlowe', bed: 3, pathway: 'frailty', level: 'standard', below: 'light' },
      {},
      { reviewDue: true },
    ),
    stay(
      {
        admissionId: 'b',
        name: 'Albert Thorne',
        bed: 7,
        pathway: 'respiratory',
        level: 'intensive',
        below: 'standard',
      },
      { score: 'NEWS2 5, 6 h ago; usual 2, at most 3 without a single 3 is wanted for 24 h.' },
      {
        lastChange: {
          at: STORY_NOW - 2 * DAY,
          by: 'Sam Okafor',
          from: 'standard',
          to: 'intensive',
          reason: 'More breathless overnight.',
          overridden: [],
          criteria: [],
          rules: 'homeward-readiness 1.0.0',
          bedBefore: 7,
          bedAfter: 7,
        },
      },
    ),
    stay(
      { admissionId: 'c', name: 'Doris Penhaligon', bed: 12, pathway: 'cardiac', level: 'light', below: 'check-in' },
      { alerts: '1 open: emergency.', pathway: 'The plan has no target weight.' },
      { mayOverride: false },
    ),
  ],
};

const ROUND_LIST: RoundList = {
  at: STORY_NOW,
  ward: { id: 'quay', name: 'Quay Ward' },
  stays: [
    {
      admissionId: 'c',
      name: 'Doris Penhaligon',
      bed: 12,
      pathway: 'cardiac',
      level: 'light',
      reasons: [
        { kind: 'emergency-alert', sentence: '1 emergency alert open, 1 that nobody has.' },
        { kind: 'task-overdue', sentence: '2 tasks overdue.' },
      ],
      lastReview: null,
      reviewDue: false,
    },
    {
      admissionId: 'a',
      name: 'Edith Marlowe',
      bed: 3,
      pathway: 'frailty',
      level: 'standard',
      reasons: [
        { kind: 'review-due', sentence: 'A review is due: 21 days on the ward.' },
        { kind: 'could-step-down', sentence: 'Could step down: all that the record can tell is met.' },
      ],
      lastReview: {
        id: 4,
        at: STORY_NOW - 7 * DAY,
        by: 'Jo Bennett',
        decision: 'goes-on',
        reason: 'Still on more oxygen than usual.',
        nextInDays: 7,
      },
      reviewDue: true,
    },
    {
      admissionId: 'd',
      name: 'Harold Finch',
      bed: null,
      pathway: 'respiratory',
      level: 'check-in',
      reasons: [],
      lastReview: null,
      reviewDue: false,
    },
  ],
};

/** Who could step down: somebody who is ready, somebody who is not yet, and somebody in an emergency. */
export const STEP_DOWN_STORIES: Readonly<Record<string, () => ReactNode>> = {
  'step-down': () => (
    <StepDownView
      readiness={READINESS}
      wardId="quay"
      trouble={null}
      told="Harold Finch is now on check-in, bed 5 is free. The next set is due at 10:00 on Thu 26 Nov."
      who={LEAD}
      onSignOut={nothing}
      onSessionEnded={nothing}
      onChanged={nothing}
    />
  ),
  'who to talk about today': () => (
    <RoundListView
      list={ROUND_LIST}
      wardId="quay"
      trouble={null}
      told={null}
      who={LEAD}
      onChanged={nothing}
      onSignOut={nothing}
      onSessionEnded={nothing}
    />
  ),
  'who to talk about today: nobody': () => (
    <RoundListView
      list={{ ...ROUND_LIST, stays: [] }}
      wardId="quay"
      trouble={null}
      told="The stay of Edith Marlowe is reviewed. The next review is due on 27 Nov 2026."
      who={LEAD}
      onChanged={nothing}
      onSignOut={nothing}
      onSessionEnded={nothing}
    />
  ),
};
