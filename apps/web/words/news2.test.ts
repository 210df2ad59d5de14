import { describe, expect, test } from '@jest/globals';
import { aScore, aTile, anIncompleteSet } from '../stories/fixtures.ts';
import {
  againstOwnNormal,
  incompleteInWords,
  missingInWords,
  scoreInWords,
  scoringInWords,
  statedOtherwise,
  usualFrom,
} from './news2.ts';

describe('a score in words', () => {
  test('names the band and the trend', () => {
    const score = aScore({ respiration: 3, spo2: 2, pulse: 2 });
    expect(scoreInWords(aTile(1, { score, trend: 'rising' }))).toBe('NEWS2 7, band High, rising.');
    expect(scoreInWords(aTile(1, { score: null }))).toBe('No complete NEWS2 yet.');
    expect(scoreInWords(aTile(1, { news2NotApplicable: 'NEWS2 is not for under 16s.' }))).toBe(
      'No NEWS2: NEWS2 is not for under 16s.',
    );
  });

  test('names what scores, and the single 3', () => {
    expect(scoringInWords(aScore())).toBe('All seven parameters score 0.');
    expect(scoringInWords(aScore({ respiration: 3, oxygen: 2 }))).toBe(
      'Respiration scores 3, a single 3; oxygen scores 2.',
    );
  });

  test('an incomplete set is never called a NEWS2', () => {
    const set = anIncompleteSet(['temperature', 'systolic'], 4, 'low');
    expect(incompleteInWords(set)).toBe('Incomplete: 5 of 7, at least 4');
    expect(missingInWords(set)).toBe('missing blood pressure and temperature');
  });

  test('a sender’s own total is told only when it is not ours', () => {
    const score = aScore({ pulse: 2 });
    expect(statedOtherwise({ ...score, statedTotal: 2 })).toBeNull();
    expect(statedOtherwise(score)).toBeNull();
    expect(statedOtherwise({ ...score, statedTotal: 6 })).toBe('The sender gave NEWS2 6; the chart gives 2');
  });

  test('beside what is usual for this person, where their plan says', () => {
    const score = aScore({ respiration: 3, pulse: 2 });
    expect(againstOwnNormal(aTile(1, { score, ownNews2: 2 }))).toBe('+3 on usual 2');
    expect(againstOwnNormal(aTile(1, { score, ownNews2: 6 }))).toBe('−1 on usual 6');
    expect(againstOwnNormal(aTile(1, { score, ownNews2: 5 }))).toBe('as usual (5)');
    expect(againstOwnNormal(aTile(1, { score, ownNews2: null }))).toBeNull();
    expect(againstOwnNormal(aTile(1, { score: null, ownNews2: 2 }))).toBeNull();
  });

  test('where the plan does not say, beside what their own readings say', () => {
    const score = aScore({ respiration: 3, pulse: 2 });
    expect(againstOwnNormal(aTile(1, { score, ownNews2: null, usualNews2: 1.5 }))).toBe('+3.5 on usual 1.5');
    expect(usualFrom(aTile(1, { ownNews2: null, usualNews2: 1.5 }))).toBe('by their own readings of seven days');
    expect(usualFrom(aTile(1, { ownNews2: 2, usualNews2: 1.5 }))).toBe('as the plan states it');
  });
});
