import { expect, it } from '@jest/globals';
import { transferSummaryPdf } from './transfer-summary.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 22, 13, 30);

/** Everything that can be told at its longest. */
const line =
  'Emergency alert since 22 Nov, 11:20: nobody at the hub has it yet, and it says a good deal more than fits on one line of it.';
const points = Array.from({ length: 60 }, (_, n) => ({
  at: NOW - (60 - n) * HOUR,
  least: 80 + (n % 7),
  most: 84 + (n % 9),
}));
const vital = { unit: '%', points, usual: 85, low: 80, high: null, least: 8 };

it('fits on one page with everything that can be typed, and leaves nothing of it out', async () => {
  const pdf = (
    await transferSummaryPdf({
      at: NOW,
      from: NOW - 72 * HOUR,
      ward: 'Dorset East Hub',
      zone: 'Europe/London',
      by: 'Morwenna Encombe',
      name: 'Bartłomiej Żółkiewski',
      nhsNumber: '999 010 0071',
      birthDate: '1942-05-17',
      to: 'Same day emergency care',
      reason: 'A reason',
      sinceFirstAlert: '2 h 10 min',
      said: [
        ['Why now', ['A reason of some length. '.repeat(40).trim()]],
        ['Where', ['x '.repeat(100).trim()]],
        ['Escalation plan', ['Not for intensive care. '.repeat(20).trim()]],
        ['Situation', Array.from({ length: 5 }, () => line)],
        ['Background', [line, line]],
        ['Assessment', Array.from({ length: 5 }, () => line)],
        ['Done so far', ['Oxygen at 2 L/min. '.repeat(26).trim()]],
        ['Medicines', ['Bisoprolol 2.5 mg. '.repeat(26).trim()]],
      ].map(([name, lines]) => ({ name: name as string, lines: lines as string[] })),
      vitals: ['Respiration', 'SpO2', 'Systolic', 'Pulse', 'Temperature'].map((name) => ({ ...vital, name })),
      scores: Array.from({ length: 12 }, (_, n) => ({
        at: NOW - n * HOUR,
        total: 7,
        band: 'high' as const,
        scale: 1 as const,
        subScores: { respiration: 3, spo2: 2, oxygen: 0, systolic: 0, pulse: 2, consciousness: 0, temperature: 0 },
      })),
    })
  ).toString('latin1');
  expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
  expect(pdf).toContain('SpO2: between 80 and');
});
