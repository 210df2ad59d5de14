import { beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { BundleReceiver } from '../channels/bundle-receiver.ts';
import { openStack, until, type TestStack } from '../harness/index.ts';
import { aSummary } from '../ward/discharge.ts';
import { boardOf, patientOf, signedIn, wardOf } from '../ward/people.ts';

let stack: TestStack;
let receiver: BundleReceiver;
let lead: string;

beforeAll(async () => {
  stack = await openStack({
    env: {
      WEBHOOK_KEY: randomBytes(32).toString('base64'),
      PUBLIC_URL: 'https://ward.example',
      ALLOW_PRIVATE_ADDRESSES: 'true',
    },
  });
  receiver = await BundleReceiver.open();
  lead = await signedIn(stack, 'lead');
  const draft = { name: 'Dorset GP systems', url: receiver.url, everyWard: false };
  const added = await send('POST', `wards/${wardOf(stack)}/discharge-endpoints`, draft);
  ({ secret: receiver.secret } = (await added.json()) as { secret: string });
});

const send = (method: string, path: string, body: object): Promise<Response> =>
  fetch(`${stack.url}/api/${path}`, {
    method,
    headers: { cookie: lead, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function goesHome(index: number): Promise<string> {
  const { nhsNumber } = patientOf(stack, index);
  const { tiles } = await boardOf(stack, lead);
  const { admissionId, version } = tiles.find(({ patient }) => patient.nhsNumber === nhsNumber)!;
  expect((await send('PUT', `admissions/${admissionId}/discharge-summary`, aSummary())).status).toBe(201);
  const end = { version, ending: 'home', reason: 'Well again.' };
  expect((await send('PUT', `admissions/${admissionId}/end`, end)).status).toBe(200);
  return admissionId;
}
const stateOf = async (admissionId: string): Promise<string | undefined> =>
  (
    await stack.database.query<{ state: string }>('SELECT state FROM discharge_sending WHERE admission_id = $1', [
      admissionId,
    ])
  )[0]?.state;

it('a bundle that was asked for while no worker was alive goes when one is', async () => {
  await stack.worker.kill('SIGKILL');
  const admissionId = await goesHome(4);
  expect(await stateOf(admissionId)).toBe('queued');
  await stack.worker.start();
  await until(async () => (await stateOf(admissionId)) === 'received', { within: '40s', what: 'Received' });
});

it('a bundle that a killed worker had in hand goes again, under the same identifier and the same to the last letter', async () => {
  receiver.failures.push('hang');
  const before = receiver.knocks.length;
  const admissionId = await goesHome(5);
  await until(() => receiver.knocks.length === before + 1, { within: '40s', what: 'An attempt under way' });
  const [kept] = await stack.database.query<{ id: string; document: string }>(
    'SELECT id, document FROM discharge_sending WHERE admission_id = $1',
    [admissionId],
  );
  await stack.worker.kill('SIGKILL');
  expect(await stateOf(admissionId)).toBe('queued');
  // Minutes later.
  await stack.database.query(`UPDATE discharge_sending SET due_at = now() WHERE state = 'queued'`);
  await stack.worker.start();
  await until(async () => (await stateOf(admissionId)) === 'received', { within: '40s', what: 'Received' });
  expect(receiver.knocks.slice(before)).toEqual([kept?.id, kept?.id]);
  expect(receiver.received.at(-1)).toMatchObject({ id: kept?.id, text: kept?.document });
});
