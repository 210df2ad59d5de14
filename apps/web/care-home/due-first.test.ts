import { describe, expect, test } from '@jest/globals';
import type { Tile } from '#contracts';
import { dueFirst, takenOf } from './due-first.ts';

const resident = (
  admissionId: string,
  nextDueAt: number | null,
  lastReadingAt: number | null = null,
  notTaken: Tile['notTaken'] = null,
) => ({
  admissionId,
  nextDueAt,
  lastReadingAt,
  notTaken,
  repeat: null,
  patient: { name: admissionId },
});
const order = (...[tiles, items]: Parameters<typeof dueFirst>): string[] =>
  dueFirst(tiles, items).map(({ admissionId }) => admissionId);

describe('a round', () => {
  const [ada, bea, cleo] = [resident('ada', 300), resident('bea', 100), resident('cleo', null)];

  test('begins with who is due first; who is not due at all stands last', () => {
    expect(order([ada, cleo, bea], [])).toEqual(['bea', 'ada', 'cleo']);
    expect(order([resident('b', 1), resident('a', 1)], [])).toEqual(['a', 'b']);
  });

  test('goes on to those of whom nothing lies on the tablet yet', () => {
    expect(order([ada, bea, cleo], [{ admissionId: 'bea', form: null, state: 'waiting', measuredAt: 90 }])).toEqual([
      'ada',
      'cleo',
      'bea',
    ]);
  });

  test('takes a form that was sent alone for no set', () => {
    const sent = { admissionId: 'ada', state: 'waiting', measuredAt: 90 } as const;
    expect(takenOf(ada, [{ ...sent, form: 'glucose' }])).toBeNull();
    expect(takenOf(ada, [{ ...sent, form: null, photo: true }])).toBeNull();
  });

  test('comes back to whom it could not measure half an hour later', () => {
    const minutes = (count: number): number => count * 60_000;
    const asleep = resident('dot', minutes(5), minutes(1), { at: minutes(10), why: { all: 'asleep' } });
    const [now, later] = [resident('eve', minutes(8)), resident('fay', minutes(41))];
    expect(order([asleep, later, now], [])).toEqual(['eve', 'dot', 'fay']);
    const said = { admissionId: 'dot', form: null, state: 'received', measuredAt: minutes(10) } as const;
    expect(takenOf(resident('dot', minutes(5), minutes(1)), [said])).toBe(said);
    expect(takenOf(asleep, [said])).toBeNull();
    // One vital that could not be taken is a round that was done; whoever was measured since is due when they are.
    const cold = { at: minutes(10), why: { pulse: 'cold-hands' } } as const;
    expect(order([now, resident('gil', minutes(5), minutes(10), cold)], [])).toEqual(['gil', 'eve']);
  });

  test('goes to whom the hub wants measured again, whenever they are due by themselves', () => {
    const repeat = { askedAt: 50, dueAt: 90, by: 'Dr Mina Rao', note: null };
    expect(order([bea, { ...cleo, repeat }], [])).toEqual(['cleo', 'bea']);
    expect(order([bea, { ...ada, repeat: { ...repeat, dueAt: 110 } }], [])).toEqual(['bea', 'ada']);
  });

  test('takes what the hub refused for not taken', () => {
    expect(order([ada, bea], [{ admissionId: 'bea', form: null, state: 'refused', measuredAt: 90 }])).toEqual([
      'bea',
      'ada',
    ]);
  });

  test('lets go of what was received once the list knows of a reading as late', () => {
    const received = { admissionId: 'bea', form: null, state: 'received', measuredAt: 90 } as const;
    expect(takenOf(resident('bea', 100, 80), [received])).toBe(received);
    expect(takenOf(resident('bea', 100, 90), [received])).toBeNull();
    expect(takenOf(resident('bea', 100, 90), [{ ...received, form: null, state: 'waiting' }])).not.toBeNull();
  });
});
