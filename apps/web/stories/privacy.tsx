import type { RestrictionView, SharingChoices, SignedIn, StayHead } from '#contracts';
import type { ReactNode } from 'react';
import { Privacy } from '../privacy/privacy-page.tsx';
import * as people from './fixtures.ts';

/* Who may see a patient's record. */

const HOUR = 3_600_000;
const nothing = (): void => undefined;
const unreachable = () => Promise.resolve({ kind: 'unreachable' } as const);
const AMIR = { id: '01890000-0000-7000-8000-000000000011', name: 'Amir Okafor', role: 'hub-clinician' } as const;
const JO = { id: '01890000-0000-7000-8000-000000000012', name: 'Jo Bennett', role: 'coordinator' } as const;
const LEAD: SignedIn = { ...people.CLINICIAN, displayName: 'Saoirse Holworth', role: 'lead' };
const HEAD: StayHead = {
  at: people.STORY_NOW,
  ward: { id: 'dorset-east', name: 'Dorset East Hub' },
  admittedAt: people.STORY_NOW - 90 * HOUR,
  endedAt: null,
  tile: people.aTile(1),
};
const OPEN: RestrictionView = { inForce: null, before: [], staff: [AMIR, JO] };
const RESTRICTED: RestrictionView = {
  ...OPEN,
  inForce: {
    id: '01890000-0000-7000-8000-000000000021',
    setAt: people.STORY_NOW - 20 * HOUR,
    setBy: 'Jo Bennett',
    reason: 'Works on this ward as a nurse',
    named: [AMIR],
    lifted: null,
  },
  before: [
    {
      id: '01890000-0000-7000-8000-000000000020',
      setAt: people.STORY_NOW - 80 * HOUR,
      setBy: 'Saoirse Holworth',
      reason: 'Asked for by the patient',
      named: [],
      lifted: { at: people.STORY_NOW - 20 * HOUR, by: 'Jo Bennett', reason: 'Amir looks after them' },
    },
  ],
};

const SAID: SharingChoices = {
  choices: [
    {
      id: 2,
      scope: 'gp',
      choice: 'objects',
      saidBy: 'patient',
      saidHow: 'telephone',
      saidOn: '2026-11-09',
      note: 'Changes practice next month',
      at: people.STORY_NOW - 20 * HOUR,
      by: 'Jo Bennett',
    },
    {
      id: 1,
      scope: 'gp',
      choice: 'consents',
      saidBy: 'attorney',
      saidHow: 'writing',
      saidOn: '2026-11-07',
      note: null,
      at: people.STORY_NOW - 80 * HOUR,
      by: 'Saoirse Holworth',
    },
  ],
};

const page = (who: SignedIn, restriction: RestrictionView, sharing: SharingChoices = { choices: [] }): ReactNode => (
  <Privacy
    wardId="dorset-east"
    who={who}
    head={HEAD}
    restriction={restriction}
    sharing={sharing}
    onSaid={unreachable}
    onKept={nothing}
    trouble={null}
    onRestrict={unreachable}
    onRestricted={nothing}
    onSignOut={nothing}
    onSessionEnded={nothing}
  />
);

export const PRIVACY_STORIES: Readonly<Record<string, () => ReactNode>> = {
  'privacy: open to the ward': () => page(LEAD, OPEN),
  'privacy: restricted': () => page(LEAD, RESTRICTED),
  'privacy: objects to sharing': () => page(LEAD, OPEN, SAID),
  'privacy: restricted, to a clinician': () => page(people.CLINICIAN, RESTRICTED),
};
