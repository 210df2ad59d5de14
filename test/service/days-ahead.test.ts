import type { Admitted, Problem, ReferralSheetRead, ReferralTerms, WardBeds, WardKits } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openStack, type TestStack } from '../harness/index.ts';
import { aReadingSet, boardOf, patientOf, post, signedIn, wardOf } from '../ward/people.ts';
import { everythingIsEvaluated } from '../ward/promises.ts';
import { aNumber, aReferral } from '../ward/referrals.ts';

const HOUR = 3_600_000;
const OTHER = 'dorset-hill';

let stack: TestStack;
let coordinator: string;
let lead: string;
let ward: string;

beforeAll(async () => {
  stack = await openStack();
  ward = wardOf(stack);
  await stack.database.query(`INSERT INTO ward (id, name, capacity) VALUES ($1, 'Hill Ward', 2)`, [OTHER]);
  await stack.database.query(`INSERT INTO bed (ward_id, number) VALUES ($1, 1), ($1, 2) ON CONFLICT DO NOTHING`, [
    OTHER,
  ]);
  await stack.database.query(`INSERT INTO bed (ward_id, number) SELECT $1, n FROM generate_series(101, 112) n`, [ward]);
  await stack.database.query(
    `UPDATE account SET ward_ids = ward_ids || $1::text WHERE role IN ('coordinator', 'lead') AND NOT $1 = ANY (ward_ids)`,
    [OTHER],
  );
  coordinator = await signedIn(stack, 'coordinator');
  lead = await signedIn(stack, 'lead');
});

const send = (method: string, path: string, body: object, cookie = coordinator): Promise<Response> =>
  fetch(`${stack.url}/api/${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const detail = async (answer: Response): Promise<string | undefined> => ((await answer.json()) as Problem).detail;
const beds = async (id = ward): Promise<WardBeds> => {
  const answer = await fetch(`${stack.url}/api/wards/${id}/beds`, { headers: { cookie: coordinator } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as WardBeds;
};

async function accepted(different: Partial<ReferralTerms> = {}): Promise<string> {
  const { id } = (await (await send('POST', `wards/${ward}/referrals`, aReferral(different))).json()) as { id: string };
  const decision = { to: 'waiting', version: 1, reason: 'Looked at together.' };
  expect((await send('PUT', `referrals/${id}/decision`, decision)).status).toBe(200);
  return id;
}

async function admitted(nhsNumber = aNumber(), level = 'light'): Promise<Admitted> {
  const id = await accepted({ nhsNumber });
  const answer = await send('POST', `referrals/${id}/admission`, { version: 2, level, bed: null });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Admitted;
}

describe('a file of referrals', () => {
  const HEADINGS =
    'NHS number,Given name,Family name,Birth date,Route,Pathway,Reason,Referred by,Clinician,Language,Digital access,NEWS2,Consents,Pregnant';
  const row = (nhsNumber: string, { birthDate = '30/08/1947', news2 = '', pregnant = '' } = {}): string =>
    `${nhsNumber},Harriet,Winfrith,${birthDate},Admission avoidance,frailty,"A fall, and not eating.",Dr Wareham,Dr Shah,English,By telephone,${news2},yes,${pregnant}`;
  const read = async (csv: string, keep: boolean): Promise<ReferralSheetRead> => {
    const answer = await send('POST', `wards/${ward}/referral-sheets`, { csv, keep });
    expect(answer.status).toBe(200);
    return (await answer.json()) as ReferralSheetRead;
  };
  const outcomes = ({ rows }: ReferralSheetRead) =>
    rows.map(({ row: at, outcome, faults }) => [at, outcome, faults[0]?.field]);

  it('is looked through first, keeps nothing then, and says of each row what comes of it', async () => {
    const twice = aNumber();
    const csv = [
      HEADINGS,
      row(twice),
      row(twice),
      row('9434765918'),
      row(aNumber(), { birthDate: '01/01/2999' }),
      row(aNumber(), { birthDate: `01/01/${new Date().getUTCFullYear() - 10}` }),
      row(aNumber(), { birthDate: '01/01/1996', pregnant: 'yes' }),
      row(patientOf(stack, 0).nhsNumber),
      row(aNumber(), { news2: '99' }),
      '',
      `${row(aNumber())},shifted`,
    ].join('\r\n');
    const before = (await beds()).referrals.length;
    const looked = await read(csv, false);
    expect(outcomes(looked)).toEqual([
      [2, 'fits', undefined],
      [3, 'known', 'nhsNumber'],
      [4, 'refused', 'nhsNumber'],
      [5, 'refused', 'birthDate'],
      [6, 'refused', 'birthDate'],
      [7, 'refused', 'pregnant'],
      [8, 'refused', 'nhsNumber'],
      [9, 'refused', 'news2'],
      [11, 'refused', 'row'],
    ]);
    expect(looked.rows[1]?.faults[0]?.message).toBe('is in row 2 already');
    expect((await beds()).referrals).toHaveLength(before);

    expect(outcomes(await read(csv, true))[0]).toEqual([2, 'received', undefined]);
    // Sent again, it doubles nothing.
    expect(outcomes(await read(csv, true))[0]).toEqual([2, 'known', 'nhsNumber']);
    const [kept] = (await beds()).referrals.filter(({ terms }) => terms.nhsNumber === twice);
    expect(kept?.terms).toMatchObject({
      birthDate: '1947-08-30',
      news2: null,
      livesAlone: null,
      digitalAccess: 'telephone',
    });
    // What was not said is not known, and never met.
    expect(kept?.criteria.find(({ id }) => id === 'news2')?.state).toBe('unknown');
  });

  it.each([
    ['Name,NHS number\nA,1', /columns that are not known: Name/],
    ['NHS number\n1', /lacks the columns givenName/],
    [HEADINGS, /no row below its headings/],
  ])('that cannot be read is refused whole, and says why: %#', async (csv, why) => {
    const answer = await send('POST', `wards/${ward}/referral-sheets`, { csv, keep: true });
    expect(answer.status).toBe(422);
    expect(await detail(answer)).toMatch(why);
  });
});

it('a storm of two hundred referrals in a minute, forty of them twice, loses and doubles nothing', async () => {
  const people = Array.from({ length: 160 }, () => aReferral());
  const storm = [...people, ...people.slice(0, 40)];
  const began = Date.now();
  const statuses: number[] = [];
  const waiting = storm.values();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const one of waiting) statuses.push((await send('POST', `wards/${ward}/referrals`, one)).status);
    }),
  );
  expect(Date.now() - began).toBeLessThan(60_000);
  expect([201, 422].map((status) => statuses.filter((one) => one === status).length)).toEqual([160, 40]);
  const kept = (await beds()).referrals.map(({ terms }) => terms.nhsNumber);
  for (const { nhsNumber } of people) expect(kept.filter((one) => one === nhsNumber)).toHaveLength(1);
  await stack.database.query(`UPDATE referral SET state = 'withdrawn', settled_at = now() WHERE state = 'received'`);
}, 90_000);

describe('the first set of a new stay', () => {
  it('is due sooner than its round, listed until a clinician has looked, and raises nothing falsely', async () => {
    const nhsNumber = aNumber();
    const before = Date.now();
    const { admissionId, nextDueAt } = await admitted(nhsNumber, 'light');
    expect(nextDueAt - before).toBeGreaterThan(3.9 * HOUR);
    expect(nextDueAt - before).toBeLessThan(4.2 * HOUR);
    const listed = async () => (await beds()).firstReadings.find((one) => one.admissionId === admissionId);
    expect(await listed()).toMatchObject({ dueAt: nextDueAt, lastReadingAt: null });
    const path = `admissions/${admissionId}/first-reading-check`;
    expect((await send('PUT', path, {}, coordinator)).status).toBe(403);
    const early = await send('PUT', path, {}, lead);
    expect([early.status, await detail(early)]).toEqual([409, expect.stringContaining('No reading has come yet')]);

    expect((await post(stack, aReadingSet(nhsNumber))).status).toBe(201);
    await everythingIsEvaluated(stack, '20s');
    expect((await listed())?.lastReadingAt).not.toBeNull();
    const tile = (await boardOf(stack, coordinator)).tiles.find((one) => one.admissionId === admissionId);
    // From then on the level's own round counts.
    expect(tile!.nextDueAt! - Date.now()).toBeGreaterThan(20 * HOUR);
    expect(await stack.database.query(`SELECT rule_id FROM alert WHERE admission_id = $1`, [admissionId])).toEqual([]);
    expect((await send('PUT', path, {}, lead)).status).toBe(204);
    expect(await listed()).toBeUndefined();
    const [kept] = await stack.database.query(
      'SELECT checked_by_name AS by, checked_at IS NOT NULL AS at FROM first_reading WHERE admission_id = $1',
      [admissionId],
    );
    expect(kept).toEqual({ by: 'Saoirse Holworth', at: true });
    expect((await send('PUT', path, {}, lead)).status).toBe(409);
  });

  it('is not put off to the end of a round by a change of level before it came', async () => {
    const { admissionId } = await admitted(aNumber(), 'light');
    const change = {
      version: 1,
      to: 'standard',
      reason: 'More unwell than it sounded.',
      override: false,
      agreedByClinician: null,
      agreedByPatient: null,
      hasSafetyNetAdvice: null,
      canTakeReadings: null,
    };
    const answer = await send('PUT', `admissions/${admissionId}/level`, change, lead);
    expect(answer.status).toBe(200);
    const { nextDueAt } = (await answer.json()) as { nextDueAt: number };
    expect(nextDueAt - Date.now()).toBeLessThan(4.1 * HOUR);
  });
});

describe('the next seven days', () => {
  it('say who comes and goes on which day, and on which there are too few beds', async () => {
    const { days, beds: all } = await beds();
    const free = all.filter(({ stay }) => stay === null).length;
    expect(days).toHaveLength(7);
    expect(days[0]?.free).toBe(free);
    const [, tomorrow, , after] = days.map(({ on }) => on);
    const { admissionId } = await admitted();
    const id = await accepted();
    const going = { on: after, reason: 'Steroids end then.' };
    expect((await send('PUT', `admissions/${admissionId}/planned-day`, going)).status).toBe(204);
    expect((await send('PUT', `referrals/${id}/planned-day`, { on: tomorrow, reason: 'After the echo.' })).status).toBe(
      204,
    );
    const planned = await beds();
    expect(planned.days.map((day) => day.free)).toEqual([
      free - 1,
      free - 2,
      free - 2,
      free - 1,
      free - 1,
      free - 1,
      free - 1,
    ]);
    expect(planned.days[3]?.out).toMatchObject([{ id: admissionId }]);
    expect(planned.days[1]?.in).toMatchObject([{ id }]);
    // A day that is over frees nothing, and the stay is named.
    await stack.database.query(
      `INSERT INTO planned_discharge (admission_id, on_day, reason, at, by_id, by_name)
       SELECT $1, current_date - 2, 'Well by then.', now(), id, display_name FROM account WHERE role = 'lead' LIMIT 1`,
      [admissionId],
    );
    expect(await beds()).toMatchObject({ stillHere: [{ id: admissionId }] });
    expect((await send('PUT', `admissions/${admissionId}/planned-day`, { on: null, reason: 'Not yet.' })).status).toBe(
      204,
    );
    expect((await beds()).stillHere).toEqual([]);
    const past = await send('PUT', `referrals/${id}/planned-day`, { on: '2020-01-01', reason: 'No.' });
    expect([past.status, await detail(past)]).toEqual([422, 'on: is before today.']);
  });
});

describe('a transfer to another ward', () => {
  it('takes the patient and their open alerts along, and asks the people there', async () => {
    const nhsNumber = aNumber();
    const { admissionId } = await admitted(nhsNumber);
    const ill = { respiration: 27, spo2: 86, systolic: 88, pulse: 135, consciousness: 'V' as const };
    expect((await post(stack, aReadingSet(nhsNumber, ill))).status).toBe(201);
    await everythingIsEvaluated(stack, '20s');
    const move = (version: number, wardId = OTHER) =>
      send('PUT', `admissions/${admissionId}/ward`, { version, wardId, reason: 'Moved in with her daughter.' });
    expect((await move(9)).status).toBe(409);
    expect((await move(1, 'nowhere')).status).toBe(422);
    expect((await move(1, ward)).status).toBe(422);
    const answer = await move(1);
    expect(answer.status).toBe(200);
    const { bed, alerts } = (await answer.json()) as { bed: number; alerts: number };
    expect(bed).toBe(1);
    expect(alerts).toBeGreaterThan(0);
    expect((await boardOf(stack, coordinator)).tiles.map((tile) => tile.admissionId)).not.toContain(admissionId);
    expect((await beds(OTHER)).beds[0]?.stay).toMatchObject({ admissionId, openEmergency: true });
    const open = await stack.database.query<{ ward_id: string; sentence: string }>(
      `SELECT DISTINCT al.ward_id, e.sentence FROM alert al JOIN alert_event e ON e.alert_id = al.id AND e.kind = 'rerouted'
       WHERE al.admission_id = $1 AND al.status = 'raised'`,
      [admissionId],
    );
    expect(open).toMatchObject([
      { ward_id: OTHER, sentence: expect.stringMatching(/^The patient was moved to this ward/) },
    ]);
    const [readings] = await stack.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM observation WHERE admission_id = $1',
      [admissionId],
    );
    expect(readings?.count).toBe(1);
  });

  it('across each other, and to a last bed, leaves each bed with one', async () => {
    const [one, other, third] = [await admitted(), await admitted(), await admitted()];
    const move = (id: string, wardId: string, version: number) =>
      send('PUT', `admissions/${id}/ward`, { version, wardId, reason: 'Nearer to home.' });
    const [, there] = (await beds(OTHER)).beds;
    expect(there?.stay).toBeNull();
    const last = await Promise.all([move(one.admissionId, OTHER, 1), move(other.admissionId, OTHER, 1)]);
    expect(last.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const moved = last[0].status === 200 ? one : other;
    const across = await Promise.all([move(moved.admissionId, ward, 2), move(third.admissionId, OTHER, 1)]);
    expect(across[0].status).toBe(200);
    expect([200, 409]).toContain(across[1].status);
    const twice = await stack.database.query(
      `SELECT ward_id, bed FROM admission WHERE status = 'active' AND bed IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1`,
    );
    expect(twice).toEqual([]);
  });
});

describe('a kit', () => {
  const kits = async (): Promise<WardKits> =>
    (await (
      await fetch(`${stack.url}/api/wards/${ward}/kits`, { headers: { cookie: coordinator } })
    ).json()) as WardKits;
  const move = (id: string, version: number, to: string, admissionId: string | null = null, cookie = coordinator) =>
    send('PUT', `kits/${id}/state`, { version, to, admissionId, battery: null }, cookie);

  it('is out once, is cleaned before it is lent again, and is named when the stay ends', async () => {
    const [one, other] = [await admitted(), await admitted()];
    const draft = { kind: 'pulse-oximeter', serial: 'PO-0042', battery: 90 };
    const { id } = (await (await send('POST', `wards/${ward}/kits`, draft)).json()) as { id: string };
    expect((await send('POST', `wards/${ward}/kits`, draft)).status).toBe(422);
    const lent = await Promise.all([move(id, 1, 'out', one.admissionId), move(id, 1, 'out', other.admissionId, lead)]);
    expect(lent.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const borrower = lent[0].status === 200 ? one : other;
    // Not even the record itself can have it out twice.
    await expect(
      stack.database.query(
        `INSERT INTO kit_loan (kit_id, admission_id, lent_at, lent_by, lent_by_name)
         SELECT $1, $2, now(), id, display_name FROM account WHERE role = 'lead' LIMIT 1`,
        [id, one.admissionId],
      ),
    ).rejects.toThrow(/one_kit_is_out_once/);
    const stay = (await beds()).beds.find((bed) => bed.stay?.admissionId === borrower.admissionId)!.stay!;
    expect(stay.kit).toEqual(['Pulse oximeter PO-0042']);
    expect((await beds()).lowKits).toEqual([{ kind: 'pulse-oximeter', inStock: 0 }]);
    const end = { version: stay.version, ending: 'withdrawn', reason: 'Well again.' };
    expect((await send('PUT', `admissions/${borrower.admissionId}/end`, end)).status).toBe(200);
    expect((await kits()).kits).toMatchObject([{ id, state: 'out', loan: { isHere: false } }]);
    expect((await move(id, 2, 'in-stock')).status).toBe(409);
    expect((await move(id, 2, 'cleaning')).status).toBe(200);
    const dirty = await move(id, 3, 'out', one === borrower ? other.admissionId : one.admissionId);
    expect([dirty.status, await detail(dirty)]).toEqual([
      409,
      'That cannot be done with this kit now: at cleaning. Say first that it is clean.',
    ]);
    expect((await move(id, 3, 'in-stock')).status).toBe(200);
    expect((await move(id, 4, 'lost')).status).toBe(200);
    expect((await kits()).kits).toMatchObject([{ id, state: 'lost', loan: null, battery: 90 }]);
    expect((await move(id, 5, 'out')).status).toBe(422);
  });
});

it('an arm of the pilot is given at the admission, to residents of a home in one of its areas alone', async () => {
  const id = await accepted();
  const wish = { version: 2, level: 'light', bed: null, arm: 'admission-avoidance' };
  const own = await send('POST', `referrals/${id}/admission`, wish);
  expect([own.status, await detail(own)]).toEqual([422, expect.stringMatching(/^arm: is for residents of a home/)]);
  const resident = await accepted({ careHomeId: 'durlston-house' });
  expect((await send('POST', `referrals/${resident}/admission`, wish)).status).toBe(422);
  const approval = { approvedBy: 'Somebody of the board', reason: 'A test.' };
  const area = { wardId: ward, name: 'Days ahead', homeIds: ['durlston-house'], cap: 1, ...approval };
  expect((await send('POST', 'pilot/areas', area, lead)).status).toBe(201);
  const answer = await send('POST', `referrals/${resident}/admission`, wish);
  expect(answer.status).toBe(201);
  const { admissionId } = (await answer.json()) as Admitted;
  expect(await stack.database.query('SELECT arm FROM admission WHERE id = $1', [admissionId])).toEqual([
    { arm: 'admission-avoidance' },
  ]);
  const next = await accepted({ careHomeId: 'durlston-house' });
  expect((await send('POST', `referrals/${next}/admission`, wish)).status).toBe(409);
});
