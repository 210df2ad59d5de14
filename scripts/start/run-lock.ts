import { execFile } from 'node:child_process';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
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

/** A note that cannot be read and is younger than this is being written at this moment. */
const WRITING_MS = 2_000;

type Holder = 'gone' | 'writing' | RunNote;

async function holderOf(file: string): Promise<Holder> {
  let note: RunNote;
  try {
    note = JSON.parse(await readFile(file, 'utf8')) as RunNote;
  } catch {
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: 0 }));
    return Date.now() - mtimeMs < WRITING_MS ? 'writing' : 'gone';
  }
  return isHeld(note, await bornAt(note.pid)) ? note : 'gone';
}

export interface RunLock {
  /** Lets a start that comes meanwhile wait rather than refuse. */
  sayEnding(): Promise<void>;
  release(): Promise<void>;
}

const PATIENCE_MS = 10_000;
const BETWEEN_LOOKS_MS = 30;

/**
 * Makes this process the only one that runs on the data folder. Refuses, saying where, when another one does; waits for
 * one that is about to end; takes over from one that was killed.
 */
export async function takeRunLock(data: string, url: string): Promise<RunLock> {
  const file = join(data, 'running.json');
  const note: RunNote = { pid: process.pid, born: (await bornAt(process.pid)) ?? '', url };
  for (let waited = 0; !(await writeIfNone(file, note)); waited += BETWEEN_LOOKS_MS) {
    const holder = await holderOf(file);
    if (holder === 'gone') {
      await removeStale(file);
    } else if (holder !== 'writing' && (!holder.ending || waited > PATIENCE_MS)) {
      throw new Refusal(`Homeward runs already on ${data}: ${holder.url} (pid ${holder.pid}). Ctrl-C there stops it.`);
    }
    await pause(BETWEEN_LOOKS_MS);
  }
  return {
    sayEnding: async () => {
      const next = `${file}.ending`;
      await writeFile(next, JSON.stringify({ ...note, ending: true }), { mode: 0o600 });
      await rename(next, file);
    },
    release: () => rm(file, { force: true }),
  };
}

async function writeIfNone(file: string, note: RunNote): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(note), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function removeStale(file: string): Promise<void> {
  // Two starts may see the same stale note. Moving it is atomic; whoever moved a fresh one by mistake puts it back.
  const moved = `${file}.${process.pid}.stale`;
  try {
    await rename(file, moved);
  } catch {
    return; // the other one was quicker
  }
  if ((await holderOf(moved)) === 'gone') await rm(moved, { force: true });
  else await rename(moved, file);
}
