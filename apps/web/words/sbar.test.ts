import { describe, expect, test } from '@jest/globals';
import { aTile, ESCALATION_PLAN, INCOMPLETE, NOT_APPLICABLE, OVERDUE, PAUSED, STORY_NOW } from '../stories/fixtures.ts';
import { toldOf } from '../stories/rounds.tsx';
import { handoverText, sbarOf } from './sbar.ts';

const HOUR = 3_600_000;
const when = { since: STORY_NOW - 12 * HOUR, now: STORY_NOW };

describe('a patient as they are handed over', () => {
  test('with an emergency: what presses, what is known, against their own normal, and what comes next', () => {
    const tile = aTile(12, ESCALATION_PLAN);
    const [stay] = toldOf([tile]).stays;
    const sbar = sbarOf(tile, stay!, when);
    expect(sbar.situation).toEqual([
      'NEWS2 9 (High), rising, 4 min ago.',
      'Emergency: NEWS2 9 (high): respiration 26 scores 3, SpO2 92 % scores 2, on oxygen scores 2, pulse 112 scores 2. Not accepted for 4 min.',
    ]);
    expect(sbar.background).toEqual([
      '77 years, cardiac pathway, at home, on the ward for 2 days, 2 sets a day, SpO2 scale 1.',
      `Escalation plan: ${tile.escalationPlan}`,
    ]);
    expect(sbar.assessment).toEqual([
      'Respiration scores 3, a single 3; SpO2 scores 2; oxygen scores 2; pulse scores 2.',
      '+7 on usual 2, as the plan states it.',
      'Since 02:32: 4 NEWS2, 6 to 9, worst at 14:28; before that 6.',
      'Closed 06:32 by Bea Birch: urgent, SpO2 fell from 96 % to 92 % in 6 h; usual 96 %. Rang her: had walked up the stairs.',
    ]);
    expect(sbar.recommendation).toEqual([
      'Emergency alert: Step 1: clinicians since 14:28; lead at 14:43.',
      'Board round 09:32 on 9 Nov, Dr Mina Rao: ring the patient or their carer. How is the cough at night?',
      'Next reading due 15:28.',
    ]);
  });

  test.each([
    ['incomplete', INCOMPLETE, 'Incomplete: 5 of 7, at least 4, missing blood pressure and temperature, 6 min ago.'],
    ['overdue', OVERDUE, 'Reading overdue by 1 h 25 min.'],
    ['paused', PAUSED, /Paused until 14:38 \(6 min 12 s\)\.$/],
    ['without NEWS2', NOT_APPLICABLE, 'No NEWS2: NEWS2 is not for use in pregnancy.'],
    ['calm', {}, 'No open alerts.'],
  ])('%s: it is said', (_, state, sentence) => {
    const { situation } = sbarOf(aTile(12, state), null, when);
    expect(situation).toContainEqual(typeof sentence === 'string' ? sentence : expect.stringMatching(sentence));
  });

  test('a reading that is overdue is to be had', () => {
    const { recommendation } = sbarOf(aTile(12, OVERDUE), null, when);
    expect(recommendation).toEqual(['Get the reading that is overdue by 1 h 25 min.']);
  });

  test('of what is not known nothing is said', () => {
    expect(sbarOf(aTile(12, { score: null }), null, when).assessment).toEqual([]);
  });

  test('nothing complete since then is said, and not taken for well', () => {
    const tile = aTile(12, { score: null });
    const [stay] = toldOf([tile]).stays;
    expect(sbarOf(tile, { ...stay!, incomplete: 2, before: 1, alerts: [] }, when).assessment).toEqual([
      'Since 02:32: no complete NEWS2, 2 sets incomplete; before that 1.',
    ]);
  });
});

test('the whole handover is text with a paragraph for each', () => {
  const tiles = [aTile(12), aTile(2)];
  const text = handoverText(tiles, toldOf(tiles), { ward: 'Dorset East Hub', by: 'Sam Okafor', ...when });
  expect(text.split('\n\n').map((part) => part.split('\n')[0])).toEqual([
    'Dorset East Hub: handover at 14:32 on 10 Nov by Sam Okafor, changes since 02:32',
    'Bed 12: Leonard Pitman, NHS 999 000 0840',
    'Bed 2: Bernard Okonkwo, NHS 999 000 7144',
  ]);
  expect(text).toMatch(/\nS: NEWS2 1 .*\nB: 77 years.*\nA: .*\nR: /);
});
