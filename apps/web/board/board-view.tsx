import type { SignedIn, Tile } from '#contracts';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Liveness } from '../live/liveness.ts';
import type { WardBoard } from '../live/ward-board.ts';
import type { BedOrder, BoardWish } from '../page/location.ts';
import { Masthead } from '../page/masthead.tsx';
import { openPatient, useReturned } from '../patient/from-board.ts';
import { useWardTime } from '../page/ward-clock.ts';
import type { Begin } from '../alerts/alerts-dialog.tsx';
import { WARD, type AlertAnswers, type Refusal } from '../alerts/answers.ts';
import { AlarmSoundControl } from '../alerts/sound-control.tsx';
import { WardAlertsDialog, WardAlertStrip } from '../alerts/ward-alert-strip.tsx';
import { unscoredSince } from '../words/alerts.ts';
import { lengthToTheSecond } from '../words/times.ts';
import { AtAGlance } from './at-a-glance.tsx';
import { BedTile, EmptyBed } from './bed-tile.tsx';
import { bedSlots } from './beds.ts';
import { EmergencyAnnouncer } from './emergency-announcer.tsx';
import { LiveIndicator, NotLiveBanner } from './live-indicator.tsx';
import { Occupancy } from './occupancy.tsx';
import { PatientDialog } from './patient-dialog.tsx';
import { HiddenPatients } from './shown-by.tsx';
import { shownPatients } from './shown-patients.ts';
import { KEYS_OF_BOARD } from './keys-of-board.ts';
import { useBoardKeys } from './use-board-keys.ts';
import { useBedKeys } from './use-bed-keys.ts';
import { useHeldOrder, useSlidingBeds } from './use-bed-order.ts';
import { useDrawnFirst } from './use-drawn-first.ts';
import { useWardTitle } from './use-ward-title.ts';

interface BoardViewProps {
  wardId: string;
  board: WardBoard;
  liveness: Liveness;
  wish: BoardWish;
  who: SignedIn;
  answers: AlertAnswers;
  refusals: readonly Refusal[];
  onPutAway: (refusal: Refusal) => void;
  onSignOut: () => void;
  /** What stands open from the start. */
  opens?: Opened;
}

/** Readings that have waited longer than this for their score are told about. */
const UNSCORED_FOR_MS = 60_000;
/** A computer whose clock is further off than this is told so. */
const CLOCK_OFF_MS = 30_000;

/** With alerts on more beds than this, a wall shows two lines of each sentence, so that every bed stays on it. */
const CROWDED_FROM = 8;

/** The ward board: everything on it follows from `board` and `liveness`. */
export function BoardView(props: BoardViewProps) {
  const { wardId, board, liveness, wish, who, answers, refusals, onPutAway, onSignOut } = props;
  const tiles = useMemo(() => [...board.tiles.values()], [board.tiles]);
  const [opened, setOpened] = useState<Opened | null>(props.opens ?? null);
  const open = useCallback((key: string, begin?: Begin) => setOpened({ key, begin }), []);
  const close = useCallback(() => setOpened(null), []);
  const openTile = opened === null ? undefined : board.tiles.get(opened.key);
  const capacity = board.ward?.capacity ?? 0;
  const refusalOf = (key: string): Refusal | undefined => refusals.find(({ place }) => place.key === key);
  const shared = { who, answers, onPutAway };
  const shown = useShownPatients(tiles, wish, who);
  const isWhole = wish.show.length === 0 && wish.pathway === null;
  const notLive = liveness.state === 'not-live';
  useBoardKeys();
  // Nothing is shown that could be relied on: the reason says more.
  const shut = board.ward === null && board.refusal !== null;

  useWardTitle({ name: board.ward?.name ?? 'Ward board', tiles, wardAlerts: board.wardAlerts, live: !notLive });

  return (
    <div className={`board ${notLive ? 'board--not-live' : ''}`}>
      <a className="nhsuk-skip-link" href={board.ward ? '#beds' : '#main'}>
        Skip to the beds
      </a>
      <Masthead title={board.ward?.name ?? 'Ward board'} who={who} keys={KEYS_OF_BOARD} onSignOut={onSignOut}>
        {board.ward && <Occupancy tiles={tiles} capacity={capacity} />}
        <LiveIndicator liveness={liveness} />
        <AlarmSoundControl tiles={tiles} wardAlerts={board.wardAlerts} />
      </Masthead>
      <main id="main">
        {notLive && !shut && <NotLiveBanner since={liveness.since} />}
        {board.oldestUnevaluatedAt !== null && <UnscoredBanner since={board.oldestUnevaluatedAt} />}
        {Math.abs(board.clockAheadMs) > CLOCK_OFF_MS && <ClockNotice aheadMs={board.clockAheadMs} />}
        {board.ward ? (
          <>
            <AtAGlance wardId={wardId} wish={wish} who={who} tiles={tiles} wardAlerts={board.wardAlerts} />
            <WardAlertStrip
              alerts={board.wardAlerts}
              refusal={opened?.key === WARD ? undefined : refusalOf(WARD)}
              onOpen={() => open(WARD)}
              {...shared}
            />
            <HiddenPatients wardId={wardId} wish={wish} all={tiles} shown={shown} />
            <Beds
              wardId={wardId}
              tiles={shown}
              // The beds of those who are not shown are not empty.
              capacity={isWhole ? capacity : 0}
              order={wish.order}
              refusals={refusals}
              openKey={opened?.key ?? null}
              onOpen={open}
              {...shared}
            />
            <EmergencyAnnouncer tiles={tiles} />
          </>
        ) : (
          <output className="board__nothing notice">
            {board.refusal === null ? 'Opening the ward…' : `This ward cannot be shown: ${board.refusal}`}
          </output>
        )}
        <Elsewhere
          refusals={refusals.filter(({ place }) => place.key !== WARD && !board.tiles.has(place.key))}
          onPutAway={onPutAway}
        />
      </main>
      {opened !== null && openTile && (
        <PatientDialog
          key={openTile.admissionId}
          tile={openTile}
          wardId={wardId}
          begin={opened.begin}
          refusal={refusalOf(opened.key)}
          onClose={close}
          {...shared}
        />
      )}
      {opened?.key === WARD && (
        <WardAlertsDialog alerts={board.wardAlerts} refusal={refusalOf(WARD)} onClose={close} {...shared} />
      )}
    </div>
  );
}

/** Those who are shown: the same list until somebody comes or goes, however the clock ticks. */
function useShownPatients(tiles: readonly Tile[], wish: BoardWish, who: SignedIn): readonly Tile[] {
  const ids = useWardTime((now) =>
    shownPatients(tiles, wish, { who, now })
      .map(({ admissionId }) => admissionId)
      .join(),
  );
  return useMemo(() => {
    const shown = new Set(ids.split(','));
    return tiles.filter(({ admissionId }) => shown.has(admissionId));
  }, [tiles, ids]);
}

/** Whose alerts are open in a dialog, and what it opened with. */
export interface Opened {
  readonly key: string;
  readonly begin?: Begin | undefined;
}

interface BedsProps {
  wardId: string;
  tiles: readonly Tile[];
  capacity: number;
  order: BedOrder;
  who: SignedIn;
  answers: AlertAnswers;
  refusals: readonly Refusal[];
  /** Told in the dialog, and not once more behind it. */
  openKey: string | null;
  onPutAway: (refusal: Refusal) => void;
  onOpen: (admissionId: string, begin?: Begin) => void;
}

function Beds({ wardId, tiles, capacity, order, refusals, openKey, ...shared }: BedsProps) {
  const grid = useRef<HTMLUListElement>(null);
  const slots = useMemo(() => bedSlots(tiles, capacity, order), [tiles, capacity, order]);
  const wanted = useMemo(() => slots.map(({ key }) => key), [slots]);
  const { keys, waiting } = useHeldOrder(grid, wanted);
  const byKey = useMemo(() => new Map(slots.map((slot) => [slot.key, slot])), [slots]);
  useSlidingBeds(grid, keys);
  const byPlace = useMemo(() => new Map(tiles.map((tile) => [tile.admissionId, tile])), [tiles]);
  const onPage = useCallback((admissionId: string) => openPatient(wardId, admissionId), [wardId]);
  useBedKeys(grid, { tiles: byPlace, who: shared.who, onOpen: shared.onOpen, onPage });
  useReturned(grid);
  const drawn = useDrawnFirst();

  return (
    <>
      <ul
        className={`beds ${tiles.filter((tile) => tile.alerts.length > 0).length > CROWDED_FROM ? 'beds--crowded' : ''}`}
        id="beds"
        ref={grid}
        tabIndex={-1}
        aria-label="Beds"
        aria-busy={drawn < keys.length}
      >
        {keys.slice(0, drawn).map((key) => {
          const slot = byKey.get(key);
          if (!slot) return null;
          return (
            <li key={key} data-place={key} className={`beds__bed beds__bed--${slot.kind}`}>
              {slot.kind === 'patient' ? (
                <BedTile
                  tile={slot.tile}
                  refusal={key === openKey ? undefined : refusals.find(({ place }) => place.key === key)}
                  {...shared}
                />
              ) : (
                <EmptyBed bed={slot.bed} />
              )}
            </li>
          );
        })}
      </ul>
      {waiting && <p className="beds__held">The order has changed. Beds move when you stop pointing at them.</p>}
    </>
  );
}

function UnscoredBanner({ since }: { since: number }) {
  const late = useWardTime((now) => now - since > UNSCORED_FOR_MS);
  if (!late) return null;
  return (
    <div className="unscored" role="alert">
      <strong>{unscoredSince(since)}</strong>. Scores and alerts below may be older than the readings that came in.
    </div>
  );
}

function ClockNotice({ aheadMs }: { aheadMs: number }) {
  return (
    <output className="clock-notice notice">
      This computer’s clock is {lengthToTheSecond(Math.abs(aheadMs))} {aheadMs > 0 ? 'ahead of' : 'behind'} the ward’s.
      Times on this board follow the ward’s.
    </output>
  );
}

/** What was not done for a patient who is no longer on the board: there is no other place to tell it. */
function Elsewhere({ refusals, onPutAway }: Pick<BoardViewProps, 'refusals' | 'onPutAway'>) {
  return (
    <div className="refusals" role="alert">
      {refusals.map((refusal) => (
        <p key={refusal.id} className="refusals__one">
          {refusal.place.name}: {refusal.sentence}
          <button type="button" className="answer" onClick={() => onPutAway(refusal)}>
            Put away
          </button>
        </p>
      ))}
    </div>
  );
}
