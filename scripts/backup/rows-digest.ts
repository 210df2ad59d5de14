import { createHash } from 'node:crypto';

/** How many rows a table has, and a sum over them that does not depend on their order. */
export interface RowsDigest {
  rows: number;
  /** Hex: the SHA-256 of each row's line, added modulo 2^256. */
  sum: string;
}

const NEWLINE = 0x0a;
const MODULUS = 1n << 256n;

/** Counts and sums rows in PostgreSQL's text format, in which a line is a row, in whatever pieces they come. */
export class RowsCounted {
  private rows = 0;
  private sum = 0n;
  private begun: Buffer[] = [];

  add(piece: Buffer): void {
    let from = 0;
    for (let at = piece.indexOf(NEWLINE); at !== -1; at = piece.indexOf(NEWLINE, from)) {
      this.line(piece.subarray(from, at));
      from = at + 1;
    }
    if (from < piece.length) this.begun.push(Buffer.from(piece.subarray(from)));
  }

  digest(): RowsDigest {
    if (this.begun.length > 0) throw new Error('the last row has no end');
    return { rows: this.rows, sum: this.sum.toString(16).padStart(64, '0') };
  }

  private line(end: Buffer): void {
    const hash = createHash('sha256');
    for (const piece of this.begun) hash.update(piece);
    this.begun = [];
    this.rows += 1;
    this.sum = (this.sum + BigInt(`0x${hash.update(end).digest('hex')}`)) % MODULUS;
  }
}
