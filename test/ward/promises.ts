import { expect } from '@jest/globals';
import { until, type TestStack } from '../harness/index.ts';
import { comparable, LiveBoard } from './live-board.ts';
import { boardOf } from './people.ts';
import type { Acknowledged } from './senders.ts';

/** Waits until no stored reading is waiting for the rules. */
export async function everythingIsEvaluated(stack: TestStack, within: `${number}s`): Promise<void> {
  await until(
    async () => {
      const [row] = await stack.database.query<{ waiting: number }>(
        'SELECT count(*)::int AS waiting FROM pending_evaluation',
      );
      return row?.waiting === 0;
    },
    { within, what: 'An empty outbox' },
  );
}

/** Promises 1 to 3 as the record shows them, once everything is evaluated. */
export async function theRecordIsWhole(stack: TestStack, acknowledged: readonly Acknowledged[]): Promise<void> {
  // 1. Acknowledged means durable, under the id that was told.
  const lost = await stack.database.query(
    `SELECT a.id, a.ref FROM unnest($1::uuid[], $2::text[]) AS a(id, ref)
     LEFT JOIN observation o ON o.id = a.id AND o.source_ref = a.ref WHERE o.id IS NULL`,
    [acknowledged.map((one) => one.id), acknowledged.map((one) => one.sourceRef)],
  );
  expect(lost).toEqual([]);

  // 2. Sent twice is stored once.
  const doubled = await stack.database.query(
    'SELECT source_id, source_ref, count(*) FROM observation GROUP BY 1, 2 HAVING count(*) > 1',
  );
  expect(doubled).toEqual([]);

  // 3. Every stored reading is evaluated, and its effects happened exactly once.
  const unscored = await stack.database.query(
    `SELECT o.id FROM observation o
     LEFT JOIN news2_score s ON s.admission_id = o.admission_id AND s.at = o.effective_at
     WHERE o.admission_id IS NOT NULL AND s.at IS NULL`,
  );
  expect(unscored).toEqual([]);
  const twice = await stack.database.query(
    'SELECT admission_id, rule_id, effective_at, count(*) FROM finding GROUP BY 1, 2, 3 HAVING count(*) > 1',
  );
  expect(twice).toEqual([]);
  const miscounted = await stack.database.query(
    `SELECT a.id, a.count, count(f.id)::int AS found FROM alert a LEFT JOIN finding f ON f.alert_id = a.id
     GROUP BY a.id HAVING a.count <> count(f.id)`,
  );
  expect(miscounted).toEqual([]);

  // 4. The feed's numbers have no holes.
  const holes = await stack.database.query(
    `SELECT w.id, w.feed_seq, count(e.seq)::int AS events, max(e.seq) AS last FROM ward w LEFT JOIN feed_event e ON e.ward_id = w.id
     GROUP BY w.id HAVING count(e.seq) <> w.feed_seq OR coalesce(max(e.seq), 0) <> w.feed_seq`,
  );
  expect(holes).toEqual([]);
}

/** Promise 4 as the boards show it: every one ends as the hub's own board, with no number missed. */
export async function everyBoardIsTheSame(
  stack: TestStack,
  cookie: string,
  boards: readonly LiveBoard[],
  within: `${number}s` = '10s',
): Promise<void> {
  const truth = await boardOf(stack, cookie);
  for (const board of boards) {
    await until(() => board.seq === truth.seq, { within, what: `A board at number ${truth.seq}` });
    expect(board.gaps()).toEqual([]);
    expect(comparable(board)).toEqual(comparable(truth));
  }
}
