import type { Board, Handover, RoundDecisionDraft } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openStack, until, type TestStack } from '../harness/index.ts';
import { aReadingSet, boardOf, patientOf, post, signedIn, wardOf } from '../ward/people.ts';
import { everythingIsEvaluated } from '../ward/promises.ts';

let stack: TestStack;
let clinician: string;
let lead: string;

beforeAll(async () => {
  stack = await openStack();
  [clinician, lead] = await Promise.all([signedIn(stack, 'hub-clinician'), signedIn(stack, 'lead')]);
});

type Tile = Board['tiles'][number];

async function tileOf(patient: number): Promise<Tile> {
  const { nhsNumber } = patientOf(stack, patient);
  const { tiles } = await boardOf(stack, clinician);
  return tiles.find((tile) => tile.patient.nhsNumber === nhsNumber)!;
}

async function measured(patient: number, ...sets: Parameters<typeof aReadingSet>[1][]): Promise<void> {
  const { nhsNumber } = patientOf(stack, patient);
  for (const set of sets) expect((await post(stack, aReadingSet(nhsNumber, set))).status).toBe(201);
  await everythingIsEvaluated(stack, '20s');
}

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

async function handoverOf(patient: number, since: string): Promise<Handover['stays'][number]> {
  const answer = await fetch(`${stack.url}/api/wards/${wardOf(stack)}/handover?since=${encodeURIComponent(since)}`, {
    headers: { cookie: clinician },
  });
  expect(answer.status).toBe(200);
  const { admissionId } = await tileOf(patient);
  return ((await answer.json()) as Handover).stays.find((stay) => stay.admissionId === admissionId)!;
}

const decide = (tile: Tile, draft: RoundDecisionDraft, cookie = clinician): Promise<Response> =>
  fetch(`${stack.url}/api/admissions/${tile.admissionId}/round-decisions`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(draft),
  });

describe('the last day on a tile', () => {
  it('has every set where it belongs, also one that came late, and what is not complete as what it could be', async () => {
    await measured(
      2,
      { effectiveAt: hoursAgo(6), temperature: 38.4 },
      { effectiveAt: hoursAgo(30), temperature: 38.4 },
      { effectiveAt: hoursAgo(12), pulse: 114, temperature: 38.4 },
      { effectiveAt: hoursAgo(1), temperature: null, consciousness: null, pulse: 114 },
    );
    const { recent } = await tileOf(2);
    const ends = recent.map(([, least, most]) => [least, most]);
    expect(ends.slice(0, 2)).toEqual([
      [3, 3],
      [1, 1],
    ]);
    expect(ends[2]?.[0]).toBe(2);
    expect(ends[2]?.[1]).toBeGreaterThan(2);
    expect(recent.map(([at]) => at)).toEqual(recent.map(([at]) => at).toSorted((a, b) => a - b));
  });
});

describe('a handover', () => {
  it('tells what changed since then: scores, the worst of them, and alerts that were closed', async () => {
    await measured(8, { effectiveAt: hoursAgo(20), temperature: 38.4 });
    await measured(8, { effectiveAt: hoursAgo(5) }, { respiration: 22, pulse: 114, temperature: 38.4 });
    const tile = await tileOf(8);
    const [alert] = tile.alerts;
    const also = tile.alerts.slice(1).map(({ id, version }) => ({ id, version }));
    const closed = await fetch(`${stack.url}/api/alerts/${alert!.id}/resolution`, {
      method: 'POST',
      headers: { cookie: clinician, 'content-type': 'application/json' },
      body: JSON.stringify({ version: alert!.version, also, outcome: 'advice', note: 'Rang her daughter.' }),
    });
    expect(closed.status).toBe(200);
    const stay = await handoverOf(8, hoursAgo(8));
    expect(stay).toMatchObject({ before: 1, complete: 2, incomplete: 0, least: 0, most: 5, decisions: [] });
    expect(stay.alerts[0]).toMatchObject({ status: 'resolved', outcome: 'advice', note: 'Rang her daughter.' });
    // Of an alert that was closed before then nothing is told.
    const later = new Date(Date.now() + 60_000).toISOString();
    await until(async () => (await handoverOf(8, later)).alerts.length === 0, { within: '5s' });
  });

  it('goes back a month, and says so', async () => {
    const answer = await fetch(`${stack.url}/api/wards/${wardOf(stack)}/handover?since=2020-01-01T00:00:00Z`, {
      headers: { cookie: clinician },
    });
    const { at, since } = (await answer.json()) as Handover;
    expect(at - since).toBe(31 * 86_400_000);
  });
});

describe('what a round decides', () => {
  it('is kept with who and when, and the newest comes first', async () => {
    const tile = await tileOf(4);
    const first = await decide(tile, { decision: 'ring', note: 'How is the night?', after: null });
    expect(first.status).toBe(201);
    const { id } = (await first.json()) as { id: number };
    expect((await decide(tile, { decision: 'visit', after: id }, lead)).status).toBe(201);
    const { decisions } = await handoverOf(4, hoursAgo(1));
    expect(decisions.map(({ decision, note, by }) => [decision, note, by])).toEqual([
      ['visit', null, 'Saoirse Holworth'],
      ['ring', 'How is the night?', 'Morwenna Encombe'],
    ]);
    await expect(stack.database.query('DELETE FROM round_decision')).rejects.toThrow('only ever added');
  });

  it('is refused when a colleague was quicker, also at the same moment', async () => {
    const tile = await tileOf(5);
    const both = await Promise.all([
      decide(tile, { decision: 'continue', after: null }),
      decide(tile, { decision: 'plan-home', after: null }, lead),
    ]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    expect((await handoverOf(5, hoursAgo(1))).decisions).toHaveLength(1);
  });

  it('says what is wrong with it in words', async () => {
    const answer = await decide(await tileOf(6), { decision: 'wait' as 'ring', after: null });
    expect(answer.status).toBe(422);
    expect(((await answer.json()) as { detail: string }).detail).toMatch(/decision/);
  });
});
