import type { LineEnd } from '#contracts';
import type { LongReadings, Numbered } from './long-readings.ts';

/** Nothing for the sender to do: new or known, somebody's, plausible, and as it was before. */
const isPlain = ({ result }: Numbered): boolean =>
  (result.status === 200 || result.status === 201) && result.matched && !result.pleaseRepeat && !result.differs;

/** A line for each line sent, by its number, and one at the end: an answer without it is not whole. */
export async function* answerLines(
  results: AsyncIterable<Numbered[]>,
  { readings, onlyRemarkable }: { readings: LongReadings; onlyRemarkable: boolean },
): AsyncGenerator<string> {
  for await (const group of results) {
    const told = onlyRemarkable ? group.filter((one) => !isPlain(one)) : group;
    const lines = told.map(({ number, result }) => `${JSON.stringify({ line: number, ...result })}\n`);
    if (lines.length > 0) yield lines.join('');
  }
  const { totals, endedEarly } = readings;
  const end: LineEnd = { ...totals, ...(endedEarly === null ? {} : { incomplete: endedEarly }) };
  yield `${JSON.stringify({ end })}\n`;
}

/** The results of a list in the order sent, as one JSON document. `first` was taken already. */
export async function* answerList(
  first: readonly Numbered[],
  rest: AsyncIterable<Numbered[]>,
  whyIncomplete: () => string | null,
): AsyncGenerator<string> {
  const texts = (group: readonly Numbered[]): string => group.map(({ result }) => JSON.stringify(result)).join(',');
  yield `{"results":[${texts(first)}`;
  for await (const group of rest) if (group.length > 0) yield `,${texts(group)}`;
  const incomplete = whyIncomplete();
  yield incomplete === null ? ']}' : `],"incomplete":${JSON.stringify(incomplete)}}`;
}
