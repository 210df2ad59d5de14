import { afterAll, jest } from '@jest/globals';
import { stopEverything } from './started.ts';

// Real processes on a machine that may be slow or busy: what is awaited has its own bound, in `until`; this one is for what hangs.
jest.setTimeout(300_000);

// Runs for every test file that imports the harness, whether its tests passed or not.
afterAll(stopEverything, 120_000);

export { startApp, type AppName, type TestApp } from './apps.ts';
export { openBrowser, openTablet } from './browser.ts';
export { openDatabase, openPostgres, type TestDatabase, type TestPostgres } from './postgres.ts';
export { openRedis, type TestRedis } from './redis.ts';
export { temporaryFolder, jobBackend, programOnPath } from './settings.ts';
export { openIngestion, openStack, type TestIngestion, type TestStack } from './stack.ts';
export { stopAtTheEnd } from './started.ts';
export { until } from './until.ts';
