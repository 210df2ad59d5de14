import type { News2 } from '#clinical';
import { bandInWords, newsSoFarInWords } from '../words/news2.ts';

/** The score of what was typed so far, or the least that it can be, with what is missing. `notApplicable`: why this person has none. */
export function SoFar({ score, notApplicable }: { score: News2 | null; notApplicable: string | null }) {
  if (notApplicable !== null) return <p className="so-far">No NEWS2: {notApplicable}</p>;
  if (score === null) return <p className="so-far">NEWS2: nothing measured yet</p>;
  return (
    <p className={`so-far so-far--${score.kind === 'complete' ? score.band : 'incomplete'}`}>
      <strong>{newsSoFarInWords(score)}</strong> {score.kind === 'complete' && bandInWords(score.band)}
    </p>
  );
}
