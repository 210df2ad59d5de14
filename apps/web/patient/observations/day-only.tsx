import { VITALS } from '#clinical';
import type { MeasuredSet, StayReadings } from '#contracts';
import { day } from '../../words/times.ts';
import { valueInWords, vitalName } from './column-words.ts';

/** Readings of which only the day is known: they stand on no chart, and are never scored. */
export function DayOnly({ readings: { readings, takers } }: { readings: StayReadings }) {
  const known = readings.flatMap(({ ofTheDay, ...reading }) => (ofTheDay ? [{ ...reading, ofTheDay }] : []));
  if (known.length === 0) return null;
  return (
    <section aria-labelledby="day-only-heading">
      <h2 className="chart__heading" id="day-only-heading">
        Known only by the day
      </h2>
      <ul>
        {known.map(({ at, taker, receivedAt, ofTheDay }) => (
          <li key={`${at} ${receivedAt}`}>
            <strong>{day(at)}</strong>: {inWords(ofTheDay)}. From {takers[taker]?.source}.
          </li>
        ))}
      </ul>
    </section>
  );
}

const inWords = (values: MeasuredSet['vitals']): string =>
  VITALS.flatMap((vital) => {
    const value = values[vital];
    return value === undefined ? [] : [`${vitalName(vital)} ${valueInWords(vital, value)}`];
  }).join(', ');
