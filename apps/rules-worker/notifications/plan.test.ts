import { HOUR, MINUTE, PRIORITIES, zoneOffset } from '#clinical';
import { CHANNELS, DEFAULT_WAYS } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import fc from '../../../test/harness/properties.ts';
import type { Recipient, Waiting } from '#records';
import { GATHER_FOR, planFor, quietUntil, retryAfter, type PlanTerms } from './plan.ts';

const NOW = Date.parse('2026-11-02T14:00:00Z');
const london = zoneOffset('Europe/London');

const somebody: Recipient = {
  reachable: true,
  wardIds: ['east'],
  mobile: '+447700900123',
  email: 'name@nhs.net',
  ways: DEFAULT_WAYS,
  quietHours: null,
  deviceIds: ['phone'],
  sentLately: [],
};
const terms: PlanTerms = { now: NOW, channels: ['push', 'notify-sms', 'smtp'], mostPerHour: 3, offsetOf: () => london };

let count = 0;
/** Long enough ago to have gathered company. */
const asked = (different: Partial<Waiting> = {}): Waiting => ({
  id: String(++count),
  alertId: `alert-${count}`,
  wardId: 'east',
  timeZone: 'Europe/London',
  admissionId: `stay-${count}`,
  priority: 'urgent',
  reason: 'raised',
  askedAt: NOW - GATHER_FOR,
  notBefore: NOW - GATHER_FOR,
  open: true,
  pausedUntil: null,
  ...different,
});
const fresh = { askedAt: NOW, notBefore: NOW } as const;

describe('one person is told', () => {
  it('of an emergency at once, on all the ways that they chose', () => {
    const { messages } = planFor(somebody, [asked({ priority: 'emergency', ...fresh })], terms);
    expect(messages).toMatchObject([
      {
        kind: 'alert',
        priority: 'emergency',
        deliveries: [
          { channel: 'push', deviceId: 'phone' },
          { channel: 'notify-sms', deviceId: null },
          { channel: 'smtp', deviceId: null },
        ],
      },
    ]);
  });

  it('of anything less after it had time to gather company', () => {
    const one = asked(fresh);
    expect(planFor(somebody, [one], terms)).toEqual({
      messages: [],
      settled: [],
      putOff: [{ id: one.id, until: NOW + GATHER_FOR }],
    });
    expect(planFor(somebody, [asked()], terms).messages).toHaveLength(1);
  });

  it('of several alerts of one patient in one message, and an emergency takes along what waits', () => {
    const waiting = [
      asked({ admissionId: 'ada', priority: 'routine', ...fresh }),
      asked({ admissionId: 'ada', priority: 'emergency', ...fresh }),
    ];
    const { messages } = planFor(somebody, waiting, terms);
    expect(messages).toMatchObject([
      {
        priority: 'emergency',
        notifications: waiting.map(({ id }) => id),
        alertIds: waiting.map((one) => one.alertId),
      },
    ]);
  });

  it('of an alert that somebody else has meanwhile: not at all', () => {
    const one = asked({ open: false });
    expect(planFor(somebody, [one], terms).settled).toEqual([{ id: one.id, outcome: 'overtaken' }]);
  });

  it('of an alert whose signals are held back when that is over, and of others of the same patient now', () => {
    const paused = asked({ admissionId: 'ada', priority: 'emergency', pausedUntil: NOW + MINUTE });
    const other = asked({ admissionId: 'ada', priority: 'emergency' });
    const { messages, putOff } = planFor(somebody, [paused, other], terms);
    expect(putOff).toEqual([{ id: paused.id, until: NOW + MINUTE }]);
    expect(messages).toMatchObject([{ notifications: [other.id] }]);
  });

  it.each([
    ['a closed account', { reachable: false }, 'no-account'],
    ['somebody who left the ward', { wardIds: ['west'] }, 'no-account'],
    ['somebody with no device, number or address', { mobile: null, email: null, deviceIds: [] }, 'board-only'],
  ] as const)('not at all where it is %s', (_, different, outcome) => {
    const one = asked({ priority: 'emergency' });
    const { messages, settled } = planFor({ ...somebody, ...different }, [one], terms);
    expect(messages).toEqual([]);
    expect(settled).toEqual([{ id: one.id, outcome }]);
  });

  it('of an emergency by any way that reaches them, when the ways that they chose do not', () => {
    const recipient = { ...somebody, deviceIds: [], ways: { ...DEFAULT_WAYS, emergency: ['push' as const] } };
    const [message] = planFor(recipient, [asked({ priority: 'emergency' })], terms).messages;
    expect(message?.deliveries.map(({ channel }) => channel)).toEqual(['notify-sms', 'smtp']);
    const urgentOnly = { ...recipient, ways: { ...DEFAULT_WAYS, urgent: ['push' as const] } };
    expect(planFor(urgentOnly, [asked()], terms).settled).toMatchObject([{ outcome: 'board-only' }]);
  });
});

describe('quiet hours', () => {
  const sleeper = { ...somebody, quietHours: { from: 13 * 60, to: 15 * 60 } };

  it('hold back what is no emergency until they end', () => {
    const one = asked();
    expect(planFor(sleeper, [one], terms).putOff).toEqual([{ id: one.id, until: Date.parse('2026-11-02T15:00:00Z') }]);
  });
  it('never hold back an emergency', () => {
    expect(planFor(sleeper, [asked({ priority: 'emergency', ...fresh })], terms).messages).toHaveLength(1);
  });

  const NIGHT = { from: 22 * 60, to: 7 * 60 };
  it.each([
    ['over midnight, in the evening', NIGHT, '2026-11-02T23:00:00Z', '2026-11-03T07:00:00Z'],
    ['over midnight, in the morning', NIGHT, '2026-11-03T06:59:59Z', '2026-11-03T07:00:00Z'],
    ['over midnight, by day', NIGHT, '2026-11-03T07:00:00Z', null],
    ['in summer time', NIGHT, '2026-07-01T21:30:00Z', '2026-07-02T06:00:00Z'],
    ['in the night that the clocks go back', NIGHT, '2026-10-24T22:00:00Z', '2026-10-25T07:00:00Z'],
    ['in the night that the clocks go forward', NIGHT, '2026-03-28T23:00:00Z', '2026-03-29T06:00:00Z'],
    ['within a day', { from: 60, to: 120 }, '2026-11-02T01:30:00Z', '2026-11-02T02:00:00Z'],
  ])('%s', (_, hours, at, until) => {
    expect(quietUntil(hours, Date.parse(at), london)).toBe(until === null ? null : Date.parse(until));
  });
});

describe('no storm', () => {
  const sentLately = [NOW - 50 * MINUTE, NOW - 20 * MINUTE, NOW - 10 * MINUTE];

  it('leaves what is over the hour’s messages until there is room', () => {
    const waiting = [asked(), asked()];
    expect(planFor({ ...somebody, sentLately }, waiting, terms)).toEqual({
      messages: [],
      settled: [],
      putOff: waiting.map(({ id }) => ({ id, until: NOW + 10 * MINUTE })),
    });
  });
  it('tells all of it as one when there is', () => {
    const waiting = [asked({ askedAt: NOW - 11 * MINUTE }), asked(), asked({ priority: 'routine' })];
    const { messages } = planFor({ ...somebody, sentLately: sentLately.slice(1) }, waiting, terms);
    expect(messages).toMatchObject([
      { kind: 'digest', priority: 'urgent', alertIds: waiting.map((one) => one.alertId) },
    ]);
  });
  it('never stands in the way of an emergency', () => {
    const { messages } = planFor({ ...somebody, sentLately }, [asked(), asked({ priority: 'emergency' })], terms);
    expect(messages).toMatchObject([{ kind: 'alert', priority: 'emergency' }]);
  });
});

const instant = fc.integer({ min: NOW - 2 * HOUR, max: NOW });
const anything = fc.record({
  id: fc.uuid(),
  alertId: fc.constantFrom('a', 'b', 'c', 'd'),
  wardId: fc.constantFrom('east', 'west', 'north'),
  timeZone: fc.constant('Europe/London'),
  admissionId: fc.option(fc.constantFrom('ada', 'bob')),
  priority: fc.constantFrom(...PRIORITIES),
  reason: fc.constantFrom('raised', 'timed-out'),
  askedAt: instant,
  notBefore: instant,
  open: fc.boolean(),
  pausedUntil: fc.option(fc.integer({ min: NOW - HOUR, max: NOW + HOUR })),
});
const anybody = fc.record({
  reachable: fc.boolean(),
  wardIds: fc.oneof(fc.constant('all' as const), fc.subarray(['east', 'west', 'north'])),
  mobile: fc.option(fc.constant('+447700900123')),
  email: fc.option(fc.constant('name@nhs.net')),
  ways: fc.constant(DEFAULT_WAYS),
  quietHours: fc.option(fc.record({ from: fc.integer({ min: 0, max: 1439 }), to: fc.integer({ min: 0, max: 1439 }) })),
  deviceIds: fc.subarray(['phone', 'desk']),
  sentLately: fc
    .array(fc.integer({ min: NOW - HOUR, max: NOW }), { maxLength: 5 })
    .map((sent) => sent.toSorted((a, b) => a - b)),
});
const anyTerms = fc.record({
  now: fc.constant(NOW),
  channels: fc.subarray([...CHANNELS]),
  mostPerHour: fc.integer({ min: 1, max: 5 }),
  offsetOf: fc.constant(() => london),
});

describe('whatever waits, for whomever', () => {
  const each = fc.uniqueArray(anything, { selector: ({ id }) => id, maxLength: 12 });

  it('nothing is lost and nothing is told twice: told, put off to later, or settled with a reason', () => {
    fc.assert(
      fc.property(anybody, each, anyTerms, (recipient, waiting, given) => {
        const { messages, putOff, settled } = planFor(recipient, waiting, given);
        const told = messages.flatMap(({ notifications }) => notifications);
        const seen = [...told, ...settled.map(({ id }) => id)];
        expect(new Set(seen).size).toBe(seen.length);
        const moved = new Set(putOff.map(({ id }) => id));
        for (const { id } of putOff) expect(seen).not.toContain(id);
        // Neither told nor moved: its time stands already and is still to come.
        for (const one of waiting)
          if (!seen.includes(one.id) && !moved.has(one.id)) expect(one.notBefore).toBeGreaterThan(NOW);
        for (const { until } of putOff) expect(until).toBeGreaterThan(NOW);
      }),
    );
  });

  it('an emergency that can reach somebody is never put off, except by a pause of its own', () => {
    fc.assert(
      fc.property(anybody, each, anyTerms, (recipient, waiting, given) => {
        const { putOff } = planFor(recipient, waiting, given);
        const late = waiting.filter(
          (one) =>
            one.priority === 'emergency' && !((one.pausedUntil ?? 0) > NOW) && putOff.some(({ id }) => id === one.id),
        );
        expect(late).toEqual([]);
      }),
    );
  });

  it('no more than the hour’s messages, emergencies not counted', () => {
    fc.assert(
      fc.property(anybody, each, anyTerms, (recipient, waiting, given) => {
        const { messages } = planFor(recipient, waiting, given);
        const below = messages.filter(({ priority }) => priority !== 'emergency').length;
        expect(below).toBeLessThanOrEqual(Math.max(0, given.mostPerHour - recipient.sentLately.length));
      }),
    );
  });

  it('every message goes somewhere, and only where something is set up', () => {
    fc.assert(
      fc.property(anybody, each, anyTerms, (recipient, waiting, given) => {
        for (const { deliveries } of planFor(recipient, waiting, given).messages) {
          expect(deliveries.length).toBeGreaterThan(0);
          for (const { channel } of deliveries) expect(given.channels).toContain(channel);
        }
      }),
    );
  });
});

describe('trying again', () => {
  it('comes later each time, within a bound, and never sooner than was asked', () => {
    expect([1, 2, 3, 4].map((attempts) => retryAfter(attempts, 0.5))).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect(retryAfter(1, 0)).toBe(1_500);
    expect(retryAfter(1, 1)).toBe(2_500);
    expect(retryAfter(1_000, 1)).toBeLessThanOrEqual(6.25 * MINUTE);
    expect(retryAfter(1, 0.5, 60_000)).toBe(60_000);
  });
});
