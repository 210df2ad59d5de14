import { BANDS, MINUTE, news2, type Band } from '#clinical';
import type { Board, StayHead, StayReadings } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openStack, type TestStack } from '../harness/index.ts';
import { aStay, aWard } from '../ward/fixtures.ts';
import { aReadingSet, boardOf, post, signedIn, wardOf } from '../ward/people.ts';
import { everythingIsEvaluated } from '../ward/promises.ts';

let stack: TestStack;
let clinician: string;
let board: Board;

beforeAll(async () => {
  stack = await openStack();
  clinician = await signedIn(stack, 'hub-clinician');
  board = await boardOf(stack, clinician);
});

const get = (path: string, cookie = clinician): Promise<Response> =>
  fetch(`${stack.url}/api/admissions/${path}`, { headers: { cookie } });

/** What a refusal says, without what names the one request. */
async function refusalOf(answer: Response): Promise<object> {
  const { instance: _, traceId: __, ...problem } = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, problem };
}

describe('the head of a patient’s page', () => {
  it('is the tile of the board, with the ward and the stay', async () => {
    const tile = board.tiles[3]!;
    const answer = await get(tile.admissionId);
    expect(answer.status).toBe(200);
    const head = (await answer.json()) as StayHead;
    expect(head.tile).toEqual(tile);
    expect(head.ward).toEqual({ id: wardOf(stack), name: board.ward.name });
    expect(head.endedAt).toBeNull();
    expect(head.admittedAt).toBeLessThan(head.at);
  });

  it('is not found for a stay of another ward, in the words for one that is not there or is no id', async () => {
    const elsewhere = await aStay(stack.database, await aWard(stack.database));
    const absent = await refusalOf(await get('01890000-0000-7000-8000-000000000000'));
    expect(absent).toMatchObject({ status: 404 });
    expect(await refusalOf(await get(elsewhere))).toEqual(absent);
    expect(await refusalOf(await get('9990223408'))).toEqual(absent);
  });

  it('is still there when the stay is over', async () => {
    const over = await aStay(stack.database, wardOf(stack));
    await stack.database.query(`UPDATE admission SET status = 'ended', ended_at = now() WHERE id = $1`, [over]);
    const head = (await (await get(over)).json()) as StayHead;
    expect(head.endedAt).toBeGreaterThan(head.admittedAt);
  });
});

const readings = async (admissionId: string, from: Date, to?: Date): Promise<StayReadings> => {
  const asked = new URLSearchParams({ from: from.toISOString(), ...(to && { to: to.toISOString() }) });
  const answer = await get(`${admissionId}/readings?${asked}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as StayReadings;
};
const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);

describe('the readings of a patient’s page', () => {
  it('are sets with their kept scores, and who took them', async () => {
    const { admissionId, patient } = board.tiles[5]!;
    const sent = [
      aReadingSet(patient.nhsNumber, {
        effectiveAt: hoursAgo(3).toISOString(),
        respiration: 22,
        answers: { chestPain: false, softWorried: true },
      }),
      {
        ...aReadingSet(patient.nhsNumber, { effectiveAt: hoursAgo(2).toISOString(), statedNews2: 4 }),
        temperature: 64,
      },
      {
        patient: { nhsNumber: patient.nhsNumber },
        sourceRef: 'cuff of the patient page',
        effectiveAt: hoursAgo(1).toISOString(),
        systolic: 88,
        diastolic: 51,
        method: 'carer',
        recordedBy: 'Maud Swanage',
        device: { model: 'Cuff 3', serial: '0042' },
        note: 'Sat up.',
      },
      { ...aReadingSet(patient.nhsNumber), effectiveAt: hoursAgo(20).toISOString().slice(0, 10), weight: 71.5 },
    ];
    for (const set of sent) expect((await post(stack, set)).status).toBe(201);
    await everythingIsEvaluated(stack, '20s');
    const found = await readings(admissionId, hoursAgo(4));
    expect(found.stretchMs).toBeNull();
    expect(found.stored).toBe(3);
    expect(found.sets.map(({ score }) => score && [score.complete, score.least, score.most])).toEqual([
      [true, 2, 2],
      [false, 0, 3],
      [false, 3, 20],
    ]);
    const [first, second, cuff] = found.sets;
    expect(first!.score!.subScores).toMatchObject({ respiration: 2, pulse: 0 });
    expect(found.readings[first!.readings[0]!]!.answers).toEqual({ chestPain: false, softWorried: true });
    expect(found.readings[second!.readings[0]!]!.quarantined).toEqual({ temperature: 64 });
    expect(second!.score!.statedTotal).toBe(4);
    expect(cuff!.vitals).toEqual({ systolic: 88, diastolic: 51 });
    const cuffReading = found.readings[cuff!.readings[0]!]!;
    expect(cuffReading.note).toBe('Sat up.');
    expect(found.takers[cuffReading.taker]).toMatchObject({
      method: 'carer',
      recordedBy: 'Maud Swanage',
      device: 'Cuff 3 0042',
    });
    // What has only a day stands beside the sets.
    const day = await readings(admissionId, hoursAgo(48));
    expect(day.readings.flatMap(({ ofTheDay }) => ofTheDay?.weight ?? [])).toEqual([71.5]);
    expect(day.sets.every(({ vitals }) => vitals.weight === undefined)).toBe(true);
  });

  it('are a set that came in pieces as one column, and none of the half hour before as one of their own', async () => {
    const { admissionId, patient } = board.tiles[6]!;
    const { respiration, spo2, onOxygen, ...rest } = aReadingSet(patient.nhsNumber);
    const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * MINUTE).toISOString();
    const pieces = [
      { ...rest, sourceRef: 'piece 1', effectiveAt: minutesAgo(20) },
      { patient: rest.patient, sourceRef: 'piece 2', effectiveAt: minutesAgo(12), respiration, spo2, onOxygen },
    ];
    for (const piece of pieces) expect((await post(stack, piece)).status).toBe(201);
    await everythingIsEvaluated(stack, '20s');
    const found = await readings(admissionId, new Date(Date.now() - 15 * MINUTE));
    expect(found.sets).toHaveLength(1);
    expect(found.sets[0]!.score).toMatchObject({ complete: true, least: 0 });
    expect(found.sets[0]!.earlier!.pulse).toBe(Date.parse(pieces[0]!.effectiveAt));
    expect(found.sets[0]!.readings).toHaveLength(2);
    expect((await readings(admissionId, new Date(Date.now() - 30 * MINUTE))).sets).toHaveLength(1);
  });

  it('are not found for whoever may not see the stay, and a question that cannot be is refused in words', async () => {
    const elsewhere = await aStay(stack.database, await aWard(stack.database));
    const absent = await refusalOf(await get('01890000-0000-7000-8000-000000000000/readings'));
    expect(absent).toMatchObject({ status: 404 });
    expect(await refusalOf(await get(`${elsewhere}/readings`))).toEqual(absent);
    const { admissionId } = board.tiles[5]!;
    for (const [question, says] of [
      ['from=yesterday', /date and time with its offset/],
      ['from=2026-11-03T10:00:00Z&to=2026-11-02T10:00:00Z', /after `from`/],
    ] as const) {
      const answer = await get(`${admissionId}/readings?${question}`);
      expect(answer.status).toBe(422);
      expect(((await answer.json()) as { detail: string }).detail).toMatch(says);
    }
  });
});

/** One a minute, wandering, with its score as the worker would have kept it. */
const ONE_A_MINUTE = `
  WITH said AS (
    SELECT gen_random_uuid() AS id, n, $2::timestamptz + n * interval '1 minute' AS at,
      (14 + 6 * sin(n / 97.0) + 3 * sin(n / 7.0) + 4 * (n % 211 = 0)::int)::int AS respiration,
      (95 + 3 * sin(n / 61.0) - 7 * (n % 173 = 0)::int)::int AS spo2, (80 + 25 * sin(n / 151.0) + n % 5)::int AS pulse
    FROM generate_series(0, $3::int - 1) AS n
  )
  INSERT INTO observation (id, received_at, effective_at, source_id, source_ref, patient_id, admission_id, respiration, spo2,
    on_oxygen, systolic, pulse, consciousness, temperature)
  SELECT said.id, at, at, 1, 'minute ' || n, a.patient_id, a.id, respiration, said.spo2, false, 120, pulse, 'A', 36.8
  FROM said JOIN admission a ON a.id = $1`;

describe('readings of every minute', () => {
  it('are thinned, and no extreme nor change of band is missing', async () => {
    const stay = await aStay(stack.database, wardOf(stack));
    const from = new Date(Math.floor(Date.now() / MINUTE) * MINUTE - 3_000 * MINUTE);
    await stack.database.query(ONE_A_MINUTE, [stay, from, 3_000]);
    const all = await stack.database.query<{ id: string; at: Date; respiration: number; spo2: number; pulse: number }>(
      'SELECT id, effective_at AS at, respiration, spo2, pulse FROM observation WHERE admission_id = $1 ORDER BY effective_at',
      [stay],
    );
    const scored = all.map(({ id, at, ...vitals }) => {
      const score = news2({ onOxygen: false, systolic: 120, consciousness: 'A', temperature: 36.8, ...vitals }, 1);
      if (score.kind !== 'complete') throw new Error('a whole set has a NEWS2');
      return { id, at, score, ...vitals };
    });
    await stack.database.query(
      `INSERT INTO news2_score (admission_id, at, complete, least, most, scale, sub_scores, reading_ids, rule_set_version)
       SELECT $1, r.at, true, r.total, r.total, 1, r.sub_scores, ARRAY[r.id], 'test'
       FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, at timestamptz, total smallint, sub_scores jsonb)`,
      [
        stay,
        JSON.stringify(
          scored.map(({ id, at, score }) => ({ id, at, total: score.total, sub_scores: score.subScores })),
        ),
      ],
    );

    const found = await readings(stay, from);
    expect(found.stored).toBe(3_000);
    expect(found.sets.length).toBeLessThan(2_000);
    const stretch = found.stretchMs!;
    const shownAt = new Set(found.sets.map(({ at }) => at));
    for (const one of new Set(scored.map(({ at }) => Math.floor(at.getTime() / stretch)))) {
      const rows = scored.filter(({ at }) => Math.floor(at.getTime() / stretch) === one);
      const shown = found.sets.filter(({ at }) => Math.floor(at / stretch) === one);
      for (const vital of ['respiration', 'spo2', 'pulse'] as const) {
        const [real, left] = [rows.map((row) => row[vital]), shown.map(({ vitals }) => vitals[vital]!)];
        expect([Math.min(...left), Math.max(...left)]).toEqual([Math.min(...real), Math.max(...real)]);
      }
    }
    let before: Band | null = null;
    const bands = new Set<Band>();
    for (const { at, score } of scored) {
      if (before !== null && before !== score.band) expect(shownAt).toContain(at.getTime());
      bands.add((before = score.band));
    }
    expect([...bands].toSorted((a, b) => BANDS.indexOf(a) - BANDS.indexOf(b))).toEqual(BANDS);
    // A score is never another set's.
    const totals = new Map(scored.map(({ at, score }) => [at.getTime(), score.total]));
    expect(found.sets.filter(({ at, score }) => score?.least !== totals.get(at))).toEqual([]);

    const hour = await readings(stay, from, new Date(from.getTime() + 60 * MINUTE));
    expect([hour.stretchMs, hour.sets.length, hour.stored]).toEqual([null, 60, 60]);
  });
});
