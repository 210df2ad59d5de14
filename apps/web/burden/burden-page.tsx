import { BURDEN_DAYS, type BurdenDays, type SignedIn, type WardBurden } from '#contracts';
import { useEffect, useState } from 'react';
import { hub, whyNot } from '../hub.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { BurdenView } from './burden-view.tsx';

/** What the ward's alerts cost and what they were worth, for those who decide about its rules. */
export default function BurdenPage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const [days, setDays] = useState<BurdenDays>(28);
  const [burden, setBurden] = useState<WardBurden | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const wardId = params['wardId'] ?? '';

  useEffect(() => {
    let left = false;
    void hub.alarmBurden(wardId, days).then((answer) => {
      if (left) return;
      if (answer.kind === 'signed-out') return onSessionEnded();
      setTrouble(answer.kind === 'done' ? null : whyNot(answer));
      if (answer.kind === 'done') setBurden(answer.body);
    });
    return () => {
      left = true;
    };
  }, [wardId, days, onSessionEnded]);

  return <Burden {...{ burden, trouble, days, who, onSignOut }} onDays={setDays} />;
}

interface BurdenProps {
  burden: WardBurden | null;
  trouble: string | null;
  days: BurdenDays;
  onDays: (days: BurdenDays) => void;
  who: SignedIn;
  onSignOut: () => void;
}

export function Burden({ burden, trouble, days, onDays, who, onSignOut }: BurdenProps) {
  return (
    <NoticePage heading="Alarm burden" who={who} onSignOut={onSignOut}>
      {burden && <p className="nhsuk-caption-l">{burden.ward.name}</p>}
      <div className="nhsuk-form-group">
        <label className="nhsuk-label" htmlFor="burden-days">
          Alerts raised in the last
        </label>
        <select
          className="nhsuk-select"
          id="burden-days"
          value={days}
          onChange={(change) => {
            const chosen = BURDEN_DAYS.find((one) => String(one) === change.target.value);
            if (chosen !== undefined) onDays(chosen);
          }}
        >
          {BURDEN_DAYS.map((one) => (
            <option key={one} value={one}>
              {one} days
            </option>
          ))}
        </select>
      </div>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {burden && <BurdenView burden={burden} />}
    </NoticePage>
  );
}
