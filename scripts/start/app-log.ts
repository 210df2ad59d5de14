import {
  closeSync,
  copyFileSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
} from 'node:fs';
import { dirname } from 'node:path';

const LIMIT = 10 * 1024 * 1024;
const REMEMBERED = 4_000;

/**
 * A log file that programs write to directly. Not through us: a program whose parent was killed must still be able to
 * write its last lines, or it hangs on a pipe that nobody reads.
 */
export class AppLog {
  /** To be given to a program as its stdout and stderr. */
  readonly file: number;

  constructor(
    readonly path: string,
    private readonly limit = LIMIT,
  ) {
    mkdirSync(dirname(path), { recursive: true });
    this.file = openSync(path, 'a+', 0o600);
  }

  size(): number {
    return fstatSync(this.file).size;
  }

  /** The end of what was written since the file had the size `since`. */
  tail(since: number): string {
    const size = this.size();
    const from = Math.max(Math.min(since, size), size - REMEMBERED);
    const text = Buffer.alloc(size - from);
    readSync(this.file, text, 0, text.length, from);
    return text.toString().trim();
  }

  text(): string {
    return readFileSync(this.path, 'utf8');
  }

  /**
   * When it is full, moves what it holds to `<path>.1` and begins again: the two never hold more than a little over twice
   * the limit. A line that is written at the same moment may be lost.
   */
  keepSmall(): void {
    if (this.size() <= this.limit) return;
    copyFileSync(this.path, `${this.path}.1`);
    // Those who write have the file open for appending, and so go on at its new end.
    ftruncateSync(this.file, 0);
  }

  close(): void {
    closeSync(this.file);
  }
}
