import { createHmac } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CHANNEL_KEYS_FILE, demoChannelKeys } from '../demo/channel-keys.ts';
import { openEmbeddedPostgres, type EmbeddedPostgres } from '../postgres/embedded-postgres.ts';
import { freePort } from '../postgres/free-port.ts';
import { deletePlace } from '../postgres/place.ts';
import { announcement } from './announcement.ts';
import { AppLog } from './app-log.ts';
import { readDemoWard } from './demo-ward.ts';
import { refuseTakenPort } from './front-port.ts';
import { KeptRunning, pauseAfter } from './kept-running.ts';
import { describeEnd, EndedTooSoon, Program } from './program.ts';
import { compiled } from './project-root.ts';
import { Refusal } from './refusal.ts';
import { takeRunLock, type RunLock } from './run-lock.ts';
import { readSettings, type Settings } from './settings.ts';

export interface SuperviseOptions {
  readonly fresh: boolean;
  readonly simulator: boolean;
  readonly speed: string | undefined;
  /** Aborts when all is to end. */
  readonly ending: AbortSignal;
  /** Shows what is being done when it takes a while. */
  readonly step: <Answer>(label: string, work: () => Promise<Answer>) => Promise<Answer>;
}

/**
 * How long each may take to finish what it has in hand, in the order in which they end: from where readings come in to
 * where they are kept. Their sum stays below the 5 s in which a Ctrl-C is promised to be done.
 */
const PATIENCE_MS = { simulator: 300, ingestion: 1_000, 'rules-worker': 1_000, hub: 800 } as const;
const DEADLINE_MS = 4_800;
const HEALTHY_WITHIN_MS = 30_000;
const BETWEEN_LOG_LOOKS_MS = 10_000;

/** Runs all of Homeward on this machine until `ending` aborts or something makes it impossible. */
export async function supervise(options: SuperviseOptions): Promise<void> {
  const settings = readSettings();
  const url = `http://127.0.0.1:${settings.port}`;
  await mkdir(settings.data, { recursive: true });
  const lock = await takeRunLock(settings.data, url);
  const house = new House(settings, url, options);
  try {
    const opened = house.open();
    // Its failure is looked at below, unless the wish to end comes first and makes it unimportant.
    opened.catch(() => undefined);
    await Promise.race([opened, aborted(options.ending)]);
    if (!options.ending.aborted) await aborted(options.ending);
  } finally {
    await house.closeWithin(DEADLINE_MS, lock);
    await lock.release();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

class House {
  private readonly apps = new Map<keyof typeof PATIENCE_MS, KeptRunning>();
  private errand: Program | undefined;
  private postgres: Promise<EmbeddedPostgres> | undefined;
  private closing = false;

  constructor(
    private readonly settings: Settings,
    private readonly url: string,
    private readonly options: SuperviseOptions,
  ) {}

  async open(): Promise<void> {
    const { step, fresh } = this.options;
    const { data, port, databaseUrl } = this.settings;
    await refuseTakenPort(port);
    if (fresh) await step('Deleting the old data', () => this.deleteData());
    const database = databaseUrl ?? (await step('Starting PostgreSQL', () => this.startPostgres()));
    const hubPort = await freePort();
    const env = {
      ...(await this.waysOfTelling()),
      DATABASE_URL: database,
      HOMEWARD_DATA: data,
      HOMEWARD_URL: this.url,
      HUB_URL: `http://127.0.0.1:${hubPort}`,
    };
    await step('Migrating the database', () => this.runErrand('migrate', env));
    await step('Opening the demo ward', () => this.runErrand('demo/open-demo-ward', env));
    await step('Starting the apps', async () => {
      await Promise.all([
        this.startApp('hub', { ...env, PORT: String(hubPort) }),
        this.startApp('rules-worker', { ...env, PORT: String(await freePort()) }),
        this.startApp('ingestion', { ...env, PORT: String(port) }),
      ]);
      await this.healthy();
    });
    const demo = await readDemoWard(data);
    if (this.closing) return;
    console.log(`ready: ${this.url}`);
    console.log(announcement(this.url, demo, this.shown(data)));
    if (this.options.simulator) this.startSimulator(env);
  }

  /**
   * The settings as they are given; where they say nothing of push or of webhooks, with the demo's own keys. Messages lead to
   * this machine then, unless it is said where browsers reach it.
   */
  private async waysOfTelling(): Promise<NodeJS.ProcessEnv> {
    const { environment, data } = this.settings;
    const own = await demoChannelKeys(data);
    const { WEBHOOK_KEY, ...vapid } = own;
    const given = (name: string): boolean => (environment[name] ?? '') !== '';
    return {
      ...(Object.keys(vapid).some(given) ? {} : vapid),
      WEBHOOK_KEY,
      SECOND_FACTOR_KEY: createHmac('sha256', WEBHOOK_KEY).update('second factors of the demo').digest('base64'),
      PUBLIC_URL: this.url,
      ...Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')),
    };
  }

  /** Ends everything in the order that the work flows, and answers no later than the deadline. */
  async closeWithin(deadline: number, lock: RunLock): Promise<void> {
    this.closing = true;
    const inTime = pause(deadline, undefined, { ref: false });
    await Promise.race([inTime, this.close(lock).catch((error: unknown) => console.error(String(error)))]);
  }

  private async close(lock: RunLock): Promise<void> {
    await lock.sayEnding();
    await this.errand?.kill();
    for (const [name, patience] of Object.entries(PATIENCE_MS)) {
      await this.apps.get(name as keyof typeof PATIENCE_MS)?.stop(patience);
    }
    const postgres = await this.postgres?.catch(() => undefined);
    await postgres?.stop();
  }

  private async deleteData(): Promise<void> {
    const { data } = this.settings;
    // Only what we made: somebody may have pointed HOMEWARD_DATA at a folder with other things in it.
    await deletePlace(join(data, 'postgres'));
    await rm(join(data, 'demo.json'), { force: true });
    await rm(join(data, CHANNEL_KEYS_FILE), { force: true });
    await rm(join(data, 'logs'), { recursive: true, force: true });
  }

  private async startPostgres(port?: number): Promise<string> {
    const { data } = this.settings;
    this.postgres = openEmbeddedPostgres({
      dataDir: join(data, 'postgres'),
      logFile: this.logFile('postgres'),
      ...(port !== undefined && { port }),
    });
    const server = await this.postgres;
    void server.ended.then(() => this.restartPostgres(server.port));
    return server.url;
  }

  private async restartPostgres(port: number): Promise<void> {
    for (let failures = 1; !this.closing; failures += 1) {
      const wait = pauseAfter(failures);
      console.log(`PostgreSQL ended. Starting it again in ${wait / 1000} s.`);
      await pause(wait);
      if (this.closing) return;
      try {
        await this.startPostgres(port);
        console.log('PostgreSQL is back.');
        return;
      } catch {
        // Its log says why; the next attempt comes.
      }
    }
  }

  private async runErrand(name: string, env: NodeJS.ProcessEnv): Promise<void> {
    if (this.closing) return;
    const short = name.slice(name.lastIndexOf('/') + 1);
    const log = new AppLog(this.logFile(short));
    const errand = new Program({
      name: short,
      file: compiled(`scripts/${name}`),
      env,
      log,
    });
    this.errand = errand;
    const end = await errand.ended;
    const said = errand.lastWords();
    this.errand = undefined;
    log.close();
    if (end.code !== 0) throw this.didNotWork(short, describeEnd(end), said);
  }

  private async startApp(name: 'hub' | 'rules-worker' | 'ingestion', env: NodeJS.ProcessEnv): Promise<void> {
    if (this.closing) return;
    try {
      await this.keep(name, compiled(`apps/${name}/main`), [], env).start();
    } catch (error) {
      if (error instanceof EndedTooSoon) throw this.didNotWork(name, error.how, error.said);
      throw error;
    }
  }

  private startSimulator(env: NodeJS.ProcessEnv): void {
    const speed = this.options.speed === undefined ? [] : ['--speed', this.options.speed];
    this.keep('simulator', compiled('scripts/simulate'), speed, env).startInBackground();
  }

  private keep(name: keyof typeof PATIENCE_MS, file: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    const log = new AppLog(this.logFile(name));
    setInterval(() => log.keepSmall(), BETWEEN_LOG_LOOKS_MS).unref();
    const app = new KeptRunning({ name, file, args, env, log }, this.shown(this.logFile(name)), (line) =>
      console.log(line),
    );
    this.apps.set(name, app);
    return app;
  }

  /** Until a posted reading would reach the board. */
  private async healthy(): Promise<void> {
    const began = performance.now();
    let said = 'nothing';
    while (!this.closing) {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (answer?.status === 200) return;
      if (answer) said = `${answer.status} ${await answer.text()}`;
      if (performance.now() - began > HEALTHY_WITHIN_MS) {
        throw new Refusal(`${this.url}/health/ready did not become 200. It said: ${said}`);
      }
      await pause(50);
    }
  }

  private didNotWork(name: string, how: string, said: string): Refusal {
    const reason = said === '' ? how : lastMessage(said);
    return new Refusal(`${name} did not start: ${reason}\nIts log: ${this.shown(this.logFile(name))}`);
  }

  private logFile(name: string): string {
    return join(this.settings.data, 'logs', `${name}.log`);
  }

  private shown(path: string): string {
    const short = relative(process.cwd(), path);
    return short.startsWith('..') ? path : short;
  }
}

/** The sentence in the last line of a log, whether the line is JSON or not. */
function lastMessage(said: string): string {
  const last = said.slice(said.lastIndexOf('\n') + 1);
  try {
    const { msg, err } = JSON.parse(last) as { msg?: unknown; err?: { message?: unknown } };
    return [msg, err?.message].filter((part) => typeof part === 'string').join(': ') || last;
  } catch {
    return last;
  }
}
