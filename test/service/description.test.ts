import { problem, type Role } from '#contracts';
import { ROUTE_PERMISSIONS } from '#access';
import { OPERATIONS } from '#openapi';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { openStack, until, type TestApp, type TestStack } from '../harness/index.ts';
import { summaryContents } from '../ward/discharge.ts';
import { aReadingSet, keyOf, patientOf, post, signedIn, wardOf } from '../ward/people.ts';
import { routesOf } from '../ward/routes.ts';

let stack: TestStack;
let alertId: string;
let admissionId: string;
let residentId: string;

beforeAll(async () => {
  stack = await openStack({
    env: { LOG_LEVEL: 'debug', SECOND_FACTOR_KEY: 'P8TM/nRYcOLA2Z9x8w/wZWyN7dQcwdfT03aw2+aF4vM=' },
  });
  await post(stack, aReadingSet(patientOf(stack, 0).nhsNumber, { respiration: 26, spo2: 90, pulse: 115 }));
  const alert = async () => (await stack.database.query<{ id: string }>('SELECT id FROM alert LIMIT 1'))[0];
  ({ id: alertId } = await until(alert, { within: '15s', what: 'An alert' }));
  const [stay] = await stack.database.query<{ id: string }>('SELECT id FROM admission LIMIT 1');
  admissionId = stay!.id;
  const [resident] = await stack.database.query<{ id: string }>(
    `SELECT id FROM admission WHERE status = 'active' AND care_home_id = 'durlston-house' LIMIT 1`,
  );
  residentId = resident!.id;
  await stack.database.query(
    `INSERT INTO webhook (id, ward_id, name, url, priorities, created_by, created_at)
     VALUES ($1, $2, 'Bleep', 'https://bleep.example/', '{urgent}', 'test', now())`,
    [WEBHOOK, wardOf(stack)],
  );
  await stack.database.query(
    `INSERT INTO onward_transfer (id, admission_id, at, transferred_to, reason, transferred_by, transferred_by_name, told)
     SELECT $1, $2, now(), 'ambulance', 'Breathless', id, display_name, '{"at": 0, "situation": [], "background": [], "assessment": []}'
     FROM account LIMIT 1`,
    [TRANSFER, admissionId],
  );
  await stack.database.query(
    `INSERT INTO discharge_summary (id, admission_id, at, written_by, written_by_name, contents, told)
     SELECT gen_random_uuid(), $1, now(), id, display_name, $2, '{"escalation": null, "gp": null, "pathway": "frailty", "admittedAt": 0}' FROM account LIMIT 1`,
    [admissionId, JSON.stringify(summaryContents())],
  );
  await stack.database.query(
    `INSERT INTO photo (id, admission_id, care_home_id, subject, taken_at, received_at, taken_by, taken_by_name, width, height, digest)
     SELECT $1, $2, 'durlston-house', 'wound', now(), now(), a.id, a.display_name, 1, 1, sha256('')
     FROM account a WHERE a.care_home_id IS NOT NULL LIMIT 1`,
    [PHOTO, admissionId],
  );
  await stack.database.query(`INSERT INTO photo_picture (photo_id, jpeg) VALUES ($1, 'picture')`, [PHOTO]);
});

/** The description that an app serves of itself. */
async function descriptionOf(app: TestApp): Promise<{ paths: Record<string, Record<string, unknown>> }> {
  const answer = await fetch(`${app.url}${app.name === 'hub' ? '/api' : '/v1'}/openapi.json`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as { paths: Record<string, Record<string, unknown>> };
}

const DESCRIBED_ELSEWHERE = [
  // Pages for people.
  /^GET \/(\*|v1\/docs(\/:file)?|api\/session\/sign-on\/return)$/,
  // FHIR describes itself at /fhir/metadata.
  / \/fhir(\/|$)/,
];

describe('what an app says of itself', () => {
  it.each(['ingestion', 'hub'] as const)('%s names every route that it serves, and no other', async (name) => {
    const described = Object.entries((await descriptionOf(stack[name])).paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = routesOf(stack[name])
      // The front door passes on to the hub what is not a reading, at every method.
      .filter((route) => name === 'hub' || !/ \/\*?$/.test(route))
      .filter((route) => !DESCRIBED_ELSEWHERE.some((pattern) => pattern.test(route)))
      .map((route) => route.replaceAll(/:(\w+)/g, '{$1}'));
    expect(described.toSorted()).toEqual(served.toSorted());
  });
});

const NOTHING = '01890000-0000-7000-8000-000000000000';
const WEBHOOK = '01890000-0000-7000-8000-000000000001';
const TRANSFER = '01890000-0000-7000-8000-000000000002';
const PHOTO = '01890000-0000-7000-8000-000000000003';

/** A route with things of the demo ward in its parameters, where it has them. */
const addressOf = (path: string): string =>
  path
    .replace('/wards/:id', `/wards/${wardOf(stack)}`)
    .replace('/homes/:id', '/homes/durlston-house')
    .replace(':id', NOTHING)
    .replace(':admissionId', NOTHING);

/** Somebody who may use a route. */
const roleFor = (who: readonly string[]): Role =>
  (['hub-clinician', 'lead', 'administrator', 'auditor', 'care-home'] as const).find((role) => who.includes(role)) ??
  'lead';

/** Whatever the answer is, it is one that the description tells of, in the form that it tells. */
async function isAsDescribed(route: string, answer: Response): Promise<void> {
  const operation = OPERATIONS[route as keyof typeof OPERATIONS];
  const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
  const text = await answer.text();
  if (type === 'application/problem+json') {
    const told: unknown = JSON.parse(text);
    expect(problem.parse(told)).toEqual(told);
    return;
  }
  const described = operation.answers[answer.status];
  if (!described) throw new Error(`${route} answered ${answer.status} (${type}), which nobody has described: ${text}`);
  const schema: z.ZodType | undefined = described.body?.[type];
  if (!schema) return expect([route, answer.status, text]).toEqual([route, answer.status, '']);
  const lines = type.endsWith('ndjson') ? text.trimEnd().split('\n') : [text];
  for (const line of lines) {
    const told: unknown = type.endsWith('json') ? JSON.parse(line) : line;
    // What the schema does not know it leaves out.
    expect(schema.parse(told)).toEqual(told);
  }
}

function written(type: string, value: unknown): string {
  if (type.endsWith('form-urlencoded')) return new URLSearchParams(value as Record<string, string>).toString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}

describe('every example in the description', () => {
  const examples = Object.entries(OPERATIONS).flatMap(([route, { accepts = {} }]) =>
    Object.entries(accepts).flatMap(([type, { examples }]) =>
      Object.entries(examples).map(([name, { value, answered }]) => ({ route, type, name, value, answered })),
    ),
  );

  it.each(examples)('$route: $name', async ({ route, type, value, answered }) => {
    const [method = '', path = ''] = route.split(' ');
    const who: readonly string[] = ROUTE_PERMISSIONS[route as keyof typeof OPERATIONS];
    const credentials: Record<string, string> = who.includes('source')
      ? { authorization: `Bearer ${keyOf(stack)}` }
      : { cookie: await signedIn(stack, roleFor(who)) };
    // Examples of changes are of things that are not there, but for a home's sheets.
    const address = path.includes('/homes/') ? addressOf(path) : path.replaceAll(/:\w+/g, NOTHING);
    const answer = await fetch(`${stack.url}${address}`, {
      method,
      headers: { ...credentials, 'content-type': type },
      body: written(type, value),
    });
    expect([answer.status, answer.status === answered ? '' : await answer.clone().text()]).toEqual([answered, '']);
    await isAsDescribed(route, answer);
  });
});

const READERS = {
  '/audit/': 'auditor',
  '/break-glass/reviews': 'lead',
  '/homes/': 'care-home',
  '/my-stay': 'patient',
  '/retention': 'auditor',
  '/accounts': 'administrator',
};
const roleReading = (path: string): string =>
  Object.entries(READERS).find(([part]) => path.includes(part))?.[1] ?? 'lead';

describe('every answer to reading', () => {
  const reads = Object.keys(OPERATIONS).filter((route) => route.startsWith('GET '));

  it.each(reads)('%s is in the form described', async (route) => {
    const path = addressOf(
      route
        .slice('GET '.length)
        .replace('/alerts/:id', `/alerts/${alertId}`)
        .replace('/admissions/:id', `/admissions/${admissionId}`)
        .replace('/:webhookId', `/${WEBHOOK}`)
        .replace('/:transferId', `/${TRANSFER}`)
        .replace('/:letter', '/gp')
        .replace('/:photoId', `/${PHOTO}`)
        .replace('/sources/:id', '/sources/1')
        .replace('/residents/:admissionId', `/residents/${residentId}`),
    );
    const role = roleReading(path);
    const app = path.startsWith('/v1') ? stack.ingestion : stack.hub;
    const answer = await fetch(`${app.url}${path}`, { headers: { cookie: await signedIn(stack, role) } });
    expect(answer.status).toBe(200);
    await isAsDescribed(route, answer);
  });
});

describe('refusals', () => {
  const send = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${stack.url}/v1/observations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keyOf(stack)}`, 'content-type': 'application/json', ...headers },
      body,
    });

  it.each([
    ['no key', 401, () => send('{}', { authorization: '' })],
    ['no JSON', 400, () => send('{"patient"')],
    ['fields that cannot be', 422, () => send('{"pulse": "fast"}')],
    ['a body too large', 413, () => send(`{"note":"${' '.repeat(3 * 1024 * 1024)}"}`)],
    ['something else', 415, () => send('<xml/>', { 'content-type': 'text/xml' })],
    ['nothing there', 404, () => fetch(`${stack.url}/v1/nothing`)],
  ])('%s: %i, a problem that the description names', async (_, status, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const told = problem.parse(await answer.json());
    const { components } = JSON.parse(await (await fetch(`${stack.url}/v1/openapi.json`)).text()) as {
      components: { schemas: { Problem: { properties: { type: { enum: string[] } } } } };
    };
    expect(components.schemas.Problem.properties.type.enum).toContain(told.type);
  });
});
