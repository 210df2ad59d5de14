import type { CompleteScoreView } from '#contracts';
import { PARAMETER_COLUMNS, scoringInWords } from '../words/news2.ts';

/** Which of the seven parameters score, in the chart's order. Drawn without colour once a newer, incomplete set has come. */
export function SubScoreStrip({ score, overtaken }: { score: CompleteScoreView; overtaken: boolean }) {
  return (
    <div className={`strip ${overtaken ? 'strip--overtaken' : ''}`}>
      <span className="nhsuk-u-visually-hidden">
        {overtaken && 'In the last NEWS2: '}
        {scoringInWords(score)}
      </span>
      {PARAMETER_COLUMNS.map(({ parameter, short }) => (
        <span key={parameter} className={`strip__cell strip__cell--${score.subScores[parameter]}`} aria-hidden="true">
          <span className="strip__name">{short}</span>
          <span className="strip__score">{score.subScores[parameter]}</span>
        </span>
      ))}
    </div>
  );
}
