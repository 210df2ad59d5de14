import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';

/** Linux counts processor time in these, whatever the machine. */
const TICK_MICROSECONDS = 10_000;

interface Usage {
  readonly parent: number;
  readonly own: number;
  readonly endedChildren: number;
}

/** Fields of /proc/<pid>/stat after the command, which may hold spaces itself. Source: proc_pid_stat(5). */
async function usageOf(pid: number | string): Promise<Usage | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const ticks = (from: number) => (fields[from] ?? 0) + (fields[from + 1] ?? 0);
  return { parent: fields[1] ?? 0, own: ticks(11), endedChildren: ticks(13) };
}

/**
 * Processor time that a process has used, µs; NaN where it cannot be told (not on Linux). Unlike a rate it hardly depends on
 * what else the machine is doing, so it is the figure to compare between machines that are shared.
 */
export async function processorTime(pid: number): Promise<number> {
  return ((await usageOf(pid))?.own ?? NaN) * TICK_MICROSECONDS;
}

/** The same for the PostgreSQL server behind a URL, with all its processes. */
export async function openServerTime(url: string): Promise<() => Promise<number>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const postmaster = (await usageOf(rows[0]!.pid))?.parent;
  await client.end();
  return async () => {
    if (postmaster === undefined) return NaN;
    const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
    const all = await Promise.all(pids.map(async (pid) => ({ pid: Number(pid), usage: await usageOf(pid) })));
    const ticks = all.reduce((sum, { pid, usage }) => {
      if (usage === null) return sum;
      if (pid === postmaster) return sum + usage.own + usage.endedChildren;
      return usage.parent === postmaster ? sum + usage.own : sum;
    }, 0);
    return ticks * TICK_MICROSECONDS;
  };
}
