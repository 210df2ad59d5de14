import { expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { openStack, until } from '../harness/index.ts';
import { forgetEveryJob } from '../ward/forget-jobs.ts';
import { LiveBoard } from '../ward/live-board.ts';
import { aReadingSet, patientOf, post, signedIn, wardOf } from '../ward/people.ts';
import { everyBoardIsTheSame, everythingIsEvaluated, theRecordIsWhole } from '../ward/promises.ts';
import { Senders } from '../ward/senders.ts';

it('loses nothing when every job is forgotten under load, again and again, and Redis is killed and comes back empty', async () => {
  const stack = await openStack();
  const clinician = await signedIn(stack, 'hub-clinician');
  const board = new LiveBoard(stack.url, clinician, wardOf(stack));
  const senders = new Senders(stack, { patients: 18, every: 50 });
  await until(() => senders.acknowledged.length > 100, { within: '20s', what: 'A hundred readings' });

  for (let loss = 0; loss < 3; loss++) {
    await forgetEveryJob(stack);
    await pause(200);
  }
  if (stack.redis) {
    await stack.redis.kill();
    const atKill = senders.acknowledged.length;
    const { seq } = board;
    // Readings are taken and evaluated without it.
    await until(() => senders.acknowledged.length > atKill + 50, { within: '20s', what: 'Readings without Redis' });
    await until(() => (board.seq ?? 0) > (seq ?? 0), { within: '10s', what: 'An evaluation without Redis' });
    await stack.redis.start();
    await stack.redis.flush();
  }
  await senders.stop();

  await everythingIsEvaluated(stack, '15s');
  await theRecordIsWhole(stack, senders.acknowledged);
  await everyBoardIsTheSame(stack, clinician, [board]);

  // And its doorbells ring again: the sweep looks once a second, so five in a row that are sooner are no luck.
  const sooner = async (): Promise<boolean> => {
    const before = board.seq ?? 0;
    const began = performance.now();
    await post(stack, aReadingSet(patientOf(stack, 0).nhsNumber));
    await until(() => (board.seq ?? 0) > before, { within: '3s', what: 'The reading on the board' });
    return performance.now() - began < 400;
  };
  await until(
    async () => {
      for (let i = 0; i < 5; i++) if (!(await sooner())) return false;
      return true;
    },
    { within: '30s', what: 'Five readings on the board sooner than the sweep looks' },
  );
  expect(senders.acknowledged.length).toBeGreaterThan(100);
});
