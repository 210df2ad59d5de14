import { news2 } from '#clinical';
import { describe, expect, it } from '@jest/globals';
import { whatToSay } from './what-to-say.ts';

const WELL = {
  respiration: 16,
  spo2: 97,
  onOxygen: false,
  systolic: 125,
  pulse: 72,
  consciousness: 'A',
  temperature: 36.8,
} as const;
const scored = (different: object) => news2({ ...WELL, ...different }, 1);

describe('what a clerk says to the caller', () => {
  it('is 999 at a red flag, whatever the readings are', () => {
    expect(whatToSay(new Set(['chestPain']), scored({}))).toMatchObject({
      urgency: 'emergency',
      say: expect.stringContaining('call 999 now'),
    });
    expect(whatToSay(new Set(['chestPain']), null)?.urgency).toBe('emergency');
  });

  it.each([
    ['an emergency score', { respiration: 26, spo2: 90, pulse: 115 }, 'emergency', /999 now/],
    ['an urgent score', { respiration: 23, pulse: 115, temperature: 38.5 }, 'urgent', /A nurse will ring/],
    ['a single 3', { respiration: 26 }, 'urgent', /measure it once more/],
  ])('of %s', (_, different, urgency, say) => {
    expect(whatToSay(new Set(), scored(different))).toMatchObject({ urgency, say: expect.stringMatching(say) });
  });

  it('is 999 and no move at an injury after a fall, and nothing of one whose fall was taken back', () => {
    const injured = whatToSay(new Set(['fell', 'stumbleFracture']), scored({}));
    expect(injured).toMatchObject({ urgency: 'emergency', say: expect.stringContaining('do not move them') });
    expect(whatToSay(new Set(['stumbleFracture']), scored({}))).toBeNull();
    expect(whatToSay(new Set(['fell']), scored({}))).toBeNull();
  });

  it('of the least that an incomplete set can be', () => {
    expect(whatToSay(new Set(), news2({ respiration: 26, spo2: 90, pulse: 115 }, 1))?.urgency).toBe('emergency');
    expect(whatToSay(new Set(), news2({ respiration: 16 }, 1))).toBeNull();
  });

  it('is nothing of somebody who is well, or of a worry alone', () => {
    expect(whatToSay(new Set(['softTiredness']), scored({}))).toBeNull();
  });
});
