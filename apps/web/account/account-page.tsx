import type { ContactView, DeliveryView, SignedIn } from '#contracts';
import { useCallback, useEffect, useState } from 'react';
import { thisMoment } from '../clock.ts';
import { hub } from '../hub.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { ContactForm } from './contact-form.tsx';
import { Devices } from './devices.tsx';
import { lookAtThisDevice, type ThisDevice } from './this-device.ts';
import { TestMessages } from './test-messages.tsx';

const ASK_EVERY_MS = 3_000;

/** A person's own page: how they are told of alerts away from the board. Nobody else sees it. */
export default function AccountPage({ who, onSignOut, onSessionEnded }: PageProps) {
  const contact = useAsked(
    useCallback(() => hub.contact(), []),
    { onSessionEnded },
  );
  const tests = useAsked(
    useCallback(() => hub.testMessages(), []),
    { onSessionEnded, everyMs: ASK_EVERY_MS },
  );
  const [device, setDevice] = useState<ThisDevice | null>(null);
  const look = useCallback(() => void lookAtThisDevice().then(setDevice), []);
  useEffect(look, [look]);
  const { again: askContact } = contact;
  const changed = useCallback(() => {
    askContact();
    look();
  }, [askContact, look]);

  return (
    <Account
      who={who}
      contact={contact.body}
      tests={tests.body ?? []}
      device={device}
      trouble={contact.trouble}
      now={thisMoment().wall}
      onChanged={changed}
      onTested={tests.again}
      onSignOut={onSignOut}
      onSessionEnded={onSessionEnded}
    />
  );
}

interface AccountProps {
  who: SignedIn;
  contact: ContactView | null;
  tests: readonly DeliveryView[];
  /** Null until it was looked at. */
  device: ThisDevice | null;
  trouble: string | null;
  now: number;
  onChanged: () => void;
  onTested: () => void;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

export function Account(props: AccountProps) {
  const { who, contact, tests, device, trouble, now, onChanged, onTested, onSignOut, onSessionEnded } = props;
  const [said, setSaid] = useState<string | null>(null);
  return (
    <NoticePage heading="My account" who={who} onSignOut={onSignOut}>
      <p>
        How you are told of alerts when you are not at a board. A message says how much an alert presses and on which
        ward it is, never whom it is about.
      </p>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {said !== null && <output className="nhsuk-inset-text notice">{said}</output>}
      {contact === null ? (
        trouble === null && <output className="notice">Looking for it…</output>
      ) : (
        <>
          {contact.available.length === 0 && (
            <div className="nhsuk-inset-text">
              <p>
                This Homeward is set up to tell people on the board only. Whoever runs it can set up notifications, text
                messages and email; what you choose here then counts.
              </p>
            </div>
          )}
          <Devices contact={contact} device={device} onChanged={onChanged} />
          <ContactForm
            key={contact.version}
            contact={contact}
            onSaved={() => {
              setSaid('Saved.');
              onChanged();
            }}
            onSessionEnded={onSessionEnded}
          />
          <TestMessages contact={contact} tests={tests} now={now} onTested={onTested} />
        </>
      )}
    </NoticePage>
  );
}
