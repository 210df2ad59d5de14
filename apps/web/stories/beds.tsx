import { admissionCriteria, dayAfter, orderQueue, type Need } from '#clinical';
import type { KitView, ReferralSheetRead, ReferralTerms, ReferralView, WardBeds, WardKits } from '#contracts';
import type { ReactNode } from 'react';
import { BedsView } from '../beds/beds-view.tsx';
import { ReferralForm } from '../beds/referral-form.tsx';
import { ReferralSheetView } from '../beds/referral-sheet-form.tsx';
import { KitsView } from '../kits/kits-view.tsx';
import { NoticePage } from '../page/notice-page.tsx';
import { LEAD, STORY_NOW } from './fixtures.ts';

const HOUR = 3_600_000;
const nothing = (): void => undefined;

const TERMS: ReferralTerms = {
  nhsNumber: '9434765919',
  givenName: 'Harriet',
  familyName: 'Winfrith',
  birthDate: '1947-08-30',
  sex: 'female',
  route: 'early-supported-discharge',
  pathway: 'respiratory',
  reason: 'Exacerbation of COPD, day 3 of steroids, eating again and walking to the bathroom.',
  referredBy: 'Sister Bea Langton, Ward 22, Dorset County Hospital',
  clinician: 'Dr Priya Shah',
  pregnant: null,
  consents: true,
  news2: 3,
  trajectory: 'improving',
  spo2: 94,
  spo2Scale: 1,
  systolic: 128,
  heartFailureConfirmed: null,
  clinicalFrailtyScale: 4,
  escalation: 'For hospital and for antibiotics; not for intensive care.',
  carer: 'Her daughter, 01305 000 111',
  livesAlone: true,
  language: 'English',
  digitalAccess: 'kit-needed',
  postcode: 'DT1 1AA',
  gp: 'The Prince of Wales Surgery',
  careHomeId: null,
};

function referral(id: string, different: Partial<ReferralView>, terms: Partial<ReferralTerms> = {}): ReferralView {
  const said = { ...TERMS, ...terms };
  return {
    id,
    version: 1,
    state: 'received',
    terms: said,
    ageYears: 79,
    imdDecile: null,
    receivedAt: STORY_NOW - 5 * HOUR,
    receivedBy: 'Tunde Ringstead',
    waitsSince: null,
    offeredUntil: null,
    criteria: [...admissionCriteria({ ...said, ageYears: 79 })],
    place: null,
    need: null,
    why: [],
    events: [
      { at: STORY_NOW - 5 * HOUR, by: 'Tunde Ringstead', state: 'received', reason: null, advice: null },
      ...(different.events ?? []),
    ],
    admissionId: null,
    plannedFor: null,
    ...Object.fromEntries(Object.entries(different).filter(([name]) => name !== 'events')),
  };
}

const QUEUE = orderQueue(
  [
    { id: 'b', waitsSince: STORY_NOW - 4 * HOUR, news2: 5, trajectory: 'worsening', imdDecile: null },
    { id: 'c', waitsSince: STORY_NOW - 30 * HOUR, news2: 1, trajectory: 'stable', imdDecile: 1 },
  ],
  STORY_NOW,
);
const placed = (id: string): { place: number; need: Need; why: string[] } => {
  const { place, need, why } = QUEUE.find((one) => one.id === id)!;
  return { place, need, why: [...why] };
};

const TODAY = new Date(STORY_NOW).toISOString().slice(0, 10);

const NAMES = ['Edith Marlowe', 'Albert Thorne', 'Mabel Cerne', 'Winston Abbas', 'Doreen Stour', 'Ivor Piddle'];

const BEDS: WardBeds = {
  at: STORY_NOW,
  ward: { id: 'quay', name: 'Quay Ward', capacity: 8, occupied: 6 },
  offered: 1,
  homes: [{ id: 'durlston-house', name: 'Durlston House' }],
  otherWards: [{ id: 'hill', name: 'Hill Ward' }],
  days: [2, 1, -1, -1, 0, 0, 0].map((free, at) => ({
    on: dayAfter(TODAY, at),
    in:
      at === 1 || at === 2
        ? [{ id: 'c', name: at === 1 ? 'Nora Fleet' : 'George Puddle', on: dayAfter(TODAY, at) }]
        : [],
    out: at === 4 ? [{ id: 's1', name: 'Albert Thorne', on: dayAfter(TODAY, at) }] : [],
    free,
  })),
  stillHere: [{ id: 's3', name: 'Winston Abbas', on: dayAfter(TODAY, -1) }],
  firstReadings: [
    { admissionId: 's4', name: 'Doreen Stour', bed: 5, dueAt: STORY_NOW - HOUR, lastReadingAt: null },
    { admissionId: 's5', name: 'Ivor Piddle', bed: 6, dueAt: STORY_NOW - HOUR, lastReadingAt: STORY_NOW - 2 * HOUR },
  ],
  lowKits: [{ kind: 'pulse-oximeter', inStock: 1 }],
  beds: Array.from({ length: 8 }, (_, at) => {
    const name = NAMES[at];
    return {
      bed: at + 1,
      stay:
        name === undefined
          ? null
          : {
              admissionId: `s${at}`,
              version: 2,
              name,
              pathway: (['frailty', 'respiratory', 'cardiac'] as const)[at % 3]!,
              level: (['intensive', 'standard', 'light'] as const)[at % 3]!,
              admittedAt: STORY_NOW - (at + 2) * 24 * HOUR,
              openEmergency: at === 2,
              plannedHome: at === 1 ? { on: dayAfter(TODAY, 1), reason: 'Steroids end then.' } : null,
              kit: at === 1 ? ['Pulse oximeter PO-0042', 'Blood pressure monitor BP-0007'] : [],
            },
    };
  }),
  referrals: [
    referral('a', {}, { news2: null, spo2: 94, trajectory: null }),
    referral(
      'b',
      {
        state: 'offered',
        version: 3,
        waitsSince: STORY_NOW - 4 * HOUR,
        offeredUntil: STORY_NOW + 3 * HOUR,
        ...placed('b'),
        events: [
          {
            at: STORY_NOW - 4 * HOUR,
            by: 'Sam Okafor',
            state: 'waiting',
            reason: 'Seen at home by UCR.',
            advice: null,
          },
          { at: STORY_NOW - HOUR, by: 'Tunde Ringstead', state: 'offered', reason: 'For 4 h.', advice: null },
        ],
      },
      {
        givenName: 'George',
        familyName: 'Puddle',
        pathway: 'frailty',
        route: 'admission-avoidance',
        news2: 5,
        trajectory: 'worsening',
        clinicalFrailtyScale: 6,
      },
    ),
    referral(
      'c',
      { state: 'waiting', version: 2, waitsSince: STORY_NOW - 30 * HOUR, imdDecile: 1, ...placed('c') },
      {
        givenName: 'Nora',
        familyName: 'Fleet',
        pathway: 'cardiac',
        route: 'community',
        news2: 1,
        trajectory: 'stable',
        heartFailureConfirmed: true,
      },
    ),
    referral(
      'd',
      {
        state: 'declined',
        version: 2,
        events: [
          {
            at: STORY_NOW - 2 * HOUR,
            by: 'Sam Okafor',
            state: 'declined',
            reason: 'Needs oxygen that we cannot give at home.',
            advice: 'Ring the respiratory team on call.',
          },
        ],
      },
      { givenName: 'Percy', familyName: 'Lulworth' },
    ),
  ],
};

const view = (beds: WardBeds | null, more: { trouble?: string; told?: string } = {}): ReactNode => (
  <BedsView
    beds={beds}
    wardId="quay"
    after={{
      at: STORY_NOW,
      summariesToCome: [
        {
          admissionId: 's9',
          name: 'Rose Kimmeridge',
          endedAt: STORY_NOW - 40 * HOUR,
          reason: 'Dr Shah writes it on Monday.',
          by: 'Jo Bennett',
        },
      ],
      notReceived: [
        {
          admissionId: 's10',
          name: 'Percy Tarrant',
          to: 'Dorset GP systems',
          queuedAt: STORY_NOW - 30 * HOUR,
          state: 'refused',
          attempts: 3,
          detail: 'It answered 422: error required Patient.generalPractitioner is missing',
        },
      ],
    }}
    trouble={more.trouble ?? null}
    told={more.told ?? null}
    who={LEAD}
    onSignOut={nothing}
    onSessionEnded={nothing}
    onChanged={nothing}
  />
);

const kit = (id: string, different: Partial<KitView>): KitView => ({
  id,
  kind: 'pulse-oximeter',
  serial: 'PO-0042',
  battery: 90,
  version: 1,
  state: 'in-stock',
  loan: null,
  ...different,
});
const loan = {
  admissionId: 's1',
  name: 'Albert Thorne',
  since: STORY_NOW - 48 * HOUR,
  by: 'Tunde Ringstead',
  isHere: true,
};

const KITS: WardKits = {
  at: STORY_NOW,
  ward: { id: 'quay', name: 'Quay Ward' },
  low: [{ kind: 'pulse-oximeter', inStock: 1 }],
  stays: [{ admissionId: 's1', name: 'Albert Thorne' }],
  kits: [
    kit('k1', {}),
    kit('k2', { serial: 'PO-0043', state: 'out', loan }),
    kit('k3', { kind: 'tablet', serial: 'T-11', state: 'out', loan: { ...loan, name: 'Enid Wool', isHere: false } }),
    kit('k4', { kind: 'blood-pressure-monitor', serial: 'BP-0007', state: 'cleaning', battery: null }),
    kit('k5', { kind: 'scales', serial: 'SC-3', state: 'lost' }),
  ],
};

const SHEET: ReferralSheetRead = {
  kept: false,
  rows: [
    { row: 2, name: 'Harriet Winfrith', outcome: 'fits', faults: [] },
    {
      row: 3,
      name: 'Harriet Winfrith',
      outcome: 'known',
      faults: [{ field: 'nhsNumber', message: 'is in row 2 already' }],
    },
    {
      row: 4,
      name: 'Tom Chesil',
      outcome: 'refused',
      faults: [{ field: 'nhsNumber', message: 'is no NHS number: one of its digits is wrong or missing' }],
    },
  ],
};

const sheet = (read: ReferralSheetRead | null, trouble: string | null = null): ReactNode => (
  <NoticePage heading="Beds and referrals" who={LEAD} onSignOut={nothing}>
    <ReferralSheetView {...{ read, trouble }} busy={false} onChoose={nothing} onKeep={nothing} onClose={nothing} />
  </NoticePage>
);

const kits = (shown: WardKits | null, more: { trouble?: string; told?: string } = {}): ReactNode => (
  <KitsView
    kits={shown}
    trouble={more.trouble ?? null}
    told={more.told ?? null}
    who={LEAD}
    onSignOut={nothing}
    onSessionEnded={nothing}
    onChanged={nothing}
  />
);

export const BEDS_STORIES: Readonly<Record<string, () => ReactNode>> = {
  'beds: a queue, an offer, one to decide': () => view(BEDS, { told: 'A bed is kept for George Puddle.' }),
  'beds: nobody is to come': () =>
    view({ ...BEDS, offered: 0, referrals: [], firstReadings: [], stillHere: [], lowKits: [], otherWards: [] }),
  'beds: the hub is not reached': () => view(null, { trouble: 'The hub cannot be reached. Try again in a moment.' }),
  'beds: a file of referrals, looked through': () => sheet(SHEET),
  'beds: a file that cannot be read': () => sheet(null, 'csv: lacks the columns clinician, language.'),
  'kits: in stock, out, at cleaning, lost': () => kits(KITS, { told: 'Pulse oximeter PO-0043: out.' }),
  'kits: none yet': () => kits({ ...KITS, kits: [], low: [] }),
  'kits: the hub is not reached': () => kits(null, { trouble: 'The hub cannot be reached. Try again in a moment.' }),
  'beds: a new referral': () => (
    <NoticePage heading="Beds and referrals" who={LEAD} onSignOut={nothing}>
      <ReferralForm wardId="quay" homes={BEDS.homes} onDone={nothing} onCancel={nothing} onSessionEnded={nothing} />
    </NoticePage>
  ),
};
