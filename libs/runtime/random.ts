import { randomFillSync } from 'node:crypto';

/** Asking the operating system costs more than the bytes: enough for 256 at a time. */
const pool = Buffer.allocUnsafe(16 * 256);
let used = pool.length;

/** 128 random bits, for what must be unique and need not be secret. */
export function random128(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return Buffer.from(pool.subarray(used - 16, used));
}
