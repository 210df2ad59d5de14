import type { RetentionView, SignedIn } from '#contracts';
import type { ReactNode } from 'react';
import { Retention } from '../retention/retention-page.tsx';
import { CLINICIAN, STORY_NOW } from './fixtures.ts';

/* What is kept for how long, what the nights removed, and who decides that care records end. */

const DAY = 86_400_000;
const nothing = (): void => undefined;
const unreachable = () => Promise.resolve({ kind: 'unreachable' } as const);
const ADMINISTRATOR: SignedIn = { ...CLINICIAN, displayName: 'Hesper Lulworth', role: 'administrator' };
const AUDITOR: SignedIn = { ...CLINICIAN, displayName: 'Ottoline Purbeck', role: 'auditor' };

const VIEW: RetentionView = {
  at: STORY_NOW,
  classes: [
    {
      name: 'care-record',
      what: 'everything of a patient: stays, readings, scores, alerts, notes, plans, messages, referrals, access at home',
      from: 'the end of the last stay, and not before the 25th birthday (the 26th of whom it ended at 17)',
      days: 2922,
      source: 'Code 2021, App. II: adult health records, 8 years; children’s, until the 25th or 26th birthday',
      endedBy: 'person',
    },
    {
      name: 'access-at-home',
      what: 'accounts, codes and browsers of patients and carers',
      from: 'the end of the stay',
      days: 30,
      source: 'ours: they open nothing once the stay is over',
      endedBy: 'timetable',
    },
  ],
  careRecordsDue: 3,
  runs: [
    {
      id: 'third',
      day: '2026-01-05',
      startedAt: STORY_NOW - DAY / 2,
      finishedAt: null,
      leftDue: null,
      classes: [],
    },
    {
      id: 'second',
      day: '2026-01-04',
      startedAt: STORY_NOW - DAY,
      finishedAt: STORY_NOW - DAY + 4_000,
      leftDue: 3,
      classes: [
        { class: 'access-at-home', days: 30, people: null, removed: { account: 2, session: 3 } },
        { class: 'message-of-no-alert', days: 90, people: null, removed: { message: 41, delivery: 57 } },
      ],
    },
    {
      id: 'first',
      day: '2026-01-03',
      startedAt: STORY_NOW - 2 * DAY,
      finishedAt: STORY_NOW - 2 * DAY + 3_000,
      leftDue: 0,
      classes: [
        { class: 'care-record', days: 2922, people: 1, removed: { patient: 1, observation: 812, stay_note: 14 } },
      ],
    },
  ],
  decisions: [
    {
      id: 'done',
      at: STORY_NOW - 3 * DAY,
      by: 'Hesper Lulworth',
      people: 1,
      reason: 'Looked at with the Caldicott guardian; no inquiry, no claim.',
      withdrawn: null,
      doneOn: '2026-01-03',
    },
  ],
};

const WAITS: RetentionView['decisions'][number] = {
  id: 'waits',
  at: STORY_NOW - 3_600_000,
  by: 'Hesper Lulworth',
  people: 3,
  reason: 'Looked at with the Caldicott guardian.',
  withdrawn: null,
  doneOn: null,
};

const kept = (who: SignedIn, asked: RetentionView | null): ReactNode => (
  <Retention
    who={who}
    asked={asked}
    trouble={asked === null ? 'Homeward could not be reached. Try again in a moment.' : null}
    decide={unreachable}
    withdraw={unreachable}
    onChanged={nothing}
    onSignOut={nothing}
    onSessionEnded={nothing}
  />
);

export const RETENTION_STORIES: Readonly<Record<string, () => ReactNode>> = {
  'what is kept, care records to decide about': () => kept(ADMINISTRATOR, VIEW),
  'what is kept, decided': () => kept(ADMINISTRATOR, { ...VIEW, decisions: [WAITS, ...VIEW.decisions] }),
  'what is kept, for an auditor': () => kept(AUDITOR, { ...VIEW, decisions: [WAITS] }),
  'what is kept, before the first night': () =>
    kept(ADMINISTRATOR, { ...VIEW, careRecordsDue: 0, runs: [], decisions: [] }),
  'what is kept, unreachable': () => kept(ADMINISTRATOR, null),
};
