import { hashPassword } from '#access';
import type { Role } from '#contracts';
import { until, type TestStack } from '../harness/index.ts';
import { aCode, anOutsider, aPatientToOpen, aReadingSet, byCode, post, signedIn, wardOf } from './people.ts';
import { summaryContents } from './discharge.ts';
import { aReferral } from './referrals.ts';

/** The home of the demo's care-home staff. */
const HOME = 'durlston-house';
const RESIDENT = '9990223408';

/** One of each thing that an address names, of the demo's ward, home and people, by the path's parameter before it. */
export type Everything = Readonly<Record<string, string>>;

interface Asked {
  readonly method?: string;
  readonly body?: object;
}

/** Makes what nobody has yet on a demo ward. What a route would need a day for is written into the record. */
export async function oneOfEverything(stack: TestStack): Promise<Everything> {
  const lead = await signedIn(stack, 'lead');
  const ward = wardOf(stack);
  const ask = async (path: string, { method = 'POST', body = {} }: Asked = {}, as = lead): Promise<{ id: string }> => {
    const answer = await fetch(`${stack.url}/api${path}`, {
      method,
      headers: { cookie: as, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${text}`);
    return JSON.parse(text === '' ? '{}' : text) as { id: string };
  };
  const one = async (sql: string, values: unknown[] = []): Promise<string> => {
    const [row] = await stack.database.query<{ id: string }>(sql, values);
    if (!row) throw new Error(`the record has none: ${sql}`);
    return row.id;
  };

  await post(stack, aReadingSet(RESIDENT, { respiration: 26, spo2: 90, pulse: 115 }));
  const resident = await one(
    `SELECT a.id FROM admission a JOIN patient p ON p.id = a.patient_id WHERE p.nhs_number = $1 AND a.status = 'active'`,
    [RESIDENT],
  );
  const alert = await until(
    async () =>
      (await stack.database.query<{ id: string }>('SELECT id FROM alert WHERE admission_id = $1', [resident]))[0]?.id,
    { within: '60s', what: 'An alert' },
  );
  const sbard = '01890000-0000-7000-8000-0000000000a1';
  const home = await signedIn(stack, 'care-home');
  await ask(
    `/homes/${HOME}/residents/${resident}/sbards`,
    { body: { id: sbard, recommendation: 'Please visit today.' } },
    home,
  );
  const carer = await ask(`/homes/${HOME}/carers`, { body: { name: 'Maud Swanage', pin: '305172' } });
  const webhook = await one(
    `INSERT INTO webhook (id, ward_id, name, url, priorities, created_by, created_at)
     VALUES (gen_random_uuid(), $1, 'Bleep', 'https://bleep.example/', '{urgent}', 'test', now()) RETURNING id`,
    [ward],
  );
  const transfer = await one(
    `INSERT INTO onward_transfer (id, admission_id, at, transferred_to, reason, transferred_by, transferred_by_name, told)
     SELECT gen_random_uuid(), $1, now(), 'ambulance', 'Breathless', id, display_name, '{"at": 0, "situation": [], "background": [], "assessment": []}'
     FROM account LIMIT 1 RETURNING id`,
    [resident],
  );
  const endpoint = await one(
    `INSERT INTO discharge_endpoint (id, ward_id, name, url, created_at, created_by)
     VALUES (gen_random_uuid(), $1, 'GP connect', 'https://fhir.example/', now(), 'test') RETURNING id`,
    [ward],
  );
  const photo = await one(
    `INSERT INTO photo (id, admission_id, care_home_id, subject, taken_at, received_at, taken_by, taken_by_name, width, height, digest)
     SELECT gen_random_uuid(), $1, $2, 'wound', now(), now(), a.id, a.display_name, 1, 1, sha256('')
     FROM account a WHERE a.care_home_id = $2 LIMIT 1 RETURNING id`,
    [resident, HOME],
  );
  await stack.database.query(`INSERT INTO photo_picture (photo_id, jpeg) VALUES ($1, 'picture')`, [photo]);
  await stack.database.query(
    `INSERT INTO discharge_summary (id, admission_id, at, written_by, written_by_name, contents, told)
     SELECT gen_random_uuid(), $1, now(), id, display_name, $2, '{"escalation": null, "gp": null, "pathway": "frailty", "admittedAt": 0}' FROM account LIMIT 1`,
    [resident, JSON.stringify(summaryContents())],
  );
  const referral = await ask(`/wards/${ward}/referrals`, { body: aReferral() });
  const kit = await ask(`/wards/${ward}/kits`, { body: { kind: 'scales', serial: 'SC-1', battery: null } });
  const careEntry = await ask(`/admissions/${resident}/care`, {
    body: { kind: 'task', content: { what: 'Ring', ownerId: null, dueAt: null, outcome: null, state: 'open' } },
  });
  const code = await ask('/partner-codes', { body: { wardId: ward, organisation: 'Post Office', days: 1 } });
  await ask('/concerns', {
    body: {
      code: (code as { id: string; code?: string }).code,
      reference: code.id,
      name: 'Somebody of the round',
      address: null,
      noticed: ['post'],
    },
  });
  const approval = { approvedBy: 'Somebody of the board', reason: 'A test.' };
  const area = await ask('/pilot/areas', {
    body: { wardId: ward, name: 'Tried', homeIds: [HOME], cap: 1, ...approval },
  });
  const { admissionId: _, ...known } = await aPatientToOpen(stack, 2);
  const glass = await ask(
    '/break-glass',
    { body: { ...known, kind: 'emergency', reason: 'The crew asks' } },
    await anOutsider(stack),
  );
  const { accessId } = await aCode(stack, resident, 'patient');
  const device = await ask('/account/devices', {
    body: {
      endpoint: 'https://push.example/of-the-lead',
      keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
      name: 'A phone',
    },
  });
  await ask(
    `/wards/${ward}/wall-screens`,
    { body: { place: 'Hub', names: 'initials' } },
    await signedIn(stack, 'lead'),
  );
  return {
    ward,
    home: HOME,
    resident,
    alert,
    sbard,
    carer: carer.id,
    webhook,
    transfer,
    endpoint,
    photo,
    referral: referral.id,
    kit: kit.id,
    careEntry: careEntry.id,
    partnerCode: code.id,
    decision: await one(
      `INSERT INTO retention_decision (id, decided_at, decided_by, decided_by_name, people, reason)
       SELECT gen_random_uuid(), now(), id, display_name, 1, 'A test' FROM account WHERE role = 'administrator' LIMIT 1 RETURNING id`,
    ),
    concern: await one('SELECT id FROM concern LIMIT 1'),
    area: area.id,
    glass: glass.id,
    access: accessId,
    device: device.id,
    screen: await one(`SELECT id FROM session WHERE kind = 'wall' LIMIT 1`),
    session: await one(
      `SELECT s.id FROM session s JOIN account c ON c.id = s.account_id WHERE c.role = 'lead' AND s.kind = 'full' AND 'far-away' <> ALL (c.ward_ids) LIMIT 1`,
    ),
    account: await one(`SELECT id FROM account WHERE role = 'coordinator' LIMIT 1`),
    source: await one('SELECT id FROM source ORDER BY id LIMIT 1'),
    key: await one('SELECT k.id FROM source_key k ORDER BY k.source_id, k.id LIMIT 1'),
  };
}

/** Somebody of the role to whom nothing of the demo's ward, home or stay is theirs: their cookie header. */
export async function somebodyElse(stack: TestStack, role: Role): Promise<string> {
  switch (role) {
    case 'patient':
    case 'carer':
      return atAnotherStay(stack, role);
    case 'care-home':
      return ofAnotherHome(stack);
    case 'wall':
      return ofAnotherWard(stack);
    case 'hub-clinician':
    case 'coordinator':
    case 'lead':
    case 'administrator':
    case 'auditor':
      return anOutsider(stack, role);
  }
}

/** By a code for another stay than that which patients and carers of tests have. */
async function atAnotherStay(stack: TestStack, role: 'patient' | 'carer'): Promise<string> {
  const [stay] = await stack.database.query<{ id: string }>(
    `SELECT id FROM admission WHERE status = 'active' AND care_home_id IS NULL ORDER BY id DESC LIMIT 1`,
  );
  const { code } = await aCode(stack, stay?.id ?? '', role);
  return cookieOf(await byCode(stack, code));
}

async function ofAnotherHome(stack: TestStack): Promise<string> {
  await stack.database.query(
    `INSERT INTO account (id, username, display_name, role, password_hash, ward_ids, care_home_id)
     SELECT gen_random_uuid(), 'another-home', 'Petra Otherhome', 'care-home', $1, '{}', id FROM care_home WHERE id <> $2 LIMIT 1
     ON CONFLICT DO NOTHING`,
    [await hashPassword('kettle ferry walnut'), HOME],
  );
  return cookieOf(
    await fetch(`${stack.hub.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'another-home', password: 'kettle ferry walnut' }),
    }),
  );
}

async function ofAnotherWard(stack: TestStack): Promise<string> {
  return cookieOf(
    await fetch(`${stack.hub.url}/api/wards/far-away/wall-screens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: await anOutsider(stack, 'lead') },
      body: JSON.stringify({ place: 'Far away', names: 'full' }),
    }),
  );
}

const cookieOf = (answer: Response): string => {
  if (!answer.ok) throw new Error(`${answer.url} was answered ${answer.status}`);
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
};
