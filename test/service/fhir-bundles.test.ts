import { NHS_NUMBER_SYSTEM } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle, BundleEntry, Observation, OperationOutcome } from 'fhir/r4.js';
import { randomUUID } from 'node:crypto';
import { openStack, type TestStack } from '../harness/index.ts';
import { news2Bundle, observation } from '../ward/fhir.ts';
import { patientOf, post } from '../ward/people.ts';
import { aKey } from '../ward/sources.ts';

let stack: TestStack;
/** Sends and reads. */
let key: string;
let sendsOnly: string;

beforeAll(async () => {
  stack = await openStack();
  key = await aKey(stack, { mayRead: true });
  sendsOnly = await aKey(stack, { mayRead: false });
});

const send = (body: unknown, { path = '/fhir', as = key } = {}) =>
  post(stack, body, { path, key: as, type: 'application/fhir+json' });

const create = (resource: object, more: object = {}) => ({
  ...more,
  resource,
  request: { method: 'POST', url: 'Observation' },
});
const bundle = (type: string, entry: object[]) => ({ resourceType: 'Bundle', type, entry });
const pulse = (nhsNumber: string, value = 70) =>
  observation(nhsNumber, { code: '8867-4', value, unit: '/min' }) as Observation;

async function processed(body: object, as = key): Promise<BundleEntry[]> {
  const answer = await send(body, { as });
  const response = (await answer.json()) as Bundle;
  expect([answer.status, response.resourceType]).toEqual([200, 'Bundle']);
  return response.entry ?? [];
}

const statuses = (entries: readonly BundleEntry[]) => entries.map(({ response }) => response?.status);

async function stored(reference: string | undefined): Promise<Observation> {
  const answer = await fetch(`${stack.url}/fhir/${reference?.replace(/\/_history\/.*/, '')}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Observation;
}

const countOf = async (): Promise<number> => {
  const [row] = await stack.database.query<{ n: number }>('SELECT count(*)::int AS n FROM observation');
  return row?.n ?? NaN;
};

describe('a batch', () => {
  it('is taken or refused entry by entry, in order, each with where it is and its version', async () => {
    const { nhsNumber } = patientOf(stack, 0);
    const good = pulse(nhsNumber);
    const unknown = observation(nhsNumber, { code: '1-1', value: 1, unit: '/min' });
    const entries = await processed(
      bundle('batch', [
        create(good),
        create(unknown),
        { resource: { resourceType: 'Medication' }, request: { method: 'POST', url: 'Medication' } },
        { request: { method: 'DELETE', url: 'Observation/1' } },
        { resource: good, request: { method: 'PUT', url: 'Observation/1' } },
        create(good),
        { request: { method: 'GET', url: 'Observation/none-such' } },
        { request: { method: 'POST' } },
        'nothing',
      ] as object[]),
    );

    expect(statuses(entries)).toEqual([
      '201 Created',
      '422 Unprocessable Entity',
      '422 Unprocessable Entity',
      '405 Method Not Allowed',
      '405 Method Not Allowed',
      '200 OK',
      '404 Not Found',
      '400 Bad Request',
      '400 Bad Request',
    ]);
    expect(entries[0]?.response).toMatchObject({
      location: expect.stringMatching(/^Observation\/[\da-f-]{36}-pulse\/_history\/1$/),
      etag: 'W/"1"',
      lastModified: expect.any(String),
    });
    expect(entries[5]?.response?.location).toBe(entries[0]?.response?.location);
    expect((entries[1]?.response?.outcome as OperationOutcome | undefined)?.issue[0]).toMatchObject({
      code: 'code-invalid',
      expression: ['Bundle.entry[1].resource.code'],
    });
  });

  it('answers reads and searches among what it stores, and refuses reading to a key that may not', async () => {
    const { nhsNumber } = patientOf(stack, 1);
    const body = bundle('batch', [
      create(pulse(nhsNumber, 77)),
      {
        request: { method: 'GET', url: `Observation?patient.identifier=${NHS_NUMBER_SYSTEM}|${nhsNumber}&code=8867-4` },
      },
      { request: { method: 'GET', url: 'Observation?date=soon' } },
    ]);
    const [, found, wrong] = await processed(body);
    expect(
      (found?.resource as Bundle | undefined)?.entry?.map(
        ({ resource }) => (resource as Observation).valueQuantity?.value,
      ),
    ).toEqual([77]);
    expect(wrong?.response?.status).toBe('400 Bad Request');
    expect(statuses(await processed(bundle('batch', body.entry.slice(1)), sendsOnly))).toEqual([
      '403 Forbidden',
      '403 Forbidden',
    ]);
  });

  it('creates under a condition once', async () => {
    const { nhsNumber } = patientOf(stack, 1);
    const under = (value: string) => ({
      resource: { ...pulse(nhsNumber, 71), identifier: [{ system: 'urn:in-batch', value }] },
      request: { method: 'POST', url: 'Observation', ifNoneExist: `identifier=urn:in-batch|${value}` },
    });
    expect(statuses(await processed(bundle('batch', [under('a'), under('b')])))).toEqual([
      '201 Created',
      '201 Created',
    ]);
    expect(statuses(await processed(bundle('batch', [under('a'), under('c')])))).toEqual(['200 OK', '201 Created']);
  });

  it('says what has to be repeated and what nobody knows, entry by entry', async () => {
    const { nhsNumber } = patientOf(stack, 2);
    const entries = await processed(
      bundle('batch', [
        create(observation(nhsNumber, { code: '59408-5', value: 9, unit: '%' })),
        create(pulse('9434765919')),
      ]),
    );
    const words = entries.map(
      ({ response }) => (response?.outcome as OperationOutcome | undefined)?.issue[0]?.diagnostics,
    );
    expect(words).toEqual([expect.stringMatching(/please repeat/), expect.stringMatching(/kept for the hub/)]);
  });
});

describe('a transaction', () => {
  it('stores all of it or nothing, and says everything that is wrong', async () => {
    const { nhsNumber } = patientOf(stack, 3);
    const good = pulse(nhsNumber);
    const before = await countOf();
    const answer = await send(
      bundle('transaction', [
        create(good),
        create(observation(nhsNumber, { code: '1-1', value: 1, unit: '/min' })),
        create({ ...pulse(nhsNumber), valueQuantity: { value: 70, code: 'kg', system: 'http://unitsofmeasure.org' } }),
      ]),
    );
    expect(answer.status).toBe(422);
    const outcome = (await answer.json()) as OperationOutcome;
    expect(outcome.issue.map(({ expression }) => expression?.[0])).toEqual([
      'Bundle.entry[1].resource.code',
      'Bundle.entry[2].resource.valueQuantity.code',
    ]);
    expect(await countOf()).toBe(before);
    expect(statuses(await processed(bundle('transaction', [create(good), create(pulse(nhsNumber))])))).toEqual([
      '201 Created',
      '201 Created',
    ]);
    expect(await countOf()).toBe(before + 2);
  });

  it('undoes what it had stored when a later entry cannot be: a condition that two fit, another value under a known identifier', async () => {
    const { nhsNumber } = patientOf(stack, 3);
    const known = pulse(nhsNumber, 60);
    await processed(bundle('batch', [create(known)]));
    const before = await countOf();
    const changed = { ...known, valueQuantity: { value: 160, code: '/min', system: 'http://unitsofmeasure.org' } };
    const conflict = await send(bundle('transaction', [create(pulse(nhsNumber)), create(changed)]));
    expect([conflict.status, await countOf()]).toEqual([409, before]);

    const condition = `patient.identifier=${NHS_NUMBER_SYSTEM}|${nhsNumber}&code=8867-4`;
    const twoFit = await send(
      bundle('transaction', [
        create(pulse(nhsNumber)),
        { resource: pulse(nhsNumber), request: { method: 'POST', url: 'Observation', ifNoneExist: condition } },
      ]),
    );
    expect([twoFit.status, await countOf()]).toEqual([412, before]);
    const badRead = await send(
      bundle('transaction', [create(pulse(nhsNumber)), { request: { method: 'GET', url: 'Observation/none' } }]),
    );
    expect([badRead.status, await countOf()]).toEqual([404, before]);
  });

  it('resolves references between its entries, to what was stored before as well', async () => {
    const { nhsNumber } = patientOf(stack, 4);
    const [patient, rate, total] = [randomUUID(), randomUUID(), randomUUID()].map((id) => `urn:uuid:${id}`);
    const subject = { reference: patient };
    const raw = { ...pulse(nhsNumber, 95), subject };
    const body = (score: object) =>
      bundle('transaction', [
        {
          fullUrl: total,
          ...create(score),
        },
        { fullUrl: rate, ...create(raw) },
        {
          fullUrl: patient,
          resource: { resourceType: 'Patient', identifier: [{ system: NHS_NUMBER_SYSTEM, value: nhsNumber }] },
          request: { method: 'POST', url: 'Patient', ifNoneExist: `identifier=${NHS_NUMBER_SYSTEM}|${nhsNumber}` },
        },
      ]);
    const score = (value: string) => ({
      ...raw,
      identifier: [{ system: 'urn:scores', value }],
      code: { coding: [{ system: 'http://loinc.org', code: '88330-6' }] },
      valueQuantity: { value: 1, system: 'http://unitsofmeasure.org', code: '{score}' },
      derivedFrom: [{ reference: rate }],
    });
    const first = await processed(body(score('1')));
    expect(statuses(first)).toEqual(['201 Created', '201 Created', '200 OK']);
    const rateId = first[1]?.response?.location?.replace('/_history/1', '');
    expect((await stored(first[0]?.response?.location)).derivedFrom).toEqual([{ reference: rateId }]);

    const second = await processed(body(score('2')));
    expect(statuses(second)).toEqual(['201 Created', '200 OK', '200 OK']);
    expect((await stored(second[0]?.response?.location)).derivedFrom).toEqual([{ reference: rateId }]);

    const dangling = await send(
      bundle('transaction', [
        create({ ...pulse(nhsNumber), derivedFrom: [{ reference: `urn:uuid:${randomUUID()}` }] }),
      ]),
    );
    expect(dangling.status).toBe(422);
    expect(((await dangling.json()) as OperationOutcome).issue[0]?.expression).toEqual([
      'Bundle.entry[0].resource.derivedFrom[0].reference',
    ]);
    const twice = await send(
      bundle('transaction', [
        { fullUrl: rate, ...create(raw) },
        { fullUrl: rate, ...create(raw) },
      ]),
    );
    expect(twice.status).toBe(422);
  });

  it('sees in its reads what it stored itself', async () => {
    const { nhsNumber } = patientOf(stack, 5);
    const [, found] = await processed(
      bundle('transaction', [
        create(pulse(nhsNumber, 88)),
        {
          request: {
            method: 'GET',
            url: `Observation?patient.identifier=${NHS_NUMBER_SYSTEM}|${nhsNumber}&code=8867-4`,
          },
        },
      ]),
    );
    expect((found?.resource as Bundle | undefined)?.entry).toHaveLength(1);
  });

  it('is stored once when the same one comes many times at once', async () => {
    const { nhsNumber } = patientOf(stack, 6);
    const body = bundle('transaction', [create(pulse(nhsNumber)), create(pulse(nhsNumber))]);
    const before = await countOf();
    const answers = await Promise.all(Array.from({ length: 8 }, () => processed(body)));
    expect(await countOf()).toBe(before + 2);
    expect(new Set(answers.map((entries) => entries.map(({ response }) => response?.location).join())).size).toBe(1);
  });
});

describe('a collection', () => {
  it('is taken as a gateway sends it, with whose it is beside it', async () => {
    const { nhsNumber } = patientOf(stack, 7);
    const published = news2Bundle(nhsNumber, new Date().toISOString()) as Bundle;
    const whose = { resourceType: 'Patient', id: 'p', identifier: [{ system: NHS_NUMBER_SYSTEM, value: nhsNumber }] };
    const entry = [
      { resource: whose },
      ...(published.entry ?? []).map(({ resource }) => ({
        resource: { ...resource, subject: { reference: 'Patient/p' } },
      })),
    ];
    const entries = await processed({ ...published, entry });
    expect(statuses(entries)).toEqual(['200 OK', ...Array<string>(8).fill('201 Created')]);
  });

  it.each([
    ['a message', { resourceType: 'Bundle', type: 'message', entry: [{}] }, 422],
    ['nothing', { resourceType: 'Bundle', type: 'batch', entry: [] }, 422],
    ['too much', { resourceType: 'Bundle', type: 'batch', entry: Array.from({ length: 1001 }, () => ({})) }, 413],
    ['a resource', { resourceType: 'Patient' }, 422],
    ['a list', [], 400],
  ])('is no %s', async (_, body, status) => {
    const answer = await send(body);
    expect([answer.status, ((await answer.json()) as OperationOutcome).resourceType]).toEqual([
      status,
      'OperationOutcome',
    ]);
  });
});
