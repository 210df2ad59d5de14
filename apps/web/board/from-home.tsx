import type { Tile } from '#contracts';
import { useWardTime } from '../page/ward-clock.ts';
import { repeatInWords } from '../words/repeat.ts';
import { ago } from '../words/times.ts';

/** What goes on between the hub and the home of this patient: an SBARD that nobody has decided on, readings that are wanted again. */
export function FromHome({ tile: { sbard, repeat } }: { tile: Tile }) {
  return (
    <>
      {sbard !== null && <Undecided sbard={sbard} />}
      {repeat !== null && <Wanted repeat={repeat} />}
    </>
  );
}

function Undecided({ sbard }: { sbard: NonNullable<Tile['sbard']> }) {
  const age = useWardTime((now) => ago(sbard.at, now));
  return (
    <p className="not-taken">
      <strong>SBARD of the home, not decided</strong>: {sbard.by}, {age}
    </p>
  );
}

function Wanted({ repeat }: { repeat: NonNullable<Tile['repeat']> }) {
  return <p className="not-taken">{useWardTime((now) => repeatInWords(repeat, now))}</p>;
}
