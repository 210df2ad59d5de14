import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

/** The process id in the text of a postmaster.pid, if it is one. */
export function postmasterIn(pidFile: string): number | undefined {
  const pid = Number(pidFile.split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

/** Whether a command line is that of a PostgreSQL server on this cluster, and not of a stranger who got its number. */
export function serves(commandLine: readonly string[], cluster: string): boolean {
  return commandLine.some((word) => /(^|\/)postgres$/.test(word)) && commandLine.includes(cluster);
}

async function commandLineOf(pid: number): Promise<string[]> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
  } catch {
    // No /proc (macOS), or no such process.
    const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'args=']).catch(() => ({
      stdout: '',
    }));
    return stdout.trim().split(' ');
  }
}

/** The process id of the PostgreSQL server that runs on this cluster, whoever started it. */
export async function runningOn(cluster: string): Promise<number | undefined> {
  const pidFile = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = postmasterIn(pidFile);
  return pid !== undefined && serves(await commandLineOf(pid), cluster) ? pid : undefined;
}

/** Fast shutdown, then immediate shutdown, then no more asking. PostgreSQL recovers from each. */
const SIGNALS = [
  ['SIGINT', 4_000],
  ['SIGQUIT', 2_000],
  ['SIGKILL', 2_000],
] as const;

/** Stops the server that a killed process left behind on this cluster. Does nothing when there is none. */
export async function stopLeftBehind(cluster: string): Promise<void> {
  for (const [signal, patience] of SIGNALS) {
    const pid = await runningOn(cluster);
    if (pid === undefined) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EPERM') {
        throw new Error(`A PostgreSQL of another user (pid ${pid}) runs on ${cluster}.`, { cause: error });
      }
    }
    // Not our child, so no event tells of its end.
    for (let waited = 0; waited < patience && (await runningOn(cluster)) !== undefined; waited += 20) await pause(20);
  }
}
