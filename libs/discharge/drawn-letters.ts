import type { SummaryDrawer } from '#pdf';
import { dischargeFactsOf, type Queryable } from '#records';
import type { DrawnLetter } from './discharge-bundle.ts';
import { gpLetter, personLetter } from './letters.ts';

/** The letters of the summary that holds; none where none is written. Nobody is written to who has died. */
export async function drawnLetters(
  database: Queryable,
  drawer: SummaryDrawer,
  of: { admissionId: string; wardIds: readonly string[] },
): Promise<DrawnLetter[]> {
  const facts = await dischargeFactsOf(database, of);
  const summary = facts?.written[0];
  if (!facts || !summary) return [];
  const words = [
    { letter: 'gp' as const, words: gpLetter(facts, summary) },
    ...(facts.ending === 'died' ? [] : [{ letter: 'person' as const, words: personLetter(facts, summary) }]),
  ];
  return Promise.all(
    words.map(async (one) => ({ ...one, pdf: await drawer.draw({ kind: 'letter', summary: one.words }) })),
  );
}
