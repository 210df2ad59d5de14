import type { SourceDetail } from '#contracts';
import { Scrolled } from '../page/scrolled.tsx';
import { refusedPercent } from './source-words.ts';

type Period = SourceDetail['hours'][number];

/** What came of a source, a line for each hour or day. */
export function TrafficTable({ periods, what, name }: TrafficTableProps) {
  return (
    <Scrolled label={what}>
      <table className="nhsuk-table sources__traffic">
        <caption className="nhsuk-table__caption nhsuk-u-visually-hidden">{what}</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            {['Stored', 'Sent before', 'Unmatched', 'To repeat', 'Refused', 'Refused %'].map((heading) => (
              <th scope="col" className="sources__number" key={heading}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {periods.toReversed().map((period) => {
            const percent = refusedPercent(period);
            return (
              <tr key={period.from}>
                <th scope="row">{name(period)}</th>
                <td className="sources__number">{period.stored}</td>
                <td className="sources__number">{period.repeats}</td>
                <td className="sources__number">{period.unmatched}</td>
                <td className="sources__number">{period.pleaseRepeat}</td>
                <td className="sources__number">{period.refused}</td>
                <td className="sources__number">{percent === null ? '–' : `${percent} %`}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scrolled>
  );
}

interface TrafficTableProps {
  periods: readonly Period[];
  what: string;
  name: (period: Period) => string;
}
