import { z } from 'zod';

/**
 * Every job and its payload. A job is a doorbell, not a letter: ids and a trace only, never anything clinical. Running one
 * twice finds nothing to do the second time; losing one loses nothing.
 */
export const JOBS = {
  /** Readings have been stored: look into the outbox. */
  'evaluate-readings': z.strictObject({ traceId: z.string() }),
  /** Somebody is to be told of something: look for it. */
  'send-notifications': z.strictObject({ traceId: z.string() }),
  /** Let time pass: look for alerts whose next step is due. */
  'sweep-alarms': z.strictObject({}),
} as const;

export type JobName = keyof typeof JOBS;

/** The jobs that come by themselves, every so many ms, on one worker of however many there are. Nobody rings for them. */
export const SCHEDULED = { 'sweep-alarms': 1_000 } as const satisfies Partial<Record<JobName, number>>;
export type ScheduledJob = keyof typeof SCHEDULED;
export type RungJob = Exclude<JobName, ScheduledJob>;
export type JobPayload<Name extends JobName> = z.infer<(typeof JOBS)[Name]>;

/** The compiler proves that each job has exactly one. */
export type JobHandlers = { [Name in JobName]: (payload: JobPayload<Name>) => Promise<void> };
