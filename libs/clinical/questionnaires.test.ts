import { describe, expect, it } from '@jest/globals';
import {
  FOUR_AT,
  isAnswer,
  QUESTIONNAIRES,
  QUESTIONS,
  readAnswers,
  RED_FLAGS,
  sumOf,
  yesAmong,
} from './questionnaires.ts';

describe('answers', () => {
  it.each([
    ['chestPain', [true, false], ['yes', 1, null]],
    ['mmrc', [0, 4], [-1, 5, 1.5, '1', Number.NaN]],
    ['borg', [0, 0.5, 10], [0.25, 10.5]],
    ['layMinutes', [0, 2880, 1.5], [-1, 2881, '5', Number.NaN]],
    ['fourAtAmt4', ['0', '1', '2'], ['3', 1, 'toString']],
    ['softNote', ['', 'x'.repeat(500)], ['x'.repeat(501), 3]],
  ] as const)('%s takes %j and not %j', (id, good, bad) => {
    for (const answer of good) expect(isAnswer(id, answer)).toBe(true);
    for (const answer of bad) expect(isAnswer(id, answer)).toBe(false);
  });
  it('that cannot be answers are as if not given', () => {
    expect(readAnswers({ chestPain: true, mmrc: 9, unheardOf: 1, toString: true })).toEqual({ chestPain: true });
  });
  it('sums say whether they are all of it', () => {
    expect(sumOf({ fourAtAmt4: '2', fourAtAttention: '1' }, FOUR_AT)).toEqual({
      least: 3,
      complete: false,
      answered: 2,
    });
    expect(
      sumOf({ fourAtAlertness: '4', fourAtAmt4: '0', fourAtAttention: '0', fourAtAcuteChange: '4' }, FOUR_AT),
    ).toEqual({ least: 8, complete: true, answered: 4 });
    expect(yesAmong({ chestPain: true }, RED_FLAGS)).toEqual({ yes: ['chestPain'], all: false });
  });
  it('every form asks questions that there are, and every question has a text', () => {
    for (const { questions, title } of Object.values(QUESTIONNAIRES)) {
      expect(title).not.toBe('');
      for (const id of questions) expect(QUESTIONS).toHaveProperty(id);
    }
    for (const { text } of Object.values(QUESTIONS)) expect(text).not.toBe('');
  });
});
