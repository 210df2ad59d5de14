import { hashPassword } from '#access';
import type { AccessGiven, Board, ReadingSetInput, WallNames } from '#contracts';
import type { TestStack } from '../harness/index.ts';

/** The stay that patients and carers of tests have. */
export async function aStayAtHome(stack: TestStack): Promise<string> {
  const [stay] = await stack.database.query<{ id: string }>(
    `SELECT id FROM admission WHERE status = 'active' ORDER BY id LIMIT 1`,
  );
  if (!stay) throw new Error('nobody is on the ward');
  return stay.id;
}

/** A code for a stay, as the hub gives it. */
export async function aCode(stack: TestStack, admissionId: string, who: 'patient' | 'carer'): Promise<AccessGiven> {
  const answer = await fetch(`${stack.hub.url}/api/admissions/${admissionId}/access`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: await signedIn(stack, 'lead') },
    body: JSON.stringify({ who, name: who === 'carer' ? 'Rosa Lytchett' : null }),
  });
  if (answer.status !== 201) throw new Error(`a code was answered ${answer.status}`);
  return (await answer.json()) as AccessGiven;
}

let addresses = 0;

/** Signs in by a code, from a place of its own. */
export function byCode(stack: TestStack, code: string, from = `198.18.0.${++addresses}`): Promise<Response> {
  return fetch(`${stack.hub.url}/api/session/code`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
    body: JSON.stringify({ code }),
  });
}

/** Signs in with a demo account, or for a stay at home, and gives the cookie header. */
export async function signedIn(stack: TestStack, role: string): Promise<string> {
  if (role === 'patient' || role === 'carer') {
    const { code } = await aCode(stack, await aStayAtHome(stack), role);
    return (await byCode(stack, code)).headers.getSetCookie()[0]?.split(';')[0] ?? '';
  }
  if (role === 'wall') return aWallScreen(stack);
  const account = stack.demo.accounts.find((one) => one.role === role);
  if (!account) throw new Error(`the demo has no ${role}`);
  const answer = await fetch(`${stack.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: account.username, password: account.password }),
  });
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}`);
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** Somebody of the hub who works on another ward, and their cookie header. */
export async function anOutsider(stack: TestStack, role = 'hub-clinician'): Promise<string> {
  const username = `outsider-${role}-${++reference}`;
  await stack.database.query(
    `INSERT INTO ward (id, name, capacity) VALUES ('far-away', 'Far away', 5) ON CONFLICT DO NOTHING`,
  );
  await stack.database.query(
    `INSERT INTO account (id, username, display_name, role, password_hash, ward_ids)
     VALUES (gen_random_uuid(), $1, 'Ophelia Outsider', $2, $3, '{far-away}')`,
    [username, role, await hashPassword('kettle ferry walnut')],
  );
  const answer = await fetch(`${stack.hub.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: 'kettle ferry walnut' }),
  });
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}`);
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** A patient on the ward, as somebody knows them who may break the glass for them. */
export async function aPatientToOpen(
  stack: TestStack,
  index: number,
): Promise<{ admissionId: string; nhsNumber: string; birthDate: string }> {
  const [found] = await stack.database.query<{ admissionId: string; nhsNumber: string; birthDate: string }>(
    `SELECT a.id AS "admissionId", p.nhs_number AS "nhsNumber", p.birth_date::text AS "birthDate"
     FROM patient p JOIN admission a ON a.patient_id = p.id AND a.status = 'active' WHERE p.nhs_number = $1`,
    [patientOf(stack, index).nhsNumber.replaceAll(' ', '')],
  );
  if (!found) throw new Error(`patient ${index} is on no ward`);
  return found;
}

/** A wall screen of the demo's ward, and gives its cookie header. */
export async function aWallScreen(
  stack: TestStack,
  { opener = 'lead', place = 'Hub', names = 'initials' }: { opener?: string; place?: string; names?: WallNames } = {},
): Promise<string> {
  const answer = await fetch(`${stack.hub.url}/api/wards/${wardOf(stack)}/wall-screens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: await signedIn(stack, opener) },
    body: JSON.stringify({ place, names }),
  });
  if (answer.status !== 201) throw new Error(`a wall screen was answered ${answer.status}`);
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

export function wardOf(stack: TestStack): string {
  const [ward] = stack.demo.wards;
  if (!ward) throw new Error('the demo has no ward');
  return ward.id;
}

export function keyOf(stack: Pick<TestStack, 'demo'>): string {
  const [source] = stack.demo.sources;
  if (!source) throw new Error('the demo has no source');
  return source.key;
}

export function patientOf(stack: Pick<TestStack, 'demo'>, index: number): TestStack['demo']['patients'][number] {
  const patient = stack.demo.patients[index];
  if (!patient) throw new Error(`the demo has no patient ${index}`);
  return patient;
}

export async function boardOf(stack: TestStack, cookie: string): Promise<Board> {
  const answer = await fetch(`${stack.url}/api/wards/${wardOf(stack)}/board`, { headers: { cookie } });
  if (answer.status !== 200) throw new Error(`the board answered ${answer.status}`);
  return (await answer.json()) as Board;
}

let reference = 0;

/** A healthy reading set, NEWS2 0, of now; the test says what is different about it. */
export function aReadingSet(
  nhsNumber: string,
  different: Partial<ReadingSetInput> = {},
): ReadingSetInput & { sourceRef: string } {
  return {
    patient: { nhsNumber },
    effectiveAt: new Date().toISOString(),
    respiration: 16,
    spo2: 97,
    onOxygen: false,
    systolic: 125,
    diastolic: 75,
    pulse: 72,
    consciousness: 'A',
    temperature: 36.8,
    ...different,
    sourceRef: different.sourceRef ?? `test-${process.pid}-${++reference}`,
  };
}

export function post(
  stack: Pick<TestStack, 'url' | 'demo'>,
  body: unknown,
  { path = '/v1/observations', key = keyOf(stack), type = 'application/json' } = {},
): Promise<Response> {
  return fetch(`${stack.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': type, authorization: `Bearer ${key}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
