import { useState } from 'react';
import { go } from '../../page/location.ts';
import { Link } from '../../page/link.tsx';
import { startOfDay } from '../../words/times.ts';
import { PERIODS, withPeriod, type Period } from './periods.ts';

/** Which stretch of the stay is looked at: by name, or from one day to another. */
export function PeriodChoice({ period, search }: { period: Period; search: URLSearchParams }) {
  return (
    <div className="period">
      <nav className="period__named" aria-label="Period">
        {PERIODS.map(({ id, name }) => (
          <Link
            key={id}
            to={withPeriod(search, { period: id })}
            how="replace"
            className="glance__choice"
            current={period.kind === 'named' && period.period.id === id}
          >
            {name}
          </Link>
        ))}
      </nav>
      <button type="button" className="answer period__print" onClick={() => window.print()}>
        Print
      </button>
      <OwnDays
        key={period.kind === 'days' ? `${period.firstDay} ${period.lastDay}` : 'named'}
        period={period}
        search={search}
      />
    </div>
  );
}

function OwnDays({ period, search }: { period: Period; search: URLSearchParams }) {
  const [from, setFrom] = useState(period.kind === 'days' ? period.firstDay : '');
  const [to, setTo] = useState(period.kind === 'days' ? period.lastDay : '');
  const [wrong, setWrong] = useState<string | null>(null);
  return (
    <form
      className="period__days"
      aria-label="Own dates"
      onSubmit={(event) => {
        event.preventDefault();
        const [first, last] = [startOfDay(from), startOfDay(to)];
        if (first === null || last === null) return setWrong('Enter the first and the last day.');
        if (last < first) return setWrong('The last day is before the first.');
        setWrong(null);
        go(withPeriod(search, { from, to }), 'replace');
      }}
    >
      <label>
        From <input type="date" value={from} onChange={({ target }) => setFrom(target.value)} />
      </label>
      <label>
        to <input type="date" value={to} onChange={({ target }) => setTo(target.value)} />
      </label>
      <button type="submit" className="answer">
        Show
      </button>
      {wrong !== null && <span role="alert">{wrong}</span>}
    </form>
  );
}
