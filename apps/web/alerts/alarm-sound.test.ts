import { expect, test } from '@jest/globals';
import { soundsNow } from './alarm-sound.ts';

const NONE: ReadonlySet<string> = new Set();

test('each raising sounds once, however often its bed changes', () => {
  const first = soundsNow(NONE, ['a'], false);
  expect(first.sounds).toBe(true);
  expect(soundsNow(first.sounded, ['a'], false).sounds).toBe(false);
  expect(soundsNow(first.sounded, ['a', 'b'], false).sounds).toBe(true);
});

test('what came while the sound was held back sounds when that ends; what sounded before does not', () => {
  const before = soundsNow(NONE, ['a'], false);
  const held = soundsNow(before.sounded, ['a', 'b'], true);
  expect(held.sounds).toBe(false);
  expect(soundsNow(held.sounded, ['a', 'b'], false).sounds).toBe(true);
  const quiet = soundsNow(before.sounded, ['a'], true);
  expect(soundsNow(quiet.sounded, ['a'], false).sounds).toBe(false);
});

test('an alert that was paused sounds again when its pause is over', () => {
  const sounded = soundsNow(NONE, ['a'], false);
  const paused = soundsNow(sounded.sounded, [], false);
  expect(paused.sounds).toBe(false);
  expect(soundsNow(paused.sounded, ['a'], false).sounds).toBe(true);
});
