import type {
  Board,
  LevelChange,
  LevelChanged,
  OnwardTransfer,
  OnwardTransfers,
  Problem,
  TransferSheet,
  StayAlerts,
  StayNotes,
  StayPlan,
  StayPlanView,
  StayTimeline,
  TimelineEntry,
  WardReadiness,
} from '#contracts';
import { auditEntries, Database } from '#records';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { openStack, stopAtTheEnd, until, type TestStack } from '../harness/index.ts';
import { aReadingSet, boardOf, post, signedIn, wardOf } from '../ward/people.ts';
import { everythingIsEvaluated } from '../ward/promises.ts';

let stack: TestStack;
let database: Database;
let clinician: string;
let lead: string;

beforeAll(async () => {
  stack = await openStack();
  database = await Database.open({ url: stack.database.url, poolSize: 1, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  clinician = await signedIn(stack, 'hub-clinician');
  lead = await signedIn(stack, 'lead');
});

type Tile = Board['tiles'][number];

const taken = new Set<string>();

/** Somebody, of this pathway where one is named, who is in no other test. */
async function somebody(pathway?: Tile['pathway']): Promise<Tile> {
  const { tiles } = await boardOf(stack, clinician);
  const tile = tiles.find(
    (one) => (pathway ?? one.pathway) === one.pathway && one.spo2Scale === 1 && !taken.has(one.admissionId),
  );
  if (!tile) throw new Error('everybody is in a test');
  taken.add(tile.admissionId);
  return tile;
}

const tileOf = async ({ admissionId }: Tile): Promise<Tile> =>
  (await boardOf(stack, clinician)).tiles.find((tile) => tile.admissionId === admissionId)!;

const ask = (path: string, cookie = clinician): Promise<Response> =>
  fetch(`${stack.url}/api/admissions/${path}`, { headers: { cookie } });

const send = (method: string, path: string, body: object, cookie = clinician): Promise<Response> =>
  fetch(`${stack.url}/api/admissions/${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function read<T>(path: string): Promise<T> {
  const answer = await ask(path);
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}

const planOf = ({ admissionId }: Tile): Promise<StayPlanView> => read(`${admissionId}/plan`);

/** Changes the plan as it stands. */
async function change(tile: Tile, different: (plan: StayPlan) => StayPlan, cookie = clinician): Promise<Response> {
  const { version, plan } = await planOf(tile);
  const body = { version, plan: different(plan), reason: 'Looked at with the daughter on the telephone' };
  return send('PUT', `${tile.admissionId}/plan`, body, cookie);
}

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

async function measured({ patient }: Tile, different: Parameters<typeof aReadingSet>[1] = {}): Promise<void> {
  expect((await post(stack, aReadingSet(patient.nhsNumber, different))).status).toBe(201);
  await everythingIsEvaluated(stack, '20s');
}

const alertsOf = ({ admissionId }: Tile): Promise<StayAlerts> => read(`${admissionId}/alerts`);
const ruleAlert = async (tile: Tile, ruleId: string) =>
  (await alertsOf(tile)).alerts.find((alert) => alert.ruleId === ruleId);

const findingsOf = ({ admissionId }: Tile) =>
  stack.database.query('SELECT * FROM finding WHERE admission_id = $1 ORDER BY id', [admissionId]);
const scoresOf = ({ admissionId }: Tile) =>
  stack.database.query('SELECT * FROM news2_score WHERE admission_id = $1 ORDER BY at', [admissionId]);

const newestAudit = async (act: string) =>
  (await auditEntries(database, { limit: 50 }))
    .map(({ content }) => JSON.parse(content) as { act: string })
    .find((entry) => entry.act === act);

describe('a plan', () => {
  it('is shown with what stands behind each threshold, what is usual, and the rules’ version', async () => {
    const tile = await somebody('cardiac');
    const view = await planOf(tile);
    expect(view).toMatchObject({
      version: tile.version,
      active: true,
      pathway: 'cardiac',
      level: tile.level,
      zone: 'Europe/London',
    });
    expect(view.thresholds.find(({ ruleId, parameter }) => ruleId === 'weight-gain' && parameter === 'oneDay')).toEqual(
      {
        ruleId: 'weight-gain',
        parameter: 'oneDay',
        unit: 'kg',
        shipped: 1.36,
        ward: 1.36,
        patient: null,
        min: 0.9,
        max: 2,
        perPatient: true,
      },
    );
    expect(view.thresholds.find(({ ruleId }) => ruleId === 'news2-single-red')).toMatchObject({ perPatient: false });
    expect(view.ownNormal['news2']).toEqual({ value: tile.ownNews2, from: 'plan' });
    expect(await newestAudit('viewed-plan')).toMatchObject({ admissions: [tile.admissionId] });
  });

  it('judges the present again and what comes from now on, and rewrites nothing', async () => {
    const tile = await somebody();
    await measured(tile, { pulse: 88, effectiveAt: minutesAgo(200) });
    await measured(tile, { pulse: 88, effectiveAt: minutesAgo(10) });
    expect(await ruleAlert(tile, 'personal-limit')).toBeUndefined();
    const [scores, findings] = [await scoresOf(tile), await findingsOf(tile)];

    const answer = await change(tile, (plan) => ({ ...plan, limits: { pulse: { high: 85, priority: 'routine' } } }));
    expect(answer.status).toBe(200);
    await everythingIsEvaluated(stack, '20s');
    const alert = await until(() => ruleAlert(tile, 'personal-limit'), {
      within: '20s',
      what: 'The alert of the new limit',
    });
    expect(alert).toMatchObject({
      status: 'raised',
      priority: 'routine',
      sentence: 'Pulse 88 is above the limit of 85 in the plan.',
      why: { evidence: { values: { vital: 'pulse', value: 88, limit: 85 } }, source: { title: "This person's plan" } },
    });
    expect(await scoresOf(tile)).toEqual(scores);
    expect((await findingsOf(tile)).slice(0, findings.length)).toEqual(findings);

    await change(tile, (plan) => ({ ...plan, limits: { pulse: { high: 95 } } }));
    await until(async () => (await ruleAlert(tile, 'personal-limit'))?.open?.conditionPresent === false, {
      within: '20s',
      what: 'The limit is passed no more',
    });
    await measured(tile, { pulse: 96 });
    expect(await ruleAlert(tile, 'personal-limit')).toMatchObject({ open: { conditionPresent: true } });
  });

  it('is kept with every change: who, when, why, before and after; and is told to the audit trail and the board', async () => {
    const tile = await somebody();
    const before = await planOf(tile);
    const escalation = 'Treat at home. Not for resuscitation (DNACPR).';
    const answer = await change(tile, (plan) => ({ ...plan, escalation, baseline: { ...plan.baseline, news2: 4 } }));
    expect(await answer.json()).toEqual({ version: tile.version + 1 });
    expect(await tileOf(tile)).toMatchObject({ escalationPlan: escalation, ownNews2: 4, version: tile.version + 1 });
    const after = await planOf(tile);
    expect(after.changes).toEqual([
      {
        at: expect.any(Number),
        by: 'Morwenna Encombe',
        reason: 'Looked at with the daughter on the telephone',
        version: tile.version + 1,
        before: before.plan,
        after: after.plan,
      },
    ]);
    expect(await newestAudit('changed-plan')).toMatchObject({
      admissions: [tile.admissionId],
      details: { version: tile.version + 1 },
    });
    const told = (await auditEntries(database, { limit: 50 })).map(({ content }) => content).join('\n');
    expect(told).not.toContain('DNACPR');
    for (const deed of ['UPDATE plan_change SET reason = $$x$$', 'DELETE FROM plan_change', 'DELETE FROM stay_note'])
      await expect(stack.database.query(deed)).rejects.toThrow('only grows');
  });

  it('is refused on an older look, out of bounds, without a reason, unchanged, and to those who do not treat', async () => {
    const tile = await somebody();
    const { version, plan } = await planOf(tile);
    const put = (body: object, cookie = clinician) =>
      send(
        'PUT',
        `${tile.admissionId}/plan`,
        { version, reason: 'A test', plan: { ...plan, targetWeight: 70 }, ...body },
        cookie,
      );
    const outOfBounds = await put({
      plan: {
        ...plan,
        overrides: { 'spo2-fall': { parameters: { fall: 9 } }, 'news2-rising': { parameters: { rise: 3 } } },
      },
    });
    expect(outOfBounds.status).toBe(422);
    expect(((await outOfBounds.json()) as { errors: unknown[] }).errors).toEqual([
      {
        pointer: '/plan/overrides/spo2-fall/parameters/fall',
        field: 'fall',
        detail:
          "spo2-fall fall 9 is above its hard bound of 5 %; 2 to 5 is allowed. What is allowed here: the patient's clinician decides.",
      },
      {
        pointer: '/plan/overrides/news2-rising/parameters/rise',
        field: 'rise',
        detail:
          'news2-rising rise cannot be set for one patient. What is allowed here: the clinical safety officer decides.',
      },
    ]);
    const statuses = [];
    for (const body of [
      { reason: ' ' },
      { plan },
      { plan: { spo2ScaleOrders: [] } },
      { plan: { scheduled: {} } },
      { version: version + 1 },
    ])
      statuses.push((await put(body)).status);
    expect(statuses).toEqual([422, 422, 422, 422, 409]);
    for (const role of ['coordinator', 'care-home', 'administrator'])
      expect((await put({}, await signedIn(stack, role))).status).toBe(403);
    expect((await send('PUT', `${randomUUID()}/plan`, { version, reason: 'A test', plan })).status).toBe(404);
    expect((await planOf(tile)).changes).toEqual([]);

    // Two at once: one of them is in force, and the other is told.
    const both = await Promise.all([put({}), put({ plan: { ...plan, targetWeight: 71 } }, lead)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect((await planOf(tile)).changes).toHaveLength(1);
  });

  it('asks for sets at other times, and nothing is overdue because of that', async () => {
    const tile = await somebody('frailty');
    await stack.database.query(`UPDATE admission SET next_due_at = now() - interval '20 minutes' WHERE id = $1`, [
      tile.admissionId,
    ]);
    const now = new Date();
    const minutes = [...new Set([1, 5, 9, 13, 17, 21].map((hour) => hour * 60))];
    expect((await change(tile, (plan) => ({ ...plan, schedule: { minutes } }))).status).toBe(200);
    const { nextDueAt } = await planOf(tile);
    expect(nextDueAt).toBeGreaterThan(now.getTime());
    expect((nextDueAt! - now.getTime()) / 3_600_000).toBeLessThanOrEqual(5);
    // What is judged later keeps to it.
    await measured(tile, { effectiveAt: minutesAgo(300) });
    expect((await planOf(tile)).nextDueAt).toBeGreaterThan(now.getTime());
    expect((await change(tile, (plan) => ({ ...plan, schedule: { minutes: [600] } }))).status).toBe(
      tile.level === 'light' || tile.level === 'check-in' ? 200 : 422,
    );
  });
});

describe('notes', () => {
  it('stand with who and when, and are struck by another and never changed', async () => {
    const tile = await somebody();
    const path = `${tile.admissionId}/notes`;
    const written = await send('POST', path, { text: 'Rang: sounds well.' });
    expect(written.status).toBe(201);
    const { id } = (await written.json()) as { id: string };
    expect(await newestAudit('wrote-note')).toMatchObject({ admissions: [tile.admissionId], details: { note: id } });
    const right = { text: 'Rang the neighbour, who says that she sounds well.', strikes: id };
    expect((await send('POST', path, right, lead)).status).toBe(201);
    const { notes } = await read<StayNotes>(path);
    expect(notes).toMatchObject([
      { text: right.text, strikes: id, struck: null },
      {
        id,
        text: 'Rang: sounds well.',
        by: 'Morwenna Encombe',
        strikes: null,
        struck: { by: notes[0]!.by, noteId: notes[0]!.id },
      },
    ]);
    const other = await somebody();
    const statuses = [];
    for (const [where, body, cookie] of [
      [path, right],
      [`${other.admissionId}/notes`, right],
      [path, { text: ' ' }],
      [path, { text: 'x'.repeat(2_001) }],
      [path, { text: 'A bell\u0007' }],
      [`${randomUUID()}/notes`, { text: 'x' }],
      [path, { text: 'x' }, await signedIn(stack, 'coordinator')],
    ] as [string, object, string?][])
      statuses.push((await send('POST', where, body, cookie)).status);
    expect(statuses).toEqual([409, 422, 422, 422, 422, 404, 403]);
  });
});

describe('the alerts of a stay', () => {
  it('are all there, open and closed and found too late, with why and what came of them', async () => {
    const tile = await somebody();
    await measured(tile, { effectiveAt: minutesAgo(20) });
    // Answered by the newer one before it came.
    await measured(tile, { respiration: 26, spo2: 90, pulse: 115, effectiveAt: minutesAgo(120) });
    await measured(tile, { respiration: 26, spo2: 90, pulse: 115 });
    const before = await alertsOf(tile);
    const high = before.alerts.find(({ ruleId, open }) => ruleId === 'news2-high' && open !== null)!;
    expect(before.alerts[0]).toEqual(high);
    expect(high).toMatchObject({
      closed: null,
      why: { ruleSetVersion: expect.any(String), evidence: { thresholds: { total: 7 } } },
    });
    expect(before.alerts.find(({ status }) => status === 'historic')).toMatchObject({
      open: null,
      why: { source: { title: expect.any(String) } },
    });
    for (const [deed, body] of [
      ['acceptance', {}],
      ['resolution', { outcome: 'visit', note: 'Seen at home.' }],
    ] as const) {
      const { version } = (await alertsOf(tile)).alerts.find(({ id }) => id === high.id)!.open!;
      const answer = await fetch(`${stack.url}/api/alerts/${high.id}/${deed}`, {
        method: 'POST',
        headers: { cookie: clinician, 'content-type': 'application/json' },
        body: JSON.stringify({ version, ...body }),
      });
      expect(answer.status).toBe(200);
    }
    expect((await alertsOf(tile)).alerts.find(({ id }) => id === high.id)).toMatchObject({
      status: 'resolved',
      open: null,
      closed: { by: 'Morwenna Encombe', outcome: 'visit', note: 'Seen at home.' },
    });
    expect(await newestAudit('viewed-alerts-of-stay')).toMatchObject({ admissions: [tile.admissionId] });
  });
});

describe('the timeline of a stay', () => {
  const page = (tile: Tile, question: Record<string, string> = {}): Promise<StayTimeline> =>
    read(`${tile.admissionId}/timeline?${new URLSearchParams(question).toString()}`);

  async function whole(tile: Tile, question: Record<string, string> = {}): Promise<TimelineEntry[]> {
    const entries: TimelineEntry[] = [];
    for (let before: string | null = ''; before !== null;) {
      const { entries: more, next } = await page(tile, { ...question, ...(before !== '' && { before }) });
      entries.push(...more);
      before = next;
    }
    return entries;
  }

  it('tells of everything, with who and when, newest first', async () => {
    const tile = await somebody();
    await measured(tile, { effectiveAt: minutesAgo(300) });
    await measured(tile, { respiration: 26, spo2: 90, pulse: 115 });
    await change(tile, (plan) => ({ ...plan, escalation: 'Hospital if worse.' }));
    await send('POST', `${tile.admissionId}/notes`, { text: 'Rang the son.' });
    const order = {
      scale: 2,
      authorisedBy: 'Dr Ines Wareham',
      role: 'consultant',
      reason: 'Blood gas',
      hypercapnicFailureConfirmed: true,
    };
    await send('POST', `${tile.admissionId}/spo2-scale-orders`, { ...order, version: (await tileOf(tile)).version });
    const entries = await whole(tile);
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted((a, b) => b - a));
    expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
    for (const told of [
      { kind: 'readings', count: 1, complete: 1, sources: [expect.any(String)] },
      { kind: 'late', count: 1 },
      { kind: 'alerts', what: 'raised', ruleId: 'news2-high', by: null },
      { kind: 'plan', by: 'Morwenna Encombe', after: expect.objectContaining({ escalation: 'Hospital if worse.' }) },
      { kind: 'scale', scale: 2, authorisedBy: 'Dr Ines Wareham', by: 'Morwenna Encombe' },
      { kind: 'notes', text: 'Rang the son.', by: 'Morwenna Encombe' },
      { kind: 'stay', what: 'admitted', bed: tile.bed },
    ])
      expect(entries).toContainEqual(expect.objectContaining(told));
    const some = await whole(tile, { kinds: 'notes,plan' });
    expect(some.map(({ kind }) => kind)).toEqual(['notes', 'plan']);
    expect((await ask(`${tile.admissionId}/timeline?kinds=everything`)).status).toBe(422);
    expect((await ask(`${tile.admissionId}/timeline?before=yesterday`)).status).toBe(422);
    expect((await ask(`${randomUUID()}/timeline`)).status).toBe(404);
    expect(await newestAudit('viewed-timeline')).toMatchObject({ admissions: [tile.admissionId] });
  });

  it('of two weeks of readings every four minutes comes in pages, each reading once', async () => {
    const tile = await somebody();
    await stack.database.query(
      `INSERT INTO observation (id, received_at, effective_at, source_id, source_ref, admission_id, pulse)
       SELECT gen_random_uuid(), at, at, 1, 'long-' || at, $1, 70 FROM generate_series(now() - interval '14 days', now() - interval '6 minutes', interval '4 minutes') at`,
      [tile.admissionId],
    );
    const [{ n }] = (await stack.database.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM observation WHERE admission_id = $1',
      [tile.admissionId],
    )) as [{ n: number }];
    const first = await page(tile, { kinds: 'readings' });
    expect(first.entries).toHaveLength(60);
    const entries = await whole(tile, { kinds: 'readings' });
    expect(entries.reduce((sum, entry) => sum + (entry.kind === 'readings' ? entry.count : 0), 0)).toBe(n);
    expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  });
});

describe('the summary of a stay', () => {
  let somebodyIll: Promise<Tile> | undefined;
  const ill = (): Promise<Tile> =>
    (somebodyIll ??= (async () => {
      const tile = await somebody();
      await measured(tile, { respiration: 26, spo2: 90, pulse: 115 });
      return tile;
    })());

  it('is a tagged PDF of the asked time, under a name that names nobody, and is told to the audit trail', async () => {
    const tile = await ill();
    await send('POST', `${tile.admissionId}/notes`, { text: 'Rang the son.' });
    const path = `${tile.admissionId}/summary.pdf`;
    const answer = await ask(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="summary-of-stay.pdf"');
    const pdf = Buffer.from(await answer.arrayBuffer()).toString('latin1');
    for (const mark of ['%PDF-1.7', '/StructTreeRoot', '/Lang (en-GB)', '/S /Figure'])
      expect([mark, pdf.includes(mark)]).toEqual([mark, true]);
    expect(await newestAudit('exported-summary')).toMatchObject({
      admissions: [tile.admissionId],
      details: { bytes: pdf.length },
    });

    const day = 24 * 3_600_000;
    const period = (from: number, to: number) =>
      ask(
        `${path}?from=${new Date(Date.now() - from * day).toISOString()}&to=${new Date(Date.now() - to * day).toISOString()}`,
      );
    const statuses = [];
    for (const [from, to] of [
      [7, 0],
      [31, 0],
      [32, 0],
      [1, 2],
    ] as const)
      statuses.push((await period(from, to)).status);
    expect(statuses).toEqual([200, 200, 422, 422]);
    expect((await ask(`${path}?from=yesterday`)).status).toBe(422);
    expect((await ask(`${randomUUID()}/summary.pdf`)).status).toBe(404);
  });

  it('of somebody who is handed on keeps to whom, why and how long after the first alert, with what the record said, once; and makes one page of it', async () => {
    const tile = await ill();
    const [{ at }] = (await stack.database.query<{ at: number }>(
      `SELECT (extract(epoch FROM min(e.at)) * 1000)::float8 AS at FROM alert al JOIN alert_event e ON e.alert_id = al.id
       WHERE al.admission_id = $1 AND al.status = 'raised'`,
      [tile.admissionId],
    )) as [{ at: number }];
    const path = `${tile.admissionId}/onward-transfers`;
    const draft = {
      id: randomUUID(),
      to: 'ambulance',
      reason: 'Breathless at rest, SpO2 90 on air. 999 called at 14:05.',
      whereabouts: '1 Quay Street, Poole: the side door.',
      done: 'Sat up, oxygen at 2 L/min.',
    };
    const first = await send('POST', path, draft);
    expect(first.status).toBe(201);
    const kept = (await first.json()) as OnwardTransfer;
    expect(kept).toMatchObject({
      ...draft,
      told: { situation: expect.arrayContaining([expect.stringContaining('NEWS2')]) },
    });
    expect(kept.firstAlertAt).toBeCloseTo(at, 0);
    expect(kept.at).toBeGreaterThanOrEqual(at);

    // Sent again, and beside a newer reading, it is what it was.
    await measured(tile, {});
    const again = await send('POST', path, { ...draft, reason: 'Something else' });
    expect([again.status, await again.json()]).toEqual([200, kept]);
    expect(((await (await ask(path)).json()) as OnwardTransfers).transfers).toEqual([kept]);
    const told = (await (await ask(`${tile.admissionId}/timeline?kinds=stay`)).json()) as StayTimeline;
    expect(told.entries[0]).toMatchObject({ what: 'handed-on', to: 'ambulance', reason: draft.reason });

    const sheet = (await (await ask(`${path}/${draft.id}`)).json()) as TransferSheet;
    expect(sheet).toMatchObject({ to: '999 ambulance', name: tile.patient.name });
    expect(sheet.said.map(({ name, lines }) => [name, lines[0]])).toEqual(
      expect.arrayContaining([
        ['Why now', draft.reason],
        ['Where', draft.whereabouts],
        ['Done so far', draft.done],
        // What nobody said is not none.
        ['Medicines', 'Not known here.'],
      ]),
    );
    expect(sheet.said.map(({ name }) => name)).toContain('Escalation plan');
    expect(sheet.vitals.find(({ name }) => name === 'Respiration')?.points.length).toBeGreaterThan(0);
    expect((await ask(`${path}/${randomUUID()}`)).status).toBe(404);
    const answer = await ask(`${path}/${draft.id}/summary.pdf`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const pdf = Buffer.from(await answer.arrayBuffer()).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
    for (const mark of ['/StructTreeRoot', '/S /Figure', '/S /Table'])
      expect([mark, pdf.includes(mark)]).toEqual([mark, true]);

    expect((await send('POST', path, { ...draft, id: randomUUID(), to: 'nobody' })).status).toBe(422);
    expect((await send('POST', path, { ...draft, id: randomUUID(), reason: ' ' })).status).toBe(422);
    for (const wrong of [{ whereabouts: '' }, { medications: 'x'.repeat(501) }, { done: 7 }]) {
      const refused = await send('POST', path, { ...draft, id: randomUUID(), ...wrong });
      const { errors } = (await refused.json()) as Problem;
      expect([refused.status, errors?.map(({ field }) => field)]).toEqual([422, Object.keys(wrong)]);
    }
    expect((await ask(`${path}/${randomUUID()}/summary.pdf`)).status).toBe(404);
    expect((await send('POST', `${randomUUID()}/onward-transfers`, draft)).status).toBe(404);
    const other = (await boardOf(stack, clinician)).tiles.find(({ admissionId }) => admissionId !== tile.admissionId)!;
    expect((await send('POST', `${other.admissionId}/onward-transfers`, draft)).status).toBe(404);
  });
});

describe('the discharge bundle', () => {
  interface Resource {
    readonly resourceType: string;
    readonly id: string;
    readonly [more: string]: unknown;
  }

  it('is the whole stay as one document in which every reference leads somewhere, scores to what they were made of', async () => {
    // On scale 2: in no other test here.
    const tile = (await boardOf(stack, clinician)).tiles.find(({ spo2Scale }) => spo2Scale === 2)!;
    for (const minutes of [300, 180, 60]) await measured(tile, { effectiveAt: minutesAgo(minutes), pulse: 104 });
    await measured(tile, { effectiveAt: minutesAgo(5), temperature: undefined, weight: 61 });
    const answer = await ask(`${tile.admissionId}/discharge-bundle`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/fhir+json; charset=utf-8']);
    const bundle = (await answer.json()) as {
      type: string;
      entry: { fullUrl: string; resource: Resource }[];
    };
    expect(bundle.type).toBe('collection');
    const resources = bundle.entry.map(({ resource }) => resource);
    expect(resources.slice(0, 4).map(({ resourceType }) => resourceType)).toEqual([
      'Patient',
      'Organization',
      'Encounter',
      'DocumentReference',
    ]);
    const places = new Set(resources.map(({ resourceType, id }) => `${resourceType}/${id}`));
    expect(places.size).toBe(resources.length);
    const references = [...JSON.stringify(resources).matchAll(/"reference":"([^"]+)"/g)].map(([, to]) => to!);
    expect(references.filter((to) => !places.has(to))).toEqual([]);
    for (const { fullUrl, resource } of bundle.entry)
      expect(fullUrl).toMatch(new RegExp(`^http.+/fhir/${resource.resourceType}/${resource.id}$`));

    const [patient, , encounter, document] = resources;
    expect(patient).toMatchObject({ identifier: [{ value: tile.patient.nhsNumber }] });
    expect(encounter).toMatchObject({
      id: tile.admissionId,
      status: 'in-progress',
      class: { code: 'HH' },
      subject: { reference: `Patient/${patient!.id}` },
    });
    const [{ attachment }] = document!['content'] as [{ attachment: { data: string; size: number; hash: string } }];
    const pdf = Buffer.from(attachment.data, 'base64');
    expect([pdf.subarray(0, 5).toString(), pdf.length]).toEqual(['%PDF-', attachment.size]);
    expect(createHash('sha1').update(pdf).digest('base64')).toBe(attachment.hash);

    const byPlace = new Map(resources.map((one) => [`${one.resourceType}/${one.id}`, one]));
    const linked = (one: Resource, by: 'hasMember' | 'derivedFrom'): Resource[] =>
      ((one[by] ?? []) as { reference: string }[]).map(({ reference }) => byPlace.get(reference)!);
    const totals = resources.filter((one) => 'hasMember' in one);
    expect(totals).toHaveLength(4);
    const [whole] = totals;
    expect(linked(whole!, 'hasMember')).toHaveLength(7);
    for (const score of linked(whole!, 'hasMember'))
      for (const raw of linked(score, 'derivedFrom'))
        expect(raw['category']).toMatchObject([{ coding: [{ code: 'vital-signs' }] }]);
    // The last set had no temperature: no NEWS2, and no value that could be taken for one.
    expect(totals.at(-1)).toMatchObject({ status: 'preliminary', dataAbsentReason: {} });
    expect(totals.at(-1)).not.toHaveProperty('valueQuantity');
    for (const one of resources.slice(4))
      expect(one['encounter']).toEqual({ reference: `Encounter/${tile.admissionId}` });
    expect((await ask(`${randomUUID()}/discharge-bundle`)).status).toBe(404);
  });
});

describe('the level at which somebody is watched', () => {
  const DOWN: Omit<LevelChange, 'version' | 'to'> = {
    reason: 'Two quiet days',
    agreedByClinician: 'Dr Priya Shah',
    agreedByPatient: true,
    hasSafetyNetAdvice: true,
    canTakeReadings: true,
    override: true,
  };

  async function readiness(): Promise<WardReadiness> {
    const answer = await fetch(`${stack.url}/api/wards/${wardOf(stack)}/readiness`, { headers: { cookie: clinician } });
    expect(answer.status).toBe(200);
    return (await answer.json()) as WardReadiness;
  }
  const readinessOf = async ({ admissionId }: Tile) =>
    (await readiness()).stays.find((one) => one.admissionId === admissionId)!;

  async function step(tile: Tile, to: LevelChange['to'], different: Partial<LevelChange> = {}, cookie = clinician) {
    const { version } = await tileOf(tile);
    return send('PUT', `${tile.admissionId}/level`, { version, to, ...DOWN, ...different }, cookie);
  }
  const changesOf = ({ admissionId }: Tile) =>
    stack.database.query('SELECT * FROM level_change WHERE admission_id = $1 ORDER BY id', [admissionId]);
  const problem = async (answer: Response) => (await answer.json()) as { code: string; detail: string };

  /** Somebody with a bed who is on this level, put there by whoever set the test up. */
  async function somebodyOn(level: LevelChange['to']): Promise<Tile> {
    const tile = await somebody();
    await stack.database.query('UPDATE admission SET level = $2 WHERE id = $1', [tile.admissionId, level]);
    return tile;
  }

  it('everybody of the ward is there, those nearest to a step down first, with each criterion and what it rests on', async () => {
    const { stays, ward } = await readiness();
    const { tiles } = await boardOf(stack, clinician);
    expect(stays.map(({ admissionId }) => admissionId).toSorted()).toEqual(
      tiles.map(({ admissionId }) => admissionId).toSorted(),
    );
    expect(ward).toMatchObject({ id: wardOf(stack), occupied: tiles.filter(({ bed }) => bed !== null).length });
    for (const { criteria } of stays) {
      expect(criteria).toHaveLength(8);
      for (const { evidence } of criteria) expect(evidence).not.toBe('');
    }
    const open = stays.map(({ mayOverride }) => mayOverride);
    expect(open).toEqual(open.toSorted((a, b) => Number(b) - Number(a)));
  });

  it('goes down when somebody overrides what is not met, with what it was, and the schedule begins anew', async () => {
    const tile = await somebodyOn('standard');
    const refused = await step(tile, 'light', { override: false });
    expect(refused.status).toBe(409);
    expect(await problem(refused)).toMatchObject({
      detail: expect.stringMatching(/^Not everything is met: .+ You may override/),
    });
    expect(await changesOf(tile)).toEqual([]);

    await stack.database.query(`UPDATE admission SET next_due_at = now() - interval '3 hours' WHERE id = $1`, [
      tile.admissionId,
    ]);
    const answer = await step(tile, 'light');
    expect(answer.status).toBe(200);
    const { version, nextDueAt } = (await answer.json()) as LevelChanged;
    expect(nextDueAt).toBeGreaterThan(Date.now() + 20 * 3_600_000);
    expect(await tileOf(tile)).toMatchObject({ level: 'light', bed: tile.bed, nextDueAt, version });
    expect(await changesOf(tile)).toMatchObject([
      {
        from_level: 'standard',
        to_level: 'light',
        reason: 'Two quiet days',
        version,
        bed_before: tile.bed,
        bed_after: tile.bed,
      },
    ]);
    const { lastChange } = await readinessOf(tile);
    expect(lastChange).toMatchObject({ from: 'standard', to: 'light', reason: 'Two quiet days' });
    expect(lastChange?.overridden.length).toBeGreaterThan(0);
    expect(lastChange?.criteria.filter(({ state }) => state !== 'met').map(({ id }) => id)).toEqual(
      lastChange?.overridden,
    );
    expect((await read<StayTimeline>(`${tile.admissionId}/timeline?kinds=level`)).entries).toMatchObject([
      { kind: 'level', from: 'standard', to: 'light', overridden: lastChange?.overridden.length, bedAfter: tile.bed },
    ]);
    expect(await newestAudit('changed-level')).toMatchObject({
      admissions: [tile.admissionId],
      details: { from: 'standard', to: 'light' },
    });
    await expect(stack.database.query('UPDATE level_change SET reason = $1', ['Another'])).rejects.toThrow();
  });

  it('goes down one level at a time, to another level, and only for who saw it as it is', async () => {
    const tile = await somebodyOn('intensive');
    const far = await step(tile, 'check-in');
    expect(far.status).toBe(422);
    expect(await problem(far)).toMatchObject({
      detail: 'to: down is one level at a time; expected standard, not check-in.',
    });
    expect((await step(tile, 'intensive')).status).toBe(422);
    expect((await step(tile, 'standard', { version: 999 })).status).toBe(409);
    expect((await step(tile, 'hourly' as 'light')).status).toBe(422);
    expect((await step(tile, 'standard', { reason: '' })).status).toBe(422);
    expect(await changesOf(tile)).toEqual([]);
  });

  it('never goes down while an emergency is open, and goes up in one action whatever is open', async () => {
    const tile = await somebodyOn('light');
    await measured(tile, { respiration: 27, spo2: 88, systolic: 88, pulse: 135, consciousness: 'V' });
    const refused = await step(tile, 'check-in');
    expect(refused.status).toBe(409);
    expect(await problem(refused)).toMatchObject({
      detail: 'An emergency alert is open: nobody is stepped down before it is resolved.',
    });
    const up = await step(tile, 'intensive', {
      agreedByClinician: null,
      agreedByPatient: null,
      hasSafetyNetAdvice: null,
      canTakeReadings: null,
      override: false,
    });
    expect(up.status).toBe(200);
    expect(await tileOf(tile)).toMatchObject({ level: 'intensive' });
    expect((await readinessOf(tile)).mayOverride).toBe(false);
  });

  it('frees the bed at check-in; of two who want the last bed back one gets it, and the other is told why not', async () => {
    const first = await somebodyOn('light');
    const second = await somebodyOn('light');
    for (const tile of [first, second]) {
      expect((await step(tile, 'check-in')).status).toBe(200);
      expect(await tileOf(tile)).toMatchObject({ level: 'check-in', bed: null });
    }
    // One bed is left that is free.
    await stack.database.query(
      `DELETE FROM bed b WHERE b.ward_id = $1 AND b.number <> $2
         AND NOT EXISTS (SELECT FROM admission a WHERE a.ward_id = b.ward_id AND a.bed = b.number)`,
      [wardOf(stack), first.bed],
    );
    const answers = await Promise.all([step(first, 'standard'), step(second, 'intensive', {}, lead)]);
    const [got, not] = answers.toSorted((a, b) => a.status - b.status);
    expect([got!.status, not!.status]).toEqual([200, 409]);
    expect(await got!.json()).toMatchObject({ bed: first.bed });
    expect(await problem(not!)).toMatchObject({ detail: expect.stringMatching(/^All \d+ beds of the ward are taken/) });
    const { tiles } = await boardOf(stack, clinician);
    expect(tiles.filter(({ bed }) => bed === first.bed)).toHaveLength(1);
  });

  it('is no business of a care home, and the ward of others is not there', async () => {
    const staff = await signedIn(stack, 'care-home');
    const [tile] = (await boardOf(stack, clinician)).tiles;
    expect((await step(tile!, 'intensive', {}, staff)).status).toBe(403);
    const other = await fetch(`${stack.url}/api/wards/elsewhere/readiness`, { headers: { cookie: clinician } });
    expect(other.status).toBe(404);
    expect((await send('PUT', `${randomUUID()}/level`, { version: 1, to: 'light', ...DOWN })).status).toBe(404);
  });
});
