import type { AuditPage, AuditVerified, GlassReviews, OpenGlass, SignedIn } from '#contracts';
import type { ReactNode } from 'react';
import { AuditTrail } from '../audit/audit-page.tsx';
import { BreakGlass } from '../glass/break-glass-page.tsx';
import { GlassReviewList } from '../glass/glass-reviews-page.tsx';
import { CLINICIAN, STORY_NOW } from './fixtures.ts';

/* One patient beyond one's wards, its review, and the audit trail. */

const MINUTE = 60_000;
const nothing = (): void => undefined;
const unreachable = () => Promise.resolve({ kind: 'unreachable' } as const);
const WARD = { id: 'dorset-west', name: 'Dorset West' };
const STAY = '01890000-0000-7000-8000-000000000001';
const LEAD: SignedIn = { ...CLINICIAN, displayName: 'Saoirse Holworth', role: 'lead' };
const AUDITOR: SignedIn = { ...CLINICIAN, displayName: 'Ottoline Purbeck', role: 'auditor' };

const OPEN: OpenGlass = { id: 'glass', admissionId: STAY, ward: WARD, until: STORY_NOW + 42 * MINUTE };

const REVIEWS: GlassReviews = {
  at: STORY_NOW,
  glasses: [
    {
      id: 'waits',
      admissionId: STAY,
      ward: WARD,
      by: { name: 'Amir Okafor', role: 'hub-clinician', isYou: false },
      kind: 'emergency',
      reason: 'Collapsed in the garden; the ambulance crew rang us and asks for the last readings',
      restricted: false,
      openedAt: STORY_NOW - 18 * MINUTE,
      until: STORY_NOW + 42 * MINUTE,
      did: [
        { act: 'viewed-patient', times: 2 },
        { act: 'viewed-readings', times: 3 },
        { act: 'wrote-note', times: 1 },
      ],
      review: null,
    },
    {
      id: 'own',
      admissionId: STAY,
      ward: WARD,
      by: { name: 'Saoirse Holworth', role: 'lead', isYou: true },
      kind: 'covering',
      reason: 'Nobody else of Dorset West is on tonight',
      restricted: false,
      openedAt: STORY_NOW - 90 * MINUTE,
      until: STORY_NOW - 30 * MINUTE,
      did: [],
      review: null,
    },
    {
      id: 'found',
      admissionId: STAY,
      ward: WARD,
      by: { name: 'Jo Bennett', role: 'coordinator', isYou: false },
      kind: 'other',
      reason: 'Looking for a neighbour',
      restricted: false,
      openedAt: STORY_NOW - 2_000 * MINUTE,
      until: STORY_NOW - 1_940 * MINUTE,
      did: [{ act: 'viewed-patient', times: 1 }],
      review: {
        finding: 'not-appropriate',
        note: 'Spoken with; told to information governance.',
        by: 'Ottoline Purbeck',
        at: STORY_NOW - 600 * MINUTE,
      },
    },
  ],
  triedInVain: [
    { by: { name: 'Amir Okafor', role: 'hub-clinician' }, times: 1, heldBack: 0, lastAt: STORY_NOW - 19 * MINUTE },
    { by: { name: 'Jo Bennett', role: 'coordinator' }, times: 5, heldBack: 3, lastAt: STORY_NOW - 1_990 * MINUTE },
  ],
};

const ENTRIES: AuditPage['entries'] = [
  {
    seq: 48_213,
    at: STORY_NOW - 3 * MINUTE,
    act: 'viewed-patient',
    who: { kind: 'person', id: 'c', name: 'Amir Okafor' },
    ward: 'dorset-east',
    careHome: null,
    admissions: [STAY],
    alert: null,
    details: { glass: '01890000-0000-7000-8000-00000000001a' },
  },
  {
    seq: 48_212,
    at: STORY_NOW - 4 * MINUTE,
    act: 'began-watching-board',
    who: { kind: 'person', id: 'c', name: 'Jo Bennett' },
    ward: 'dorset-east',
    careHome: null,
    admissions: [STAY, 'b', 'c', 'd'],
    alert: null,
    details: { wallScreen: '01890000-0000-7000-8000-0000000000aa' },
  },
  {
    seq: 48_211,
    at: STORY_NOW - 5 * MINUTE,
    act: 'sign-in-refused',
    who: { kind: 'person', id: null, name: null },
    ward: null,
    careHome: null,
    admissions: [],
    alert: null,
    details: {},
  },
];

const HASH = '9f2b38d0a1c4e57b9f2b38d0a1c4e57b9f2b38d0a1c4e57b9f2b38d0a1c4e57b';
const WHOLE: AuditVerified = { at: STORY_NOW, whole: true, links: 48_213, broken: null, end: HASH };
const BROKEN: AuditVerified = {
  at: STORY_NOW,
  whole: false,
  links: 40_111,
  broken: { seq: 40_112, why: 'changed' },
  end: null,
};

const breaking = (open: OpenGlass[], trouble: string | null = null): ReactNode => (
  <BreakGlass
    who={CLINICIAN}
    asked={{ at: STORY_NOW, open }}
    trouble={trouble}
    send={unreachable}
    onOpened={nothing}
    onSignOut={nothing}
    onSessionEnded={nothing}
  />
);

const reviews = (who: SignedIn, asked: GlassReviews | null): ReactNode => (
  <GlassReviewList
    who={who}
    asked={asked}
    trouble={asked === null ? 'Homeward could not be reached. Try again in a moment.' : null}
    send={unreachable}
    onReviewed={nothing}
    onSignOut={nothing}
    onSessionEnded={nothing}
  />
);

const trail = (entries: AuditPage['entries'], verified: AuditVerified): ReactNode => (
  <AuditTrail
    who={AUDITOR}
    people={{ people: [{ id: 'c', name: 'Amir Okafor', role: 'hub-clinician' }] }}
    trouble={null}
    search={unreachable}
    verify={unreachable}
    begins={{ found: { question: {}, entries, more: entries.length > 0 }, verified }}
    onSignOut={nothing}
    onSessionEnded={nothing}
  />
);

export const GLASS_STORIES: Readonly<Record<string, () => ReactNode>> = {
  'break the glass': () => breaking([OPEN]),
  'break-glass reviews': () => reviews(LEAD, REVIEWS),
  'break-glass reviews, none': () => reviews(AUDITOR, { at: STORY_NOW, glasses: [], triedInVain: [] }),
  'break-glass reviews, not told': () => reviews(LEAD, null),
  'audit trail': () => trail(ENTRIES, WHOLE),
  'audit trail, broken': () => trail([], BROKEN),
};
