import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../scripts/postgres/free-port.ts';
import { AppLog } from '../../scripts/start/app-log.ts';
import { EndedTooSoon, Program } from '../../scripts/start/program.ts';
import { compiled } from '../../scripts/start/project-root.ts';
import { cleanEnvironment, temporaryFolder } from './settings.ts';
import { stopAtTheEnd } from './started.ts';

export type AppName = 'ingestion' | 'rules-worker' | 'hub';

export interface TestApp {
  readonly name: AppName;
  /** Stays the same when the app is started again. */
  readonly url: string;
  readonly pid: number;
  /** Without a chance to say goodbye, unless another signal is given. Answers when it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** As a deployment would: SIGTERM, and time to finish. */
  stop(): Promise<void>;
  /** Again after `kill` or `stop`, on the same port, with the same environment. */
  start(): Promise<void>;
  /** Everything that it has written, over all its lives. */
  logs(): string;
}

const READY_WITHIN_MS = 120_000;
const PATIENCE_MS = 10_000;

/** One of our apps as a real process, from dist, once it says that it serves. Stopped at the end of the test file. */
export async function startApp(name: AppName, env: NodeJS.ProcessEnv): Promise<TestApp> {
  const folder = await temporaryFolder('homeward-log-');
  const log = new AppLog(join(folder, `${name}.log`));
  stopAtTheEnd(async () => {
    log.close();
    await rm(folder, { recursive: true, force: true });
  });
  const launch = async (port: string) => {
    const program = new Program({
      name,
      file: compiled(`apps/${name}/main`),
      env: { ...cleanEnvironment(), ...env, PORT: port },
      log,
    });
    stopAtTheEnd(() => program.stop(PATIENCE_MS));
    await program.ready(READY_WITHIN_MS);
    return program;
  };
  const launchOnFreePort = async () => {
    for (let attempt = 1; ; attempt += 1) {
      const chosen = env['PORT'] ?? String(await freePort());
      try {
        return { chosen, program: await launch(chosen) };
      } catch (error) {
        const taken = error instanceof EndedTooSoon && error.said.includes('EADDRINUSE') && !env['PORT'];
        if (!taken || attempt === 5) throw error;
      }
    }
  };

  const { chosen, program } = await launchOnFreePort();
  let running = program;
  return {
    name,
    url: `http://127.0.0.1:${chosen}`,
    get pid() {
      return running.pid;
    },
    kill: (signal) => running.kill(signal),
    stop: () => running.stop(PATIENCE_MS),
    start: async () => {
      running = await launch(chosen);
    },
    logs: () => log.text(),
  };
}
