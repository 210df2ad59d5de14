import { ROUTE_AUDIT } from '#access';
import {
  LARGEST_PHOTO_BYTES,
  NHS_NUMBER_SYSTEM,
  type AuditEntry,
  type CarerKeys,
  type Colleague,
  type Photos,
  type Residents,
  type RetentionView,
  type ResidentSbards,
  type Sbards,
  type StayTimeline,
  type WardBeds,
} from '#contracts';
import { Database, auditEntries, verifyAudit } from '#records';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CompactEncrypt, importJWK, type JWK } from 'jose';
import { Secret, TOTP } from 'otpauth';
import { io } from 'socket.io-client';
import { openStack, stopAtTheEnd, until, type TestStack } from '../harness/index.ts';
import {
  aCode,
  anOutsider,
  aPatientToOpen,
  aReadingSet,
  aWallScreen,
  byCode,
  keyOf,
  patientOf,
  post,
  signedIn,
  wardOf,
} from '../ward/people.ts';
import { aSummary } from '../ward/discharge.ts';
import { aReferral } from '../ward/referrals.ts';
import { aKey } from '../ward/sources.ts';

/** Of 40 by 30 points, with EXIF that says where it was taken. */
const JPEG_WITH_A_PLACE_IN_IT =
  '/9j/4QAbRXhpZgAAIDUwLjcyMDAgTiAxLjg4MDAgV//bAEMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA//AAAsIAB4AKAEBEQD/2gAIAQEAAD8AAQL/AAP/2Q==';

let stack: TestStack;
let database: Database;
let cookie: string;
let onWard: string[];

beforeAll(async () => {
  stack = await openStack({
    env: {
      PUBLIC_URL: 'http://ward.example',
      WEBHOOK_KEY: 'dpLDrTVAu4A8Ags67mbNiIcSMjTqDG5xQ8Ct1z/0Me0=',
      SECOND_FACTOR_KEY: 'P8TM/nRYcOLA2Z9x8w/wZWyN7dQcwdfT03aw2+aF4vM=',
    },
  });
  database = await Database.open({ url: stack.database.url, poolSize: 1, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  cookie = await signedIn(stack, 'hub-clinician');
  const rows = await stack.database.query<{ id: string }>(`SELECT id FROM admission WHERE status = 'active'`);
  onWard = rows.map((row) => row.id).toSorted();
});

type Told = AuditEntry & { at: string };

async function newest(act: string): Promise<Told | undefined> {
  const entries = await auditEntries(database, { limit: 50 });
  return entries.map(({ content }) => JSON.parse(content) as Told).find((entry) => entry.act === act);
}

/** One resident's pulse, as the staff of a home send it. */
async function aRoundSheet() {
  const staff = await signedIn(stack, 'care-home');
  const send = (body: string, query: string) =>
    fetch(`${stack.url}/v1/homes/durlston-house/round-sheet${query}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', cookie: staff },
      body,
    });
  return { cookie: staff, sheet: 'NHS,Date,Time,Pulse\n9990223408,05/01/2026,09:30,72\n', send };
}

/** Whose stay ended longer ago than care records are kept. */
async function somebodyOfLongAgo(): Promise<{ patientId: string }> {
  const [patient] = await stack.database.query<{ id: string }>(
    `INSERT INTO patient (id, nhs_number, given_name, family_name, birth_date, sex)
     VALUES (gen_random_uuid(), '9990000999', 'Ottilie', 'Longago', '1930-01-01', 'female') RETURNING id`,
  );
  await stack.database.query(
    `INSERT INTO admission (id, patient_id, ward_id, status, pathway, level, admitted_at, ended_at)
     VALUES (gen_random_uuid(), $1, $2, 'ended', 'frailty', 'light', now() - interval '10 years', now() - interval '9 years')`,
    [patient?.id, wardOf(stack)],
  );
  return { patientId: patient?.id ?? '' };
}

const get = (path: string, as = cookie) => fetch(`${stack.url}${path}`, { headers: { cookie: as } });

describe('what the audit trail tells', () => {
  it('of a board that was looked at: who, which ward, and whom they saw', async () => {
    const board = (await (await get(`/api/wards/${wardOf(stack)}/board`)).json()) as { tiles: unknown[] };
    const told = await newest('viewed-board');
    expect(told?.admissions?.toSorted()).toEqual(onWard);
    expect(board.tiles).toHaveLength(onWard.length);
    const [account] = await stack.database.query<{ role: string }>('SELECT role FROM account WHERE id = $1', [
      told?.actor.id,
    ]);
    expect(account?.role).toBe('hub-clinician');
  });

  it('of a wall screen: who opened it, that a screen watched and not its opener, and who ended it', async () => {
    const screen = await aWallScreen(stack);
    const opened = await newest('opened-wall-screen');
    const session = opened?.details?.['session'];
    expect(opened).toMatchObject({ ward: wardOf(stack), details: { names: 'initials' } });
    const socket = io(`${stack.url}/ward`, {
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: { cookie: screen },
    });
    stopAtTheEnd(async () => Promise.resolve(socket.disconnect()));
    await socket.emitWithAck('join', { wardId: wardOf(stack) });
    expect((await newest('began-watching-board'))?.details).toEqual({ wallScreen: session });
    const ended = await fetch(`${stack.url}/api/wards/${wardOf(stack)}/wall-screens/${String(session)}`, {
      method: 'DELETE',
      headers: { cookie: await signedIn(stack, 'administrator') },
    });
    expect(ended.status).toBe(204);
    expect(await newest('ended-wall-screen')).toMatchObject({ ward: wardOf(stack), details: { session } });
  });

  it('of a broken glass: who, whom and why by its kind, that it was tried in vain, what was found; and of whoever asks the trail', async () => {
    const outsider = await anOutsider(stack);
    const send = (path: string, body: object, as: string) =>
      fetch(`${stack.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: as },
        body: JSON.stringify(body),
      });
    const { admissionId, ...known } = await aPatientToOpen(stack, 2);
    const why = { kind: 'emergency', reason: 'The crew asks for the readings' };
    expect((await send('/api/break-glass', { ...known, birthDate: '1900-01-01', ...why }, outsider)).status).toBe(404);
    expect((await newest('break-glass-refused'))?.details).toEqual({ why: 'emergency' });
    const { id } = (await (await send('/api/break-glass', { ...known, ...why }, outsider)).json()) as { id: string };
    expect(await newest('broke-glass')).toMatchObject({
      ward: wardOf(stack),
      admissions: [admissionId],
      details: { glass: id, why: 'emergency' },
    });
    const lead = await signedIn(stack, 'lead');
    await get('/api/break-glass/reviews', lead);
    expect((await newest('viewed-glass-reviews'))?.admissions).toEqual([admissionId]);
    const review = { finding: 'appropriate', note: 'The call is in the log' };
    expect((await send(`/api/break-glass/${id}/review`, review, lead)).status).toBe(204);
    expect((await newest('reviewed-glass'))?.details).toEqual({ glass: id, finding: 'appropriate' });

    const auditor = await signedIn(stack, 'auditor');
    expect((await send('/api/audit/search', { nhsNumber: known.nhsNumber }, auditor)).status).toBe(200);
    expect((await newest('searched-audit-trail'))?.admissions).toEqual([admissionId]);
    expect((await send('/api/audit/verification', {}, auditor)).status).toBe(200);
    expect((await newest('verified-audit-trail'))?.details).toMatchObject({ whole: true });
  });

  it('of a restricted record: who restricted it, to whom, who looked, who opened it, and who ended that', async () => {
    const { admissionId } = await aPatientToOpen(stack, 3);
    const lead = await signedIn(stack, 'lead');
    const path = `/api/admissions/${admissionId}`;
    const send = (method: string, at: string, body: object, as: string) =>
      fetch(`${stack.url}${at}`, {
        method,
        headers: { 'content-type': 'application/json', cookie: as },
        body: JSON.stringify(body),
      });
    await send('PUT', `${path}/restriction`, { restricted: true, reason: 'Works here', named: [], after: null }, lead);
    const restricted = await newest('restricted-record');
    const restriction = restricted?.details?.['restriction'];
    expect(restricted).toMatchObject({ ward: wardOf(stack), admissions: [admissionId], details: { named: '' } });
    expect((await send('POST', `${path}/break-glass`, { kind: 'covering', reason: 'I have it' }, cookie)).status).toBe(
      201,
    );
    expect(await newest('broke-glass')).toMatchObject({ admissions: [admissionId], details: { why: 'covering' } });
    await get(`${path}/restriction`, lead);
    expect((await newest('viewed-restriction'))?.admissions).toEqual([admissionId]);
    const lifted = { restricted: false, reason: 'Over', after: restriction };
    expect((await send('PUT', `${path}/restriction`, lifted, lead)).status).toBe(204);
    expect(await newest('lifted-restriction')).toMatchObject({ admissions: [admissionId], details: { restriction } });
  });

  it('of what somebody said about sharing: who wrote it down, of which scope, and who read it; never their words', async () => {
    const { admissionId } = await aPatientToOpen(stack, 4);
    const path = `/api/admissions/${admissionId}/sharing-choices`;
    const said = { scope: 'gp', choice: 'objects', saidBy: 'patient', saidHow: 'telephone', saidOn: '2026-01-05' };
    await fetch(`${stack.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ ...said, note: 'Quarrelled with the practice', after: null }),
    });
    const kept = await newest('kept-sharing-choice');
    expect(kept).toMatchObject({ admissions: [admissionId], details: { scope: 'gp', what: 'objects' } });
    expect(JSON.stringify(kept)).not.toContain('Quarrelled');
    await get(path);
    expect((await newest('viewed-sharing-choices'))?.admissions).toEqual([admissionId]);
  });

  it('of care records that end: who decided it, and who withdrew it', async () => {
    const administrator = await signedIn(stack, 'administrator');
    const send = (path: string, body: object) =>
      fetch(`${stack.url}/api/retention/decisions${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: administrator },
        body: JSON.stringify(body),
      });
    const seen = async () => (await (await get('/api/retention', administrator)).json()) as RetentionView;
    expect((await send('', { people: 1, reason: 'None is due.' })).status).toBe(409);
    const { patientId } = await somebodyOfLongAgo();
    const { careRecordsDue } = await seen();
    expect(careRecordsDue).toBe(1);
    expect((await send('', { people: 2, reason: 'More than are due.' })).status).toBe(409);
    const wish = { people: 1, reason: 'Looked at with the Caldicott guardian.' };
    expect([(await send('', wish)).status, (await send('', wish)).status]).toEqual([204, 409]);
    expect((await newest('decided-on-retention'))?.details).toEqual({ people: 1, what: 'ends' });
    const [decision] = (await seen()).decisions;
    expect(decision).toMatchObject({ people: 1, reason: wish.reason, withdrawn: null, doneOn: null });
    expect((await send(`/${decision?.id}/withdrawal`, {})).status).toBe(204);
    expect((await send(`/${decision?.id}/withdrawal`, {})).status).toBe(404);
    expect((await newest('decided-on-retention'))?.details).toEqual({ people: 1, what: 'withdrawn' });
    const still = await stack.database.query('SELECT 1 FROM patient WHERE id = $1', [patientId]);
    expect(still).toHaveLength(1);
    // Nothing of this is said to whoever treats.
    expect((await get('/api/retention', cookie)).status).toBe(403);
  });

  it('of watching: from joining until leaving', async () => {
    const socket = io(`${stack.url}/ward`, { transports: ['websocket'], forceNew: true, extraHeaders: { cookie } });
    stopAtTheEnd(async () => Promise.resolve(socket.disconnect()));
    await socket.emitWithAck('join', { wardId: wardOf(stack) });
    expect((await newest('began-watching-board'))?.admissions?.toSorted()).toEqual(onWard);
    socket.disconnect();
    await until(async () => (await newest('stopped-watching-board'))?.ward === wardOf(stack), {
      within: '5s',
      what: 'The end of watching',
    });
  });

  it('of care-home staff: whom of their home they saw', async () => {
    const staff = await signedIn(stack, 'care-home');
    const { careHome } = (await (await get('/api/session', staff)).json()) as { careHome: { id: string } };
    const { tiles } = (await (await get(`/api/homes/${careHome.id}/residents`, staff)).json()) as {
      tiles: { admissionId: string }[];
    };
    const told = await newest('viewed-residents');
    expect(told?.careHome).toBe(careHome.id);
    expect(told?.admissions).toEqual(tiles.map((tile) => tile.admissionId));
  });

  it('of a round sheet: whose residents it was about', async () => {
    const { cookie: staff, sheet, send } = await aRoundSheet();
    const { confirm } = (await (await send(sheet, '')).json()) as { confirm: string };
    expect((await send(sheet, `?confirm=${confirm}`)).status).toBe(201);
    const { tiles } = (await (await get('/api/homes/durlston-house/residents', staff)).json()) as {
      tiles: { admissionId: string; patient: { nhsNumber: string } }[];
    };
    const winifred = tiles.find((tile) => tile.patient.nhsNumber === '9990223408')?.admissionId;
    expect(await newest('sent-round-sheet')).toMatchObject({ careHome: 'durlston-house', admissions: [winifred] });
  });

  it('of a resident’s reading: who took it, and of whom', async () => {
    const staff = await signedIn(stack, 'care-home');
    const answer = await fetch(`${stack.url}/v1/homes/durlston-house/observations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: staff },
      body: JSON.stringify(aReadingSet('9990223408')),
    });
    expect(answer.status).toBe(201);
    const told = await newest('sent-reading');
    expect(told).toMatchObject({ careHome: 'durlston-house', admissions: [expect.any(String)] });
    expect(told?.actor).toEqual({ kind: 'person', id: expect.any(String) });
  });

  it('of sign-in, its refusal and sign-out, without what was typed', async () => {
    const { username } = stack.demo.accounts[0] ?? { username: '' };
    await fetch(`${stack.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: 'secret of somebody' }),
    });
    expect((await newest('sign-in-refused'))?.actor.id).not.toBeNull();
    const session = await signedIn(stack, 'lead');
    const began = await newest('signed-in');
    await fetch(`${stack.url}/api/session`, { method: 'DELETE', headers: { cookie: session } });
    expect((await newest('signed-out'))?.actor).toEqual(began?.actor);
    const all = await auditEntries(database, { limit: 1_000 });
    expect(all.some(({ content }) => content.includes('secret') || content.includes(username))).toBe(false);
  });

  it('of the alarm burden: who looked, and whose thresholds were named', async () => {
    const lead = await signedIn(stack, 'lead');
    await get(`/api/wards/${wardOf(stack)}/alarm-burden`, lead);
    expect(await newest('viewed-alarm-burden')).toMatchObject({ ward: wardOf(stack), admissions: [] });
  });

  it('of an alert: who did what to it and who read it', async () => {
    await fetch(`${stack.url}/v1/observations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${keyOf(stack)}` },
      body: JSON.stringify({
        patient: { nhsNumber: patientOf(stack, 0).nhsNumber },
        sourceRef: 'audited',
        effectiveAt: new Date().toISOString(),
        respiration: 27,
        spo2: 88,
        onOxygen: true,
        systolic: 88,
        diastolic: 50,
        pulse: 135,
        consciousness: 'A',
        temperature: 39.2,
      }),
    });
    const raised = async () =>
      (
        await stack.database.query<{ id: string; version: number; admission_id: string }>(
          `SELECT id, version, admission_id FROM alert WHERE status = 'raised' AND rule_id = 'news2-high'`,
        )
      )[0];
    await until(async () => (await raised()) !== undefined, { within: '15s', what: 'An alert' });
    const alert = await raised();
    const lead = await signedIn(stack, 'lead');
    const colleagues = (await (await get(`/api/wards/${wardOf(stack)}/colleagues`)).json()) as Colleague[];
    const to = colleagues.find(({ role }) => role === 'lead')?.id;
    let version = alert?.version ?? 0;
    const about = { alert: alert?.id, ward: wardOf(stack), admissions: [alert?.admission_id] };
    const does = async (what: string, body: object, { as = cookie, act }: { as?: string; act: AuditEntry['act'] }) => {
      const answer = await fetch(`${stack.url}/api/alerts/${alert?.id}/${what}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: as },
        body: JSON.stringify({ ...(what !== 'comments' && { version }), ...body }),
      });
      expect(answer.status).toBe(200);
      ({ version } = (await answer.json()) as { version: number });
      expect(await newest(act)).toMatchObject(about);
    };
    await does('acceptance', {}, { act: 'accepted-alert' });
    await does('pause', { minutes: 5 }, { act: 'paused-alert' });
    await does('hand-over', { to }, { act: 'handed-over-alert' });
    await does('rejection', { reason: 'with another patient' }, { as: lead, act: 'rejected-alert' });
    await does('acceptance', {}, { act: 'accepted-alert' });
    await does('take-over', {}, { as: lead, act: 'took-over-alert' });
    await does('comments', { text: 'rang her daughter' }, { act: 'commented-alert' });
    expect((await get(`/api/alerts/${alert?.id}/history`)).status).toBe(200);
    expect(await newest('viewed-alert')).toMatchObject(about);
    await does('resolution', { outcome: 'visit' }, { act: 'resolved-alert' });
  });

  it('of a source that reads: which source, and whom it saw', async () => {
    const key = await aKey(stack, { source: 'An EPR that is audited', mayRead: true });
    const { nhsNumber } = patientOf(stack, 0);
    await fetch(`${stack.url}/fhir/Observation/_search`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Bearer ${key}` },
      body: new URLSearchParams({ 'patient.identifier': `${NHS_NUMBER_SYSTEM}|${nhsNumber}` }).toString(),
    });
    const [source] = await stack.database.query<{ id: number }>('SELECT id FROM source WHERE name = $1', [
      'An EPR that is audited',
    ]);
    const told = await newest('read-over-fhir');
    expect(told?.actor).toEqual({ kind: 'source', id: String(source?.id) });
    expect(told?.admissions).toHaveLength(1);
  });

  it('of who decides who is told, and how they are told themselves', async () => {
    const lead = await signedIn(stack, 'lead');
    const send = (method: string, path: string, body?: object) =>
      fetch(`${stack.url}/api${path}`, {
        method,
        headers: { cookie: lead, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    const waits = { emergency: 5, urgent: 30, routine: 240, technical: 60 };
    const steps = [{ kind: 'role', role: 'lead', waits }];
    const route = {
      version: 0,
      hubHours: { from: '09:00', to: '17:00' },
      days: [],
      steps: { 'hub-hours': steps, 'on-call': steps },
    };
    expect((await send('PUT', `/wards/${wardOf(stack)}/route`, route)).status).toBe(200);
    expect(await newest('changed-route')).toMatchObject({ ward: wardOf(stack), details: { version: 1 } });
    const webhooks = `/wards/${wardOf(stack)}/webhooks`;
    const added = await send('POST', webhooks, {
      name: 'Pager',
      url: 'https://pager.example/',
      priorities: ['emergency'],
    });
    expect(added.status).toBe(201);
    const { id } = (await added.json()) as { id: string };
    expect((await send('POST', `${webhooks}/${id}/test-messages`, {})).status).toBe(202);
    expect((await send('DELETE', `${webhooks}/${id}`)).status).toBe(204);
    expect(await newest('ended-webhook')).toMatchObject({ details: { webhook: id } });
    const times = { version: 0, emergency: 10, urgent: 60, technical: 60, routineBy: '18:00', why: 'A test.' };
    expect((await send('PUT', `/wards/${wardOf(stack)}/accept-times`, times)).status).toBe(200);
    expect(await newest('changed-accept-times')).toMatchObject({ ward: wardOf(stack), details: { version: 1 } });
    const ways = { emergency: ['push'], urgent: [], routine: [], technical: [] };
    const contact = { version: 0, mobile: '07700 900123', email: null, ways, quietHours: null };
    expect((await send('PUT', '/account/contact', contact)).status).toBe(200);
    const keys = { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) };
    const device = await send('POST', '/account/devices', {
      endpoint: 'https://push.example/1',
      keys,
      name: 'A phone',
    });
    expect((await send('DELETE', `/account/devices/${((await device.json()) as { id: string }).id}`)).status).toBe(204);
    const words = JSON.stringify(await auditEntries(database, { limit: 1_000 }));
    expect(words).not.toContain('900123');
  });

  it('of sources and their keys, and of readings that fit nobody', async () => {
    const lead = await signedIn(stack, 'lead');
    const send = async (method: string, path: string, body: object): Promise<{ id: number; keyId: number }> => {
      const answer = await fetch(`${stack.url}/api${path}`, {
        method,
        headers: { cookie: lead, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect([path, answer.ok]).toEqual([path, true]);
      return (await answer.json().catch(() => null)) as { id: number; keyId: number };
    };
    const terms = {
      name: 'Audited gateway',
      contact: null,
      wardIds: [wardOf(stack)],
      expectedEveryMinutes: null,
      readingsPerSecond: 10,
      burst: 100,
      clientCertificates: [],
    };
    const { id } = await send('POST', '/sources', terms);
    expect(await newest('registered-source')).toMatchObject({ details: { source: id } });
    await send('PUT', `/sources/${id}`, { version: 1, terms });
    for (const on of [false, true]) await send('PUT', `/sources/${id}/switch`, { on, reason: 'A test.' });
    const limits = { label: null, wardIds: null, careHomeIds: null, nhsNumbers: null, expiresAt: null };
    const key = await send('POST', `/sources/${id}/keys`, { ...limits, maySend: true, mayRead: false });
    const oldUntil = new Date(Date.now() + 60_000).toISOString();
    await send('POST', `/sources/${id}/keys/${key.keyId}/rotation`, { oldUntil, expiresAt: null });
    await send('POST', `/sources/${id}/keys/${key.keyId}/revocation`, { reason: 'A test.' });
    expect(await newest('revoked-source-key')).toMatchObject({ details: { source: id, key: key.keyId } });

    for (const nhsNumber of ['9990000050', '9990000069']) await post(stack, aReadingSet(nhsNumber));
    const { groups } = (await (await get('/api/unmatched', lead)).json()) as {
      groups: { group: string; upTo: string }[];
    };
    expect(groups).toHaveLength(2);
    const [one, other] = groups.map(({ group, upTo }) => ({ group, upTo, reason: 'A test.' }));
    const { stays } = (await (await get('/api/unmatched/stays', lead)).json()) as {
      stays: { admissionId: string; name: string; birthDate: string; nhsNumber: string }[];
    };
    expect((await newest('viewed-identities'))?.admissions?.toSorted()).toEqual(onWard);
    const { admissionId, name, birthDate, nhsNumber } = stays[0]!;
    const confirmed = { name, birthDate, nhsNumber };
    await send('POST', '/unmatched/attachments', { ...one, admissionId, confirmed, fromNowOn: false });
    expect(await newest('attached-readings')).toMatchObject({ admissions: [admissionId] });
    await send('POST', '/unmatched/dismissals', other!);
  });

  it('of patients and carers at home: who let them in, and what they saw', async () => {
    const [admissionId = ''] = onWard;
    const given = await aCode(stack, admissionId, 'patient');
    const about = { admissions: [admissionId], ward: wardOf(stack) };
    expect(await newest('gave-access')).toMatchObject({
      ...about,
      details: { access: given.accessId, who: 'patient' },
    });
    const session = (await byCode(stack, given.code)).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect((await newest('signed-in'))?.actor).toEqual({ kind: 'person', id: given.accessId });
    await get('/api/my-stay', session);
    expect(await newest('viewed-own-stay')).toMatchObject({ ...about, actor: { id: given.accessId } });
    const lead = await signedIn(stack, 'lead');
    const headers = { cookie: lead, 'content-type': 'application/json' };
    const path = `${stack.url}/api/admissions/${admissionId}`;
    await fetch(`${path}/patient-messages`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ text: 'Not for the trail.' }),
    });
    expect(await newest('wrote-to-patient')).toMatchObject(about);
    await get(`/api/admissions/${admissionId}/access`, lead);
    expect(await newest('viewed-access')).toMatchObject(about);
    await fetch(`${path}/access/${given.accessId}/revocation`, { method: 'POST', headers, body: '{}' });
    expect(await newest('revoked-access')).toMatchObject({ ...about, details: { access: given.accessId } });
    const phone = JSON.stringify({ phone: '01632 960 124' });
    await fetch(`${stack.url}/api/wards/${wardOf(stack)}/patient-phone`, { method: 'PUT', headers, body: phone });
    expect(await newest('changed-patient-phone')).toMatchObject({ ward: wardOf(stack) });
  });

  it('of beds: who referred, decided, admitted, changed places and ended a stay', async () => {
    const coordinator = await signedIn(stack, 'lead');
    const act = async (method: string, path: string, body: object) => {
      const headers = { cookie: coordinator, 'content-type': 'application/json' };
      const answer = await fetch(`${stack.url}/api/${path}`, { method, headers, body: JSON.stringify(body) });
      expect([method, path, answer.status]).toEqual([method, path, expect.any(Number)]);
      expect(answer.ok).toBe(true);
      return (await answer.json()) as Record<string, string>;
    };
    const ward = wardOf(stack);
    const { id } = await act('POST', `wards/${ward}/referrals`, aReferral());
    expect(await newest('received-referral')).toMatchObject({ ward, details: { referral: id, state: 'received' } });
    await act('PUT', `referrals/${id}/decision`, { to: 'waiting', version: 1, reason: 'Looked at together.' });
    expect(await newest('decided-on-referral')).toMatchObject({ ward, details: { referral: id, state: 'waiting' } });
    const { admissionId } = await act('POST', `referrals/${id}/admission`, { version: 2, level: 'light', bed: null });
    const about = { ward, admissions: [admissionId] };
    expect(await newest('admitted')).toMatchObject({ ...about, details: { referral: id } });
    const { beds } = (await (await get(`/api/wards/${ward}/beds`, coordinator)).json()) as WardBeds;
    expect(await newest('viewed-beds')).toMatchObject({ ward, admissions: expect.arrayContaining([admissionId]) });
    const { bed } = beds.find(({ stay }) => stay !== null && stay.admissionId !== admissionId)!;
    await act('PUT', `admissions/${admissionId}/bed`, { version: 1, bed });
    expect(await newest('changed-bed')).toMatchObject({
      ward,
      admissions: expect.arrayContaining([admissionId]),
      details: { to: bed },
    });
    await act('PUT', `admissions/${admissionId}/discharge-summary`, aSummary());
    expect(await newest('wrote-discharge-summary')).toMatchObject(about);
    await act('PUT', `admissions/${admissionId}/end`, { version: 2, ending: 'home', reason: 'Well again.' });
    expect(await newest('ended-stay')).toMatchObject({ ...about, details: { ending: 'home' } });
    await get(`/api/admissions/${admissionId}/discharge-summary`, coordinator);
    expect(await newest('viewed-discharge-summary')).toMatchObject(about);
    await get(`/api/admissions/${admissionId}/discharge-letters/gp`, coordinator);
    expect(await newest('exported-discharge-letter')).toMatchObject({ ...about, details: { letter: 'gp' } });
    const endpoints = `wards/${ward}/discharge-endpoints`;
    const endpoint = await act('POST', endpoints, { name: 'GP', url: 'https://127.0.0.1/', everyWard: false });
    expect(await newest('changed-discharge-endpoint')).toMatchObject({ ward, details: { endpoint: endpoint['id'] } });
    await act('POST', `admissions/${admissionId}/discharge-sendings`, {});
    expect(await newest('sent-discharge-bundle')).toMatchObject(about);
    await fetch(`${stack.url}/api/${endpoints}/${endpoint['id']}`, {
      method: 'DELETE',
      headers: { cookie: coordinator },
    });
    expect(await newest('changed-discharge-endpoint')).toMatchObject({ ward, details: { ended: true } });
    await get(`/api/wards/${ward}/after-discharge`, coordinator);
    expect(await newest('viewed-after-discharge')).toMatchObject({ ward });
  });

  it('of the days ahead: who planned, checked, lent, moved, and looked through a file', async () => {
    const lead = await signedIn(stack, 'lead');
    const ward = wardOf(stack);
    const act = async (method: string, path: string, body: object) => {
      const headers = { cookie: lead, 'content-type': 'application/json' };
      const answer = await fetch(`${stack.url}/api/${path}`, { method, headers, body: JSON.stringify(body) });
      expect([method, path, answer.ok]).toEqual([method, path, true]);
      const text = await answer.text();
      return (text === '' ? {} : JSON.parse(text)) as Record<string, string>;
    };
    const { id } = await act('POST', `wards/${ward}/referrals`, aReferral());
    await act('PUT', `referrals/${id}/decision`, { to: 'waiting', version: 1, reason: 'Looked at together.' });
    await act('PUT', `referrals/${id}/planned-day`, { on: null, reason: 'Not known yet.' });
    expect(await newest('planned-move')).toMatchObject({ ward, details: { referral: id } });
    const { admissionId } = await act('POST', `referrals/${id}/admission`, { version: 2, level: 'light', bed: null });
    const about = { ward, admissions: [admissionId] };
    await act('PUT', `admissions/${admissionId}/planned-day`, { on: null, reason: 'Not known yet.' });
    expect(await newest('planned-move')).toMatchObject(about);
    await stack.database.query('UPDATE admission SET last_reading_at = now() WHERE id = $1', [admissionId]);
    await act('PUT', `admissions/${admissionId}/first-reading-check`, {});
    expect(await newest('checked-first-reading')).toMatchObject(about);
    const kit = await act('POST', `wards/${ward}/kits`, { kind: 'scales', serial: 'SC-1', battery: null });
    await act('PUT', `kits/${kit['id']}/state`, { version: 1, to: 'out', admissionId, battery: null });
    expect(await newest('changed-kit')).toMatchObject({ ...about, details: { kit: kit['id'], to: 'out' } });
    await get(`/api/wards/${ward}/kits`, lead);
    expect(await newest('viewed-kits')).toMatchObject({ ward });
    const headings =
      'nhsNumber,givenName,familyName,birthDate,route,pathway,reason,referredBy,clinician,language,digitalAccess';
    await act('POST', `wards/${ward}/referral-sheets`, { csv: `${headings}\n1,A,B`, keep: true });
    expect(await newest('read-referral-sheet')).toMatchObject({ ward, details: { rows: 1, received: 0 } });
    await stack.database.query(`INSERT INTO ward (id, name, capacity) VALUES ('hill', 'Hill Ward', 1)`);
    await stack.database.query(`INSERT INTO bed (ward_id, number) VALUES ('hill', 1) ON CONFLICT DO NOTHING`);
    await stack.database.query(`UPDATE account SET ward_ids = ward_ids || 'hill'::text WHERE role = 'lead'`);
    await act('PUT', `admissions/${admissionId}/ward`, { version: 1, wardId: 'hill', reason: 'Nearer to home.' });
    expect(await newest('transferred-ward')).toMatchObject({
      ward: 'hill',
      admissions: [admissionId],
      details: { from: ward, to: 'hill' },
    });
  });

  it('of the pilot: who opened an area, let it grow, and put whom into which arm', async () => {
    const lead = await signedIn(stack, 'lead');
    const send = (method: string, path: string, body: object) =>
      fetch(`${stack.url}/api${path}`, {
        method,
        headers: { cookie: lead, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const approval = { approvedBy: 'Somebody of the board', reason: 'A test.' };
    const terms = { wardId: wardOf(stack), name: 'Audited', homeIds: ['durlston-house'], cap: 1, ...approval };
    const { id } = (await (await send('POST', '/pilot/areas', terms)).json()) as { id: string };
    expect(await newest('opened-pilot-area')).toMatchObject({ ward: wardOf(stack), details: { area: id, cap: 1 } });
    await send('POST', `/pilot/areas/${id}/caps`, { cap: 3, ...approval });
    expect(await newest('raised-pilot-cap')).toMatchObject({ details: { area: id, cap: 3 } });
    const { areas } = (await (await get('/api/pilot', lead)).json()) as {
      areas: { residents: { admissionId: string }[] }[];
    };
    const [resident] = areas[0]?.residents ?? [];
    await send('PUT', `/admissions/${resident?.admissionId}/arm`, { arm: 'admission-avoidance' });
    const about = { admissions: [resident?.admissionId], details: { arm: 'admission-avoidance' } };
    expect(await newest('placed-in-pilot')).toMatchObject(about);
  });

  it('of concerns of the community and of partners’ codes, without whom they are about', async () => {
    const lead = await signedIn(stack, 'lead');
    const send = async (path: string, body: object): Promise<{ id: string; code: string; version: number }> => {
      const answer = await fetch(`${stack.url}/api${path}`, {
        method: 'POST',
        headers: { cookie: lead, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return (await answer.json().catch(() => null)) as { id: string; code: string; version: number };
    };
    const { id: codeId, code } = await send('/partner-codes', {
      wardId: wardOf(stack),
      organisation: 'Audited Post Office',
      days: 1,
    });
    const concern = { code, reference: codeId, name: patientOf(stack, 0).name, address: null, noticed: ['post'] };
    await send('/concerns', concern);
    expect((await newest('told-concern'))?.actor).toEqual({ kind: 'partner', id: codeId });
    await send(`/partner-codes/${codeId}/revocation`, {});
    await send('/concerns', concern);
    expect((await newest('concern-refused'))?.actor).toEqual({ kind: 'partner', id: null });
    const { open } = (await (await get('/api/concerns', lead)).json()) as { open: { id: string }[] };
    const about = `/concerns/${open[0]?.id}`;
    const [admissionId] = onWard;
    let { version } = await send(`${about}/match`, { version: 1, admissionId });
    expect(await newest('matched-concern')).toMatchObject({ admissions: [admissionId], details: { ours: true } });
    ({ version } = await send(`${about}/taking`, { version }));
    await send(`${about}/outcome`, { version, outcome: 'seen-well', note: null });
    expect(await newest('closed-concern')).toMatchObject({ admissions: [admissionId] });
  });

  it('of an order of a SpO2 scale, and of looking at them', async () => {
    const board = (await (await get(`/api/wards/${wardOf(stack)}/board`)).json()) as {
      tiles: { admissionId: string; version: number }[];
    };
    const { admissionId, version } = board.tiles[0]!;
    const path = `/api/admissions/${admissionId}/spo2-scale-orders`;
    const body = { version, scale: 1, authorisedBy: 'Dr Ines Wareham', role: 'consultant', reason: 'A test.' };
    const headers = { cookie, 'content-type': 'application/json' };
    const answer = await fetch(`${stack.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(201);
    expect(await newest('ordered-spo2-scale')).toMatchObject({ admissions: [admissionId], details: { scale: 1 } });
    await get(path);
    await get(`/api/admissions/${admissionId}`);
    await get(`/api/admissions/${admissionId}/readings`);
    expect(await newest('viewed-readings')).toMatchObject({ admissions: [admissionId] });
    expect(await newest('viewed-patient')).toMatchObject({ admissions: [admissionId] });
    expect(await newest('viewed-spo2-scale-orders')).toMatchObject({ admissions: [admissionId] });
  });

  it('of a plan, of notes, and of looking at what happened on a stay', async () => {
    const [admissionId = ''] = onWard;
    const path = `/api/admissions/${admissionId}`;
    for (const view of [
      'alerts',
      'notes',
      'timeline',
      'replay',
      'care',
      'welcome-pack.pdf',
      'summary.pdf',
      'discharge-bundle',
    ])
      expect((await get(`${path}/${view}`)).status).toBe(200);
    const transfer = {
      id: '01890000-0000-7000-8000-0000000007aa',
      to: 'same-day-emergency-care',
      reason: 'See today.',
    };
    const transfers = `${path}/onward-transfers`;
    const handedOn = await fetch(`${stack.url}${transfers}`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify(transfer),
    });
    expect(handedOn.status).toBe(201);
    expect(await newest('handed-on')).toMatchObject({ admissions: [admissionId], details: { to: transfer.to } });
    for (const view of [transfers, `${transfers}/${transfer.id}`, `${transfers}/${transfer.id}/summary.pdf`])
      expect((await get(view)).status).toBe(200);
    const { version, plan } = (await (await get(`${path}/plan`)).json()) as { version: number; plan: object };
    const headers = { cookie, 'content-type': 'application/json' };
    const note = JSON.stringify({ text: 'Rang her daughter.' });
    expect((await fetch(`${stack.url}${path}/notes`, { method: 'POST', headers, body: note })).status).toBe(201);
    const change = JSON.stringify({ version, reason: 'A test.', plan: { ...plan, targetWeight: 66 } });
    expect((await fetch(`${stack.url}${path}/plan`, { method: 'PUT', headers, body: change })).status).toBe(200);
    await stack.database.query(`UPDATE admission SET level = 'standard' WHERE id = $1`, [admissionId]);
    const said = { agreedByClinician: null, agreedByPatient: null, hasSafetyNetAdvice: null, canTakeReadings: null };
    const step = { version: version + 1, to: 'intensive', reason: 'A test.', ...said, override: false };
    const put = { method: 'PUT', headers, body: JSON.stringify(step) };
    expect((await fetch(`${stack.url}${path}/level`, put)).status).toBe(200);
    const goal = { kind: 'goal', content: { what: 'Walk', by: null, progress: null, state: 'open' } };
    const added = await fetch(`${stack.url}${path}/care`, { method: 'POST', headers, body: JSON.stringify(goal) });
    const { id: entry } = (await added.json()) as { id: string };
    expect(await newest('changed-care')).toMatchObject({
      admissions: [admissionId],
      details: { kind: 'goal', version: 1 },
    });
    const entryPut = { method: 'PUT', headers, body: JSON.stringify({ version: 1, ...goal }) };
    expect((await fetch(`${stack.url}${path}/care/${entry}`, entryPut)).status).toBe(200);
    expect(await newest('changed-care')).toMatchObject({ details: { entry, version: 2 } });
    const reviewed = { after: null, decision: 'goes-on', reason: 'A test.', nextInDays: 7 };
    const kept = await fetch(`${stack.url}${path}/reviews`, {
      method: 'POST',
      headers,
      body: JSON.stringify(reviewed),
    });
    expect(kept.status).toBe(201);
    expect(await newest('reviewed-stay')).toMatchObject({ admissions: [admissionId], details: { nextInDays: 7 } });
    await get(`/api/wards/${wardOf(stack)}/round-list`);
    expect((await newest('viewed-readiness'))?.admissions?.toSorted()).toEqual(onWard);
    await get(`/api/wards/${wardOf(stack)}/tasks`);
    expect(await newest('viewed-tasks')).toMatchObject({ ward: wardOf(stack) });
    await get(`/api/wards/${wardOf(stack)}/readiness`);
    expect((await newest('viewed-readiness'))?.admissions?.toSorted()).toEqual(onWard);
    for (const act of [
      'viewed-alerts-of-stay',
      'viewed-notes',
      'viewed-timeline',
      'replayed-stay',
      'viewed-care',
      'exported-summary',
      'exported-welcome-pack',
      'viewed-transfer-summary',
      'exported-discharge-bundle',
      'viewed-plan',
      'wrote-note',
      'changed-plan',
      'changed-level',
    ])
      expect(await newest(act)).toMatchObject({ admissions: [admissionId], ward: wardOf(stack) });
  });

  it('of what goes between a home and the hub: an SBARD, its decision, readings once more, whom to ring', async () => {
    const nhsNumber = '9990223408';
    const home = await signedIn(stack, 'care-home');
    const clinician = await signedIn(stack, 'hub-clinician');
    const lead = await signedIn(stack, 'lead');
    const send = (method: string, path: string, body: object, by: string) =>
      fetch(`${stack.url}/api${path}`, {
        method,
        headers: { cookie: by, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const residents = async () => (await (await get('/api/homes/durlston-house/residents', home)).json()) as Residents;
    const winifred = async () => (await residents()).tiles.find(({ patient }) => patient.nhsNumber === nhsNumber)!;
    const { admissionId } = await winifred();
    const sbards = `/homes/durlston-house/residents/${admissionId}/sbards`;
    const about = { admissions: [admissionId], careHome: 'durlston-house' };
    const told = { id: '01890000-0000-7000-8000-0000000005ba', recommendation: 'Please visit today.' };

    // With nothing open nobody would be asked to look.
    const calm = (await residents()).tiles.find(({ alerts }) => alerts.length === 0)!;
    const nobodyLooks = await send('POST', sbards.replace(admissionId, calm.admissionId), told, home);
    expect(nobodyLooks.status).toBe(409);

    await post(stack, aReadingSet(nhsNumber, { respiration: 26, spo2: 90, pulse: 115 }));
    await until(async () => (await winifred()).alerts.some(({ ruleId }) => ruleId === 'news2-high'), {
      within: '60s',
      what: 'The alert',
    });
    const { draft } = (await (await get(`/api${sbards}`, home)).json()) as ResidentSbards;
    expect(await newest('viewed-sbards')).toMatchObject(about);
    expect(draft?.assessment.join(' ')).toMatch(/respiration 26.*Last measured .*SpO2 90 %/);
    expect((await send('POST', sbards, told, home)).status).toBe(201);
    expect((await send('POST', sbards, told, home)).status).toBe(200);
    expect(await newest('sent-sbard')).toMatchObject({ ...about, details: { sbard: told.id } });
    expect((await winifred()).sbard).toMatchObject({ id: told.id });
    // Another home's resident looks like none.
    expect((await send('POST', sbards.replace('durlston-house', 'rose-court'), told, home)).status).toBe(404);

    // In which room: all that are named or none, and the trail says that it was changed without saying to what.
    const somebody = (await residents()).tiles.find((tile) => tile.admissionId !== admissionId)!;
    const putRooms = (rooms: unknown, where = 'durlston-house') =>
      send('PUT', `/homes/${where}/rooms`, { rooms }, home);
    expect((await putRooms([{ admissionId, room: '  Garden 3 ' }])).status).toBe(204);
    expect((await residents()).rooms).toEqual([{ admissionId, room: 'Garden 3' }]);
    const written = await newest('changed-room');
    expect(written).toMatchObject({ ...about, ward: wardOf(stack) });
    expect(JSON.stringify(written)).not.toContain('Garden');
    // The same once more changes nothing, and is not told.
    expect((await putRooms([{ admissionId, room: 'Garden 3' }])).status).toBe(204);
    expect(await newest('changed-room')).toEqual(written);
    const elsewhereNow = await stack.database.query<{ id: string }>(
      `SELECT id FROM admission WHERE status = 'active' AND care_home_id IS DISTINCT FROM 'durlston-house' LIMIT 1`,
    );
    const nobodyOfTheirs = { admissionId: elsewhereNow[0]?.id, room: '7' };
    const absent = { admissionId: '01890000-0000-7000-8000-00000000005d', room: '7' };
    const [ofAnother, ofNobody, inAnother] = await Promise.all([
      putRooms([{ admissionId: somebody.admissionId, room: '12' }, nobodyOfTheirs]),
      putRooms([absent]),
      putRooms([{ admissionId, room: '12' }], 'rose-court'),
    ]);
    expect([ofAnother.status, ofNobody.status, inAnother.status]).toEqual([404, 404, 404]);
    const detailOf = async (answer: Response) => ((await answer.json()) as { detail: string }).detail;
    expect(await detailOf(ofAnother)).toBe(await detailOf(ofNobody));
    expect((await residents()).rooms).toEqual([{ admissionId, room: 'Garden 3' }]);
    for (const [room, said] of [
      ['x'.repeat(21), 'expected at most 20 characters'],
      ['  ', 'expected at least one character'],
      ['1\n2', 'expected one line'],
      [12, 'expected a text in quotation marks'],
    ] as const) {
      const bad = await putRooms([{ admissionId, room }]);
      expect([bad.status, await bad.text()]).toEqual([422, expect.stringContaining(said)]);
    }
    const twice = await putRooms([
      { admissionId, room: '1' },
      { admissionId, room: '2' },
    ]);
    expect([twice.status, await twice.text()]).toEqual([422, expect.stringContaining('names a resident twice')]);
    expect((await send('PUT', '/homes/durlston-house/rooms', { rooms: [absent] }, clinician)).status).toBe(403);
    expect((await putRooms([{ admissionId, room: null }])).status).toBe(204);
    expect((await residents()).rooms).toEqual([]);

    // A photo: stored once, with nothing in it but the picture, and every look at it is told.
    const photo = { id: '01890000-0000-7000-8000-0000000005bb', of: 'wound', takenAt: new Date().toISOString() };
    const jpeg = Buffer.from(JPEG_WITH_A_PLACE_IN_IT, 'base64');
    const sendPhoto = (bytes: Buffer, { to = 'durlston-house', whose = admissionId } = {}) =>
      send('POST', `/homes/${to}/photos`, { ...photo, admissionId: whose, jpeg: bytes.toString('base64') }, home);
    expect((await sendPhoto(jpeg)).status).toBe(201);
    expect((await sendPhoto(jpeg)).status).toBe(200);
    expect(await newest('sent-photo')).toMatchObject({ ...about, details: { photo: photo.id } });
    const other = (await residents()).tiles.find((tile) => tile.admissionId !== admissionId)!;
    expect((await sendPhoto(jpeg, { whose: other.admissionId })).status).toBe(409);
    expect((await sendPhoto(jpeg, { to: 'rose-court' })).status).toBe(404);
    const refused = await sendPhoto(Buffer.from('<svg onload="alert(1)"/>'));
    expect([refused.status, ((await refused.json()) as { detail: string }).detail]).toEqual([
      422,
      expect.stringMatching(/no JPEG/),
    ]);
    expect((await sendPhoto(Buffer.alloc(185 * 1024))).status).toBe(422);
    const list = await get(`/api/admissions/${admissionId}/photos`, clinician);
    expect(await list.json()).toMatchObject({ photos: [{ id: photo.id, of: 'wound', width: 40, height: 30 }] });
    expect(await newest('viewed-photos')).toMatchObject({ admissions: [admissionId] });
    const picture = await get(`/api/admissions/${admissionId}/photos/${photo.id}`, clinician);
    expect(Object.fromEntries(picture.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'inline; filename="photo.jpg"',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    const seenBytes = Buffer.from(await picture.arrayBuffer());
    expect(jpeg.includes('50.7200 N')).toBe(true);
    expect(seenBytes.includes('50.7200 N')).toBe(false);
    expect(seenBytes.subarray(0, 2)).toEqual(jpeg.subarray(0, 2));
    expect(await newest('viewed-photo')).toMatchObject({ admissions: [admissionId], details: { photo: photo.id } });
    const elsewhere = `/api/admissions/${other.admissionId}/photos/${photo.id}`;
    expect((await get(elsewhere, clinician)).status).toBe(404);
    expect((await get(`/api/admissions/${admissionId}/photos/${photo.id}`, home)).status).toBe(403);

    const { sbards: seen } = (await (await get(`/api/admissions/${admissionId}/sbards`, clinician)).json()) as Sbards;
    expect(seen).toMatchObject([{ id: told.id, recommendation: 'Please visit today.', decision: null }]);
    const decision = `/admissions/${admissionId}/sbards/${told.id}/decision`;
    expect((await send('POST', decision, { decision: 'We visit at 15:00.' }, home)).status).toBe(403);
    expect((await send('POST', decision, { decision: 'We visit at 15:00.' }, clinician)).status).toBe(204);
    expect((await send('POST', decision, { decision: 'No, we do not.' }, lead)).status).toBe(409);
    expect(await newest('decided-on-sbard')).toMatchObject({ ...about, details: { sbard: told.id } });
    expect((await winifred()).sbard).toBeNull();
    expect((await residents()).decisions).toMatchObject([
      { admissionId, decided: 'We visit at 15:00.', priority: null },
    ]);
    await expect(
      stack.database.query(`UPDATE sbard SET decision = 'Other' WHERE id = $1`, [told.id]),
    ).rejects.toThrow();

    // Readings once more: waited for until one is in that was measured after it was asked.
    expect((await send('POST', `/admissions/${admissionId}/repeat-requests`, { minutes: 1 }, clinician)).status).toBe(
      422,
    );
    expect((await send('POST', `/admissions/${admissionId}/repeat-requests`, { minutes: 10 }, clinician)).status).toBe(
      204,
    );
    expect(await newest('asked-to-repeat')).toMatchObject({ ...about, details: { minutes: 10 } });
    const asked = (await winifred()).repeat;
    expect(asked && asked.dueAt - asked.askedAt).toBe(600_000);
    await post(stack, aReadingSet(nhsNumber, { effectiveAt: new Date(asked!.askedAt - 60_000).toISOString() }));
    const { patient, effectiveAt } = aReadingSet(nhsNumber);
    await post(stack, { patient, effectiveAt, sourceRef: 'only-weight', weight: 61 });
    expect((await winifred()).repeat).not.toBeNull();
    await post(stack, aReadingSet(nhsNumber, { effectiveAt: new Date(asked!.askedAt + 1_000).toISOString() }));
    await until(async () => (await winifred()).repeat === null, { within: '60s', what: 'The repeat to be answered' });
    const timeline = await (await get(`/api/admissions/${admissionId}/timeline?kinds=home`, clinician)).json();
    expect((timeline as StayTimeline).entries).toMatchObject([
      { what: 'repeat', answeredAt: asked!.askedAt + 1_000 },
      { what: 'decision', text: 'We visit at 15:00.' },
      { what: 'photo', text: 'wound' },
      { what: 'sbard', text: 'Please visit today.' },
    ]);

    const phones = { open: '01632 960 126', closedWhom: 'Out-of-hours GP', closed: '111' };
    expect((await send('PUT', `/wards/${wardOf(stack)}/home-phones`, phones, lead)).status).toBe(204);
    expect(await newest('changed-home-phones')).toMatchObject({ ward: wardOf(stack) });
    expect((await residents()).hub.phones).toEqual(phones);
  });

  it('of carers with PINs, of the tablets that they unlock, and of what they take', async () => {
    const home = await signedIn(stack, 'care-home');
    const send = (method: string, path: string, body: object, by: string) =>
      fetch(`${stack.url}${path}`, {
        method,
        headers: { cookie: by, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const carers = '/api/homes/durlston-house/carers';
    // A carer at an open tablet names nobody: they do not know the home's password.
    const unknown = await send('POST', carers, { name: 'Maud Swanage', pin: '305172', password: 'x' }, home);
    expect([unknown.status, await unknown.text()]).toEqual([
      422,
      expect.stringContaining('password of the home’s account'),
    ]);
    const added = await send('POST', carers, { name: 'Maud Swanage', pin: '305172' }, cookie);
    expect(added.status).toBe(201);
    const { id } = (await added.json()) as { id: string };
    expect(await newest('changed-carers')).toMatchObject({
      careHome: 'durlston-house',
      details: { carer: id, what: 'added' },
    });
    const again = await send('POST', carers, { name: 'maud swanage', pin: '305172' }, cookie);
    expect([again.status, await again.text()]).toEqual([
      422,
      expect.stringContaining('there is a maud swanage already'),
    ]);

    const unlock = (pin: string) => send('POST', `${carers}/${id}/unlocking`, { pin }, home);
    expect((await unlock('305173')).status).toBe(422);
    expect(await newest('tablet-unlock-refused')).toMatchObject({ details: { carer: id } });
    const keys = (await (await unlock('305172')).json()) as CarerKeys;
    expect(await newest('unlocked-tablet')).toMatchObject({ careHome: 'durlston-house', details: { carer: id } });
    expect(keys.envelopeKey).not.toHaveProperty('d');

    const envelope = async (content: object, proof: string): Promise<{ sealed: string }> => {
      const key = await importJWK(keys.envelopeKey as JWK, 'ECDH-ES');
      const plain = new TextEncoder().encode(JSON.stringify({ content, proof }));
      const header = { alg: 'ECDH-ES', enc: 'A256GCM' };
      return { sealed: await new CompactEncrypt(plain).setProtectedHeader(header).encrypt(key) };
    };
    const sealed = (proof: string, sourceRef: string) =>
      envelope(aReadingSet('9990223408', { sourceRef, recordedBy: 'Somebody else' }), proof);
    const readings = '/v1/homes/durlston-house/observations';
    const whole = await sealed(keys.proof, 'sealed-1');
    expect((await send('POST', readings, whole, home)).status).toBe(201);
    expect(await newest('sent-reading')).toMatchObject({ careHome: 'durlston-house', details: { carer: id } });
    expect((await send('POST', readings, whole, home)).status).toBe(200);
    // A proof that is nobody's loses no reading: it is in the name of who sent it.
    expect((await send('POST', readings, await sealed('nobody’s', 'sealed-2'), home)).status).toBe(201);
    expect((await send('POST', readings, { sealed: 'not an envelope' }, home)).status).toBe(422);
    const stored = await stack.database.query<{ by: string }>(
      `SELECT details ->> 'recordedBy' AS by FROM observation WHERE source_ref IN ('sealed-1', 'sealed-2') ORDER BY source_ref`,
    );
    expect(stored.map(({ by }) => by)).toEqual(['Maud Swanage', 'Marisol Shapwick']);

    // The home hears who looked, until something else comes in.
    const residents = async () => (await (await get('/api/homes/durlston-house/residents', home)).json()) as Residents;
    const { tiles, looks } = await residents();
    const { admissionId } = tiles.find(({ patient }) => patient.nhsNumber === '9990223408')!;
    expect(looks?.some((look) => look.admissionId === admissionId)).toBe(false);
    await get(`/api/admissions/${admissionId}/readings`);
    expect((await residents()).looks).toContainEqual({ admissionId, at: expect.any(Number), by: 'Morwenna Encombe' });
    expect((await send('POST', readings, await sealed(keys.proof, 'sealed-3'), home)).status).toBe(201);
    expect((await residents()).looks?.some((look) => look.admissionId === admissionId)).toBe(false);

    // A photo as large as they come fits in an envelope, and is in the carer's name; nobody else's envelope is opened.
    const jpeg = Buffer.from(JPEG_WITH_A_PLACE_IN_IT, 'base64');
    const behindTheEnd = Buffer.concat([jpeg, Buffer.alloc(LARGEST_PHOTO_BYTES - jpeg.length)]);
    const photo = {
      id: '01890000-0000-7000-8000-0000000005bc',
      admissionId,
      of: 'device',
      takenAt: new Date().toISOString(),
      jpeg: behindTheEnd.toString('base64'),
    };
    const photos = '/api/homes/durlston-house/photos';
    const sealedPhoto = await envelope(photo, keys.proof);
    expect((await send('POST', photos, sealedPhoto, home)).status).toBe(201);
    expect((await send('POST', photos, sealedPhoto, home)).status).toBe(200);
    expect(await newest('sent-photo')).toMatchObject({ details: { photo: photo.id, carer: id } });
    expect((await send('POST', photos, { sealed: 'not an envelope' }, home)).status).toBe(422);
    expect((await send('POST', photos, await envelope({ ...photo, of: 'cat' }, keys.proof), home)).status).toBe(422);
    const { photos: seen } = (await (await get(`/api/admissions/${admissionId}/photos`)).json()) as Photos;
    expect(seen.find((one) => one.id === photo.id)).toMatchObject({
      of: 'device',
      by: 'Maud Swanage',
      home: 'Durlston House',
    });

    // Their own new PIN, for the one that they have. What the tablet has sealed stays what it is, and in whose name.
    const ownPin = (pin: string, newPin: string, who = home) =>
      send('PUT', `${carers}/${id}/pin`, { pin, newPin }, who);
    for (const [newPin, said] of [
      ['123456', 'guessed first'],
      ['30517', 'expected six digits'],
      ['305172', 'is the one that you have'],
    ] as const) {
      const weak = await ownPin('305172', newPin);
      expect([weak.status, await weak.text()]).toEqual([422, expect.stringContaining(said)]);
    }
    const notTheirs = await ownPin('305173', '629417');
    expect([notTheirs.status, await notTheirs.text()]).toEqual([
      422,
      expect.stringContaining('not the PIN of this carer'),
    ]);
    expect(await newest('tablet-unlock-refused')).toMatchObject({ details: { carer: id } });
    expect((await ownPin('305172', '629417', cookie)).status).toBe(403);
    const own = await ownPin('305172', '629417');
    expect([own.status, own.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const { proof: _another, ...renewed } = (await own.json()) as CarerKeys;
    expect(renewed).toEqual({ pinVersion: 2, keptUnder: keys.keptUnder, envelopeKey: keys.envelopeKey });
    expect(await newest('changed-carers')).toMatchObject({ details: { carer: id, what: 'own-pin' } });
    expect((await unlock('305172')).status).toBe(422);
    expect((await unlock('629417')).status).toBe(200);
    expect((await send('POST', readings, await sealed(keys.proof, 'sealed-4'), home)).status).toBe(201);
    expect(await newest('sent-reading')).toMatchObject({ details: { carer: id } });

    // Whoever has a new PIN opens nothing by the one before; whoever left opens nothing.
    expect((await send('PUT', `${carers}/${id}`, { pin: '481516' }, cookie)).status).toBe(204);
    expect((await unlock('629417')).status).toBe(422);
    expect((await unlock('481516')).status).toBe(200);
    expect((await send('PUT', '/api/homes/durlston-house/tablet-lock', { minutes: 5 }, cookie)).status).toBe(204);
    expect((await send('PUT', `${carers}/${id}`, {}, cookie)).status).toBe(204);
    expect(await newest('changed-carers')).toMatchObject({ details: { carer: id, what: 'left' } });
    expect((await unlock('481516')).status).toBe(422);
    expect(await (await get(carers, home)).json()).toEqual({ carers: [], lockAfterMinutes: 5 });
  });

  it('of a handover, and of what a round decides', async () => {
    const since = encodeURIComponent(new Date(Date.now() - 3_600_000).toISOString());
    await get(`/api/wards/${wardOf(stack)}/handover?since=${since}`);
    expect((await newest('viewed-handover'))?.admissions?.toSorted()).toEqual(onWard);
    const [admissionId] = onWard;
    await fetch(`${stack.url}/api/admissions/${admissionId}/round-decisions`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ decision: 'ring', note: 'Not for the trail.', after: null }),
    });
    expect(await newest('decided-on-round')).toMatchObject({
      admissions: [admissionId],
      details: { decision: 'ring' },
    });
  });

  // Last of them: the coordinator's password is another one from then on.
  it('of passwords and sessions: who changed or ended what, and who let whom in again', async () => {
    const send = async (method: string, path: string, as: string, body?: object) =>
      fetch(`${stack.url}/api${path}`, {
        method,
        headers: { cookie: as, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    const [one, other] = [await signedIn(stack, 'coordinator'), await signedIn(stack, 'coordinator')];
    const who = (await (await send('GET', '/session', one)).json()) as { id: string };
    const itself = { kind: 'person', id: who.id };
    await send('DELETE', '/account/sessions', other);
    expect(await newest('ended-session')).toMatchObject({ actor: itself });
    const { password } = stack.demo.accounts.find(({ role }) => role === 'coordinator')!;
    const begun = await send('POST', '/account/second-factor', other, { password });
    const { secret } = (await begun.json()) as { secret: string };
    const totp = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    await send('POST', '/account/second-factor/confirmation', other, { code: totp });
    expect(await newest('set-second-factor')).toMatchObject({ actor: itself });
    await send('POST', '/account/second-factor/removal', other, { password });
    expect(await newest('removed-second-factor')).toMatchObject({ actor: itself });
    await send('PUT', '/account/password', other, { current: password, password: 'kettle ferry walnut' });
    expect(await newest('changed-password')).toMatchObject({ actor: itself });
    const admin = await signedIn(stack, 'administrator');
    const { code } = (await (await send('POST', `/accounts/${who.id}/recovery`, admin, {})).json()) as { code: string };
    expect(await newest('gave-recovery-code')).toMatchObject({ details: { account: who.id } });
    await send('POST', '/session/recovery', '', { code, password: 'pebble orchard signal' });
    expect(await newest('recovered-account')).toMatchObject({ actor: itself });
  });

  it('is whole, names nobody, and has been told of every act that a route tells', async () => {
    expect((await verifyAudit(database)).kind).toBe('whole');
    const all = await auditEntries(database, { limit: 1_000 });
    const words = all.map(({ content }) => content).join('\n');
    const names = stack.demo.patients.flatMap(({ name, nhsNumber }) => [name, nhsNumber]);
    expect(names.filter((name) => words.includes(name))).toEqual([]);
    const told = new Set<string>(all.map(({ content }) => (JSON.parse(content) as Told).act));
    const named = new Set(Object.values(ROUTE_AUDIT).flat());
    expect([...named].filter((act) => !told.has(act))).toEqual([]);
  });
});
