import type { ConcernList, MyStay, PilotView, PartnerCodeGiven, StayAccess, StoredReading } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openStack, until, type TestStack } from '../harness/index.ts';
import { aCode, aReadingSet, boardOf, byCode, signedIn } from '../ward/people.ts';

let stack: TestStack;
let clerk: string;

beforeAll(async () => {
  stack = await openStack();
  clerk = await signedIn(stack, 'coordinator');
}, 300_000);

async function send(method: string, path: string, body: unknown, cookie = clerk): Promise<Response> {
  return fetch(`${stack.url}${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Somebody's stay, as the board has it. */
async function stayOf(name: string): Promise<{ admissionId: string; nhsNumber: string }> {
  const { tiles } = await boardOf(stack, await signedIn(stack, 'lead'));
  const tile = tiles.find(({ patient }) => patient.name === name);
  if (!tile) throw new Error(`${name} is not on the board`);
  return { admissionId: tile.admissionId, nhsNumber: tile.patient.nhsNumber };
}

describe('a reading on the telephone', () => {
  it('of somebody at their own home is stored once, marked as such and as written down by the clerk', async () => {
    const { admissionId, nhsNumber } = await stayOf('Hyacinth Portisham');
    const set = { ...aReadingSet(nhsNumber), method: 'device', recordedBy: 'Somebody else' };
    const path = `/v1/admissions/${admissionId}/observations`;
    const first = await send('POST', path, set);
    expect(first.status).toBe(201);
    const stored = (await first.json()) as StoredReading;
    expect(stored).toMatchObject({ outcome: 'stored', matched: true });
    const again = await send('POST', path, set);
    expect([again.status, ((await again.json()) as StoredReading).id]).toEqual([200, stored.id]);
    expect(
      await stack.database.query(
        `SELECT o.admission_id, o.details ->> 'method' AS method, o.details ->> 'recordedBy' AS by, s.name
         FROM observation o JOIN source s ON s.id = o.source_id WHERE o.id = $1`,
        [stored.id],
      ),
    ).toEqual([
      {
        admission_id: admissionId,
        method: 'telephone',
        by: 'Tunde Ringstead',
        name: 'Readings that people of Dorset East Hub write down (dorset-east)',
      },
    ]);
  });

  it('of a resident of a care home is taken as well', async () => {
    const { admissionId, nhsNumber } = await stayOf('Winifred Cerne');
    const answer = await send('POST', `/v1/admissions/${admissionId}/observations`, aReadingSet(nhsNumber));
    expect(await answer.json()).toMatchObject({ outcome: 'stored', matched: true });
  });

  it('that says another patient’s NHS number is refused, and stores nothing', async () => {
    const { admissionId } = await stayOf('Hyacinth Portisham');
    const other = await stayOf('Winifred Cerne');
    const set = aReadingSet(other.nhsNumber);
    const answer = await send('POST', `/v1/admissions/${admissionId}/observations`, set);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toMatch(/not that of the patient whose form this is/);
    expect(await stack.database.query('SELECT 1 FROM reading_key WHERE source_ref = $1', [set.sourceRef])).toEqual([]);
  });

  it('of a stay that is over, of another ward’s or of none is refused in the same words', async () => {
    await stack.database.query(`INSERT INTO ward (id, name, capacity) VALUES ('elsewhere', 'Elsewhere', 5)`);
    const { admissionId, nhsNumber } = await stayOf('Beatriz Swanage');
    const moved = async (to: string): Promise<void> => {
      await stack.database.query('UPDATE admission SET bed = NULL, ward_id = $2 WHERE id = $1', [admissionId, to]);
    };
    await moved('elsewhere');
    const ids = [admissionId, '01890000-0000-7000-8000-000000000000', 'no-id'];
    const answers = await Promise.all(
      ids.map((id) => send('POST', `/v1/admissions/${id}/observations`, aReadingSet(nhsNumber))),
    );
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    const words = (await Promise.all(answers.map((answer) => answer.json()))) as { detail: string }[];
    expect(new Set(words.map(({ detail }) => detail)).size).toBe(1);
    await moved('dorset-east');
  });
});

describe('a concern of the community', () => {
  let lead: string;
  let clinician: string;
  let code: PartnerCodeGiven;
  beforeAll(async () => {
    [lead, clinician] = await Promise.all([signedIn(stack, 'lead'), signedIn(stack, 'hub-clinician')]);
    code = await aCode('Swanage Fire Station');
  });

  async function aCode(organisation: string): Promise<PartnerCodeGiven> {
    const answer = await send('POST', '/api/partner-codes', { wardId: 'dorset-east', organisation, days: 30 }, lead);
    expect(answer.status).toBe(201);
    return (await answer.json()) as PartnerCodeGiven;
  }

  const tell = (different: object, from = '198.51.100.7'): Promise<Response> =>
    fetch(`${stack.hub.url}/api/concerns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      body: JSON.stringify({
        code: code.code,
        reference: crypto.randomUUID(),
        name: null,
        address: '3 Ballard Way, Swanage',
        noticed: ['curtains', 'post'],
        ...different,
      }),
    });

  async function listed(): Promise<ConcernList> {
    const answer = await fetch(`${stack.url}/api/concerns`, { headers: { cookie: clinician } });
    expect(answer.status).toBe(200);
    return (await answer.json()) as ConcernList;
  }
  const openAbout = async (name: string) => (await listed()).open.find((concern) => concern.name === name);

  const alarmOf = async (concernId: string) =>
    (
      await stack.database.query<{ status: string; priority: string; sentence: string; id: string; version: number }>(
        `SELECT id, status, priority, sentence, version FROM alert WHERE rule_id = 'welfare-check' AND subject = 'concern ' || $1`,
        [concernId],
      )
    )[0];

  it('is answered in the same words whoever it is about, and kept once however often it is sent', async () => {
    const known = { name: 'Gurdeep Hengistbury', reference: crypto.randomUUID() };
    const answers = [
      await tell(known),
      await tell({ name: 'Nobody at all' }),
      await tell(known),
      await tell({ code: code.code.toLowerCase().replaceAll('-', ' '), name: 'Somebody else' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(bodies)).toEqual(new Set(['{"received":true}']));
    const names = new Set((await listed()).open.map(({ name }) => name));
    expect(names).toEqual(new Set(['Gurdeep Hengistbury', 'Nobody at all', 'Somebody else']));
  });

  it('is refused with a code that is none or was withdrawn, in the same words, and keeps nothing', async () => {
    const withdrawn = await aCode('Swanage Post Office');
    expect((await send('POST', `/api/partner-codes/${withdrawn.id}/revocation`, {}, lead)).status).toBe(204);
    const answers = await Promise.all(
      [withdrawn.code, 'A1B2-C3D4-E5F6-G7H8', 'not a code'].map((one) => tell({ code: one, name: 'Refused' })),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    const words = (await Promise.all(answers.map((answer) => answer.json()))) as { detail: string }[];
    expect(new Set(words.map(({ detail }) => detail)).size).toBe(1);
    expect(await openAbout('Refused')).toBeUndefined();
    const kept = JSON.stringify(await stack.database.query('SELECT * FROM partner_code'));
    expect(kept).not.toContain(code.code);
  });

  it.each([
    ['nobody and nowhere', { name: null, address: null }, /say who it is, or which address/],
    ['nothing noticed', { noticed: [] }, /tick what you noticed/],
    ['something that is not asked', { note: 'She owes me money' }, /note/],
  ])('of %s is refused in words', async (_, different, words) => {
    const answer = await tell(different);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toMatch(words);
  });

  it('is an alarm until somebody takes it, who then has both; its outcome closes both', async () => {
    const concern = (await openAbout('Gurdeep Hengistbury'))!;
    expect(concern.dueAt - concern.receivedAt).toBe(2 * 3_600_000);
    const raised = await until(() => alarmOf(concern.id), { within: '60s', what: 'An alarm' });
    expect(raised).toMatchObject({ status: 'raised', priority: 'routine' });
    expect(raised.sentence).toMatch(/^A concern came from Swanage Fire Station: a welfare check is due in/);
    // Who it is about stands nowhere in it.
    expect(raised.sentence).not.toMatch(/Gurdeep|Ballard/);

    const { admissionId } = await stayOf('Gurdeep Hengistbury');
    const act = (what: string, more: object, as = clinician) =>
      send('POST', `/api/concerns/${concern.id}/${what}`, more, as);
    // A coordinator may say whom it is about; whose welfare check it is, is a clinician's.
    expect((await act('taking', { version: 1 }, clerk)).status).toBe(403);
    expect((await act('match', { version: 1, admissionId }, clerk)).status).toBe(200);
    expect((await act('taking', { version: 1 })).status).toBe(409);
    expect((await act('taking', { version: 2 })).status).toBe(200);
    expect(await alarmOf(concern.id)).toMatchObject({ status: 'accepted' });
    expect(await openAbout('Gurdeep Hengistbury')).toMatchObject({
      matched: { name: 'Tunde Ringstead', stay: { admissionId, name: 'Gurdeep Hengistbury' } },
      taken: { name: 'Morwenna Encombe', byYou: true },
    });
    expect((await act('outcome', { version: 3, outcome: 'seen-well', note: 'Away at his son’s.' })).status).toBe(200);
    expect(await alarmOf(concern.id)).toMatchObject({ status: 'resolved' });
    expect((await listed()).closed[0]).toMatchObject({ closed: { outcome: 'seen-well', note: 'Away at his son’s.' } });
    const notes = await stack.database.query<{ text: string }>(
      'SELECT text FROM stay_note WHERE admission_id = $1 ORDER BY at',
      [admissionId],
    );
    expect(notes.map(({ text }) => text)).toEqual([
      'Community concern from Swanage Fire Station: curtains still closed, or open all night; post, milk or bins left out.',
      'Community concern from Swanage Fire Station: seen or spoken to, and well. Away at his son’s.',
    ]);
  });

  it('whose alarm is accepted on the board is taken; one that nobody takes becomes urgent', async () => {
    const [accepted, left] = [(await openAbout('Nobody at all'))!, (await openAbout('Somebody else'))!];
    const alarm = await until(() => alarmOf(accepted.id), { within: '60s', what: 'An alarm' });
    await send('POST', `/api/alerts/${alarm.id}/acceptance`, { version: alarm.version }, clinician);
    await until(async () => (await openAbout('Nobody at all'))?.taken?.name === 'Morwenna Encombe', {
      within: '60s',
      what: 'A concern that is taken',
    });
    await stack.database.query(
      `UPDATE concern SET received_at = received_at - interval '31 minutes', due_at = due_at - interval '31 minutes' WHERE id = $1`,
      [left.id],
    );
    await until(async () => (await alarmOf(left.id))?.priority === 'urgent', {
      within: '60s',
      what: 'An urgent alarm',
    });
    expect((await alarmOf(left.id))?.sentence).toMatch(/nobody has taken it for 31 min/);
    const answer = await send(
      'POST',
      `/api/concerns/${left.id}/match`,
      { version: left.version, admissionId: null },
      clerk,
    );
    expect(answer.status).toBe(200);
    expect(await openAbout('Somebody else')).toMatchObject({ matched: { stay: null } });
  });

  it('is not another ward’s to see or to change', async () => {
    await stack.database.query(`UPDATE account SET ward_ids = '{elsewhere}' WHERE username = 'clinician'`);
    expect((await listed()).open).toEqual([]);
    const [{ id } = { id: '' }] = await stack.database.query<{ id: string }>('SELECT id FROM concern LIMIT 1');
    const answers = await Promise.all(
      [id, '01890000-0000-7000-8000-000000000000', 'no-id'].map((one) =>
        send('POST', `/api/concerns/${one}/taking`, { version: 1 }, clinician),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    const words = (await Promise.all(answers.map((one) => one.json()))) as { detail: string }[];
    expect(new Set(words.map(({ detail }) => detail)).size).toBe(1);
    await stack.database.query(`UPDATE account SET ward_ids = '{dorset-east}' WHERE username = 'clinician'`);
  });

  it('may be told so often and no more: by one code, and from one place', async () => {
    code = await aCode('A busy office');
    const byCode = await Promise.all(Array.from({ length: 21 }, (_, i) => tell({}, `203.0.113.${i}`)));
    const refused = byCode.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused[0]?.text()).toMatch(/Many concerns|many concerns.*call 999/);
    const fromOnePlace = await Promise.all(
      Array.from({ length: 31 }, () => tell({ code: 'no code' }, '198.51.100.99')),
    );
    expect(fromOnePlace.filter(({ status }) => status === 429)).toHaveLength(1);
    // What a stranger says before the front door's own word counts for nothing.
    expect((await tell({ code: 'no code' }, '192.0.2.1, 198.51.100.99')).status).toBe(429);
  });

  it('is in no log', () => {
    const logs = [stack.hub, stack.ingestion, stack.worker].map((app) => app.logs()).join('\n');
    expect(logs).not.toMatch(/Ballard|Gurdeep|Nobody at all/);
    expect(logs).not.toContain(code.code);
  });
});

describe('the pilot in two areas', () => {
  let lead: string;
  let area: string;
  const approval = { approvedBy: 'Dr Ines Wareham, medical director', reason: 'Four quiet weeks.' };
  beforeAll(async () => {
    lead = await signedIn(stack, 'lead');
  });
  const pilot = async (): Promise<PilotView> =>
    (await (await fetch(`${stack.url}/api/pilot`, { headers: { cookie: lead } })).json()) as PilotView;
  const place = (admissionId: string, arm: string | null, as = lead): Promise<Response> =>
    send('PUT', `/api/admissions/${admissionId}/arm`, { arm }, as);
  const open = (different: object): Promise<Response> =>
    send(
      'POST',
      '/api/pilot/areas',
      { wardId: 'dorset-east', name: 'Purbeck', homeIds: ['durlston-house'], cap: 1, ...approval, ...different },
      lead,
    );

  it('begins with one or two residents, in homes that are in no other area', async () => {
    const tooMany = await open({ cap: 3 });
    expect([tooMany.status, await tooMany.text()]).toEqual([422, expect.stringContaining('begins small')]);
    expect((await open({ wardId: 'elsewhere' })).status).toBe(404);
    const opened = await open({});
    expect(opened.status).toBe(201);
    ({ id: area } = (await opened.json()) as { id: string });
    const again = await open({ name: 'Purbeck again' });
    expect([again.status, await again.text()]).toEqual([422, expect.stringContaining('in an area already')]);
    expect((await open({ homeIds: ['chesil-lodge'] })).status).toBe(422);
    expect((await pilot()).homesWithout.map(({ id }) => id)).toEqual(['chesil-lodge']);
  });

  it('refuses the resident who is one too many in words, until somebody has approved a growth', async () => {
    const [first, second, elsewhere] = await Promise.all(
      ['Winifred Cerne', 'Olwen Tarrant', 'Desmond Chesil'].map((name) => stayOf(name)),
    );
    expect((await place(first!.admissionId, 'admission-avoidance')).status).toBe(204);
    const refused = await place(second!.admissionId, 'return-from-hospital');
    expect(refused.status).toBe(409);
    expect(await refused.text()).toMatch(
      /Purbeck has its 1 resident, which is what Dr Ines Wareham, medical director approved/,
    );
    const outside = await place(elsewhere!.admissionId, 'admission-avoidance');
    expect([outside.status, await outside.text()]).toEqual([409, expect.stringContaining('in no area of the pilot')]);
    // Another arm of somebody who is in it already takes nobody's place.
    expect((await place(first!.admissionId, 'return-from-hospital')).status).toBe(204);

    const grow = (cap: number): Promise<Response> =>
      send('POST', `/api/pilot/areas/${area}/caps`, { cap, ...approval }, lead);
    const same = await grow(1);
    expect([same.status, await same.text()]).toEqual([422, expect.stringContaining('only grows')]);
    expect((await grow(16)).status).toBe(422);
    expect((await grow(2)).status).toBe(204);
    expect((await place(second!.admissionId, 'admission-avoidance')).status).toBe(204);
    const [shown] = (await pilot()).areas;
    expect(shown).toMatchObject({ name: 'Purbeck', cap: 2, homes: [{ id: 'durlston-house' }] });
    expect(shown?.caps.map(({ cap, approvedBy }) => [cap, approvedBy])).toEqual([
      [2, approval.approvedBy],
      [1, approval.approvedBy],
    ]);
    expect(shown?.residents.map(({ name, arm }) => [name, arm])).toEqual(
      expect.arrayContaining([
        ['Winifred Cerne', 'return-from-hospital'],
        ['Olwen Tarrant', 'admission-avoidance'],
        ['Leonard Wareham', null],
      ]),
    );
  });

  it('has one place for two who come at once, and a place again when somebody leaves the pilot', async () => {
    const [first, second, third] = await Promise.all(
      ['Winifred Cerne', 'Olwen Tarrant', 'Leonard Wareham'].map((name) => stayOf(name)),
    );
    expect((await place(third!.admissionId, 'admission-avoidance')).status).toBe(409);
    for (const one of [first, second]) expect((await place(one!.admissionId, null)).status).toBe(204);
    expect((await place(first!.admissionId, 'admission-avoidance')).status).toBe(204);
    const atOnce = await Promise.all([second, third].map((one) => place(one!.admissionId, 'admission-avoidance')));
    expect(new Set(atOnce.map(({ status }) => status))).toEqual(new Set([204, 409]));
  });

  it('is the lead’s to see', async () => {
    expect((await fetch(`${stack.url}/api/pilot`, { headers: { cookie: clerk } })).status).toBe(403);
  });
});

describe('a patient or carer at home', () => {
  const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const myStay = (cookie: string): Promise<Response> => fetch(`${stack.url}/api/my-stay`, { headers: { cookie } });
  let ada: { admissionId: string; nhsNumber: string };
  let cookie: string;
  beforeAll(async () => {
    ada = await stayOf('Ada Purbeck');
    const given = await aCode(stack, ada.admissionId, 'patient');
    cookie = cookieOf(await byCode(stack, given.code));
  });

  it('signs in by a code once, which no other try and no table tells', async () => {
    const { code } = await aCode(stack, ada.admissionId, 'carer');
    const first = await byCode(stack, code.toLowerCase().replaceAll('-', ' '));
    expect(await first.json()).toMatchObject({ role: 'carer', displayName: 'Rosa Lytchett' });
    const answers = [await byCode(stack, code), await byCode(stack, 'A1B2-C3D4-E5F6'), await byCode(stack, 'x')];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    const words = (await Promise.all(answers.map((answer) => answer.json()))) as { detail: string }[];
    expect(new Set(words.map(({ detail }) => detail)).size).toBe(1);
    const kept = JSON.stringify(await stack.database.query('SELECT * FROM sign_in_code'));
    expect(kept).not.toContain(code.slice(5));
    expect(kept).not.toContain(code.slice(5).replace('-', ''));
  });

  it('has five tries with a code, and an hour', async () => {
    const tried = await aCode(stack, ada.admissionId, 'patient');
    const wrong = `${tried.code.slice(0, 5)}0000-0000`;
    for (let n = 0; n < 5; n++) expect((await byCode(stack, wrong)).status).toBe(401);
    expect((await byCode(stack, tried.code)).status).toBe(401);
    const late = await aCode(stack, ada.admissionId, 'patient');
    expect(late.expiresAt - Date.now()).toBeLessThanOrEqual(3_600_000);
    await stack.database.query(
      `UPDATE sign_in_code SET issued_at = issued_at - interval '61 minutes', expires_at = expires_at - interval '61 minutes' WHERE account_id = $1`,
      [late.accessId],
    );
    expect((await byCode(stack, late.code)).status).toBe(401);
    const tooOften = await Promise.all(Array.from({ length: 21 }, () => byCode(stack, 'x', '192.0.2.200')));
    const [refused] = tooOften.filter(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('cannot sign in with a password', async () => {
    const [account] = await stack.database.query<{ username: string }>(
      `SELECT username FROM account WHERE role = 'patient' LIMIT 1`,
    );
    const answer = await send('POST', '/api/session', { username: account?.username, password: 'none' }, '');
    expect(answer.status).toBe(401);
  });

  it('sees one stay, and sends readings of it alone; another’s looks like none', async () => {
    const stay = (await (await myStay(cookie)).json()) as MyStay;
    expect(stay).toMatchObject({
      admissionId: ada.admissionId,
      who: 'patient',
      patient: { name: 'Ada Purbeck', nhsNumber: ada.nhsNumber },
      hub: { phone: '01632 960 123' },
    });
    const bloodPressures = [
      { systolic: 132, diastolic: 78 },
      { systolic: 128, diastolic: 74 },
    ];
    const set = {
      ...aReadingSet(ada.nhsNumber, { systolic: 130, diastolic: 76 }),
      bloodPressures,
      method: 'device',
      recordedBy: 'Somebody',
    };
    const stored = await send('POST', `/v1/admissions/${ada.admissionId}/observations`, set, cookie);
    expect(stored.status).toBe(201);
    const { id } = (await stored.json()) as StoredReading;
    const [kept] = await stack.database.query('SELECT systolic, details FROM observation WHERE id = $1', [id]);
    expect(kept).toEqual({
      systolic: 130,
      details: { bloodPressures, method: 'patient', recordedBy: 'Ada Purbeck' },
    });
    const winifred = await stayOf('Winifred Cerne');
    const others = await Promise.all(
      [winifred.admissionId, '01890000-0000-7000-8000-000000000000'].map((one) =>
        send('POST', `/v1/admissions/${one}/observations`, aReadingSet(winifred.nhsNumber), cookie),
      ),
    );
    expect(others.map(({ status }) => status)).toEqual([404, 404]);
    const words = (await Promise.all(others.map((answer) => answer.json()))) as { detail: string }[];
    expect(words[0]?.detail).toBe(words[1]?.detail);
    const again = (await (await myStay(cookie)).json()) as MyStay;
    expect(again.trend.find(({ vital }) => vital === 'bloodPressure')).toMatchObject({ value: 130, second: 76 });
  });

  it('reads what the hub writes, and the hub sees that it was read', async () => {
    const path = `/api/admissions/${ada.admissionId}`;
    expect((await send('POST', `${path}/patient-messages`, { text: 'We ring you at 10.' })).status).toBe(204);
    const { messages } = (await (await myStay(cookie)).json()) as MyStay;
    expect(messages[0]).toMatchObject({ text: 'We ring you at 10.', by: 'Tunde Ringstead', isNew: true });
    expect((await send('POST', '/api/my-stay/messages-seen', {}, cookie)).status).toBe(204);
    const seen = (await (
      await fetch(`${stack.url}${path}/access`, { headers: { cookie: clerk } })
    ).json()) as StayAccess;
    expect(seen.messages[0]?.seenAt).not.toBeNull();
    expect(seen.accesses.every(({ issuedBy }) => issuedBy === 'Saoirse Holworth')).toBe(true);
  });

  it('is out when the hub takes the access back, and when the stay ends', async () => {
    const path = `/api/admissions/${ada.admissionId}/access`;
    const carer = await aCode(stack, ada.admissionId, 'carer');
    const unused = await aCode(stack, ada.admissionId, 'carer');
    const carers = cookieOf(await byCode(stack, carer.code));
    expect((await myStay(carers)).status).toBe(200);
    for (const { accessId } of [carer, unused]) {
      expect((await send('POST', `${path}/${accessId}/revocation`, {})).status).toBe(204);
    }
    expect((await myStay(carers)).status).toBe(401);
    expect((await byCode(stack, unused.code)).status).toBe(401);
    expect((await send('POST', `${path}/${carer.accessId}/revocation`, {})).status).toBe(404);

    const waiting = await aCode(stack, ada.admissionId, 'patient');
    await stack.database.query(`UPDATE admission SET status = 'ended', ended_at = now() WHERE id = $1`, [
      ada.admissionId,
    ]);
    expect((await myStay(cookie)).status).toBe(401);
    expect((await byCode(stack, waiting.code)).status).toBe(401);
    const answer = await send(
      'POST',
      `/v1/admissions/${ada.admissionId}/observations`,
      aReadingSet(ada.nhsNumber),
      cookie,
    );
    expect(answer.status).toBe(401);
  });
});
