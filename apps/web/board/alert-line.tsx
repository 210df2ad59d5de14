import type { OpenAlertView } from '#contracts';
import { memo, type ReactNode } from 'react';
import { useWardTime } from '../page/ward-clock.ts';
import { fromOldReading, PRIORITY_NAMES, whoHasIt } from '../words/alerts.ts';
import { PriorityIcon } from './icons.tsx';

/** One open alert: how pressing it is, what was found, who answers for it. `children` are what can be done about it. */
export const AlertLine = memo(function AlertLine({ alert, children }: { alert: OpenAlertView; children?: ReactNode }) {
  const old = fromOldReading(alert);
  return (
    <div className={`alert alert--${alert.priority} alert--${alert.status}`}>
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
    </div>
  );
});

function WhoHasIt({ alert }: { alert: OpenAlertView }) {
  return <span className="alert__who">{useWardTime((now) => whoHasIt(alert, now))}</span>;
}
