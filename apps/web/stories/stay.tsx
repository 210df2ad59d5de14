import { DEFAULT_RULE_SET, RULES } from '#clinical';
import type { CareEntry, StayAlert, StayNote, StayPlan, StayPlanView, TimelineEntry } from '#contracts';
import { TIMELINE_KINDS } from '#contracts';
import type { ReactNode } from 'react';
import type { AlertAnswers } from '../alerts/answers.ts';
import { stoppedClock, WardClockContext } from '../page/ward-clock.ts';
import { StayAlerts } from '../patient/happened/alerts-view.tsx';
import { NotesPanel } from '../patient/happened/notes-panel.tsx';
import { Timeline } from '../patient/happened/timeline-view.tsx';
import { PlanForm } from '../patient/plan/plan-form.tsx';
import { Plan } from '../patient/plan/plan-view.tsx';
import { anAlert, COLLEAGUES, HISTORY, STORY_NOW } from './fixtures.ts';
import { TOLD } from './receipts.ts';

/* The plan of a stay and what happened on it, in every state. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const nothing = (): void => undefined;
const ago = (ms: number): number => STORY_NOW - ms;

const ANSWERS: AlertAnswers = {
  act: () => Promise.resolve(false),
  history: () => Promise.resolve({ kind: 'done', body: HISTORY }),
  deliveries: () => Promise.resolve({ kind: 'done', body: TOLD }),
  colleagues: () => Promise.resolve({ kind: 'done', body: COLLEAGUES }),
};

const PLAN: StayPlan = {
  escalation: 'Treat at home. Hospital only if comfort cannot be kept. Not for resuscitation (DNACPR).',
  baseline: { news2: 2, spo2: 92, pulse: 74, systolic: 132, weight: 71.4 },
  limits: { pulse: { low: 48, high: 105 }, systolic: { low: 100, priority: 'emergency' } },
  spo2Target: { low: 88, high: 92 },
  prescribedOxygenFlow: 1,
  overrides: { 'spo2-fall': { parameters: { fall: 4 } } },
  schedule: { minutes: [480, 840, 1200] },
};

const { overrides: _, limits: __, ...EARLIER } = PLAN;

const VIEW: StayPlanView = {
  admissionId: 'admission-1',
  version: 7,
  active: true,
  pathway: 'respiratory',
  level: 'standard',
  plan: PLAN,
  ruleSet: DEFAULT_RULE_SET.version,
  thresholds: RULES.filter(({ pathways }) => pathways.includes('respiratory')).flatMap(({ id, parameters }) =>
    Object.entries(parameters).map(([parameter, { value, min, max, unit, perPatient = false }]) => ({
      ruleId: id,
      parameter,
      unit,
      shipped: value,
      ward: value,
      patient: PLAN.overrides?.[id]?.parameters?.[parameter] ?? null,
      min,
      max,
      perPatient,
    })),
  ),
  ownNormal: {
    news2: { value: 2, from: 'plan' },
    spo2: { value: 92, from: 'plan' },
    respiration: { value: 19, from: 'readings' },
    pulse: { value: 74, from: 'plan' },
    temperature: { value: 36.6, from: 'readings' },
  },
  zone: 'Europe/London',
  lastReadingAt: ago(2 * HOUR),
  nextDueAt: STORY_NOW + 5.5 * HOUR,
  spo2Scale: {
    inForce: 2,
    orders: [
      {
        scale: 2,
        inForceFrom: ago(3 * DAY),
        authorisedBy: 'Dr Ines Wareham',
        role: 'respiratory consultant',
        reason: 'Blood gas of 7 November: pCO2 7.9 kPa',
        orderedBy: 'Sam Okafor',
      },
    ],
  },
  changes: [
    {
      at: ago(5 * HOUR),
      by: 'Mina Patel',
      reason: 'Pulse of 50 is usual for him; fewer alerts for swings of his saturation',
      version: 6,
      before: EARLIER,
      after: PLAN,
    },
  ],
};

/** What a colleague made of it meanwhile. */
const LATER: StayPlanView = {
  ...VIEW,
  version: 8,
  plan: {
    ...PLAN,
    baseline: { ...PLAN.baseline, spo2: 91, pulse: 70 },
    escalation: 'Treat at home, hospital if worse.',
  },
  changes: [
    {
      at: ago(2 * MINUTE),
      by: 'Mina Patel',
      reason: 'Spoke with the daughter and the GP',
      version: 8,
      before: PLAN,
      after: {
        ...PLAN,
        baseline: { ...PLAN.baseline, spo2: 91, pulse: 70 },
        escalation: 'Treat at home, hospital if worse.',
      },
    },
    ...VIEW.changes,
  ],
};

const page = (children: ReactNode): ReactNode => (
  <WardClockContext value={stoppedClock(STORY_NOW)}>
    <div className="patient-page">
      <main>
        <h1 className="nhsuk-u-visually-hidden">Bernard Okonkwo</h1>
        {children}
      </main>
    </div>
  </WardClockContext>
);

const OWN_WISHES: readonly CareEntry[] = [
  {
    id: '01890000-0000-7000-8000-0000000000e1',
    kind: 'matters',
    version: 1,
    at: STORY_NOW,
    by: 'Jo Bennett',
    owner: null,
    content: { what: 'To sleep in my own bed, and to see my dog every day.', state: 'open' },
  },
  {
    id: '01890000-0000-7000-8000-0000000000e2',
    kind: 'goal',
    version: 1,
    at: STORY_NOW,
    by: 'Jo Bennett',
    owner: null,
    content: { what: 'Walk to the shop again', by: '2026-11-30', progress: 'To the gate and back.', state: 'open' },
  },
];

const plan = (
  view: StayPlanView,
  more: { begin?: 'changing' | 'ordering'; mayChange?: boolean; own?: readonly CareEntry[] } = {},
): ReactNode =>
  page(<Plan view={view} mayChange={more.mayChange ?? true} onChanged={nothing} onSessionEnded={nothing} {...more} />);

const evidence = (
  values: Record<string, number | string | boolean>,
  thresholds: Record<string, number>,
  ownNormal?: Record<string, number>,
) => ({
  ruleVersion: '2',
  ruleSetVersion: DEFAULT_RULE_SET.version,
  evidence: { readingIds: ['a'], values, thresholds, ...(ownNormal && { ownNormal }) },
  source: {
    title: 'Royal College of Physicians, NEWS2 (2017)',
    url: 'https://www.rcp.ac.uk/resources/national-early-warning-score-news-2/',
  },
});

const OPEN = anAlert();
const ALERTS: StayAlert[] = [
  {
    id: OPEN.id,
    ruleId: 'news2-high',
    priority: 'emergency',
    status: 'raised',
    sentence: OPEN.sentence,
    raisedAt: OPEN.raisedAt,
    effectiveAt: OPEN.effectiveAt,
    count: 2,
    open: OPEN,
    acceptedBy: null,
    closed: null,
    why: evidence({ news2: 9, respiration: 26, spo2: 92 }, { total: 7 }),
  },
  {
    id: 'closed',
    ruleId: 'spo2-fall',
    priority: 'urgent',
    status: 'resolved',
    sentence: 'SpO2 fell from 94 to 89 in 6 h; usual 93.',
    raisedAt: ago(26 * HOUR),
    effectiveAt: ago(26 * HOUR),
    count: 1,
    open: null,
    acceptedBy: 'Sam Okafor',
    closed: {
      by: 'Sam Okafor',
      at: ago(25 * HOUR),
      outcome: 'visit',
      note: 'Seen at home: a cold finger. 93 % when warm.',
    },
    why: evidence({ from: 94, to: 89, hours: 6 }, { fall: 3 }, { spo2: 93 }),
  },
  {
    id: 'late',
    ruleId: 'news2-medium',
    priority: 'urgent',
    status: 'historic',
    sentence: 'NEWS2 5 (medium): respiration 22 scores 2, temperature 38.4 °C scores 1, pulse 118 scores 2.',
    raisedAt: ago(47 * HOUR),
    effectiveAt: ago(50 * HOUR),
    count: 1,
    open: null,
    acceptedBy: null,
    closed: null,
    why: evidence({ news2: 5 }, { total: 5 }),
  },
];

const NOTES: StayNote[] = [
  {
    id: 'n3',
    at: ago(40 * MINUTE),
    by: 'Mina Patel',
    text: 'Rang the neighbour, who says that he sounds well.',
    strikes: 'n2',
    struck: null,
  },
  {
    id: 'n2',
    at: ago(55 * MINUTE),
    by: 'Sam Okafor',
    text: 'Rang the daughter: he sounds well.',
    strikes: null,
    struck: { by: 'Mina Patel', at: ago(40 * MINUTE), noteId: 'n3' },
  },
  {
    id: 'n1',
    at: ago(2 * DAY),
    by: 'Sam Okafor',
    text: 'Nebuliser at home from today.\nThe key is with number 12.',
    strikes: null,
    struck: null,
  },
];

const notes = (mayWrite: boolean, some: readonly StayNote[] | null = NOTES): ReactNode => (
  <NotesPanel
    admissionId="admission-1"
    notes={some}
    trouble={null}
    mayWrite={mayWrite}
    onWritten={nothing}
    onSessionEnded={nothing}
  />
);

const ENTRIES: TimelineEntry[] = [
  {
    key: '1',
    at: ago(4 * MINUTE),
    kind: 'alerts',
    alertId: OPEN.id,
    ruleId: 'news2-high',
    priority: 'emergency',
    what: 'raised',
    by: null,
    sentence: OPEN.sentence,
  },
  {
    key: '2',
    at: ago(4 * MINUTE),
    kind: 'messages',
    alertId: OPEN.id,
    to: 'Sam Okafor',
    channel: 'push',
    state: 'delivered',
  },
  {
    key: '3',
    at: ago(5 * MINUTE),
    kind: 'readings',
    from: ago(5 * MINUTE),
    count: 1,
    sources: ['Home monitoring kit gateway'],
    complete: 1,
    incomplete: 0,
    least: 9,
    worst: { at: ago(5 * MINUTE), total: 9, scale: 2 },
  },
  {
    key: '4',
    at: ago(40 * MINUTE),
    kind: 'notes',
    noteId: 'n3',
    by: 'Mina Patel',
    text: 'Rang the neighbour, who says that he sounds well.',
    strikes: 'n2',
    struckBy: null,
  },
  {
    key: '5',
    at: ago(55 * MINUTE),
    kind: 'notes',
    noteId: 'n2',
    by: 'Sam Okafor',
    text: 'Rang the daughter: he sounds well.',
    strikes: null,
    struckBy: 'Mina Patel',
  },
  {
    key: '6',
    at: ago(5 * HOUR),
    kind: 'plan',
    by: 'Mina Patel',
    reason: 'Pulse of 50 is usual for him',
    before: EARLIER,
    after: PLAN,
  },
  {
    key: '7',
    at: ago(6 * HOUR),
    kind: 'late',
    count: 3,
    measuredFrom: ago(11 * HOUR),
    measuredTo: ago(9 * HOUR),
    sources: ['Durlston House'],
  },
  {
    key: '8',
    at: ago(25 * HOUR),
    kind: 'alerts',
    alertId: 'closed',
    ruleId: 'spo2-fall',
    priority: 'urgent',
    what: 'resolved',
    by: 'Sam Okafor',
    sentence: 'Visit arranged: seen at home, a cold finger.',
  },
  {
    key: '9',
    at: ago(26 * HOUR),
    kind: 'readings',
    from: ago(26.7 * HOUR),
    count: 42,
    sources: ['Home monitoring kit gateway'],
    complete: 38,
    incomplete: 4,
    least: 2,
    worst: { at: ago(26.2 * HOUR), total: 5, scale: 2 },
  },
  {
    key: '10',
    at: ago(3 * DAY),
    kind: 'scale',
    scale: 2,
    authorisedBy: 'Dr Ines Wareham',
    role: 'respiratory consultant',
    reason: 'Blood gas',
    by: 'Sam Okafor',
  },
  {
    key: '12',
    at: ago(2 * DAY),
    kind: 'stay',
    what: 'handed-on',
    bed: null,
    to: 'urgent-community-response',
    by: 'Sam Okafor',
    reason: 'Fall in the night. Please see today.',
  },
  { key: '11', at: ago(4 * DAY), kind: 'stay', what: 'admitted', bed: 2, to: null, by: null, reason: null },
];

const two = (first: ReactNode, second: ReactNode): ReactNode =>
  page(
    <div className="stay-view stay-view--two">
      {first}
      {second}
    </div>,
  );

export const STAY_STORIES: Readonly<Record<string, () => ReactNode>> = {
  'stay: plan': () => plan(VIEW),
  'stay: plan, with what matters to them': () => plan(VIEW, { own: OWN_WISHES }),
  'stay: plan of which nothing is stated': () =>
    plan({ ...VIEW, plan: {}, changes: [], spo2Scale: { inForce: 1, orders: [] } }, { mayChange: false }),
  'stay: plan, changing': () => plan(VIEW, { begin: 'changing' }),
  'stay: plan, overtaken': () =>
    page(
      <PlanForm
        latest={LATER}
        began={{ on: VIEW, typed: { 'baseline.spo2': '90', 'limits.pulse.high': '110' } }}
        onDone={nothing}
        onCancel={nothing}
        onSessionEnded={nothing}
      />,
    ),
  'stay: ordering a scale': () => plan({ ...VIEW, spo2Scale: { inForce: 1, orders: [] } }, { begin: 'ordering' }),
  'stay: alerts': () =>
    two(<StayAlerts alerts={ALERTS} trouble={null} answers={ANSWERS} onOlder={nothing} />, notes(true)),
  'stay: alerts, none': () =>
    two(<StayAlerts alerts={[]} trouble={null} answers={ANSWERS} onOlder={null} />, notes(false, [])),
  'stay: timeline': () =>
    two(
      <Timeline entries={ENTRIES} kinds={TIMELINE_KINDS} trouble={null} onKinds={nothing} onOlder={nothing} />,
      notes(true),
    ),
  'stay: timeline, some kinds': () =>
    two(
      <Timeline
        entries={ENTRIES.filter(({ kind }) => kind === 'notes' || kind === 'plan')}
        kinds={['notes', 'plan']}
        trouble={null}
        onKinds={nothing}
        onOlder={null}
      />,
      notes(false),
    ),
};
