import { createPostgresBackend, Queue, UnrecoverableError, withBackend, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import {
  JOBS,
  SCHEDULED,
  type JobHandlers,
  type JobName,
  type JobPayload,
  type RungJob,
  type ScheduledJob,
} from './job-map.ts';

export interface JobSettings {
  /** With it jobs go through Redis; without, through the database. No other line of code knows which. */
  redisUrl: string | null;
  databaseUrl: string;
  /** Told of lost connections; they are retried by themselves. */
  failed: (error: Error) => void;
}

/** The doorbells of one process. */
export interface Doorbells<Name extends RungJob = RungJob> {
  /**
   * Wakes whoever does this job, soon. Never throws, never waits and never queues up: rings that come while one is on
   * its way become one more. A ring that is lost (Redis gone) is made up for by the worker's own sweep.
   */
  ring<Rung extends Name>(name: Rung, payload: JobPayload<Rung>): void;
  close(): Promise<void>;
}

/** A process that does jobs. */
export interface JobsAtWork {
  close(): Promise<void>;
}

/** BullMQ's own tables in the database, apart from ours. */
const SCHEMA = 'bullmq';

/** A worker that dies holds its job for this long, in ms; the sweep does its work meanwhile. */
const LOCK_FOR = 10_000;

/** Rings that come within this of the last, in ms, become one at its end: whoever was woken looks by themselves meanwhile. */
const REST = 100;

/** The most that a lost ring can leave in the store. */
const KEEP_FAILED = 100;

interface QueueLike {
  add(name: string, data: unknown, options: object): Promise<unknown>;
  upsertJobScheduler(id: string, repeat: { every: number }, template: object): Promise<unknown>;
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** The one place that chooses between Redis and PostgreSQL. */
function backend({ redisUrl, databaseUrl }: JobSettings) {
  if (redisUrl !== null) {
    return {
      queue: (name: string): { queue: QueueLike; release: () => Promise<void> } => {
        // A ring waits while Redis is away, for some seconds; the bell lets one wait at a time.
        const connection = new Redis(redisUrl, { maxRetriesPerRequest: 3 });
        const queue = new Queue(name, { connection });
        return { queue, release: async () => connection.disconnect() };
      },
      worker: (name: string, run: (data: unknown) => Promise<void>) => {
        const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
        const worker = new Worker(name, async (job) => run(job.data), { connection, ...workerOptions });
        return { worker, release: async () => connection.disconnect() };
      },
    };
  }
  const classes = withBackend(createPostgresBackend);
  const connection = { connectionString: databaseUrl, schema: SCHEMA, max: 3 };
  return {
    queue: (name: string): { queue: QueueLike; release: () => Promise<void> } => ({
      queue: new classes.Queue(name, { connection }),
      release: async () => undefined,
    }),
    worker: (name: string, run: (data: unknown) => Promise<void>) => ({
      worker: new classes.Worker(name, async (job) => run(job.data), { connection, ...workerOptions }),
      release: async () => undefined,
    }),
  };
}

const workerOptions = {
  concurrency: 1,
  lockDuration: LOCK_FOR,
  stalledInterval: LOCK_FOR / 2,
  // How soon a worker asks again after the store was away, in ms.
  runRetryDelay: 500,
} as const;

/** Creates BullMQ's tables where the database is the backend. Running it again does nothing. */
export async function migrateJobs(databaseUrl: string): Promise<void> {
  const classes = withBackend(createPostgresBackend);
  const queue = new classes.Queue('migration', {
    connection: { connectionString: databaseUrl, schema: SCHEMA, max: 1, migrate: true },
  });
  await queue.waitUntilReady();
  await queue.close();
}

/** The bells of these jobs: a process opens those that it rings. */
export function openDoorbells<Name extends RungJob>(settings: JobSettings, names: readonly Name[]): Doorbells<Name> {
  const chosen = backend(settings);
  const bells = new Map<RungJob, Bell>();
  for (const name of names) {
    const { queue, release } = chosen.queue(name);
    queue.on('error', settings.failed);
    bells.set(name, new Bell(name, queue, release, settings.failed));
  }
  return {
    ring: (name, payload) => bells.get(name)?.ring(payload),
    close: async () => {
      await Promise.all([...bells.values()].map((bell) => bell.close()));
    },
  };
}

class Bell {
  /** From a ring until the next may follow. */
  private onItsWay = false;
  private next: object | null = null;
  private resting: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly name: RungJob,
    private readonly queue: QueueLike,
    private readonly release: () => Promise<void>,
    private readonly failed: (error: Error) => void,
  ) {}

  ring(payload: object): void {
    if (this.closed) return;
    if (this.onItsWay) {
      this.next = payload;
      return;
    }
    this.onItsWay = true;
    // One waiting job per name; one that arrives while a worker is busy runs once more when it is done.
    const deduplication = { id: this.name, keepLastIfActive: true };
    this.queue
      .add(this.name, payload, { deduplication, removeOnComplete: true, removeOnFail: KEEP_FAILED })
      .catch(this.failed)
      .finally(() => {
        this.resting = setTimeout(() => this.rested(), REST);
      });
  }

  private rested(): void {
    this.onItsWay = false;
    const { next } = this;
    this.next = null;
    if (next) this.ring(next);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.resting);
    // First the connection: a ring that waits for a Redis that is away would keep the queue from closing.
    await this.release();
    await this.queue.close().catch(() => undefined);
  }
}

/** How soon a schedule that the store forgot is made anew, in ms. */
const SCHEDULE_AGAIN_EVERY = 5_000;

/** Has a job come by itself, on one worker of all that schedule it. */
class Schedule {
  private readonly timer: NodeJS.Timeout;
  private underWay: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly name: ScheduledJob,
    private readonly queue: QueueLike,
    private readonly release: () => Promise<void>,
    private readonly failed: (error: Error) => void,
  ) {
    this.timer = setInterval(() => this.ensure(), SCHEDULE_AGAIN_EVERY);
    this.ensure();
  }

  private ensure(): void {
    const opts = { removeOnComplete: true, removeOnFail: KEEP_FAILED };
    this.underWay = this.queue
      .upsertJobScheduler(this.name, { every: SCHEDULED[this.name] }, { name: this.name, data: {}, opts })
      .catch(this.failed);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.release();
    await this.underWay;
    await this.queue.close().catch(() => undefined);
  }
}

/** Does jobs, one of each kind at a time, until it is closed; a job in hand is finished first. What is scheduled is seen to. */
export function workOn(settings: JobSettings, handlers: JobHandlers): JobsAtWork {
  const chosen = backend(settings);
  const workers = (Object.keys(JOBS) as JobName[]).map((name) => {
    const { worker, release } = chosen.worker(name, async (data) => {
      const payload = JOBS[name].safeParse(data);
      // A payload that does not parse now will not parse the second time.
      if (!payload.success) throw new UnrecoverableError(`not a payload of ${name}`);
      // One of the map's handlers with its own payload: the compiler cannot follow that through a name that varies.
      await (handlers[name] as (payload: unknown) => Promise<void>)(payload.data);
    });
    worker.on('error', settings.failed);
    return { worker, release };
  });
  const schedules = (Object.keys(SCHEDULED) as ScheduledJob[]).map((name) => {
    const { queue, release } = chosen.queue(name);
    queue.on('error', settings.failed);
    return new Schedule(name, queue, release, settings.failed);
  });
  return {
    async close() {
      await Promise.all(schedules.map((schedule) => schedule.close()));
      await Promise.all(
        workers.map(async ({ worker, release }) => {
          await worker.close().catch(settings.failed);
          await release();
        }),
      );
    },
  };
}
