import type { WardBurden } from '#contracts';
import { beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openStack, type TestStack } from '../harness/index.ts';
import { signedIn, wardOf } from '../ward/people.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let stack: TestStack;
let cookie: string;
let stays: { id: string; account: string }[];

beforeAll(async () => {
  stack = await openStack();
  cookie = await signedIn(stack, 'lead');
  stays = await stack.database.query<{ id: string; account: string }>(
    `SELECT a.id, (SELECT c.id FROM account c WHERE c.role = 'hub-clinician' LIMIT 1) AS account
     FROM admission a WHERE a.status = 'active' ORDER BY a.bed LIMIT 2`,
  );
  // Two stays began 10 and 40 days ago; the others are taken out of the count.
  await stack.database.query(`UPDATE admission SET admitted_at = now() + interval '1 day' WHERE NOT id = ANY ($1)`, [
    stays.map(({ id }) => id),
  ]);
  await stack.database.query(`UPDATE admission SET admitted_at = now() - interval '10 days' WHERE id = $1`, [
    stays[0]?.id,
  ]);
  await stack.database.query(`UPDATE admission SET admitted_at = now() - interval '40 days' WHERE id = $1`, [
    stays[1]?.id,
  ]);
});

/** An alert of so many days ago, closed with an outcome by somebody who accepted it after so many hours. */
async function closed(
  stay: number,
  rule: string,
  outcome: string,
  daysAgo: number,
  acceptedAfter = 0.5,
): Promise<void> {
  const id = randomUUID();
  const { id: admission, account } = stays[stay]!;
  const raisedAt = Date.now() - daysAgo * DAY;
  const at = (after: number): Date => new Date(raisedAt + after * HOUR);
  await stack.database.query(
    `INSERT INTO alert (id, admission_id, ward_id, rule_id, priority, status, sentence, raised_at, effective_at, accept_by, outcome,
       resolved_at, resolved_by, resolved_by_name)
     VALUES ($1, $2, $3, $4, 'urgent', 'resolved', $5, $6, $6, $7, $8, $9, $10, 'Somebody')`,
    [id, admission, wardOf(stack), rule, `${rule} of ${daysAgo} days ago`, at(0), at(2), outcome, at(5), account],
  );
  await stack.database.query(
    `INSERT INTO alert_event (alert_id, at, kind, actor_id) VALUES ($1, $2, 'raised', NULL), ($1, $3, 'accepted', $4), ($1, $5, 'resolved', $4)`,
    [id, at(0), at(acceptedAfter), account, at(5)],
  );
}

async function burden(days: string): Promise<{ status: number; body: WardBurden }> {
  const answer = await fetch(`${stack.url}/api/wards/${wardOf(stack)}/alarm-burden?days=${days}`, {
    headers: { cookie },
  });
  return { status: answer.status, body: (await answer.json()) as WardBurden };
}

it('counts a ward’s alerts by what came of them, over the days that its patients were there', async () => {
  for (let day = 1; day <= 5; day += 1) await closed(0, 'news2-above-normal', 'false-threshold', day);
  await closed(1, 'news2-medium', 'visit', 3, 3);
  await closed(1, 'news2-medium', 'no-action', 35);

  const { body } = await burden('28');
  expect(body.burden.patientDays).toBeCloseTo(38, 1);
  expect(body.burden).toMatchObject({ alerts: 6, actionable: 1, byPriority: { urgent: 6 } });
  expect(body.burden.rules).toMatchObject([
    { ruleId: 'news2-above-normal', raised: 5, closed: 5, precision: { share: 0 }, numberNeededToEvaluate: null },
    { ruleId: 'news2-medium', raised: 1, closed: 1, outcomes: { visit: 1 }, numberNeededToEvaluate: 1 },
  ]);
  expect(body.burden.answerTimes[1]).toMatchObject({
    raised: 6,
    answered: 6,
    median: 0.5 * HOUR,
    inTime: { of: 5, among: 6 },
  });

  expect((await burden('90')).body.burden.alerts).toBe(7);
  expect((await burden('90')).body.burden.patientDays).toBeCloseTo(50, 1);
});

it('names who keeps being alerted about for nothing, with what a review needs', async () => {
  const { body } = await burden('28');
  expect(body.reviews).toMatchObject([
    { ruleId: 'news2-above-normal', admissionId: stays[0]?.id, alerts: 5, outcomes: { 'false-threshold': 5 } },
  ]);
  const [review] = body.reviews;
  expect(review?.sentences[0]).toBe('news2-above-normal of 1 days ago');
  expect(review?.patient).toMatch(/\w+ \w+/);
});

it.each(['3', 'x', '-7'])('refuses %s days by the field', async (days) => {
  const answer = await burden(days);
  expect(answer.status).toBe(422);
  expect(JSON.stringify(answer.body)).toMatch(/days: expected one of: 7, 28, 90/);
});
