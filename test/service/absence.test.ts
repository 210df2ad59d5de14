import { DEFAULT_RULE_SET } from '#clinical';
import { Database } from '#records';
import { beforeAll, expect, it } from '@jest/globals';
import { lookForAbsence } from '../../apps/rules-worker/absence/look-for-absence.ts';
import { alertUnrepeated } from '../../apps/rules-worker/repeats/alert-unrepeated.ts';
import { openStack, stopAtTheEnd, until, type TestStack } from '../harness/index.ts';
import { aReadingSet, boardOf, post, signedIn, wardOf } from '../ward/people.ts';

let stack: TestStack;
let databases: Database[];

beforeAll(async () => {
  stack = await openStack();
  databases = await Promise.all(
    Array.from({ length: 3 }, () => Database.open({ url: stack.database.url, poolSize: 4, applicationName: 'test' })),
  );
  stopAtTheEnd(async () => void (await Promise.all(databases.map((database) => database.close()))));
});

const alerts = (rule: string) =>
  stack.database.query<{
    admission_id: string;
    status: string;
    priority: string;
    condition_present: boolean;
    events: string;
  }>(
    `SELECT admission_id, status, priority, condition_present,
       (SELECT string_agg(e.kind, ',' ORDER BY e.id) FROM alert_event e WHERE e.alert_id = alert.id) AS events
     FROM alert WHERE rule_id = $1`,
    [rule],
  );

it('finds by itself that sets have not come, tells the hub once each, and says when they came after all', async () => {
  const stays = await stack.database.query<{ id: string }>(`SELECT id FROM admission WHERE status = 'active'`);
  await stack.database.query(
    `UPDATE admission SET next_due_at = now() - interval '3 hours 59 minutes' WHERE status = 'active'`,
  );
  // The worker looks by itself; here three more look beside it, all at once.
  await until(
    async () => {
      await Promise.all(databases.map((database) => lookForAbsence(database, DEFAULT_RULE_SET)));
      const [{ late }] = (await stack.database.query(`SELECT count(*)::int AS late FROM absence`)) as [
        { late: number },
      ];
      return late === stays.length;
    },
    { within: '20s', what: 'Every late stay' },
  );
  expect(await alerts('overdue')).toEqual([]);

  await stack.database.query(
    `UPDATE admission SET next_due_at = next_due_at - interval '2 minutes' WHERE status = 'active'`,
  );
  await until(
    async () => {
      await Promise.all(databases.map((database) => lookForAbsence(database, DEFAULT_RULE_SET)));
      return (await alerts('overdue')).length === stays.length;
    },
    { within: '20s', what: 'An alert for each late stay' },
  );
  for (let again = 0; again < 3; again += 1) {
    await Promise.all(databases.map((database) => lookForAbsence(database, DEFAULT_RULE_SET)));
  }
  const raised = await alerts('overdue');
  expect(new Set(raised.map(({ admission_id }) => admission_id)).size).toBe(stays.length);
  expect(new Set(raised.map(({ status, priority, events }) => `${status} ${priority} ${events}`))).toEqual(
    new Set(['raised routine raised']),
  );
  const findings = await stack.database.query(
    `SELECT evidence, source FROM finding WHERE rule_id = 'overdue' AND alert_id IS NOT NULL`,
  );
  expect(findings).toHaveLength(stays.length);

  await stack.database.query(`UPDATE admission SET next_due_at = now() + interval '5 hours' WHERE status = 'active'`);
  await until(
    async () => {
      await Promise.all(databases.map((database) => lookForAbsence(database, DEFAULT_RULE_SET)));
      return (await alerts('overdue')).every(({ condition_present }) => !condition_present);
    },
    { within: '20s', what: 'Every alert to ease' },
  );
  const eased = await alerts('overdue');
  expect(new Set(eased.map(({ status, events }) => `${status} ${events}`))).toEqual(
    new Set(['raised raised,condition-cleared']),
  );
  expect(await stack.database.query('SELECT 1 FROM absence')).toEqual([]);
});

it('takes why a set could not be taken for contact, which the hub is told, and never for a reading', async () => {
  const nhsNumber = '9990223408';
  const staff = await signedIn(stack, 'care-home');
  const lead = await signedIn(stack, 'lead');
  const tile = async () => (await boardOf(stack, lead)).tiles.find(({ patient }) => patient.nhsNumber === nhsNumber)!;
  const send = (body: object): Promise<Response> =>
    fetch(`${stack.url}/v1/homes/durlston-house/observations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: staff },
      body: JSON.stringify(body),
    });
  const of = (ref: string, more: object) => {
    const { patient, effectiveAt } = aReadingSet(nhsNumber);
    return { patient, effectiveAt, sourceRef: ref, ...more };
  };
  await post(stack, aReadingSet(nhsNumber, { sourceRef: 'before-it-was-refused' }));
  await until(async () => (await tile()).lastReadingAt !== null, { within: '60s', what: 'The reading' });
  const before = await tile();

  const refused = await send(of('both', { pulse: 80, notTaken: { all: 'refused' } }));
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain('said not to have been taken');
  expect((await send(of('unknown', { notTaken: { all: 'bored' } }))).status).toBe(422);

  expect((await send(of('refused', { notTaken: { all: 'refused' } }))).status).toBe(201);
  await until(async () => (await tile()).notTaken !== null, { within: '60s', what: 'Why, on the board' });
  const after = await tile();
  expect(after).toMatchObject({
    notTaken: { why: { all: 'refused' } },
    lastReadingAt: before.lastReadingAt,
    nextDueAt: before.nextDueAt,
    score: before.score,
    incomplete: null,
  });
  await stack.database.query(
    `UPDATE admission a SET next_due_at = now() - interval '4 hours' FROM patient p
     WHERE p.id = a.patient_id AND p.nhs_number = $1 AND a.status = 'active'`,
    [nhsNumber],
  );
  await until(
    async () => {
      await lookForAbsence(databases[0]!, DEFAULT_RULE_SET);
      return (await tile()).alerts.some(({ sentence }) => sentence.endsWith('could not take it: refused.'));
    },
    { within: '60s', what: 'That it is late, and why' },
  );

  await post(stack, aReadingSet(nhsNumber, { sourceRef: 'after-it-was-refused' }));
  await until(async () => (await tile()).notTaken === null, { within: '60s', what: 'The reading after it' });
});

it('has a single new breach of a home’s resident measured again first, and alerts when it is so or when nobody did', async () => {
  const at = (home: string | null) =>
    stack.database.query<{ id: string; nhs_number: string }>(
      `SELECT a.id, p.nhs_number FROM admission a JOIN patient p ON p.id = a.patient_id
       WHERE a.status = 'active' AND a.care_home_id IS NOT DISTINCT FROM $1 ORDER BY a.id DESC LIMIT 2`,
      [home],
    );
  const [confirmed, forgotten] = await at('durlston-house');
  const [alone] = await at(null);
  if (!confirmed || !forgotten || !alone) throw new Error('too few people on the ward');
  const lead = await signedIn(stack, 'lead');
  const tile = async ({ id }: { id: string }) =>
    (await boardOf(stack, lead)).tiles.find(({ admissionId }) => admissionId === id)!;
  const red = async (who: { nhs_number: string }, minutesAgo: number, more = {}) => {
    const effectiveAt = new Date(Date.now() - minutesAgo * 60_000).toISOString();
    await post(stack, aReadingSet(who.nhs_number, { effectiveAt, pulse: 135, ...more }));
  };
  const openOf = async (who: { id: string }) =>
    (await tile(who)).alerts.flatMap(({ ruleId }) => (ruleId === 'news2-single-red' ? [ruleId] : []));

  // Whom nobody is with who would be asked: it alerts as it comes.
  await red(alone, 5);
  await until(async () => (await openOf(alone)).length === 1, { within: '60s', what: 'The alert of the one at home' });

  await red(confirmed, 5);
  await red(forgotten, 5);
  for (const who of [confirmed, forgotten]) {
    await until(async () => (await tile(who)).repeat !== null, { within: '60s', what: 'The request to the home' });
    const { repeat, score } = await tile(who);
    expect(repeat).toMatchObject({ by: 'Homeward', note: expect.stringContaining('pulse 135') });
    expect(repeat!.dueAt - repeat!.askedAt).toBe(600_000);
    expect(score).not.toBeNull();
    expect(await openOf(who)).toEqual([]);
  }

  await red(confirmed, 0);
  await until(async () => (await openOf(confirmed)).length === 1, { within: '60s', what: 'The confirmed alert' });
  expect((await tile(confirmed)).repeat).toBeNull();

  await stack.database.query(`UPDATE pending_repeat SET due_at = now() - interval '1 second' WHERE admission_id = $1`, [
    forgotten.id,
  ]);
  // The worker looks by itself; here three more look beside it, all at once.
  await until(
    async () => {
      await Promise.all(databases.map((database) => alertUnrepeated(database)));
      return (await openOf(forgotten)).length > 0;
    },
    { within: '60s', what: 'The alert that nobody measured again' },
  );
  const raised = (await alerts('news2-single-red')).filter(({ status }) => status === 'raised');
  expect(new Map(raised.map(({ admission_id, events }) => [admission_id, events]))).toEqual(
    new Map([alone, confirmed, forgotten].map(({ id }) => [id, 'raised'])),
  );
  expect(raised).toHaveLength(3);
  expect(await stack.database.query('SELECT 1 FROM pending_repeat')).toEqual([]);
  // What alerted belongs to its alert, also where it had stood alone; what was measured again stands for itself.
  expect(
    await stack.database.query(
      `SELECT count(*)::int AS findings, count(alert_id)::int AS told FROM finding WHERE rule_id = 'news2-single-red'`,
    ),
  ).toEqual([{ findings: 4, told: 3 }]);
});

it('has put each of it on the ward’s feed, without a gap', async () => {
  const events = await stack.database.query<{ seq: string; type: string }>(
    'SELECT seq, type FROM feed_event WHERE ward_id = $1 ORDER BY seq',
    [wardOf(stack)],
  );
  expect(events.map(({ seq }) => Number(seq))).toEqual(events.map((_, i) => i + 1));
  expect(events.some(({ type }) => type === 'alert-changed')).toBe(true);
});
