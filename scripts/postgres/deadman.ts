import { spawn } from 'node:child_process';

/**
 * Sends `signal` to `pid` as soon as this process ends in whatever way, `kill -9` included: for servers that do not
 * notice by themselves that the one who started them is gone. Call the answer when the process ended by other means,
 * so that nobody who gets its number is hurt.
 */
export function endWithThisProcess(pid: number, signal: 'INT' | 'TERM'): () => void {
  if (process.platform === 'win32') return () => undefined;
  // The pipe closes when we end: `read` then fails and `kill` runs. A line on it means that there is nothing to kill.
  const guard = spawn('/bin/sh', ['-c', `read -r line || kill -${signal} ${pid}`], {
    // Its own session: a Ctrl-C on the terminal is not for it.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  (guard.stdin as unknown as { unref?: () => void }).unref?.();
  return () => guard.stdin.end('done\n');
}
