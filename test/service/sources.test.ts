import type { GivenKey, KeyTerms, SourceDetail, SourceList, SourceTerms } from '#contracts';
import { Database, auditEntries } from '#records';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openStack, stopAtTheEnd, until, type TestStack } from '../harness/index.ts';
import { aReadingSet, keyOf, patientOf, post, signedIn, wardOf } from '../ward/people.ts';

let stack: TestStack;
let database: Database;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  stack = await openStack();
  database = await Database.open({ url: stack.database.url, poolSize: 1, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  for (const role of ['hub-clinician', 'lead', 'administrator']) cookies[role] = await signedIn(stack, role);
  await stack.database.query(`INSERT INTO ward (id, name, capacity) VALUES ('elsewhere', 'Elsewhere', 5)`);
});

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who asks knows what is answered
async function ask<T>(
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  { body, as = 'administrator' }: { body?: object; as?: string } = {},
): Promise<{ status: number; body: T; headers: Headers }> {
  const answer = await fetch(`${stack.url}/api/sources${path}`, {
    method,
    headers: { cookie: cookies[as] ?? '', ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as T, headers: answer.headers };
}

let names = 0;

const terms = (different: Partial<SourceTerms> = {}): SourceTerms => ({
  name: `Vendor ${++names}`,
  contact: null,
  wardIds: [wardOf(stack)],
  expectedEveryMinutes: 60,
  readingsPerSecond: 50,
  burst: 100,
  clientCertificates: [],
  ...different,
});

const keyTerms = (different: Partial<KeyTerms> = {}) => ({
  label: null,
  maySend: true,
  mayRead: false,
  wardIds: null,
  careHomeIds: null,
  nhsNumbers: null,
  expiresAt: null,
  ...different,
});

async function registered(different: Partial<SourceTerms> = {}): Promise<number> {
  const { status, body } = await ask<{ id: number }>('POST', '', { body: terms(different) });
  expect([status, body]).toEqual([201, { id: expect.any(Number) }]);
  return body.id;
}

async function given(id: number, different: Partial<KeyTerms> = {}, as = 'administrator'): Promise<GivenKey> {
  const { status, body, headers } = await ask<GivenKey>('POST', `/${id}/keys`, { body: keyTerms(different), as });
  expect([status, headers.get('cache-control')]).toEqual([201, 'no-store']);
  return body;
}

const detail = async (id: number): Promise<SourceDetail> => (await ask<SourceDetail>('GET', `/${id}`)).body;

const sent = async (
  key: string,
  nhsNumber = patientOf(stack, 0).nhsNumber,
): Promise<{ status: number; matched?: boolean }> => {
  const answer = await post(stack, aReadingSet(nhsNumber), { key });
  return { status: answer.status, ...((await answer.json()) as { matched?: boolean }) };
};

describe('a source', () => {
  it('is registered, given a key that is shown once, and sends', async () => {
    const id = await registered({ contact: 'Service desk, 01632 960 001' });
    const { key, keyId, prefix } = await given(id, { label: 'The gateway' });
    expect(key.startsWith(prefix)).toBe(true);
    expect(await sent(key)).toMatchObject({ status: 201, matched: true });

    const { source, keys } = await detail(id);
    expect(keys).toMatchObject([
      { id: keyId, prefix, label: 'The gateway', createdBy: 'Anton Gussage', revokedAt: null },
    ]);
    expect(source).toMatchObject({ contact: 'Service desk, 01632 960 001', keysInUse: 1, mayManage: true });
    // Nobody can read it again: not from the list, not from the record.
    expect(JSON.stringify([await detail(id), (await ask('GET', '')).body])).not.toContain(key);
    const kept = await stack.database.query<{ everything: string }>(
      `SELECT source_key::text AS everything FROM source_key`,
    );
    expect(kept.some(({ everything }) => everything.includes(key))).toBe(false);
  });

  it('is listed with what came of what it sent, how long ago, and when its keys run out', async () => {
    const id = await registered();
    const { key } = await given(id, { expiresAt: new Date(Date.now() + 86_400_000).toISOString() as never });
    const set = aReadingSet(patientOf(stack, 0).nhsNumber);
    for (const body of [set, set, aReadingSet('9990000050'), {}]) await post(stack, body, { key });
    await until(
      async () => {
        const { sources } = (await ask<SourceList>('GET', '', { as: 'hub-clinician' })).body;
        const listed = sources.find((source) => source.id === id);
        expect(listed).toMatchObject({
          lastDay: { stored: 2, repeats: 1, unmatched: 1, pleaseRepeat: 0, refused: 1 },
          refusals: [{ code: 'invalid-document', count: 1 }],
          waiting: 1,
          keysInUse: 1,
        });
        expect(Math.abs(Date.now() - (listed?.lastStoredAt ?? 0))).toBeLessThan(60_000);
        expect(listed?.nextExpiryAt).toBeGreaterThan(Date.now());
        return true;
      },
      { within: '10s', what: 'The counts in the list' },
    );
    const { hours, days } = await detail(id);
    expect([hours.length, days.length]).toEqual([24, 14]);
    expect([hours, days].map((periods) => periods.reduce((sum, period) => sum + period.stored, 0))).toEqual([2, 2]);
    expect(hours.at(-1)!.from).toBeGreaterThan(Date.now() - 3_600_000);
  });

  it('is changed by one of two who look at the same time; the other is told', async () => {
    const id = await registered();
    const { version } = (await detail(id)).source;
    const change = (name: string) => ask('PUT', `/${id}`, { body: { version, terms: terms({ name }) } });
    const answers = await Promise.all([change('One name'), change('Another name')]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  it('says in words what cannot be', async () => {
    const id = await registered({ name: 'Taken' });
    const wrong: [string, object, RegExp][] = [
      ['', terms({ name: 'Taken' }), /another source is called that/],
      ['', terms({ wardIds: ['elsewhere'] }), /not a ward of yours/],
      ['', terms({ readingsPerSecond: 0 }), /readingsPerSecond/],
      ['', terms({ wardIds: [] }), /wardIds/],
      [`/${id}/keys`, keyTerms({ maySend: false }), /choose at least one/],
      [`/${id}/keys`, keyTerms({ careHomeIds: ['nowhere-house'] }), /not a care home/],
      [`/${id}/keys`, keyTerms({ wardIds: ['elsewhere'] }), /not a ward of yours/],
      [`/${id}/keys`, keyTerms({ expiresAt: '2020-01-01T00:00:00Z' as never }), /has passed already/],
    ];
    for (const [path, body, words] of wrong) {
      const answer = await ask<{ detail: string }>('POST', path, { body });
      expect([answer.status, answer.body.detail]).toEqual([422, expect.stringMatching(words)]);
    }
  });

  it('of others’ wards is not there, and one that is shared may be looked at and not changed', async () => {
    await stack.database.query(
      `INSERT INTO source (name, ward_ids) VALUES ('Of others', '{elsewhere}'), ('Shared', ARRAY['elsewhere', $1])`,
      [wardOf(stack)],
    );
    const ids = await stack.database.query<{ id: number }>(
      `SELECT id FROM source WHERE name IN ('Of others', 'Shared') ORDER BY name`,
    );
    const [others, shared] = ids.map(({ id }) => id) as [number, number];
    const absent = await ask<{ detail: string }>('GET', '/999999');
    const foreign = await ask<{ detail: string }>('GET', `/${others}`);
    expect([absent.status, foreign.status]).toEqual([404, 404]);
    expect(foreign.body.detail).toBe(absent.body.detail);
    expect((await ask('POST', `/${others}/keys`, { body: keyTerms() })).status).toBe(404);
    expect((await detail(shared)).source.mayManage).toBe(false);
    expect((await ask('POST', `/${shared}/keys`, { body: keyTerms() })).status).toBe(403);
  });
});

describe('a key', () => {
  it('reaches the homes and patients that it is limited to, and nobody else as if they were not there', async () => {
    const id = await registered();
    const { key: ofHome } = await given(id, { careHomeIds: ['durlston-house'] });
    const residents = new Set(
      (
        await stack.database.query<{ nhs_number: string }>(
          `SELECT p.nhs_number FROM admission a JOIN patient p ON p.id = a.patient_id WHERE a.care_home_id = 'durlston-house'`,
        )
      ).map((row) => row.nhs_number),
    );
    expect(residents.size).toBeGreaterThan(0);
    for (const { nhsNumber } of stack.demo.patients) {
      expect(await sent(ofHome, nhsNumber)).toMatchObject({ status: 201, matched: residents.has(nhsNumber) });
    }
    const [one, other] = [patientOf(stack, 0).nhsNumber, patientOf(stack, 1).nhsNumber];
    const { key: ofPatient } = await given(id, { nhsNumbers: [one] }, 'lead');
    expect(await sent(ofPatient, one)).toMatchObject({ matched: true });
    const answers = await Promise.all([sent(ofPatient, other), sent(ofPatient, '9990000050')]);
    const shape = ({ status, ...rest }: object & { status: number }) => [status, Object.keys(rest).toSorted()];
    expect(shape(answers[0])).toEqual(shape(answers[1]));
  });

  it('is limited to patients by a clinical lead alone; an administrator sees how many and not whom', async () => {
    const id = await registered();
    const { nhsNumber } = patientOf(stack, 0);
    const refused = await ask('POST', `/${id}/keys`, { body: keyTerms({ nhsNumbers: [nhsNumber] }) });
    expect(refused.status).toBe(403);
    await given(id, { nhsNumbers: [nhsNumber] }, 'lead');
    const seen = await detail(id);
    expect(seen.keys).toMatchObject([{ patients: 1 }]);
    expect(JSON.stringify(seen)).not.toContain(nhsNumber);
  });

  it('is changed for a new one with the same reach; both open until the old one’s time', async () => {
    const id = await registered();
    const old = await given(id, { careHomeIds: ['durlston-house'], label: 'Durlston' });
    const rotation = { oldUntil: new Date(Date.now() + 1_500).toISOString(), expiresAt: null };
    const { status, body: newer } = await ask<GivenKey>('POST', `/${id}/keys/${old.keyId}/rotation`, {
      body: rotation,
    });
    expect(status).toBe(201);
    expect(await sent(newer.key)).toMatchObject({ status: 201 });
    const [first, second] = (await detail(id)).keys;
    expect(first).toMatchObject({
      id: newer.keyId,
      label: 'Durlston',
      careHomeIds: ['durlston-house'],
      expiresAt: null,
    });
    expect(second).toMatchObject({ id: old.keyId, expiresAt: Date.parse(rotation.oldUntil) });
    await until(async () => (await sent(old.key)).status === 401, { within: '5s', what: 'The end of the old key' });
    expect(await sent(newer.key)).toMatchObject({ status: 201 });
  });

  it('is withdrawn, and a source switched off, within five seconds', async () => {
    const id = await registered();
    const [one, other] = [await given(id), await given(id)];
    expect((await ask('POST', `/${id}/keys/${one.keyId}/revocation`, { body: { reason: 'It leaked.' } })).status).toBe(
      204,
    );
    await until(async () => (await sent(one.key)).status === 401, { within: '5s', what: 'The end of a withdrawn key' });
    expect(await sent(other.key)).toMatchObject({ status: 201 });
    const rotation = { oldUntil: new Date(Date.now() + 60_000).toISOString(), expiresAt: null };
    expect((await ask('POST', `/${id}/keys/${one.keyId}/rotation`, { body: rotation })).status).toBe(404);

    expect((await ask('PUT', `/${id}/switch`, { body: { on: false, reason: 'Sends nonsense.' } })).status).toBe(200);
    await until(async () => (await sent(other.key)).status === 401, { within: '5s', what: 'The end of a source' });
    expect((await ask('PUT', `/${id}/switch`, { body: { on: true, reason: 'Put right.' } })).status).toBe(200);
    await until(async () => (await sent(other.key)).status === 201, { within: '5s', what: 'The source again' });
    expect((await sent(one.key)).status).toBe(401);
  });

  it('follows a new limit of its source', async () => {
    const id = await registered({ readingsPerSecond: 1, burst: 2 });
    const { key } = await given(id);
    await until(async () => (await sent(key)).status === 429, { within: '5s', what: 'The limit' });
    const { source } = await detail(id);
    await ask('PUT', `/${id}`, {
      body: { version: source.version, terms: terms({ readingsPerSecond: 1_000, burst: 1_000 }) },
    });
    await until(
      async () =>
        (await Promise.all(Array.from({ length: 10 }, () => sent(key)))).every(({ status }) => status === 201),
      { within: '5s', what: 'The new limit' },
    );
  });

  it('of the demo ward still opens the door', async () => {
    expect(await sent(keyOf(stack))).toMatchObject({ status: 201 });
  });
});

it('tells the audit trail who did what, and never the key', async () => {
  const id = await registered();
  const { key, keyId } = await given(id);
  await ask('POST', `/${id}/keys/${keyId}/revocation`, { body: { reason: 'Done.' } });
  const told = (await auditEntries(database, { limit: 20 })).map(
    ({ content }) => JSON.parse(content) as { act: string; details?: { source?: number } },
  );
  const acts = told.filter(({ details }) => details?.source === id).map(({ act }) => act);
  expect(acts.toSorted()).toEqual(['gave-source-key', 'registered-source', 'revoked-source-key']);
  expect(JSON.stringify(told)).not.toContain(key);
});
