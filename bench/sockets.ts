import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Board } from '#contracts';
import pg from 'pg';
import { openDatabase } from '../test/harness/postgres.ts';
import { openStack } from '../test/harness/stack.ts';
import { stopEverything } from '../test/harness/started.ts';
import { anAlert } from '../test/ward/fixtures.ts';
import { signedIn } from '../test/ward/people.ts';
import type { BroadcastRequest } from './bare-broadcast.ts';
import { openCrowd } from './crowd.ts';
import type { Arrived, BoardsRequest } from './many-boards.ts';
import { processorTime } from './processor-time.ts';
import { benchOptions, milliseconds, percentile, profiling, publish } from './report.ts';
import { SideProgram } from './side-program.ts';

/*
 * A hub with 500 boards on 25 wards while the record tells of 200 changes a second, and alerts are accepted over HTTP meanwhile;
 * beside a bare socket.io broadcast of the same bytes to the same boards at the same rate. An event's age counts from before
 * its statement is sent. What makes the changes is a statement with the tile in it: the hub is measured, and not what evaluates.
 */
const WARDS = 25;
const BOARDS_EACH = 20;
const PATIENTS = 500;
const EVENTS_PER_SECOND = 200;
const ACCEPTS_PER_SECOND = 4;
/** What has not arrived this long after the last was told is lost, in ms. */
const PATIENCE_MS = 5_000;
/** Of the bare broadcast, in s: it does not change with time. */
const MOST_BARE_SECONDS = 20;

const options = benchOptions(60);
const say = (text: string) => process.stderr.write(`${text}\n`);

/** Resident memory, MB; NaN where it cannot be told (not on Linux). */
async function residentMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1_024);
}

async function atRate(perSecond: number, count: number, work: (n: number) => Promise<void>): Promise<void> {
  const began = performance.now();
  const under: Promise<void>[] = [];
  for (let n = 0; n < count;) {
    const due = Math.min(count, Math.floor(((performance.now() - began) / 1_000) * perSecond) + 1);
    for (; n < due; n++) under.push(work(n));
    await pause(1);
  }
  await Promise.all(under);
}

/** Until every board was told so much, or nothing more is to be hoped for. */
async function arrivedAt(boards: SideProgram, expected: number): Promise<Arrived> {
  const patience = performance.now() + PATIENCE_MS;
  for (;;) {
    const arrived = await boards.ask<Arrived>({ kind: 'end' } satisfies BoardsRequest);
    if (arrived.events >= expected || performance.now() > patience) return arrived;
    await pause(100);
  }
}

/** A bed of each ward in turn, as the board shows it. */
async function bedsOf(url: string, cookie: string, wards: readonly string[]): Promise<Bed[]> {
  const boards = await Promise.all(
    wards.map(async (wardId) => {
      const answer = await fetch(`${url}/api/wards/${wardId}/board`, { headers: { cookie } });
      if (!answer.ok) throw new Error(`a board was answered ${answer.status}`);
      const { tiles } = (await answer.json()) as Board;
      return tiles.map((tile) => ({ wardId, admissionId: tile.admissionId, tiles: JSON.stringify([tile]) }));
    }),
  );
  const most = Math.max(...boards.map((beds) => beds.length));
  return Array.from({ length: most }, (_, n) => boards.flatMap((beds) => beds[n] ?? [])).flat();
}

interface Bed {
  wardId: string;
  admissionId: string;
  /** As the feed keeps it. */
  tiles: string;
}

/** As the record appends, in one statement. */
const APPEND = `
  WITH numbered AS (
    UPDATE ward SET feed_seq = feed_seq + 1 WHERE id = $1 RETURNING feed_seq
  ), appended AS (
    INSERT INTO feed_event (ward_id, seq, type, at, tiles, removed)
    SELECT $1, feed_seq, 'readings-evaluated', $2, $3::json, '[]' FROM numbered RETURNING seq
  ) SELECT pg_notify('ward_feed', $1 || ':' || seq) FROM appended`;

async function measure() {
  say('opening Homeward …');
  const database = await openDatabase();
  const { wards } = await openCrowd(database, { wards: WARDS, patients: PATIENTS });
  const stack = await openStack({ jobs: 'postgres', database, env: profiling(options) });
  await database.query('UPDATE account SET ward_ids = ward_ids || $1 WHERE role = $2', [wards, 'hub-clinician']);
  const cookie = await signedIn(stack, 'hub-clinician');
  const beds = await bedsOf(stack.hub.url, cookie, wards);
  const pool = new pg.Pool({ connectionString: database.url, max: 8 });

  const boards = new SideProgram('many-boards');
  await boards.ready();
  await boards.ask({ kind: 'open', url: stack.hub.url, cookie, wards, each: BOARDS_EACH } satisfies BoardsRequest);
  const change = async (n: number): Promise<void> => {
    const { wardId, tiles } = beds[n % beds.length]!;
    await pool.query({ name: 'append', text: APPEND, values: [wardId, new Date(), tiles] });
  };
  await atRate(EVENTS_PER_SECOND, EVENTS_PER_SECOND * 3, change);
  await pause(500);

  say(`${EVENTS_PER_SECOND} events a second for ${options.seconds} s …`);
  await boards.ask({ kind: 'begin' } satisfies BoardsRequest);
  const before = await processorTime(stack.hub.pid);
  const count = Math.round(EVENTS_PER_SECOND * options.seconds);
  await atRate(EVENTS_PER_SECOND, count, change);
  const expected = count * BOARDS_EACH;
  const told = await arrivedAt(boards, expected);
  const hubTime = (await processorTime(stack.hub.pid)) - before;
  const memory = await residentMemory(stack.hub.pid);

  say('accepting alerts meanwhile …');
  const accepts = Math.round(ACCEPTS_PER_SECOND * Math.min(options.seconds, 30));
  const toAccept: { alertId: string; wardId: string }[] = [];
  for (let n = 0; n < accepts; n++) {
    const { wardId, admissionId } = beds[n % beds.length]!;
    toAccept.push({ alertId: await anAlert(database, { wardId, admissionId }), wardId });
  }
  const shown: number[] = [];
  // As long as it takes to accept them, and a little.
  const background = atRate(EVENTS_PER_SECOND, Math.round((EVENTS_PER_SECOND * accepts) / ACCEPTS_PER_SECOND), change);
  for (const { alertId, wardId } of toAccept) {
    const onBoards = boards.ask<{ at: number }>({ kind: 'accepted', wardId, alertId } satisfies BoardsRequest);
    // What is waited for is known there first.
    await pause(1_000 / ACCEPTS_PER_SECOND);
    const asked = performance.timeOrigin + performance.now();
    const answer = await fetch(`${stack.hub.url}/api/alerts/${alertId}/acceptance`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ version: 1 }),
    });
    if (answer.status !== 200) throw new Error(`accepting was answered ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
    shown.push((await onBoards).at - asked);
  }
  await background;
  await boards.ask({ kind: 'close' } satisfies BoardsRequest);
  await pool.end();
  await Promise.all([stack.ingestion.stop(), stack.worker.stop(), stack.hub.stop()]);

  say('a bare broadcast of the same …');
  if (!told.sample) throw new Error('no event came');
  const bare = new SideProgram('bare-broadcast');
  const url = await bare.ready();
  await boards.ask({ kind: 'open', url, cookie: '', wards, each: BOARDS_EACH } satisfies BoardsRequest);
  const bareSeconds = Math.min(options.seconds, MOST_BARE_SECONDS);
  const asked = { event: told.sample, rooms: wards, perSecond: EVENTS_PER_SECOND, seconds: bareSeconds };
  await boards.ask({ kind: 'begin' } satisfies BoardsRequest);
  const bareBefore = await processorTime(bare.pid);
  const { told: bareTold } = await bare.ask<{ told: number }>(asked satisfies BroadcastRequest);
  const bareArrived = await arrivedAt(boards, bareTold * BOARDS_EACH);
  const bareTime = (await processorTime(bare.pid)) - bareBefore;
  const sorted = shown.toSorted((a, b) => a - b);

  const where = `${WARDS * BOARDS_EACH} boards on ${WARDS} wards, ${EVENTS_PER_SECOND} events/s`;
  const age = (share: 'p50' | 'p99', atMost?: number) => ({
    what: `event’s age on a board, ${share}`,
    value: milliseconds(told[share]),
    unit: 'ms',
    ...(atMost === undefined ? {} : { budget: { atMost } }),
  });
  await publish(
    'sockets',
    [
      {
        what: `never told, of ${expected.toLocaleString('en-GB')}`,
        value: expected - told.events + told.missed,
        unit: 'events',
        budget: { atMost: 0 },
      },
      age('p50'),
      age('p99', 150),
      {
        what: 'the same beside a bare broadcast',
        value: milliseconds(told.p99),
        unit: 'ms',
        limit: { what: 'socket.io alone, p99', value: milliseconds(bareArrived.p99) },
      },
      {
        what: 'processor time of the hub, for one board and event',
        value: Math.round((hubTime / told.events) * 10) / 10,
        unit: 'µs',
        limit: { what: 'socket.io alone', value: Math.round((bareTime / bareArrived.events) * 10) / 10 },
      },
      { what: 'accepted → on all boards of the ward, p50', value: milliseconds(percentile(sorted, 0.5)), unit: 'ms' },
      {
        what: 'accepted → on all boards of the ward, p99',
        value: milliseconds(percentile(sorted, 0.99)),
        unit: 'ms',
        budget: { atMost: 100 },
      },
      { what: 'memory of the hub', value: memory, unit: 'MB', budget: { atMost: 250 } },
    ],
    options,
    { where, seconds: options.seconds, eventBytes: JSON.stringify(told.sample).length, accepts },
  );
}

try {
  await measure();
} finally {
  await stopEverything();
}
process.exit();
