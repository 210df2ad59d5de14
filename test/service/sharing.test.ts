import type { OnwardTransfers, Residents, SharingChoiceDraft, SharingChoices, StayHead } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openStack, until, type TestStack } from '../harness/index.ts';
import { aPatientToOpen, aReadingSet, post, signedIn } from '../ward/people.ts';

/* What somebody said about their record going to others, and what is held up for it: never care that cannot wait. */

let stack: TestStack;
let lead: string;
let clinician: string;
let stay: { admissionId: string };
let resident: { admissionId: string; nhsNumber: string };

const as = (cookie: string, path: string, method = 'GET', body?: object): Promise<Response> =>
  fetch(`${stack.url}${path}`, {
    method,
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const choicesOf = async (id: string): Promise<SharingChoices['choices']> =>
  ((await (await as(lead, `/api/admissions/${id}/sharing-choices`)).json()) as SharingChoices).choices;

async function says(id: string, said: Partial<SharingChoiceDraft>): Promise<number> {
  const after = (await choicesOf(id))[0]?.id ?? null;
  const draft = {
    scope: 'gp',
    choice: 'objects',
    saidBy: 'patient',
    saidHow: 'telephone',
    saidOn: '2026-01-05',
    note: null,
  };
  return (await as(clinician, `/api/admissions/${id}/sharing-choices`, 'POST', { ...draft, after, ...said })).status;
}

beforeAll(async () => {
  stack = await openStack();
  lead = await signedIn(stack, 'lead');
  clinician = await signedIn(stack, 'hub-clinician');
  stay = await aPatientToOpen(stack, 0);
  const [found] = await stack.database.query<{ admissionId: string; nhsNumber: string }>(
    `SELECT a.id AS "admissionId", p.nhs_number AS "nhsNumber" FROM admission a JOIN patient p ON p.id = a.patient_id
     WHERE a.care_home_id = 'durlston-house' AND a.status = 'active' LIMIT 1`,
  );
  if (!found) throw new Error('nobody lives in the home');
  resident = found;
});

describe('what a person said about sharing', () => {
  it('is written down with who said it, how and when, and never changed: the newest of each scope holds', async () => {
    const { admissionId } = stay;
    expect([
      await says(admissionId, {
        scope: 'research',
        choice: 'consents',
        saidBy: 'attorney',
        saidHow: 'writing',
        note: 'On paper',
      }),
      await says(admissionId, { scope: 'research', choice: 'withdrawn' }),
      await says(admissionId, { scope: 'national-data-opt-out', choice: 'consents' }),
      await says(admissionId, { saidOn: '2999-01-01' }),
      await says(admissionId, { after: 999_999 }),
      await says(admissionId, { scope: 'everybody' as 'gp' }),
    ]).toEqual([201, 201, 422, 422, 409, 422]);
    expect(await choicesOf(admissionId)).toMatchObject([
      { scope: 'research', choice: 'withdrawn' },
      {
        scope: 'research',
        choice: 'consents',
        saidBy: 'attorney',
        saidHow: 'writing',
        saidOn: '2026-01-05',
        note: 'On paper',
      },
    ]);
    await expect(stack.database.query(`UPDATE sharing_choice SET choice = 'objects'`)).rejects.toThrow(
      /only ever added/,
    );
    await expect(stack.database.query('DELETE FROM sharing_choice')).rejects.toThrow(/only ever added/);
  });

  it('keeps the whole stay from a GP’s system while they object, and says so on the patient’s page', async () => {
    const { admissionId } = stay;
    const bundle = async (): Promise<number> =>
      (await as(clinician, `/api/admissions/${admissionId}/discharge-bundle`)).status;
    const objects = async (): Promise<unknown> =>
      ((await (await as(clinician, `/api/admissions/${admissionId}`)).json()) as StayHead).objects;
    expect([await bundle(), await objects()]).toEqual([200, undefined]);
    await says(admissionId, { scope: 'gp' });
    expect([await bundle(), await objects()]).toEqual([409, ['gp']]);
    await says(admissionId, { scope: 'gp', choice: 'withdrawn' });
    expect([await bundle(), await objects()]).toEqual([200, undefined]);
  });

  it('asks why before a community team is told, and never holds up 999 or a hospital ward', async () => {
    const { admissionId } = stay;
    await says(admissionId, { scope: 'community' });
    const path = `/api/admissions/${admissionId}/onward-transfers`;
    const handOn = async (to: string, more: object = {}): Promise<Response> =>
      as(clinician, path, 'POST', { id: randomUUID(), to, reason: 'Breathless', ...more });
    const refused = await handOn('urgent-community-response');
    expect([refused.status, await refused.json()]).toMatchObject([409, { errors: [{ field: 'despiteObjection' }] }]);
    const despiteObjection = 'Too breathless to be asked';
    const statuses = [
      await handOn('same-day-emergency-care'),
      await handOn('ambulance'),
      await handOn('hospital-ward'),
      await handOn('urgent-community-response', { despiteObjection }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([409, 201, 201, 201]);
    const { transfers } = (await (await as(clinician, path)).json()) as OnwardTransfers;
    expect(Object.fromEntries(transfers.map(({ to, despiteObjection: why }) => [to, why]))).toEqual({
      ambulance: null,
      'hospital-ward': null,
      'urgent-community-response': despiteObjection,
    });
  });

  it('keeps scores, course and plan from their care home, and neither alerts nor what it has to do', async () => {
    await post(stack, aReadingSet(resident.nhsNumber));
    const staff = await signedIn(stack, 'care-home');
    const tile = async () =>
      ((await (await as(staff, '/api/homes/durlston-house/residents')).json()) as Residents).tiles.find(
        ({ admissionId }) => admissionId === resident.admissionId,
      );
    await until(async () => ((await tile())?.recent.length ?? 0) > 0, { within: '10s', what: 'The reading' });
    const before = await tile();
    await says(resident.admissionId, { scope: 'care-home' });
    const closed = await tile();
    expect(closed).toMatchObject({ score: null, incomplete: null, recent: [], escalationPlan: null, trend: 'unknown' });
    expect(closed).toMatchObject({
      patient: before?.patient,
      alerts: before?.alerts,
      nextDueAt: expect.any(Number),
      repeat: before?.repeat ?? null,
    });
    await says(resident.admissionId, { scope: 'care-home', choice: 'consents' });
    expect((await tile())?.recent).toEqual(before?.recent);
  });

  it('is not read or written by whoever works elsewhere, nor of a restricted record by whoever is not named', async () => {
    const path = `/api/admissions/${stay.admissionId}/sharing-choices`;
    const staff = await signedIn(stack, 'care-home');
    expect([(await as(staff, path)).status, (await as(staff, path, 'POST', {})).status]).toEqual([403, 403]);
    const wish = { restricted: true, reason: 'Works here', named: [], after: null };
    await as(lead, `/api/admissions/${stay.admissionId}/restriction`, 'PUT', wish);
    expect([(await as(clinician, path)).status, (await as(lead, path)).status]).toEqual([403, 200]);
  });
});
