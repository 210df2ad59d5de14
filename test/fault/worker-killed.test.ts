import { expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { openStack, startApp, until } from '../harness/index.ts';
import { LiveBoard } from '../ward/live-board.ts';
import { signedIn, wardOf } from '../ward/people.ts';
import { everyBoardIsTheSame, everythingIsEvaluated, theRecordIsWhole } from '../ward/promises.ts';
import { Senders } from '../ward/senders.ts';

it('evaluates every reading exactly once when workers are killed in the middle of their batches', async () => {
  const stack = await openStack();
  // Two of them, so that a batch that dies is beside one that goes on.
  const second = await startApp('rules-worker', stack.env);
  const clinician = await signedIn(stack, 'hub-clinician');
  const board = new LiveBoard(stack.url, clinician, wardOf(stack));
  const senders = new Senders(stack, { patients: 18, every: 50 });

  for (let kill = 0; kill < 2; kill++) {
    for (const worker of [stack.worker, second]) {
      const { seq } = board;
      await until(() => (board.seq ?? 0) > (seq ?? 0) + 10, { within: '20s', what: 'Ten evaluations' });
      await worker.kill('SIGKILL');
      await pause(150);
      await worker.start();
    }
  }
  await senders.stop();

  expect(senders.acknowledged.length).toBeGreaterThan(50);
  await everythingIsEvaluated(stack, '15s');
  await theRecordIsWhole(stack, senders.acknowledged);
  await everyBoardIsTheSame(stack, clinician, [board]);
});

it('leaves nothing half-done: a batch that dies in the database is wholly undone and done again', async () => {
  const stack = await openStack();
  const clinician = await signedIn(stack, 'hub-clinician');
  const board = new LiveBoard(stack.url, clinician, wardOf(stack));
  await until(() => board.seq !== null, { within: '10s', what: 'A board' });
  // Whatever is written of an evaluation, its last statement waits for the ward's row, and then for us.
  const blocker = stack.database.query(
    `WITH held AS MATERIALIZED (SELECT id FROM ward FOR UPDATE) SELECT pg_sleep(3) FROM held`,
  );
  await pause(200);
  const senders = new Senders(stack, { patients: 6, every: 10 });
  await until(
    async () => {
      const [row] = await stack.database.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE application_name = 'homeward-rules-worker' AND wait_event_type = 'Lock'`,
      );
      return (row?.waiting ?? 0) > 0;
    },
    { within: '5s', what: 'A worker that waits with its batch written' },
  );
  await stack.worker.kill('SIGKILL');
  await blocker;
  await stack.worker.start();
  await senders.stop();

  await everythingIsEvaluated(stack, '15s');
  await theRecordIsWhole(stack, senders.acknowledged);
  await everyBoardIsTheSame(stack, clinician, [board]);
});
