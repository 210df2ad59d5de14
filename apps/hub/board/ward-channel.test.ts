import { describe, expect, it } from '@jest/globals';
import type { JoinAnswer } from '#contracts';
import type { FeedLine } from '#records';
import fc from '../../../test/harness/properties.ts';
import { Encoded } from './encoded.ts';
import { WardChannel, type Answer, type FeedReader, type WrittenBoard } from './ward-channel.ts';

/** A ward's feed in the record: events are their numbers, and the board is its number. Each read takes as long as the scheduler says. */
class Record implements FeedReader {
  seq = 3;
  /** What is older is forgotten. */
  oldest = 1;
  reads = 0;

  constructor(private readonly scheduler: fc.Scheduler) {}

  after(_wardId: string, seq: number, most: number): Promise<FeedLine[]> {
    this.reads++;
    return this.asOfSomeMoment(() =>
      Array.from({ length: Math.max(0, this.seq - seq) }, (_, i) => seq + 1 + i)
        .filter((number) => number >= this.oldest)
        .slice(0, most)
        .map((number) => ({ seq: number, json: `{"seq":${number}}` })),
    );
  }

  board(): Promise<WrittenBoard> {
    this.reads++;
    return this.asOfSomeMoment(() => ({ seq: this.seq, json: `{"seq":${this.seq}}` }));
  }

  /** A query sees the record as it is at one moment between being asked and being answered. */
  private async asOfSomeMoment<T>(look: () => T): Promise<T> {
    await this.scheduler.schedule(Promise.resolve(), 'looks');
    const seen = look();
    await this.scheduler.schedule(Promise.resolve(), 'answers');
    return seen;
  }
}

/** A socket: what it was told, in order. */
class Listener {
  seq: number | null;
  snapshots = 0;
  inRoom = false;

  constructor(readonly after: number | undefined) {
    this.seq = after ?? null;
  }

  take(answer: Answer): void {
    if (!(answer instanceof Encoded)) throw new Error(answer.error);
    const given = JSON.parse(answer.json) as Exclude<JoinAnswer, { error: string }>;
    if ('board' in given) {
      this.snapshots++;
      expect(given.board.seq).toBe(given.seq);
      this.seq = given.seq;
    } else {
      for (const { seq } of given.events) this.hear(seq);
      expect(this.seq).toBe(given.seq);
    }
    this.inRoom = true;
  }

  hear(seq: number): void {
    expect(seq).toBe((this.seq ?? 0) + 1);
    this.seq = seq;
  }
}

type Happening =
  { kind: 'append'; count: number } | { kind: 'notify' } | { kind: 'join'; behindBy: number | undefined };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.integer({ min: 1, max: 4 }).map((count): Happening => ({ kind: 'append', count })),
  fc.constant<Happening>({ kind: 'notify' }),
  fc
    .option(fc.integer({ min: -2, max: 6 }), { nil: undefined })
    .map((behindBy): Happening => ({ kind: 'join', behindBy })),
);

describe('a ward’s channel', () => {
  it('tells everybody who joins exactly what follows what they got, however reads, joins and events interleave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(happening, { maxLength: 25 }), async (scheduler, happenings) => {
        const record = new Record(scheduler);
        const listeners: Listener[] = [];
        const room = () => listeners.filter((one) => one.inRoom);
        const channel = new WardChannel(
          'east',
          record,
          (event) => {
            for (const one of room()) one.hear((JSON.parse(event.json) as { seq: number }).seq);
          },
          () => 0,
        );
        const joins: Promise<void>[] = [];
        const { task } = scheduler.scheduleSequence(
          happenings.map((what) => ({
            label: what.kind,
            builder: async () => {
              if (what.kind === 'append') record.seq += what.count;
              if (what.kind === 'notify') void channel.advanceTo(record.seq);
              if (what.kind === 'join') {
                const after = what.behindBy === undefined ? undefined : Math.max(0, record.seq - what.behindBy);
                const listener = new Listener(after);
                listeners.push(listener);
                joins.push(channel.join(after, (answer) => listener.take(answer)));
              }
              return Promise.resolve();
            },
          })),
        );
        const settled = async (): Promise<void> => {
          await task;
          await Promise.all(joins);
          await channel.advanceTo(record.seq);
        };
        await scheduler.waitFor(settled());
        for (const one of listeners) {
          expect(one.inRoom).toBe(true);
          expect(one.seq).toBe(record.seq);
        }
      }),
      { numRuns: 300 },
    );
  });

  const at = async (seq: number, oldest = 1) => {
    const record = new Record({ schedule: async <T>(task: Promise<T>) => task } as fc.Scheduler);
    record.seq = seq;
    record.oldest = oldest;
    const channel = new WardChannel(
      'east',
      record,
      () => undefined,
      () => 0,
    );
    const first = new Listener(undefined);
    await channel.join(undefined, (answer) => first.take(answer));
    return { record, channel };
  };

  it.each([
    { after: 990, forgotten: 0, snapshots: 0, who: 'a client that is a little behind' },
    { after: 400, forgotten: 0, snapshots: 1, who: 'a client that is far behind' },
    { after: 990, forgotten: 995, snapshots: 1, who: 'a client whose events are forgotten' },
    { after: 1_001, forgotten: 0, snapshots: 1, who: 'a client that is ahead of the feed' },
    { after: 1_000, forgotten: 1_000, snapshots: 0, who: 'a client that is where the feed is, all of it forgotten' },
  ])('$who: $snapshots whole boards', async ({ after, forgotten, snapshots }) => {
    const { channel } = await at(1_000, forgotten + 1);
    const listener = new Listener(after);
    await channel.join(after, (answer) => listener.take(answer));
    expect(listener.snapshots).toBe(snapshots);
    expect(listener.seq).toBe(1_000);
  });

  it('lets many who come at once in by few reads, the same who missed the same', async () => {
    const { record, channel } = await at(1_000);
    record.reads = 0;
    const listeners = Array.from({ length: 200 }, (_, i) => new Listener(i % 2 === 0 ? 980 + (i % 20) : undefined));
    await Promise.all(listeners.map((one) => channel.join(one.after, (answer) => one.take(answer))));
    expect(listeners.map((one) => one.seq)).toEqual(listeners.map(() => 1_000));
    expect(record.reads).toBeLessThan(6);
  });

  it('fails those who wait when the record cannot be read, and lets the next in', async () => {
    const { record, channel } = await at(1_000);
    const board = record.board.bind(record);
    const after = record.after.bind(record);
    record.after = async () => Promise.reject(new Error('away'));
    await expect(channel.join(990, () => undefined)).rejects.toThrow('away');
    Object.assign(record, { board, after });
    const listener = new Listener(990);
    await channel.join(990, (answer) => listener.take(answer));
    expect(listener.seq).toBe(1_000);
  });
});
