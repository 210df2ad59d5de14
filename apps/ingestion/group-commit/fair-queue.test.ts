import { describe, expect, it } from '@jest/globals';
import fc from '../../../test/harness/properties.ts';
import { FairQueue, type Waiting } from './fair-queue.ts';

interface Numbered extends Waiting {
  readonly n: number;
}

const item = fc.record({ sourceId: fc.integer({ min: 1, max: 4 }), size: fc.integer({ min: 1, max: 30 }) });
const sizes = (items: readonly Waiting[]): number => items.reduce((sum, { size }) => sum + size, 0);

describe('a fair queue', () => {
  it('loses nothing, keeps each source’s order, and gives groups of at most the limit or one that is larger by itself', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(item, fc.constant('take' as const)), { maxLength: 120 }),
        fc.integer({ min: 1, max: 40 }),
        (steps, limit) => {
          const queue = new FairQueue<Numbered>(400);
          const accepted: Numbered[] = [];
          const taken: Numbered[] = [];
          const take = (): void => {
            const group = queue.take(limit);
            expect(sizes(group) <= limit || group.length === 1).toBe(true);
            taken.push(...group);
          };
          for (const [n, step] of steps.entries()) {
            if (step === 'take') take();
            else if (queue.offer({ ...step, n })) accepted.push({ ...step, n });
          }
          while (!queue.isEmpty) take();
          const bySource = (items: readonly Numbered[], of: number) => items.filter(({ sourceId }) => sourceId === of);
          for (const source of [1, 2, 3, 4]) expect(bySource(taken, source)).toEqual(bySource(accepted, source));
          expect(queue.take(limit)).toEqual([]);
        },
      ),
    );
  });

  it('never lets anybody hold more than what was free, and always has room for one who comes anew', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 200 }), (items) => {
        const queue = new FairQueue<Waiting>(400);
        for (const one of items) queue.offer(one);
        // Four that hold as much as they may leave a fifth.
        expect(queue.offer({ sourceId: 9, size: 40 })).toBe(true);
      }),
    );
  });

  it('takes one reading of a newcomer into the very next group, however many wait before it', () => {
    const queue = new FairQueue<Waiting & { mine?: true }>(20_000);
    let flooded = 0;
    while (queue.offer({ sourceId: 1, size: 100 })) flooded++;
    expect(flooded).toBe(100);
    queue.take(500);
    expect(queue.offer({ sourceId: 2, size: 1, mine: true })).toBe(true);
    const group = queue.take(500);
    expect(group.some(({ mine }) => mine)).toBe(true);
    // And the rest of the group is not wasted on waiting.
    expect(sizes(group)).toBe(401);
  });

  it('gives everybody an equal part of a group while all have enough', () => {
    const queue = new FairQueue<Waiting>(20_000);
    for (const sourceId of [1, 2, 3, 4]) for (let i = 0; i < 1_000; i++) queue.offer({ sourceId, size: 1 });
    const group = queue.take(500);
    const counts = [1, 2, 3, 4].map((of) => group.filter(({ sourceId }) => sourceId === of).length);
    expect(counts).toEqual([125, 125, 125, 125]);
  });

  it('does not let one that is larger than its part wait for ever', () => {
    const queue = new FairQueue<Waiting>(20_000);
    queue.offer({ sourceId: 1, size: 1_000 });
    const others = [2, 3, 4, 5];
    let groups = 0;
    for (let waiting = true; waiting; groups++) {
      for (const sourceId of others) for (let i = 0; i < 500; i++) queue.offer({ sourceId, size: 1 });
      waiting = !queue.take(500).some(({ sourceId }) => sourceId === 1);
    }
    expect(groups).toBeLessThanOrEqual(2);
  });
});
