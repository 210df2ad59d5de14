import type { AfterDischarge, DischargeSummaryView, Problem } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openStack, type TestStack } from '../harness/index.ts';
import { aSummary } from '../ward/discharge.ts';
import { boardOf, patientOf, signedIn, wardOf } from '../ward/people.ts';

let stack: TestStack;
let clinician: string;
let coordinator: string;
let lead: string;

beforeAll(async () => {
  stack = await openStack();
  [clinician, coordinator, lead] = await Promise.all([
    signedIn(stack, 'hub-clinician'),
    signedIn(stack, 'coordinator'),
    signedIn(stack, 'lead'),
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
const viewOf = async (admissionId: string): Promise<DischargeSummaryView> =>
  (await (await ask(`admissions/${admissionId}/discharge-summary`)).json()) as DischargeSummaryView;
const after = async (): Promise<AfterDischarge> =>
  (await (await ask(`wards/${wardOf(stack)}/after-discharge`, coordinator)).json()) as AfterDischarge;

/** The stay of one of the demo's patients. */
async function stayOf(index: number): Promise<{ admissionId: string; version: number }> {
  const { nhsNumber } = patientOf(stack, index);
  const { tiles } = await boardOf(stack, clinician);
  return tiles.find(({ patient }) => patient.nhsNumber === nhsNumber)!;
}
const end = (admissionId: string, version: number, different: object = {}): Promise<Response> =>
  send(
    'PUT',
    `admissions/${admissionId}/end`,
    { version, ending: 'home', reason: 'Well again.', ...different },
    coordinator,
  );

describe('a discharge summary', () => {
  it('begins with the record, is kept whole, once, and gives both letters, also after the stay', async () => {
    const { admissionId, version } = await stayOf(4);
    const path = `admissions/${admissionId}/discharge-summary`;
    const before = await viewOf(admissionId);
    expect(before).toMatchObject({ written: [], toCome: null, ending: null });
    expect(before.draft.course).toContain('On the virtual ward from');
    expect((await ask(`admissions/${admissionId}/discharge-letters/gp`)).status).toBe(404);

    const draft = aSummary();
    const first = await send('PUT', path, draft);
    expect(first.status).toBe(201);
    const { id, after: _, ...contents } = draft;
    expect(((await first.json()) as DischargeSummaryView).written).toMatchObject([
      { id, ...contents, told: before.draft.told },
    ]);
    // Sent again, and by somebody who saw none.
    expect((await send('PUT', path, { ...draft, course: 'Something else' })).status).toBe(200);
    expect((await send('PUT', path, aSummary(), lead)).status).toBe(409);
    expect((await send('PUT', path, aSummary({ after: id, diagnoses: 'Corrected.' }), lead)).status).toBe(201);
    expect((await viewOf(admissionId)).written.map(({ diagnoses }) => diagnoses)).toEqual([
      'Corrected.',
      draft.diagnoses,
    ]);
    expect((await send('PUT', path, aSummary({ after: id }), coordinator)).status).toBe(403);

    expect((await end(admissionId, version)).status).toBe(200);
    for (const letter of ['gp', 'person']) {
      const answer = await ask(`admissions/${admissionId}/discharge-letters/${letter}`, coordinator);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="discharge-letter-${letter}.pdf"`);
      expect(Buffer.from(await answer.arrayBuffer()).toString('latin1')).toContain('/StructTreeRoot');
    }
    expect((await ask(`admissions/${admissionId}/discharge-letters/neighbour`)).status).toBe(404);
    expect((await after()).summariesToCome.map((one) => one.admissionId)).not.toContain(admissionId);

    // They are part of what goes to other systems, with the sections for those that show parts of it.
    const bundle = (await (await ask(`admissions/${admissionId}/discharge-bundle`)).json()) as {
      entry: { resource: { resourceType: string; id: string; section?: { title: string }[] } }[];
    };
    const resources = bundle.entry.map(({ resource }) => resource);
    expect(resources.slice(0, 7).map((one) => `${one.resourceType}/${one.id}`)).toEqual([
      expect.stringMatching(/^Patient\//),
      `Organization/${wardOf(stack)}`,
      `Encounter/${admissionId}`,
      `DocumentReference/${admissionId}-summary`,
      `DocumentReference/${admissionId}-letter-gp`,
      `DocumentReference/${admissionId}-letter-person`,
      `Composition/${admissionId}-composition`,
    ]);
    expect(resources[6]?.section?.map(({ title }) => title)).toContain('Medication changes');
  });

  it.each([
    ['medicines', { medicines: undefined }],
    ['followUp', { followUp: undefined }],
    ['changes', { medicines: { kind: 'changed', changes: [] } }],
    ['dose', { medicines: { kind: 'changed', changes: [{ change: 'started', medicine: 'A', dose: null, why: 'B' }] } }],
    [
      'dose',
      { medicines: { kind: 'changed', changes: [{ change: 'stopped', medicine: 'A', dose: '1 g', why: 'B' }] } },
    ],
    ['by', { followUp: { kind: 'planned', steps: [{ what: 'A', who: 'B', by: 'next week' }] } }],
    ['lookFor', { lookFor: [] }],
    ['ring', { ring: [] }],
    ['diagnoses', { diagnoses: ' ' }],
    ['forPerson', { forPerson: 'x'.repeat(2_001) }],
  ])('is refused by the name of what is wrong: %s', async (field, wrong) => {
    const { admissionId } = await stayOf(5);
    const answer = await send('PUT', `admissions/${admissionId}/discharge-summary`, { ...aSummary(), ...wrong });
    expect(answer.status).toBe(422);
    expect((await problem(answer)).errors?.map((error) => error.field)).toEqual([field]);
    expect((await viewOf(admissionId)).written).toEqual([]);
  });

  it('is that of a stay of one’s wards, and of no other', async () => {
    expect((await send('PUT', `admissions/${randomUUID()}/discharge-summary`, aSummary())).status).toBe(404);
    expect((await ask(`admissions/${randomUUID()}/discharge-summary`)).status).toBe(404);
    expect((await ask('wards/far-away/after-discharge')).status).toBe(404);
  });
});

describe('going home', () => {
  it('needs a summary of the last day, or why it comes later; what comes later is listed until it is written', async () => {
    const { admissionId, version } = await stayOf(6);
    const refused = await end(admissionId, version);
    expect(refused.status).toBe(422);
    const said = await problem(refused);
    expect(said.errors?.map(({ field }) => field)).toEqual(['summaryLater']);
    expect(said.detail).toContain('no discharge summary is written');

    // One of last week is looked at once more.
    const old = aSummary();
    expect((await send('PUT', `admissions/${admissionId}/discharge-summary`, old)).status).toBe(201);
    await stack.database.query(`ALTER TABLE discharge_summary DISABLE TRIGGER append_only`);
    await stack.database.query(`UPDATE discharge_summary SET at = at - interval '2 days' WHERE id = $1`, [old.id]);
    await stack.database.query(`ALTER TABLE discharge_summary ENABLE TRIGGER append_only`);
    expect((await problem(await end(admissionId, version))).detail).toContain('more than 24 hours old');

    const later = 'Dr Shah writes it on Monday.';
    expect((await end(admissionId, version, { summaryLater: later })).status).toBe(200);
    expect((await after()).summariesToCome).toMatchObject([{ admissionId, reason: later, by: 'Tunde Ringstead' }]);
    expect((await viewOf(admissionId)).toCome).toMatchObject({ reason: later });
    expect((await send('PUT', `admissions/${admissionId}/discharge-summary`, aSummary({ after: old.id }))).status).toBe(
      201,
    );
    expect((await after()).summariesToCome).toEqual([]);
  });

  it('elsewhere than home needs none; nobody is written to who has died', async () => {
    const { admissionId, version } = await stayOf(7);
    expect((await end(admissionId, version, { ending: 'died' })).status).toBe(200);
    expect((await after()).summariesToCome).toEqual([]);
    expect((await send('PUT', `admissions/${admissionId}/discharge-summary`, aSummary())).status).toBe(201);
    expect((await ask(`admissions/${admissionId}/discharge-letters/person`)).status).toBe(409);
    expect((await ask(`admissions/${admissionId}/discharge-letters/gp`)).status).toBe(200);
  });
});
