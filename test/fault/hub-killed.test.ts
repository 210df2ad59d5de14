import { expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { openStack, startApp, until } from '../harness/index.ts';
import { LiveBoard } from '../ward/live-board.ts';
import { signedIn, wardOf } from '../ward/people.ts';
import { everyBoardIsTheSame, everythingIsEvaluated, theRecordIsWhole } from '../ward/promises.ts';
import { Senders } from '../ward/senders.ts';

it('gives every client the same board without a gap when hubs are killed while they listen', async () => {
  const stack = await openStack();
  const clinician = await signedIn(stack, 'hub-clinician');
  // Some through the front door, some on a second hub: feeds need no stickiness.
  const other = await startApp('hub', stack.env);
  const boards = Array.from(
    { length: 12 },
    (_, i) => new LiveBoard(i % 3 === 0 ? other.url : stack.url, clinician, wardOf(stack)),
  );
  const senders = new Senders(stack, { patients: 18, every: 20 });

  for (let kill = 0; kill < 3; kill++) {
    for (const hub of [stack.hub, other]) {
      const sofar = senders.acknowledged.length;
      await until(() => senders.acknowledged.length >= sofar + 40, { within: '20s', what: 'Forty more readings' });
      await hub.kill('SIGKILL');
      await pause(300);
      await hub.start();
    }
  }
  await until(() => boards.every((board) => board.connected), { within: '20s', what: 'Every board connected again' });
  await senders.stop();

  await everythingIsEvaluated(stack, '15s');
  await theRecordIsWhole(stack, senders.acknowledged);
  await everyBoardIsTheSame(stack, clinician, boards);
  // Each began with one board and caught up by numbers ever after.
  expect(boards.map((board) => board.snapshots)).toEqual(boards.map(() => 1));
}, 120_000);
