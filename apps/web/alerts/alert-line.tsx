import type { OpenAlertView } from '#contracts';
import { memo, type ReactNode } from 'react';
import { PauseIcon, PriorityIcon } from '../board/icons.tsx';
import { useWardTime } from '../page/ward-clock.ts';
import { fromOldReading, pausedInWords, PRIORITY_NAMES, whereItStands, whoHasIt } from '../words/alerts.ts';

interface AlertLineProps {
  alert: OpenAlertView;
  /** What can be done about it. */
  children?: ReactNode;
  /** What stands under it. */
  more?: ReactNode;
}

/** One open alert: how pressing it is, what was found, who has it and since when, and what happens next by itself. */
export const AlertLine = memo(function AlertLine({ alert, children, more }: AlertLineProps) {
  const old = fromOldReading(alert);
  const paused = useWardTime((now) => pausedInWords(alert, now));
  const signals = alert.status === 'raised' && paused === null ? 'alert--calls' : '';
  return (
    <div className={`alert alert--${alert.priority} alert--${alert.status} ${signals}`}>
      <div className="alert__head">
        <strong className="alert__priority">
          <PriorityIcon priority={alert.priority} /> {PRIORITY_NAMES[alert.priority]}
        </strong>
        <WhoHasIt alert={alert} />
        {children}
      </div>
      <p className="alert__sentence">
        {!alert.conditionPresent && <strong className="alert__eased">Condition since eased. </strong>}
        {alert.sentence}
        {alert.count > 1 && <span className="alert__count"> Seen {alert.count} times.</span>}
        {old !== null && <span className="alert__old"> {old}.</span>}
      </p>
      {paused !== null && (
        <p className="alert__paused">
          <PauseIcon /> {paused}
        </p>
      )}
      <div className="alert__foot">
        <WhereItStands alert={alert} />
        {more}
      </div>
    </div>
  );
});

function WhoHasIt({ alert }: { alert: OpenAlertView }) {
  return <span className="alert__who">{useWardTime((now) => whoHasIt(alert, now))}</span>;
}

function WhereItStands({ alert }: { alert: OpenAlertView }) {
  return <span className="alert__where">{useWardTime((now) => whereItStands(alert, now))}</span>;
}
