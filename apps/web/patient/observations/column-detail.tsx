import { VITALS } from '#clinical';
import type { TakenReading, Taker } from '#contracts';
import { useEffect, useRef } from 'react';
import { capital } from '../../words/news2.ts';
import { dateAndTime, dayAndTime, lengthOfTime } from '../../words/times.ts';
import type { ChartColumn } from './chart-columns.ts';
import type { ChartBlock } from './chart-rows.ts';
import { earlierInWords, scoreInWords, setAside, valueInWords, vitalName } from './column-words.ts';

interface ColumnDetailProps {
  column: ChartColumn;
  blocks: readonly ChartBlock[];
  onClose: () => void;
}

const PARAMETER_OF = {
  respiration: 'respiration',
  spo2: 'spo2',
  onOxygen: 'oxygen',
  systolic: 'systolic',
  pulse: 'pulse',
  consciousness: 'consciousness',
  temperature: 'temperature',
} as const;

/** Everything that is known of one set: each value and what it scores, where it came from, and when. */
export function ColumnDetail({ column, onClose }: ColumnDetailProps) {
  const { score, vitals, earlier, parts } = column;
  const section = useRef<HTMLElement>(null);
  const stated = score?.complete === true && score.statedTotal !== null && score.statedTotal !== score.least;

  useEffect(() => {
    const closed = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      onClose();
    };
    // Before the page's own Escape, which leads back to the board.
    document.addEventListener('keydown', closed, { capture: true });
    return () => document.removeEventListener('keydown', closed, { capture: true });
  }, [onClose]);

  return (
    <section className="detail" ref={section} aria-labelledby="detail-heading">
      <div className="detail__head">
        <h3 className="detail__heading" id="detail-heading">
          {dayAndTime(column.at)}: {scoreInWords(score)}
        </h3>
        <button type="button" className="answer" onClick={onClose}>
          Close <kbd aria-hidden="true">Esc</kbd>
        </button>
      </div>
      {stated && (
        <p className="stated">
          The sender gave NEWS2 {score.statedTotal}; the chart gives {score.least}.
        </p>
      )}
      <dl className="detail__values">
        {VITALS.map((vital) => {
          const value = vitals[vital];
          if (value === undefined) return null;
          const parameter = vital in PARAMETER_OF ? PARAMETER_OF[vital as keyof typeof PARAMETER_OF] : null;
          const sub = parameter === null ? undefined : score?.subScores[parameter];
          const before = earlier[vital];
          return (
            <div key={vital}>
              <dt>{vitalName(vital)}</dt>
              <dd>
                <strong>{valueInWords(vital, value)}</strong>
                {sub !== undefined && (
                  <span className={`detail__sub chart-chip--${sub}`}>
                    scores {sub}
                    {vital === 'spo2' && ` on scale ${column.scale}`}
                  </span>
                )}
                {before !== undefined && (
                  <span className="detail__before">measured at {earlierInWords(before, column.at)}</span>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      <ul className="detail__parts">
        {parts.map(({ reading, taker }) => (
          <Part key={`${reading.at} ${reading.receivedAt} ${reading.taker}`} reading={reading} taker={taker} />
        ))}
      </ul>
    </section>
  );
}

function Part({ reading, taker }: { reading: TakenReading; taker: Taker }) {
  const late = reading.receivedAt - reading.at;
  const by = [taker.method, taker.recordedBy, taker.device].filter((one) => one !== undefined).join(', ');
  return (
    <li className="detail__part">
      Measured {dateAndTime(reading.at)}, came {dateAndTime(reading.receivedAt)}
      {late >= 60_000 && ` (${lengthOfTime(late)} later)`}. {by === '' ? '' : `${capital(by)}. `}From {taker.source}.
      {reading.quarantined && (
        <strong className="detail__aside">
          {' '}
          Set aside, since it cannot be right: {setAside(reading.quarantined)}.
        </strong>
      )}
      {reading.note !== undefined && <q className="detail__note">{reading.note}</q>}
    </li>
  );
}
