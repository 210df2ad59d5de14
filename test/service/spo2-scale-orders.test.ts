import type { Board, SpO2ScaleOrders } from '#contracts';
import { auditEntries, Database } from '#records';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openStack, stopAtTheEnd, until, type TestStack } from '../harness/index.ts';
import { aReadingSet, boardOf, post, signedIn } from '../ward/people.ts';
import { everythingIsEvaluated } from '../ward/promises.ts';

let stack: TestStack;
let database: Database;
let clinician: string;

beforeAll(async () => {
  stack = await openStack();
  database = await Database.open({ url: stack.database.url, poolSize: 1, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  clinician = await signedIn(stack, 'hub-clinician');
});

type Tile = Board['tiles'][number];

const tiles = async (): Promise<Tile[]> => (await boardOf(stack, clinician)).tiles;

async function tileOf({ admissionId }: Tile): Promise<Tile> {
  return (await tiles()).find((tile) => tile.admissionId === admissionId)!;
}

const taken = new Set<string>();

/** Somebody on scale 1 who is in no other test. */
async function somebody(): Promise<Tile> {
  const tile = (await tiles()).find((one) => one.spo2Scale === 1 && !taken.has(one.admissionId));
  if (!tile) throw new Error('everybody is in a test');
  taken.add(tile.admissionId);
  return tile;
}

const scaleTwo = {
  scale: 2,
  authorisedBy: 'Dr Ines Wareham',
  role: 'respiratory consultant',
  reason: 'Blood gas of this morning: pCO2 7.9 kPa',
  hypercapnicFailureConfirmed: true,
};

const order = (tile: Tile, body: object, cookie = clinician): Promise<Response> =>
  fetch(`${stack.url}/api/admissions/${tile.admissionId}/spo2-scale-orders`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ version: tile.version, ...body }),
  });

const ordersOf = async (tile: Tile): Promise<SpO2ScaleOrders> => {
  const path = `/api/admissions/${tile.admissionId}/spo2-scale-orders`;
  return (await (await fetch(`${stack.url}${path}`, { headers: { cookie: clinician } })).json()) as SpO2ScaleOrders;
};

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

/** SpO2 90 % on air: 3 on scale 1, 0 on scale 2. */
async function measured({ patient }: Tile, effectiveAt?: string): Promise<string> {
  const set = aReadingSet(patient.nhsNumber, { spo2: 90, ...(effectiveAt !== undefined && { effectiveAt }) });
  expect((await post(stack, set)).status).toBe(201);
  await everythingIsEvaluated(stack, '20s');
  return new Date(set.effectiveAt).toISOString();
}

/** Whole rows, with when and by which rules they were made. */
const scoresOf = (tile: Tile) =>
  stack.database.query<{ at: Date; scale: number; least: number }>(
    'SELECT * FROM news2_score WHERE admission_id = $1 ORDER BY at',
    [tile.admissionId],
  );

const redAlertOf = async (tile: Tile) =>
  (await tileOf(tile)).alerts.find(({ ruleId }) => ruleId === 'news2-single-red');

describe('an order of a SpO2 scale', () => {
  it('scores the present again and leaves history as it was', async () => {
    const tile = await somebody();
    await measured(tile, minutesAgo(180));
    await measured(tile, minutesAgo(5));
    expect((await tileOf(tile)).score).toMatchObject({ scale: 1, total: 3 });
    expect(await redAlertOf(tile)).toMatchObject({ conditionPresent: true });
    const history = await scoresOf(tile);
    expect(history.map(({ scale, least }) => [scale, least])).toEqual([
      [1, 3],
      [1, 3],
    ]);
    const findings = await stack.database.query('SELECT * FROM finding WHERE admission_id = $1 ORDER BY id', [
      tile.admissionId,
    ]);

    const answer = await order(tile, scaleTwo);
    expect(answer.status).toBe(201);
    const { version } = (await answer.json()) as { version: number };
    expect(version).toBe(tile.version + 1);
    expect(await tileOf(tile)).toMatchObject({ spo2Scale: 2, version });
    await everythingIsEvaluated(stack, '20s');
    await until(async () => (await tileOf(tile)).score?.scale === 2, { within: '10s', what: 'The present on scale 2' });
    expect((await tileOf(tile)).score).toMatchObject({ scale: 2, total: 0 });
    expect((await redAlertOf(tile))?.conditionPresent).not.toBe(true);
    expect(await scoresOf(tile)).toEqual(history);
    expect(
      await stack.database.query('SELECT * FROM finding WHERE admission_id = $1 ORDER BY id', [tile.admissionId]),
    ).toEqual(findings);

    // A reading that comes late is scored on the scale of its own time, and one from now on the new scale.
    const late = await measured(tile, minutesAgo(90));
    const fresh = await measured(tile);
    const scores = await scoresOf(tile);
    const at = (time: string) => scores.find((score) => score.at.toISOString() === time);
    expect(at(late)).toMatchObject({ scale: 1, least: 3 });
    expect(at(fresh)).toMatchObject({ scale: 2, least: 0 });
    expect(scores.filter(({ at: when }) => history.some((old) => old.at.getTime() === when.getTime()))).toEqual(
      history,
    );

    // And back again: an order is ended by the next one.
    await order(await tileOf(tile), {
      scale: 1,
      authorisedBy: 'Dr Ines Wareham',
      role: 'consultant',
      reason: 'A mistake',
    });
    await everythingIsEvaluated(stack, '20s');
    await until(async () => (await tileOf(tile)).score?.scale === 1, { within: '10s', what: 'The present on scale 1' });
    expect((await tileOf(tile)).score).toMatchObject({ scale: 1, total: 3 });
    expect((await scoresOf(tile)).find((score) => score.at.toISOString() === fresh)).toMatchObject({ scale: 2 });
  });

  it('stands with who decided, why and when, is told to the audit trail, and is never taken back', async () => {
    const tile = await somebody();
    expect(await ordersOf(tile)).toEqual({ version: tile.version, inForce: 1, orders: [] });
    await order(tile, scaleTwo);
    const { orders, inForce, version } = await ordersOf(tile);
    expect([inForce, version]).toEqual([2, tile.version + 1]);
    const { authorisedBy, role, reason } = scaleTwo;
    expect(orders).toEqual([
      { scale: 2, authorisedBy, role, reason, inForceFrom: expect.any(Number), orderedBy: 'Morwenna Encombe' },
    ]);
    const told = (await auditEntries(database, { limit: 10 })).map(({ content }) => content);
    const entry = told.find((content) => content.includes('"ordered-spo2-scale"')) ?? '';
    expect(JSON.parse(entry)).toMatchObject({ admissions: [tile.admissionId], details: { scale: 2 } });
    expect(told.join('\n')).not.toContain(reason);
    const refused: unknown[] = [];
    for (const change of [
      'UPDATE spo2_scale_order SET scale = 1',
      'DELETE FROM spo2_scale_order',
      'TRUNCATE spo2_scale_order',
    ])
      await stack.database.query(change).catch((error: unknown) => refused.push(error));
    expect(refused.map(String)).toEqual(Array.from({ length: 3 }, () => expect.stringContaining('only ever added')));
    await expect(
      stack.database.query(`UPDATE admission SET plan = '{"spo2ScaleOrders": []}' WHERE id = $1`, [tile.admissionId]),
    ).rejects.toThrow('plan_holds_no_scale');
  });

  it('is refused without confirmed hypercapnic failure, without who decided and why, and on an older look', async () => {
    const tile = await somebody();
    const { hypercapnicFailureConfirmed: _, ...unconfirmed } = scaleTwo;
    const refusals = [];
    for (const body of [
      unconfirmed,
      { ...scaleTwo, authorisedBy: ' ' },
      { ...scaleTwo, reason: '' },
      { ...scaleTwo, scale: 3 },
    ]) {
      const answer = await order(tile, body);
      const { errors } = (await answer.json()) as { errors: { field: string }[] };
      refusals.push([answer.status, errors.map(({ field }) => field)]);
    }
    expect(refusals).toEqual([
      [422, ['hypercapnicFailureConfirmed']],
      [422, ['authorisedBy']],
      [422, ['reason']],
      [422, ['scale']],
    ]);
    expect((await order({ ...tile, version: tile.version + 1 }, scaleTwo)).status).toBe(409);
    expect((await order({ ...tile, admissionId: '01890000-0000-7000-8000-000000000000' }, scaleTwo)).status).toBe(404);
    const roles = ['lead', 'coordinator', 'care-home', 'administrator'];
    const statuses = [];
    for (const role of roles) statuses.push((await order(tile, scaleTwo, await signedIn(stack, role))).status);
    expect(statuses).toEqual([201, 403, 403, 403]);
    expect((await ordersOf(tile)).orders).toHaveLength(1);
  });

  it('of the demo is there from admission', async () => {
    const two = (await tiles()).filter((tile) => !taken.has(tile.admissionId) && tile.spo2Scale === 2);
    expect(two.length).toBeGreaterThan(0);
    for (const tile of two) {
      const { orders } = await ordersOf(tile);
      expect(orders).toMatchObject([{ scale: 2, authorisedBy: 'Saoirse Holworth', orderedBy: null }]);
    }
  });
});
