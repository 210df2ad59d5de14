import { expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { openPostgres, openStack, until } from '../harness/index.ts';
import { LiveBoard } from '../ward/live-board.ts';
import { post, signedIn, wardOf } from '../ward/people.ts';
import { everyBoardIsTheSame, everythingIsEvaluated, theRecordIsWhole } from '../ward/promises.ts';
import { Senders } from '../ward/senders.ts';

/** As long as the promise says. */
const STOPPED_FOR_MS = 20_000;

it('refuses while PostgreSQL is stopped for 20 s under load, tells no board that it is live, and goes on by itself', async () => {
  const postgres = await openPostgres();
  const stack = await openStack({ database: await postgres.openDatabase() });
  const clinician = await signedIn(stack, 'hub-clinician');
  const board = new LiveBoard(stack.url, clinician, wardOf(stack));
  const senders = new Senders(stack, { patients: 18, every: 20 });
  await until(() => senders.acknowledged.length > 100, { within: '20s', what: 'A hundred readings' });

  await postgres.stop();
  const acknowledgedBefore = senders.acknowledged.length;
  const heartbeatsBefore = board.heartbeats;
  const refused = await until(
    async () => {
      const answer = await post(stack, { any: 'thing' }, { key: 'a-key-that-nobody-has-looked-up-yet' });
      return answer.status === 503 ? answer : null;
    },
    { within: '5s', what: 'A refusal that says come back' },
  );
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
  await pause(STOPPED_FOR_MS);
  // Nothing is acknowledged that nobody can store; nothing claims to be live.
  expect(senders.acknowledged.length).toBeLessThanOrEqual(acknowledgedBefore + 18);
  expect(board.heartbeats).toBeLessThanOrEqual(heartbeatsBefore + 1);
  expect((await fetch(`${stack.url}/health/ready`)).status).toBe(503);

  await postgres.start();

  await until(() => senders.acknowledged.length > acknowledgedBefore + 100, {
    within: '20s',
    what: 'A hundred more readings',
  });
  await senders.stop();
  await everythingIsEvaluated(stack, '20s');
  await theRecordIsWhole(stack, senders.acknowledged);
  await everyBoardIsTheSame(stack, clinician, [board], '20s');
});
