import { BAND_NAMES, type Tile } from '#contracts';
import { useWardTime } from '../page/ward-clock.ts';
import { scoreInWords } from '../words/news2.ts';
import { ago } from '../words/times.ts';
import { TrendArrow } from './icons.tsx';

/** The last NEWS2, its band and its trend. Only a complete set is ever shown here. */
export function ScoreBlock({ tile }: { tile: Pick<Tile, 'score' | 'trend' | 'news2NotApplicable' | 'lastReadingAt'> }) {
  const { score } = tile;
  if (score === null || tile.news2NotApplicable !== null) {
    return (
      <div className="score score--none">
        <span className="nhsuk-u-visually-hidden">{scoreInWords(tile)}</span>
        <span className="score__total" aria-hidden="true">
          –
        </span>
        <span className="score__band" aria-hidden="true">
          {tile.news2NotApplicable === null ? 'No NEWS2 yet' : 'No NEWS2'}
        </span>
      </div>
    );
  }
  const older = tile.lastReadingAt !== null && tile.lastReadingAt > score.at;
  return (
    <div className={`score score--${score.band} ${older ? 'score--older' : ''}`}>
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
      {older && <ScoreAge at={score.at} />}
    </div>
  );
}

/** Said only when something newer came since. */
function ScoreAge({ at }: { at: number }) {
  return <span className="score__age">{useWardTime((now) => ago(at, now))}</span>;
}
