import { BAND_NAMES, type IncompleteScoreView } from '#contracts';
import { useWardTime } from '../page/ward-clock.ts';
import { incompleteInWords, missingInWords } from '../words/news2.ts';
import { ago } from '../words/times.ts';

/** What a newer, incomplete set already proves. Stands beside the last NEWS2, and never in its place. */
export function IncompleteSet({ set }: { set: IncompleteScoreView }) {
  const age = useWardTime((now) => ago(set.at, now));
  return (
    <p className={`incomplete incomplete--${set.band}`}>
      <strong>{incompleteInWords(set)}</strong>
      {set.band === 'low' ? '' : ` (${BAND_NAMES[set.band]} or worse)`}, {missingInWords(set)}, {age}
    </p>
  );
}
