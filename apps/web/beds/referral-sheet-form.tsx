import { SHEET_COLUMNS, type ReferralSheetRead } from '#contracts';
import { useState } from 'react';
import { hub, whyNot } from '../hub.ts';
import { Scrolled } from '../page/scrolled.tsx';

interface SheetFormProps {
  wardId: string;
  onKept: (sentence: string) => void;
  onClose: () => void;
  onSessionEnded: () => void;
}

const OUTCOMES: Readonly<Record<ReferralSheetRead['rows'][number]['outcome'], string>> = {
  fits: 'Can be taken down',
  received: 'Taken down',
  known: 'Known already',
  refused: 'Refused',
};

const HEADINGS = [...SHEET_COLUMNS.wanted, ...SHEET_COLUMNS.other].join(',');

/** The text of a file, which a spreadsheet may have written in the code page of its machine. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** A file of referrals: looked through row by row before anything is kept. */
export function ReferralSheetForm({ wardId, onKept, onClose, onSessionEnded }: SheetFormProps) {
  const [csv, setCsv] = useState<string | null>(null);
  const [read, setRead] = useState<ReferralSheetRead | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function send(text: string, keep: boolean): Promise<void> {
    if (busy) return;
    setBusy(true);
    const answer = await hub.readReferralSheet(wardId, { csv: text, keep });
    setBusy(false);
    if (answer.kind === 'signed-out') return onSessionEnded();
    if (answer.kind !== 'done') {
      setRead(null);
      return setTrouble(whyNot(answer));
    }
    setTrouble(null);
    setRead(answer.body);
    const count = answer.body.rows.filter(({ outcome }) => outcome === 'received').length;
    if (keep) onKept(`${count} ${count === 1 ? 'referral is' : 'referrals are'} there to be decided on.`);
  }

  async function choose(file: File | undefined): Promise<void> {
    if (!file) return;
    const text = await textOf(file);
    setCsv(text);
    await send(text, false);
  }

  return (
    <ReferralSheetView
      read={read}
      trouble={trouble}
      busy={busy}
      onChoose={(file) => void choose(file)}
      onKeep={() => csv !== null && void send(csv, true)}
      onClose={onClose}
    />
  );
}

interface SheetViewProps {
  read: ReferralSheetRead | null;
  trouble: string | null;
  busy: boolean;
  onChoose: (file: File | undefined) => void;
  onKeep: () => void;
  onClose: () => void;
}

export function ReferralSheetView({ read, trouble, busy, onChoose, onKeep, onClose }: SheetViewProps) {
  const fits = read?.rows.filter(({ outcome }) => outcome === 'fits').length ?? 0;
  return (
    <div className="beds-page__referral">
      <h2 className="nhsuk-heading-m">Referrals from a file</h2>
      <div className="nhsuk-form-group">
        <label className="nhsuk-label" htmlFor="referral-sheet">
          A CSV file
        </label>
        <div className="nhsuk-hint" id="referral-sheet-hint">
          One referral a row, one heading a field of the form; an empty cell was not said. Nothing is kept before you
          have seen each row.{' '}
          <a href={`data:text/csv;charset=utf-8,${encodeURIComponent(`${HEADINGS}\r\n`)}`} download="referrals.csv">
            Get an empty file with the headings
          </a>
        </div>
        <input
          className="nhsuk-file-upload"
          id="referral-sheet"
          type="file"
          accept=".csv,.txt,text/csv"
          aria-describedby="referral-sheet-hint"
          onChange={({ target }) => onChoose(target.files?.[0])}
        />
      </div>
      {trouble !== null && (
        <p className="nhsuk-error-message" role="alert">
          <span className="nhsuk-u-visually-hidden">Error:</span> {trouble}
        </p>
      )}
      {read && <Rows read={read} />}
      <div className="change-form__buttons">
        {read?.kept ? (
          <button type="button" className="nhsuk-button" onClick={onClose}>
            Close
          </button>
        ) : (
          <>
            {fits > 0 && (
              <button type="button" className="nhsuk-button" aria-disabled={busy} onClick={onKeep}>
                {busy ? 'Saving…' : `Take down ${fits} ${fits === 1 ? 'referral' : 'referrals'}`}
              </button>
            )}
            <button type="button" className="nhsuk-button nhsuk-button--secondary" onClick={onClose}>
              Cancel
            </button>
          </>
        )}
      </div>
    </div>
  );
}

function Rows({ read: { rows, kept } }: { read: ReferralSheetRead }) {
  const count = (outcome: string): number => rows.filter((row) => row.outcome === outcome).length;
  return (
    <Scrolled label="Rows of the file">
      <output>
        {rows.length} {rows.length === 1 ? 'row' : 'rows'}:{' '}
        {kept ? `${count('received')} taken down` : `${count('fits')} can be taken down`}, {count('known')} known
        already, {count('refused')} refused.
      </output>
      <table className="nhsuk-table">
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col">Name</th>
            <th scope="col">What comes of it</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, name, outcome, faults }) => (
            <tr key={row}>
              <td>{row}</td>
              <td>{name}</td>
              <td>
                <strong>{OUTCOMES[outcome]}</strong>
              </td>
              <td>{faults.map(({ field, message }) => `${field}: ${message}`).join('; ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}
