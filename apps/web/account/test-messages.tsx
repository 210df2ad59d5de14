import { CHANNEL_NAMES, WAY_NAMES, type ContactView, type DeliveryView, type Way } from '#contracts';
import { useState } from 'react';
import { hub, whyNot } from '../hub.ts';
import { receiptInWords } from '../notifications/receipt-words.ts';

interface TestMessagesProps {
  contact: ContactView;
  tests: readonly DeliveryView[];
  now: number;
  onTested: () => void;
}

/** A message to oneself, to see that it arrives, and what became of the last ones. */
export function TestMessages({ contact, tests, now, onTested }: TestMessagesProps) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const { available, devices, mobile, email } = contact;
  const reaches: Record<Way, boolean> = { push: devices.length > 0, sms: mobile !== null, email: email !== null };
  const ready = available.filter((way) => reaches[way]);
  const send = (way: Way) => () =>
    void hub.sendTestMessage(way).then((answer) => {
      setTrouble(answer.kind === 'done' ? null : whyNot(answer));
      onTested();
    });
  if (ready.length === 0 && tests.length === 0) return null;
  return (
    <section aria-labelledby="tests">
      <h2 className="nhsuk-heading-m" id="tests">
        See that it arrives
      </h2>
      <div className="change-form__buttons">
        {ready.map((way) => (
          <button key={way} type="button" className="nhsuk-button nhsuk-button--secondary" onClick={send(way)}>
            Send a test: {WAY_NAMES[way].toLowerCase()}
          </button>
        ))}
      </div>
      {trouble !== null && (
        <p className="nhsuk-error-message" role="alert">
          <span className="nhsuk-u-visually-hidden">Error:</span> {trouble}
        </p>
      )}
      <ul className="receipts__messages" aria-live="polite">
        {tests.map((delivery) => {
          const { standing, words } = receiptInWords(delivery, now);
          return (
            <li key={delivery.id} className={`receipts__message receipts__message--${standing}`}>
              <span className="receipts__channel">{CHANNEL_NAMES[delivery.channel]}</span>
              <span className="receipts__became">{words}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
