import type { Tile } from '#contracts';
import { useWardTime } from '../page/ward-clock.ts';
import { notTakenInWords } from '../words/news2.ts';
import { ago } from '../words/times.ts';

/** Why something is missing, as those who were there said it. Stands beside what is missing, and in the place of no reading. */
export function NotTaken({ said }: { said: NonNullable<Tile['notTaken']> }) {
  const age = useWardTime((now) => ago(said.at, now));
  return (
    <p className="not-taken">
      <strong>{notTakenInWords(said)}</strong>, {age}
    </p>
  );
}
