import './node-version.mjs';
import { accessSync, constants } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureClientBuilt } from './client.mjs';
import { ensureInstalled } from './install.mjs';
import { runNode, tool } from './run.mjs';
import { step } from './step.mjs';

// npm test                      every suite that can run here
// npm test -- news2             only test files whose path contains `news2`; any other argument of jest works too

const isCi = Boolean(process.env.CI) && process.env.CI !== 'false';
const jestArgs = process.argv.slice(2);

function isOnPath(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.some((name) =>
    folders.some((folder) => {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }),
  );
}

/**
 * One stage after the other; what is in one stage runs side by side. `needs`: what the machine must have. `side`: two files
 * at a time. The suites that kill processes run one file at a time and mostly wait, so that both job backends fit beside
 * each other on two cores; more at once would measure each other. CI has time, and machines that we do not know: there they take turns.
 */
const stages = [
  [{ label: 'unit', projects: ['unit'] }],
  [{ label: 'services, whatever the jobs', projects: ['service'], jobs: 'postgres', side: true }],
  [
    { label: 'integration and fault, jobs in PostgreSQL', projects: ['integration', 'fault'], jobs: 'postgres' },
    {
      label: 'integration and fault, jobs in Redis',
      projects: ['integration', 'fault'],
      jobs: 'redis',
      needs: 'redis',
    },
  ],
  [{ label: 'browser', projects: ['browser'], jobs: 'postgres', needs: 'chromium' }],
];

const machine = {
  redis: { has: isOnPath('redis-server'), get: 'sudo apt-get install redis-server' },
  chromium: { has: isOnPath('chromium', 'chromium-browser', 'google-chrome'), get: 'sudo apt-get install chromium' },
};

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => ending.abort());

const heading = (label) => `\n── ${label} ${'─'.repeat(Math.max(0, 100 - label.length))}`;

/**
 * @param show - write to the terminal as it goes on; else what it wrote is written when it is done
 * @returns what jest counted, a file that could not even be loaded counting as a failed test
 */
async function jest({ label, projects, jobs, side }, { env, folder, show }) {
  const report = join(folder, `${projects.join('-')}-${jobs ?? 'none'}.json`);
  if (show) console.log(heading(label));
  const args = [
    '--selectProjects',
    ...projects,
    '--json',
    '--outputFile',
    report,
    '--passWithNoTests',
    // What a test started, the harness stops; a client's last timer must not hold up the run.
    '--forceExit',
    // Properties are many runs: on a machine that is busy they are slow, which is not wrong.
    '--testTimeout=60000',
    ...(side ? ['--maxWorkers=2'] : jobs ? ['--runInBand'] : []),
    ...(isCi ? ['--ci'] : []),
    ...jestArgs,
  ];
  const { code, output } = await runNode(tool('jest/bin/jest.js'), args, {
    show,
    signal: ending.signal,
    env: { ...env, ...(jobs && { HOMEWARD_TEST_JOBS: jobs }) },
  });
  if (!show) console.log(`${heading(label)}\n${output.trimEnd()}`);
  try {
    const counted = JSON.parse(await readFile(report, 'utf8'));
    const failed = counted.numFailedTests + counted.numRuntimeErrorTestSuites;
    return {
      passed: counted.numPassedTests,
      // Such as an error outside any test.
      failed: failed === 0 && code !== 0 ? 1 : failed,
      left: counted.numPendingTests,
    };
  } catch {
    console.error(`jest ended without a report (${label}).`);
    return { passed: 0, failed: 1, left: 0 };
  }
}

async function runAll() {
  await ensureInstalled(ending.signal);
  await ensureBuilt(ending.signal);
  await ensureClientBuilt(ending.signal);
  const { openEmbeddedPostgres } = await import('../dist/scripts/postgres/embedded-postgres.js');
  const { deletePlace } = await import('../dist/scripts/postgres/place.js');

  const folder = await mkdtemp(join(tmpdir(), 'homeward-tests-'));
  // PostgreSQL's user passes through it when we are root.
  await chmod(folder, 0o755);
  const dataDir = join(folder, 'postgres');
  const total = { passed: 0, failed: 0 };
  const notices = [];
  let server;
  try {
    // One server for all test files: each makes a database of its own on it.
    server = await step('Starting PostgreSQL for the tests', () =>
      openEmbeddedPostgres({ dataDir, logFile: join(folder, 'postgres.log') }),
    );
    const env = {
      ...process.env,
      NODE_OPTIONS:
        `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim(),
      HOMEWARD_TEST_POSTGRES: server.url,
      HOMEWARD_TEST_FOLDER: folder,
    };
    for (const stage of stages) {
      const here = stage.filter(({ label, needs }) => {
        const need = machine[needs];
        if (need && !need.has) notices.push(`SKIPPED: ${label}. It needs ${needs}: ${need.get}`);
        return !need || need.has;
      });
      const counts = [];
      if (isCi) for (const run of here) counts.push(await jest(run, { env, folder, show: true }));
      else counts.push(...(await Promise.all(here.map((run, at) => jest(run, { env, folder, show: at === 0 })))));
      for (const [at, { passed, failed, left }] of counts.entries()) {
        total.passed += passed;
        total.failed += failed;
        // Asked for with an argument such as -t, leaving tests out is no oversight.
        if (left > 0 && jestArgs.length === 0) {
          notices.push(`SKIPPED: ${left} tests of ${here[at].label} that are marked so.`);
        }
      }
    }
  } finally {
    await server?.stop();
    await deletePlace(dataDir);
    await rm(folder, { recursive: true, force: true });
  }

  console.log('');
  for (const notice of notices) console.log(notice);
  if (isCi && notices.length > 0) {
    console.log('With CI set, what is skipped counts as failed.');
    total.failed += notices.length;
  }
  if (total.passed + total.failed === 0) {
    console.log('No test was found.');
    total.failed = 1;
  }
  const summary = `${total.passed} passed, ${total.failed} failed`;
  console.log(summary);
  // For a caller that has more to say after us and wants this to be its own last line.
  if (process.env.HOMEWARD_TEST_SUMMARY) await writeFile(process.env.HOMEWARD_TEST_SUMMARY, `${summary}\n`);
  return total.failed === 0;
}

try {
  process.exitCode = (await runAll()) ? 0 : 1;
} catch (error) {
  if (!ending.signal.aborted) console.error(error?.isRefusal ? error.message : error);
  process.exitCode = ending.signal.aborted ? 130 : 1;
}
