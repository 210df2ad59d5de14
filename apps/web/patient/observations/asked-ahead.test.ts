import { DAY } from '#clinical';
import { describe, expect, test } from '@jest/globals';
import { askedAhead } from './asked-ahead.ts';

const NOW = Date.UTC(2026, 10, 10, 12);

function asking(search: string) {
  const questions: { admissionId: string; from: number }[] = [];
  const asks = askedAhead(
    {
      readings: (admissionId, { from }) => {
        questions.push({ admissionId, from });
        return Promise.resolve({ kind: 'unreachable' });
      },
    },
    { admissionId: 'ada', search, now: NOW },
  );
  return { asks, questions };
}

describe('readings asked for ahead of their page', () => {
  test('answer its first question about the same, and no other', async () => {
    const { asks, questions } = asking('?period=3d');
    expect(questions).toEqual([{ admissionId: 'ada', from: NOW - 3 * DAY }]);
    await asks.readings('ada', { from: NOW + 800 - 3 * DAY, to: null });
    expect(questions).toHaveLength(1);
    await asks.readings('ada', { from: NOW + 900 - 3 * DAY, to: null });
    expect(questions).toHaveLength(2);
  });

  test.each([
    ['ada', NOW - 7 * DAY, null],
    ['ada', NOW - 3 * DAY, NOW],
    ['ada', NOW + 60_000 - 3 * DAY, null],
    ['bernard', NOW - 3 * DAY, null],
  ])('are not taken for others: %s from %d to %j', async (admissionId, from, to) => {
    const { asks, questions } = asking('?period=3d');
    await asks.readings(admissionId, { from, to });
    expect(questions).toHaveLength(2);
  });

  test('are not asked for where it is not known yet from when on', () => {
    expect(asking('?period=stay').questions).toEqual([]);
  });
});
