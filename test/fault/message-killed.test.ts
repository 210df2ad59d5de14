import { Database } from '#records';
import { beforeAll, expect, it } from '@jest/globals';
import { PushService } from '../channels/push-service.ts';
import { deliveriesTo, logOf, somebody, tell } from '../channels/somebody.ts';
import { vapidSettings } from '../channels/vapid.ts';
import { openDatabase, startApp, stopAtTheEnd, until, type TestApp, type TestDatabase } from '../harness/index.ts';
import { anAlert, aWard } from '../ward/fixtures.ts';

let behind: TestDatabase;
let database: Database;
let push: PushService;
let worker: TestApp;
let wardId: string;

beforeAll(async () => {
  const vapid = vapidSettings();
  behind = await openDatabase();
  database = await Database.open({ url: behind.url, poolSize: 2, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  push = await PushService.open(vapid.VAPID_PUBLIC_KEY);
  wardId = await aWard(behind);
  worker = await startApp('rules-worker', {
    DATABASE_URL: behind.url,
    PUBLIC_URL: 'https://ward.example',
    ...vapid,
    ALLOW_PRIVATE_ADDRESSES: 'true',
  });
});

async function toldOfAnEmergency() {
  const browser = push.subscribe();
  const accountId = await somebody(behind, { wardIds: [wardId], ways: { emergency: ['push'] }, devices: [browser] });
  await tell(database, { alertIds: [await anAlert(behind, { wardId, priority: 'emergency' })], accountId });
  const arrived = () => push.pushed.filter(({ endpoint }) => endpoint === browser.endpoint);
  return { accountId, arrived };
}

it('tells what was asked while no worker was alive, once', async () => {
  await worker.kill('SIGKILL');
  const { accountId, arrived } = await toldOfAnEmergency();
  await worker.start();
  await until(() => arrived().length === 1, { within: '15s', what: 'The message' });
  await until(async () => (await deliveriesTo(behind, accountId))[0]?.state === 'sent', {
    within: '10s',
    what: 'Sent',
  });
});

it('sends what a killed worker had in hand under the same id, and the log says that an attempt has no answer', async () => {
  push.failures.push('hang');
  const { accountId, arrived } = await toldOfAnEmergency();
  const [delivery] = await until(
    async () => {
      const rows = await deliveriesTo(behind, accountId);
      return rows[0]?.attempts === 1 && push.failures.length === 0 && rows;
    },
    { within: '15s', what: 'An attempt under way' },
  );
  await worker.kill('SIGKILL');
  expect(await deliveriesTo(behind, accountId)).toMatchObject([{ id: delivery?.id, state: 'queued', attempts: 1 }]);
  expect(await logOf(behind, delivery?.id ?? '')).toEqual(['attempt']);

  // Half a minute later.
  await behind.query(`UPDATE delivery SET due_at = now() WHERE state = 'queued'`);
  await worker.start();
  await until(async () => (await deliveriesTo(behind, accountId))[0]?.state === 'sent', {
    within: '15s',
    what: 'Sent',
  });
  expect(arrived().map(({ payload }) => payload.delivery)).toEqual([delivery?.id]);
  expect(await logOf(behind, delivery?.id ?? '')).toEqual(['attempt', 'attempt', 'sent']);
});
