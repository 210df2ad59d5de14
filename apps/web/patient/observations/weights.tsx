import type { StayReadings } from '#contracts';
import { dayAndTime } from '../../words/times.ts';
import { vitalPanels } from './vital-panels.ts';

const NEWEST = 14;

/** The newest weights with what changed between them; nothing where nobody was weighed. */
export function Weights({ readings }: { readings: StayReadings }) {
  const line = vitalPanels(readings).find(({ id }) => id === 'weight')?.lines[0];
  if (line === undefined) return null;
  const target = readings.targets.weight?.low;
  const rows = line.at.map((at, i) => ({ at, weight: line.values[i]!, before: line.values[i - 1] })).slice(-NEWEST);
  return (
    <section className="weights" aria-labelledby="weights-heading">
      <h2 className="chart__heading" id="weights-heading">
        Weight
      </h2>
      <table className="reading-table">
        <thead>
          <tr>
            <th scope="col">Measured</th>
            <th scope="col">kg</th>
            <th scope="col">Since the one before</th>
            {target !== undefined && <th scope="col">From the target of {target} kg</th>}
          </tr>
        </thead>
        <tbody>
          {rows.toReversed().map(({ at, weight, before }) => (
            <tr key={at}>
              <th scope="row">{dayAndTime(at)}</th>
              <td>{weight.toFixed(1)}</td>
              <td>{before === undefined ? '–' : difference(weight - before)}</td>
              {target !== undefined && <td>{difference(weight - target)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function difference(kilograms: number): string {
  const tenths = Math.round(kilograms * 10);
  return tenths === 0 ? 'no change' : `${tenths > 0 ? '+' : '−'}${(Math.abs(tenths) / 10).toFixed(1)}`;
}
