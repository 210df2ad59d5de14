import { expect, it } from '@jest/globals';
import { openStack, startApp, until } from '../harness/index.ts';
import { LiveBoard } from '../ward/live-board.ts';
import { signedIn, wardOf } from '../ward/people.ts';
import { everyBoardIsTheSame, everythingIsEvaluated, noAlarmIsLost, theRecordIsWhole } from '../ward/promises.ts';
import { Senders } from '../ward/senders.ts';

const CLIENTS = 200;

it('gives 200 clients behind one front door the same board without a gap when the hubs behind it are killed', async () => {
  const stack = await openStack();
  const other = await startApp('hub', stack.env);
  const door = await startApp('ingestion', { ...stack.env, HUB_URL: `${stack.hub.url},${other.url}` });
  const clinician = await signedIn(stack, 'hub-clinician');
  const boards = Array.from({ length: CLIENTS }, () => new LiveBoard(door.url, clinician, wardOf(stack)));
  await until(() => boards.every((board) => board.seq !== null), { within: '60s', what: 'Every board' });
  const senders = new Senders(stack, { patients: 4, every: 150 });
  const moreReadings = async (): Promise<void> => {
    const sofar = senders.acknowledged.length;
    await until(() => senders.acknowledged.length >= sofar + 20, { within: '60s', what: 'Twenty more readings' });
  };

  // Its clients go to the hub that is left; then that one goes, and they go to the one that came back.
  for (const hub of [stack.hub, other]) {
    await moreReadings();
    await hub.kill('SIGKILL');
    await moreReadings();
    await until(() => boards.every((board) => board.connected), { within: '60s', what: 'Every board on another hub' });
    await hub.start();
  }
  await moreReadings();
  await senders.stop();

  await everythingIsEvaluated(stack, '15s');
  await theRecordIsWhole(stack, senders.acknowledged);
  await noAlarmIsLost(stack);
  await everyBoardIsTheSame(stack, clinician, boards, '60s');
  // Each began with one board and caught up by numbers ever after: none missed, none twice.
  expect(boards.map((board) => board.snapshots)).toEqual(boards.map(() => 1));
});
