import { LONGEST_PAUSE } from '#clinical';
import { expect, test } from '@jest/globals';
import { soundsNow } from './alarm-sound.ts';
import { pausedUntil, unclaimed } from './sound-shared.ts';

const NONE: ReadonlySet<string> = new Set();

test('each raising sounds once, however often its bed changes', () => {
  const first = soundsNow(NONE, ['a'], false);
  expect(first.sounds).toEqual(['a']);
  expect(soundsNow(first.sounded, ['a'], false).sounds).toEqual([]);
  expect(soundsNow(first.sounded, ['a', 'b'], false).sounds).toEqual(['b']);
});

test('what came while the sound was held back sounds when that ends; what sounded before does not', () => {
  const before = soundsNow(NONE, ['a'], false);
  const held = soundsNow(before.sounded, ['a', 'b'], true);
  expect(held.sounds).toEqual([]);
  expect(soundsNow(held.sounded, ['a', 'b'], false).sounds).toEqual(['b']);
  const quiet = soundsNow(before.sounded, ['a'], true);
  expect(soundsNow(quiet.sounded, ['a'], false).sounds).toEqual([]);
});

test('an alert that was paused sounds again when its pause is over', () => {
  const sounded = soundsNow(NONE, ['a'], false);
  const paused = soundsNow(sounded.sounded, [], false);
  expect(paused.sounds).toEqual([]);
  expect(soundsNow(paused.sounded, ['a'], false).sounds).toEqual(['a']);
});

test('of three tabs the first sounds, and a page that is opened much later sounds again', () => {
  const first = unclaimed(null, ['a'], 1_000);
  expect(first.mine).toEqual(['a']);
  const second = unclaimed(first.keeps, ['a'], 1_400);
  expect(second.mine).toEqual([]);
  // Of another ward, or newer: that it has to itself.
  const third = unclaimed(second.keeps, ['a', 'b'], 1_500);
  expect(third.mine).toEqual(['b']);
  expect(unclaimed(third.keeps, ['a'], 61_000).mine).toEqual(['a']);
});

test.each(['not json', '[]', '"x"', 'null', '{"a":1e99}'])('what was kept wrongly silences nothing: %s', (kept) => {
  expect(unclaimed(kept, ['a'], 1_000).mine).toEqual(['a']);
});

test.each([
  ['nothing kept', null, null],
  ['a pause under way', String(1_000 + LONGEST_PAUSE), 1_000 + LONGEST_PAUSE],
  ['one that is over', '1000', null],
  ['one longer than a pause may be', String(1_001 + LONGEST_PAUSE), null],
  ['no number', 'for ever', null],
])('the sound is paused as long as a pause may be, and no longer: %s', (_, kept, until) => {
  expect(pausedUntil(1_000, kept)).toBe(until);
});
