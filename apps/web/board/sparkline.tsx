import { roundLength, type Band } from '#clinical';
import type { Tile } from '#contracts';
import { useWardTime } from '../page/ward-clock.ts';
import { recentInWords, type Recent } from '../words/news2.ts';
import { DRAWN_MS, sparkline } from './spark-course.ts';

const WIDTH = 240;
const HEIGHT = 24;
/** Totals from which a score is medium and high. Source: [RCP] NEWS2 (2017), thresholds and triggers. */
const MEDIUM = 5;
const HIGH = 7;
/** A quarter of an hour is less than a pixel on the widest tile. */
const REDRAWN_EVERY_MS = 10 * 60_000;

/**
 * NEWS2 over the last day. Sets that are further apart than the schedule of the level allows are not joined; one that is not
 * complete is an open dot at the least that its score could be, with a line of dots up to the most.
 */
export function Sparkline({ recent, level }: Pick<Tile, 'recent' | 'level'>) {
  const until = useWardTime((now) => Math.ceil(now / REDRAWN_EVERY_MS) * REDRAWN_EVERY_MS);
  return <Drawn recent={recent} until={until} joinWithin={roundLength(level) * 1.5} />;
}

function Drawn({ recent, until, joinWithin }: { recent: readonly Recent[]; until: number; joinWithin: number }) {
  const { scores, runs, top } = sparkline(recent, until, joinWithin);
  const x = (at: number): number => round(((at - (until - DRAWN_MS)) / DRAWN_MS) * (WIDTH - 6) + 3);
  const y = (score: number): number => round(HEIGHT - 3 - (Math.min(score, top) / top) * (HEIGHT - 6));
  const dot = ([at, least]: Recent): string => `M${x(at)} ${y(least)}h0`;
  const newest = scores.at(-1);
  const dots = (band: Band): string =>
    scores
      .filter((one) => one !== newest && isWhole(one) && shadeOf(one[1]) === band)
      .map(dot)
      .join('');
  const open = scores.filter((one) => !isWhole(one));
  return (
    <div className="spark">
      <span className="spark__span" aria-hidden="true">
        24 h
      </span>
      <svg className="spark__course" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path className="spark__medium" d={`M0 ${y(MEDIUM)}H${WIDTH}`} />
        <Path
          className="spark__line"
          d={runs.map((run) => `M${run.map(([at, least]) => `${x(at)} ${y(least)}`).join('L')}`).join('')}
        />
        {SHADES.map((band) => (
          <Path key={band} className={`spark__dot spark__dot--${band}`} d={dots(band)} />
        ))}
        <Path
          className="spark__range"
          d={open.map(([at, least, most]) => `M${x(at)} ${y(least)}V${y(most)}`).join('')}
        />
        {SHADES.map((band) => (
          <Path
            key={band}
            className={`spark__dot spark__dot--${band} spark__dot--newest`}
            d={[...open, ...(newest === undefined || !isWhole(newest) ? [] : [newest])]
              .filter(([, least]) => shadeOf(least) === band)
              .map(dot)
              .join('')}
          />
        ))}
        <Path className="spark__hollow" d={open.map(dot).join('')} />
      </svg>
      <span className="nhsuk-u-visually-hidden">{recentInWords(scores)}</span>
    </div>
  );
}

/** All that looks alike is one path: a day may have fifty sets, and a board twenty beds that change twice a second. */
function Path({ className, d }: { className: string; d: string }) {
  return d === '' ? null : <path className={className} d={d} />;
}

const isWhole = ([, least, most]: Recent): boolean => least === most;

const SHADES = ['low', 'medium', 'high'] as const satisfies readonly Band[];
const shadeOf = (score: number): (typeof SHADES)[number] =>
  score >= HIGH ? 'high' : score >= MEDIUM ? 'medium' : 'low';

const round = (place: number): number => Math.round(place * 10) / 10;
