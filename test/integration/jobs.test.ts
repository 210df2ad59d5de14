import { migrateJobs, openDoorbells, workOn, type JobHandlers, type JobSettings } from '#jobs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { jobBackend, openDatabase, openRedis, stopAtTheEnd, until } from '../harness/index.ts';
import { forgetEveryJob, isDeadlock } from '../ward/forget-jobs.ts';

// One suite for both backends: `npm test` runs it once on each.
let settings: JobSettings;
let forget: () => Promise<void>;
const failures: Error[] = [];
/** Does nothing of what it is asked. */
const idle: JobHandlers = {
  'evaluate-readings': async () => undefined,
  'send-notifications': async () => undefined,
  'sweep-alarms': async () => undefined,
};

beforeAll(async () => {
  const database = await openDatabase();
  await migrateJobs(database.url);
  const redis = jobBackend() === 'redis' ? await openRedis() : null;
  forget = () => forgetEveryJob({ redis: redis ?? undefined, database });
  settings = { databaseUrl: database.url, redisUrl: redis?.url ?? null, failed: (error) => failures.push(error) };
});

describe(`doorbells on ${jobBackend()}`, () => {
  it('wake a worker, which gets the payload', async () => {
    const heard: string[] = [];
    const work = workOn(settings, { ...idle, 'evaluate-readings': async ({ traceId }) => void heard.push(traceId) });
    stopAtTheEnd(() => work.close());
    const bells = openDoorbells(settings, ['evaluate-readings']);
    stopAtTheEnd(() => bells.close());

    bells.ring('evaluate-readings', { traceId: 'first' });
    await until(() => heard.includes('first'), { within: '5s', what: 'The first ring' });
    expect(heard).toEqual(['first']);
    await work.close();
  });

  it('coalesce: many rings are few jobs, and one that comes while the worker is busy is not lost', async () => {
    let runs = 0;
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const work = workOn(settings, {
      ...idle,
      'evaluate-readings': async () => {
        runs++;
        await gate;
      },
    });
    stopAtTheEnd(() => work.close());
    const bells = openDoorbells(settings, ['evaluate-readings']);
    stopAtTheEnd(() => bells.close());

    bells.ring('evaluate-readings', { traceId: 'a' });
    await until(() => runs === 1, { within: '5s', what: 'A busy worker' });
    for (let i = 0; i < 200; i++) bells.ring('evaluate-readings', { traceId: `while busy ${i}` });
    // They have arrived when the last of them has: rings of one process go one after the other.
    await new Promise((resolve) => {
      setTimeout(resolve, 500);
    });
    release();

    await until(() => runs >= 2, { within: '5s', what: 'The run for the rings that came meanwhile' });
    await new Promise((resolve) => {
      setTimeout(resolve, 500);
    });
    expect(runs).toBeLessThanOrEqual(4);
    await work.close();
  });

  it('wake one of two workers, and go on when one of them goes', async () => {
    const runs = { one: 0, two: 0 };
    const one = workOn(settings, { ...idle, 'evaluate-readings': async () => void runs.one++ });
    const two = workOn(settings, { ...idle, 'evaluate-readings': async () => void runs.two++ });
    stopAtTheEnd(() => two.close());
    const bells = openDoorbells(settings, ['evaluate-readings']);
    stopAtTheEnd(() => bells.close());
    bells.ring('evaluate-readings', { traceId: 'x' });
    await until(() => runs.one + runs.two === 1, { within: '5s', what: 'One run' });
    await one.close();
    bells.ring('evaluate-readings', { traceId: 'y' });
    await until(() => runs.one + runs.two === 2, { within: '5s', what: 'A run on the other' });
  });

  it('come by themselves when they are scheduled, on one of two workers, also when the store forgot the schedule', async () => {
    const runs = { one: 0, two: 0 };
    const one = workOn(settings, { ...idle, 'sweep-alarms': async () => void runs.one++ });
    const two = workOn(settings, { ...idle, 'sweep-alarms': async () => void runs.two++ });
    stopAtTheEnd(() => Promise.all([one.close(), two.close()]));
    const began = performance.now();
    // Workers of the tests before take their share.
    await until(() => runs.one + runs.two >= 4, { within: '30s', what: 'Four runs' });
    // Two workers that each ran every second would have done it in half the time.
    expect(performance.now() - began).toBeGreaterThan(2_000);
    await forget();
    const sofar = runs.one + runs.two;
    await until(() => runs.one + runs.two > sofar + 1, { within: '20s', what: 'Runs of a schedule made anew' });
  });

  it('were never out of order', () => {
    // The worker may be the one that begins again when the store is emptied under it.
    expect(failures.filter((failure) => !isDeadlock(failure))).toEqual([]);
  });
});
