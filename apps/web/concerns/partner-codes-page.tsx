import { LONGEST_PARTNER_CODE_DAYS, type PartnerCodeGiven, type PartnerCodeList } from '#contracts';
import { useCallback, useState } from 'react';
import { hub } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { CopyButton } from '../page/copy-button.tsx';
import { typedInto } from '../page/form-text.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { ago, day } from '../words/times.ts';

const USUAL_DAYS = 90;

/** Which organisations may tell the ward of a concern, and with which code. */
export default function PartnerCodesPage({ who, onSignOut, onSessionEnded }: PageProps) {
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.partnerCodes(), []),
    { onSessionEnded },
  );
  const wards = useAsked(
    useCallback(() => hub.wards(), []),
    { onSessionEnded },
  );
  const [given, setGiven] = useState<(PartnerCodeGiven & { organisation: string }) | null>(null);
  const [revoking, setRevoking] = useState<string | null>(null);
  const [first] = wards.body ?? [];

  return (
    <NoticePage heading="Partner codes" who={who} onSignOut={onSignOut}>
      <p>
        With its code an organisation may tell the ward of somebody it worries about, at{' '}
        <code>{`${location.origin}/concern`}</code>. A code shows nobody anything.
      </p>
      {(trouble ?? wards.trouble) !== null && <p role="alert">{trouble ?? wards.trouble}</p>}
      {given !== null ? (
        <section className="partner-code" aria-labelledby="partner-code-given">
          <h2 className="nhsuk-heading-m" id="partner-code-given">
            The code of {given.organisation}
          </h2>
          <p>It is shown this once. Read it out, or send the link: the part behind # is seen by no server.</p>
          <p className="partner-code__text">{given.code}</p>
          <CopyButton name="Copy the code" text={() => given.code} />{' '}
          <CopyButton name="Copy the link" text={() => `${location.origin}/concern#${given.code}`} />
          <p>
            <button type="button" className="nhsuk-button nhsuk-button--secondary" onClick={() => setGiven(null)}>
              I have the code: put it away
            </button>
          </p>
        </section>
      ) : (
        first !== undefined && (
          <ChangeForm
            className="partner-code"
            name="Give the code"
            faults={(form) => [
              ...(typedInto(form, 'organisation').trim() === '' ? ['Name the organisation'] : []),
              ...(daysIn(form) === null ? [`Say for how many days, from 1 to ${LONGEST_PARTNER_CODE_DAYS}`] : []),
            ]}
            send={async (form) => {
              const organisation = typedInto(form, 'organisation').trim();
              const wardId = typedInto(form, 'ward');
              const answer = await hub.givePartnerCode({ wardId, organisation, days: daysIn(form) ?? 0 });
              return answer.kind === 'done' ? { kind: 'done', body: { ...answer.body, organisation } } : answer;
            }}
            onDone={(code) => {
              setGiven(code);
              again();
            }}
            onSessionEnded={onSessionEnded}
          >
            <h2 className="nhsuk-heading-m">Give an organisation a code</h2>
            <label className="nhsuk-label" htmlFor="partner-organisation">
              Organisation
            </label>
            <input
              className="nhsuk-input nhsuk-input--width-20"
              id="partner-organisation"
              name="organisation"
              maxLength={100}
              autoComplete="off"
            />
            <label className="nhsuk-label" htmlFor="partner-ward">
              Its concerns go to
            </label>
            <select className="nhsuk-select" id="partner-ward" name="ward" defaultValue={first.id}>
              {(wards.body ?? []).map((ward) => (
                <option key={ward.id} value={ward.id}>
                  {ward.name}
                </option>
              ))}
            </select>
            <label className="nhsuk-label" htmlFor="partner-days">
              For how many days
            </label>
            <input
              className="nhsuk-input nhsuk-input--width-4"
              id="partner-days"
              name="days"
              inputMode="numeric"
              defaultValue={USUAL_DAYS}
            />
          </ChangeForm>
        )
      )}
      {body !== null && (
        <section aria-labelledby="partner-codes">
          <h2 className="nhsuk-heading-m" id="partner-codes">
            Codes
          </h2>
          {body.codes.length === 0 && <p>No organisation has one yet.</p>}
          <ul className="concerns">
            {body.codes.map((code) => (
              <li key={code.id} className="concern">
                <h3 className="concern__who">
                  {code.organisation} <span className="partner-code__prefix">{code.prefix}-…</span>
                </h3>
                <p>{standing(code, body.at)}</p>
                {isInForce(code, body.at) &&
                  (revoking === code.id ? (
                    <ChangeForm
                      name="Withdraw the code"
                      faults={() => []}
                      send={() => hub.revokePartnerCode(code.id)}
                      onDone={() => {
                        setRevoking(null);
                        again();
                      }}
                      onCancel={() => setRevoking(null)}
                      onSessionEnded={onSessionEnded}
                    >
                      <p>Nothing can be told with it from then on.</p>
                    </ChangeForm>
                  ) : (
                    <button
                      type="button"
                      className="nhsuk-button nhsuk-button--small nhsuk-button--secondary"
                      onClick={() => setRevoking(code.id)}
                    >
                      Withdraw<span className="nhsuk-u-visually-hidden"> the code of {code.organisation}</span>
                    </button>
                  ))}
              </li>
            ))}
          </ul>
        </section>
      )}
    </NoticePage>
  );
}

type Code = PartnerCodeList['codes'][number];

const isInForce = ({ revokedAt, expiresAt }: Code, now: number): boolean => revokedAt === null && expiresAt > now;

function standing(code: Code, now: number): string {
  const { wardName, issuedAt, issuedBy, expiresAt, revokedAt, revokedBy, lastUsedAt, concerns } = code;
  const told = `${concerns} ${concerns === 1 ? 'concern' : 'concerns'}${lastUsedAt === null ? '' : `, the last ${ago(lastUsedAt, now)}`}`;
  const ends =
    revokedAt === null
      ? `${expiresAt > now ? 'Lasts until' : 'Ran out on'} ${day(expiresAt)}`
      : `Withdrawn by ${revokedBy} on ${day(revokedAt)}`;
  return `${ends}. To ${wardName}. Given by ${issuedBy} on ${day(issuedAt)}. ${told}.`;
}

function daysIn(form: FormData): number | null {
  const text = typedInto(form, 'days').trim();
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return days >= 1 && days <= LONGEST_PARTNER_CODE_DAYS ? days : null;
}
