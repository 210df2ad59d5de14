import type { CompleteScoreView } from '#contracts';
import { PARAMETER_COLUMNS, scoringInWords } from '../words/news2.ts';

/** Which of the seven parameters score, in the chart's order. */
export function SubScoreStrip({ score }: { score: CompleteScoreView }) {
  return (
    <div className="strip">
      <span className="nhsuk-u-visually-hidden">{scoringInWords(score)}</span>
      {PARAMETER_COLUMNS.map(({ parameter, short }) => (
        <span key={parameter} className={`strip__cell strip__cell--${score.subScores[parameter]}`} aria-hidden="true">
          <span className="strip__name">{short}</span>
          <span className="strip__score">{score.subScores[parameter]}</span>
        </span>
      ))}
    </div>
  );
}
