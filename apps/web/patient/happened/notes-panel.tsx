import type { StayNote } from '#contracts';
import { useState } from 'react';
import { hub } from '../../hub.ts';
import { ChangeForm } from '../../page/change-form.tsx';
import { typedInto } from '../../page/form-text.ts';
import { TextArea } from '../../sources/fields.tsx';
import { dateAndTime } from '../../words/times.ts';

interface NotesPanelProps {
  admissionId: string;
  /** Newest first; null until the hub has told them. */
  notes: readonly StayNote[] | null;
  trouble: string | null;
  mayWrite: boolean;
  onWritten: () => void;
  onSessionEnded: () => void;
}

/** The notes on a stay. One is put right by another that strikes it; none is ever changed. */
export function NotesPanel({ admissionId, notes, trouble, mayWrite, onWritten, onSessionEnded }: NotesPanelProps) {
  const [strikes, setStrikes] = useState<StayNote | null>(null);
  /** A form that was sent begins anew. */
  const [written, setWritten] = useState(0);
  return (
    <section className="notes" aria-labelledby="notes-title">
      <h2 className="plan__title" id="notes-title">
        Notes
      </h2>
      {mayWrite && (
        <ChangeForm
          key={`${written} ${strikes?.id}`}
          className="notes__form"
          name={strikes === null ? 'Write the note' : 'Strike it and write this'}
          faults={(form) => {
            const { length } = typedInto(form, 'text').trim();
            return length === 0
              ? ['Write the note first']
              : length > 2000
                ? ['A note has 2,000 characters at most']
                : [];
          }}
          send={(form) =>
            hub.writeNote(admissionId, {
              text: typedInto(form, 'text').trim(),
              ...(strikes !== null && { strikes: strikes.id }),
            })
          }
          onDone={() => {
            setStrikes(null);
            setWritten(written + 1);
            onWritten();
          }}
          {...(strikes !== null && { onCancel: () => setStrikes(null) })}
          onSessionEnded={onSessionEnded}
        >
          <TextArea
            label={strikes === null ? 'A note' : `In the place of: “${strikes.text}”`}
            name="text"
            rows={strikes === null ? 2 : 3}
          />
        </ChangeForm>
      )}
      {trouble !== null && <p role="alert">{trouble}</p>}
      {notes === null && trouble === null && <output className="notice">Looking up the notes…</output>}
      {notes?.length === 0 && <p className="plan__none">No notes yet.</p>}
      <ol className="notes__list">
        {notes?.map((note) => (
          <Note key={note.id} note={note} onStrike={mayWrite && note.struck === null ? () => setStrikes(note) : null} />
        ))}
      </ol>
    </section>
  );
}

function Note({ note, onStrike }: { note: StayNote; onStrike: (() => void) | null }) {
  const { at, by, text, strikes, struck } = note;
  return (
    <li className={`notes__note ${struck === null ? '' : 'notes__note--struck'}`}>
      <p className="notes__who">
        <strong>{by}</strong>, {dateAndTime(at)}
        {strikes !== null && ', in the place of another'}
      </p>
      {struck === null ? <p className="notes__text">{text}</p> : <del className="notes__text">{text}</del>}
      {struck !== null && (
        <p className="notes__who">
          Struck by {struck.by}, {dateAndTime(struck.at)}
        </p>
      )}
      {onStrike !== null && (
        <button type="button" className="answer" onClick={onStrike}>
          Put right<span className="nhsuk-u-visually-hidden"> the note of {dateAndTime(at)}</span>
        </button>
      )}
    </li>
  );
}
