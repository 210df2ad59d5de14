import { BAND_NAMES, bandOf, type CompleteScoreView, type IncompleteScoreView, type Tile } from '#contracts';
import { useWardTime } from '../page/ward-clock.ts';
import { incompleteInWords, scoreInWords } from '../words/news2.ts';
import { ago } from '../words/times.ts';
import { TrendArrow } from './icons.tsx';

type Scored = Pick<Tile, 'score' | 'incomplete' | 'trend' | 'news2NotApplicable'>;

/** The last NEWS2 with its band and trend; and beside it, never in its place, what a newer incomplete set proves. */
export function ScoreBlock({ tile }: { tile: Scored }) {
  if (tile.news2NotApplicable !== null) return <NoScore tile={tile} words="No NEWS2" />;
  const { score, incomplete } = tile;
  return (
    <>
      {score === null ? (
        incomplete === null && <NoScore tile={tile} words="No NEWS2 yet" />
      ) : (
        <LastScore score={score} tile={tile} />
      )}
      {incomplete !== null && <Proven incomplete={incomplete} />}
    </>
  );
}

function LastScore({ score, tile }: { score: CompleteScoreView; tile: Scored }) {
  const overtaken = tile.incomplete !== null;
  // A number that something newer has proven to be too low does not keep its reassuring colour.
  const shade = bandOf(tile) === score.band ? score.band : 'outdone';
  return (
    <div
      className={`score score--${shade} ${overtaken ? 'score--overtaken' : ''} ${score.total > 9 ? 'score--two-digits' : ''}`}
    >
      <span className="nhsuk-u-visually-hidden">{scoreInWords(tile)}</span>
      <span className="score__label" aria-hidden="true">
        NEWS2
      </span>
      <span className="score__total" aria-hidden="true">
        {score.total}
        <TrendArrow trend={tile.trend} />
      </span>
      <span className="score__band" aria-hidden="true">
        {BAND_NAMES[score.band]}
      </span>
      {overtaken && <ScoreAge at={score.at} />}
    </div>
  );
}

function ScoreAge({ at }: { at: number }) {
  return <span className="score__age">{useWardTime((now) => ago(at, now))}</span>;
}

function Proven({ incomplete }: { incomplete: IncompleteScoreView }) {
  return (
    <div className={`score score--proven score--${incomplete.band}`}>
      <span className="nhsuk-u-visually-hidden">{incompleteInWords(incomplete)}.</span>
      <span className="score__label" aria-hidden="true">
        at least
      </span>
      <span className="score__total" aria-hidden="true">
        {incomplete.least}
      </span>
      <span className="score__band" aria-hidden="true">
        {incomplete.band === 'low' ? 'incomplete' : BAND_NAMES[incomplete.band]}
      </span>
    </div>
  );
}

function NoScore({ tile, words }: { tile: Scored; words: string }) {
  return (
    <div className="score score--none">
      <span className="nhsuk-u-visually-hidden">{scoreInWords(tile)}</span>
      <span className="score__total" aria-hidden="true">
        –
      </span>
      <span className="score__band" aria-hidden="true">
        {words}
      </span>
    </div>
  );
}
