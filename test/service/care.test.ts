import type { CareChanged, CareDraft, CareOfStay, Problem, StayReplay, WardTasks } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openStack, type TestStack } from '../harness/index.ts';
import { boardOf, signedIn, wardOf } from '../ward/people.ts';

const HOUR = 3_600_000;
let stack: TestStack;
let clinician: string;
let coordinator: string;

beforeAll(async () => {
  stack = await openStack();
  [clinician, coordinator] = await Promise.all([signedIn(stack, 'hub-clinician'), signedIn(stack, 'coordinator')]);
});

const send = (method: string, path: string, body: object, cookie = coordinator): Promise<Response> =>
  fetch(`${stack.url}/api/${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function read<T>(path: string, cookie = coordinator): Promise<T> {
  const answer = await fetch(`${stack.url}/api/${path}`, { headers: { cookie } });
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as T;
}

async function somebody(nth: number): Promise<string> {
  const { tiles } = await boardOf(stack, clinician);
  return tiles[nth]!.admissionId;
}

async function add(admissionId: string, draft: CareDraft): Promise<CareChanged> {
  const answer = await send('POST', `admissions/${admissionId}/care`, draft);
  expect(answer.status).toBe(201);
  return (await answer.json()) as CareChanged;
}

const aTask = (more: Partial<Extract<CareDraft, { kind: 'task' }>['content']> = {}): CareDraft => ({
  kind: 'task',
  content: { what: 'Ring the pharmacy', ownerId: null, dueAt: null, outcome: null, state: 'open', ...more },
});

const idOf = async (role: string): Promise<string> =>
  (await stack.database.query<{ id: string }>('SELECT id FROM account WHERE role = $1 LIMIT 1', [role]))[0]!.id;

describe('what people agree on around a stay', () => {
  it('is kept in every version, each with who wrote it; what it was on a day is told as it was', async () => {
    const id = await somebody(0);
    const began = Date.now();
    const goal = { what: 'Walk to the shop', by: '2030-12-01', progress: null, state: 'open' as const };
    const made = await add(id, { kind: 'goal', content: goal });
    const before = new Date();
    const reached = { ...goal, progress: 'There and back.', state: 'reached' as const };
    const change = { version: 1, kind: 'goal', content: reached };
    expect((await send('PUT', `admissions/${id}/care/${made.id}`, change, clinician)).status).toBe(200);
    const { entries } = await read<CareOfStay>(`admissions/${id}/care`);
    expect(entries).toMatchObject([{ id: made.id, version: 2, content: reached }]);
    expect(entries[0]!.at).toBeGreaterThanOrEqual(began);
    const then = await read<StayReplay>(`admissions/${id}/replay?at=${encodeURIComponent(before.toISOString())}`);
    expect(then.care).toMatchObject([{ id: made.id, version: 1, content: goal }]);
    await expect(stack.database.query('UPDATE care_entry_change SET by_name = $1', ['somebody else'])).rejects.toThrow(
      'only grows',
    );
  });

  it('is not put over a version that was not seen, and says who was quicker; of two at once one is', async () => {
    const id = await somebody(1);
    const made = await add(id, aTask());
    const change = (what: string) => ({ version: 1, ...aTask({ what }) });
    const [a, b] = await Promise.all([
      send('PUT', `admissions/${id}/care/${made.id}`, change('A'), clinician),
      send('PUT', `admissions/${id}/care/${made.id}`, change('B'), coordinator),
    ]);
    expect([a.status, b.status].toSorted((x, y) => x - y)).toEqual([200, 409]);
    const refused = (await (a.status === 409 ? a : b).json()) as Problem;
    expect(refused.detail).toMatch(/changed this since you looked/);
    const { entries } = await read<CareOfStay>(`admissions/${id}/care`);
    expect(entries.find((entry) => entry.id === made.id)?.version).toBe(2);
  });

  it('refuses what is not whole, what is of another kind or stay, and a task for somebody who is not here', async () => {
    const [id, other] = [await somebody(2), await somebody(3)];
    const made = await add(id, aTask());
    const refused = async (body: object, field: string): Promise<void> => {
      const answer = await send('POST', `admissions/${id}/care`, body);
      expect([field, answer.status]).toEqual([field, 422]);
      expect(((await answer.json()) as Problem).errors?.map((error) => error.field)).toContain(field);
    };
    const away = { carer: 'Ann', from: 2, until: 1, cover: 'Tom', coverPhone: null, state: 'open' };
    await refused({ kind: 'carer-break', content: away }, 'until');
    await refused(
      { kind: 'visit', content: { why: 'w', plannedAt: null, outcome: null, state: 'planned' } },
      'plannedAt',
    );
    await refused({ kind: 'visit', content: { why: 'w', plannedAt: null, outcome: null, state: 'done' } }, 'outcome');
    await refused({ kind: 'wish', content: {} }, 'kind');
    await refused(aTask({ ownerId: randomUUID() }), 'ownerId');
    await refused(aTask({ ownerId: await idOf('care-home') }), 'ownerId');
    const matters = { version: 1, kind: 'matters', content: { what: 'x', state: 'open' } };
    expect((await send('PUT', `admissions/${id}/care/${made.id}`, matters)).status).toBe(404);
    expect((await send('PUT', `admissions/${other}/care/${made.id}`, { version: 1, ...aTask() })).status).toBe(404);
  });

  it('shows a carer’s break on the board until it is over', async () => {
    const id = await somebody(4);
    const away = (until: number): CareDraft => ({
      kind: 'carer-break',
      content: {
        carer: 'Ann',
        from: Date.now() - HOUR,
        until,
        cover: 'Tom',
        coverPhone: '01632 960 124',
        state: 'open',
      },
    });
    await add(id, away(Date.now() - HOUR / 2));
    const tile = async () => (await boardOf(stack, clinician)).tiles.find(({ admissionId }) => admissionId === id)!;
    expect((await tile()).carerBreaks).toBeUndefined();
    await add(id, away(Date.now() + HOUR));
    expect((await tile()).carerBreaks).toMatchObject([{ carer: 'Ann', cover: 'Tom', coverPhone: '01632 960 124' }]);
  });

  it('lists the tasks of a ward, the longest overdue first, and which are one’s own', async () => {
    const id = await somebody(5);
    const owner = await idOf('coordinator');
    const late = await add(id, aTask({ what: 'Later', dueAt: Date.now() - HOUR, ownerId: owner }));
    const later = await add(id, aTask({ what: 'Late', dueAt: Date.now() - 2 * HOUR }));
    const done = await add(id, aTask({ what: 'Done', dueAt: Date.now() - 3 * HOUR, state: 'done' }));
    const { tasks } = await read<WardTasks>(`wards/${wardOf(stack)}/tasks`);
    const ids = tasks.map(({ entry }) => entry.id);
    expect(ids.slice(0, 2)).toEqual([later.id, late.id]);
    expect(ids).not.toContain(done.id);
    expect(tasks[1]).toMatchObject({ mine: true, overdue: true, admissionId: id });
    const others = await read<WardTasks>(`wards/${wardOf(stack)}/tasks`, clinician);
    expect(others.tasks.find(({ entry }) => entry.id === late.id)?.mine).toBe(false);
  });

  it('is not changed any more when the stay is over', async () => {
    const id = await somebody(6);
    const made = await add(id, aTask());
    const { tiles } = await boardOf(stack, clinician);
    const { version } = tiles.find(({ admissionId }) => admissionId === id)!;
    const end = { version, ending: 'withdrawn', reason: 'A test.' };
    expect((await send('PUT', `admissions/${id}/end`, end)).status).toBeLessThan(300);
    expect((await send('POST', `admissions/${id}/care`, aTask())).status).toBe(404);
    expect((await send('PUT', `admissions/${id}/care/${made.id}`, { version: 1, ...aTask() })).status).toBe(404);
    expect((await read<CareOfStay>(`admissions/${id}/care`)).active).toBe(false);
    const pack = await fetch(`${stack.url}/api/admissions/${id}/welcome-pack.pdf`, {
      headers: { cookie: coordinator },
    });
    expect(pack.status).toBe(404);
  });
});

describe('the welcome pack', () => {
  it('is a tagged PDF of a few pages, under a name that says nothing of anybody', async () => {
    const id = await somebody(8);
    const answer = await fetch(`${stack.url}/api/admissions/${id}/welcome-pack.pdf`, {
      headers: { cookie: coordinator },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="welcome-pack.pdf"');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const pdf = Buffer.from(await answer.arrayBuffer()).toString('latin1');
    expect(pdf.slice(0, 8)).toBe('%PDF-1.7');
    expect(pdf).toContain('/StructTreeRoot');
    const pages = pdf.match(/\/Type \/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThanOrEqual(2);
    expect(pages).toBeLessThanOrEqual(4);
  });
});
