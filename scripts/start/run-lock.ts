import { execFile } from 'node:child_process';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Refusal } from './refusal.ts';

export interface RunNote {
  readonly pid: number;
  /** Tells one process from a later one with the same number. */
  readonly born: string;
  readonly url: string;
  /** It has been asked to end and is about to let go. */
  readonly ending?: boolean;
}

/**
 * When the process with this number was started, in the machine's own words; undefined when there is none.
 * Together with the number it identifies a process.
 */
export async function bornAt(pid: number): Promise<string | undefined> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // The second column is the program's name in brackets, which may hold anything: count from its end.
    const columns = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return columns[0] === 'Z' ? undefined : `${boot.trim()}/${columns[19]}`;
  } catch {
    // No /proc (macOS), or no such process.
    const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'lstart=']).catch(() => ({
      stdout: '',
    }));
    return stdout.trim() || undefined;
  }
}

/** Whether the one who left the note is still there, given when the process with its number was born. */
export function isHeld(note: RunNote | undefined, born: string | undefined): boolean {
  return note !== undefined && born !== undefined && note.born === born;
}

async function readNote(file: string): Promise<RunNote | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as RunNote;
  } catch {
    return undefined;
  }
}

async function holder(file: string): Promise<RunNote | undefined> {
  const note = await readNote(file);
  return note && isHeld(note, await bornAt(note.pid)) ? note : undefined;
}

export interface RunLock {
  /** Lets a start that comes meanwhile wait rather than refuse. */
  sayEnding(): Promise<void>;
  release(): Promise<void>;
}

const PATIENCE_MS = 10_000;

/**
 * Makes this process the only one that runs on the data folder. Refuses, saying where, when another one does; waits for
 * one that is about to end; takes over from one that was killed.
 */
export async function takeRunLock(data: string, url: string): Promise<RunLock> {
  const file = join(data, 'running.json');
  const own = `${file}.${process.pid}`;
  const note: RunNote = { pid: process.pid, born: (await bornAt(process.pid)) ?? '', url };
  await writeFile(own, JSON.stringify(note), { mode: 0o600 });
  try {
    for (let waited = 0; ; waited += 50) {
      const won = await link(own, file).then(
        () => true,
        () => false,
      );
      if (won) break;
      const other = await holder(file);
      if (other && (!other.ending || waited > PATIENCE_MS)) {
        throw new Refusal(`Homeward runs already on ${data}: ${other.url} (pid ${other.pid}). Ctrl-C there stops it.`);
      }
      if (other) await pause(50);
      else await removeStale(file, own);
    }
  } finally {
    await rm(own, { force: true });
  }
  return {
    sayEnding: async () => {
      await writeFile(own, JSON.stringify({ ...note, ending: true }), { mode: 0o600 });
      await rename(own, file);
    },
    release: () => rm(file, { force: true }),
  };
}

async function removeStale(file: string, own: string): Promise<void> {
  // Two starts may see the same stale note. Moving it is atomic; whoever moved a fresh one by mistake puts it back.
  const moved = `${own}.stale`;
  try {
    await rename(file, moved);
  } catch {
    return; // the other one was quicker
  }
  if (await holder(moved)) await link(moved, file).catch(() => undefined);
  await rm(moved, { force: true });
}
