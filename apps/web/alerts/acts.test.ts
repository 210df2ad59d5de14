import { describe, expect, test } from '@jest/globals';
import type { OpenAlertView } from '#contracts';
import {
  CLINICIAN,
  COORDINATOR,
  HANDED_OVER,
  HELD_BY_MINA,
  HELD_BY_SAM,
  LEAD,
  ONE_EVENT,
  PARTLY_ACCEPTED,
} from '../stories/fixtures.ts';
import { ACT_KINDS, ACTS, isMine, possibleActs } from './acts.ts';

const offered = (alerts: readonly OpenAlertView[] | undefined, who = CLINICIAN): string[] => {
  const possible = possibleActs(alerts ?? [], who);
  return ACT_KINDS.filter((kind) => possible[kind].length > 0).map((kind) => `${kind} ${possible[kind].length}`);
};

describe('what can be done', () => {
  test('about alerts that nobody has: all of them with one answer', () => {
    expect(offered(ONE_EVENT.alerts)).toEqual(['accept 3', 'resolve 3', 'reject 3', 'pause 3', 'comment 1']);
  });

  test('by whoever has them, and by others', () => {
    expect(offered(HELD_BY_SAM.alerts)).toEqual(['resolve 3', 'hand-over 3', 'give-back 3', 'comment 1']);
    expect(offered(HELD_BY_MINA.alerts)).toEqual(['take-over 1', 'resolve 1', 'comment 1']);
    expect(offered(HELD_BY_MINA.alerts, LEAD)).toEqual(['resolve 1', 'hand-over 1', 'give-back 1', 'comment 1']);
  });

  test('about some that somebody has: what nobody has is accepted by itself', () => {
    expect(possibleActs(PARTLY_ACCEPTED.alerts!, CLINICIAN).accept.map(({ id }) => id)).toEqual(['alert-22']);
  });

  test('by a coordinator: words only', () => {
    expect(offered(ONE_EVENT.alerts, COORDINATOR)).toEqual(['comment 1']);
  });

  test('has a letter of its own for each', () => {
    expect(new Set(Object.values(ACTS).map(({ key }) => key)).size).toBe(ACT_KINDS.length);
  });
});

test('what is put to somebody by name is theirs', () => {
  const [alert] = HANDED_OVER.alerts!;
  expect(isMine(alert!, 'bea')).toBe(true);
  expect(isMine(alert!, 'sam')).toBe(false);
  expect(isMine(HELD_BY_SAM.alerts![0]!, 'sam')).toBe(true);
});
