import type {
  AfterDischarge,
  DischargeEndpoints,
  DischargeEndpointSecret,
  DischargeSending,
  DischargeSummaryView,
  Problem,
} from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { BundleReceiver } from '../channels/bundle-receiver.ts';
import { openStack, until, type TestStack } from '../harness/index.ts';
import { aSummary } from '../ward/discharge.ts';
import { boardOf, patientOf, signedIn, wardOf } from '../ward/people.ts';

let stack: TestStack;
let clinician: string;
let coordinator: string;
let lead: string;
let administrator: string;
let receiver: BundleReceiver;
let endpoint: DischargeEndpointSecret;

beforeAll(async () => {
  stack = await openStack({
    env: {
      WEBHOOK_KEY: randomBytes(32).toString('base64'),
      PUBLIC_URL: 'https://ward.example',
      ALLOW_PRIVATE_ADDRESSES: 'true',
    },
  });
  receiver = await BundleReceiver.open();
  [clinician, coordinator, lead, administrator] = await Promise.all([
    signedIn(stack, 'hub-clinician'),
    signedIn(stack, 'coordinator'),
    signedIn(stack, 'lead'),
    signedIn(stack, 'administrator'),
  ]);
});

const send = (method: string, path: string, body: object, cookie = clinician): Promise<Response> =>
  fetch(`${stack.url}/api/${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const ask = (path: string, cookie = clinician): Promise<Response> =>
  fetch(`${stack.url}/api/${path}`, { headers: { cookie } });
const problem = async (answer: Response): Promise<Problem> => (await answer.json()) as Problem;
const endpoints = (): string => `wards/${wardOf(stack)}/discharge-endpoints`;
const viewOf = async (admissionId: string): Promise<DischargeSummaryView> =>
  (await (await ask(`admissions/${admissionId}/discharge-summary`)).json()) as DischargeSummaryView;
const notReceived = async (): Promise<AfterDischarge['notReceived']> =>
  ((await (await ask(`wards/${wardOf(stack)}/after-discharge`, coordinator)).json()) as AfterDischarge).notReceived;
const dueNow = (): Promise<unknown> =>
  stack.database.query(`UPDATE discharge_sending SET due_at = now() WHERE state = 'queued'`);

let next = 4;
/** Somebody goes home with a summary: their stay. */
async function goesHome(): Promise<string> {
  const { nhsNumber } = patientOf(stack, next++);
  const { tiles } = await boardOf(stack, clinician);
  const { admissionId, version } = tiles.find(({ patient }) => patient.nhsNumber === nhsNumber)!;
  expect((await send('PUT', `admissions/${admissionId}/discharge-summary`, aSummary())).status).toBe(201);
  const end = { version, ending: 'home', reason: 'Well again.' };
  expect((await send('PUT', `admissions/${admissionId}/end`, end, coordinator)).status).toBe(200);
  return admissionId;
}
const becomes = (admissionId: string, wanted: Partial<DischargeSending>): Promise<DischargeSending> =>
  until(
    async () => {
      const [sending] = (await viewOf(admissionId)).sendings;
      expect(sending).toMatchObject(wanted);
      return sending!;
    },
    { within: '40s', what: `A bundle that is ${JSON.stringify(wanted)}` },
  );
const kinds = ({ log }: DischargeSending): string[] => log.map(({ kind }) => kind);

describe('where bundles go', () => {
  it('is refused by the field that is wrong; the site’s is an administrator’s to say, and one ward has one', async () => {
    const draft = { name: 'Dorset GP systems', url: receiver.url, everyWard: false };
    for (const [wrong, field, cookie] of [
      [{ url: 'ftp://fhir.example/' }, 'url', lead],
      [{ url: 'not an address' }, 'url', lead],
      [{ name: ' ' }, 'name', lead],
      [{ everyWard: undefined }, 'everyWard', lead],
      [{ everyWard: true }, 'everyWard', lead],
    ] as const) {
      const answer = await send('POST', endpoints(), { ...draft, ...wrong }, cookie);
      expect([answer.status, (await problem(answer)).errors?.map((error) => error.field)]).toEqual([422, [field]]);
    }
    expect((await send('POST', endpoints(), draft, clinician)).status).toBe(403);

    const site = await send('POST', endpoints(), { ...draft, name: 'The site', everyWard: true }, administrator);
    expect(site.status).toBe(201);
    const added = await send('POST', endpoints(), draft, lead);
    expect(added.status).toBe(201);
    endpoint = (await added.json()) as DischargeEndpointSecret;
    expect(endpoint.secret).toMatch(/^whsec_/);
    receiver.secret = endpoint.secret;
    expect((await send('POST', endpoints(), draft, lead)).status).toBe(422);
    const shown = (await (await ask(endpoints(), lead)).json()) as DischargeEndpoints;
    expect(shown.endpoints.map(({ name, everyWard }) => [name, everyWard])).toEqual([
      ['Dorset GP systems', false],
      ['The site', true],
    ]);
    expect(JSON.stringify(shown)).not.toContain('whsec_');
    const { id } = (await site.json()) as { id: string };
    const end = (cookie: string) =>
      fetch(`${stack.url}/api/${endpoints()}/${id}`, { method: 'DELETE', headers: { cookie } });
    expect((await end(lead)).status).toBe(404);
    expect((await end(administrator)).status).toBe(204);
  });
});

describe('the bundle of a stay that has ended', () => {
  it('goes by itself, signed, with letters and the same identifier in head and body, and the receipt is kept', async () => {
    const admissionId = await goesHome();
    const sending = await becomes(admissionId, { state: 'received', attempts: 1 });
    expect(kinds(sending)).toEqual(['attempt', 'received']);
    expect(sending.log[1]).toMatchObject({ status: 201, to: 'Dorset GP systems', bytes: expect.any(Number) });
    expect(receiver.refused).toEqual([]);
    const [taken] = receiver.received.filter(({ id }) => id === sending.id);
    expect(taken?.bundle).toMatchObject({
      resourceType: 'Bundle',
      type: 'collection',
      identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${sending.id}` },
    });
    const resources = taken?.bundle.entry?.map(({ resource }) => resource) ?? [];
    expect(resources.filter((one) => one?.resourceType === 'DocumentReference')).toHaveLength(3);
    expect(resources.find((one) => one?.resourceType === 'Encounter')).toMatchObject({ status: 'finished' });
    expect(taken?.bundle.entry?.[0]?.fullUrl).toMatch(/^https:\/\/ward\.example\/fhir\/Patient\//);
    expect(await notReceived()).toEqual([]);

    // Once more: the same to the last letter, under the same identifier.
    expect((await send('POST', `admissions/${admissionId}/discharge-sendings`, {}, coordinator)).status).toBe(202);
    await until(() => receiver.received.filter(({ id }) => id === sending.id).length === 2, {
      within: '20s',
      what: 'It again',
    });
    const [first, second] = receiver.received.filter(({ id }) => id === sending.id);
    expect(second?.text).toBe(first?.text);
    const again = await becomes(admissionId, { state: 'received', attempts: 2 });
    expect(kinds(again)).toEqual(['attempt', 'received', 'asked-again', 'attempt', 'received']);
  });

  it('is tried again after a 503 and after no answer, the discharge waiting for none of it, until the receiver is up', async () => {
    receiver.failures.push({ status: 503, retryAfter: 60 }, 'hang');
    const began = Date.now();
    const admissionId = await goesHome();
    expect(Date.now() - began).toBeLessThan(10_000);
    const first = await becomes(admissionId, { state: 'queued', attempts: 1, detail: 'It answered 503.' });
    // As long as it was asked to wait.
    expect(first.nextAttemptAt! - Date.now()).toBeGreaterThan(45_000);
    expect(await notReceived()).toMatchObject([{ admissionId, state: 'queued', attempts: 1, to: 'Dorset GP systems' }]);
    await dueNow();
    const second = await becomes(admissionId, { attempts: 2, detail: expect.stringContaining('ETIMEDOUT') as never });
    expect(second.state).toBe('queued');
    await dueNow();
    const third = await becomes(admissionId, { state: 'received', attempts: 3 });
    expect(kinds(third)).toEqual(['attempt', 'not-now', 'attempt', 'not-now', 'attempt', 'received']);
    expect(new Set(receiver.knocks.slice(-3))).toEqual(new Set([third.id]));
    expect(await notReceived()).toEqual([]);
  });

  it('that is refused says why, in the words of the OperationOutcome cut to a length, and is sent anew when asked', async () => {
    const diagnostics = `Patient.generalPractitioner is missing ${'x'.repeat(5_000)}`;
    const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'required', diagnostics }] };
    receiver.failures.push({ status: 422, body: JSON.stringify(outcome) });
    const admissionId = await goesHome();
    const refused = await becomes(admissionId, { state: 'refused', attempts: 1 });
    expect(refused.detail).toMatch(/^It answered 422: error required Patient\.generalPractitioner is missing/);
    expect(refused.detail!.length).toBeLessThanOrEqual(1_000);
    expect(await notReceived()).toMatchObject([{ admissionId, state: 'refused' }]);
    expect((await send('POST', `admissions/${admissionId}/discharge-sendings`, {})).status).toBe(202);
    const again = await becomes(admissionId, { state: 'received' });
    expect(again.id).toBe(refused.id);
    expect(await notReceived()).toEqual([]);
  });

  it('is not sent of a stay that goes on, nor of somebody who objects, also where they said so since', async () => {
    const { tiles } = await boardOf(stack, clinician);
    const on = await send('POST', `admissions/${tiles[0]!.admissionId}/discharge-sendings`, {});
    expect([on.status, (await problem(on)).detail]).toEqual([409, expect.stringContaining('The stay goes on')]);

    receiver.failures.push({ status: 500 });
    const admissionId = await goesHome();
    await becomes(admissionId, { state: 'queued', detail: 'It answered 500.' });
    await stack.database.query(
      `INSERT INTO sharing_choice (patient_id, scope, choice, said_by, said_how, said_on, at, recorded_by, recorded_by_name)
       SELECT a.patient_id, 'gp', 'objects', 'patient', 'telephone', current_date, now(), c.id, c.display_name
       FROM admission a, account c WHERE a.id = $1 LIMIT 1`,
      [admissionId],
    );
    const before = receiver.knocks.length;
    await dueNow();
    await becomes(admissionId, { state: 'held', detail: 'The person objects to their GP being told.' });
    expect(receiver.knocks).toHaveLength(before);
    const again = await send('POST', `admissions/${admissionId}/discharge-sendings`, {});
    expect([again.status, (await problem(again)).detail]).toEqual([
      409,
      expect.stringContaining('objects to their GP'),
    ]);
    expect((await ask(`admissions/${admissionId}/discharge-letters/gp`)).status).toBe(409);
  });

  it('is given up after a week, listed, and taken up again when somebody asks', async () => {
    receiver.failures.push({ status: 500 });
    const admissionId = await goesHome();
    await becomes(admissionId, { state: 'queued', detail: 'It answered 500.' });
    await stack.database.query(
      `UPDATE discharge_sending SET give_up_at = now(), due_at = now() WHERE admission_id = $1`,
      [admissionId],
    );
    await becomes(admissionId, { state: 'given-up' });
    expect((await notReceived()).find((one) => one.admissionId === admissionId)).toMatchObject({ state: 'given-up' });
    expect((await send('POST', `admissions/${admissionId}/discharge-sendings`, {})).status).toBe(202);
    await becomes(admissionId, { state: 'received' });
  });

  it('with a corrected summary is another, and what it takes the place of is not sent any more', async () => {
    receiver.failures.push({ status: 500 });
    const admissionId = await goesHome();
    const first = await becomes(admissionId, { state: 'queued', detail: 'It answered 500.' });
    const { written } = await viewOf(admissionId);
    const corrected = aSummary({ after: written[0]!.id, diagnoses: 'Corrected.' });
    expect((await send('PUT', `admissions/${admissionId}/discharge-summary`, corrected)).status).toBe(201);
    const second = await becomes(admissionId, { state: 'received' });
    expect(second.id).not.toBe(first.id);
    expect((await viewOf(admissionId)).sendings[1]).toMatchObject({
      id: first.id,
      state: 'held',
      detail: 'A corrected summary takes its place.',
    });
    expect(receiver.received.at(-1)?.text).toContain('Corrected.');
  });
});
