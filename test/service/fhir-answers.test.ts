import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle, OperationOutcome, QuestionnaireResponse } from 'fhir/r4.js';
import { openStack, until, type TestStack } from '../harness/index.ts';
import { answered, observation } from '../ward/fhir.ts';
import { patientOf } from '../ward/people.ts';
import { everythingIsEvaluated } from '../ward/promises.ts';
import { aKey } from '../ward/sources.ts';

let stack: TestStack;
let key: string;
/** Reads and does not send. */
let readsOnly: string;
let elsewhere: string;

beforeAll(async () => {
  stack = await openStack();
  key = await aKey(stack);
  readsOnly = await aKey(stack, { maySend: false, mayRead: true });
  elsewhere = await aKey(stack, { nhsNumbers: [patientOf(stack, 1).nhsNumber] });
});

interface Sent {
  path?: string;
  as?: string;
  headers?: Record<string, string>;
}
const send = (body: object | string, { path = '/QuestionnaireResponse', as = key, headers = {} }: Sent = {}) =>
  fetch(`${stack.url}/fhir${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${as}`, 'content-type': 'application/fhir+json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const issuesOf = async (answer: Response) => ((await answer.json()) as OperationOutcome).issue;
const kept = (id: string | undefined): Promise<{ answers: unknown; status: string }[]> =>
  stack.database.query(
    `SELECT o.details -> 'answers' AS answers, coalesce(a.status, 'nobody') AS status FROM observation o
     LEFT JOIN admission a ON a.id = o.admission_id WHERE o.id = $1`,
    [id],
  );
const pulse = (nhsNumber: string) => observation(nhsNumber, { code: '8867-4', value: 71, unit: '/min' });

describe('a QuestionnaireResponse', () => {
  it('is stored once with its answers, and a red flag among them is an emergency on the board', async () => {
    const { nhsNumber } = patientOf(stack, 0);
    const response = answered(nhsNumber, { chestPain: true, blueLips: false, mmrc: 3 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(response)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 200, 201]);
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as QuestionnaireResponse[];
    const [{ id } = {}] = bodies;
    expect(new Set(bodies.map((body) => body.id)).size).toBe(1);
    expect(answers[0]?.headers.get('location')).toBe(`${stack.url}/fhir/QuestionnaireResponse/${id}`);
    expect(bodies[0]?.item?.[0]).toEqual({
      linkId: 'chestPain',
      text: 'Chest pain now?',
      answer: [{ valueBoolean: true }],
    });
    expect(await kept(id)).toEqual([{ answers: { chestPain: true, blueLips: false, mmrc: 3 }, status: 'active' }]);
    await everythingIsEvaluated(stack, '10s');
    const alert = (): Promise<{ priority: string }[]> =>
      stack.database.query(
        `SELECT l.priority FROM alert l JOIN admission a ON a.id = l.admission_id JOIN patient p ON p.id = a.patient_id
         WHERE p.nhs_number = $1 AND l.rule_id = 'red-flag-answer'`,
        [nhsNumber],
      );
    await until(async () => (await alert()).length > 0, { within: '10s', what: 'The alert' });
    expect(await alert()).toEqual([{ priority: 'emergency' }]);

    const changed = await send({ ...response, item: answered(nhsNumber, { chestPain: false }).item });
    expect([changed.status, (await issuesOf(changed))[0]]).toMatchObject([
      409,
      { expression: ['QuestionnaireResponse.identifier'], diagnostics: expect.stringMatching(/another answers/) },
    ]);
    const own = `identifier=urn:test:answers|${response.identifier?.value}`;
    expect((await send(response, { headers: { 'if-none-exist': own } })).status).toBe(200);
    expect((await send(response, { headers: { 'if-none-exist': `${own}0` } })).status).toBe(412);
  });

  it('is the same in XML, and answers in what it is asked for', async () => {
    const { nhsNumber } = patientOf(stack, 2);
    const xml = `<QuestionnaireResponse xmlns="http://hl7.org/fhir">
      <identifier><system value="urn:xml"/><value value="1"/></identifier><status value="completed"/>
      <subject><identifier><system value="https://fhir.nhs.uk/Id/nhs-number"/><value value="${nhsNumber}"/></identifier></subject>
      <authored value="${new Date().toISOString()}"/>
      <item><linkId value="softIntake"/><answer><valueBoolean value="true"/></answer></item>
      <item><linkId value="layMinutes"/><answer><valueQuantity><value value="25"/><unit value="min"/></valueQuantity></answer></item>
    </QuestionnaireResponse>`;
    const type = { 'content-type': 'application/fhir+xml' };
    const answer = await send(xml, { headers: type });
    const body = await answer.text();
    expect([answer.status, body.slice(0, 60)]).toEqual([201, expect.stringContaining('<QuestionnaireResponse')]);
    const id = answer.headers.get('location')?.split('/').at(-1);
    expect(await kept(id)).toEqual([{ answers: { softIntake: true, layMinutes: 25 }, status: 'active' }]);
    const wrong = await send(xml.replace('softIntake', 'softIntakes'), { headers: type });
    expect([wrong.status, await wrong.text()]).toEqual([
      422,
      expect.stringContaining('QuestionnaireResponse.item[0].linkId'),
    ]);
    const minimal = await send(answered(nhsNumber, { fell: false }), { headers: { prefer: 'return=minimal' } });
    expect([minimal.status, await minimal.text()]).toEqual([201, '']);
  });

  it('of somebody outside is kept for the hub, and a key that may not send sends none', async () => {
    const { nhsNumber } = patientOf(stack, 3);
    const answer = await send(answered(nhsNumber, { fell: true }), {
      as: elsewhere,
      headers: { prefer: 'return=OperationOutcome' },
    });
    expect(answer.status).toBe(201);
    expect((await issuesOf(answer)).map(({ diagnostics }) => diagnostics)).toEqual([
      'The QuestionnaireResponse is stored',
      expect.stringMatching(/kept for the hub to match/),
    ]);
    expect(await kept(answer.headers.get('location')?.split('/').at(-1))).toEqual([
      { answers: { fell: true }, status: 'nobody' },
    ]);
    expect((await send(answered(nhsNumber, { fell: true }), { as: readsOnly })).status).toBe(403);
    expect((await send(pulse(nhsNumber))).status).toBe(422);
  });

  it('goes with Observations in a batch, each taken by itself, and in a transaction, all or nothing', async () => {
    const { nhsNumber } = patientOf(stack, 4);
    const entry = (resource: object, more: object = {}) => ({
      resource,
      request: { method: 'POST', url: (resource as { resourceType: string }).resourceType, ...more },
    });
    const strange = answered(nhsNumber, { chestPain: false, howAreYou: 'well' });
    const batch = await send(
      {
        resourceType: 'Bundle',
        type: 'batch',
        entry: [answered(nhsNumber, { fell: false }), strange, pulse(nhsNumber)].map((one) => entry(one)),
      },
      { path: '' },
    );
    const told = ((await batch.json()) as Bundle).entry ?? [];
    expect(told.map(({ response }) => response?.status)).toEqual([
      '201 Created',
      '422 Unprocessable Entity',
      '201 Created',
    ]);
    expect(told[0]?.response?.location).toMatch(/^QuestionnaireResponse\/[\da-f-]{36}$/);
    expect((told[1]?.response?.outcome as OperationOutcome | undefined)?.issue[0]?.expression).toEqual([
      'Bundle.entry[1].resource.item[1].linkId',
    ]);

    const countOf = async (): Promise<number> => {
      const [row] = await stack.database.query<{ n: number }>('SELECT count(*)::int AS n FROM observation');
      return row?.n ?? NaN;
    };
    const before = await countOf();
    const transaction = (...resources: object[]) =>
      send({ resourceType: 'Bundle', type: 'transaction', entry: resources.map((one) => entry(one)) }, { path: '' });
    const refused = await transaction(answered(nhsNumber, { fell: false }), strange);
    expect([refused.status, (await issuesOf(refused))[0]?.expression]).toEqual([
      422,
      ['Bundle.entry[1].resource.item[1].linkId'],
    ]);
    expect(await countOf()).toBe(before);

    const fullUrl = 'urn:uuid:0d0b4b3e-6f8e-4d2b-9b7a-2f3f5a1c9e10';
    const mine = answered(nhsNumber, { dizziness: true });
    const stored = await send(
      {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [
          { fullUrl, ...entry(mine, { ifNoneExist: `identifier=urn:test:answers|${mine.identifier?.value}` }) },
          entry({ ...pulse(nhsNumber), derivedFrom: [{ reference: fullUrl }] }),
        ],
      },
      { path: '', headers: { prefer: 'return=representation' } },
    );
    const [said, measured] = ((await stored.json()) as Bundle).entry ?? [];
    expect([stored.status, said?.response?.status]).toEqual([200, '201 Created']);
    expect(measured?.resource).toMatchObject({ derivedFrom: [{ reference: said?.response?.location }] });
    expect(await countOf()).toBe(before + 2);
  });
});
