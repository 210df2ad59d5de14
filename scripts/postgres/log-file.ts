import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const LIMIT = 10 * 1024 * 1024;

/** A log file that is added to and never takes more than twice `limit`: when full it becomes `<file>.1`, and that one goes. */
export class BoundedLog {
  private file: number | undefined;
  private size = 0;

  constructor(
    private readonly path: string,
    private readonly limit = LIMIT,
  ) {
    mkdirSync(dirname(path), { recursive: true });
    this.open();
  }

  /** Never throws: a full disk must not take down what is being logged. */
  write(chunk: Buffer): void {
    if (this.file === undefined) return;
    try {
      if (this.size + chunk.length > this.limit && this.size > 0) {
        closeSync(this.file);
        renameSync(this.path, `${this.path}.1`);
        this.open();
      }
      this.size += writeSync(this.file, chunk);
    } catch {
      // The line is lost.
    }
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private open(): void {
    this.file = openSync(this.path, 'a', 0o600);
    this.size = fstatSync(this.file).size;
  }
}
