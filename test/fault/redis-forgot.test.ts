import { expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { jobBackend, openStack, until } from '../harness/index.ts';
import { LiveBoard } from '../ward/live-board.ts';
import { aReadingSet, patientOf, post, signedIn, wardOf } from '../ward/people.ts';
import { everyBoardIsTheSame, everythingIsEvaluated, theRecordIsWhole } from '../ward/promises.ts';
import { Senders } from '../ward/senders.ts';

const onRedis = jobBackend() === 'redis' ? it : it.skip;

onRedis(
  'loses nothing when Redis is flushed with jobs in it, killed, and comes back empty',
  async () => {
    const stack = await openStack();
    const { redis } = stack;
    if (!redis) throw new Error('this run has no Redis');
    const clinician = await signedIn(stack, 'hub-clinician');
    const board = new LiveBoard(stack.url, clinician, wardOf(stack));
    const senders = new Senders(stack, { patients: 18, every: 50 });
    await until(() => senders.acknowledged.length > 100, { within: '20s', what: 'A hundred readings' });

    for (let loss = 0; loss < 3; loss++) {
      await redis.flush();
      await pause(200);
    }
    await redis.kill();
    const atKill = senders.acknowledged.length;
    const { seq } = board;
    // Readings are taken and evaluated without it.
    await until(() => senders.acknowledged.length > atKill + 50, { within: '20s', what: 'Readings without Redis' });
    await until(() => (board.seq ?? 0) > (seq ?? 0), { within: '10s', what: 'An evaluation without Redis' });
    await redis.start();
    await redis.flush();
    await senders.stop();

    await everythingIsEvaluated(stack, '15s');
    await theRecordIsWhole(stack, senders.acknowledged);
    await everyBoardIsTheSame(stack, clinician, [board]);

    // And its doorbells ring again: faster than any sweep would look.
    const quick = await until(
      async () => {
        const { nhsNumber } = patientOf(stack, 0);
        const before = board.seq ?? 0;
        const began = performance.now();
        await post(stack, aReadingSet(nhsNumber));
        await until(() => (board.seq ?? 0) > before, { within: '3s', what: 'The reading on the board' });
        return performance.now() - began < 300;
      },
      { within: '30s', what: 'A reading that is on the board sooner than a sweep' },
    );
    expect(quick).toBe(true);
  },
  120_000,
);
