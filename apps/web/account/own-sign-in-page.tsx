import type { OwnSessions, SecondFactorView, SignedIn } from '#contracts';
import { useCallback, useState } from 'react';
import { hub, whyNot, type Answer } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { NewPassword, newPasswordFaults } from '../sign-in/new-password.tsx';
import { ago, dateAndTime } from '../words/times.ts';
import { SecondFactor } from './second-factor.tsx';

/** How somebody signs in, and where they are signed in. Nobody else sees it. */
export default function OwnSignInPage({ who, onSignOut, onSessionEnded }: PageProps) {
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.ownSessions(), []),
    { onSessionEnded },
  );
  const secondFactor = useAsked(
    useCallback(() => hub.secondFactor(), []),
    { onSessionEnded },
  );
  return (
    <OwnSignIn
      who={who}
      asked={body}
      trouble={trouble ?? secondFactor.trouble}
      secondFactor={secondFactor.body}
      onSecondFactorChanged={secondFactor.again}
      onChanged={again}
      onSignOut={onSignOut}
      onSessionEnded={onSessionEnded}
    />
  );
}

interface OwnSignInProps {
  who: SignedIn;
  asked: OwnSessions | null;
  trouble: string | null;
  secondFactor: SecondFactorView | null;
  onChanged: () => void;
  onSecondFactorChanged: () => void;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

export function OwnSignIn(props: OwnSignInProps) {
  const { who, asked, trouble, secondFactor, onChanged, onSecondFactorChanged, onSignOut, onSessionEnded } = props;
  const [said, setSaid] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [changes, setChanges] = useState(0);
  const end = (how: () => Promise<Answer<unknown>>, done: string) => () => {
    if (busy) return;
    setBusy(true);
    void how().then((answer) => {
      setBusy(false);
      if (answer.kind === 'signed-out') return onSessionEnded();
      setRefused(answer.kind === 'done' ? null : whyNot(answer));
      setSaid(answer.kind === 'done' ? done : null);
      onChanged();
    });
  };
  const elsewhere = asked?.sessions.filter(({ thisOne }) => !thisOne).length ?? 0;

  return (
    <NoticePage heading="My sign-in" who={who} onSignOut={onSignOut}>
      <p>
        You sign in as <strong>{who.username}</strong>
        {who.isVouchedFor &&
          ' with your organisation’s account: your password and how else you show that it is you are kept there'}
        .
      </p>
      {said !== null && <output className="nhsuk-inset-text notice">{said}</output>}
      {(refused ?? trouble) !== null && <p role="alert">{refused ?? trouble}</p>}
      <section aria-labelledby="sessions">
        <h2 className="nhsuk-heading-m" id="sessions">
          Where you are signed in
        </h2>
        {asked === null && trouble === null && <output className="notice">Looking for it…</output>}
        {asked !== null && (
          <>
            <ul className="devices">
              {asked.sessions.map(({ id, browser, address, startedAt, lastSeenAt, endsAt, thisOne, wall }) => (
                <li key={id} className="devices__device">
                  <span>
                    <strong>{browser ?? 'A browser that does not say which'}</strong>
                    {thisOne && ' (this one)'}
                    {wall !== null && `: the wall screen of ${wall.ward}, ${wall.place}`}
                    {address !== null && `, from ${address}`}
                    <br />
                    {wall === null ? 'Signed in' : 'Opened'} at {dateAndTime(startedAt)}, used{' '}
                    {ago(lastSeenAt, asked.at)}, ends by {dateAndTime(endsAt)}
                  </span>
                  {!thisOne && (
                    <button
                      type="button"
                      className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
                      aria-disabled={busy}
                      onClick={end(() => hub.endSession(id), 'That session has ended.')}
                    >
                      End
                      <span className="nhsuk-u-visually-hidden">
                        {` the session in ${browser ?? 'a browser'} that began at ${dateAndTime(startedAt)}`}
                      </span>
                    </button>
                  )}
                </li>
              ))}
            </ul>
            {elsewhere > 1 && (
              <button
                type="button"
                className="nhsuk-button nhsuk-button--secondary"
                aria-disabled={busy}
                onClick={end(() => hub.endOtherSessions(), 'You are signed in here alone.')}
              >
                Sign out everywhere else{asked.sessions.some(({ wall }) => wall !== null) && ', on wall screens too'}
              </button>
            )}
            <p>
              A session ends by itself 13 hours after you sign in, or after 2 hours without use; a wall screen after 30
              days, or 4 days without use. If you do not know one of these, end it
              {who.isVouchedFor ? ' and tell your administrator' : ' and change your password'}.
            </p>
          </>
        )}
      </section>
      {!who.isVouchedFor && secondFactor?.available && (
        <SecondFactor
          view={secondFactor}
          onChanged={() => {
            setSaid(null);
            onSecondFactorChanged();
          }}
          onSessionEnded={onSessionEnded}
        />
      )}
      {!who.isVouchedFor && (
        <section aria-labelledby="password">
          <h2 className="nhsuk-heading-m" id="password">
            Change your password
          </h2>
          <ChangeForm
            key={changes}
            name="Change the password"
            faults={(form) => [
              ...(typedInto(form, 'current') === '' ? ['Enter your password as it is now'] : []),
              ...newPasswordFaults(form),
            ]}
            send={(form) =>
              hub.changePassword({ current: typedInto(form, 'current'), password: typedInto(form, 'password') })
            }
            onDone={() => {
              setSaid('Your password is changed. You are signed in here alone.');
              setChanges(changes + 1);
              onChanged();
            }}
            onSessionEnded={onSessionEnded}
          >
            <div className="nhsuk-form-group">
              <label className="nhsuk-label" htmlFor="current">
                Password now
              </label>
              <input
                className="nhsuk-input nhsuk-input--width-20"
                id="current"
                name="current"
                type="password"
                autoComplete="current-password"
              />
            </div>
            <NewPassword />
          </ChangeForm>
        </section>
      )}
    </NoticePage>
  );
}
