import type { CareHome, RoundSheet } from '#contracts';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { hub, whyNot, type Answer } from '../hub.ts';
import { Faults } from '../page/faults.tsx';
import { typedInto } from '../page/form-text.ts';
import { Link } from '../page/link.tsx';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { dayAndTime } from '../words/times.ts';
import { readings } from './sheet-words.ts';
import { SheetView } from './sheet-view.tsx';

/** A home's round sheet: chosen or pasted, shown row by row, and stored only as it was shown. */
export default function RoundSheetsPage({ who, onSignOut, onSessionEnded }: PageProps) {
  const [homes, setHomes] = useState<CareHome[] | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);

  useEffect(() => {
    let left = false;
    void hub.homes().then((answer) => {
      if (left) return;
      if (answer.kind === 'signed-out') return onSessionEnded();
      if (answer.kind === 'done') setHomes(answer.body.homes);
      else setTrouble(whyNot(answer));
    });
    return () => {
      left = true;
    };
  }, [onSessionEnded]);

  return (
    <NoticePage heading="Round sheets" who={who} onSignOut={onSignOut}>
      {who.role === 'care-home' && (
        <p>
          <Link to="/">Your residents</Link>
        </p>
      )}
      {trouble !== null && <p role="alert">{trouble}</p>}
      {homes === null ? (
        trouble === null && <output className="notice">Looking for your care homes…</output>
      ) : homes.length === 0 ? (
        <p>You have no care home yet. Ask your administrator to add you to one.</p>
      ) : (
        <SendSheet homes={homes} onSessionEnded={onSessionEnded} />
      )}
    </NoticePage>
  );
}

/** The file and what is known of it. It stays in the browser: the hub keeps nothing of a preview. */
interface Shown {
  readonly file: Blob;
  readonly sheet: RoundSheet;
}

export function SendSheet({ homes, onSessionEnded }: { homes: readonly CareHome[]; onSessionEnded: () => void }) {
  const [homeId, setHomeId] = useState(homes.length === 1 ? (homes[0]?.id ?? '') : '');
  const [shown, setShown] = useState<Shown | null>(null);
  const [faults, setFaults] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const home = homes.find((one) => one.id === homeId) ?? null;

  function take(file: Blob, answer: Answer<RoundSheet>): void {
    setBusy(false);
    if (answer.kind === 'signed-out') return onSessionEnded();
    if (answer.kind === 'done') {
      setFaults([]);
      return setShown({ file, sheet: answer.body });
    }
    const named = answer.kind === 'refused' ? (answer.problem?.errors ?? []) : [];
    setFaults(named.length > 0 ? named.map(({ detail }) => detail) : [whyNot(answer)]);
    // What was shown is no longer what would be stored: it is looked at again before anything is.
    if (answer.kind === 'refused' && answer.status === 409) setShown(null);
  }

  async function show(submit: SubmitEvent<HTMLFormElement>): Promise<void> {
    submit.preventDefault();
    if (busy) return;
    const form = new FormData(submit.currentTarget);
    const chosen = form.get('file');
    const pasted = typedInto(form, 'pasted');
    const hasFile = chosen instanceof File && chosen.size > 0;
    if (home === null) return setFaults(['Choose the care home']);
    if (hasFile && pasted.trim() !== '') return setFaults(['Choose a file or paste the rows, and not both']);
    if (!hasFile && pasted.trim() === '') return setFaults(['Choose the sheet, or paste its rows']);
    // Read now: a file that is saved again meanwhile could not be read any more.
    const file = new Blob([hasFile ? await chosen.arrayBuffer() : pasted], { type: 'text/csv' });
    setBusy(true);
    take(file, await hub.roundSheet(home.id, file));
  }

  async function store({ file, sheet }: Shown): Promise<void> {
    if (busy || home === null) return;
    setBusy(true);
    take(file, await hub.roundSheet(home.id, file, sheet.confirm));
  }

  if (shown !== null && home !== null) {
    return (
      <>
        <Faults title="Nothing was stored" faults={faults} />
        <ShownSheet
          key={shown.sheet.confirmed ? 'stored' : 'shown'}
          home={home}
          sheet={shown.sheet}
          busy={busy}
          onStore={() => void store(shown)}
          onAnother={() => {
            setFaults([]);
            setShown(null);
          }}
        />
      </>
    );
  }
  return (
    <form onSubmit={(submit) => void show(submit)} noValidate>
      <Faults title="The sheet cannot be shown" faults={faults} />
      {homes.length > 1 ? (
        <div className="nhsuk-form-group">
          <label className="nhsuk-label" htmlFor="home">
            Care home
          </label>
          <select
            className="nhsuk-select"
            id="home"
            value={homeId}
            onChange={(change) => setHomeId(change.target.value)}
          >
            <option value="">Choose the care home</option>
            {homes.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </div>
      ) : (
        <h2 className="nhsuk-heading-m">{home?.name}</h2>
      )}
      {home !== null && <HubHours home={home} />}
      <p>
        A sheet is a CSV file, as every spreadsheet program saves one. Write dates with the day first.{' '}
        {home !== null && (
          <a href={`/v1/homes/${encodeURIComponent(home.id)}/round-sheet/template`} download="round-sheet.csv">
            Download a sheet with your residents in it
          </a>
        )}
      </p>
      <div className="nhsuk-form-group">
        <label className="nhsuk-label" htmlFor="file">
          The sheet
        </label>
        <input className="nhsuk-file-upload" id="file" name="file" type="file" accept=".csv,.txt,text/csv" />
      </div>
      <details className="nhsuk-details">
        <summary className="nhsuk-details__summary">
          <span className="nhsuk-details__summary-text">Paste the rows instead</span>
        </summary>
        <div className="nhsuk-details__text">
          <label className="nhsuk-label" htmlFor="pasted">
            The rows, with their headings
          </label>
          <textarea className="nhsuk-textarea sheet__pasted" id="pasted" name="pasted" rows={8} spellCheck={false} />
        </div>
      </details>
      <button type="submit" className="nhsuk-button" aria-disabled={busy}>
        {busy ? 'Reading the sheet…' : 'Show what would be stored'}
      </button>
      <p className="nhsuk-hint">Nothing is stored yet.</p>
    </form>
  );
}

/** A form that nobody will look at before the morning says so, and whom to call. Source: docs/CLINICAL.md, section 4. */
export function HubHours({ home: { hubOpen, hubChangesAt } }: { home: CareHome }) {
  if (hubOpen) return null;
  return (
    <div className="nhsuk-inset-text">
      <p>
        <strong>The hub is closed.</strong>{' '}
        {hubChangesAt === null
          ? 'No one will look at these readings until it opens.'
          : `No one will look at these readings before ${dayAndTime(hubChangesAt)}, unless they raise an alert for whoever is on call.`}
      </p>
      <p>If you are worried about a resident now, call 111. In an emergency, call 999.</p>
    </div>
  );
}

interface ShownSheetProps {
  home: CareHome;
  sheet: RoundSheet;
  busy: boolean;
  onStore: () => void;
  onAnother: () => void;
}

export function ShownSheet({ home, sheet, busy, onStore, onAnother }: ShownSheetProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { confirmed } = sheet;
  useEffect(() => heading.current?.focus(), []);
  const count = (outcome: RoundSheet['rows'][number]['outcome']): number =>
    sheet.rows.filter((row) => row.outcome === outcome).length;
  const ready = count('ready');
  return (
    <>
      <h2 className="nhsuk-heading-m" tabIndex={-1} ref={heading}>
        {confirmed
          ? `${home.name}: ${readings(count('stored'))} stored`
          : `${home.name}: ${ready === 0 ? 'nothing of this sheet can be stored' : `${readings(ready)} to store`}`}
      </h2>
      {confirmed && <HubHours home={home} />}
      {confirmed && count('not-stored') > 0 && (
        <p>
          <strong>
            {count('not-stored') === 1 ? 'One row was' : `${count('not-stored')} rows were`} not stored. The hub does
            not see them.
          </strong>
        </p>
      )}
      <SheetView sheet={sheet} />
      {!confirmed && ready > 0 && (
        <>
          <button type="button" className="nhsuk-button" aria-disabled={busy} onClick={onStore}>
            {busy ? 'Storing…' : `Store ${readings(ready)}`}
          </button>{' '}
        </>
      )}
      <button type="button" className="nhsuk-button nhsuk-button--secondary" onClick={onAnother}>
        {confirmed ? 'Send another sheet' : 'Choose another sheet'}
      </button>
    </>
  );
}
