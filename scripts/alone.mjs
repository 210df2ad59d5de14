import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from './run.mjs';

const lock = join(root, 'dist', '.being-built');
/** A lock without a name in it that is older than this was left by a process that died before it could sign. */
const UNSIGNED_MS = 2_000;

function runs(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function isStale() {
  try {
    const pid = Number(readFileSync(join(lock, 'pid'), 'utf8'));
    return pid > 0 && !runs(pid);
  } catch {
    try {
      return Date.now() - statSync(lock).mtimeMs > UNSIGNED_MS;
    } catch {
      return false; // gone meanwhile
    }
  }
}

/**
 * Does `work` while no other process of this checkout installs or builds: two that start at once would otherwise
 * delete each other's files. Waits for its turn; the turn of a process that died is over.
 *
 * @template Answer
 * @param {() => Promise<Answer>} work
 * @returns {Promise<Answer>}
 */
export async function alone(work) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isStale()) rmSync(lock, { recursive: true, force: true });
    else await pause(100);
  }
  writeFileSync(join(lock, 'pid'), String(process.pid));
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
