import type { StayReplay } from '#contracts';
import { changeLevel, changePlan, Database, decideOnRound, stayAsKnown, writeNote } from '#records';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openDatabase, stopAtTheEnd, type TestDatabase } from '../harness/index.ts';
import fc from '../harness/properties.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** In summer, so that the ward's days are not those of UTC. */
const ADMITTED = Date.parse('2026-06-01T09:00:00Z');

let behind: TestDatabase;
let database: Database;
let actor: { id: string; displayName: string; wardIds: string[] };

beforeAll(async () => {
  behind = await openDatabase();
  database = await Database.open({ url: behind.url, poolSize: 4, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  await behind.query(`INSERT INTO ward (id, name, capacity) VALUES ('a', 'Ward A', 500), ('b', 'Ward B', 500)`);
  await behind.query(
    `INSERT INTO bed SELECT w, n FROM unnest('{a,b}'::text[]) w, generate_series(1, 500) n ON CONFLICT DO NOTHING`,
  );
  await behind.query(`INSERT INTO source (id, name, ward_ids) VALUES (77, 'A kit', '{a,b}') ON CONFLICT DO NOTHING`);
  actor = { id: randomUUID(), displayName: 'Dr Mina Rao', wardIds: ['a', 'b'] };
  await behind.query(
    `INSERT INTO account (id, username, display_name, role, password_hash, ward_ids) VALUES ($1, 'mina', 'Dr Mina Rao', 'lead', 'none', '{a,b}')`,
    [actor.id],
  );
});

let numbers = 9_100_000_000;

async function aStay(level = 'standard', plan: object = {}): Promise<string> {
  const [patient, id] = [randomUUID(), randomUUID()];
  await behind.query(
    `INSERT INTO patient (id, nhs_number, given_name, family_name, birth_date, sex) VALUES ($1, $2, 'Edith', 'Marlowe', '1940-01-01', 'female')`,
    [patient, String(++numbers)],
  );
  await behind.query(
    `INSERT INTO admission (id, patient_id, ward_id, status, pathway, level, plan, admitted_at)
     VALUES ($1, $2, 'a', 'active', 'respiratory', $3, $4, $5)`,
    [id, patient, level, JSON.stringify(plan), new Date(ADMITTED)],
  );
  return id;
}

interface Measured {
  effectiveAt: number;
  receivedAt: number;
  pulse?: number;
  admissionId: string | null;
}

async function aReading({ effectiveAt, receivedAt, pulse = 80, admissionId }: Measured): Promise<string> {
  const id = randomUUID();
  await behind.query(
    `INSERT INTO observation (id, received_at, effective_at, source_id, source_ref, admission_id, respiration, spo2, on_oxygen, systolic,
       diastolic, pulse, consciousness, temperature)
     VALUES ($1, $2, $3, 77, gen_random_uuid()::text, $4, 16, 97, false, 128, 76, $5, 'A', 36.8)`,
    [id, new Date(receivedAt), new Date(effectiveAt), admissionId, pulse],
  );
  return id;
}

async function replayed(admissionId: string, moment: { day: string } | { at: Date }, now: number): Promise<StayReplay> {
  const outcome = await stayAsKnown(database, { admissionId, wardIds: ['a', 'b'], moment, now: new Date(now) });
  if (outcome.kind !== 'found') throw new Error(outcome.kind);
  return outcome.replay;
}

const versionOf = async (id: string): Promise<number> =>
  (await behind.query<{ version: number }>('SELECT version FROM admission WHERE id = $1', [id]))[0]!.version;

const LEVELS = ['intensive', 'standard', 'light'] as const;
const levelOf = async (id: string): Promise<string> =>
  (await behind.query<{ level: string }>('SELECT level FROM admission WHERE id = $1', [id]))[0]!.level;

/** What may happen on a stay, by what it is drawn from; each at its own moment. */
type Happening =
  | { kind: 'reading'; lateBy: number; pulse: number }
  | { kind: 'found-to-be-theirs'; lateBy: number }
  | { kind: 'plan'; weight: number; schedule: boolean }
  | { kind: 'level'; to: (typeof LEVELS)[number] }
  | { kind: 'note'; strikes: boolean }
  | { kind: 'round' }
  | { kind: 'scale'; scale: 1 | 2 }
  | { kind: 'raised' | 'worsened' | 'accepted' | 'resolved' | 'handed-over' }
  | { kind: 'moved' };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    kind: fc.constant('reading' as const),
    lateBy: fc.oneof(fc.constant(MINUTE), fc.integer({ min: MINUTE, max: 3 * DAY })),
    pulse: fc.integer({ min: 60, max: 140 }),
  }),
  fc.record({ kind: fc.constant('found-to-be-theirs' as const), lateBy: fc.integer({ min: HOUR, max: 2 * DAY }) }),
  fc.record({ kind: fc.constant('plan' as const), weight: fc.integer({ min: 50, max: 99 }), schedule: fc.boolean() }),
  fc.record({ kind: fc.constant('level' as const), to: fc.constantFrom(...LEVELS) }),
  fc.record({ kind: fc.constant('note' as const), strikes: fc.boolean() }),
  fc.record({ kind: fc.constant('round' as const) }),
  fc.record({ kind: fc.constant('scale' as const), scale: fc.constantFrom(1 as const, 2 as const) }),
  fc.record({
    kind: fc.constantFrom('raised', 'worsened', 'accepted', 'resolved', 'handed-over'),
  }) as fc.Arbitrary<Happening>,
  fc.record({ kind: fc.constant('moved' as const) }),
);

interface Course {
  id: string;
  notes: string[];
  alert: string | null;
}

/** Has it happen at this moment, as the apps would write it. */
async function happens(course: Course, one: Happening, at: number): Promise<void> {
  const { id } = course;
  const now = new Date(at);
  const wish = { admissionId: id, actor, now };
  switch (one.kind) {
    case 'reading':
      await aReading({ admissionId: id, effectiveAt: at - one.lateBy, receivedAt: at, pulse: one.pulse });
      break;
    case 'found-to-be-theirs': {
      // It came long before anybody said whose it is.
      const reading = await aReading({ admissionId: id, effectiveAt: at - one.lateBy, receivedAt: at - one.lateBy });
      const decision = randomUUID();
      await behind.query(
        `INSERT INTO identity_decision (id, at, kind, decided_by, reason, source_id, nhs_number, stated, stated_as, patient_id, admission_id)
         SELECT $1, $2, 'attached', 'Mina', 'r', 77, '9', '{}', 'x', patient_id, id FROM admission WHERE id = $3`,
        [decision, now, id],
      );
      await behind.query(
        `INSERT INTO identity_decision_reading (decision_id, observation_id, received_at, placed) VALUES ($1, $2, $3, 'stay')`,
        [decision, reading, new Date(at - one.lateBy)],
      );
      break;
    }
    case 'plan':
      await changePlan(database, {
        ...wish,
        version: await versionOf(id),
        plan: { targetWeight: one.weight, ...(one.schedule && { schedule: { minutes: [480, 1200] } }) },
        reason: `To ${one.weight} kg.`,
      });
      break;
    case 'level': {
      if ((await levelOf(id)) === one.to) return;
      const said = { agreedByClinician: null, agreedByPatient: null, hasSafetyNetAdvice: null, canTakeReadings: null };
      const version = await versionOf(id);
      const since = new Date(at - 11 * DAY);
      await changeLevel(database, { ...wish, ...said, version, to: one.to, reason: 'Why.', override: true, since });
      break;
    }
    case 'note': {
      const strikes = one.strikes ? course.notes.shift() : undefined;
      const outcome = await writeNote(database, {
        ...wish,
        text: `At ${at}`,
        ...(strikes !== undefined && { strikes }),
      });
      if (outcome.kind === 'written') course.notes.push(outcome.id);
      break;
    }
    case 'round': {
      const [newest] = await behind.query<{ id: string | null }>(
        'SELECT max(id) AS id FROM round_decision WHERE admission_id = $1',
        [id],
      );
      const after = newest === undefined || newest.id === null ? null : Number(newest.id);
      await decideOnRound(database, { ...wish, draft: { decision: 'ring', note: `At ${at}`, after } });
      break;
    }
    case 'scale':
      await behind.query(
        `INSERT INTO spo2_scale_order (admission_id, scale, in_force_from, authorised_by, role, reason) VALUES ($1, $2, $3, 'Dr X', 'r', 'r')`,
        [id, one.scale, now],
      );
      break;
    case 'moved':
      await behind.query(
        `WITH moved AS (UPDATE admission SET ward_id = CASE ward_id WHEN 'a' THEN 'b' ELSE 'a' END, bed = NULL WHERE id = $1 RETURNING ward_id)
         INSERT INTO ward_transfer (admission_id, from_ward_id, to_ward_id, reason, at, by_id, by_name)
         SELECT $1, CASE ward_id WHEN 'a' THEN 'b' ELSE 'a' END, ward_id, 'Why.', $2, $3, 'Mina' FROM moved`,
        [id, now, actor.id],
      );
      break;
    case 'raised':
    case 'worsened':
    case 'accepted':
    case 'resolved':
    case 'handed-over': {
      // The row is as it stands in the end: its history alone says how it stood before.
      const priority = one.kind === 'worsened' ? 'emergency' : 'urgent';
      if (course.alert === null || one.kind === 'raised') {
        course.alert = randomUUID();
        await behind.query(
          `INSERT INTO alert (id, admission_id, ward_id, rule_id, priority, status, sentence, raised_at, effective_at)
           SELECT $1, id, ward_id, 'news2-rise', 'routine', 'historic', 'As it stands in the end', $3, $3 FROM admission WHERE id = $2`,
          [course.alert, id, now],
        );
        await tell(course.alert, 'raised', 'urgent', at);
        if (one.kind === 'raised') break;
      }
      await behind.query('UPDATE alert SET priority = $2, sentence = $3, raised_at = $4 WHERE id = $1', [
        course.alert,
        priority,
        `Last changed at ${at}`,
        now,
      ]);
      await tell(course.alert, one.kind, priority, at);
      break;
    }
  }
}

const tell = (alert: string, kind: string, priority: string, at: number): Promise<unknown> =>
  behind.query(
    `INSERT INTO alert_event (alert_id, at, kind, actor, sentence, details) VALUES ($1, $2, $3, 'Mina', $4, $5)`,
    [
      alert,
      new Date(at),
      kind,
      `${kind} at ${at}`,
      JSON.stringify(kind === 'raised' || kind === 'worsened' ? { priority } : {}),
    ],
  );

describe('a stay as it was known', () => {
  it('tells of a moment the same however much came after it, and whenever that was measured', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(happening, fc.integer({ min: MINUTE, max: 14 * HOUR })), { minLength: 2, maxLength: 14 }),
        async (drawn) => {
          const course: Course = { id: await aStay(), notes: [], alert: null };
          const then: { at: number; told: StayReplay }[] = [];
          let at = ADMITTED;
          for (const [one, wait] of drawn) {
            at += wait;
            await happens(course, one, at);
            then.push({ at, told: await replayed(course.id, { at: new Date(at) }, at) });
          }
          const muchLater = at + 10 * DAY;
          for (const { at: moment, told } of then) {
            const now = await replayed(course.id, { at: new Date(moment) }, muchLater);
            // How long the stay has gone on by now is not of that moment.
            expect({ ...now, lastDay: told.lastDay }).toEqual(told);
          }
        },
      ),
      {
        numRuns: 25,
        examples: [
          [
            [
              [{ kind: 'plan', weight: 60, schedule: true }, HOUR],
              [{ kind: 'level', to: 'light' }, HOUR],
              [{ kind: 'plan', weight: 61, schedule: false }, HOUR],
            ],
          ],
        ],
      },
    );
  }, 240_000);

  it('shows a late reading from when it came, and scores the day from what was known', async () => {
    const id = await aStay();
    const noon = ADMITTED + 3 * HOUR;
    await aReading({ admissionId: id, effectiveAt: noon, receivedAt: noon + MINUTE });
    await aReading({ admissionId: id, effectiveAt: noon + HOUR, receivedAt: noon + 2 * DAY, pulse: 135 });
    const now = ADMITTED + 5 * DAY;
    const first = await replayed(id, { day: '2026-06-01' }, now);
    expect(first.readings.map(({ pulse }) => pulse)).toEqual([80]);
    expect(first.score).toMatchObject({ at: noon, total: 0 });
    const came = await replayed(id, { day: '2026-06-03' }, now);
    expect(came.readings).toMatchObject([
      { pulse: 135, at: noon + HOUR, knownAt: noon + 2 * DAY, news2: { total: 3 } },
    ]);
    expect(came.score).toMatchObject({ at: noon + HOUR, total: 3 });
    expect((await replayed(id, { day: '2026-06-02' }, now)).score).toMatchObject({ total: 0 });
  });

  it('has the level, the plan and who had an alert as of then, with the decision and its criteria', async () => {
    const course: Course = {
      id: await aStay('intensive', { targetWeight: 70, schedule: { minutes: [480] } }),
      notes: [],
      alert: null,
    };
    const { id } = course;
    await happens(course, { kind: 'raised' }, ADMITTED + HOUR);
    await happens(course, { kind: 'accepted' }, ADMITTED + 2 * HOUR);
    await happens(course, { kind: 'level', to: 'standard' }, ADMITTED + DAY);
    await happens(course, { kind: 'plan', weight: 68, schedule: false }, ADMITTED + 2 * DAY);
    await happens(course, { kind: 'resolved' }, ADMITTED + 2 * DAY + HOUR);
    const now = ADMITTED + 4 * DAY;
    const first = await replayed(id, { day: '2026-06-01' }, now);
    expect(first).toMatchObject({
      level: 'intensive',
      plan: { targetWeight: 70, schedule: { minutes: [480] } },
      alerts: [{ priority: 'urgent', holder: { name: 'Mina', since: ADMITTED + 2 * HOUR } }],
      firstDay: '2026-06-01',
      lastDay: '2026-06-05',
      decisions: [{ kind: 'admitted' }],
    });
    expect(first.readiness?.criteria.find(({ id: one }) => one === 'alerts')?.state).toBe('not-met');
    const second = await replayed(id, { day: '2026-06-02' }, now);
    expect(second.plan).toEqual({ targetWeight: 70 });
    expect(second.decisions).toMatchObject([
      { kind: 'level', from: 'intensive', to: 'standard', by: 'Dr Mina Rao', reason: 'Why.' },
    ]);
    expect(second.decisions[0]!.overridden).toContain('clinician');
    expect(second.decisions[0]!.criteria).toHaveLength(8);
    const third = await replayed(id, { day: '2026-06-03' }, now);
    expect(third).toMatchObject({ plan: { targetWeight: 68 }, alerts: [], decisions: [{ kind: 'plan' }] });
  });

  it('knows the days of the ward’s clocks, and no other', async () => {
    const id = await aStay();
    const ask = (moment: { day: string } | { at: Date }) =>
      stayAsKnown(database, { admissionId: id, wardIds: ['a'], moment, now: new Date(ADMITTED + DAY) });
    // Summer time: the day ends at 23:00 UTC.
    expect((await replayed(id, { day: '2026-06-01' }, ADMITTED + DAY)).at).toBe(Date.parse('2026-06-01T22:59:59.999Z'));
    expect(await ask({ day: '2026-05-31' })).toEqual({ kind: 'no-such-day', first: '2026-06-01', last: '2026-06-02' });
    expect(await ask({ day: '2026-06-03' })).toMatchObject({ kind: 'no-such-day' });
    expect(await ask({ at: new Date(ADMITTED - HOUR) })).toMatchObject({ kind: 'no-such-day' });
    const others = { admissionId: id, wardIds: ['c'], moment: null, now: new Date(ADMITTED + DAY) };
    expect(await stayAsKnown(database, others)).toEqual({ kind: 'no-such-stay' });
  });
});
