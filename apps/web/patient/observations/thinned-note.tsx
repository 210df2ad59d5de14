import type { StayReadings } from '#contracts';
import { lengthOfTime } from '../../words/times.ts';

/** That not everything is shown, how much there is, and what was kept. Nothing when everything is there. */
export function ThinnedNote({ readings }: { readings: StayReadings }) {
  const { stretchMs, stored, sets } = readings;
  if (stretchMs === null) return null;
  return (
    <output className="thinned notice">
      <strong>
        {stored.toLocaleString('en-GB')} readings are too many to show: {sets.length.toLocaleString('en-GB')} of them
        stand here.
      </strong>{' '}
      Of every {lengthOfTime(stretchMs).replace(/^1 /, '')} the lowest and the highest of each value, and every set
      whose band is not that of the one before. Choose a shorter time to see more of them.
    </output>
  );
}
