import type { ReadingSetInput } from '#contracts';
import { useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { dueFirst } from '../care-home/due-first.ts';
import { roomOf, useResidents } from '../care-home/use-residents.ts';
import { thisMoment } from '../clock.ts';
import { hub } from '../hub.ts';
import { go } from '../page/location.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { tickingClock, WardClockContext } from '../page/ward-clock.ts';
import { useDraftName, useOwner } from '../tablet/tablet-context.ts';
import { clockTime } from '../words/times.ts';
import { OutboxContext, useOutboxItems } from './outbox-context.ts';
import { formsOfResident } from './guided-forms.ts';
import { readingPath } from './reading-path.ts';
import { ReadingView, type Draft } from './reading-view.tsx';
import { drop, keep, kept } from './shelf.ts';

/** Source: docs/CLINICAL, section 1: what is measured within half an hour is one set. What was typed longer ago is of then. */
const OF_NOW_MS = 30 * 60_000;

/** What is being typed about a resident, on the tablet until it is sent. `draft`: undefined while it is looked for. */
function useDraft(accountId: string, name: string) {
  const [draft, setDraft] = useState<Draft | null | undefined>(undefined);
  const typedAt = useRef<number | null>(null);
  const gone = useRef(false);

  useEffect(() => {
    let left = false;
    void kept(accountId, name).then((found) => {
      if (left) return;
      const before = found as Draft | null;
      typedAt.current = before?.at ?? null;
      setDraft(before);
    });
    return () => {
      left = true;
    };
  }, [accountId, name]);

  const write = useCallback(
    (typed: Omit<Draft, 'at'>) => {
      if (gone.current) return;
      const at = thisMoment().wall;
      typedAt.current = at;
      // Where there is no room it stands on the screen all the same.
      keep(accountId, name, { ...typed, at }).catch(() => undefined);
    },
    [accountId, name],
  );
  const sent = useCallback(() => {
    gone.current = true;
    // What is sent after it is of its own time.
    typedAt.current = null;
  }, []);
  const away = useCallback(() => void drop(accountId, name), [accountId, name]);
  const beginAgain = useCallback(() => {
    typedAt.current = null;
    void drop(accountId, name);
  }, [accountId, name]);
  /** When what is sent now was taken, in epoch ms of this tablet. */
  const takenAt = useCallback((): number => {
    const now = thisMoment().wall;
    return typedAt.current !== null && now - typedAt.current > OF_NOW_MS ? typedAt.current : now;
  }, []);
  return { draft, write, sent, away, beginAgain, takenAt };
}

/** A resident's readings at the bedside: who, what is different today, the readings, sent. */
export default function ReadingPage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const homeId = who.careHome?.id ?? '';
  const owner = useOwner(who.id);
  const { known, trouble, askNow } = useResidents(homeId, owner, onSessionEnded);
  const outbox = useContext(OutboxContext);
  const tile = known?.residents.tiles.find(({ admissionId }) => admissionId === params['admissionId']);
  const items = useOutboxItems();
  const next = useMemo(
    () =>
      dueFirst(known?.residents.tiles ?? [], items).find(({ admissionId }) => admissionId !== params['admissionId']) ??
      null,
    [known, params, items],
  );
  const [times, setTimes] = useState(0);
  const clock = useMemo(() => tickingClock(() => (known === null ? 0 : known.moment.wall - known.at)), [known]);
  const { draft, write, sent, away, beginAgain, takenAt } = useDraft(owner, useDraftName(params['admissionId'] ?? ''));

  if (known === null || !tile || outbox === null || draft === undefined) {
    return (
      <NoticePage heading="Take readings" who={who} onSignOut={onSignOut}>
        <output className="notice">
          {known === null || outbox === null || draft === undefined
            ? (trouble ?? 'Looking for your residents…')
            : 'They are not on your list of residents any more. Go back to the list.'}
        </output>
      </NoticePage>
    );
  }
  const aheadMs = known.moment.wall - known.at;
  const now = thisMoment().wall;
  const shown = times === 0 ? draft : null;
  return (
    <WardClockContext value={clock}>
      <ReadingView
        key={`${tile.admissionId} ${times}`}
        tile={tile}
        room={roomOf(known.residents, tile.admissionId)}
        onWriteRoom={(room) => hub.changeRooms(homeId, { rooms: [{ admissionId: tile.admissionId, room }] })}
        onRoomWritten={askNow}
        onSessionEnded={onSessionEnded}
        forms={formsOfResident(known.residents, tile.admissionId, items)}
        draft={shown}
        sentAs={shown !== null && now - shown.at > OF_NOW_MS ? clockTime(shown.at - aheadMs) : null}
        onDraft={write}
        onBeginAgain={() => {
          beginAgain();
          setTimes(times + 1);
        }}
        who={who}
        hub={known.residents.hub}
        looks={{ all: known.residents.looks ?? [], aheadMs }}
        next={next}
        onSignOut={onSignOut}
        onNext={(admissionId) => go(readingPath(admissionId), 'replace')}
        onPhoto={(photo) => {
          const id = crypto.randomUUID();
          const { admissionId, patient } = tile;
          const taken = { ...photo, id, admissionId, takenAt: new Date(thisMoment().wall - aheadMs).toISOString() };
          void outbox.add({ homeId, admissionId, name: patient.name, photo: taken }, id);
          return id;
        }}
        onSend={(reading, form) => {
          const id = crypto.randomUUID();
          const set: ReadingSetInput = {
            ...reading,
            patient: { nhsNumber: tile.patient.nhsNumber },
            sourceRef: id,
            // By the hub's clock as it was last heard: a tablet's own may be wrong.
            effectiveAt: new Date(takenAt() - aheadMs).toISOString(),
          };
          // What was typed is let go of when it is written down as sent, or the hub has it, and not before.
          const content = { homeId, admissionId: tile.admissionId, name: tile.patient.name, form, set };
          void outbox.add(content, id, away);
          sent();
          return id;
        }}
      />
    </WardClockContext>
  );
}
