import { TIMELINE_KINDS, type StayTimeline, type TimelineEntry, type TimelineKind } from '#contracts';
import { useCallback, useMemo, useState } from 'react';
import { answersAlerts } from '../../alerts/answers.ts';
import { hub, whyNot } from '../../hub.ts';
import { go } from '../../page/location.ts';
import { useAsked } from '../../page/use-asked.ts';
import { clockTime, day } from '../../words/times.ts';
import { WhatChanged } from '../plan/plan-changes.tsx';
import type { PlanField } from '../plan/plan-fields.ts';
import { fieldsIn } from '../plan/plan-fields.ts';
import { useAgain } from '../use-again.ts';
import type { ViewProps } from '../view-props.ts';
import { NotesPanel } from './notes-panel.tsx';
import { entryInWords, KIND_NAMES } from './timeline-words.ts';
import { useNotes } from './use-notes.ts';

const isKind = (text: string): text is TimelineKind => TIMELINE_KINDS.some((kind) => kind === text);

/** The kinds that an address asks for; all of them where it asks for none. */
const kindsIn = (search: URLSearchParams): TimelineKind[] => {
  const asked = (search.get('kinds') ?? '').split(',').filter(isKind);
  return asked.length === 0 ? [...TIMELINE_KINDS] : asked;
};

/** Everything that happened on the stay, newest first, by day; what is shown stands in the address. */
export function TimelineView({ head, tile, alerts, search, onSessionEnded }: ViewProps) {
  const { admissionId } = tile;
  const asked = kindsIn(search).join(',');
  const kinds = useMemo(() => asked.split(',').filter(isKind), [asked]);
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.timeline(admissionId, asked, null), [admissionId, asked]),
    { onSessionEnded },
  );
  useAgain(tile, again);
  const { notes, trouble: noNotes, again: notesAgain } = useNotes(tile, onSessionEnded);
  const [older, setOlder] = useState<(StayTimeline & { readonly of: string }) | null>(null);
  const [cutOff, setCutOff] = useState<string | null>(null);
  const further = older?.of === asked ? older : null;
  const next = further === null ? (body?.next ?? null) : further.next;

  async function showOlder(): Promise<void> {
    if (next === null) return;
    const answer = await hub.timeline(admissionId, asked, next);
    if (answer.kind === 'signed-out') return onSessionEnded();
    setCutOff(answer.kind === 'done' ? null : whyNot(answer));
    if (answer.kind === 'done')
      setOlder({ of: asked, entries: [...(further?.entries ?? []), ...answer.body.entries], next: answer.body.next });
  }

  function show(wanted: readonly TimelineKind[]): void {
    const now = new URLSearchParams(search);
    if (wanted.length === 0 || wanted.length === TIMELINE_KINDS.length) now.delete('kinds');
    else now.set('kinds', wanted.join(','));
    go(`?${now.toString()}`, 'replace');
  }

  return (
    <div className="stay-view stay-view--two">
      <Timeline
        entries={body === null ? null : eachOnce([...body.entries, ...(further?.entries ?? [])])}
        kinds={kinds}
        trouble={trouble ?? cutOff}
        onKinds={show}
        onOlder={next === null ? null : () => void showOlder()}
      />
      <NotesPanel
        admissionId={admissionId}
        notes={notes}
        trouble={noNotes}
        mayWrite={answersAlerts(alerts.who.role) && head.endedAt === null}
        onWritten={notesAgain}
        onSessionEnded={onSessionEnded}
      />
    </div>
  );
}

/** What is new moves what was on the first page to the next, which was asked for before. */
const eachOnce = (entries: readonly TimelineEntry[]): TimelineEntry[] => [
  ...new Map(entries.map((entry) => [entry.key, entry])).values(),
];

interface TimelineProps {
  /** Newest first; null until the hub has told them. */
  entries: readonly TimelineEntry[] | null;
  kinds: readonly TimelineKind[];
  trouble: string | null;
  onKinds: (kinds: readonly TimelineKind[]) => void;
  onOlder: (() => void) | null;
}

const ANY_THRESHOLD: readonly PlanField[] = fieldsIn({ thresholds: [] });

export function Timeline({ entries, kinds, trouble, onKinds, onOlder }: TimelineProps) {
  const all = kinds.length === TIMELINE_KINDS.length;
  const days = new Map<string, TimelineEntry[]>();
  for (const entry of entries ?? []) days.set(day(entry.at), [...(days.get(day(entry.at)) ?? []), entry]);
  return (
    <div>
      <fieldset className="timeline__filters" aria-label="What is shown">
        <button type="button" className="timeline__filter" aria-pressed={all} onClick={() => onKinds([])}>
          Everything
        </button>
        {TIMELINE_KINDS.map((kind) => {
          const shown = !all && kinds.includes(kind);
          const others = all ? [] : kinds.filter((one) => one !== kind);
          return (
            <button
              key={kind}
              type="button"
              className="timeline__filter"
              aria-pressed={shown}
              onClick={() => onKinds(shown ? others : [...others, kind])}
            >
              {KIND_NAMES[kind]}
            </button>
          );
        })}
      </fieldset>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {entries === null && trouble === null && <output className="notice">Looking up what happened…</output>}
      {entries?.length === 0 && <p className="plan__none">Nothing of this is on the record.</p>}
      {[...days].map(([name, ofDay]) => (
        <section key={name} aria-label={name}>
          <h2 className="timeline__day">{name}</h2>
          <ol className="timeline">
            {ofDay.map((entry) => (
              <Entry key={entry.key} entry={entry} />
            ))}
          </ol>
        </section>
      ))}
      {onOlder !== null && (
        <button type="button" className="nhsuk-button nhsuk-button--secondary nhsuk-button--small" onClick={onOlder}>
          Show what was before
        </button>
      )}
    </div>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { title, more, by } = entryInWords(entry);
  return (
    <li
      className={`timeline__entry timeline__entry--${entry.kind} ${entry.kind === 'alerts' ? `timeline__entry--${entry.priority}` : ''}`}
    >
      <time className="timeline__when">{clockTime(entry.at)}</time>
      <div className="timeline__what">
        <strong>{title}</strong>
        {by !== null && by !== '' && <span className="timeline__by">{by}</span>}
        {more !== null && <p>{more}</p>}
        {entry.kind === 'notes' &&
          (entry.struckBy === null ? (
            <p className="notes__text">{entry.text}</p>
          ) : (
            <p>
              <del className="notes__text">{entry.text}</del> Struck by {entry.struckBy}.
            </p>
          ))}
        {entry.kind === 'plan' && (
          <WhatChanged before={entry.before} after={entry.after} fields={fieldsOfBoth(entry.before, entry.after)} />
        )}
      </div>
    </li>
  );
}

/** The thresholds that either plan speaks of, beside what every plan may say. */
function fieldsOfBoth(
  ...plans: readonly { overrides?: Readonly<Record<string, { parameters?: object }>> }[]
): PlanField[] {
  const named = new Set(
    plans.flatMap(({ overrides = {} }) =>
      Object.entries(overrides).flatMap(([ruleId, { parameters = {} }]) =>
        Object.keys(parameters).map((name) => `${ruleId} ${name}`),
      ),
    ),
  );
  const none = { unit: '', shipped: 0, ward: 0, patient: null, min: 0, max: 0, perPatient: true };
  const thresholds = [...named].map((name) => {
    const [ruleId = '', parameter = ''] = name.split(' ');
    return { ...none, ruleId, parameter };
  });
  return thresholds.length === 0 ? [...ANY_THRESHOLD] : fieldsIn({ thresholds });
}
