import { expect, test } from '@jest/globals';
import { aTile, anAlert, EMERGENCY, ONE_EVENT, STORY_NOW } from '../stories/fixtures.ts';
import { announce, NOTHING_ANNOUNCED } from './emergency-announcer.tsx';

const calm = aTile(2);
const ill = aTile(1, EMERGENCY);

test('emergencies that stood there when the board opened are counted', () => {
  expect(announce(NOTHING_ANNOUNCED, [ill, calm]).words).toBe('1 emergency not accepted.');
  expect(announce(NOTHING_ANNOUNCED, [calm]).words).toBe('');
});

test('a new one is said once, however often its bed changes', () => {
  const opened = announce(NOTHING_ANNOUNCED, [calm]);
  const said = announce(opened, [ill, calm]);
  expect(said.words).toMatch(/^New emergency: bed 1, Ada Merriweather/);
  expect(announce(said, [{ ...ill, version: 2 }, calm])).toBe(said);
});

test('one that is raised again, worse, is said again', () => {
  const said = announce(announce(NOTHING_ANNOUNCED, [calm]), [ill]);
  const again = announce(said, [
    aTile(1, { alerts: [anAlert({ raisedAt: STORY_NOW, sentence: 'NEWS2 12 (high).' })] }),
  ]);
  expect(again.words).toMatch(/NEWS2 12/);
});

test('what one reading brought is one emergency, and not a new one when part of it is answered', () => {
  expect(announce(NOTHING_ANNOUNCED, [aTile(1, ONE_EVENT)]).words).toBe('1 emergency not accepted.');
  const said = announce(announce(NOTHING_ANNOUNCED, [calm]), [aTile(1, ONE_EVENT)]);
  expect(said.words.match(/New emergency/g)).toHaveLength(1);
  const [first, ...rest] = ONE_EVENT.alerts!;
  const partly = aTile(1, { alerts: [{ ...first!, status: 'accepted' }, ...rest] });
  expect(announce(said, [partly])).toBe(said);
});
