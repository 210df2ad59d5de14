import type { AuditAnchor } from '#records';
import { readFile } from 'node:fs/promises';

/** The ends of the audit trail that were kept in a file, one a line, as `npm run audit -- anchor` prints them. */
export async function readAnchors(file: string): Promise<AuditAnchor[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, i) => {
    const found = /^(\d+) ([0-9a-f]{64})$/.exec(line.trim());
    if (!found) {
      process.stderr.write(`${file}, line ${i + 1}: expected a number and 64 hex digits, as "anchor" prints them.\n`);
      process.exit(2);
    }
    return { seq: Number(found[1]), hash: found[2]! };
  });
}
