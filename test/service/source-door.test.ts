import { beforeAll, describe, expect, it } from '@jest/globals';
import { openStack, startApp, until, type TestApp, type TestStack } from '../harness/index.ts';
import { aReadingSet, patientOf, wardOf } from '../ward/people.ts';
import { aKey } from '../ward/sources.ts';

let stack: TestStack;
/** A second one beside the stack's own: what one of them is told, the other has to know. */
let second: TestApp;
let both: { url: string }[];

beforeAll(async () => {
  stack = await openStack({
    env: { CLIENT_CERTIFICATE_HEADER: 'X-Client-Cert-Fingerprint', TRUSTED_PROXIES: '127.0.0.1' },
  });
  second = await startApp('ingestion', stack.env);
  both = [stack.ingestion, second];
});

const send = (
  app: { url: string },
  key: string,
  body: unknown = aReadingSet(patientOf(stack, 0).nhsNumber),
  more = {},
) =>
  fetch(`${app.url}/v1/observations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...more },
    body: JSON.stringify(body),
  });

const statusOf = async (answer: Promise<Response>): Promise<number> => {
  const { status, body } = await answer;
  await body?.cancel();
  return status;
};

/** Revocation and its like have to be known everywhere within this. */
const KNOWN_WITHIN = '5s';

const everywhere = (key: string, status: number) =>
  until(async () => (await Promise.all(both.map((app) => statusOf(send(app, key))))).every((one) => one === status), {
    within: KNOWN_WITHIN,
    what: `${status} at every ingestion`,
  });

describe('a key', () => {
  it('opens every door from its first use on, and none within five seconds of being withdrawn', async () => {
    const key = await aKey(stack);
    expect(await Promise.all(both.map((app) => statusOf(send(app, key))))).toEqual([201, 201]);
    await stack.database.query(
      `UPDATE source_key SET revoked_at = now(), revoked_by = 'test' WHERE key_hash = sha256($1::bytea)`,
      [Buffer.from(key)],
    );
    await everywhere(key, 401);
    const answer = await send(stack.ingestion, key);
    expect(await answer.json()).toMatchObject({ type: expect.stringMatching(/key-revoked$/) });
  });

  it('is changed for another while both open: the new one at once, the old one until its time', async () => {
    const source = 'A gateway whose key is changed';
    const old = await aKey(stack, { source });
    expect(await statusOf(send(stack.ingestion, old))).toBe(201);
    const newer = await aKey(stack, { source });
    const until = new Date(Date.now() + 2_000);
    await stack.database.query('UPDATE source_key SET expires_at = $2 WHERE key_hash = sha256($1::bytea)', [
      Buffer.from(old),
      until,
    ]);
    // Nobody has to wait: the two overlap.
    expect(await statusOf(send(second, newer))).toBe(201);
    expect(await statusOf(send(stack.ingestion, newer))).toBe(201);
    const statuses = new Set<number>();
    while (Date.now() < until.getTime() - 200) statuses.add(await statusOf(send(stack.ingestion, old)));
    if (statuses.size > 0) expect([...statuses]).toEqual([201]);
    await everywhere(old, 401);
    const answer = await send(stack.ingestion, old);
    expect(await answer.json()).toMatchObject({ type: expect.stringMatching(/key-expired$/) });
    expect(await statusOf(send(stack.ingestion, newer))).toBe(201);
  });

  it('does only what it may: one that reads does not send', async () => {
    const answer = await send(stack.ingestion, await aKey(stack, { maySend: false, mayRead: true }));
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ detail: 'This key may read and not send.' });
  });

  it('opens nothing while its source is switched off', async () => {
    const source = 'A gateway that is switched off';
    const key = await aKey(stack, { source });
    expect(await statusOf(send(stack.ingestion, key))).toBe(201);
    await stack.database.query('UPDATE source SET disabled_at = now() WHERE name = $1', [source]);
    await everywhere(key, 401);
    await stack.database.query('UPDATE source SET disabled_at = NULL WHERE name = $1', [source]);
    await everywhere(key, 201);
  });

  it('is not believed without the client certificate that its source registered', async () => {
    const source = 'A gateway with a certificate';
    const key = await aKey(stack, { source });
    const fingerprint = 'a1'.repeat(32);
    await stack.database.query('UPDATE source SET client_certificates = $2 WHERE name = $1', [
      source,
      [fingerprint, 'CN=gateway, O=Acme'],
    ]);
    await everywhere(key, 401);
    const withCertificate = (named: string) =>
      statusOf(send(stack.ingestion, key, undefined, { 'x-client-cert-fingerprint': named }));
    expect(await withCertificate('b2'.repeat(32))).toBe(401);
    expect(await withCertificate(fingerprint)).toBe(201);
    expect(await withCertificate(fingerprint.toUpperCase().replace(/(..)(?=.)/g, '$1:'))).toBe(201);
    expect(await withCertificate('CN=gateway, O=Acme')).toBe(201);
    expect(await withCertificate('CN=gateway')).toBe(401);
  });
});

describe('a limit', () => {
  const limited = async (source: string, perSecond: number, burst: number): Promise<string> => {
    // The limit before the key: no process ever knows the one without the other.
    await stack.database.query(
      'INSERT INTO source (name, ward_ids, readings_per_second, burst) VALUES ($1, $2, $3, $4)',
      [source, [wardOf(stack)], perSecond, burst],
    );
    return aKey(stack, { source });
  };

  it('lets the burst through and no more than its pace after it, and says when to come again', async () => {
    const key = await limited('A hurried gateway', 2, 20);
    const began = Date.now();
    const answers = await Promise.all(Array.from({ length: 60 }, () => send(stack.ingestion, key)));
    const passed = answers.filter((answer) => answer.status === 201).length;
    const refused = answers.filter((answer) => answer.status === 429);
    expect(passed + refused.length).toBe(60);
    expect(passed).toBeGreaterThanOrEqual(20);
    expect(passed).toBeLessThanOrEqual(20 + 2 * Math.ceil((Date.now() - began) / 1_000));
    const [one] = refused;
    expect(Number(one?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(one?.headers.get('ratelimit-policy')).toBe('"source";q=20;w=10');
    expect(one?.headers.get('ratelimit')).toMatch(/^"source";r=0;t=\d+$/);
    expect(await one?.json()).toMatchObject({
      status: 429,
      detail: expect.stringMatching(/2 readings a second, and 20 at once/),
    });
    // It comes again when it may, and is let in.
    await until(async () => (await statusOf(send(stack.ingestion, key))) === 201, { within: '5s' });
    // Nobody else waits for it.
    expect(await statusOf(send(stack.ingestion, await aKey(stack)))).toBe(201);
  });

  it('counts readings and not requests', async () => {
    const key = await limited('A gateway with batches', 1, 30);
    const { nhsNumber } = patientOf(stack, 0);
    const batch = () => Array.from({ length: 25 }, () => aReadingSet(nhsNumber));
    const statuses: number[] = [];
    // 25 fit; the second 25 go into debt; then nothing goes until it is paid off.
    for (let i = 0; i < 3; i++) statuses.push(await statusOf(send(stack.ingestion, key, batch())));
    expect(statuses).toEqual([201, 201, 429]);
    const wrong = await limited('A gateway with wrong batches', 1, 30);
    for (let i = 0; i < 2; i++)
      await statusOf(
        send(
          stack.ingestion,
          wrong,
          Array.from({ length: 25 }, () => ({})),
        ),
      );
    expect(await statusOf(send(stack.ingestion, wrong))).toBe(429);
  });

  it('makes a long stream wait, line by line', async () => {
    const source = 'A gateway with a stream';
    // Of the first hundred lines, ten are within the burst: the next hundred wait for a minute and a half.
    const key = await limited(source, 1, 10);
    const { nhsNumber } = patientOf(stack, 0);
    const lines = Array.from({ length: 300 }, () => `${JSON.stringify(aReadingSet(nhsNumber))}\n`).join('');
    const leaving = new AbortController();
    const answer = await fetch(`${stack.ingestion.url}/v1/observations`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${key}` },
      body: lines,
      signal: leaving.signal,
    });
    const told = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('{"line":100,')) text += (await told?.read())?.value ?? '';
    expect(await statusOf(send(stack.ingestion, key))).toBe(429);
    leaving.abort();
    await told?.cancel().catch(() => undefined);
    const stored = await stack.database.query(
      'SELECT 1 FROM observation o JOIN source s ON s.id = o.source_id WHERE s.name = $1',
      [source],
    );
    expect(stored).toHaveLength(100);
  });

  it('is one limit, however many processes there are', async () => {
    const key = await limited('A gateway behind a balancer', 1, 400);
    const { nhsNumber } = patientOf(stack, 0);
    const all = Array.from({ length: 450 }, () => aReadingSet(nhsNumber));
    expect(await statusOf(send(stack.ingestion, key, all))).toBe(201);
    // What the first let through is told to the second, which would have let 400 through by itself.
    let passed = 0;
    await until(
      async () => {
        const status = await statusOf(send(second, key));
        if (status === 201) passed += 1;
        return status === 429;
      },
      { within: '10s', what: '429 at the other one' },
    );
    expect(passed).toBeLessThan(400);
  });
});

describe('what came of what a source sent', () => {
  const tallies = async (source: string): Promise<Record<string, number>> =>
    Object.fromEntries(
      (
        await stack.database.query<{ outcome: string; count: string }>(
          'SELECT outcome, sum(count) AS count FROM source_tally t JOIN source s ON s.id = t.source_id WHERE s.name = $1 GROUP BY outcome',
          [source],
        )
      ).map((row) => [row.outcome, Number(row.count)]),
    );

  it('is counted by outcome and by the code of the refusal, over all processes', async () => {
    const source = 'A gateway that makes every mistake';
    const key = await aKey(stack, { source });
    const set = aReadingSet(patientOf(stack, 0).nhsNumber);
    for (const app of both) await send(app, key, set);
    await send(second, key, aReadingSet('9990000050'));
    await send(second, key, aReadingSet(patientOf(stack, 0).nhsNumber, { pulse: 900 }));
    await send(stack.ingestion, key, [aReadingSet(patientOf(stack, 1).nhsNumber), {}, {}]);
    await send(stack.ingestion, key, {});
    await send(stack.ingestion, key, [{}]);
    await fetch(`${second.url}/v1/observations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: '{"half": ',
    });
    await fetch(`${second.url}/fhir`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({
        resourceType: 'Bundle',
        type: 'batch',
        entry: [{ resource: { resourceType: 'Observation' } }],
      }),
    });
    await stack.database.query(`UPDATE source_key SET expires_at = now() WHERE key_hash = sha256($1::bytea)`, [
      Buffer.from(key),
    ]);
    await everywhere(key, 401);
    await until(
      async () => {
        const { 'refused:key-expired': expired, stored, ...rest } = await tallies(source);
        expect(expired).toBeGreaterThanOrEqual(2);
        // Those that `everywhere` got through before the key was known to be expired are among them.
        expect(stored).toBeGreaterThanOrEqual(4);
        expect(rest).toEqual({
          repeat: 1,
          unmatched: 1,
          'please-repeat': 1,
          'refused:invalid-document': 2 + 1 + 1 + 1,
          'refused:malformed-document': 1,
        });
        return true;
      },
      { within: '10s', what: 'The counts' },
    );
    const [row] = await stack.database.query<{ heard: boolean; stored: boolean; used: boolean }>(
      `SELECT s.last_heard_at IS NOT NULL AS heard, s.last_stored_at IS NOT NULL AS stored, k.last_used_at IS NOT NULL AS used
       FROM source s JOIN source_key k ON k.source_id = s.id WHERE s.name = $1`,
      [source],
    );
    expect(row).toEqual({ heard: true, stored: true, used: true });
  });

  it('is written when the process ends', async () => {
    const source = 'A gateway at the end';
    const key = await aKey(stack, { source });
    expect(await statusOf(send(second, key))).toBe(201);
    await second.stop();
    expect(await tallies(source)).toEqual({ stored: 1 });
  });
});
