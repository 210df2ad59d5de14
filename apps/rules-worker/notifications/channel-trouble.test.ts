import { expect, it } from '@jest/globals';
import type { ChannelFacts } from '#records';
import { channelTrouble, EMERGENCY_WAITS_FOR, FAILURES_IN_A_ROW } from './channel-trouble.ts';

const works: ChannelFacts = {
  name: 'notify-sms',
  failuresInARow: 0,
  lastFailure: null,
  oldestEmergencyUnsentFor: null,
  failing: false,
};

it.each<[string, Partial<ChannelFacts>, RegExp | null]>([
  ['works', {}, null],
  ['has failed now and then', { failuresInARow: FAILURES_IN_A_ROW - 1, lastFailure: 'It answered 500.' }, null],
  [
    'fails every time',
    { failuresInARow: FAILURES_IN_A_ROW, lastFailure: 'It answered 500.' },
    /in a row failed. It answered 500.$/,
  ],
  ['has an emergency in hand', { oldestEmergencyUnsentFor: EMERGENCY_WAITS_FOR }, null],
  ['does not take an emergency', { oldestEmergencyUnsentFor: EMERGENCY_WAITS_FOR + 1 }, /waited for longer than 1 min/],
])('a channel that %s', (_, different, says) => {
  const said = channelTrouble({ ...works, ...different });
  if (says === null) expect(said).toBeNull();
  else expect(said).toMatch(says);
});
