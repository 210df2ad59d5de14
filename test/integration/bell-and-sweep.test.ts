import { hashPassword } from '#access';
import { migrateJobs, openDoorbells, workOn, type JobSettings } from '#jobs';
import { Database } from '#records';
import { expect, it } from '@jest/globals';
import { PushService } from '../channels/push-service.ts';
import { deliveriesTo, somebody, tell } from '../channels/somebody.ts';
import { vapidSettings } from '../channels/vapid.ts';
import { jobBackend, openDatabase, openRedis, startApp, stopAtTheEnd, until } from '../harness/index.ts';
import { anAccount, anAlert, aWard } from '../ward/fixtures.ts';

it(`a bell on ${jobBackend()} rings when people are asked, once that is committed, and nothing is sent twice where it meets the sweeps`, async () => {
  const [behind, redis] = await Promise.all([openDatabase(), jobBackend() === 'redis' ? openRedis() : null]);
  await migrateJobs(behind.url);
  const settings: JobSettings = { databaseUrl: behind.url, redisUrl: redis?.url ?? null, failed: () => undefined };
  const env = { DATABASE_URL: behind.url, ...(settings.redisUrl !== null && { REDIS_URL: settings.redisUrl }) };
  const ward = await aWard(behind);
  const username = `person-${await anAccount(behind, { wardIds: [ward] })}`;
  await behind.query('UPDATE account SET password_hash = $2 WHERE username = $1', [username, await hashPassword('x')]);
  const alertId = await anAlert(behind, { wardId: ward, priority: 'emergency' });
  const vapid = vapidSettings();
  const push = await PushService.open(vapid.VAPID_PUBLIC_KEY);
  const browser = push.subscribe();
  const accountId = await somebody(behind, { wardIds: [ward], ways: { emergency: ['push'] }, devices: [browser] });
  const database = await Database.open({ url: behind.url, poolSize: 2, applicationName: 'test' });
  stopAtTheEnd(() => database.close());

  // The hub rings when an alert is handed over. Nobody but this test hears it: no worker is there yet.
  let heard = 0;
  const ears = workOn(settings, {
    'evaluate-readings': async () => undefined,
    'sweep-alarms': async () => undefined,
    'send-notifications': async () => void heard++,
  });
  stopAtTheEnd(() => ears.close());
  const hub = await startApp('hub', env);
  const send = (path: string, body: object, cookie = '') =>
    fetch(`${hub.url}/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
  const session = await send('/session', { username, password: 'x' });
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0];
  const accepted = await send(`/alerts/${alertId}/acceptance`, { version: 1 }, cookie);
  const { version } = (await accepted.json()) as { version: number };
  expect(heard).toBe(0);
  const handedOver = await send(`/alerts/${alertId}/hand-over`, { version, to: accountId }, cookie);
  expect(handedOver.status).toBe(200);
  await until(() => heard > 0, { within: '20s', what: 'A ring' });
  await ears.close();

  // Two workers, each with its own sweep every second; what is asked rings as well, and again and again.
  const worker = { ...env, PUBLIC_URL: 'https://ward.example', ...vapid, ALLOW_PRIVATE_ADDRESSES: 'true' };
  await Promise.all([startApp('rules-worker', worker), startApp('rules-worker', worker)]);
  const bells = openDoorbells(settings, ['send-notifications']);
  stopAtTheEnd(() => bells.close());
  const ring = (): void => bells.ring('send-notifications', { traceId: 'again' });
  database.onCommit('messages-wait', ring);
  const ASKS = 20;
  for (let n = 1; n <= ASKS; n++) {
    await tell(database, { alertIds: [await anAlert(behind, { wardId: ward, priority: 'emergency' })], accountId });
    ring();
  }
  // And the one that the hub asked for while no worker was there. Several may be told in one message.
  const told = async () =>
    (
      await behind.query<{ told: number; messages: number }>(
        `SELECT count(*)::int AS told, count(DISTINCT message_id)::int AS messages FROM notification WHERE account_id = $1 AND outcome = 'told'`,
        [accountId],
      )
    )[0];
  await until(
    async () => {
      ring();
      if ((await told())?.told !== ASKS + 1) return false;
      const states = (await deliveriesTo(behind, accountId)).map(({ state }) => state);
      return states.every((state) => state === 'sent') && push.pushed.length >= states.length;
    },
    { within: '30s', what: 'Every message' },
  );
  const deliveries = await deliveriesTo(behind, accountId);
  expect(deliveries.map(({ attempts }) => attempts)).toEqual(deliveries.map(() => 1));
  const pushed = push.pushed.map(({ payload }) => payload.delivery);
  expect(pushed.toSorted()).toEqual(deliveries.map(({ id }) => id).toSorted());
  expect(await told()).toEqual({ told: ASKS + 1, messages: pushed.length });
});
