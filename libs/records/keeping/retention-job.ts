import type { RetentionView } from '#contracts';
import { v7 as newId } from 'uuid';
import type { Account } from '../accounts.ts';
import { appendAudit } from '../audit.ts';
import type { Database } from '../database.ts';
import { msOf } from '../sql.ts';
import { RETENTION_CLASSES, RETENTION_CLASS_NAMES, type RetentionClassName } from './retention-classes.ts';
import { careRecordsDue, endKeeping, type RetentionRun, type RetentionTerms } from './retention.ts';

/** For how long a worker has a run before another may take it up, in ms: longer than any one class takes. */
const HELD_FOR = 3_600_000;
/** As many runs and decisions as are shown. */
const SHOWN = 60;

/** What the night's run ends, and by whom it is done. */
export interface NightTerms {
  /** Which classes end by the timetable alone. Care records end by a decision, whatever stands here. */
  readonly classes: readonly RetentionClassName[];
  readonly terms: RetentionTerms;
  /** The day at the place where the timetable is kept, such as 2026-11-23. */
  readonly day: string;
  readonly now: Date;
  /** Who does it: one process. */
  readonly worker: string;
}

interface TakenRun {
  id: string;
  report: RetentionRun[];
}

/**
 * Ends the keeping of what is due, once a day, over however many workers: the run of a day that has none is begun, one that its worker
 * left is taken up at the class where it stood. Null when there is nothing to do, or another worker is at it.
 */
export async function endKeepingOfTheDay(database: Database, night: NightTerms): Promise<RetentionRun[] | null> {
  const { classes, terms, now, worker } = night;
  const taken = await takeRun(database, night);
  if (taken === null) return null;
  const done = [...taken.report];
  const isDone = (name: RetentionClassName): boolean => done.some((one) => one.class === name);
  const keep = async (runs: readonly RetentionRun[]): Promise<boolean> => {
    done.push(...runs);
    const kept = await database.query(
      `UPDATE retention_run SET report = $3::jsonb, held_until = $4 WHERE id = $1 AND held_by = $2 AND finished_at IS NULL RETURNING id`,
      [taken.id, worker, JSON.stringify(done), new Date(now.getTime() + HELD_FOR)],
    );
    return kept.length > 0;
  };
  for (const name of RETENTION_CLASS_NAMES.filter((one) => one !== 'care-record' && classes.includes(one))) {
    // Whoever took it for lost goes on with it.
    if (!isDone(name) && !(await keep(await endKeeping(database, { classes: [name], now, terms, doneBy: null }))))
      return null;
  }
  const decision = await waitingDecision(database);
  if (decision !== null && !isDone('care-record')) {
    // Of what they looked at: whoever has become due since waits for the next decision.
    const asOf = { classes: ['care-record'] as const, now: decision.at, terms, doneBy: decision.by };
    if (!(await keep(await endKeeping(database, asOf)))) return null;
  }
  const left = await careRecordsDue(database, now, terms);
  await database.transaction(async (transaction) => {
    await transaction.query('UPDATE retention_run SET finished_at = $2, left_due = $3, held_by = NULL WHERE id = $1', [
      taken.id,
      now,
      left,
    ]);
    if (decision !== null)
      await transaction.query('UPDATE retention_decision SET run_id = $2 WHERE id = $1 AND withdrawn_at IS NULL', [
        decision.id,
        taken.id,
      ]);
  });
  return done;
}

async function takeRun(database: Database, { day, now, worker }: NightTerms): Promise<TakenRun | null> {
  await database.query(
    `INSERT INTO retention_run (id, day, started_at, held_until) VALUES ($1, $2, $3, '-infinity') ON CONFLICT DO NOTHING`,
    [newId(), day, now],
  );
  const [taken] = await database.query<TakenRun & Record<string, unknown>>(
    `UPDATE retention_run SET held_by = $1, held_until = $3 WHERE finished_at IS NULL AND held_until <= $2 RETURNING id, report`,
    [worker, now, new Date(now.getTime() + HELD_FOR)],
  );
  return taken ?? null;
}

/** By an administrator who is still one; null where nobody decided. */
async function waitingDecision(database: Database): Promise<{ id: string; by: string; at: Date } | null> {
  const [waiting] = await database.query<{ id: string; by: string; at: Date }>(
    `SELECT d.id, d.decided_by AS by, d.decided_at AS at FROM retention_decision d JOIN account c ON c.id = d.decided_by
     WHERE d.withdrawn_at IS NULL AND d.run_id IS NULL AND c.role = 'administrator' AND c.disabled_at IS NULL`,
  );
  return waiting ?? null;
}

/** What is kept for how long, what is due, who decided what, and what the last runs removed. */
export async function retentionSeen(
  database: Database,
  { terms, now }: { terms: RetentionTerms; now: Date },
): Promise<Omit<RetentionView, 'at'>> {
  const due = await careRecordsDue(database, now, terms);
  const runs = await database.query<RetentionView['runs'][number] & Record<string, unknown>>(
    `SELECT r.id, to_char(r.day, 'YYYY-MM-DD') AS day, ${msOf('r.started_at')} AS "startedAt", ${msOf('r.finished_at')} AS "finishedAt",
       r.left_due AS "leftDue", r.report AS classes FROM retention_run r ORDER BY r.day DESC LIMIT ${SHOWN}`,
  );
  const decisions = await database.query<RetentionView['decisions'][number] & Record<string, unknown>>(
    `SELECT d.id, ${msOf('d.decided_at')} AS at, d.decided_by_name AS by, d.people, d.reason,
       CASE WHEN d.withdrawn_at IS NOT NULL THEN json_build_object('at', ${msOf('d.withdrawn_at')}, 'by', d.withdrawn_by_name) END AS withdrawn,
       (SELECT to_char(r.day, 'YYYY-MM-DD') FROM retention_run r WHERE r.id = d.run_id) AS "doneOn"
     FROM retention_decision d ORDER BY d.decided_at DESC LIMIT ${SHOWN}`,
  );
  const classes = RETENTION_CLASS_NAMES.map((name) => {
    const { what, from, keptFor, source, endedBy } = RETENTION_CLASSES[name];
    return { name, what, from, days: terms[name] ?? keptFor.days, source, endedBy };
  });
  return { classes, careRecordsDue: due, runs, decisions };
}

/**
 * Decides that the care records that are due go with the next night's run. `stale` where as many are not due any more as somebody
 * looked at, `waits` where a decision waits already.
 */
export async function decideRetention(
  database: Database,
  {
    actor,
    people,
    reason,
    terms,
    now,
  }: { actor: Account; people: number; reason: string; terms: RetentionTerms; now: Date },
): Promise<'decided' | 'stale' | 'waits'> {
  if ((await careRecordsDue(database, now, terms)) !== people) return 'stale';
  return database.transaction(async (transaction) => {
    const decided = await transaction.query(
      `INSERT INTO retention_decision (id, decided_at, decided_by, decided_by_name, people, reason) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT DO NOTHING RETURNING id`,
      [newId(), now, actor.id, actor.displayName, people, reason],
    );
    if (decided.length === 0) return 'waits';
    await appendAudit(transaction, [
      { act: 'decided-on-retention', actor: { kind: 'person', id: actor.id }, details: { people, what: 'ends' } },
    ]);
    return 'decided';
  });
}

/** Takes a decision back that no run has done yet. False where none waits. */
export function withdrawRetention(
  database: Database,
  { actor, id, now }: { actor: Account; id: string; now: Date },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const withdrawn = await transaction.query<{ people: number }>(
      `UPDATE retention_decision SET withdrawn_at = $2, withdrawn_by_name = $3
       WHERE id = $1 AND withdrawn_at IS NULL AND run_id IS NULL RETURNING people`,
      [id, now, actor.displayName],
    );
    if (withdrawn.length === 0) return false;
    await appendAudit(transaction, [
      {
        act: 'decided-on-retention',
        actor: { kind: 'person', id: actor.id },
        details: { people: withdrawn[0]?.people ?? 0, what: 'withdrawn' },
      },
    ]);
    return true;
  });
}
