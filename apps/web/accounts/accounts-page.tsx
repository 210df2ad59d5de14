import { ROLE_NAMES, type RecoveryGiven, type SignedIn, type StaffAccounts } from '#contracts';
import { useCallback, useState } from 'react';
import { hub } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { CopyButton } from '../page/copy-button.tsx';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { ago, dateAndTime } from '../words/times.ts';

type Given = RecoveryGiven & { name: string };

/** Who signs in with a password, and how an administrator lets somebody in again who cannot. */
export default function AccountsPage({ who, onSignOut, onSessionEnded }: PageProps) {
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.accounts(), []),
    { onSessionEnded },
  );
  const [given, setGiven] = useState<Given | null>(null);
  return (
    <Accounts
      who={who}
      asked={body}
      trouble={trouble}
      given={given}
      onGiven={(code) => {
        setGiven(code);
        again();
      }}
      onSignOut={onSignOut}
      onSessionEnded={onSessionEnded}
    />
  );
}

interface AccountsProps {
  who: SignedIn;
  asked: StaffAccounts | null;
  trouble: string | null;
  /** A code that was just given; null puts it away. */
  given: Given | null;
  onGiven: (given: Given | null) => void;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

export function Accounts({ who, asked, trouble, given, onGiven, onSignOut, onSessionEnded }: AccountsProps) {
  const [choosing, setChoosing] = useState<string | null>(null);
  return (
    <NoticePage heading="Accounts" who={who} onSignOut={onSignOut}>
      <p>Everybody who signs in with a password on your wards and in their care homes.</p>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {given !== null && (
        <section className="partner-code" aria-labelledby="code-given">
          <h2 className="nhsuk-heading-m" id="code-given">
            The code of {given.name}
          </h2>
          <p>
            It is shown this once, and works once, until {dateAndTime(given.expiresAt)}. Read it out on a number that
            you know to be theirs. They choose “I cannot sign in” where they sign in.
          </p>
          <p className="partner-code__text">{given.code}</p>
          <CopyButton name="Copy the code" text={() => given.code} />
          <p>
            <button type="button" className="nhsuk-button nhsuk-button--secondary" onClick={() => onGiven(null)}>
              They have the code: put it away
            </button>
          </p>
        </section>
      )}
      {asked !== null && (
        <ul className="concerns">
          {asked.accounts.map((account) => {
            const { id, name, username, role, careHome, disabled, isYou } = account;
            return (
              <li key={id} className="concern">
                <h2 className="concern__who">
                  {name}
                  {isYou && ' (you)'}
                </h2>
                <p>
                  {username}. {ROLE_NAMES[role]}
                  {careHome !== null && `, ${careHome}`}. {standing(account, asked.at)}
                </p>
                {!disabled &&
                  !isYou &&
                  (choosing === id ? (
                    <ChangeForm
                      name="Give the code"
                      faults={() => []}
                      send={async () => {
                        const answer = await hub.giveRecoveryCode(id);
                        return answer.kind === 'done' ? { kind: 'done', body: { ...answer.body, name } } : answer;
                      }}
                      onDone={(code: Given) => {
                        setChoosing(null);
                        onGiven(code);
                      }}
                      onCancel={() => setChoosing(null)}
                      onSessionEnded={onSessionEnded}
                    >
                      <p>
                        Be sure that it is {name} who asks: whoever has the code can sign in as them. That you gave it
                        stands in the audit trail. They stay signed in where they are until it is used; their second
                        factor is then removed.
                      </p>
                    </ChangeForm>
                  ) : (
                    <button
                      type="button"
                      className="nhsuk-button nhsuk-button--small nhsuk-button--secondary"
                      onClick={() => setChoosing(id)}
                    >
                      Cannot sign in<span className="nhsuk-u-visually-hidden">: {name}</span>
                    </button>
                  ))}
              </li>
            );
          })}
        </ul>
      )}
    </NoticePage>
  );
}

function standing(account: StaffAccounts['accounts'][number], now: number): string {
  const { disabled, lastSignedInAt, codeUntil } = account;
  if (disabled) return 'Switched off.';
  const last = lastSignedInAt === null ? 'Has not signed in yet.' : `Signed in ${ago(lastSignedInAt, now)}.`;
  return codeUntil === null ? last : `${last} A code is out until ${dateAndTime(codeUntil)}.`;
}
