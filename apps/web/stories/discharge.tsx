import { LOOK_FOR, RING } from '#clinical';
import type { DischargeSending, DischargeSummary, DischargeSummaryView, TransferSheet } from '#contracts';
import type { ReactNode } from 'react';
import { DischargeEndpointsPanel } from '../channels/discharge-endpoints.tsx';
import { Discharge } from '../discharge/discharge-page.tsx';
import { NoticePage } from '../page/notice-page.tsx';
import { TransferSheetView } from '../patient/transfer/transfer-page.tsx';
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
  endpoint: null,
  sendings: [],
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
    onSend={() => Promise.resolve({ kind: 'unreachable' })}
    onWritten={nothing}
    onSignOut={nothing}
    onSessionEnded={nothing}
  />
);

const course = (name: string, unit: string, values: readonly number[], usual: number, least: number) => ({
  name,
  unit,
  usual,
  low: null,
  high: null,
  least,
  points: values.map((value, n) => ({
    at: people.STORY_NOW - (values.length - n) * 6 * 3_600_000,
    least: value,
    most: value,
  })),
});
const SHEET: TransferSheet = {
  at: people.STORY_NOW,
  from: people.STORY_NOW - 3 * DAY,
  ward: 'Quay Ward',
  zone: 'Europe/London',
  by: 'Amir Okafor',
  name: 'Edith Marlowe',
  nhsNumber: '943 476 5919',
  birthDate: '1942-05-17',
  to: '999 ambulance',
  reason: 'Breathless at rest since noon. Please take to hospital.',
  sinceFirstAlert: '2 h 10 min',
  said: [
    { name: 'Why now', lines: ['Breathless at rest since noon. Please take to hospital.'] },
    { name: 'Where', lines: ['1 Quay Street, Poole: the side door is open.'] },
    { name: 'Escalation plan', lines: ['For hospital and for antibiotics; not for intensive care.'] },
    { name: 'Situation', lines: people.SBARD.situation },
    { name: 'Background', lines: people.SBARD.background.slice(0, 1) },
    { name: 'Assessment', lines: people.SBARD.assessment },
    { name: 'Done so far', lines: ['Sat up. Oxygen at 2 L/min since 13:50.'] },
    { name: 'Medicines', lines: ['Not known here.'] },
  ],
  scores: [
    {
      at: people.STORY_NOW - 600_000,
      total: 9,
      band: 'high',
      scale: 1,
      subScores: { respiration: 3, spo2: 2, oxygen: 2, systolic: 0, pulse: 2, consciousness: 0, temperature: 0 },
    },
  ],
  vitals: [
    course('Respiration', '/min', [18, 17, 18, 20, 19, 22, 24, 26], 17, 8),
    course('SpO2', '%', [95, 95, 94, 95, 94, 93, 92, 90], 95, 8),
    course('Systolic', 'mmHg', [128, 131, 126, 130, 124, 122, 118, 119], 128, 40),
    course('Pulse', '/min', [78, 80, 79, 84, 88, 95, 108, 115], 78, 30),
    course('Temperature', '°C', [36.6, 36.7, 36.7, 37, 37.4, 37.8, 38, 38.2], 36.7, 2),
  ],
};

const SENDING: DischargeSending = {
  id: '01890000-0000-7000-8000-0000000000e1',
  summaryId: SUMMARY.id,
  to: 'Dorset GP systems',
  queuedAt: people.STORY_NOW - 3_000_000,
  queuedBy: 'Jo Bennett',
  state: 'received',
  attempts: 2,
  nextAttemptAt: null,
  detail: 'It answered 201.',
  bytes: 412_331,
  log: [
    {
      at: people.STORY_NOW - 3_000_000,
      attempt: 1,
      kind: 'attempt',
      to: 'Dorset GP systems',
      status: null,
      bytes: null,
      detail: null,
    },
    {
      at: people.STORY_NOW - 2_990_000,
      attempt: 1,
      kind: 'not-now',
      to: 'Dorset GP systems',
      status: 503,
      bytes: 412_331,
      detail: 'It answered 503.',
    },
    {
      at: people.STORY_NOW - 2_960_000,
      attempt: 2,
      kind: 'attempt',
      to: 'Dorset GP systems',
      status: null,
      bytes: null,
      detail: null,
    },
    {
      at: people.STORY_NOW - 2_959_000,
      attempt: 2,
      kind: 'received',
      to: 'Dorset GP systems',
      status: 201,
      bytes: 412_331,
      detail: 'It answered 201.',
    },
  ],
};
const GONE: DischargeSummaryView = { ...NONE, ending: 'home', endpoint: 'Dorset GP systems', written: [SUMMARY] };

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
  'discharge: received': () => page({ ...GONE, sendings: [SENDING] }),
  'discharge: refused, and one on its way': () =>
    page({
      ...GONE,
      sendings: [
        {
          ...SENDING,
          state: 'queued',
          attempts: 1,
          nextAttemptAt: people.STORY_NOW + 60_000,
          detail: 'It answered 503.',
        },
        {
          ...SENDING,
          id: '01890000-0000-7000-8000-0000000000e0',
          state: 'refused',
          detail: 'It answered 422: error required Patient.generalPractitioner is missing',
        },
      ],
    }),
  'channels: where discharge bundles go': () => (
    <NoticePage heading="Channels" who={people.LEAD} onSignOut={nothing}>
      <DischargeEndpointsPanel
        wardId="quay"
        view={{
          canSign: true,
          endpoints: [
            {
              id: '01890000-0000-7000-8000-0000000000f1',
              everyWard: false,
              name: 'Dorset GP systems',
              url: 'https://fhir.example/Bundle',
              createdAt: people.STORY_NOW - DAY,
              createdBy: 'Dr Mina Rao',
            },
          ],
        }}
        mayEveryWard={false}
        onChanged={nothing}
        onSessionEnded={nothing}
      />
    </NoticePage>
  ),
  'handed on: the page that goes along': () => (
    <TransferSheetView
      wardId="quay"
      admissionId="admission-1"
      who={people.CLINICIAN}
      sheet={SHEET}
      trouble={null}
      pdf="summary.pdf"
      onSignOut={nothing}
    />
  ),
  'discharge: being written': () => page(NONE, { writing: true }),
  'discharge: being corrected': () => page({ ...NONE, written: [SUMMARY] }, { writing: true }),
};
