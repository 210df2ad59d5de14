import type { TransferSheet } from '#contracts';

const [WIDTH, HEIGHT] = [600, 56];
const DAY = 24 * 3_600_000;

interface TrendProps {
  vital: TransferSheet['vitals'][number];
  /** Epoch ms. */
  from: number;
  to: number;
}

/** One vital over the days before, with what is usual for the person dashed and their own limits. Where nothing came for a day nothing is drawn. */
export function Trend({ vital, from, to }: TrendProps) {
  const { name, unit, points, usual, low, high, least } = vital;
  const lines = [usual, low, high].filter((value) => value !== null);
  const values = [...points.flatMap((point) => [point.least, point.most]), ...lines];
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((least - (highest - lowest)) / 2, (highest - lowest) * 0.12);
  const [min, max] = [Math.floor(lowest - room), Math.ceil(highest + room)];
  const x = (at: number): number => ((at - from) / Math.max(1, to - from)) * WIDTH;
  const y = (value: number): number => HEIGHT - ((value - min) / (max - min)) * HEIGHT;
  const measured = points.flatMap((point) => [point.least, point.most]);
  const [from1, to1] = [Math.min(...measured), Math.max(...measured)];
  const last = points.at(-1)?.most ?? to1;
  const words = `${name}: ${from1 === to1 ? `always ${from1}` : `between ${from1} and ${to1}`} ${unit}, last ${last}${usual === null ? '' : `, usual ${usual}`}`;
  const path = points
    .map((point, n) => {
      const before = points[n - 1];
      const move = before === undefined || point.at - before.at > DAY ? 'M' : 'L';
      return `${move}${x(point.at).toFixed(1)} ${y((point.least + point.most) / 2).toFixed(1)}`;
    })
    .join('');
  return (
    <figure className="transfer__trend">
      <figcaption>
        <strong>{name}</strong> {last} {unit}
        <span className="transfer__range">
          {from1 === to1 ? '' : `${from1} to ${to1}`}
          {usual === null ? '' : `, usual ${usual}`}
        </span>
      </figcaption>
      <svg viewBox={`0 -4 ${WIDTH} ${HEIGHT + 8}`} preserveAspectRatio="none" role="img" aria-label={words}>
        <rect x="0" y="0" width={WIDTH} height={HEIGHT} className="transfer__frame" />
        {usual !== null && <line x1="0" x2={WIDTH} y1={y(usual)} y2={y(usual)} className="transfer__usual" />}
        {[low, high].map((limit) =>
          limit === null ? null : (
            <line key={limit} x1="0" x2={WIDTH} y1={y(limit)} y2={y(limit)} className="transfer__limit" />
          ),
        )}
        <path d={path} className="transfer__course" />
        {points.map((point) => (
          <line
            key={point.at}
            x1={x(point.at)}
            x2={x(point.at)}
            y1={y(point.most) - 1.5}
            y2={y(point.least) + 1.5}
            className="transfer__point"
          />
        ))}
      </svg>
    </figure>
  );
}
