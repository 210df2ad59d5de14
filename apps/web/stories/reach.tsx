import type { AcceptTimesView, AlertRouteView, ContactView, RouteStepView, WebhookView } from '#contracts';
import type { ReactNode } from 'react';
import { Account } from '../account/account-page.tsx';
import type { ThisDevice } from '../account/this-device.ts';
import { Channels } from '../channels/channels-page.tsx';
import { WebhookLog } from '../channels/webhooks.tsx';
import { Administration } from '../wards/administration.tsx';
import { WhoIsTold } from '../who-is-told/who-is-told-page.tsx';
import { ADMINISTRATOR, CLINICIAN, LEAD, STORY_NOW } from './fixtures.ts';
import { TOLD } from './receipts.ts';

/* Who is told, on screens, in every state. */

const MINUTE = 60_000;
const nothing = (): void => undefined;

const [jo, saoirse, amir] = [
  { id: 'jo', name: 'Jo Bennett' },
  { id: 'saoirse', name: 'Saoirse Holworth' },
  { id: 'amir', name: 'Amir Okafor' },
];
const waits = { emergency: 5, urgent: 30, routine: 240, technical: 60 };
const aStep = (changes: Partial<RouteStepView> = {}): RouteStepView => ({
  kind: 'accounts',
  role: null,
  people: [jo],
  unable: [],
  waits,
  ...changes,
});
const everybody = aStep({ kind: 'ward-fallback', people: [amir, jo, saoirse], waits: null });
const aChannel = (name: AlertRouteView['channels'][number]['name'], configured = true) => ({
  name,
  configured,
  failingSince: null,
  failingWhy: null,
  lastSuccessAt: configured ? STORY_NOW - 3 * MINUTE : null,
});

const ROUTE: AlertRouteView = {
  version: 4,
  timeZone: 'Europe/London',
  hubHours: { from: '08:00', to: '20:00' },
  days: [
    { day: '2026-12-25', name: 'Christmas Day', hours: null },
    { day: '2026-12-26', name: 'Boxing Day', hours: { from: '10:00', to: '14:00' } },
  ],
  steps: {
    'hub-hours': [
      aStep({ kind: 'role', role: 'hub-clinician', people: [amir, jo] }),
      aStep({ kind: 'role', role: 'lead', people: [saoirse] }),
      everybody,
    ],
    'on-call': [aStep({ people: [saoirse, jo] }), aStep({ people: [amir] }), everybody],
  },
  now: { part: 'hub-hours', until: STORY_NOW + 5.5 * 60 * MINUTE },
  changedBy: 'Saoirse Holworth',
  changedAt: STORY_NOW - 9 * 24 * 60 * MINUTE,
  why: 'The winter rota',
  candidates: [
    { ...amir, role: 'hub-clinician', reachedBy: { emergency: [], urgent: [], routine: [], technical: [] } },
    {
      ...jo,
      role: 'hub-clinician',
      reachedBy: { emergency: ['push', 'sms'], urgent: ['push'], routine: ['push'], technical: [] },
    },
    {
      ...saoirse,
      role: 'lead',
      reachedBy: { emergency: ['sms', 'email'], urgent: ['sms'], routine: ['email'], technical: ['email'] },
    },
  ],
  concerns: [],
  channels: [
    aChannel('push'),
    {
      ...aChannel('notify-sms'),
      failingSince: STORY_NOW - 12 * MINUTE,
      failingWhy: '5 attempts in a row failed. GOV.UK Notify answered 403: AuthError, Invalid token: API key not found',
    },
    aChannel('notify-email', false),
    { ...aChannel('smtp'), lastSuccessAt: null },
    aChannel('webhook'),
  ],
  mayChange: false,
};

const TIMES: AcceptTimesView = {
  version: 1,
  emergency: 10,
  urgent: 120,
  technical: 60,
  routineBy: '18:00',
  bounds: { emergency: [5, 30], urgent: [15, 240], technical: [15, 480], routineBy: ['12:00', '22:00'] },
  changes: [
    {
      version: 1,
      emergency: 10,
      urgent: 120,
      technical: 60,
      routineBy: '18:00',
      why: 'Two clinicians are on the hub until six',
      changedBy: 'Saoirse Holworth',
      changedAt: STORY_NOW - 3 * 24 * 60 * MINUTE,
    },
  ],
  mayChange: false,
};

const VERSIONS = [4, 3].map((version) => ({
  version,
  changedBy: 'Saoirse Holworth',
  changedAt: STORY_NOW - (13 - version) * 24 * 60 * MINUTE,
  why: version === 4 ? 'The winter rota' : null,
  summary: {
    hubHours: '08:00 to 20:00',
    steps: {
      'hub-hours': 'hub clinicians, then clinical leads',
      'on-call': 'Jo Bennett and Saoirse Holworth, then Amir Okafor',
    },
  },
}));

function told(route: Partial<AlertRouteView> = {}, mayChange = false): ReactNode {
  return (
    <WhoIsTold
      wardId="dorset-east"
      route={{ ...ROUTE, ...route, mayChange }}
      times={{ ...TIMES, mayChange }}
      versions={mayChange ? VERSIONS : []}
      trouble={null}
      who={mayChange ? LEAD : CLINICIAN}
      now={STORY_NOW}
      onChanged={nothing}
      onSignOut={nothing}
      onSessionEnded={nothing}
    />
  );
}

const aWebhook = (changes: Partial<WebhookView> = {}): WebhookView => ({
  id: 'pager',
  name: 'Pager gateway',
  url: 'https://pager.dorset.example/hooks/homeward/ward/dorset-east/with-a-long-address',
  priorities: ['emergency', 'urgent'],
  createdBy: 'Saoirse Holworth',
  createdAt: STORY_NOW - 30 * 24 * 60 * MINUTE,
  endedAt: null,
  endedWhy: null,
  failingSince: null,
  failingWhy: null,
  lastSuccessAt: STORY_NOW - 20 * MINUTE,
  lastFailure: null,
  ...changes,
});

function channels(webhooks: readonly WebhookView[], some: AlertRouteView['channels'] = ROUTE.channels): ReactNode {
  return (
    <Channels
      wardId="dorset-east"
      channels={some}
      webhooks={webhooks}
      trouble={null}
      now={STORY_NOW}
      who={LEAD}
      onChanged={nothing}
      onSignOut={nothing}
      onSessionEnded={nothing}
    />
  );
}

const CONTACT: ContactView = {
  version: 2,
  mobile: '+447700900123',
  email: null,
  ways: { emergency: ['push', 'sms'], urgent: ['push'], routine: ['push'], technical: [] },
  quietHours: { from: '22:00', to: '07:00' },
  devices: [
    { id: 'phone', name: 'Chrome on Android', createdAt: STORY_NOW - 12 * 24 * 60 * MINUTE },
    { id: 'desk', name: 'Edge on Windows', createdAt: STORY_NOW - 40 * 24 * 60 * MINUTE },
  ],
  available: ['push', 'sms'],
  pushKey: 'a key',
};

function account(
  device: ThisDevice | null,
  contact: Partial<ContactView> = {},
  trouble: string | null = null,
): ReactNode {
  return (
    <Account
      who={CLINICIAN}
      contact={trouble === null ? { ...CONTACT, ...contact } : null}
      tests={device?.state === 'on' ? TOLD.deliveries.slice(0, 2) : []}
      device={device}
      trouble={trouble}
      now={STORY_NOW}
      onChanged={nothing}
      onTested={nothing}
      onSignOut={nothing}
      onSessionEnded={nothing}
    />
  );
}

export const REACH_STORIES: Record<string, () => ReactNode> = {
  'who is told': () => told(),
  'who is told, for those who may change it': () => told({}, true),
  'who is told, with gaps': () =>
    told(
      {
        steps: {
          ...ROUTE.steps,
          'on-call': [
            aStep({ people: [], unable: [{ ...jo, why: 'account closed' }] }),
            aStep({ people: [amir] }),
            everybody,
          ],
        },
        now: { part: 'on-call', until: STORY_NOW + 60 * MINUTE },
        concerns: [
          'On call, step 1: Jo Bennett is no longer asked (account closed).',
          'On call, step 1 asks nobody as things are now, and is passed over.',
          'On call, step 2: nobody of them is told of emergency and urgent alerts away from the board.',
        ],
      },
      true,
    ),
  channels: () =>
    channels([
      aWebhook(),
      aWebhook({
        id: 'epr',
        name: 'EPR of the trust',
        failingSince: STORY_NOW - 40 * MINUTE,
        failingWhy: '7 attempts in a row failed. The webhook answered 503.',
      }),
      aWebhook({ id: 'old', name: 'Old pager', endedAt: STORY_NOW - 60 * MINUTE, endedWhy: 'It answered 410: gone' }),
    ]),
  'channels, none set up': () =>
    channels(
      [],
      ROUTE.channels.map(({ name }) => aChannel(name, false)),
    ),
  'delivery log of a webhook': () => (
    <main className="nhsuk-width-container nhsuk-main-wrapper">
      <h1 className="nhsuk-heading-m">Delivery log</h1>
      <WebhookLog
        log={[
          {
            id: '01890000-0000-7000-8000-000000000001',
            type: 'alert.raised',
            priority: 'emergency',
            state: 'queued',
            createdAt: STORY_NOW - 2 * MINUTE,
            nextAttemptAt: STORY_NOW + MINUTE,
            log: [
              { at: STORY_NOW - 2 * MINUTE, attempt: 1, kind: 'attempt', detail: null },
              { at: STORY_NOW - 2 * MINUTE, attempt: 1, kind: 'not-sent', detail: 'The webhook answered 503.' },
            ],
          },
          {
            id: '01890000-0000-7000-8000-000000000000',
            type: 'test',
            priority: 'routine',
            state: 'delivered',
            createdAt: STORY_NOW - 20 * MINUTE,
            nextAttemptAt: null,
            log: [
              { at: STORY_NOW - 20 * MINUTE, attempt: 1, kind: 'attempt', detail: null },
              { at: STORY_NOW - 20 * MINUTE, attempt: 1, kind: 'delivered', detail: null },
            ],
          },
        ]}
        now={STORY_NOW}
      />
      <WebhookLog log={[]} now={STORY_NOW} />
    </main>
  ),
  'my account': () => account({ state: 'on', deviceId: 'phone' }),
  'my account, notifications off': () => account({ state: 'off' }, { devices: [], quietHours: null }),
  'my account, notifications blocked': () => account({ state: 'blocked' }),
  'my account, browser cannot': () =>
    account({
      state: 'cannot',
      why: 'This page was not opened over a secure connection (https). A browser takes notifications over one only.',
    }),
  'my account, nothing set up': () => account({ state: 'off' }, { available: [], pushKey: null, devices: [] }),
  'my account, hub away': () => account(null, {}, 'The hub could not be reached. Nothing was changed. Try again.'),
  administration: () => (
    <Administration
      wards={[
        { id: 'dorset-east', name: 'Dorset East Hub', capacity: 20, occupied: 18 },
        { id: 'dorset-west', name: 'Dorset West Hub', capacity: 20, occupied: 20 },
      ]}
      who={ADMINISTRATOR}
      onSignOut={nothing}
    />
  ),
};
