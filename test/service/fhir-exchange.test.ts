import { NHS_NUMBER_SYSTEM } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle, CapabilityStatement, Flag, Observation, OperationOutcome, Patient } from 'fhir/r4.js';
import { openStack, until, type TestStack } from '../harness/index.ts';
import { answered, observation, UK_CORE_OBSERVATIONS } from '../ward/fhir.ts';
import { aReadingSet, patientOf, post, signedIn } from '../ward/people.ts';
import { everythingIsEvaluated } from '../ward/promises.ts';
import { referral } from '../ward/service-requests.ts';
import { aKey } from '../ward/sources.ts';

let stack: TestStack;
/** Sends and reads for the whole ward. */
let key: string;
/** Reads and sends as well, and is of another source. */
let other: string;
/** Reads of one patient alone. */
let narrow: string;

beforeAll(async () => {
  stack = await openStack({ env: { LOG_LEVEL: 'debug' } });
  key = await aKey(stack, { mayRead: true, mayRefer: true });
  other = await aKey(stack, { mayRead: true });
  narrow = await aKey(stack, { mayRead: true, nhsNumbers: [patientOf(stack, 1).nhsNumber] });
});

const JSON_TYPE = 'application/fhir+json';

interface Asked {
  headers?: Record<string, string>;
  as?: string;
}

function send(body: unknown, { path = '/Observation', headers = {}, as = key }: Asked & { path?: string } = {}) {
  return fetch(`${stack.url}/fhir${path}`, {
    method: 'POST',
    headers: { 'content-type': JSON_TYPE, authorization: `Bearer ${as}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const get = (path: string, { headers = {}, as = key }: Asked = {}) =>
  fetch(path.startsWith('http') ? path : `${stack.url}/fhir${path}`, {
    headers: { authorization: `Bearer ${as}`, ...headers },
  });

/** As it should be done: what identifies a person is in the body. */
const search = (type: string, parameters: Record<string, string> | [string, string][], { as = key } = {}) =>
  fetch(`${stack.url}/fhir/${type}/_search`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Bearer ${as}` },
    body: new URLSearchParams(parameters).toString(),
  });

const numbered = (nhsNumber: string): string => `${NHS_NUMBER_SYSTEM}|${nhsNumber}`;
const of = (nhsNumber: string) => ({ 'patient.identifier': numbered(nhsNumber) });

async function created(resource: object): Promise<Observation> {
  const answer = await send(resource);
  const body = (await answer.json()) as Observation;
  if (answer.status !== 201) throw new Error(`${answer.status}: ${JSON.stringify(body)}`);
  return body;
}

async function found(
  type: string,
  parameters: Record<string, string> | [string, string][],
  as = key,
): Promise<Observation[]> {
  const answer = await search(type, parameters, { as });
  const bundle = (await answer.json()) as Bundle;
  expect([answer.status, bundle.resourceType]).toEqual([200, 'Bundle']);
  return (bundle.entry ?? [])
    .filter(({ search: how }) => how?.mode === 'match')
    .map(({ resource }) => resource as Observation);
}

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const pulse = (nhsNumber: string, value: number, at = minutesAgo(1)) =>
  observation(nhsNumber, { code: '8867-4', value, unit: '/min', at });

describe('an Observation goes in and comes out', () => {
  it('under the id that it was given, with its version and its time', async () => {
    const answer = await send(pulse(patientOf(stack, 0).nhsNumber, 71));
    const body = (await answer.json()) as Observation;

    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('W/"1"');
    expect(answer.headers.get('location')).toBe(`${stack.url}/fhir/Observation/${body.id}/_history/1`);
    const read = await get(`/Observation/${body.id}`);
    expect(read.headers.get('etag')).toBe('W/"1"');
    expect(read.headers.get('last-modified')).toBe(answer.headers.get('last-modified'));
    const { subject, ...told } = (await read.json()) as Observation;
    const { subject: sentTo, ...same } = body;
    expect(told).toEqual(same);
    expect(subject).toEqual({ reference: expect.stringMatching(/^Patient\//), ...sentTo });
    expect((await get(answer.headers.get('location') ?? '')).status).toBe(200);
    expect((await get(`/Observation/${body.id}/_history/2`)).status).toBe(404);
  });

  it.each(Object.entries(UK_CORE_OBSERVATIONS))('%s, with everything that it said', async (_, make) => {
    const { nhsNumber } = patientOf(stack, 1);
    const sent = make(nhsNumber) as Observation;
    const { id } = await created(sent);
    const read = (await (await get(`/Observation/${id}`)).json()) as Observation;

    const { subject: _whose, id: _theirs, code, category, component, ...rest } = sent;
    expect(read).toMatchObject({ ...rest, effectiveDateTime: expect.any(String) });
    expect(read.code.coding).toEqual(
      expect.arrayContaining((code.coding ?? []).map(({ system, code }) => expect.objectContaining({ system, code }))),
    );
    expect(read.category?.[0]?.coding?.map((one) => one.code)).toEqual(
      expect.arrayContaining((category ?? []).flatMap((one) => (one.coding ?? []).map(({ code }) => code))),
    );
    for (const one of component ?? []) {
      expect(read.component).toContainEqual(
        expect.objectContaining({ valueQuantity: expect.objectContaining({ value: one.valueQuantity?.value }) }),
      );
    }
    expect(Date.parse(read.effectiveDateTime ?? '')).toBe(Date.parse(sent.effectiveDateTime ?? ''));
  });

  it('in XML as in JSON', async () => {
    const { nhsNumber } = patientOf(stack, 2);
    const at = minutesAgo(3);
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
      <Observation xmlns="http://hl7.org/fhir">
        <identifier><system value="urn:xml"/><value value="x-1"/></identifier>
        <status value="final"/>
        <code><coding><system value="http://loinc.org"/><code value="8310-5"/></coding></code>
        <subject><identifier><system value="${NHS_NUMBER_SYSTEM}"/><value value="${nhsNumber}"/></identifier></subject>
        <effectiveDateTime value="${at}"/>
        <valueQuantity><value value="37.2"/><system value="http://unitsofmeasure.org"/><code value="Cel"/></valueQuantity>
      </Observation>`;
    const answer = await send(xml, { headers: { 'content-type': 'application/fhir+xml' } });

    expect([answer.status, answer.headers.get('content-type')]).toEqual([201, 'application/fhir+xml; charset=utf-8']);
    const [, id] = /Observation\/([^/]+)\/_history/.exec(answer.headers.get('location') ?? '') ?? [];
    const json = (await (await get(`/Observation/${id}`)).json()) as Observation;
    expect(json).toMatchObject({ valueQuantity: { value: 37.2 }, identifier: [{ system: 'urn:xml', value: 'x-1' }] });
    for (const asked of [
      get(`/Observation/${id}?_format=xml`),
      get(`/Observation/${id}`, {
        headers: { accept: 'text/html;q=0.9, application/fhir+xml;q=0.8, application/json;q=0.1' },
      }),
    ]) {
      const text = await (await asked).text();
      expect(text).toContain('<Observation xmlns="http://hl7.org/fhir">');
      expect(text).toContain('<value value="37.2"/>');
    }
  });

  it('not again when it is sent again, and never another one under the same identifier', async () => {
    const { nhsNumber } = patientOf(stack, 2);
    const resource = pulse(nhsNumber, 66);
    const { id } = await created(resource);

    const again = await send(resource);
    expect([again.status, ((await again.json()) as Observation).id]).toEqual([200, id]);
    const other = await send({
      ...resource,
      valueQuantity: { value: 166, system: 'http://unitsofmeasure.org', code: '/min' },
    });
    expect(other.status).toBe(409);
    expect(((await other.json()) as OperationOutcome).issue[0]).toMatchObject({
      code: 'conflict',
      expression: ['Observation.identifier'],
    });
  });

  it('as preliminary, unscored, when it cannot be right; and as history, when only the day is known', async () => {
    const { nhsNumber } = patientOf(stack, 3);
    const { id } = await created(observation(nhsNumber, { code: '59408-5', value: 9, unit: '%', at: minutesAgo(2) }));
    const doubtful = (await (await get(`/Observation/${id}`)).json()) as Observation;
    expect(doubtful).toMatchObject({ status: 'preliminary', valueQuantity: { value: 9 } });
    expect(doubtful.note?.[0]?.text).toMatch(/not scored/);
    expect(doubtful.meta?.profile).toBeUndefined();

    const day = await created(pulse(nhsNumber, 80, '2026-01-05'));
    expect(await (await get(`/Observation/${day.id}`)).json()).toMatchObject({ effectiveDateTime: '2026-01-05' });
    const [row] = await stack.database.query('SELECT day_only FROM observation WHERE id = $1', [day.id?.slice(0, 36)]);
    expect(row).toEqual({ day_only: true });
  });

  it('to its sender alone, while nobody knows whose it is', async () => {
    const stranger = '9434765919';
    const { id, note } = await created(pulse(stranger, 75));
    expect(note?.[0]?.text).toMatch(/kept for the hub/);
    expect((await get(`/Observation/${id}`)).status).toBe(200);
    expect((await found('Observation', of(stranger))).map((one) => one.id)).toEqual([id]);
    expect((await get(`/Observation/${id}`, { as: other })).status).toBe(404);
    expect(await found('Observation', of(stranger), other)).toEqual([]);
  });

  it('in the form that Prefer asks for', async () => {
    const resource = pulse(patientOf(stack, 3).nhsNumber, 70);
    const minimal = await send(resource, { headers: { prefer: 'return=minimal' } });
    expect([minimal.status, await minimal.text()]).toEqual([201, '']);
    const outcome = await send(resource, { headers: { prefer: 'return=OperationOutcome' } });
    expect([outcome.status, ((await outcome.json()) as OperationOutcome).resourceType]).toEqual([
      200,
      'OperationOutcome',
    ]);
  });

  it('unread by whoever has it already', async () => {
    const { id } = await created(pulse(patientOf(stack, 3).nhsNumber, 69));
    const read = await get(`/Observation/${id}`);
    const since = read.headers.get('last-modified') ?? '';
    expect((await get(`/Observation/${id}`, { headers: { 'if-none-match': 'W/"1"' } })).status).toBe(304);
    expect((await get(`/Observation/${id}`, { headers: { 'if-modified-since': since } })).status).toBe(304);
    expect((await get(`/Observation/${id}`, { headers: { 'if-none-match': 'W/"7"' } })).status).toBe(200);
  });
});

describe('conditional create', () => {
  const under = (value: string) => ({ 'if-none-exist': `identifier=urn:conditional|${value}` });
  const identified = (nhsNumber: string, value: string, rate: number) => ({
    ...pulse(nhsNumber, rate),
    identifier: [{ system: 'urn:conditional', value }],
  });

  it('stores the first and answers the second with it', async () => {
    const { nhsNumber } = patientOf(stack, 4);
    const first = await send(identified(nhsNumber, 'a', 61), { headers: under('a') });
    const second = await send(identified(nhsNumber, 'a', 62), { headers: under('a') });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(((await second.json()) as Observation).valueQuantity?.value).toBe(61);
  });

  it('refuses what more than one fits, and a key that may not read asks for its own identifiers only', async () => {
    const { nhsNumber } = patientOf(stack, 4);
    const other = await aKey(stack, { mayRead: false });
    await until(async () => (await send({}, { as: other })).status !== 401, { within: '5s', what: 'A new key' });
    expect((await send(identified(nhsNumber, 'b', 63), { as: other, headers: under('b') })).status).toBe(201);
    await created(identified(nhsNumber, 'b', 63));
    expect((await send(identified(nhsNumber, 'c', 64), { headers: under('b') })).status).toBe(412);
    expect((await send(identified(nhsNumber, 'b', 63), { as: other, headers: under('b') })).status).toBe(200);
    const curious = { 'if-none-exist': `patient.identifier=${numbered(nhsNumber)}&code=8867-4` };
    expect((await send(identified(nhsNumber, 'd', 65), { as: other, headers: curious })).status).toBe(403);
  });
});

describe('search', () => {
  const times = [50, 40, 30, 20, 10].map(minutesAgo);

  it('by patient, code, date and category, newest first', async () => {
    const { nhsNumber } = patientOf(stack, 5);
    for (const [i, at] of times.entries()) await created(pulse(nhsNumber, 60 + i, at));
    await created(observation(nhsNumber, { code: '8310-5', value: 37, unit: 'Cel', at: times[0] ?? '' }));
    await everythingIsEvaluated(stack, '10s');
    const rates = async (more: Record<string, string> = {}): Promise<(number | undefined)[]> =>
      (await found('Observation', { ...of(nhsNumber), code: 'http://loinc.org|8867-4', ...more })).map(
        (one) => one.valueQuantity?.value,
      );

    expect(await rates()).toEqual([64, 63, 62, 61, 60]);
    expect(await rates({ _sort: 'date' })).toEqual([60, 61, 62, 63, 64]);
    expect(await rates({ date: `gt${times[2]}` })).toEqual([64, 63]);
    expect(await rates({ date: `le${times[2]}` })).toEqual([62, 61, 60]);
    expect(await rates({ date: `${times[1]}` })).toEqual([61]);
    expect(await rates({ date: 'lt2026-01-01' })).toEqual([]);
    expect(await rates({ category: 'vital-signs' })).toHaveLength(5);
    expect(await rates({ category: 'survey' })).toEqual([]);
    const kinds = async (code: string): Promise<number> =>
      (await found('Observation', { ...of(nhsNumber), code })).length;
    expect(await kinds('http://loinc.org|8867-4,http://snomed.info/sct|386725007')).toBe(6);
    expect(await kinds('8310-5')).toBe(1);
    expect(await kinds('http://snomed.info/sct|8310-5')).toBe(0);
    expect(await kinds('88330-6')).toBeGreaterThan(0);
  });

  it('page by page, each Observation once, with links that hold no NHS number', async () => {
    const { nhsNumber } = patientOf(stack, 6);
    for (let i = 0; i < 3; i++) await post(stack, aReadingSet(nhsNumber, { effectiveAt: minutesAgo(90 - i * 20) }));
    await everythingIsEvaluated(stack, '10s');
    const all = await found('Observation', { ...of(nhsNumber), _count: '1000' });
    // Seven of each reading, and a score of each with its seven parts.
    expect(all).toHaveLength(3 * (7 + 8));

    const seen: Observation[] = [];
    let answer = await search('Observation', { ...of(nhsNumber), _count: '4', _total: 'accurate' });
    for (let page = 0; page < 20; page++) {
      const text = await answer.text();
      const bundle = JSON.parse(text) as Bundle;
      if (page === 0) expect(bundle.total).toBe(all.length);
      expect(bundle.link?.some(({ url }) => url.includes(nhsNumber))).toBe(false);
      seen.push(...(bundle.entry ?? []).map(({ resource }) => resource as Observation));
      const next = bundle.link?.find(({ relation }) => relation === 'next')?.url;
      if (next === undefined) break;
      answer = await get(next);
    }
    expect(seen.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  });

  it('by what came since, of everybody, in the order in which it came', async () => {
    const since = new Date().toISOString();
    const ids: (string | undefined)[] = [];
    for (const i of [7, 8, 7]) ids.push((await created(pulse(patientOf(stack, i).nhsNumber, 70 + i))).id);
    const came = await found('Observation', { _lastUpdated: `ge${since}`, code: '8867-4' });
    expect(came.map(({ id }) => id)).toEqual(ids);
  });

  it('counts without giving', async () => {
    const answer = await get(`/Observation?_summary=count&code=8867-4&_id=none-of-ours`);
    expect(await answer.json()).toMatchObject({ type: 'searchset', total: 0 });
  });

  it('tells what it did not understand, and refuses it where it has to be strict', async () => {
    const lenient = (await (await get('/Observation?value-quantity=gt5&_id=x')).json()) as Bundle;
    expect(lenient.entry?.at(-1)).toMatchObject({ search: { mode: 'outcome' } });
    expect(lenient.link?.[0]?.url).toMatch(/\?_id=x$/);
    const strict = await get('/Observation?value-quantity=gt5', { headers: { prefer: 'handling=strict' } });
    expect(strict.status).toBe(400);
    for (const wrong of [
      'date=soon',
      'code:text=pulse',
      '_count=some',
      'patient=nobody',
      '_cursor=abc',
      'patient.identifier=1',
    ]) {
      const refused = await get(`/Observation?${wrong}`);
      expect([wrong, refused.status, ((await refused.json()) as OperationOutcome).resourceType]).toEqual([
        wrong,
        400,
        'OperationOutcome',
      ]);
    }
  });

  it('never gives a cursor of one source to another', async () => {
    const { nhsNumber } = patientOf(stack, 6);
    const bundle = (await (await search('Observation', { ...of(nhsNumber), _count: '2' })).json()) as Bundle;
    const next = bundle.link?.find(({ relation }) => relation === 'next')?.url ?? '';
    expect((await get(next, { as: other })).status).toBe(400);
  });
});

describe('NEWS2', () => {
  it('is a total of seven sub-scores, each derived from its reading', async () => {
    const { nhsNumber } = patientOf(stack, 9);
    await post(
      stack,
      aReadingSet(nhsNumber, { respiration: 21, spo2: 93, pulse: 95, temperature: 37.5, systolic: 120 }),
    );
    await everythingIsEvaluated(stack, '10s');
    const [total, ...others] = await found('Observation', {
      ...of(nhsNumber),
      code: 'http://snomed.info/sct|1104051000000101',
    });

    expect(others).toEqual([]);
    expect(total).toMatchObject({ status: 'final', valueQuantity: { value: 5, code: '{score}' } });
    expect(total?.code.coding?.map(({ code }) => code)).toEqual(['1104051000000101', '88330-6']);
    const parts = await Promise.all(
      (total?.hasMember ?? []).map(async ({ reference }) => (await get(`/${reference}`)).json()),
    );
    expect(parts.map((part: Observation) => part.valueQuantity?.value)).toEqual([2, 2, 0, 0, 1, 0, 0]);
    for (const part of parts as Observation[]) {
      const raw = await get(`/${part.derivedFrom?.[0]?.reference}`);
      expect([raw.status, part.derivedFrom?.length]).toEqual([200, 1]);
    }
    expect(total?.derivedFrom).toHaveLength(7);
  });

  it('has no value while the set is incomplete, and says what is certain', async () => {
    const { nhsNumber } = patientOf(stack, 10);
    await created(pulse(nhsNumber, 131));
    await everythingIsEvaluated(stack, '10s');
    const [total] = await found('Observation', { ...of(nhsNumber), code: '88330-6' });
    expect(total?.valueQuantity).toBeUndefined();
    expect(total).toMatchObject({ status: 'preliminary', dataAbsentReason: { coding: [{ code: 'unknown' }] } });
    expect(total?.note?.[0]?.text).toMatch(/at least 3 and at most 20/);
    expect(total?.hasMember).toHaveLength(1);
  });
});

describe('people and alerts', () => {
  it('gives a Patient by NHS number and by id, and nobody from outside', async () => {
    const { nhsNumber, name } = patientOf(stack, 0);
    const [patient] = (await found('Patient', { identifier: numbered(nhsNumber) })) as unknown as Patient[];
    expect(patient?.identifier).toEqual([{ system: NHS_NUMBER_SYSTEM, value: nhsNumber }]);
    expect(`${patient?.name?.[0]?.given?.[0]} ${patient?.name?.[0]?.family}`).toBe(name);
    expect((await get(`/Patient/${patient?.id}`)).status).toBe(200);

    expect((await get(`/Patient/${patient?.id}`, { as: narrow })).status).toBe(404);
    expect(await found('Patient', { identifier: numbered(nhsNumber) }, narrow)).toEqual([]);
    expect(await found('Observation', of(nhsNumber), narrow)).toEqual([]);
    expect((await get('/Patient')).status).toBe(400);
  });

  it('takes a reading of a Patient by the id that it gives them', async () => {
    const { nhsNumber } = patientOf(stack, 0);
    const [patient] = (await found('Patient', { identifier: numbered(nhsNumber) })) as unknown as Patient[];
    const { subject } = await created({ ...pulse(nhsNumber, 73), subject: { reference: `Patient/${patient?.id}` } });
    expect(subject?.identifier?.value).toBe(nhsNumber);
    const wrong = await send({
      ...pulse(nhsNumber, 74),
      subject: {
        reference: `Patient/${patient?.id}`,
        identifier: { system: NHS_NUMBER_SYSTEM, value: patientOf(stack, 1).nhsNumber },
      },
    });
    expect(wrong.status).toBe(422);
  });

  it('takes no reading whose identifier and reference are of two people, and says so', async () => {
    const [one, another] = [patientOf(stack, 5).nhsNumber, patientOf(stack, 6).nhsNumber];
    const bundle = (await (await search('Patient', { identifier: numbered(another) })).json()) as Bundle;
    const patient = bundle.entry?.[0]?.resource as Patient;
    const of = (nhsNumber: string) => ({ system: NHS_NUMBER_SYSTEM, value: nhsNumber });
    const contained = { resourceType: 'Patient', id: 'p', identifier: [of(another)] };
    const pulses = async () =>
      Promise.all(
        [one, another].map((nhsNumber) =>
          found('Observation', { 'patient.identifier': numbered(nhsNumber), code: '8867-4' }),
        ),
      );
    const before = await pulses();
    for (const more of [
      { subject: { identifier: of(one), reference: `Patient/${patient.id}` } },
      { subject: { identifier: of(one), reference: '#p' }, contained: [contained] },
    ]) {
      const answer = await send({ ...pulse(one, 74), ...more });
      const told = (await answer.json()) as OperationOutcome;
      expect([answer.status, told.issue]).toEqual([
        422,
        [
          expect.objectContaining({
            severity: 'error',
            code: 'invariant',
            expression: ['Observation.subject'],
            diagnostics: 'subject: its identifier and its reference are of two people; expected one',
          }),
        ],
      ]);
    }
    expect(await pulses()).toEqual(before);
  });

  it('gives an open alert as a Flag, with its rule and its urgency and no value', async () => {
    const { nhsNumber } = patientOf(stack, 11);
    await post(stack, aReadingSet(nhsNumber, { respiration: 26, spo2: 90, pulse: 115 }));
    const flag = await until(
      async () =>
        ((await found('Flag', of(nhsNumber))) as unknown as Flag[]).find(
          (one) => one.code.coding?.[0]?.code === 'news2-high',
        ),
      { within: '10s', what: 'A Flag' },
    );
    expect(flag).toMatchObject({
      status: 'active',
      subject: { identifier: { value: nhsNumber } },
      period: { start: expect.any(String) },
    });
    expect(flag.extension?.[0]?.valueCodeableConcept?.coding?.map(({ code }) => code)).toEqual(['PH', 'emergency']);
    expect(JSON.stringify(flag)).not.toMatch(/115|SpO2/);
    expect((await get(`/Flag/${flag.id}`)).status).toBe(200);
    const closed = await fetch(`${stack.url}/api/alerts/${flag.id}/resolution`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: await signedIn(stack, 'hub-clinician') },
      body: JSON.stringify({ version: Number(flag.meta?.versionId), outcome: 'advice' }),
    });
    expect(closed.status).toBe(200);
    expect((await get(`/Flag/${flag.id}`)).status).toBe(404);
  });
});

describe('the CapabilityStatement is true', () => {
  const sample: Record<string, (type: string) => Promise<string>> = {
    Observation: async () => (await created(pulse(patientOf(stack, 12).nhsNumber, 72))).id ?? '',
    Patient: async () =>
      (await found('Patient', { identifier: numbered(patientOf(stack, 12).nhsNumber) }))[0]?.id ?? '',
    Flag: async () => (await found('Flag', {}))[0]?.id ?? '',
  };
  const creating: Record<string, () => Promise<Response>> = {
    Observation: () => send(pulse(patientOf(stack, 12).nhsNumber, 75)),
    QuestionnaireResponse: () =>
      send(answered(patientOf(stack, 12).nhsNumber, { chestPain: false }), { path: '/QuestionnaireResponse' }),
    ServiceRequest: () => send(referral(), { path: '/ServiceRequest' }),
  };
  const VALUES: Record<string, (id: string) => string> = {
    _id: (id) => id,
    _lastUpdated: () => 'ge2026-01-01',
    identifier: () => numbered(patientOf(stack, 12).nhsNumber),
    patient: () => 'Patient/00000000-0000-0000-0000-000000000000',
    subject: () => 'Patient/00000000-0000-0000-0000-000000000000',
    code: () => '8867-4',
    category: () => 'vital-signs',
    date: () => 'ge2026-01-01',
    _count: () => '5',
    _sort: () => '-date',
    _total: () => 'accurate',
    _summary: () => 'count',
  };

  it('in every interaction and every parameter that it names', async () => {
    await post(stack, aReadingSet(patientOf(stack, 12).nhsNumber, { respiration: 26, spo2: 90, pulse: 115 }));
    await until(async () => (await found('Flag', {})).length > 0, { within: '10s', what: 'An alert' });
    const metadata = await fetch(`${stack.url}/fhir/metadata`);
    const statement = (await metadata.json()) as CapabilityStatement;
    expect(statement).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', kind: 'instance' });
    const [rest] = statement.rest ?? [];
    expect(rest?.interaction?.map(({ code }) => code)).toEqual(['transaction', 'batch']);
    const tried: string[] = [];
    for (const { type, interaction = [], searchParam = [] } of rest?.resource ?? []) {
      const id = (await sample[type]?.(type)) ?? '';
      for (const { code } of interaction) {
        tried.push(`${type} ${code}`);
        const answers: Partial<Record<string, () => Promise<Response>>> = {
          read: () => get(`/${type}/${id}`),
          vread: () => get(`/${type}/${id}/_history/1`),
          create: () => creating[type]?.() ?? Promise.reject(new Error(`nothing to create of ${type}`)),
          'search-type': () => get(`/${type}?_id=${id}`),
        };
        const answer = await answers[code]?.();
        expect([type, code, answer?.ok]).toEqual([type, code, true]);
      }
      for (const { name = '' } of [...searchParam, ...(type === 'Observation' ? (rest?.searchParam ?? []) : [])]) {
        const value = VALUES[name]?.(id);
        if (value === undefined) throw new Error(`no value to try ${name} with`);
        const strict = { headers: { prefer: 'handling=strict' } };
        const answer = await get(
          `/${type}?${new URLSearchParams([[name, value], ...(type === 'Patient' && name !== '_id' ? [] : [])])}`,
          strict,
        );
        expect([type, name, answer.status]).toEqual([type, name, 200]);
      }
    }
    expect(tried).toEqual([
      'Observation read',
      'Observation vread',
      'Observation create',
      'Observation search-type',
      'Patient read',
      'Patient search-type',
      'Flag read',
      'Flag search-type',
      'QuestionnaireResponse create',
      'ServiceRequest create',
    ]);
  });

  it('of what it does not name: that is refused in words', async () => {
    const id = (await sample['Observation']?.('Observation')) ?? '';
    for (const [method, path] of [
      ['PUT', `/Observation/${id}`],
      ['DELETE', `/Observation/${id}`],
      ['PATCH', `/Observation/${id}`],
      ['PUT', '/Patient/1'],
    ] as const) {
      const answer = await fetch(`${stack.url}/fhir${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, ...(method === 'DELETE' ? {} : { 'content-type': JSON_TYPE }) },
        ...(method === 'DELETE' ? {} : { body: '{"resourceType":"Observation"}' }),
      });
      expect([method, answer.status]).toEqual([method, 405]);
      expect(((await answer.json()) as OperationOutcome).issue[0]?.code).toBe('not-supported');
    }
    expect((await get('/Medication/1')).status).toBe(404);
    expect((await send({ resourceType: 'Medication' }, { path: '/Medication' })).status).toBe(404);
    expect((await get('/metadata', { headers: { accept: 'text/html' } })).status).toBe(406);
    expect((await get('/metadata?_format=turtle')).status).toBe(406);
    expect((await send('x', { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
    expect(
      (
        await fetch(`${stack.url}/v1/observations`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/fhir+xml' },
          body: '<a/>',
        })
      ).status,
    ).toBe(415);
  });
});

describe('logs', () => {
  it('hold no query and no NHS number, even of a search that has one in its address', async () => {
    const { nhsNumber } = patientOf(stack, 13);
    await get(`/Observation?patient.identifier=${encodeURIComponent(numbered(nhsNumber))}`);
    await get(`/Nothing?patient.identifier=${nhsNumber}`);
    const logs = stack.ingestion.logs();
    expect(logs).not.toContain(nhsNumber);
    expect(logs).not.toContain('patient.identifier');
  });
});
