import {
  parseNhsNumber,
  type AuditPage as Page,
  type AuditPeople,
  type AuditQuestion,
  type AuditVerified,
  type SignedIn,
} from '#contracts';
import { useCallback, useState } from 'react';
import { hub, whyNot, type Answer } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { Scrolled } from '../page/scrolled.tsx';
import { useAsked } from '../page/use-asked.ts';
import { dateAndTime, endOfDay, startOfDay } from '../words/times.ts';

/** Who saw whom and did what. */
export default function AuditPage({ who, onSignOut, onSessionEnded }: PageProps) {
  const people = useAsked(
    useCallback(() => hub.auditPeople(), []),
    { onSessionEnded },
  );
  return (
    <AuditTrail
      who={who}
      people={people.body}
      trouble={people.trouble}
      search={hub.searchAudit}
      verify={hub.verifyAudit}
      onSignOut={onSignOut}
      onSessionEnded={onSessionEnded}
    />
  );
}

/** What was asked for last, and what there is of it so far. */
export interface Found {
  question: AuditQuestion;
  entries: Page['entries'];
  more: boolean;
}

interface AuditTrailProps {
  who: SignedIn;
  people: AuditPeople | null;
  trouble: string | null;
  search: (question: AuditQuestion) => Promise<Answer<Page>>;
  verify: () => Promise<Answer<AuditVerified>>;
  /** What a story begins with. */
  begins?: { found: Found; verified: AuditVerified };
  onSignOut: () => void;
  onSessionEnded: () => void;
}

function questionOf(form: FormData): AuditQuestion {
  const [account, nhs, act, glass] = ['account', 'nhsNumber', 'act', 'glass'].map((field) =>
    typedInto(form, field).trim(),
  );
  const from = startOfDay(typedInto(form, 'from'));
  const to = endOfDay(typedInto(form, 'to'));
  return {
    ...(account ? { account } : {}),
    ...(nhs ? { nhsNumber: nhs } : {}),
    ...(glass ? { glass } : {}),
    ...(act ? { act: act.toLowerCase().replaceAll(/\s+/g, '-') } : {}),
    ...(from === null ? {} : { from: new Date(from).toISOString() }),
    ...(to === null ? {} : { to: new Date(to).toISOString() }),
  };
}

export function AuditTrail(props: AuditTrailProps) {
  const { who, people, trouble, search, verify, begins, onSignOut, onSessionEnded } = props;
  const [found, setFound] = useState<Found | null>(begins?.found ?? null);
  const [verified, setVerified] = useState<AuditVerified | null>(begins?.verified ?? null);
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const asking =
    <T,>(question: () => Promise<Answer<T>>, take: (body: T) => void) =>
    () => {
      if (busy) return;
      setBusy(true);
      void question().then((answer) => {
        setBusy(false);
        if (answer.kind === 'signed-out') return onSessionEnded();
        setRefused(answer.kind === 'done' ? null : whyNot(answer));
        if (answer.kind === 'done') take(answer.body);
      });
    };

  return (
    <NoticePage heading="Audit trail" who={who} onSignOut={onSignOut}>
      <p>Who saw whom and did what, the newest first. That you looked is in it too.</p>
      {(refused ?? trouble) !== null && <p role="alert">{refused ?? trouble}</p>}
      <section aria-labelledby="chain">
        <h2 className="nhsuk-heading-m" id="chain">
          Is it what was written?
        </h2>
        {verified !== null && <Verified verified={verified} />}
        <button
          type="button"
          className="nhsuk-button nhsuk-button--secondary"
          aria-disabled={busy}
          onClick={asking(verify, setVerified)}
        >
          Follow the chain from its first link
        </button>
      </section>
      <ChangeForm
        className="audit-form"
        name="Look"
        faults={(form) => {
          const typed = typedInto(form, 'nhsNumber').trim();
          return typed !== '' && parseNhsNumber(typed) === null ? ['Enter the NHS number as ten digits'] : [];
        }}
        send={async (form) => {
          const question = questionOf(form);
          const answer = await search(question);
          return answer.kind === 'done' ? { kind: 'done', body: { ...answer.body, question } } : answer;
        }}
        onDone={({ question, entries, more }: Found) => setFound({ question, entries, more })}
        onSessionEnded={onSessionEnded}
      >
        <h2 className="nhsuk-heading-m">Look for</h2>
        <div className="audit-form__fields">
          <div className="nhsuk-form-group">
            <label className="nhsuk-label" htmlFor="audit-who">
              Who
            </label>
            <select className="nhsuk-select" id="audit-who" name="account" defaultValue="">
              <option value="">Anybody</option>
              {people?.people.map(({ id, name, role }) => (
                <option key={id} value={id}>
                  {name}, {role}
                </option>
              ))}
            </select>
          </div>
          <Field name="nhsNumber" label="Whose record: NHS number" />
          <Field name="act" label="What, such as viewed patient" />
          <Field name="glass" label="Break-glass: its number on the reviews page" />
          <Field name="from" label="From" type="date" />
          <Field name="to" label="To" type="date" />
        </div>
      </ChangeForm>
      {found !== null && (
        <section aria-labelledby="found">
          <h2 className="nhsuk-heading-m" id="found">
            What there is
          </h2>
          {found.entries.length === 0 ? (
            <p>Nothing of that.</p>
          ) : (
            <Scrolled label="Links of the audit trail">
              <table className="nhsuk-table audit-table">
                <thead>
                  <tr>
                    <th scope="col">Link</th>
                    <th scope="col">When</th>
                    <th scope="col">Who</th>
                    <th scope="col">What</th>
                    <th scope="col">Where</th>
                    <th scope="col">Stays</th>
                    <th scope="col">More</th>
                  </tr>
                </thead>
                <tbody>
                  {found.entries.map((entry) => (
                    <tr key={entry.seq}>
                      <td>{entry.seq}</td>
                      <td>{dateAndTime(entry.at)}</td>
                      <td>
                        {entry.who.name ?? (entry.who.id === null ? `A ${entry.who.kind}, not known` : entry.who.id)}
                      </td>
                      <td>{entry.act.replaceAll('-', ' ')}</td>
                      <td>{entry.ward ?? entry.careHome ?? ''}</td>
                      <td>{staysInWords(entry.admissions)}</td>
                      <td>{detailsInWords(entry)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scrolled>
          )}
          {found.more && (
            <button
              type="button"
              className="nhsuk-button nhsuk-button--secondary"
              aria-disabled={busy}
              onClick={asking(
                () => search({ ...found.question, before: found.entries.at(-1)?.seq ?? 1 }),
                ({ entries, more }) => setFound({ ...found, entries: [...found.entries, ...entries], more }),
              )}
            >
              Show older ones
            </button>
          )}
        </section>
      )}
    </NoticePage>
  );
}

function Field({ name, label, type = 'text' }: { name: string; label: string; type?: 'text' | 'date' }) {
  return (
    <div className="nhsuk-form-group">
      <label className="nhsuk-label" htmlFor={`audit-${name}`}>
        {label}
      </label>
      <input className="nhsuk-input" id={`audit-${name}`} name={name} type={type} autoComplete="off" />
    </div>
  );
}

function Verified({ verified: { at, whole, links, broken, end } }: { verified: AuditVerified }) {
  return whole ? (
    <output className="nhsuk-inset-text notice">
      At {dateAndTime(at)} all {links} links were as they were written. The last one’s hash is{' '}
      <code className="audit-hash">{end}</code>: compare it with one that was kept elsewhere, since a chain that was
      written anew as a whole is found by that alone.
    </output>
  ) : (
    <p role="alert">
      <strong>The chain is broken at link {broken?.seq}</strong>: {broken?.why}. The {links} before it are as they were
      written.
    </p>
  );
}

const staysInWords = (admissions: readonly string[]): string =>
  admissions.length > 2 ? `${admissions.length} stays` : admissions.join(', ');

const detailsInWords = ({ alert, details }: Page['entries'][number]): string =>
  [
    ...(alert === null ? [] : [`alert ${alert}`]),
    ...Object.entries(details)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `${name}: ${String(value)}`),
  ].join('; ');
