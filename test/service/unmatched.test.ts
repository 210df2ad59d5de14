import type { Board, SettledReadings, StayIdentity, UnmatchedGroup, UnmatchedList } from '#contracts';
import { auditEntries, Database } from '#records';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openStack, stopAtTheEnd, until, type TestStack } from '../harness/index.ts';
import { aReadingSet, boardOf, patientOf, post, signedIn, wardOf } from '../ward/people.ts';
import { everythingIsEvaluated } from '../ward/promises.ts';
import { aKey } from '../ward/sources.ts';

let stack: TestStack;
let database: Database;
let clinician: string;

beforeAll(async () => {
  stack = await openStack();
  database = await Database.open({ url: stack.database.url, poolSize: 1, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  clinician = await signedIn(stack, 'hub-clinician');
});

/** Valid numbers of the test range that nobody has, one for each test. */
const STRANGERS = ['9990000050', '9990000069', '9990000077', '9990000085', '9990000093', '9990000107', '9990000115'];
let strangers = 0;
const aStranger = (): string => {
  const number = STRANGERS[strangers++];
  if (number === undefined) throw new Error('no more strangers');
  return number;
};

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who asks knows what is answered
const ask = async <T>(
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  cookie = clinician,
): Promise<{ status: number; body: T }> => {
  const answer = await fetch(`${stack.url}/api/unmatched${path}`, {
    method,
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, body: (await answer.json()) as T };
};

const groupsOf = async (nhsNumber: string): Promise<UnmatchedGroup[]> =>
  (await ask<UnmatchedList>('GET', '')).body.groups.filter((group) => group.nhsNumber === nhsNumber);

async function groupOf(nhsNumber: string): Promise<UnmatchedGroup> {
  const [group, ...others] = await groupsOf(nhsNumber);
  if (!group || others.length > 0) throw new Error(`${others.length + (group ? 1 : 0)} groups of ${nhsNumber}`);
  return group;
}

async function stayOf(nhsNumber: string): Promise<StayIdentity> {
  const { stays } = (await ask<{ stays: StayIdentity[] }>('GET', '/stays')).body;
  const stay = stays.find((one) => one.nhsNumber === nhsNumber);
  if (!stay) throw new Error('nobody on the ward has that number');
  return stay;
}

const confirmed = ({ name, birthDate, nhsNumber }: StayIdentity) => ({ name, birthDate, nhsNumber });

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

const placeOf = async (sourceRef: string) =>
  (
    await stack.database.query<{ admission_id: string | null; patient_id: string | null; placed: string | null }>(
      `SELECT o.admission_id, o.patient_id, d.placed FROM observation o
       LEFT JOIN identity_decision_reading d ON d.observation_id = o.id WHERE o.source_ref = $1`,
      [sourceRef],
    )
  )[0];

async function admitted(nhsNumber: string, since: string): Promise<string> {
  const [patient, admission] = [randomUUID(), randomUUID()];
  await stack.database.query(
    `WITH person AS (
       INSERT INTO patient (id, nhs_number, given_name, family_name, birth_date, sex) VALUES ($1, $2, 'Wilfred', 'Kimmeridge', '1938-11-02', 'male')
     )
     INSERT INTO admission (id, patient_id, ward_id, status, pathway, level, admitted_at)
     VALUES ($3, $1, $4, 'active', 'frailty', 'standard', $5)`,
    [patient, nhsNumber, admission, wardOf(stack), since],
  );
  return admission;
}

const tileOf = async (admissionId: string): Promise<Board['tiles'][number] | undefined> =>
  (await boardOf(stack, clinician)).tiles.find((tile) => tile.admissionId === admissionId);

/** NEWS2 9. */
const VERY_ILL = { respiration: 26, spo2: 91, onOxygen: false, pulse: 112, systolic: 108 };

describe('readings that fit nobody', () => {
  it('wait in a list with what was sent, and how ill it says that somebody is', async () => {
    const nhsNumber = aStranger();
    const before = (await ask<{ readings: number }>('GET', '/count')).body.readings;
    const key = await aKey(stack, { source: 'Wandering kit' });
    const patient = { nhsNumber, familyName: 'Lulworth', birthDate: '1944-03-01' };
    await post(stack, { ...aReadingSet(nhsNumber, { effectiveAt: minutesAgo(30) }), patient }, { key });
    await post(stack, { ...aReadingSet(nhsNumber, VERY_ILL), patient }, { key });
    expect(await groupOf(nhsNumber)).toMatchObject({
      source: { name: 'Wandering kit' },
      stated: { familyName: 'Lulworth', displayName: null, birthDate: '1944-03-01' },
      count: 2,
      because: 'nobody',
      differs: [],
      onWard: null,
      lastValues: { ...VERY_ILL, consciousness: 'A' },
    });
    expect((await ask<{ readings: number }>('GET', '/count')).body.readings).toBe(before + 2);
    // Who only sends or manages sources sees none of it.
    const others = await Promise.all(
      ['care-home', 'administrator'].map(async (role) => ask('GET', '', undefined, await signedIn(stack, role))),
    );
    expect(others.map(({ status }) => status)).toEqual([403, 403]);
  });

  it('become a patient’s when a person confirms who that is, and are evaluated with their own times', async () => {
    const mistyped = aStranger();
    const { nhsNumber } = patientOf(stack, 3);
    const stay = await stayOf(nhsNumber);
    const key = await aKey(stack);
    const long = await stack.database.query<{ before: string }>(
      `SELECT (admitted_at - interval '1 day') AS before FROM admission WHERE id = $1`,
      [stay.admissionId],
    );
    const at = minutesAgo(4);
    const [ill, old] = [
      aReadingSet(mistyped, { ...VERY_ILL, effectiveAt: at }),
      aReadingSet(mistyped, { effectiveAt: new Date(long[0]!.before).toISOString() }),
    ];
    const answers = [await post(stack, ill, { key }), await post(stack, old, { key })];
    for (const answer of answers) expect(await answer.json()).toMatchObject({ outcome: 'stored', matched: false });
    const { group, upTo } = await groupOf(mistyped);
    const later = aReadingSet(mistyped);
    await post(stack, later, { key });

    const wish = {
      group,
      upTo,
      admissionId: stay.admissionId,
      reason: 'Rang the home: two digits were changed.',
      fromNowOn: true,
    };
    for (const wrong of [{ birthDate: '1901-01-01' }, { name: 'Somebody Else' }, { nhsNumber: '943 476 5919' }]) {
      const refused = await ask<{ detail: string }>('POST', '/attachments', {
        ...wish,
        confirmed: { ...confirmed(stay), ...wrong },
      });
      expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/Nothing was changed/) } });
    }
    expect(await placeOf(ill.sourceRef)).toMatchObject({ admission_id: null, placed: null });

    const done = await ask<SettledReadings>('POST', '/attachments', { ...wish, confirmed: confirmed(stay) });
    expect(done).toEqual({ status: 200, body: { readings: 2, history: 1 } });
    expect(await placeOf(ill.sourceRef)).toMatchObject({ admission_id: stay.admissionId, placed: 'stay' });
    const history = await placeOf(old.sourceRef);
    expect(history).toMatchObject({ admission_id: null, placed: 'history' });
    expect(history?.patient_id).not.toBeNull();
    // What came after it was looked at waits on: nobody has decided about it.
    expect(await groupOf(mistyped)).toMatchObject({ count: 1 });

    await until(async () => (await tileOf(stay.admissionId))?.score?.at === Date.parse(at), {
      within: '10s',
      what: 'The score of its own time',
    });
    expect((await tileOf(stay.admissionId))?.alerts.map((alert) => alert.ruleId)).toContain('news2-high');

    // Sent again it is stored once, and answered as the first time.
    const again = await post(stack, ill, { key });
    expect(await again.json()).toMatchObject({ outcome: 'repeat', matched: false });
    // Another number than the patient's is never taken for theirs from now on.
    const [decision] = await stack.database.query<{
      decided_by: string;
      reason: string;
      holds_from_now_on: boolean;
      confirmed: object;
    }>(`SELECT decided_by, reason, holds_from_now_on, confirmed FROM identity_decision WHERE stated_as = $1`, [group]);
    expect(decision).toEqual({
      decided_by: 'Morwenna Encombe',
      reason: wish.reason,
      holds_from_now_on: false,
      confirmed: confirmed(stay),
    });
  });

  it('are decided about once: the other of two who decide at the same time is told', async () => {
    const nhsNumber = aStranger();
    await post(stack, aReadingSet(nhsNumber), { key: await aKey(stack) });
    const { group, upTo } = await groupOf(nhsNumber);
    const stay = await stayOf(patientOf(stack, 4).nhsNumber);
    const answers = await Promise.all([
      ask('POST', '/dismissals', { group, upTo, reason: 'A test of the vendor.' }),
      ask('POST', '/attachments', {
        group,
        upTo,
        reason: 'Hers.',
        fromNowOn: false,
        admissionId: stay.admissionId,
        confirmed: confirmed(stay),
      }),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(await groupsOf(nhsNumber)).toEqual([]);
  });

  it('may be said to be nobody’s: they are kept, and out of the list', async () => {
    const nhsNumber = aStranger();
    const set = aReadingSet(nhsNumber);
    await post(stack, set, { key: await aKey(stack) });
    const { group, upTo } = await groupOf(nhsNumber);
    const withoutReason = await ask<{ detail: string }>('POST', '/dismissals', { group, upTo, reason: ' ' });
    expect(withoutReason).toMatchObject({ status: 422, body: { detail: expect.stringMatching(/reason/) } });
    const done = await ask('POST', '/dismissals', { group, upTo, reason: 'A test of the vendor.' });
    expect(done).toEqual({ status: 200, body: { readings: 1, history: 0 } });
    expect(await groupsOf(nhsNumber)).toEqual([]);
    expect(await placeOf(set.sourceRef)).toEqual({ admission_id: null, patient_id: null, placed: 'dismissed' });
    for (const statement of [
      'UPDATE identity_decision SET reason = $1',
      'UPDATE identity_decision_reading SET placed = $1',
    ]) {
      await expect(stack.database.query(statement, ['stay'])).rejects.toThrow(/only ever added to/);
    }
  });

  it('find their patient by themselves when that NHS number is admitted', async () => {
    const nhsNumber = aStranger();
    const key = await aKey(stack);
    const at = minutesAgo(3);
    const [now, before, elsewhere] = [
      aReadingSet(nhsNumber, { ...VERY_ILL, effectiveAt: at }),
      aReadingSet(nhsNumber, { effectiveAt: minutesAgo(120) }),
      aReadingSet(nhsNumber),
    ];
    for (const set of [now, before]) await post(stack, set, { key });
    // Of a key that does not reach the ward: it stays where it is.
    await stack.database.query(`INSERT INTO ward (id, name, capacity) VALUES ('far', 'Far', 5) ON CONFLICT DO NOTHING`);
    await post(stack, elsewhere, { key: await aKey(stack, { wardIds: ['far'] }) });

    const admission = await admitted(nhsNumber, minutesAgo(60));
    await until(async () => (await tileOf(admission))?.score?.at === Date.parse(at), {
      within: '20s',
      what: 'The score of the admitted',
    });
    expect(await placeOf(now.sourceRef)).toMatchObject({ admission_id: admission, placed: 'stay' });
    expect(await placeOf(before.sourceRef)).toMatchObject({ admission_id: null, placed: 'history' });
    expect(await placeOf(elsewhere.sourceRef)).toEqual({ admission_id: null, patient_id: null, placed: null });
    await everythingIsEvaluated(stack, '10s');
    const [scores] = await stack.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM news2_score WHERE admission_id = $1',
      [admission],
    );
    // History is not scored.
    expect(scores?.count).toBe(1);
    const told = (await auditEntries(database, { admissionId: admission, limit: 20 })).map(
      ({ content }) => JSON.parse(content) as { act: string; actor: object },
    );
    expect(told.find(({ act }) => act === 'attached-readings')?.actor).toEqual({ kind: 'system', id: 'rules-worker' });
  });
});

describe('a sender who says that the patient is another', () => {
  it('has its readings parked with the reason, until a person says that it is the same', async () => {
    const { nhsNumber } = patientOf(stack, 5);
    const stay = await stayOf(nhsNumber);
    const key = await aKey(stack);
    const patient = { nhsNumber, familyName: 'Maidenname', birthDate: stay.birthDate };
    const send = async () => {
      const set = { ...aReadingSet(nhsNumber), patient };
      const answer = await post(stack, set, { key });
      expect(await answer.json()).toMatchObject({ matched: false });
      return set.sourceRef;
    };
    const first = await send();
    const group = await groupOf(nhsNumber);
    expect(group).toMatchObject({ because: 'says-otherwise', differs: ['name'], onWard: stay });
    const { group: id, upTo } = group;
    const wish = {
      group: id,
      upTo,
      admissionId: stay.admissionId,
      confirmed: confirmed(stay),
      reason: 'Her name before she married.',
    };
    expect((await ask('POST', '/attachments', { ...wish, fromNowOn: true })).status).toBe(200);
    expect(await placeOf(first)).toMatchObject({ admission_id: stay.admissionId });
    // From now on it is hers without asking anybody; another name is not.
    const next = await send();
    await until(async () => (await placeOf(next))?.admission_id === stay.admissionId, {
      within: '20s',
      what: 'The next reading',
    });
    const set = { ...aReadingSet(nhsNumber), patient: { ...patient, familyName: 'Thirdname' } };
    await post(stack, set, { key });
    expect(await groupOf(nhsNumber)).toMatchObject({ stated: { familyName: 'Thirdname' }, because: 'says-otherwise' });
  });
});
