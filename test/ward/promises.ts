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
  await until(
    async () => {
      // Asked for anew: the ward goes on while they are compared.
      const truth = await boardOf(stack, cookie);
      for (const board of boards) {
        expect(board.seq).toBe(truth.seq);
        expect(comparable(board)).toEqual(comparable(truth));
      }
      return true;
    },
    { within, what: 'The hub’s own board on every board' },
  );
  for (const board of boards) expect(board.gaps()).toEqual([]);
}

/**
 * What holds of alarms whatever happened, once everything that is due has happened: none without somebody who is
 * responsible, none forgotten, none twice, and whoever was asked is told.
 */
export async function noAlarmIsLost(stack: TestStack): Promise<void> {
  const nobodys = `SELECT id, rule_id, status FROM alert WHERE status IN ('raised', 'accepted') AND (next_step_at IS NULL
    OR NOT CASE status WHEN 'raised' THEN asks_somebody(route, step) ELSE accepted_by IS NOT NULL END)`;
  expect(await stack.database.query(nobodys)).toEqual([]);
  const twice = `SELECT admission_id, ward_id, subject, rule_id, count(*) FROM alert WHERE status IN ('raised', 'accepted')
    GROUP BY 1, 2, 3, 4 HAVING count(*) > 1`;
  expect(await stack.database.query(twice)).toEqual([]);
  const raisedTwice = `SELECT alert_id, count(*) FROM alert_event WHERE kind = 'raised' GROUP BY 1 HAVING count(*) > 1`;
  expect(await stack.database.query(raisedTwice)).toEqual([]);
  await until(
    async () => {
      const forgotten = `SELECT id FROM alert WHERE status IN ('raised', 'accepted') AND next_step_at < clock_timestamp()`;
      const untold = `SELECT id FROM notification WHERE settled_at IS NULL AND not_before <= clock_timestamp()`;
      expect(await stack.database.query(forgotten)).toEqual([]);
      expect(await stack.database.query(untold)).toEqual([]);
      return true;
    },
    { within: '15s', what: 'Every alert’s next step, and everybody told' },
  );
}
