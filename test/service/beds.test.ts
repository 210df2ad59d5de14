import type { Admitted, Problem, ReferralTerms, ReferralView, WardBeds } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compiled } from '../../scripts/start/project-root.ts';
import { openStack, until, type TestStack } from '../harness/index.ts';
import { aReadingSet, boardOf, patientOf, post, signedIn, wardOf } from '../ward/people.ts';
import { everythingIsEvaluated } from '../ward/promises.ts';
import { aNumber, aReferral } from '../ward/referrals.ts';

let stack: TestStack;
let coordinator: string;
let lead: string;

beforeAll(async () => {
  stack = await openStack();
  coordinator = await signedIn(stack, 'coordinator');
  lead = await signedIn(stack, 'lead');
});

const send = (method: string, path: string, body: object, cookie = coordinator): Promise<Response> =>
  fetch(`${stack.url}/api/${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const problem = async (answer: Response): Promise<Problem> => (await answer.json()) as Problem;

const beds = async (): Promise<WardBeds> => {
  const answer = await fetch(`${stack.url}/api/wards/${wardOf(stack)}/beds`, { headers: { cookie: coordinator } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as WardBeds;
};
const referralOf = async (id: string): Promise<ReferralView> =>
  (await beds()).referrals.find((referral) => referral.id === id)!;

async function referred(different: Partial<ReferralTerms> = {}): Promise<string> {
  const answer = await send('POST', `wards/${wardOf(stack)}/referrals`, aReferral(different));
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

const decide = async (id: string, decision: object, cookie = coordinator): Promise<Response> =>
  send('PUT', `referrals/${id}/decision`, { version: (await referralOf(id)).version, ...decision }, cookie);

async function accepted(different: Partial<ReferralTerms> = {}): Promise<string> {
  const id = await referred(different);
  expect((await decide(id, { to: 'waiting', reason: 'Looked at together.' })).status).toBe(200);
  return id;
}

const admit = async (id: string, different: object = {}, cookie = coordinator): Promise<Response> =>
  send(
    'POST',
    `referrals/${id}/admission`,
    { version: (await referralOf(id)).version, level: 'standard', bed: null, ...different },
    cookie,
  );

const withdraw = async (id: string): Promise<void> => {
  expect((await decide(id, { to: 'withdrawn', reason: 'The test is over.' })).status).toBe(200);
};

async function end(admissionId: string, ending: string, version: number): Promise<Response> {
  const said = { version, ending, reason: 'As agreed with the family.' };
  const later = ending === 'home' ? { summaryLater: 'The clinician writes it today.' } : {};
  return send('PUT', `admissions/${admissionId}/end`, { ...said, ...later });
}

/** Leaves so many beds of the ward free, whoever lies there. */
async function leaveFree(count: number): Promise<void> {
  await stack.database.query(`UPDATE admission SET bed = NULL WHERE ward_id = $1 AND status = 'ended'`, [
    wardOf(stack),
  ]);
  await stack.database.query(
    `DELETE FROM bed b WHERE b.ward_id = $1 AND NOT EXISTS (SELECT FROM admission a WHERE a.ward_id = b.ward_id AND a.bed = b.number)`,
    [wardOf(stack)],
  );
  await stack.database.query(
    `INSERT INTO bed (ward_id, number) SELECT $1, n FROM generate_series(101, 100 + $2::int) n`,
    [wardOf(stack), count],
  );
}

describe('a referral', () => {
  it('is there to be decided on, with each criterion as it stands and what was not said as not known', async () => {
    const id = await referred({ clinicalFrailtyScale: null, birthDate: '1971-01-02', postcode: 'dt1 1aa' });
    const referral = await referralOf(id);
    expect(referral).toMatchObject({
      state: 'received',
      receivedBy: 'Tunde Ringstead',
      place: null,
      imdDecile: null,
      terms: { familyName: 'Winfrith', postcode: 'DT1 1AA', livesAlone: true, gp: null },
      events: [{ by: 'Tunde Ringstead', state: 'received' }],
    });
    expect(Object.fromEntries(referral.criteria.map((one) => [one.id, one.state]))).toEqual({
      adult: 'met',
      consent: 'met',
      news2: 'met',
      trajectory: 'met',
      age: 'not-met',
      frailty: 'unknown',
    });

    const unasked = await decide(id, { to: 'waiting', reason: null });
    expect(unasked.status).toBe(422);
    expect((await problem(unasked)).detail).toMatch(
      /^reason: is wanted, because not every criterion is met: 5\d years; 65/,
    );
    const reason = 'Frail beyond her years: seen by Dr Shah.';
    expect((await decide(id, { to: 'waiting', reason })).status).toBe(200);
    expect(await referralOf(id)).toMatchObject({
      state: 'waiting',
      place: 1,
      events: [{}, { state: 'waiting', reason }],
    });
    const [kept] = await stack.database.query<{ criteria: { id: string; state: string }[] }>(
      `SELECT criteria FROM referral_event WHERE referral_id = $1 AND state = 'waiting'`,
      [id],
    );
    expect(kept?.criteria.find((one) => one.id === 'age')?.state).toBe('not-met');
    await withdraw(id);
  });

  it('of somebody whose neighbourhood is known has its tenth of deprivation', async () => {
    const sample = new URL('../../docs/examples/deprivation.csv', import.meta.url);
    const load = promisify(execFile)(process.execPath, [compiled('scripts/deprivation'), fileURLToPath(sample)], {
      env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: stack.database.url },
    });
    expect((await load).stdout).toBe('5 postcodes are known now.\n');
    const id = await accepted({ postcode: 'DT4 9AB' });
    const found = await referralOf(id);
    expect([found.imdDecile, found.why.at(-1)]).toEqual([
      1,
      'Neighbourhood in decile 1 of deprivation: first among equal waits.',
    ]);
    await withdraw(id);
  });

  it('is one for a person at a time, and none of somebody who is on the ward', async () => {
    const path = `wards/${wardOf(stack)}/referrals`;
    const one = aReferral();
    const first = await send('POST', path, one);
    expect(first.status).toBe(201);
    const twice = await send('POST', path, one);
    expect([twice.status, (await problem(twice)).detail]).toEqual([
      422,
      'nhsNumber: has a referral to this ward that is not settled yet: decide on that one.',
    ]);
    const there = await send('POST', path, aReferral({ nhsNumber: patientOf(stack, 0).nhsNumber }));
    expect([there.status, (await problem(there)).detail]).toEqual([
      422,
      'nhsNumber: is of somebody who is on a virtual ward already: see them on its board.',
    ]);
    await withdraw(((await first.json()) as { id: string }).id);
  });

  it.each([
    ['nhsNumber', { nhsNumber: '943 476 5918' }],
    ['birthDate', { birthDate: '2999-01-01' }],
    ['birthDate', { birthDate: `${new Date().getUTCFullYear() - 15}-01-01` }],
    ['pregnant', { birthDate: '1996-01-01', pregnant: true }],
    ['news2', { news2: 21 }],
    ['postcode', { postcode: 'Dorchester' }],
    ['careHomeId', { careHomeId: 'no-such-home' }],
    ['reason', { reason: ' ' }],
    ['spo2Scale', { spo2Scale: 3 as 1 }],
  ])('with a %s that cannot be is refused by that name', async (field, different) => {
    const answer = await send('POST', `wards/${wardOf(stack)}/referrals`, aReferral(different));
    expect(answer.status).toBe(422);
    expect((await problem(answer)).errors).toMatchObject([{ field }]);
  });

  it('is declined with a reason and advice, and cannot be admitted then', async () => {
    const id = await referred();
    expect((await decide(id, { to: 'declined', reason: 'Needs oxygen that we cannot give.' })).status).toBe(422);
    const advice = 'Ring the respiratory team on call.';
    expect((await decide(id, { to: 'declined', reason: 'Needs oxygen.', advice })).status).toBe(200);
    expect(await referralOf(id)).toMatchObject({ state: 'declined', events: [{}, { state: 'declined', advice }] });
    const late = await admit(id);
    expect([late.status, (await problem(late)).detail]).toEqual([
      409,
      'That cannot be done with this referral now: it was declined.',
    ]);
  });

  it('that somebody else decided on meanwhile is not decided on again', async () => {
    const id = await referred();
    const { version } = await referralOf(id);
    const both = await Promise.all(
      [coordinator, lead].map((cookie) =>
        send('PUT', `referrals/${id}/decision`, { to: 'waiting', version, reason: 'Fits.' }, cookie),
      ),
    );
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect((await referralOf(id)).events).toHaveLength(2);
    await withdraw(id);
  });
});

describe('beds', () => {
  it('are offered in the order of need, and one that is kept for somebody is nobody else’s', async () => {
    await leaveFree(1);
    const well = await accepted({ news2: 0 });
    const ill = await accepted({ news2: 5 });
    expect((await beds()).referrals.slice(0, 2).map(({ id, place, need }) => [id, place, need])).toEqual([
      [ill, 1, 'high'],
      [well, 2, 'steady'],
    ]);
    expect((await decide(ill, { to: 'offered', hours: 4 })).status).toBe(200);
    expect((await beds()).offered).toBe(1);
    const kept = await admit(well);
    expect([kept.status, (await problem(kept)).detail]).toEqual([
      409,
      expect.stringMatching(
        /^All 20 beds of the ward are taken or kept for an offer \(1\)\..* number 2 in the queue\.$/,
      ),
    ]);
    expect((await decide(well, { to: 'offered', hours: 4 })).status).toBe(409);

    // An offer that ran out holds nothing.
    await stack.database.query(`UPDATE referral SET offered_until = now() - interval '1 minute' WHERE id = $1`, [ill]);
    expect(await referralOf(ill)).toMatchObject({ state: 'waiting', offeredUntil: null });
    const answer = await admit(well, { level: 'light' });
    expect(answer.status).toBe(201);
    const { admissionId, bed, nextDueAt } = (await answer.json()) as Admitted;
    expect(bed).toBe(101);
    const tile = (await boardOf(stack, coordinator)).tiles.find((one) => one.admissionId === admissionId);
    expect(tile).toMatchObject({
      bed: 101,
      level: 'light',
      pathway: 'frailty',
      nextDueAt,
      patient: { name: 'Harriet Winfrith' },
    });
    expect(await referralOf(well)).toMatchObject({ state: 'admitted', admissionId });
    await withdraw(ill);
    const { version } = (await beds()).beds.find((one) => one.bed === 101)!.stay!;
    expect((await end(admissionId, 'home', version)).status).toBe(200);
  });

  it('of two who admit to the last one, one gets it, and the other is told who was quicker', async () => {
    await leaveFree(1);
    const [first, second] = [await accepted({ news2: 3 }), await accepted({ news2: 4 })];
    const answers = await Promise.all([admit(first), admit(second, {}, lead)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    const late = answers.find(({ status }) => status === 409)!;
    expect((await problem(late)).detail).toMatch(
      /^All 20 beds of the ward are taken\. The last one was given by (Tunde Ringstead|Saoirse Holworth) at \d\d:\d\d\. This referral is number 1 in the queue\.$/,
    );
    const taken = (await beds()).beds.filter(({ stay }) => stay !== null).map(({ bed }) => bed);
    expect(new Set(taken).size).toBe(taken.length);
    const { admissionId } = (await answers.find(({ status }) => status === 201)!.json()) as Admitted;
    for (const id of [first, second]) if ((await referralOf(id)).state === 'waiting') await withdraw(id);
    expect((await end(admissionId, 'withdrawn', 1)).status).toBe(200);
  });

  it('give nobody a stay under another’s NHS number, nor a second one', async () => {
    await leaveFree(2);
    const nhsNumber = aNumber();
    await stack.database.query(
      `INSERT INTO patient (id, nhs_number, given_name, family_name, birth_date, sex) VALUES ($1, $2, 'Ada', 'Kimmeridge', '1930-01-01', 'female')`,
      [randomUUID(), nhsNumber],
    );
    const id = await accepted({ nhsNumber });
    const answer = await admit(id);
    expect([answer.status, (await problem(answer)).detail]).toEqual([
      409,
      expect.stringContaining('another family name or birth date for this NHS number'),
    ]);
    expect(await referralOf(id)).toMatchObject({ state: 'waiting', admissionId: null });
    await withdraw(id);
    const other = await accepted();
    expect((await admit(other, { bed: (await beds()).beds.find(({ stay }) => stay !== null)!.bed })).status).toBe(422);
    await withdraw(other);
  });

  it('bring readings home that came before the admission; and nobody who died is referred again', async () => {
    await leaveFree(1);
    const nhsNumber = aNumber();
    const id = await accepted({ nhsNumber });
    expect((await post(stack, aReadingSet(nhsNumber))).status).toBe(201);
    const { admissionId } = (await (await admit(id)).json()) as Admitted;
    const found = (): Promise<unknown[]> =>
      stack.database.query(
        `SELECT FROM observation o JOIN patient p ON p.id = o.patient_id WHERE p.nhs_number = $1
           AND NOT EXISTS (SELECT FROM unmatched_reading u WHERE u.nhs_number = p.nhs_number)`,
        [nhsNumber],
      );
    await until(async () => (await found()).length === 1, { within: '30s', what: 'The reading as the patient’s' });
    expect((await end(admissionId, 'died', 1)).status).toBe(200);
    const again = await send('POST', `wards/${wardOf(stack)}/referrals`, aReferral({ nhsNumber }));
    expect([again.status, (await problem(again)).detail]).toEqual([
      422,
      expect.stringMatching(/^nhsNumber: is of somebody who died on a virtual ward by our record \(.* 20\d\d\): check/),
    ]);
  });

  it('change places, and both patients are where they say', async () => {
    const [one, other] = (await beds()).beds.filter(({ stay }) => stay !== null);
    const move = (bed: number, version: number): Promise<Response> =>
      send('PUT', `admissions/${one!.stay!.admissionId}/bed`, { bed, version });
    const answer = await move(other!.bed, one!.stay!.version);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ changedWith: other!.stay!.admissionId });
    const { tiles } = await boardOf(stack, coordinator);
    const bedOf = (id: string) => tiles.find(({ admissionId }) => admissionId === id)?.bed;
    expect([bedOf(one!.stay!.admissionId), bedOf(other!.stay!.admissionId)]).toEqual([other!.bed, one!.bed]);
    expect((await move(one!.bed, one!.stay!.version)).status).toBe(409);
    expect((await move(499, one!.stay!.version + 1)).status).toBe(422);
  });
});

describe('the end of a stay', () => {
  it('frees the bed, takes the patient off the board and closes what was open; nobody goes home with an emergency', async () => {
    const { nhsNumber } = patientOf(stack, 3);
    const { tiles } = await boardOf(stack, coordinator);
    const { admissionId, version } = tiles.find(({ patient }) => patient.nhsNumber === nhsNumber)!;
    const set = { respiration: 27, spo2: 86, systolic: 88, pulse: 135, consciousness: 'V' as const };
    expect((await post(stack, aReadingSet(nhsNumber, set))).status).toBe(201);
    await everythingIsEvaluated(stack, '20s');
    const home = await end(admissionId, 'home', version);
    expect([home.status, (await problem(home)).detail]).toEqual([
      409,
      expect.stringContaining('An emergency alert is open'),
    ]);
    expect((await end(admissionId, 'hospital', 999)).status).toBe(409);
    const answer = await end(admissionId, 'hospital', version);
    expect(answer.status).toBe(200);
    expect((await answer.json()) as { closedAlerts: number }).toMatchObject({ closedAlerts: expect.any(Number) });
    expect((await boardOf(stack, coordinator)).tiles.map((tile) => tile.admissionId)).not.toContain(admissionId);
    expect(
      await stack.database.query(`SELECT status, ending, ending_reason, ended_by_name FROM admission WHERE id = $1`, [
        admissionId,
      ]),
    ).toEqual([
      {
        status: 'ended',
        ending: 'hospital',
        ending_reason: 'As agreed with the family.',
        ended_by_name: 'Tunde Ringstead',
      },
    ]);
    expect((await end(admissionId, 'home', version + 1)).status).toBe(404);
    expect(
      await stack.database.query(`SELECT id FROM alert WHERE admission_id = $1 AND status <> 'resolved'`, [
        admissionId,
      ]),
    ).toEqual([]);
  });
});
