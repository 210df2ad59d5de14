import type { CompleteScoreView } from '#contracts';
import { statedOtherwise } from '../words/news2.ts';

/** Shown only when the sender's own total is not ours. */
export function StatedOtherwise({ score }: { score: CompleteScoreView }) {
  const words = statedOtherwise(score);
  return words === null ? null : <p className="stated">{words}</p>;
}
