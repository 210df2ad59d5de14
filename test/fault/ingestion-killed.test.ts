import { expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { openStack, until } from '../harness/index.ts';
import { LiveBoard } from '../ward/live-board.ts';
import { signedIn, wardOf } from '../ward/people.ts';
import { everyBoardIsTheSame, everythingIsEvaluated, theRecordIsWhole } from '../ward/promises.ts';
import { Senders } from '../ward/senders.ts';

it('loses nothing that was acknowledged and stores nothing twice when ingestion is killed under load, again and again', async () => {
  const stack = await openStack();
  const clinician = await signedIn(stack, 'hub-clinician');
  const board = new LiveBoard(stack.url, clinician, wardOf(stack));
  const senders = new Senders(stack, { patients: 18, every: 50 });

  for (let kill = 0; kill < 4; kill++) {
    const sofar = senders.acknowledged.length;
    await until(() => senders.acknowledged.length >= sofar + 60, { within: '20s', what: 'Sixty more readings' });
    // Wherever each request is just then: before the commit, between commit and answer, after it.
    await stack.ingestion.kill('SIGKILL');
    await pause(50);
    await stack.ingestion.start();
  }
  await senders.stop();

  expect(senders.failures).toBeGreaterThan(0);
  await everythingIsEvaluated(stack, '15s');
  await theRecordIsWhole(stack, senders.acknowledged);
  await everyBoardIsTheSame(stack, clinician, [board]);
});
