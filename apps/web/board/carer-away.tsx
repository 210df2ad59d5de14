import type { Tile } from '#contracts';
import { useWardTime } from '../page/ward-clock.ts';
import { timeOfDay } from '../words/times.ts';

/** Whose carer is away now, until when, and who covers: while it lasts. */
export function CarerAway({ tile: { carerBreaks } }: { tile: Tile }) {
  const away = useWardTime((now) => {
    const one = carerBreaks?.find(({ from, until }) => from <= now && now < until);
    if (one === undefined) return null;
    const phone = one.coverPhone === null ? '' : `, ${one.coverPhone}`;
    return `${one.carer} until ${timeOfDay(one.until, now)}; ${one.cover} covers${phone}`;
  });
  if (away === null) return null;
  return (
    <p className="not-taken">
      <strong>Carer away</strong>: {away}
    </p>
  );
}
