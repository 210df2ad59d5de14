import { SHIPPED_READINESS, type ReadinessDocument } from '#clinical';
import type { CareDraft, Problem, ReviewKept, RoundList, StayReplay, WardReadiness } from '#contracts';
import { Database, installReadinessRules } from '#records';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openStack, stopAtTheEnd, until, type TestStack } from '../harness/index.ts';
import { aReadingSet, boardOf, post, signedIn, wardOf } from '../ward/people.ts';
import { everythingIsEvaluated } from '../ward/promises.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let stack: TestStack;
let database: Database;
let clinician: string;

beforeAll(async () => {
  stack = await openStack();
  database = await Database.open({ url: stack.database.url, poolSize: 1, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  clinician = await signedIn(stack, 'hub-clinician');
  // Everybody came yesterday: nobody's review is due.
  await stack.database.query(`UPDATE admission SET admitted_at = now() - interval '1 day' WHERE status = 'active'`);
});

async function read<T>(path: string): Promise<T> {
  const answer = await fetch(`${stack.url}/api/${path}`, { headers: { cookie: clinician } });
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as T;
}

const send = (method: string, path: string, body: object): Promise<Response> =>
  fetch(`${stack.url}/api/${path}`, {
    method,
    headers: { cookie: clinician, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const roundList = () => read<RoundList>(`wards/${wardOf(stack)}/round-list`);
const readiness = () => read<WardReadiness>(`wards/${wardOf(stack)}/readiness`);
const somebody = async (nth: number) => (await boardOf(stack, clinician)).tiles[nth]!;
const admitted = (admissionId: string, ago: number): Promise<unknown> =>
  stack.database.query('UPDATE admission SET admitted_at = $2 WHERE id = $1', [
    admissionId,
    new Date(Date.now() - ago),
  ]);
const review = (admissionId: string, more: object = {}): Promise<Response> =>
  send('POST', `admissions/${admissionId}/reviews`, {
    after: null,
    decision: 'goes-on',
    reason: 'Still on more oxygen than usual.',
    nextInDays: 7,
    ...more,
  });

describe('a stay of two weeks', () => {
  it('is on the list from its 14th day until a review with a reason is written, and again when that says', async () => {
    const { admissionId } = await somebody(0);
    const due = async () => {
      const listed = (await roundList()).stays.find((stay) => stay.admissionId === admissionId)!;
      const shown = (await readiness()).stays.find((stay) => stay.admissionId === admissionId)!;
      expect(listed.reasons.some(({ kind }) => kind === 'review-due')).toBe(shown.reviewDue);
      return shown.reviewDue;
    };
    await admitted(admissionId, 14 * DAY - HOUR);
    expect(await due()).toBe(false);
    await admitted(admissionId, 14 * DAY);
    expect(await due()).toBe(true);
    expect((await review(admissionId, { reason: ' ' })).status).toBe(422);
    expect((await review(admissionId, { nextInDays: 15 })).status).toBe(422);
    const kept = await review(admissionId);
    expect(kept.status).toBe(201);
    const { id, nextAt } = (await kept.json()) as ReviewKept;
    expect(Math.round((nextAt - Date.now()) / DAY)).toBe(7);
    expect(await due()).toBe(false);
    const listed = (await readiness()).stays.find((stay) => stay.admissionId === admissionId)!;
    expect(listed).toMatchObject({ reviewAt: nextAt, lastReview: { id, decision: 'goes-on', nextInDays: 7 } });
    // Of two who review it the second is told.
    const late = await review(admissionId);
    expect([late.status, ((await late.json()) as Problem).detail]).toEqual([
      409,
      'A colleague has reviewed this stay since you looked: look at it once more.',
    ]);
    await stack.database.query('ALTER TABLE stay_review DISABLE TRIGGER append_only');
    await stack.database.query(`UPDATE stay_review SET at = at - interval '7 days' WHERE id = $1`, [id]);
    await stack.database.query('ALTER TABLE stay_review ENABLE TRIGGER append_only');
    expect(await due()).toBe(true);
    await expect(stack.database.query('DELETE FROM stay_review')).rejects.toThrow('only grows');
  });

  it('stands among the decisions of its day, with the criteria as they stood and their version', async () => {
    const { admissionId } = await somebody(1);
    expect((await review(admissionId, { decision: 'plan-home' })).status).toBe(201);
    const { decisions } = await read<StayReplay>(`admissions/${admissionId}/replay`);
    const made = decisions.find(({ kind }) => kind === 'review');
    expect(made).toMatchObject({
      to: 'plan-home',
      from: '7',
      reason: 'Still on more oxygen than usual.',
      rules: `${SHIPPED_READINESS.id} ${SHIPPED_READINESS.version}`,
    });
    expect(made?.criteria).toHaveLength(8);
  });
});

describe('whom a board round talks about', () => {
  it('is everybody of whom something asks for it, the most pressing first, and the others after them', async () => {
    const [ill, task, home] = await Promise.all([somebody(2), somebody(3), somebody(4)]);
    const set = aReadingSet(ill.patient.nhsNumber, { respiration: 27, spo2: 86, pulse: 135, consciousness: 'V' });
    expect((await post(stack, set)).status).toBe(201);
    await everythingIsEvaluated(stack, '20s');
    const late: CareDraft = {
      kind: 'task',
      content: { what: 'Ring', ownerId: null, dueAt: Date.now() - HOUR, outcome: null, state: 'open' },
    };
    expect((await send('POST', `admissions/${task.admissionId}/care`, late)).status).toBe(201);
    await stack.database.query(
      `INSERT INTO planned_discharge (admission_id, on_day, reason, at, by_id, by_name)
       SELECT $1, current_date - 1, 'r', now(), id, 'S' FROM account LIMIT 1`,
      [home.admissionId],
    );
    const { stays } = await roundList();
    const place = (admissionId: string): number => stays.findIndex((stay) => stay.admissionId === admissionId);
    const reasons = (admissionId: string) => stays[place(admissionId)]!.reasons.map(({ kind }) => kind);
    expect(place(ill.admissionId)).toBe(0);
    expect(reasons(ill.admissionId)).toContain('emergency-alert');
    expect(reasons(ill.admissionId)).not.toContain('could-step-down');
    expect(reasons(task.admissionId)).toContain('task-overdue');
    expect(reasons(home.admissionId)).toContain('planned-discharge');
    expect(place(home.admissionId)).toBeLessThan(place(task.admissionId));
    const none = stays.findIndex((stay) => stay.reasons.length === 0);
    expect(stays.slice(none).every((stay) => stay.reasons.length === 0)).toBe(true);
    expect(stays).toHaveLength((await boardOf(stack, clinician)).tiles.length);
  });
});

describe('the criteria', () => {
  it('are a document: what was in force is kept with each change of level, and holds from when it was put there', async () => {
    const tile = await somebody(5);
    const said = { agreedByClinician: null, agreedByPatient: null, hasSafetyNetAdvice: null, canTakeReadings: null };
    await stack.database.query(`UPDATE admission SET level = 'standard' WHERE id = $1`, [tile.admissionId]);
    const step = async (to: string) => {
      const { version } = (await boardOf(stack, clinician)).tiles.find((one) => one.admissionId === tile.admissionId)!;
      const answer = await send('PUT', `admissions/${tile.admissionId}/level`, {
        ...said,
        version,
        to,
        reason: 'A test.',
        override: true,
      });
      expect(answer.status).toBe(200);
    };
    await step('light');
    const document: ReadinessDocument = {
      id: 'quay',
      version: '2',
      numbers: { stableForHours: 96, reviewAfterDays: 3 },
    };
    const install = () => installReadinessRules(database, { document, approver: 'Dr Safety, CSO', now: new Date() });
    expect(await install()).toBe('installed');
    expect(await install()).toBe('known');
    expect((await readiness()).rules).toBe('quay 2');
    await step('check-in');
    const rows = await stack.database.query<{ rules: string }>(
      'SELECT rules FROM level_change WHERE admission_id = $1 ORDER BY id',
      [tile.admissionId],
    );
    expect(rows.map(({ rules }) => rules)).toEqual(['homeward-readiness 1.0.0', 'quay 2']);
    await admitted(tile.admissionId, 3 * DAY);
    expect((await readiness()).stays.find((stay) => stay.admissionId === tile.admissionId)?.reviewDue).toBe(true);
    await expect(stack.database.query('UPDATE readiness_rules SET approver = $1', ['x'])).rejects.toThrow('only grows');
  });
});

describe('a step down', () => {
  it('makes no set overdue: of two who were as late, only the one who was not stepped down is told of', async () => {
    const [stepped, other] = [(await somebody(6)).admissionId, (await somebody(7)).admissionId];
    // Two minutes before the hub would be told.
    await stack.database.query(
      `UPDATE admission SET level = 'standard', last_reading_at = now() - interval '16 hours',
         next_due_at = now() - interval '3 hours 58 minutes' WHERE id = ANY ($1::uuid[])`,
      [[stepped, other]],
    );
    const { version } = (await boardOf(stack, clinician)).tiles.find((one) => one.admissionId === stepped)!;
    const said = { agreedByClinician: null, agreedByPatient: null, hasSafetyNetAdvice: null, canTakeReadings: null };
    const down = { ...said, version, to: 'light', reason: 'A test.', override: true };
    expect((await send('PUT', `admissions/${stepped}/level`, down)).status).toBe(200);
    // Five minutes pass.
    await stack.database.query(
      `UPDATE admission SET next_due_at = next_due_at - interval '5 minutes' WHERE id = ANY ($1::uuid[])`,
      [[stepped, other]],
    );
    const overdue = async (): Promise<string[]> =>
      (
        await stack.database.query<{ id: string }>(
          `SELECT admission_id AS id FROM alert WHERE rule_id = 'overdue' AND admission_id = ANY ($1::uuid[])`,
          [[stepped, other]],
        )
      ).map(({ id }) => id);
    await until(async () => (await overdue()).includes(other), {
      within: '40s',
      what: 'An alert for who was not stepped down',
    });
    expect(await overdue()).toEqual([other]);
  }, 60_000);
});
