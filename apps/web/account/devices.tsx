import type { ContactView } from '#contracts';
import { useState } from 'react';
import { dateAndTime } from '../words/times.ts';
import { switchOff, switchOn, type ThisDevice } from './this-device.ts';

interface DevicesProps {
  contact: ContactView;
  device: ThisDevice | null;
  onChanged: () => void;
}

/** The browsers that are sent notifications, and this one among them. */
export function Devices({ contact, device, onChanged }: DevicesProps) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { devices, pushKey } = contact;
  const change = (how: () => Promise<string | null>) => () => {
    if (busy) return;
    setBusy(true);
    void how().then((why) => {
      setTrouble(why);
      setBusy(false);
      onChanged();
    });
  };
  const isThis = (id: string): boolean => device?.state === 'on' && device.deviceId === id;
  const known = devices.some(({ id }) => isThis(id));

  return (
    <section aria-labelledby="devices">
      <h2 className="nhsuk-heading-m" id="devices">
        Notifications on this device
      </h2>
      {pushKey === null ? (
        <p>
          Notifications are not set up on this Homeward: it has no keys to send them with. Whoever runs it finds how to
          make them in its notes on notifications.
        </p>
      ) : (
        device && <State device={device} known={known} />
      )}
      {trouble !== null && (
        <p className="nhsuk-error-message" role="alert">
          <span className="nhsuk-u-visually-hidden">Error:</span> {trouble}
        </p>
      )}
      {pushKey !== null && device !== null && (device.state === 'off' || (device.state === 'on' && !known)) && (
        <button type="button" className="nhsuk-button" aria-disabled={busy} onClick={change(() => switchOn(pushKey))}>
          {busy ? 'Switching on…' : 'Switch on notifications on this device'}
        </button>
      )}
      {devices.length > 0 && (
        <ul className="devices">
          {devices.map(({ id, name, createdAt }) => (
            <li key={id} className="devices__device">
              <span>
                <strong>{name}</strong>
                {isThis(id) && ' (this one)'}, switched on {dateAndTime(createdAt)}
              </span>
              <button
                type="button"
                className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
                aria-disabled={busy}
                onClick={change(() => switchOff(id))}
              >
                Remove<span className="nhsuk-u-visually-hidden"> {name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function State({ device, known }: { device: ThisDevice; known: boolean }) {
  switch (device.state) {
    case 'cannot':
      return <p>{device.why}</p>;
    case 'blocked':
      return (
        <p>
          This browser was told never to show notifications of Homeward. Allow them in the browser’s settings for this
          site, and open this page again.
        </p>
      );
    case 'off':
      return <p>This device is sent nothing yet.</p>;
    case 'on':
      return <p>{known ? 'This device is sent notifications.' : 'This device is not on your list any more.'}</p>;
  }
}
