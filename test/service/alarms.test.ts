import { defaultRoute, transition, type Finding, type OpenAlarm, type Person, type Priority } from '#clinical';
import {
  actOnAlerts,
  alertHistory,
  boardOf,
  closeAlertsOfStay,
  commentOnAlert,
  Database,
  easeSystemAlert,
  followClockPutBack,
  letTimePass,
  markShown,
  raiseSystemAlert,
  releaseFromGoneHolders,
  type Actor,
  type AlertAction,
  type AlertChange,
} from '#records';
import type { OpenAlertView } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from '../harness/properties.ts';
import { openDatabase, stopAtTheEnd, type TestDatabase } from '../harness/index.ts';
import { anAccount, aStay, aWard } from '../ward/fixtures.ts';

const MINUTE = 60_000;

let behind: TestDatabase;
let database: Database;
let wardId: string;
let ann: Actor;
let bea: Actor;
let lead: Actor;

beforeAll(async () => {
  behind = await openDatabase();
  database = await Database.open({ url: behind.url, poolSize: 8, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  wardId = await aWard(behind);
  [ann, bea, lead] = await Promise.all([anActor('hub-clinician'), anActor('hub-clinician'), anActor('lead')]);
});

async function anActor(role: string): Promise<Actor> {
  const id = await anAccount(behind, { wardIds: [wardId], role });
  const [row] = await behind.query<{ display_name: string }>('SELECT display_name FROM account WHERE id = $1', [id]);
  return { id, displayName: row?.display_name ?? '', wardIds: [wardId] };
}

const aFinding = (
  ruleId: string,
  priority: Priority,
  at = Date.now(),
  sentence = `Something since ${at}`,
): Finding => ({
  ruleId,
  ruleVersion: 1,
  ruleSetVersion: '1',
  priority,
  sentence,
  at,
  evidence: { readingIds: [], values: {}, thresholds: {} },
  source: { title: 'test' },
});

/** A patient with one open alert. */
async function raised(priority: Priority = 'emergency'): Promise<{ admissionId: string; alert: OpenAlertView }> {
  const admissionId = await aStay(behind, wardId);
  await raiseSystemAlert(database, { about: { admissionId }, finding: aFinding('silent', priority) });
  return { admissionId, alert: await alertOf(admissionId) };
}

async function alertsOf(admissionId: string): Promise<OpenAlertView[]> {
  const board = await boardOf(database, wardId);
  return board?.tiles.find((tile) => tile.admissionId === admissionId)?.alerts ?? [];
}

async function alertOf(admissionId: string): Promise<OpenAlertView> {
  const [alert] = await alertsOf(admissionId);
  if (!alert) throw new Error('the patient has no open alert');
  return alert;
}

/** As if this much time had passed for what is open: all its times lie so much further back. */
async function later(minutes: number): Promise<void> {
  const columns = ['raised_at', 'accept_by', 'delivered_at', 'paused_until', 'asked_at', 'accepted_at', 'next_step_at'];
  await behind.query(
    `UPDATE alert SET ${columns.map((one) => `${one} = ${one} - make_interval(secs => $1)`).join(', ')} WHERE status IN ('raised', 'accepted')`,
    [minutes * 60],
  );
}

const does = (actor: Actor, alert: { id: string; version: number }, action: AlertAction): Promise<AlertChange> =>
  actOnAlerts(database, { seen: [alert], actor, action });

const ACCEPT: AlertAction = { kind: 'accept' };

async function historyOf(id: string): Promise<string[]> {
  const found = await alertHistory(database, { alertId: id, wardIds: [wardId] });
  return found?.events.map(({ kind }) => kind) ?? [];
}

const isEverybody = (alert: OpenAlertView): boolean => alert.responsible.kind === 'ward-fallback';

describe('the database refuses', () => {
  it.each([
    ['an open alert without a next step', 'next_step_at = NULL', 'open_alert_has_a_next_step'],
    ['a raised alert that asks nobody', `route = '{"id": "x", "steps": []}'`, 'raised_alert_asks_somebody'],
    ['a raised alert at a step that its route has not', 'step = 9', 'raised_alert_asks_somebody'],
    [
      'a raised alert that asks an empty list of people',
      `route = '{"steps": [{"kind": "accounts", "accounts": []}]}'`,
      'raised_alert_asks_somebody',
    ],
    [
      'an accepted alert without a name',
      `status = 'accepted', route = NULL, step = NULL, asked_at = NULL`,
      'accepted_alert_has_a_name',
    ],
    ['a next step in the far future', `next_step_at = now() + interval '3 days'`, 'next_step_is_not_far'],
    ['an alert about nothing', 'admission_id = NULL', 'alert_is_about_a_stay_or_a_subject'],
    ['an alert about a patient and a subject', `subject = 'a source'`, 'alert_is_about_a_stay_or_a_subject'],
  ])('%s', async (_, change, constraint) => {
    const { alert } = await raised();
    await expect(behind.query(`UPDATE alert SET ${change} WHERE id = $1`, [alert.id])).rejects.toThrow(constraint);
  });

  it('a stay that ends with open alerts, and an open alert of a stay that has ended', async () => {
    const { admissionId, alert } = await raised();
    const end = `UPDATE admission SET status = 'ended', ended_at = now() WHERE id = $1`;
    await expect(behind.query(end, [admissionId])).rejects.toThrow('a stay ended with open alerts');

    await database.transaction(async (transaction) => {
      await transaction.query('SELECT FROM admission WHERE id = $1 FOR NO KEY UPDATE', [admissionId]);
      const person = { id: ann.id, name: ann.displayName };
      expect(await closeAlertsOfStay(transaction, admissionId, person)).toEqual([alert.id]);
      await transaction.query(end, [admissionId]);
    });
    const [row] = await behind.query('SELECT status, outcome, resolved_by_name FROM alert WHERE id = $1', [alert.id]);
    expect(row).toEqual({ status: 'resolved', outcome: 'stay-ended', resolved_by_name: ann.displayName });

    // Nobody watches any more: what is found late raises nothing.
    await raiseSystemAlert(database, { about: { admissionId }, finding: aFinding('overdue', 'urgent') });
    expect(
      await behind.query(`SELECT FROM alert WHERE admission_id = $1 AND rule_id = 'overdue'`, [admissionId]),
    ).toEqual([]);
    await expect(
      behind.query(
        `UPDATE alert SET status = 'accepted', outcome = NULL, next_step_at = now(), accepted_at = now(), accepted_by = $2, accepted_by_name = 'A' WHERE id = $1`,
        [alert.id, ann.id],
      ),
    ).rejects.toThrow('an open alert of a stay that has ended');
  });

  it('a change of what has happened', async () => {
    await raised();
    for (const change of [`UPDATE alert_event SET actor = 'Nobody'`, 'DELETE FROM alert_event', 'TRUNCATE alert_event'])
      await expect(behind.query(change)).rejects.toThrow('alert_event only grows');
  });
});

describe('an alert', () => {
  it('is somebody’s from the first moment, and asks whoever is next when nobody accepts', async () => {
    const { admissionId, alert } = await raised();
    expect(alert).toMatchObject({ status: 'raised', step: 1, responsible: { kind: 'role', role: 'hub-clinician' } });
    expect(alert.asksNext).toMatchObject({ kind: 'role', role: 'lead' });
    expect(alert.acceptBy - alert.raisedAt).toBe(15 * MINUTE);
    await markShown(database, wardId, [alert.id]);
    await later(15);
    await letTimePass(database, 50);
    expect(await alertOf(admissionId)).toMatchObject({ step: 2, responsible: { role: 'lead' }, version: 2 });
    await later(5);
    await letTimePass(database, 50);
    expect(isEverybody(await alertOf(admissionId))).toBe(true);
    expect(await historyOf(alert.id)).toEqual(['raised', 'delivered', 'timed-out', 'timed-out']);
  });

  it('has everybody told who is asked, once for each time that they are', async () => {
    const told = async (id: string) =>
      (
        await behind.query<{ reason: string; step: number; people: number }>(
          `SELECT reason, step, count(*)::int AS people FROM notification WHERE alert_id = $1 GROUP BY reason, step, alert_version ORDER BY alert_version, step`,
          [id],
        )
      ).map(({ reason, step, people }) => `${reason} ${step}: ${people}`);
    const { admissionId, alert } = await raised();
    const [clinicians] = await behind.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM account WHERE role = 'hub-clinician' AND $1 = ANY (ward_ids)`,
      [wardId],
    );
    expect(await told(alert.id)).toEqual([`raised 1: ${clinicians?.n}`]);
    await later(60);
    await letTimePass(database, 50);
    const everybody = (clinicians?.n ?? 0) + 1;
    expect((await told(alert.id)).slice(1)).toEqual(['escalated 2: 1', `escalated 3: ${everybody}`]);
    await later(5);
    await letTimePass(database, 50);
    expect((await told(alert.id)).slice(3)).toEqual([`escalated 3: ${everybody}`]);
    const accepted = await alertOf(admissionId);
    await does(ann, accepted, ACCEPT);
    await does(ann, { ...accepted, version: accepted.version + 1 }, { kind: 'hand-over', to: bea.id });
    expect((await told(alert.id)).slice(4)).toEqual(['handed-over 0: 1']);
  });

  it('says how late a sweep was that had stood still', async () => {
    const { alert } = await raised();
    await markShown(database, wardId, [alert.id]);
    await later(75);
    const swept = await letTimePass(database, 50);
    expect(swept.lateByMs).toBeGreaterThanOrEqual(60 * MINUTE);
    const found = await alertHistory(database, { alertId: alert.id, wardIds: [wardId] });
    const late = found?.events
      .filter(({ kind }) => kind === 'timed-out')
      .map(({ lateByMs }) => Math.round((lateByMs ?? 0) / MINUTE));
    expect(late).toEqual([60, 55]);
  });

  it('is accepted by one of many who press at once, also when time had passed since they looked', async () => {
    const { admissionId, alert } = await raised();
    await later(3);
    await letTimePass(database, 50);
    expect((await alertOf(admissionId)).version).toBe(2);
    const answers = await Promise.all([ann, bea, lead].map((one) => does(one, alert, ACCEPT)));
    expect(answers.filter(({ kind }) => kind === 'changed')).toHaveLength(1);
    const told = answers.filter((one) => one.kind === 'stale').map(({ meanwhile }) => meanwhile.at(-1)?.kind);
    expect(told).toEqual(['accepted', 'accepted']);
    expect(await alertOf(admissionId)).toMatchObject({
      status: 'accepted',
      responsible: { kind: 'person' },
      step: null,
    });
  });

  it('is not turned down by somebody who saw another step of it', async () => {
    const { alert } = await raised();
    await later(3);
    await letTimePass(database, 50);
    const answer = await does(ann, alert, { kind: 'reject', reason: 'no' });
    expect(answer).toMatchObject({ kind: 'stale', meanwhile: [{ kind: 'timed-out' }] });
  });

  it('comes back from a colleague who does not confirm, and can be taken over', async () => {
    const { admissionId, alert } = await raised();
    await does(ann, alert, ACCEPT);
    const handedOver = await does(ann, { ...alert, version: 2 }, { kind: 'hand-over', to: bea.id });
    expect(handedOver).toEqual({ kind: 'changed', version: 3 });
    expect(await alertOf(admissionId)).toMatchObject({ step: 0, responsible: { accounts: [{ id: bea.id }] } });
    await later(5);
    await letTimePass(database, 50);
    expect(await alertOf(admissionId)).toMatchObject({ step: 0, responsible: { accounts: [{ id: ann.id }] } });
    await does(ann, { ...alert, version: 4 }, ACCEPT);
    await does(lead, { ...alert, version: 5 }, { kind: 'take-over' });
    expect(await alertOf(admissionId)).toMatchObject({ responsible: { id: lead.id } });
  });

  it('is handed to nobody who has no part in the ward', async () => {
    const { alert } = await raised();
    await does(ann, alert, ACCEPT);
    const elsewhere = await anAccount(behind, { wardIds: [await aWard(behind)] });
    const coordinator = await anAccount(behind, { wardIds: [wardId], role: 'coordinator' });
    for (const to of [elsewhere, coordinator])
      expect(await does(ann, { ...alert, version: 2 }, { kind: 'hand-over', to })).toEqual({
        kind: 'no-such-colleague',
      });
    const stranger = { ...ann, wardIds: ['another-ward'] };
    expect(await does(stranger, alert, ACCEPT)).toEqual({ kind: 'no-such-alert' });
  });

  it('goes back to the ward when the account of whoever has it is closed', async () => {
    const { admissionId, alert } = await raised();
    const leaving = await anActor('hub-clinician');
    await does(leaving, alert, ACCEPT);
    await releaseFromGoneHolders(database, 50);
    expect(await alertOf(admissionId)).toMatchObject({ status: 'accepted' });
    await behind.query('UPDATE account SET disabled_at = now() WHERE id = $1', [leaving.id]);
    await releaseFromGoneHolders(database, 50);
    expect(await alertOf(admissionId)).toMatchObject({ status: 'raised', step: 1 });
    expect(await historyOf(alert.id)).toEqual(['raised', 'accepted', 'rerouted']);
  });

  it('gives nobody an hour more when the clock is put back', async () => {
    const { admissionId, alert } = await raised();
    await markShown(database, wardId, [alert.id]);
    await later(-60);
    await followClockPutBack(database, 50);
    const mended = await alertOf(admissionId);
    expect(mended.nextStepAt - Date.now()).toBeLessThanOrEqual(15 * MINUTE);
    expect(await historyOf(alert.id)).toEqual(['raised', 'delivered', 'clock-put-back']);
    await followClockPutBack(database, 50);
    expect(await historyOf(alert.id)).toHaveLength(3);
  });

  it('that gets worse is everybody’s again, paused and accepted or not', async () => {
    const { admissionId, alert } = await raised('urgent');
    await markShown(database, wardId, [alert.id]);
    await does(ann, alert, ACCEPT);
    await does(ann, { ...alert, version: 2 }, { kind: 'pause', duration: 15 * MINUTE });
    expect((await alertOf(admissionId)).pausedUntil).not.toBeNull();
    await raiseSystemAlert(database, {
      about: { admissionId },
      finding: aFinding('silent', 'emergency', Date.now() + 1),
    });
    expect(await alertOf(admissionId)).toMatchObject({
      status: 'raised',
      priority: 'emergency',
      pausedUntil: null,
      deliveredAt: null,
      step: 1,
      count: 2,
    });
    expect(await does(ann, { ...alert, version: 3 }, ACCEPT)).toMatchObject({ kind: 'stale' });
  });

  it('has comments, which make nothing out of date', async () => {
    const { admissionId, alert } = await raised();
    expect(await commentOnAlert(database, { alertId: alert.id, actor: bea, text: 'rang twice' })).toEqual({
      kind: 'changed',
      version: 1,
    });
    expect(await alertOf(admissionId)).toMatchObject({ comments: 1, version: 1 });
    expect(await does(ann, alert, { kind: 'resolve', outcome: 'advice', note: null })).toMatchObject({
      kind: 'changed',
    });
    expect(await commentOnAlert(database, { alertId: alert.id, actor: bea, text: 'late' })).toMatchObject({
      kind: 'not-possible',
      why: 'closed',
    });
    const found = await alertHistory(database, { alertId: alert.id, wardIds: [wardId] });
    expect(found).toMatchObject({ status: 'resolved', alert: null });
    expect(found?.events.map(({ kind, by }) => [kind, by])).toEqual([
      ['raised', null],
      ['commented', bea.displayName],
      ['resolved', ann.displayName],
    ]);
  });
});

describe('several alerts of one patient', () => {
  it('are answered together, all of them or none', async () => {
    const { admissionId, alert } = await raised('urgent');
    await raiseSystemAlert(database, { about: { admissionId }, finding: aFinding('overdue', 'routine') });
    const other = (await alertsOf(admissionId)).find(({ ruleId }) => ruleId === 'overdue')!;
    await does(bea, other, ACCEPT);
    const both = [alert, other] as const;
    expect(await actOnAlerts(database, { seen: [...both], actor: ann, action: ACCEPT })).toMatchObject({
      kind: 'stale',
    });
    expect(await alertsOf(admissionId)).toMatchObject([{ status: 'raised' }, { status: 'accepted' }]);

    const now = await alertsOf(admissionId);
    const resolve = { kind: 'resolve', outcome: 'visit', note: null } as const;
    expect(await actOnAlerts(database, { seen: [now[0]!, now[1]!], actor: ann, action: resolve })).toMatchObject({
      kind: 'changed',
    });
    expect(await alertsOf(admissionId)).toEqual([]);
    const outcomes = await behind.query('SELECT rule_id, outcome FROM alert WHERE admission_id = $1', [admissionId]);
    expect(outcomes).toHaveLength(2);
    expect(outcomes.every((row) => row['outcome'] === 'visit')).toBe(true);

    const { alert: ofAnother } = await raised();
    const { alert: third } = await raised();
    expect(await actOnAlerts(database, { seen: [third, ofAnother], actor: ann, action: ACCEPT })).toEqual({
      kind: 'not-together',
    });
  });
});

describe('an alert about no patient', () => {
  const source = { subject: 'source: North gateway' };
  const onBoard = async () => (await boardOf(database, wardId))?.wardAlerts ?? [];

  it('is one for each ward, rule and subject, with the same life as any other', async () => {
    const about = { wardId, ...source };
    const finding = aFinding('feed-lost', 'technical', Date.now(), 'Nothing from North gateway for 12 min.');
    await Promise.all([1, 2, 3].map(() => raiseSystemAlert(database, { about, finding })));
    const [alert, ...more] = await onBoard();
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      ...source,
      step: 1,
      count: 1,
      priority: 'technical',
      responsible: { role: 'hub-clinician' },
    });
    await markShown(database, wardId, [alert!.id]);
    expect((await onBoard())[0]?.deliveredAt).not.toBeNull();
    await later(60);
    await letTimePass(database, 50);
    expect(await onBoard()).toMatchObject([{ responsible: { role: 'lead' } }]);

    await easeSystemAlert(database, {
      about,
      ruleId: 'feed-lost',
      at: finding.at + 1,
      sentence: 'North gateway is back.',
    });
    expect(await onBoard()).toMatchObject([{ conditionPresent: false }]);
    await does(ann, { ...alert!, version: 2 }, ACCEPT);
    await does(ann, { ...alert!, version: 3 }, { kind: 'resolve', outcome: 'no-action', note: null });
    expect(await onBoard()).toEqual([]);
    await easeSystemAlert(database, { about, ruleId: 'feed-lost', at: finding.at + 2, sentence: 'still back' });
    expect(await historyOf(alert!.id)).toEqual([
      'raised',
      'delivered',
      'timed-out',
      'condition-cleared',
      'accepted',
      'resolved',
    ]);
  });

  it('is the administrators’ where the ward has nobody who may answer', async () => {
    const lonely = await aWard(behind);
    const administrator = await anAccount(behind, { wardIds: [], role: 'administrator' });
    await raiseSystemAlert(database, {
      about: { wardId: lonely, ...source },
      finding: aFinding('feed-lost', 'technical'),
    });
    await later(600);
    await letTimePass(database, 50);
    const told = await behind.query(
      'SELECT n.account_id FROM notification n JOIN alert al ON al.id = n.alert_id WHERE al.ward_id = $1',
      [lonely],
    );
    expect(told).toEqual([{ account_id: administrator }]);
  });
});

describe('any sequence of what people and time do', () => {
  type Step =
    | { kind: 'person'; who: number; action: AlertAction['kind'] }
    | { kind: 'time'; minutes: number; workers: number }
    | { kind: 'worse'; priority: Priority }
    | { kind: 'shown' };
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({
      kind: fc.constant('person' as const),
      who: fc.nat(2),
      action: fc.constantFrom('accept', 'reject', 'pause', 'hand-over', 'take-over', 'resolve'),
    }),
    fc.record({
      kind: fc.constant('time' as const),
      minutes: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 1_500 })),
      workers: fc.integer({ min: 0, max: 3 }),
    }),
    fc.record({ kind: fc.constant('worse' as const), priority: fc.constantFrom<Priority>('urgent', 'emergency') }),
    fc.constant({ kind: 'shown' as const }),
  );

  /** The open alert as the record has it, as the pure machine takes it. */
  async function alarmIn(id: string): Promise<OpenAlarm> {
    const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;
    const [alarm] = await behind.query<OpenAlarm & { holder: Person }>(
      `SELECT status, priority, ${ms('raised_at')} AS "raisedAt", ${ms('accept_by')} AS "acceptBy", ${ms('delivered_at')} AS "deliveredAt",
         ${ms('paused_until')} AS "pausedUntil", route, step, ${ms('asked_at')} AS "askedAt", ${ms('accepted_at')} AS "acceptedAt",
         json_build_object('id', accepted_by, 'name', accepted_by_name) AS holder FROM alert WHERE id = $1`,
      [id],
    );
    if (!alarm) throw new Error('there is no such alert');
    return alarm;
  }

  function whatTimeDoes(alarm: OpenAlarm): string[] {
    const now = Date.now();
    const result = transition(alarm, { kind: 'time' }, { now, inForce: defaultRoute(alarm.priority, 120 * MINUTE) });
    return typeof result === 'string'
      ? []
      : result[1].flatMap((effect) => (effect.kind === 'tell' ? [effect.what] : []));
  }

  const actionOf = (kind: AlertAction['kind']): AlertAction => {
    switch (kind) {
      case 'reject':
        return { kind, reason: 'busy' };
      case 'pause':
        return { kind, duration: 10 * MINUTE };
      case 'hand-over':
        return { kind, to: bea.id };
      case 'resolve':
        return { kind, outcome: 'no-action', note: null };
      case 'accept':
      case 'take-over':
        return { kind };
    }
  };

  it('leaves every open alert with somebody and something due, each step once, and the board as the record', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 16 }), async (steps) => {
        const { admissionId, alert } = await raised('urgent');
        let at = Date.now();
        for (const one of steps) {
          const [now] = await alertsOf(admissionId);
          if (!now) break;
          switch (one.kind) {
            case 'person':
              // Whatever comes of it: refused or done, and never an error of the database.
              await does([ann, bea, lead][one.who]!, now, actionOf(one.action));
              break;
            case 'time': {
              await later(one.minutes);
              const before = await historyOf(alert.id);
              const happens = whatTimeDoes(await alarmIn(alert.id));
              await Promise.all(Array.from({ length: one.workers }, () => letTimePass(database, 50)));
              const after = await historyOf(alert.id);
              // However many workers: what the pure machine says, once.
              expect(after).toEqual([...before, ...(one.workers > 0 ? happens : [])]);
              break;
            }
            case 'worse':
              at += 1;
              await raiseSystemAlert(database, {
                about: { admissionId },
                finding: aFinding('silent', one.priority, at),
              });
              break;
            case 'shown':
              await markShown(database, wardId, [now.id]);
              break;
          }
        }
        const ownerless = await behind.query(
          `SELECT id FROM alert WHERE status IN ('raised', 'accepted') AND (next_step_at IS NULL OR (status = 'accepted' AND accepted_by IS NULL)
             OR (status = 'raised' AND route -> 'steps' -> step::int IS NULL))`,
        );
        expect(ownerless).toEqual([]);
        const events = await historyOf(alert.id);
        expect(events[0]).toBe('raised');
        expect(events.filter((kind) => kind === 'resolved').length).toBe(
          (await alertsOf(admissionId)).length === 0 ? 1 : 0,
        );
      }),
      { numRuns: 12 },
    );
  });
});
