import type { AccessGiven, StayAccess } from '#contracts';
import { useCallback, useState } from 'react';
import { hub } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { CopyButton } from '../page/copy-button.tsx';
import { typedInto } from '../page/form-text.ts';
import { Link } from '../page/link.tsx';
import { patientPath } from '../page/location.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { clockTime, dateAndTime } from '../words/times.ts';

const ASK_EVERY_MS = 15_000;

/** How a patient and their carers reach the ward from home: their codes, what the hub wrote to them, the number that they ring. */
export default function AtHomePage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const { wardId = '', admissionId = '' } = params;
  const head = useAsked(
    useCallback(() => hub.patient(admissionId), [admissionId]),
    { onSessionEnded },
  );
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.accessToStay(admissionId), [admissionId]),
    { onSessionEnded, everyMs: ASK_EVERY_MS },
  );
  const [given, setGiven] = useState<AccessGiven | null>(null);
  const [sent, setSent] = useState(0);
  const name = head.body?.tile.patient.name ?? null;
  const mayChangePhone = who.role === 'lead';
  const why = head.trouble ?? trouble;

  return (
    <NoticePage heading="At home" who={who} onSignOut={onSignOut}>
      {why !== null && <p role="alert">{why}</p>}
      {name === null || body === null ? (
        why === null && <output className="notice">Looking…</output>
      ) : (
        <div className="at-home">
          <p className="at-home__whose">
            <strong>{name}</strong> <Link to={patientPath(wardId, admissionId)}>Back to the patient’s page</Link>
          </p>
          <section aria-labelledby="at-home-code">
            <h2 className="nhsuk-heading-m" id="at-home-code">
              Sign-in from home
            </h2>
            {given === null ? (
              <GiveForm admissionId={admissionId} name={name} onSessionEnded={onSessionEnded} onGiven={setGiven} />
            ) : (
              <div className="partner-code">
                <p>
                  It is shown this once, works once, and until {clockTime(given.expiresAt)}. Read it out, or send the
                  link. It opens this one stay and nothing else.
                </p>
                <p className="partner-code__text">{given.code}</p>
                <CopyButton name="Copy the code" text={() => given.code} />{' '}
                <CopyButton name="Copy the link" text={() => `${location.origin}/my#${given.code}`} />
                <p>
                  <button
                    type="button"
                    className="nhsuk-button nhsuk-button--secondary"
                    onClick={() => {
                      setGiven(null);
                      again();
                    }}
                  >
                    They have it: put it away
                  </button>
                </p>
              </div>
            )}
            <ul className="concerns">
              {body.accesses.map((access) => (
                <li key={access.id} className="concern">
                  <h3 className="concern__who">
                    {access.name} ({access.who})
                  </h3>
                  <p>{standing(access)}</p>
                  {access.revokedAt === null && (
                    <ChangeForm
                      className="concern__take"
                      name="Take it back"
                      faults={() => []}
                      send={() => hub.revokeAccess(admissionId, access.id)}
                      onDone={again}
                      onSessionEnded={onSessionEnded}
                    >
                      <span className="nhsuk-u-visually-hidden">The access of {access.name}</span>
                    </ChangeForm>
                  )}
                </li>
              ))}
            </ul>
          </section>
          <section aria-labelledby="at-home-messages">
            <h2 className="nhsuk-heading-m" id="at-home-messages">
              Messages to {name}
            </h2>
            <ChangeForm
              key={sent}
              className="partner-code"
              name="Send the message"
              faults={(form) => (typedInto(form, 'text').trim() === '' ? ['Write the message'] : [])}
              send={(form) => hub.writeToPatient(admissionId, typedInto(form, 'text').trim())}
              onDone={() => {
                setSent(sent + 1);
                again();
              }}
              onSessionEnded={onSessionEnded}
            >
              <label className="nhsuk-label" htmlFor="at-home-text">
                Message
              </label>
              <div className="nhsuk-hint" id="at-home-text-hint">
                Short words, in the patient’s language. They cannot answer here: for anything urgent, ring them.
              </div>
              <textarea
                className="nhsuk-textarea"
                id="at-home-text"
                name="text"
                rows={2}
                maxLength={1000}
                aria-describedby="at-home-text-hint"
              />
            </ChangeForm>
            <ul className="concerns">
              {body.messages.map((message) => (
                <li key={message.id} className="concern">
                  <p>{message.text}</p>
                  <p>
                    {message.by}, {dateAndTime(message.at)}.{' '}
                    {message.seenAt === null ? 'Not seen yet.' : `Seen ${dateAndTime(message.seenAt)}.`}
                  </p>
                </li>
              ))}
            </ul>
          </section>
          <section aria-labelledby="at-home-phone">
            <h2 className="nhsuk-heading-m" id="at-home-phone">
              The number that patients ring
            </h2>
            <p>{body.phone ?? 'None is set: patients are told that it is on their sheet.'}</p>
            {mayChangePhone && (
              <ChangeForm
                className="partner-code"
                name="Change the number"
                faults={(form) =>
                  /^[0-9 +]{5,20}$/.test(typedInto(form, 'phone').trim())
                    ? []
                    : ['Write a telephone number, such as 01632 960 123']
                }
                send={(form) => hub.changePatientPhone(wardId, typedInto(form, 'phone').trim())}
                onDone={again}
                onSessionEnded={onSessionEnded}
              >
                <label className="nhsuk-label" htmlFor="at-home-number">
                  Telephone number, for all patients of this ward
                </label>
                <input
                  className="nhsuk-input nhsuk-input--width-20"
                  id="at-home-number"
                  name="phone"
                  inputMode="tel"
                  autoComplete="off"
                />
              </ChangeForm>
            )}
          </section>
        </div>
      )}
    </NoticePage>
  );
}

interface GiveFormProps {
  admissionId: string;
  name: string;
  onGiven: (given: AccessGiven) => void;
  onSessionEnded: () => void;
}

function GiveForm({ admissionId, name, onGiven, onSessionEnded }: GiveFormProps) {
  const [who, setWho] = useState<'patient' | 'carer'>('patient');
  return (
    <ChangeForm
      className="partner-code"
      name="Give a code"
      faults={(form) =>
        who === 'carer' && typedInto(form, 'name').trim() === '' ? ['Write the name of the carer'] : []
      }
      send={(form) =>
        hub.giveAccess(admissionId, { who, name: who === 'carer' ? typedInto(form, 'name').trim() : null })
      }
      onDone={onGiven}
      onSessionEnded={onSessionEnded}
    >
      <fieldset className="nhsuk-fieldset concern__choices">
        <legend className="nhsuk-fieldset__legend">Who signs in?</legend>
        <label>
          <input type="radio" name="who" checked={who === 'patient'} onChange={() => setWho('patient')} />
          {name}
        </label>
        <label>
          <input type="radio" name="who" checked={who === 'carer'} onChange={() => setWho('carer')} />A carer
        </label>
      </fieldset>
      {who === 'carer' && (
        <>
          <label className="nhsuk-label" htmlFor="at-home-carer">
            The carer’s name
          </label>
          <input
            className="nhsuk-input nhsuk-input--width-20"
            id="at-home-carer"
            name="name"
            maxLength={100}
            autoComplete="off"
          />
        </>
      )}
    </ChangeForm>
  );
}

function standing(access: StayAccess['accesses'][number]): string {
  const { issuedAt, issuedBy, codeExpiresAt, triesLeft, signedInAt, lastSeenAt, revokedAt } = access;
  const given = `Given by ${issuedBy}, ${dateAndTime(issuedAt)}.`;
  if (revokedAt !== null) return `${given} Taken back ${dateAndTime(revokedAt)}.`;
  if (signedInAt === null) {
    return triesLeft === 0
      ? `${given} Not used: it was tried wrongly too often. Give a new one.`
      : `${given} Not used yet; it works until ${dateAndTime(codeExpiresAt)}.`;
  }
  return `${given} Signed in ${dateAndTime(signedInAt)}${lastSeenAt === null ? '; signed out since' : `, last seen ${dateAndTime(lastSeenAt)}`}.`;
}
