import type { CareChange, CareChanged, CareDraft, CareEntry, CareKind, CareOfStay } from '#contracts';
import { useEffect, useRef, useState, type RefObject, type SubmitEvent } from 'react';
import { whyNot, type Answer } from '../hub.ts';
import { TheirsTable, theirsRow } from '../page/theirs-table.tsx';
import { dateAndTime } from '../words/times.ts';
import { CareFieldInput } from './care-field.tsx';
import {
  CARE_FIELDS,
  contentOf,
  differing,
  faultsIn,
  fieldInWords,
  kindInSentence,
  typedOf,
  type CareTyped,
} from './care-words.ts';

export interface CareFormProps {
  readonly kind: CareKind;
  /** The entry that is changed, as it stood when the form was opened; null for a new one. */
  readonly opened: CareEntry | null;
  /** The same entry as it stands by now. */
  readonly latest: CareEntry | null;
  readonly colleagues: CareOfStay['colleagues'];
  /** What is typed already: where a button begins the form. */
  readonly begin?: CareTyped;
  readonly onAdd: (draft: CareDraft) => Promise<Answer<CareChanged>>;
  readonly onChange: (entryId: string, change: CareChange) => Promise<Answer<CareChanged>>;
  /** Somebody was quicker: the entry is to be read again. */
  readonly onStale: () => void;
  readonly onDone: () => void;
  readonly onCancel: () => void;
  readonly onSessionEnded: () => void;
}

/**
 * The form of an entry. Where somebody else changed it meanwhile, it says what, by whom, beside what was typed; nothing is sent over a
 * version that has not been on the screen.
 */
export function CareForm(props: CareFormProps) {
  const { kind, opened, latest, colleagues, begin, onAdd, onChange, onStale, onDone, onCancel, onSessionEnded } = props;
  const [typed, setTyped] = useState<CareTyped>(() => ({ ...typedOf(kind, opened?.content ?? null), ...begin }));
  const [shown, setShown] = useState(opened?.version ?? 0);
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const [sending, setSending] = useState(false);
  const fields = CARE_FIELDS[kind];
  const theirs = opened !== null && latest !== null && latest.version > opened.version ? latest : null;
  const panel = useRef<HTMLDivElement>(null);
  const first = useRef<HTMLFormElement>(null);
  useEffect(() => {
    first.current?.querySelector<HTMLElement>('input, textarea, select')?.focus();
  }, []);

  async function save(submit: SubmitEvent<HTMLFormElement>): Promise<void> {
    submit.preventDefault();
    if (sending) return;
    const found = faultsIn(kind, typed);
    setWrong(found);
    if (found.length > 0) return;
    // What they changed is looked at first.
    if (theirs !== null && theirs.version !== shown) {
      setShown(theirs.version);
      return panel.current?.focus();
    }
    setSending(true);
    // Which content belongs to which kind is told by the hub, in words, where a field does not fit.
    const draft = { kind, content: contentOf(kind, typed) } as unknown as CareDraft;
    const answer = await (opened === null ? onAdd(draft) : onChange(opened.id, { version: shown, ...draft }));
    setSending(false);
    if (answer.kind === 'signed-out') return onSessionEnded();
    if (answer.kind === 'done') return onDone();
    if (answer.kind === 'refused' && answer.status === 409) onStale();
    setWrong([whyNot(answer)]);
  }

  return (
    <form
      className="care-form"
      ref={first}
      onSubmit={(submit) => void save(submit)}
      noValidate
      aria-label={`${opened === null ? 'New' : 'Change'} ${kindInSentence(kind)}`}
    >
      {theirs !== null && opened !== null && (
        <Theirs
          {...{ kind, opened, theirs, typed, colleagues, panel }}
          onTake={(id, value) => setTyped({ ...typed, [id]: value })}
        />
      )}
      {fields.map((field) => (
        <CareFieldInput
          key={field.id}
          field={field}
          value={typed[field.id] ?? ''}
          colleagues={colleagues}
          onType={(value) => setTyped({ ...typed, [field.id]: value })}
        />
      ))}
      {wrong.length > 0 && (
        <div className="nhsuk-error-message" role="alert">
          <span className="nhsuk-u-visually-hidden">Error:</span>
          <ul className="care-form__wrong">
            {wrong.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="change-form__buttons">
        <button type="submit" className="nhsuk-button nhsuk-button--small" aria-disabled={sending}>
          {sending ? 'Saving…' : theirs?.version === shown ? 'Save mine over it' : 'Save'}
        </button>
        <button type="button" className="nhsuk-button nhsuk-button--small nhsuk-button--secondary" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

interface TheirsProps {
  kind: CareKind;
  opened: CareEntry;
  theirs: CareEntry;
  typed: CareTyped;
  colleagues: CareOfStay['colleagues'];
  panel: RefObject<HTMLDivElement | null>;
  onTake: (id: string, value: string) => void;
}

/** What somebody else changed while this person was typing, beside what was typed. */
function Theirs({ kind, opened, theirs, typed, colleagues, panel, onTake }: TheirsProps) {
  const [was, is] = [typedOf(kind, opened.content), typedOf(kind, theirs.content)];
  return (
    <div className="meanwhile" role="alert" tabIndex={-1} ref={panel}>
      <h3 className="meanwhile__title">
        {theirs.by} changed this at {dateAndTime(theirs.at)}. Nothing of yours was saved yet, and nothing of it is lost
      </h3>
      <TheirsTable
        rows={differing(kind, was, is).map((field) =>
          theirsRow(field.id, field.name, [was, is, typed], (value) => fieldInWords(field, value, colleagues)),
        )}
        onTake={(id) => onTake(id, is[id] ?? '')}
      />
    </div>
  );
}
