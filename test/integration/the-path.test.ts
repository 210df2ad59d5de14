import type { Board, StoredReading } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openStack, until, type TestStack } from '../harness/index.ts';
import { LiveBoard } from '../ward/live-board.ts';
import { aReadingSet, boardOf, keyOf, patientOf, post, signedIn, wardOf } from '../ward/people.ts';
import { news2Bundle } from '../ward/fhir.ts';

let stack: TestStack;
let clinician: string;
let board: LiveBoard;

beforeAll(async () => {
  stack = await openStack();
  clinician = await signedIn(stack, 'hub-clinician');
  board = new LiveBoard(stack.url, clinician, wardOf(stack));
  await until(() => board.seq !== null, { within: '10s', what: 'A board' });
});

describe('a reading goes in, a score comes out, a clinician sees it move', () => {
  it('shows NEWS2, its band and an alert with the sentence that says why, within a second of the post', async () => {
    const ada = patientOf(stack, 0);
    const before = board.seq ?? 0;
    const set = aReadingSet(ada.nhsNumber, { respiration: 21, spo2: 93, pulse: 95, temperature: 37.5, systolic: 120 });

    const answer = await post(stack, set);

    expect(answer.status).toBe(201);
    const stored = (await answer.json()) as StoredReading;
    expect(stored).toEqual({ id: expect.any(String), outcome: 'stored', matched: true });
    await until(() => board.tileOf(ada.nhsNumber)?.score, { within: '1s', what: 'A score' });
    const tile = board.tileOf(ada.nhsNumber);
    expect(tile?.score).toMatchObject({ total: 5, band: 'medium' });
    const alert = tile?.alerts.find((one) => one.ruleId === 'news2-medium');
    expect(alert).toMatchObject({ priority: 'urgent', status: 'raised', count: 1 });
    expect(alert?.sentence).toMatch(/NEWS2 5.*respiration 21.*SpO2 93/);
    expect(board.numbers.at(-1)).toBe(before + 1);
  });

  it('counts the published NEWS2 bundle as 5 and not as the 6 that it states', async () => {
    const person = patientOf(stack, 1);
    const answer = await post(stack, news2Bundle(person.nhsNumber, new Date().toISOString()), {
      path: '/fhir',
      type: 'application/fhir+json',
    });

    expect(answer.status).toBe(200);
    const bundle = (await answer.json()) as { type: string; entry: { response: { status: string } }[] };
    expect(bundle.type).toBe('batch-response');
    expect(bundle.entry.map((entry) => entry.response.status)).toEqual(Array(8).fill('201 Created'));
    const score = await until(() => board.tileOf(person.nhsNumber)?.score, { within: '1s', what: 'A score' });
    expect(score).toMatchObject({ total: 5, statedTotal: 6 });
  });

  it('answers a repeat with 200 and the first id, and moves nothing', async () => {
    const person = patientOf(stack, 2);
    const set = aReadingSet(person.nhsNumber);
    const first = (await (await post(stack, set)).json()) as StoredReading;
    await until(() => board.tileOf(person.nhsNumber)?.score, { within: '2s', what: 'A score' });
    const { seq } = board;

    const again = await post(stack, set);

    expect(again.status).toBe(200);
    expect(await again.json()).toEqual({ id: first.id, outcome: 'repeat', matched: true });
    expect((await boardOf(stack, clinician)).seq).toBe(seq);
  });

  it('never shows an incomplete set as a NEWS2', async () => {
    const person = patientOf(stack, 10);
    const { patient, sourceRef, effectiveAt } = aReadingSet(person.nhsNumber);

    await post(stack, { patient, sourceRef, effectiveAt, respiration: 26, systolic: 89 });

    const incomplete = await until(() => board.tileOf(person.nhsNumber)?.incomplete, { within: '2s', what: 'A set' });
    expect(incomplete).toMatchObject({
      least: 6,
      band: 'medium',
      missing: ['spo2', 'oxygen', 'pulse', 'consciousness', 'temperature'],
    });
    expect(board.tileOf(person.nhsNumber)?.score).toBeNull();
    const alert = board.tileOf(person.nhsNumber)?.alerts.find((one) => one.ruleId === 'news2-medium');
    expect(alert?.sentence).toMatch(/at least 6/);
  });

  it('completes a recent set with a reading that comes alone', async () => {
    const person = patientOf(stack, 4);
    const { systolic, diastolic, ...rest } = aReadingSet(person.nhsNumber, { effectiveAt: minutesAgo(12) });
    await post(stack, rest);
    const { patient, sourceRef } = aReadingSet(person.nhsNumber);
    await post(stack, { patient, sourceRef, effectiveAt: minutesAgo(2), systolic, diastolic });

    const score = await until(() => board.tileOf(person.nhsNumber)?.score, { within: '2s', what: 'A score' });

    expect(score).toMatchObject({ total: 0, band: 'low' });
    expect(board.tileOf(person.nhsNumber)?.incomplete).toBeNull();
  });

  it('puts a late reading where it belongs and not on top of a newer one', async () => {
    const person = patientOf(stack, 5);
    await post(stack, aReadingSet(person.nhsNumber));
    await until(() => board.tileOf(person.nhsNumber)?.score?.total === 0, { within: '2s', what: 'A score of 0' });
    const { seq } = board;
    await post(stack, aReadingSet(person.nhsNumber, { effectiveAt: minutesAgo(120), respiration: 26, spo2: 90 }));
    await until(() => (board.seq ?? 0) > (seq ?? 0), { within: '2s', what: 'The late reading’s event' });

    expect(board.tileOf(person.nhsNumber)?.score?.total).toBe(0);
    expect(board.tileOf(person.nhsNumber)?.alerts).toEqual([]);
    const [kept] = await stack.database.query(
      `SELECT al.status FROM alert al JOIN admission a ON a.id = al.admission_id JOIN patient p ON p.id = a.patient_id WHERE p.nhs_number = $1`,
      [person.nhsNumber],
    );
    expect(kept).toEqual({ status: 'historic' });
  });

  it('keeps why: each finding with its rule, versions, readings and thresholds', async () => {
    const findings = await stack.database.query<{
      rule_id: string;
      evidence: { readingIds: string[]; thresholds: object };
    }>('SELECT rule_id, rule_version, rule_set_version, evidence, source FROM finding');
    expect(findings.length).toBeGreaterThan(0);
    for (const { evidence } of findings) {
      expect(evidence.readingIds.length).toBeGreaterThan(0);
      expect(Object.keys(evidence.thresholds).length).toBeGreaterThan(0);
    }
  });

  it('takes answers to questions with or without readings, and a red flag is an emergency at once', async () => {
    const person = patientOf(stack, 14);
    const { patient, sourceRef, effectiveAt } = aReadingSet(person.nhsNumber);
    const answer = await post(stack, { patient, sourceRef, effectiveAt, answers: { chestPain: true } });

    expect(answer.status).toBe(201);
    const alert = await until(
      () => board.tileOf(person.nhsNumber)?.alerts.find((one) => one.ruleId === 'red-flag-answer'),
      { within: '2s', what: 'An emergency' },
    );
    expect(alert.priority).toBe('emergency');
  });
});

describe('rules are documents', () => {
  const install = (document: object) =>
    stack.database.query(
      `INSERT INTO rule_set (id, version, document, approver, installed_at) VALUES ($1::jsonb ->> 'id', $1::jsonb ->> 'version', $1::jsonb, 'a test', now())`,
      [document],
    );

  it('follows a document that is put in force, within its bounds, and keeps its version with each finding', async () => {
    await install({
      id: 'dorset',
      version: '1',
      approver: 'a test',
      rules: { 'news2-medium': { priority: 'emergency' } },
    });
    await until(() => stack.worker.logs().includes('"version":"1"'), { within: '10s', what: 'The new rules in force' });
    const person = patientOf(stack, 15);
    await post(stack, aReadingSet(person.nhsNumber, { respiration: 21, spo2: 93, pulse: 95 }));

    const alert = await until(
      () => board.tileOf(person.nhsNumber)?.alerts.find((one) => one.ruleId === 'news2-medium'),
      { within: '2s', what: 'An alert' },
    );
    expect(alert.priority).toBe('emergency');
    const [finding] = await stack.database.query(
      `SELECT rule_set_version FROM finding WHERE rule_id = 'news2-medium' ORDER BY recorded_at DESC LIMIT 1`,
    );
    expect(finding).toEqual({ rule_set_version: '1' });
  });

  it('does not follow a document that passes a bound: what was in force stays', async () => {
    await install({ id: 'dorset', version: '2', approver: 'a test', rules: { 'news2-high': { enabled: false } } });
    await until(() => stack.worker.logs().includes('the stored rules are refused'), {
      within: '10s',
      what: 'A refusal',
    });
    const person = patientOf(stack, 16);
    await post(stack, aReadingSet(person.nhsNumber, { respiration: 26, spo2: 90, pulse: 115 }));

    const alert = await until(() => board.tileOf(person.nhsNumber)?.alerts.find((one) => one.ruleId === 'news2-high'), {
      within: '2s',
      what: 'An alert',
    });
    expect(alert.priority).toBe('emergency');
  });
});

describe('what cannot be taken is refused in words', () => {
  const refusals: [string, (nhsNumber: string) => unknown, number, RegExp][] = [
    ['a misspelt field', (n) => ({ ...aReadingSet(n), spO2: 93 }), 422, /spO2 is not a field/],
    [
      'text for a number',
      (n) => ({ ...aReadingSet(n), pulse: '72' }),
      422,
      /pulse: expected a number in beats a minute/,
    ],
    ['a wrong check digit', () => aReadingSet('943 476 5918'), 422, /NHS number/],
    ['a time without its offset', (n) => aReadingSet(n, { effectiveAt: '2026-11-02T09:30:00' }), 422, /offset/],
    ['a time in the future', (n) => aReadingSet(n, { effectiveAt: minutesAgo(-15) }), 422, /15 min ahead of our clock/],
    [
      'no reading at all',
      (n) => ({ patient: { nhsNumber: n }, sourceRef: 'x', effectiveAt: minutesAgo(1) }),
      422,
      /at least one reading/,
    ],
    ['nothing', () => ({}), 422, /patient/],
    ['no JSON', () => '{"patient":', 400, /JSON/],
    ['a NUL in a text', (n) => ({ ...aReadingSet(n), note: 'a\u0000b' }), 422, /note/],
    ['half a surrogate pair', (n) => ({ ...aReadingSet(n), recordedBy: '\ud800' }), 422, /recordedBy/],
    [
      'a number that is none',
      (n) => JSON.stringify(aReadingSet(n)).replace(/"pulse":\d+/, '"pulse":1e999'),
      422,
      /pulse/,
    ],
    [
      'a key into the prototype',
      (n) => JSON.stringify(aReadingSet(n)).replace('{', '{"__proto__":{"a":1},'),
      400,
      /__proto__/,
    ],
    ['an empty array', () => [], 422, /at least one/],
  ];

  it.each(refusals)('%s', async (_, document, status, words) => {
    const answer = await post(stack, document(patientOf(stack, 0).nhsNumber));

    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const problem = (await answer.json()) as {
      type: string;
      title: string;
      detail: string;
      status: number;
      traceId: string;
    };
    expect(problem).toMatchObject({
      status,
      title: expect.any(String),
      type: expect.any(String),
      traceId: expect.stringMatching(/^[\da-f]{32}$/),
    });
    expect(problem.detail).toMatch(words);
  });

  it('takes the good of an array and names the bad by its place', async () => {
    const { nhsNumber } = patientOf(stack, 6);
    const answer = await post(stack, [aReadingSet(nhsNumber), { ...aReadingSet(nhsNumber), pulse: 'x' }]);

    expect(answer.status).toBe(207);
    const { results } = (await answer.json()) as { results: { status: number; errors?: { pointer: string }[] }[] };
    expect(results.map((result) => result.status)).toEqual([201, 422]);
    expect(results[1]?.errors?.[0]?.pointer).toBe('/1/pulse');
  });

  it('keeps a value that is not plausible, does not score it, and asks for it again', async () => {
    const { nhsNumber } = patientOf(stack, 7);
    const answer = await post(stack, aReadingSet(nhsNumber, { spo2: 9 }));

    expect(answer.status).toBe(201);
    const stored = (await answer.json()) as StoredReading;
    expect(stored.pleaseRepeat).toEqual([{ field: 'spo2', sent: 9, detail: expect.stringMatching(/please repeat/) }]);
    const incomplete = await until(() => board.tileOf(nhsNumber)?.incomplete, { within: '2s', what: 'A set' });
    expect(incomplete).toMatchObject({ least: 0, missing: ['spo2'] });
    const [row] = await stack.database.query('SELECT spo2, details FROM observation WHERE id = $1', [stored.id]);
    expect(row).toEqual({ spo2: null, details: { quarantined: { spo2: 9 } } });
  });

  it('keeps a reading of somebody who is on no ward, and says so', async () => {
    const answer = await post(stack, aReadingSet('9434765919'));

    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ outcome: 'stored', matched: false });
  });

  it('says 401 to a key that nobody has', async () => {
    const answer = await post(stack, aReadingSet(patientOf(stack, 0).nhsNumber), { key: `${keyOf(stack)}x` });
    expect(answer.status).toBe(401);
  });
});

describe('alerts are answered by name', () => {
  it('is accepted by one of two clinicians who answer at once; the other is told who', async () => {
    const person = patientOf(stack, 11);
    await post(stack, aReadingSet(person.nhsNumber, { respiration: 26, spo2: 90, pulse: 115 }));
    const alert = await until(() => board.tileOf(person.nhsNumber)?.alerts[0], { within: '2s', what: 'An alert' });
    const accept = (cookie: string) =>
      fetch(`${stack.url}/api/alerts/${alert.id}/acceptance`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ version: alert.version }),
      });

    const answers = await Promise.all([accept(clinician), accept(await signedIn(stack, 'lead'))]);

    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const refused = answers.find((answer) => answer.status === 409);
    expect(await refused?.text()).toMatch(/has accepted this alert/);
    const shown = await until(
      () => board.tileOf(person.nhsNumber)?.alerts.find((one) => one.id === alert.id && one.status === 'accepted'),
      { within: '2s', what: 'The acceptance on the board' },
    );
    expect(shown.acceptedBy).toEqual(expect.any(String));
  });

  it('closes with an outcome, and only with one', async () => {
    const person = patientOf(stack, 12);
    await post(stack, aReadingSet(person.nhsNumber, { respiration: 26, spo2: 90, pulse: 115 }));
    const alert = await until(() => board.tileOf(person.nhsNumber)?.alerts[0], { within: '2s', what: 'An alert' });
    const resolve = (body: object) =>
      fetch(`${stack.url}/api/alerts/${alert.id}/resolution`, {
        method: 'POST',
        headers: { cookie: clinician, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });

    expect((await resolve({ version: alert.version })).status).toBe(422);
    expect((await resolve({ version: alert.version + 1, outcome: 'advice' })).status).toBe(409);
    expect((await resolve({ version: alert.version, outcome: 'advice' })).status).toBe(200);
    await until(() => board.tileOf(person.nhsNumber)?.alerts.every((one) => one.id !== alert.id), {
      within: '2s',
      what: 'A board without the alert',
    });
  });
});

describe('joining', () => {
  it('gives exactly the events after the last number seen', async () => {
    const away = new LiveBoard(stack.url, clinician, wardOf(stack));
    await until(() => away.seq !== null, { within: '5s', what: 'A board' });
    away.goAway();
    for (let i = 0; i < 3; i++) {
      const { seq } = board;
      await post(stack, aReadingSet(patientOf(stack, 13).nhsNumber));
      await until(() => (board.seq ?? 0) > (seq ?? 0), { within: '2s', what: 'An event' });
    }

    away.comeBack();

    await until(() => away.seq === board.seq, { within: '5s', what: 'The same number' });
    expect(away.snapshots).toBe(1);
    expect(away.gaps()).toEqual([]);
  });

  it('gives the whole board to a client that is ahead of the feed', async () => {
    const truth: Board = await boardOf(stack, clinician);
    const lost = new LiveBoard(stack.url, clinician, wardOf(stack));
    lost.seq = truth.seq + 1_000;
    await until(() => lost.snapshots === 1, { within: '5s', what: 'A board' });
    expect(lost.seq).toBe(truth.seq);
  });
});

function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}
