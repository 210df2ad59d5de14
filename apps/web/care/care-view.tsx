import { CARE_KINDS, isOpenEntry, type CareEntry, type CareKind, type CareOfStay } from '#contracts';
import { useCallback, useState } from 'react';
import { hub } from '../hub.ts';
import { useAsked } from '../page/use-asked.ts';
import { useAgain } from '../patient/use-again.ts';
import type { ViewProps } from '../patient/view-props.ts';
import { CareEntryShown, ChangeButton } from './care-entry.tsx';
import { CareForm } from './care-form.tsx';
import { kindInSentence } from './care-words.ts';

/** Which form is open: of an entry, or of a new one of a kind. */
type Opened = { readonly kind: CareKind; readonly entry: CareEntry | null } | null;

/** The order in which the parts stand. */
const PARTS: readonly (readonly [title: string, kinds: readonly CareKind[]])[] = [
  ['Tasks', ['task']],
  ['What matters to me', ['matters']],
  ['Goals', ['goal']],
  ['Carers', ['carer', 'carer-break']],
  ['Urgent community response visits', ['visit']],
  ['Team meetings', ['meeting']],
];

/** What people agree on around the stay. */
export function CareView({ head, tile, onSessionEnded }: ViewProps) {
  const { admissionId } = tile;
  const question = useCallback(() => hub.care(admissionId), [admissionId]);
  const { body, trouble, again } = useAsked(question, { onSessionEnded });
  useAgain(tile, again);
  if (body === null)
    return trouble === null ? (
      <output className="stay-view notice">Looking up goals, carers and tasks…</output>
    ) : (
      <p className="stay-view" role="alert">
        {trouble}
      </p>
    );
  return (
    <Care
      care={body}
      mayChange={body.active && head.endedAt === null}
      onChanged={again}
      onSessionEnded={onSessionEnded}
    />
  );
}

interface CareProps {
  care: CareOfStay;
  mayChange: boolean;
  onChanged: () => void;
  onSessionEnded: () => void;
  begin?: Opened;
}

export function Care({ care, mayChange, onChanged, onSessionEnded, begin = null }: CareProps) {
  const [opened, setOpened] = useState<Opened>(begin);
  const { admissionId, entries, colleagues } = care;
  const form = opened !== null && (
    <CareForm
      key={`${opened.kind} ${opened.entry?.id}`}
      kind={opened.kind}
      opened={opened.entry}
      latest={entries.find(({ id }) => id === opened.entry?.id) ?? null}
      colleagues={colleagues}
      onAdd={(draft) => hub.addCare(admissionId, draft)}
      onChange={(entryId, change) => hub.changeCare(admissionId, entryId, change)}
      onStale={onChanged}
      onDone={() => {
        setOpened(null);
        onChanged();
      }}
      onCancel={() => setOpened(null)}
      onSessionEnded={onSessionEnded}
    />
  );
  const shown = (entry: CareEntry) => (
    <Shown entry={entry} onOpen={mayChange ? () => setOpened({ kind: entry.kind, entry }) : null} />
  );
  return (
    <div className="stay-view care">
      {PARTS.map(([title, kinds]) => {
        const all = entries.filter(({ kind }) => kinds.includes(kind));
        const open = all.filter(isOpenEntry);
        const over = all.filter((entry) => !isOpenEntry(entry));
        return (
          <section key={title} className="plan__part" aria-label={title}>
            <h2 className="plan__title">{title}</h2>
            {open.length === 0 && <p className="plan__none">None.</p>}
            <ul className="care__list">
              {open.map((entry) => (
                <li key={entry.id}>{opened?.entry?.id === entry.id ? form : shown(entry)}</li>
              ))}
            </ul>
            {opened !== null && opened.entry === null && kinds.includes(opened.kind) && form}
            {mayChange && (
              <div className="care__acts">
                {kinds.map((kind) => (
                  <button
                    key={kind}
                    type="button"
                    className="nhsuk-button nhsuk-button--small nhsuk-button--secondary"
                    onClick={() => setOpened({ kind, entry: null })}
                  >
                    Add {kind === 'matters' ? 'what matters' : `a ${kindInSentence(kind)}`}
                  </button>
                ))}
              </div>
            )}
            {over.length > 0 && (
              <details className="nhsuk-details">
                <summary className="nhsuk-details__summary">
                  <span className="nhsuk-details__summary-text">
                    {over.length} before: {kinds.map((kind) => CARE_KINDS[kind].toLowerCase()).join(', ')}
                  </span>
                </summary>
                <ul className="care__list nhsuk-details__text">
                  {over.map((entry) => (
                    <li key={entry.id}>{opened?.entry?.id === entry.id ? form : shown(entry)}</li>
                  ))}
                </ul>
              </details>
            )}
          </section>
        );
      })}
    </div>
  );
}

function Shown({ entry, onOpen }: { entry: CareEntry; onOpen: (() => void) | null }) {
  return (
    <CareEntryShown entry={entry}>{onOpen !== null && <ChangeButton entry={entry} onOpen={onOpen} />}</CareEntryShown>
  );
}
