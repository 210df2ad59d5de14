import type { StayAlert, StayHead, StayReadings, Tile } from '#contracts';
import { expect, it } from '@jest/globals';
import { sbardFrom } from './sbard-words.ts';

const AT = Date.UTC(2026, 6, 5, 13, 30);

const TILE = {
  patient: { ageYears: 84, sex: 'female' },
  pathway: 'frailty',
  level: 'standard',
  place: { kind: 'care-home', id: 'rose-court', name: 'Rose Court' },
  spo2Scale: 1,
  escalationPlan: 'Treat at home. Not for resuscitation (DNACPR).',
  ownNews2: 1,
  usualNews2: null,
  news2NotApplicable: null,
  score: { at: AT, total: 5, band: 'medium' },
  incomplete: null,
  notTaken: null,
  trend: 'rising',
} as unknown as Tile;

const ALERT = {
  priority: 'urgent',
  sentence: 'SpO2 fell from 94 to 89 in 6 h; usual 93; NEWS2 5.',
  raisedAt: AT + 60_000,
  count: 2,
  acceptedBy: null,
  open: { status: 'raised', conditionPresent: true },
} as unknown as StayAlert;

const READINGS = {
  sets: [{ at: AT, vitals: { respiration: 22, spo2: 89, onOxygen: false, consciousness: 'A', temperature: 38.2 } }],
  usual: { spo2: { value: 93, from: 'plan' }, pulse: { value: 74.26, from: 'readings' } },
} as unknown as StayReadings;

const from = (tile: Partial<Tile> = {}, alerts: readonly StayAlert[] = [ALERT], readings: Partial<StayReadings> = {}) =>
  sbardFrom({
    head: { at: AT + 120_000, admittedAt: AT - 4 * 86_400_000, tile: { ...TILE, ...tile } } as StayHead,
    alerts,
    readings: { ...READINGS, ...readings },
    zone: 'Europe/London',
  });

it('is filled from the record: findings in their own words, what is usual, the escalation plan, on the ward’s clocks', () => {
  expect(from()).toEqual({
    at: AT + 120_000,
    situation: [
      'NEWS2 5 (Medium), rising, 5 Jul, 14:30.',
      'Urgent alert since 5 Jul, 14:31: nobody at the hub has it yet.',
    ],
    background: [
      '84 years, female, Rose Court, frailty pathway, on the virtual ward since 1 Jul, 14:30, 2 sets a day, SpO2 scale 1.',
      'Escalation plan: Treat at home. Not for resuscitation (DNACPR).',
    ],
    assessment: [
      'SpO2 fell from 94 to 89 in 6 h; usual 93; NEWS2 5. Seen 2 times.',
      'Last measured 5 Jul, 14:30: respiration 22, SpO2 89 %, on air, alert, temperature 38.2 °C.',
      'Usual for this person: NEWS2 1, SpO2 93 % (plan), pulse 74.3.',
    ],
  });
});

it('says what is not known, and takes nothing for normal', () => {
  const { situation, background, assessment } = from(
    { score: null, escalationPlan: null, ownNews2: null, notTaken: { at: AT, why: { all: 'refused' } } },
    [{ ...ALERT, acceptedBy: 'Dr Mina Rao', open: { ...ALERT.open!, status: 'accepted', conditionPresent: false } }],
    { sets: [], usual: {} },
  );
  expect(situation).toEqual([
    'No complete NEWS2 yet.',
    'Not taken, 5 Jul, 14:30: refused.',
    'Urgent alert since 5 Jul, 14:31: Dr Mina Rao has it.',
  ]);
  expect(background.at(-1)).toBe('No escalation plan is recorded.');
  expect(assessment).toEqual([
    'Since eased: SpO2 fell from 94 to 89 in 6 h; usual 93; NEWS2 5. Seen 2 times.',
    'Nothing was measured in the last day.',
    'What is usual for this person is not known.',
  ]);
});
