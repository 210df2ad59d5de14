import { explainIssues, readingSet, type ProblemDetail } from '#contracts';
import type { Sender } from '#records';
import { clock } from '#runtime';
import { admitReading, type Admitted } from './admit-reading.ts';

export type Checked = Admitted | { refused: ProblemDetail[] };

/** One document as a reading that may be stored, or everything that is wrong with it. `prefix`: where it stands in what was sent. */
export function checkReading(document: unknown, source: Sender, prefix: string): Checked {
  const read = readingSet.safeParse(document);
  if (!read.success) return { refused: explainIssues(read.error.issues, document, prefix) };
  const admitted = admitReading(read.data, { source, now: clock.now().getTime() });
  if (!('refused' in admitted)) return admitted;
  return { refused: admitted.refused.map((error) => ({ ...error, pointer: `${prefix}${error.pointer}` })) };
}
