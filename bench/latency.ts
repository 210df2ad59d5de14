import { setTimeout as pause } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { JoinAnswer, WardClientEvents, WardEvent, WardServerEvents } from '#contracts';
import { openDatabase } from '../test/harness/postgres.ts';
import { programOnPath, type JobBackend } from '../test/harness/settings.ts';
import { openStack } from '../test/harness/stack.ts';
import { stopEverything } from '../test/harness/started.ts';
import { openCrowd } from './crowd.ts';
import { postAtRate, type Watching } from './fixed-rate.ts';
import { openServerTime, processorTime } from './processor-time.ts';
import { benchOptions, milliseconds, percentile, profiling, publish, type Row } from './report.ts';
import { sessionCookie } from './sign-in.ts';

/*
 * From a reading that is posted to the score on a clinician's socket: everything between, over both job backends. Readings
 * go out at a fixed rate whether or not the earlier ones have arrived, so that a slow moment is counted in full. A clinician
 * watches each of 25 wards; patients are taken in turn.
 */
const WARDS = 25;
const PATIENTS = 500;
const RATES = [20, 200, 500] as const;
/** What a single reading may wait for its answer, with the whole of Homeward at work behind it. */
const ACKNOWLEDGED = { rate: 500, p99: 25 } as const;
/** What has not arrived this long after the last was posted is lost. */
const PATIENCE_MS = 5_000;
const BUDGETS: Readonly<Record<JobBackend, { p50: number; p99: number }>> = {
  redis: { p50: 10, p99: 40 },
  postgres: { p50: 15, p99: 60 },
};

const options = benchOptions(8);
const say = (text: string) => process.stderr.write(`${text}\n`);

/** When each reading that is on its way was posted, by patient and measuring time. */
class Underway implements Watching {
  readonly latencies: number[] = [];
  readonly answers: number[] = [];
  count = 0;
  private readonly byPatient = new Map<string, { effectiveAt: number; postedAt: number }[]>();

  posted(nhsNumber: string, effectiveAt: number): void {
    this.count++;
    const list = this.byPatient.get(nhsNumber) ?? [];
    list.push({ effectiveAt, postedAt: performance.now() });
    this.byPatient.set(nhsNumber, list);
  }

  answered(ms: number): void {
    this.answers.push(ms);
  }

  /** The board shows this patient as of their newest evaluated reading: all up to it have arrived. */
  arrived(event: WardEvent): void {
    const now = performance.now();
    for (const { patient, lastReadingAt } of event.tiles) {
      const list = this.byPatient.get(patient.nhsNumber) ?? [];
      while (list[0] !== undefined && list[0].effectiveAt <= (lastReadingAt ?? 0)) {
        this.latencies.push(now - list.shift()!.postedAt);
      }
    }
  }

  get missing(): number {
    return this.count - this.latencies.length;
  }
}

async function watch(url: string, cookie: string, wardId: string, heard: (event: WardEvent) => void) {
  const socket: Socket<WardServerEvents, WardClientEvents> = io(`${url}/ward`, {
    transports: ['websocket'],
    extraHeaders: { cookie },
    forceNew: true,
  });
  socket.on('event', heard);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const answer = await new Promise<JoinAnswer>((resolve) => socket.emit('join', { wardId }, resolve));
  if ('error' in answer) throw new Error(`the clinician may not join: ${answer.error}`);
  return socket;
}

async function measure(backend: JobBackend): Promise<Row[]> {
  say(`opening Homeward with jobs on ${backend} …`);
  const database = await openDatabase();
  const crowd = await openCrowd(database, { wards: WARDS, patients: PATIENTS });
  const profiled = profiling(options);
  const stack = await openStack({ jobs: backend, database, env: profiled });
  await database.query('UPDATE account SET ward_ids = ward_ids || $1 WHERE role = $2', [crowd.wards, 'hub-clinician']);
  const clinician = stack.demo.accounts.find(({ role }) => role === 'hub-clinician');
  if (!clinician) throw new Error('there is no clinician');
  const cookie = await sessionCookie(stack.url, clinician);

  let underway = new Underway();
  const sockets = await Promise.all(
    crowd.wards.map((wardId) => watch(stack.url, cookie, wardId, (event) => underway.arrived(event))),
  );
  await postAtRate({ url: stack.url, crowd, rate: 100, seconds: 3, run: 'warm-up' }, underway);
  await pause(500);

  const serverTime = await openServerTime(database.url);
  const used = async () => ({
    ingestion: await processorTime(stack.ingestion.pid),
    'rules worker': await processorTime(stack.worker.pid),
    hub: await processorTime(stack.hub.pid),
    database: await serverTime(),
  });
  const rows: Row[] = [];
  for (const rate of RATES) {
    say(`${rate} readings a second …`);
    underway = new Underway();
    const before = await used();
    await postAtRate({ url: stack.url, crowd, rate, seconds: options.seconds, run: `rate${rate}` }, underway);
    const patience = performance.now() + PATIENCE_MS;
    while (underway.missing > 0 && performance.now() < patience) await pause(20);
    const after = await used();
    const sorted = underway.latencies.toSorted((a, b) => a - b);
    const answers = underway.answers.toSorted((a, b) => a - b);
    const budget = rate === 200 ? BUDGETS[backend] : undefined;
    const row = (what: string, times: readonly number[], share: number, atMost?: number): Row => ({
      what: `${what} on ${backend}, ${rate} readings/s, p${share * 100}`,
      value: milliseconds(percentile(times, share)),
      unit: 'ms',
      ...(atMost === undefined ? {} : { budget: { atMost } }),
    });
    rows.push(
      row('posted to acknowledged', answers, 0.5),
      row('posted to acknowledged', answers, 0.99, rate === ACKNOWLEDGED.rate ? ACKNOWLEDGED.p99 : undefined),
      row('posted to socket', sorted, 0.5, budget?.p50),
      row('posted to socket', sorted, 0.99, budget?.p99),
      {
        what: `never seen on ${backend}, ${rate} readings/s`,
        value: underway.missing,
        unit: 'readings',
        budget: { atMost: 0 },
      },
      ...(Object.keys(after) as (keyof typeof after)[]).map((program) => ({
        what: `${program} on ${backend}, ${rate} readings/s`,
        value: Math.round((after[program] - before[program]) / underway.count),
        unit: 'µs CPU a reading',
      })),
    );
  }
  for (const socket of sockets) socket.disconnect();
  await Promise.all([stack.ingestion.stop(), stack.worker.stop(), stack.hub.stop()]);
  return rows;
}

try {
  const rows = await measure('postgres');
  if (programOnPath('redis-server') === undefined) say('redis-server was not found: jobs on Redis were not measured.');
  else rows.push(...(await measure('redis')));
  await publish('latency', rows, options, { patients: PATIENTS, wards: WARDS, secondsEach: options.seconds });
} finally {
  await stopEverything();
}
process.exit();
