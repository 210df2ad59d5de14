import { explainIssues, readingSet, type ProblemDetail } from '#contracts';
import type { Sender } from '#records';
import { clock, Refusal } from '#runtime';
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

/** The refusal of one document, in a sentence for each thing that is wrong with it. */
export function refusalOf(refused: readonly ProblemDetail[]): Refusal {
  const sentences = refused.map((error) => `${error.detail}.`).join(' ');
  return new Refusal('invalid-document', sentences, { errors: [...refused] });
}
