import type { WardBeds } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle, OperationOutcome, ServiceRequest } from 'fhir/r4.js';
import { openStack, type TestStack } from '../harness/index.ts';
import { patientOf, signedIn, wardOf } from '../ward/people.ts';
import { aNumber } from '../ward/referrals.ts';
import { aPatient, aRequest, answersOf, referral, SAID } from '../ward/service-requests.ts';
import { aKey } from '../ward/sources.ts';

let stack: TestStack;
let cookie: string;
let key: string;

beforeAll(async () => {
  stack = await openStack();
  cookie = await signedIn(stack, 'lead');
  key = await aKey(stack, { mayRefer: true, source: 'Dorset County Hospital' });
});

const send = (path: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${stack.url}/fhir${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/fhir+json', ...headers },
    body: JSON.stringify(body),
  });
const issueOf = async (answer: Response) => ((await answer.json()) as OperationOutcome).issue[0];
const referrals = async (): Promise<WardBeds['referrals']> => {
  const answer = await fetch(`${stack.url}/api/wards/${wardOf(stack)}/beds`, { headers: { cookie } });
  return ((await answer.json()) as WardBeds).referrals;
};

describe('a ServiceRequest', () => {
  it('is a referral to be decided on, once however often it is sent, with what was not said as not known', async () => {
    const nhsNumber = aNumber();
    const request = referral(nhsNumber);
    const answers = await Promise.all(Array.from({ length: 6 }, () => send('/ServiceRequest', request)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 200, 200, 201]);
    const ids = await Promise.all(answers.map(async (answer) => ((await answer.json()) as ServiceRequest).id));
    expect(new Set(ids).size).toBe(1);
    const kept = (await referrals()).filter(({ terms }) => terms.nhsNumber === nhsNumber);
    expect(kept).toMatchObject([
      {
        id: ids[0],
        state: 'received',
        receivedBy: 'Dorset County Hospital',
        terms: { familyName: 'Winfrith', news2: null, livesAlone: null, clinicalFrailtyScale: 6, spo2Scale: 1 },
        events: [{ by: 'Dorset County Hospital', state: 'received' }],
      },
    ]);
    expect(kept[0]?.criteria.find(({ id }) => id === 'news2')?.state).toBe('unknown');
    const other = await send('/ServiceRequest', { ...referral(), identifier: request.identifier });
    expect([other.status, (await issueOf(other))?.expression]).toEqual([409, ['ServiceRequest.identifier']]);
    const condition = { 'if-none-exist': 'identifier=urn:dch|another' };
    expect((await send('/ServiceRequest', request, condition)).status).toBe(412);
  });

  it.each([
    ['an NHS number that is wrong', () => referral('9434765918'), 'Patient.identifier', /check digit/],
    ['a birth date to come', () => referral(aNumber(), { birthDate: '2999-01-01' }), 'Patient.birthDate', /future/],
    [
      'a child',
      () => referral(aNumber(), { birthDate: `${new Date().getUTCFullYear() - 10}-01-01` }),
      'Patient.birthDate',
      /ring the children’s team/,
    ],
    [
      'somebody pregnant',
      () => referral(aNumber(), { birthDate: '1996-01-01' }, { pregnant: true }),
      `QuestionnaireResponse.item.where(linkId='pregnant').answer.value`,
      /ring the maternity team/,
    ],
    [
      'somebody on a ward',
      () => referral(patientOf(stack, 0).nhsNumber),
      'Patient.identifier',
      /on a virtual ward already/,
    ],
    [
      'a NEWS2 that cannot be',
      () => referral(aNumber(), {}, { news2: 40 }),
      `QuestionnaireResponse.item.where(linkId='news2').answer.value`,
      /at most 20/,
    ],
    [
      'a question that nobody knows',
      () => referral(aNumber(), {}, { shoeSize: 7 }),
      'QuestionnaireResponse.item.linkId',
      /shoeSize/,
    ],
    ['no Patient', () => aRequest(), 'ServiceRequest.subject', /the Patient/],
    ['no reason', () => ({ ...referral(), reasonCode: [] }), 'ServiceRequest.reasonCode.text', /reason/],
    ['no identifier', () => ({ ...referral(), identifier: [] }), 'ServiceRequest.identifier', /sent again/],
  ] as const)('of %s is refused, with where it stands', async (_, request, expression, why) => {
    const answer = await send('/ServiceRequest', request());
    expect(answer.status).toBe(422);
    expect(await issueOf(answer)).toMatchObject({ expression: [expression], diagnostics: expect.stringMatching(why) });
  });

  it('is taken from a key alone that may refer, to its own wards', async () => {
    const sends = await aKey(stack);
    const answer = await send('/ServiceRequest', referral(), { authorization: `Bearer ${sends}` });
    expect(answer.status).toBe(403);
    const elsewhere = { locationReference: [{ identifier: { value: 'nowhere' } }] };
    const away = await send('/ServiceRequest', { ...referral(), ...elsewhere });
    expect([away.status, (await issueOf(away))?.expression]).toEqual([
      422,
      ['ServiceRequest.locationReference.identifier.value'],
    ]);
  });
});

it('a transaction with the Patient and the answers beside the ServiceRequest is one referral', async () => {
  const nhsNumber = aNumber();
  const request = aRequest({ subject: { reference: 'urn:uuid:1' } });
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [aPatient(nhsNumber), request, answersOf(SAID)].map((resource) => ({
      resource,
      request: { method: 'POST' as const, url: resource.resourceType },
    })),
  };
  const [first, again] = [await send('', bundle), await send('', bundle)];
  expect([first.status, again.status]).toEqual([200, 200]);
  const statuses = async (answer: Response) =>
    ((await answer.json()) as Bundle).entry?.map((one) => one.response?.status);
  expect(await statuses(first)).toEqual(['200 OK', '201 Created', '200 OK']);
  expect(await statuses(again)).toEqual(['200 OK', '200 OK', '200 OK']);
  expect((await referrals()).filter(({ terms }) => terms.nhsNumber === nhsNumber)).toHaveLength(1);
  const strange = { ...bundle, entry: [...(bundle.entry ?? []), { resource: { resourceType: 'Condition' } }] };
  const refused = await send('', strange);
  expect([refused.status, (await issueOf(refused))?.expression]).toEqual([422, ['Bundle.entry[3].resource']]);
});

it('a storm of two hundred in a minute, forty of them twice, loses and doubles nothing', async () => {
  const people = Array.from({ length: 160 }, () => referral());
  const statuses: number[] = [];
  const waiting = [...people, ...people.slice(0, 40)].values();
  const began = Date.now();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const one of waiting) statuses.push((await send('/ServiceRequest', one)).status);
    }),
  );
  expect(Date.now() - began).toBeLessThan(60_000);
  expect([201, 200].map((status) => statuses.filter((one) => one === status).length)).toEqual([160, 40]);
  const [kept] = await stack.database.query<{ count: number; people: number }>(
    `SELECT count(*)::int AS count, count(DISTINCT nhs_number)::int AS people FROM referral WHERE source_reference = ANY ($1::text[])`,
    [people.map(({ identifier }) => `urn:dch|${identifier?.[0]?.value}`)],
  );
  expect(kept).toEqual({ count: 160, people: 160 });
}, 90_000);
