import type { StoredReading } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openIngestion, type TestIngestion } from '../harness/index.ts';
import { aReadingSet, patientOf, post } from '../ward/people.ts';

let ingestion: TestIngestion;
let nhsNumber: string;

beforeAll(async () => {
  ingestion = await openIngestion();
  ({ nhsNumber } = patientOf(ingestion, 0));
});

const MINUTE = 60_000;
const ago = (minutes: number): string => new Date(Date.now() - minutes * MINUTE).toISOString();

async function stored(set: object): Promise<StoredReading & { status: number }> {
  const answer = await post(ingestion, set);
  return { status: answer.status, ...((await answer.json()) as StoredReading) };
}

async function rowOf(id: string): Promise<Record<string, unknown>> {
  const [row] = await ingestion.database.query('SELECT * FROM observation WHERE id = $1', [id]);
  return row ?? {};
}

describe('a set with everything that may be said', () => {
  it('is kept whole', async () => {
    const at = ago(1);
    const answer = await stored({
      ...aReadingSet(nhsNumber, { effectiveAt: at }),
      oxygenFlow: 0,
      weight: 71.5,
      height: 168,
      bmi: 25.3,
      glucose: 5.6,
      statedNews2: 0,
      answers: { chestPain: false },
      method: 'telephone',
      recordedBy: 'R. Singh',
      note: 'Felt well.',
      device: { model: 'WristOx 3150', serial: '501234' },
    });

    expect(answer).toEqual({ status: 201, id: expect.any(String), outcome: 'stored', matched: true });
    expect(await rowOf(answer.id)).toMatchObject({
      effective_at: new Date(at),
      respiration: 16,
      oxygen_flow: 0,
      weight: 71.5,
      height: 168,
      bmi: 25.3,
      glucose: 5.6,
      stated_news2: 0,
      details: {
        answers: { chestPain: false },
        method: 'telephone',
        recordedBy: 'R. Singh',
        note: 'Felt well.',
        device: { model: 'WristOx 3150', serial: '501234' },
      },
    });
  });

  it('has its height in quarantine when it cannot be one', async () => {
    const answer = await stored(aReadingSet(nhsNumber, { height: 1.68 }));
    expect(answer.pleaseRepeat).toEqual([
      { field: 'height', sent: 1.68, detail: expect.stringMatching(/50 to 250 cm/) },
    ]);
    expect(await rowOf(answer.id)).toMatchObject({ height: null, details: { quarantined: { height: 1.68 } } });
  });
});

describe('the same reading', () => {
  /** As a cuff says it that has no reference of its own: its serial, and its own idea of the time. */
  const fromCuff = (serial: string, effectiveAt: string, more: object = {}) => ({
    patient: { nhsNumber },
    effectiveAt,
    systolic: 120,
    diastolic: 70,
    device: { serial },
    ...more,
  });

  it('is known by device, person, what was measured and the device’s own time', async () => {
    const at = ago(3);
    const first = await stored(fromCuff('cuff-1', at));
    const again = await stored(fromCuff('cuff-1', at));
    const others = [
      await stored(fromCuff('cuff-2', at)),
      await stored(fromCuff('cuff-1', ago(2))),
      await stored({ ...fromCuff('cuff-1', at), pulse: 70 }),
      await stored({ ...fromCuff('cuff-1', at), patient: { nhsNumber: patientOf(ingestion, 1).nhsNumber } }),
    ];

    expect(again).toEqual({ status: 200, id: first.id, outcome: 'repeat', matched: true });
    expect(others.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  });

  it('is placed where it belongs when the device’s clock was wrong, and stays the same after a correction', async () => {
    // It says 2001, and its next upload knows better by how much: the device's own time is what it was.
    const measured = '2001-01-01T00:10:00.000Z';
    const clock = (atTransfer: string, transferredAt: string) => ({
      device: { serial: 'cuff-3', clockAtTransfer: atTransfer, transferredAt },
    });
    const transferredAt = ago(4);
    const first = await stored(fromCuff('cuff-3', measured, clock('2001-01-01T00:30:00.000Z', transferredAt)));
    const again = await stored(fromCuff('cuff-3', measured, clock('2001-01-01T00:33:30.000Z', ago(0))));

    expect(first.status).toBe(201);
    expect(again).toEqual({ status: 200, id: first.id, outcome: 'repeat', matched: true });
    const row = await rowOf(first.id);
    expect(row['effective_at']).toEqual(new Date(Date.parse(transferredAt) - 20 * MINUTE));
    expect(row['details']).toEqual({
      device: { serial: 'cuff-3' },
      deviceClock: { measuredAt: measured, atTransfer: '2001-01-01T00:30:00.000Z', transferredAt },
    });
  });

  it('is told apart in words when it comes again as something else, and nothing is changed', async () => {
    const set = aReadingSet(nhsNumber, { method: 'device', temperature: 44 });
    const first = await stored(set);
    const otherwise = await stored({
      ...set,
      patient: { nhsNumber: patientOf(ingestion, 1).nhsNumber },
      effectiveAt: ago(9),
      pulse: 99,
      temperature: undefined,
      weight: 70,
      method: 'staff',
    });

    expect(otherwise).toMatchObject({ status: 200, id: first.id, outcome: 'repeat' });
    expect(otherwise.differs).toEqual(['patient', 'effectiveAt', 'pulse', 'temperature', 'weight', 'method']);
    expect(await rowOf(first.id)).toMatchObject({ pulse: 72, weight: null, details: { method: 'device' } });
  });

  it('is the same within one array, too', async () => {
    const set = aReadingSet(nhsNumber);
    const answer = await post(ingestion, [set, set, { ...set, pulse: 73 }]);
    const { results } = (await answer.json()) as { results: (StoredReading & { status: number })[] };
    expect(results.map(({ status, differs }) => ({ status, differs }))).toEqual([
      { status: 201 },
      { status: 200 },
      { status: 200, differs: ['pulse'] },
    ]);
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
  });
});

describe('time', () => {
  it('takes a date alone as history that no rule looks at', async () => {
    const answer = await stored(aReadingSet(nhsNumber, { effectiveAt: '2026-01-05' }));
    expect(answer.status).toBe(201);
    expect(await rowOf(answer.id)).toMatchObject({ day_only: true, effective_at: new Date('2026-01-05T00:00:00Z') });
    expect(
      await ingestion.database.query('SELECT 1 FROM pending_evaluation WHERE observation_id = $1', [answer.id]),
    ).toEqual([]);
  });

  const clock = (clockAtTransfer: string, transferredAt: string) => ({ serial: 'x', clockAtTransfer, transferredAt });
  it.each([
    ['a date that is no date', { effectiveAt: '2026-02-30' }, '/effectiveAt', /date and time with its offset/],
    ['a day to come', { effectiveAt: ago(-3 * 24 * 60).slice(0, 10) }, '/effectiveAt', /\d h ahead of our clock/],
    ['the year 1800', { effectiveAt: '1800-01-01T00:00:00Z' }, '/effectiveAt', /expected a date/],
    ['half of a clock', { device: { clockAtTransfer: ago(0) } }, '/device/transferredAt', /go together/],
    [
      'a transfer to come',
      { device: clock(ago(0), ago(-30)) },
      '/device/transferredAt',
      /transferredAt: is 30 min ahead of our clock/,
    ],
    [
      'a measurement after the transfer',
      { effectiveAt: ago(0), device: clock(ago(20), ago(0)) },
      '/effectiveAt',
      /is 20 min after what the device's clock showed/,
    ],
    ['nothing to know it by', { sourceRef: undefined, device: { model: 'x' } }, '/sourceRef', /device\.serial/],
  ])('refuses %s, saying which', async (_, different, pointer, words) => {
    const answer = await post(ingestion, { ...aReadingSet(nhsNumber), ...different });
    expect(answer.status).toBe(422);
    const problem = (await answer.json()) as { detail: string; errors: { pointer: string }[] };
    expect(problem.detail).toMatch(words);
    expect(problem.errors.map((error) => error.pointer)).toEqual([pointer]);
  });
});
