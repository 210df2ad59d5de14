import type { ReplayReading, StayReplay } from '#contracts';
import type { ReactNode } from 'react';
import { ReplayView } from '../replay/replay-view.tsx';
import { CLINICIAN } from './fixtures.ts';

const HOUR = 3_600_000;
const nothing = (): void => undefined;
/** The end of Thu 12 Nov 2026. */
const AT = Date.parse('2026-11-12T23:59:59.999Z');

const reading = (id: number, at: number, more: Partial<ReplayReading> = {}): ReplayReading => ({
  id: `01890000-0000-7000-8000-00000000000${id}`,
  at,
  knownAt: at + 60_000,
  source: 'Durlston House kit 4',
  respiration: 18,
  spo2: 95,
  onOxygen: false,
  oxygenFlow: null,
  systolic: 128,
  diastolic: 74,
  pulse: 84,
  consciousness: 'A',
  temperature: 37.1,
  weight: null,
  glucose: null,
  news2: { total: 1, least: 1, most: 1, scale: 1 },
  ...more,
});

const REPLAY: StayReplay = {
  admissionId: '01890000-0000-7000-8000-0000000000aa',
  name: 'Edith Marlowe',
  zone: 'Europe/London',
  at: AT,
  day: '2026-11-12',
  firstDay: '2026-11-04',
  lastDay: '2026-11-20',
  ended: false,
  ward: { id: 'quay', name: 'Quay Ward' },
  pathway: 'respiratory',
  level: 'standard',
  levelSince: AT - 12 * HOUR,
  plan: {
    escalation: 'Treat at home. Not for resuscitation (DNACPR).',
    baseline: { spo2: 94, news2: 1 },
    targetWeight: 66,
  },
  planSince: AT - 50 * HOUR,
  spo2Scale: 1,
  score: { at: AT - 5 * HOUR, total: 4, scale: 1 },
  trend: 'rising',
  readings: [
    reading(1, AT - 15 * HOUR),
    reading(2, AT - 11 * HOUR, {
      temperature: null,
      consciousness: null,
      news2: { total: null, least: 1, most: 7, scale: 1 },
    }),
    reading(3, AT - 5 * HOUR, {
      knownAt: AT - HOUR,
      respiration: 22,
      pulse: 104,
      spo2: 94,
      news2: { total: 4, least: 4, most: 4, scale: 1 },
    }),
  ],
  moreReadings: 0,
  alerts: [
    {
      id: '01890000-0000-7000-8000-0000000000b1',
      ruleId: 'news2-rise',
      priority: 'urgent',
      sentence: 'NEWS2 rose from 1 to 4 in 10 h.',
      raisedAt: AT - HOUR,
      holder: { name: 'Dr Mina Rao', since: AT - HOUR / 2 },
    },
    {
      id: '01890000-0000-7000-8000-0000000000b2',
      ruleId: 'reading-late',
      priority: 'routine',
      sentence: 'No set for 6 h.',
      raisedAt: AT - 3 * HOUR,
      holder: null,
    },
  ],
  readiness: {
    recordReady: false,
    mayOverride: true,
    criteria: [
      {
        id: 'score',
        state: 'not-met',
        evidence: 'NEWS2 4, 5 h ago; usual 1, at most 2 without a single 3 is wanted for 48 h.',
        earliest: null,
      },
      { id: 'trend', state: 'not-met', evidence: 'NEWS2 trend: rising.', earliest: null },
      { id: 'received', state: 'met', evidence: '5 of 6 due sets received in 72 h.', earliest: AT },
      { id: 'alerts', state: 'not-met', evidence: '1 open: urgent.', earliest: null },
      { id: 'pathway', state: 'unknown', evidence: 'Oxygen status not known in the last 48 h.', earliest: null },
    ],
  },
  notes: [
    {
      id: '01890000-0000-7000-8000-0000000000c1',
      at: AT - 4 * HOUR,
      by: 'Sam Okafor',
      text: 'Rang her daughter: more breathless since lunch.',
      struckBy: null,
    },
  ],
  care: [
    {
      id: '01890000-0000-7000-8000-0000000000e1',
      kind: 'goal',
      version: 2,
      at: AT - 6 * HOUR,
      by: 'Jo Bennett',
      owner: null,
      content: { what: 'Walk to the shop again', by: '2026-11-30', progress: 'To the gate and back.', state: 'open' },
    },
  ],
  decisions: [
    {
      key: 'level:3',
      kind: 'level',
      at: AT - 12 * HOUR,
      by: 'Jo Bennett',
      reason: 'Steady for three days.',
      from: 'intensive',
      to: 'standard',
      overridden: ['means'],
      criteria: [
        { id: 'score', state: 'met', evidence: 'NEWS2 at most 1 in 6 sets over 24 h; usual 1.' },
        { id: 'means', state: 'unknown', evidence: 'Not recorded: a way to take readings at the next level.' },
      ],
      rules: 'homeward-readiness 1.0.0',
      before: null,
      after: null,
    },
    {
      key: 'plan:4',
      kind: 'plan',
      at: AT - 10 * HOUR,
      by: 'Dr Mina Rao',
      reason: 'Weighed at home.',
      from: null,
      to: null,
      overridden: [],
      criteria: [],
      rules: null,
      before: { targetWeight: 68 },
      after: { targetWeight: 66 },
    },
  ],
};

const page = (replay: StayReplay | null, trouble: string | null = null): ReactNode => (
  <ReplayView
    replay={replay}
    wardId="quay"
    trouble={trouble}
    who={CLINICIAN}
    onGo={nothing}
    onBack={nothing}
    onSignOut={nothing}
  />
);

/** A stay day by day. */
export const REPLAY_STORIES: Readonly<Record<string, () => ReactNode>> = {
  'day by day: a day with everything': () => page(REPLAY),
  'day by day: nothing was known yet': () =>
    page({
      ...REPLAY,
      at: AT - 8 * 24 * HOUR,
      day: '2026-11-04',
      score: null,
      trend: 'unknown',
      readings: [],
      alerts: [],
      notes: [],
      care: [],
      decisions: [],
      plan: {},
    }),
  'day by day: no such day': () =>
    page(null, 'day: expected a time within the stay, which is from 2026-11-04 to 2026-11-20.'),
};
