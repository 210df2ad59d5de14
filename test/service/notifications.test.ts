import { askToNotify, Database, type NotificationAsk } from '#records';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openDatabase, stopAtTheEnd, type TestDatabase } from '../harness/index.ts';
import { anAccount, anAlert, aWard } from '../ward/fixtures.ts';

const NOW = new Date('2026-11-02T09:30:00Z');

let behind: TestDatabase;
let database: Database;
let ask: NotificationAsk;

beforeAll(async () => {
  behind = await openDatabase();
  database = await Database.open({ url: behind.url, poolSize: 4, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  const wardId = await aWard(behind);
  const accountId = await anAccount(behind, { wardIds: [wardId] });
  const alertId = await anAlert(behind, { wardId });
  ask = { alertId, accountId, reason: 'raised', step: 1, alertVersion: 1 };
});

const asked = () => behind.query<{ reason: string }>('SELECT reason FROM notification ORDER BY id');
const inTransaction = (...asks: NotificationAsk[]) =>
  database.transaction((transaction) => askToNotify(transaction, asks, NOW));

describe('asking that somebody be told', () => {
  it('asks once, however often it is asked', async () => {
    expect(await inTransaction(ask, ask)).toBe(1);
    expect(await inTransaction(ask)).toBe(0);
    expect(await asked()).toHaveLength(1);
  });

  it('asks anew for another reason, another step, and an alert that was raised again', async () => {
    expect(
      await inTransaction(
        { ...ask, reason: 'handed-over', step: 0 },
        { ...ask, reason: 'escalated', step: 2 },
        { ...ask, alertVersion: 2 },
      ),
    ).toBe(3);
  });

  it('goes with the transaction that gave the reason', async () => {
    const before = await asked();
    await expect(
      database.transaction(async (transaction) => {
        await askToNotify(transaction, [{ ...ask, alertVersion: 9 }], NOW);
        throw new Error('the raise failed');
      }),
    ).rejects.toThrow('the raise failed');
    expect(await asked()).toEqual(before);
  });

  it('refuses an alert or a person that there is not, rather than telling nobody', async () => {
    await expect(inTransaction({ ...ask, alertId: randomUUID() })).rejects.toThrow(/foreign key/);
    await expect(inTransaction({ ...ask, accountId: randomUUID() })).rejects.toThrow(/foreign key/);
  });
});

describe('a route that is stored', () => {
  it('never ends in nobody: no account is taken away that it ends in', async () => {
    const wardId = await aWard(behind);
    const last = await anAccount(behind, { wardIds: [wardId], role: 'lead' });
    await behind.query(
      `INSERT INTO alert_route (ward_id, version, hub_from, hub_to, changed_by_name, changed_at) VALUES ($1, 1, 480, 1200, 'A', now())`,
      [wardId],
    );
    await behind.query(
      `INSERT INTO alert_route_step (ward_id, version, period, place, role, wait_emergency, wait_urgent, wait_routine, wait_technical)
       SELECT $1, 1, p, 1, 'lead', 60, 60, 60, 60 FROM unnest('{hub-hours,on-call}'::text[]) p`,
      [wardId],
    );
    const taken = 'would end in nobody';
    await expect(behind.query('UPDATE account SET disabled_at = now() WHERE id = $1', [last])).rejects.toThrow(taken);
    await expect(behind.query(`UPDATE account SET role = 'coordinator' WHERE id = $1`, [last])).rejects.toThrow(taken);
    await expect(behind.query(`UPDATE account SET ward_ids = '{}' WHERE id = $1`, [last])).rejects.toThrow(taken);
    await expect(behind.query('DELETE FROM account WHERE id = $1', [last])).rejects.toThrow(taken);
    await anAccount(behind, { wardIds: [wardId], role: 'lead' });
    await behind.query('UPDATE account SET disabled_at = now() WHERE id = $1', [last]);
  });
});
