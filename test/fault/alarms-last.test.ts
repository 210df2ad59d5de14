import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { Database, raiseSystemAlert } from '#records';
import { beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { compiled } from '../../scripts/start/project-root.ts';
import { PushService } from '../channels/push-service.ts';
import { somebody } from '../channels/somebody.ts';
import { vapidSettings } from '../channels/vapid.ts';
import {
  openPostgres,
  openStack,
  startApp,
  stopAtTheEnd,
  until,
  type TestApp,
  type TestPostgres,
  type TestStack,
} from '../harness/index.ts';
import type { BoardStanding } from '../ward/board-process.ts';
import { aStay } from '../ward/fixtures.ts';
import { comparable, LiveBoard } from '../ward/live-board.ts';
import { aReadingSet, boardOf, patientOf, post, signedIn, wardOf } from '../ward/people.ts';
import { everyBoardIsTheSame, everythingIsEvaluated, noAlarmIsLost } from '../ward/promises.ts';

/*
 * Alarms, while what keeps them is killed under them. One stack for all: its two workers' clocks are wrong throughout, the
 * one's fast and the other's slow, and one board sleeps through everything.
 */
const WRONG_BY_MS = 2 * 3_600_000;

/** NEWS2 8 on either scale. */
const GRAVE = { respiration: 26, pulse: 135, systolic: 95 };

let postgres: TestPostgres;
let stack: TestStack;
let push: PushService;
let workers: readonly TestApp[];
let clinician: string;
let boards: LiveBoard[];
let sleeper: ChildProcess;

beforeAll(async () => {
  const vapid = vapidSettings();
  push = await PushService.open(vapid.VAPID_PUBLIC_KEY);
  postgres = await openPostgres();
  stack = await openStack({
    database: await postgres.openDatabase(),
    env: { ...vapid, ALLOW_PRIVATE_ADDRESSES: 'true', PUBLIC_URL: 'http://127.0.0.1' },
  });
  await stack.worker.stop();
  workers = await Promise.all(
    [WRONG_BY_MS, -WRONG_BY_MS].map((ahead) =>
      startApp('rules-worker', {
        ...stack.env,
        NODE_OPTIONS: `--import ${pathToFileURL(compiled('test/ward/skewed-clock')).href}`,
        HOMEWARD_TEST_CLOCK_AHEAD: String(ahead),
      }),
    ),
  );
  clinician = await signedIn(stack, 'hub-clinician');
  boards = Array.from({ length: 3 }, () => new LiveBoard(stack.url, clinician, wardOf(stack)));
  sleeper = aBoardThatSleeps();
  await until(async () => (await standingOf(sleeper)).seq !== null, { within: '20s', what: 'A board to fall asleep' });
  sleeper.kill('SIGSTOP');
});

function aBoardThatSleeps(): ChildProcess {
  const program = fork(compiled('test/ward/board-process'), [stack.hub.url, clinician, wardOf(stack)]);
  const ended = once(program, 'exit');
  stopAtTheEnd(async () => {
    program.kill('SIGKILL');
    await ended;
  });
  return program;
}

async function standingOf(program: ChildProcess): Promise<BoardStanding> {
  program.send('How does it stand?');
  const [standing] = (await once(program, 'message')) as [BoardStanding];
  return standing;
}

interface AlertRow {
  id: string;
  step: number;
  version: number;
  asked_ago: number;
  raised_ago: number;
}

/** Fifty patients with an alert each, on every board. */
async function fiftyAlerts(): Promise<string[]> {
  const { database } = stack;
  const stays = await Promise.all(Array.from({ length: 50 }, () => aStay(database, wardOf(stack))));
  const record = await Database.open({ url: database.url, poolSize: 4, applicationName: 'test' });
  const raise = async (admissionId: string): Promise<void> => {
    const at = Date.now();
    const said = {
      priority: 'urgent',
      sentence: 'Nothing came',
      evidence: { readingIds: [], values: {}, thresholds: {} },
    } as const;
    const finding = { ruleId: 'silent', ruleVersion: 1, ruleSetVersion: '1', at, source: { title: 'test' }, ...said };
    await raiseSystemAlert(record, { about: { admissionId }, finding });
  };
  await Promise.all(stays.map(raise));
  await record.close();
  const alerts = await database.query<{ id: string }>('SELECT id FROM alert WHERE admission_id = ANY ($1)', [stays]);
  expect(alerts).toHaveLength(50);
  const { seq } = await boardOf(stack, clinician);
  await until(() => boards.every((board) => (board.seq ?? 0) >= seq), {
    within: '10s',
    what: 'Fifty alerts on boards',
  });
  await boards[0]?.showAll();
  return alerts.map(({ id }) => id);
}

/** As if their time to answer had passed just now. */
async function timeOut(ids: readonly string[]): Promise<void> {
  const columns = ['raised_at', 'accept_by', 'delivered_at', 'asked_at', 'next_step_at'];
  const back = columns.map((one) => `${one} = ${one} - (next_step_at - clock_timestamp())`);
  await stack.database.query(`UPDATE alert SET ${back.join(', ')} WHERE id = ANY ($1)`, [ids]);
}

const rowsOf = (ids: readonly string[]): Promise<AlertRow[]> =>
  stack.database.query<AlertRow>(
    `SELECT id, step, version, extract(epoch FROM clock_timestamp() - asked_at)::float8 AS asked_ago,
       extract(epoch FROM clock_timestamp() - raised_at)::float8 AS raised_ago FROM alert WHERE id = ANY ($1)`,
    [ids],
  );

/** Each of them has gone one step, once, and everybody who is asked now was asked once. */
async function eachTimedOutOnce(ids: readonly string[]): Promise<void> {
  await until(async () => (await rowsOf(ids)).every(({ step }) => step === 1), {
    within: '30s',
    what: 'The next step of fifty alerts',
  });
  const happened = await stack.database.query<{ alert_id: string; times: number }>(
    `SELECT alert_id, count(*)::int AS times FROM alert_event WHERE alert_id = ANY ($1) AND kind = 'timed-out' GROUP BY 1`,
    [ids],
  );
  expect(happened.toSorted((a, b) => (a.alert_id < b.alert_id ? -1 : 1))).toEqual(
    ids.toSorted().map((alert_id) => ({ alert_id, times: 1 })),
  );
  const asked = await stack.database.query<{ alert_id: string }>(
    `SELECT alert_id FROM notification n JOIN account c ON c.id = n.account_id
     WHERE n.alert_id = ANY ($1) AND n.reason = 'escalated' AND c.role = 'lead' ORDER BY 1`,
    [ids],
  );
  expect(asked.map(({ alert_id }) => alert_id)).toEqual(ids.toSorted());
}

/** Somebody else's transaction that holds what is selected, until it is told to let go. */
async function holding(select: string, values: unknown[]): Promise<{ letGo(): Promise<void> }> {
  const client = new pg.Client({ connectionString: stack.database.url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('BEGIN');
  await client.query(select, values);
  return { letGo: () => client.end() };
}

async function allIsWell(): Promise<void> {
  await noAlarmIsLost(stack);
  await everyBoardIsTheSame(stack, clinician, boards, '30s');
}

describe('alarms of workers whose clocks are wrong by hours, both ways', () => {
  it('go on once each, when the database says that it is time and not before', async () => {
    const [due, later] = [await fiftyAlerts(), await fiftyAlerts()];
    const before = await rowsOf(later);
    await timeOut(due);
    await eachTimedOutOnce(due);
    for (const { asked_ago: ago } of await rowsOf(due)) expect(ago).toBeLessThan(60);

    // Each worker has looked since: it has lived for longer than two looks are apart.
    const [then] = await stack.database.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    const alive = (): Promise<object[]> =>
      stack.database.query(
        `SELECT FROM service_heartbeat WHERE service = 'rules-worker' AND at > $1::timestamptz + interval '3 seconds'`,
        [then?.now],
      );
    await until(async () => (await alive()).length === 2, { within: '30s', what: 'Two beats more of both workers' });
    const steps = (rows: AlertRow[]) => rows.map(({ id, step, version }) => `${id} ${step} ${version}`).toSorted();
    expect(steps(await rowsOf(later))).toEqual(steps(before));
    await allIsWell();
  });

  it('a reading is judged by the right time, whoever judges it', async () => {
    for (const patient of [0, 1, 2, 3, 4, 5]) {
      const set = aReadingSet(patientOf(stack, patient).nhsNumber, GRAVE);
      expect((await post(stack, set)).status).toBe(201);
      await everythingIsEvaluated(stack, '10s');
    }
    const alerts = await stack.database.query<AlertRow>(
      `SELECT extract(epoch FROM clock_timestamp() - raised_at)::float8 AS raised_ago,
         extract(epoch FROM clock_timestamp() - asked_at)::float8 AS asked_ago FROM alert WHERE rule_id = 'news2-high'`,
    );
    expect(alerts).toHaveLength(6);
    for (const { raised_ago, asked_ago } of alerts) {
      expect(Math.abs(raised_ago)).toBeLessThan(60);
      expect(Math.abs(asked_ago)).toBeLessThan(60);
    }
    await allIsWell();
  });
});

it('fifty alerts that time out while PostgreSQL is killed and comes back go on once each', async () => {
  const ids = await fiftyAlerts();
  // Whatever is written of a step, its last statement waits for the ward's row, and then for us.
  await holding('SELECT FROM ward WHERE id = $1 FOR UPDATE', [wardOf(stack)]);
  await timeOut(ids);
  await until(
    async () => {
      const [row] = await stack.database.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE application_name = 'homeward-rules-worker' AND wait_event_type = 'Lock'`,
      );
      return (row?.waiting ?? 0) > 0;
    },
    { within: '20s', what: 'A worker that waits with fifty steps written' },
  );
  await postgres.kill();
  await postgres.start();

  await eachTimedOutOnce(ids);
  await allIsWell();
});

it('somebody is told once of what was raised by a worker that was killed before it could tell', async () => {
  const phone = push.subscribe();
  const told = () => push.pushed.filter(({ endpoint }) => endpoint === phone.endpoint);
  const accountId = await somebody(stack.database, {
    wardIds: [wardOf(stack)],
    ways: { emergency: ['push'] },
    devices: [phone],
  });
  // Nobody can decide what this person is sent while we have hold of them.
  const person = await holding('SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE', [accountId]);
  const patient = patientOf(stack, 10);
  await post(stack, aReadingSet(patient.nhsNumber, GRAVE));
  await until(
    async () =>
      (await stack.database.query('SELECT FROM notification WHERE account_id = $1 AND settled_at IS NULL', [accountId]))
        .length > 0,
    { within: '15s', what: 'An alert that was raised, and somebody to be told of it' },
  );
  await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
  await person.letGo();
  expect(told()).toEqual([]);
  await Promise.all(workers.map((worker) => worker.start()));

  await until(() => told().length > 0, { within: '20s', what: 'The message' });
  await allIsWell();
  expect(told()).toHaveLength(1);
  const messages = await stack.database.query('SELECT FROM message WHERE account_id = $1', [accountId]);
  expect(messages).toHaveLength(1);
});

it('a board that slept through all of it, until the feed had forgotten, wakes to the same board as the others', async () => {
  // The hub has given it up: it answered no ping.
  const watching = async (): Promise<number> => {
    const ready = (await (await fetch(`${stack.hub.url}/health/ready`)).json()) as { figures: { sockets: number } };
    return ready.figures.sockets;
  };
  await until(async () => (await watching()) === boards.length, { within: '20s', what: 'The hub without the sleeper' });
  await stack.database.query(`UPDATE feed_event SET at = at - interval '25 hours'`);
  const { seq: forgotten } = await boardOf(stack, clinician);
  const [worker] = workers;
  // It forgets what is old when it starts.
  await worker?.stop();
  await worker?.start();
  const asleep = "SELECT FROM feed_event WHERE seq <= $1 AND at < now() - interval '24 hours'";
  await until(async () => (await stack.database.query(asleep, [forgotten])).length === 0, {
    within: '15s',
    what: 'A feed that forgot',
  });
  await post(stack, aReadingSet(patientOf(stack, 11).nhsNumber));
  await everythingIsEvaluated(stack, '10s');

  sleeper.kill('SIGCONT');
  const woken = await until(
    async () => {
      const standing = await standingOf(sleeper);
      const truth = await boardOf(stack, clinician);
      expect(standing.seq).toBe(truth.seq);
      expect(standing.board).toEqual(JSON.parse(JSON.stringify(comparable(truth))));
      return standing;
    },
    { within: '30s', what: 'The hub’s own board on the board of a client that slept' },
  );
  expect(woken.snapshots).toBeGreaterThan(1);
  expect(woken.gaps).toEqual([]);
  await allIsWell();
});
