import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { ensureBuilt } from '../build.mjs';
import { ensureInstalled } from '../install.mjs';
import { Refusal, step } from '../step.mjs';

const HELP = `npm start -- [options]

Starts Homeward on this machine: installs and builds what is missing, opens a PostgreSQL of its own, migrates it, opens a
demo ward, and runs ingestion, rules worker, hub and simulated patients. Ctrl-C stops all of it.

  --fresh           begin anew: deletes the data of earlier starts
  --no-simulator    no simulated patients: readings are what you post
  --speed N         how many times faster than the clock a simulated day passes
  --help            this text

Settings, as environment variables:

  PORT              the one address for everything (default 3000)
  DATABASE_URL      a PostgreSQL to use instead of the embedded one
  REDIS_URL         a Redis for the jobs; without it they are in PostgreSQL
  HOMEWARD_DATA     where data and logs are kept (default .homeward)
`;

/** @typedef {{ fresh: boolean, simulator: boolean, speed: string | undefined }} Flags */

/** @returns {Flags} */
function parse(args) {
  const flags = { fresh: false, simulator: true, speed: undefined };
  for (let at = 0; at < args.length; at += 1) {
    const [name, value] = args[at].split('=', 2);
    if (name === '--fresh') flags.fresh = true;
    else if (name === '--no-simulator') flags.simulator = false;
    else if (name === '--speed') {
      flags.speed = value ?? args[(at += 1)];
      if (!(Number(flags.speed) > 0))
        throw new Refusal('--speed takes a number above 0, as in: npm start -- --speed 60');
    } else throw new Refusal(`${args[at]} is not an option. npm start -- --help lists them.`);
  }
  return flags;
}

/** Changes when the parent or, where /proc tells, its parent is gone. */
function ancestors() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    return `${process.ppid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`;
  } catch {
    return String(process.ppid);
  }
}

/** Aborts at the first wish to end: Ctrl-C, SIGTERM, a closed terminal, or the end of the npm that runs this. */
function wishToEnd() {
  const wish = new AbortController();
  // npm passes on a Ctrl-C that the terminal has already sent to all: a second one is no second wish.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => wish.abort(signal));
  if (process.env.npm_lifecycle_event !== undefined) {
    // npm killed without mercy cannot pass anything on, and the shell that it runs us in notices nothing.
    const before = ancestors();
    setInterval(() => ancestors() !== before && wish.abort('npm ended'), 250).unref();
  }
  // Whoever read what we print may go away; the ward stays open.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  return wish.signal;
}

/** Before minutes of installing, the question that would make them useless. The supervisor asks it again, exactly. */
async function refuseWhenPortIsTaken() {
  const port = Number(process.env.PORT || 3000);
  const taken = await new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => resolve(error.code === 'EADDRINUSE'));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(false)));
  }).catch(() => false);
  if (taken)
    throw new Refusal(`Port ${port} is taken. Choose another with the setting PORT: PORT=${port + 1} npm start`);
}

const isFirstStart = () => !existsSync(new URL('../../dist/.servers-built', import.meta.url));

/** @param {readonly string[]} args */
export async function start(args) {
  if (args.includes('--help')) {
    console.log(HELP);
    return;
  }
  const ending = wishToEnd();
  try {
    const flags = parse(args);
    if (isFirstStart()) await refuseWhenPortIsTaken();
    await ensureInstalled(ending);
    await ensureBuilt(ending);
    ending.throwIfAborted();
    const { supervise } = await import('../../dist/scripts/start/supervisor.js');
    await supervise({ ...flags, ending, step });
  } catch (error) {
    // Being asked to end is no failure, however much of the start was done.
    if (!ending.aborted) {
      // Not `instanceof`: the supervisor's refusals are of a class of their own.
      console.error(error?.isRefusal ? error.message : error);
      process.exitCode = 1;
    }
  }
  process.exit();
}
