import type { SignedIn, Tile } from '#contracts';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Liveness } from '../live/liveness.ts';
import type { WardBoard } from '../live/ward-board.ts';
import type { BedOrder } from '../page/location.ts';
import { Masthead } from '../page/masthead.tsx';
import { useWardTime } from '../page/ward-clock.ts';
import { boardTitle, unaccepted, unscoredSince } from '../words/alerts.ts';
import { lengthToTheSecond } from '../words/times.ts';
import { answersAlerts, type AlertAnswers } from './answers.ts';
import { AtAGlance } from './at-a-glance.tsx';
import { BedTile, EmptyBed } from './bed-tile.tsx';
import { bedSlots } from './beds.ts';
import { EmergencyAnnouncer } from './emergency-announcer.tsx';
import { LiveIndicator, NotLiveBanner } from './live-indicator.tsx';
import { PatientDialog } from './patient-dialog.tsx';
import { useHeldOrder, useSlidingBeds } from './use-bed-order.ts';

/** Something that the hub refused, told until it is put away. */
export interface Refusal {
  readonly id: number;
  readonly sentence: string;
}

interface BoardViewProps {
  wardId: string;
  board: WardBoard;
  liveness: Liveness;
  order: BedOrder;
  who: SignedIn;
  answers: AlertAnswers;
  refusals: readonly Refusal[];
  onPutAway: (refusal: Refusal) => void;
  onSignOut: () => void;
}

/** Readings that have waited longer than this for their score are told about. */
const UNSCORED_FOR_MS = 60_000;
/** A computer whose clock is further off than this is told so. */
const CLOCK_OFF_MS = 30_000;

/** With alerts on more beds than this, a wall shows two lines of each sentence, so that every bed stays on it. */
const CROWDED_FROM = 10;

/** The ward board: everything on it follows from `board` and `liveness`. */
export function BoardView(props: BoardViewProps) {
  const { wardId, board, liveness, order, who, onSignOut } = props;
  const tiles = useMemo(() => [...board.tiles.values()], [board.tiles]);
  const [openId, setOpenId] = useState<string | null>(null);
  const answers = answersAlerts(who.role) ? props.answers : null;
  const opened = openId === null ? undefined : board.tiles.get(openId);
  const capacity = board.ward?.capacity ?? 0;
  const close = useCallback(() => setOpenId(null), []);
  const notLive = liveness.state === 'not-live';
  // Nothing is shown that could be relied on: the reason says more.
  const shut = board.ward === null && board.refusal !== null;

  useEffect(() => {
    const name = board.ward?.name ?? 'Ward board';
    document.title = boardTitle(name, unaccepted(tiles).emergency, !notLive);
  }, [tiles, board.ward, notLive]);

  return (
    <div className={`board ${notLive ? 'board--not-live' : ''}`}>
      <a className="nhsuk-skip-link" href="#beds">
        Skip to the beds
      </a>
      <Masthead title={board.ward?.name ?? 'Ward board'} who={who} onSignOut={onSignOut}>
        {board.ward && (
          <span className="masthead__occupancy">
            <strong>
              {tiles.filter((tile) => tile.bed !== null).length} of {capacity}
            </strong>{' '}
            beds occupied
          </span>
        )}
        <LiveIndicator liveness={liveness} />
      </Masthead>
      <main id="main">
        {notLive && !shut && <NotLiveBanner since={liveness.since} />}
        {board.oldestUnevaluatedAt !== null && <UnscoredBanner since={board.oldestUnevaluatedAt} />}
        {Math.abs(board.clockAheadMs) > CLOCK_OFF_MS && <ClockNotice aheadMs={board.clockAheadMs} />}
        {board.ward ? (
          <>
            <AtAGlance wardId={wardId} order={order} tiles={tiles} />
            <Beds tiles={tiles} capacity={capacity} order={order} answers={answers} onOpen={setOpenId} />
            <EmergencyAnnouncer tiles={tiles} />
          </>
        ) : (
          <output className="board__nothing notice">
            {board.refusal === null ? 'Opening the ward…' : `This ward cannot be shown: ${board.refusal}`}
          </output>
        )}
        <Refusals refusals={props.refusals} onPutAway={props.onPutAway} />
      </main>
      {opened && <PatientDialog key={opened.admissionId} tile={opened} answers={answers} onClose={close} />}
    </div>
  );
}

interface BedsProps {
  tiles: readonly Tile[];
  capacity: number;
  order: BedOrder;
  answers: AlertAnswers | null;
  onOpen: (admissionId: string) => void;
}

function Beds({ tiles, capacity, order, answers, onOpen }: BedsProps) {
  const grid = useRef<HTMLUListElement>(null);
  const slots = useMemo(() => bedSlots(tiles, capacity, order), [tiles, capacity, order]);
  const wanted = useMemo(() => slots.map(({ key }) => key), [slots]);
  const { keys, waiting } = useHeldOrder(grid, wanted);
  const byKey = useMemo(() => new Map(slots.map((slot) => [slot.key, slot])), [slots]);
  useSlidingBeds(grid, keys);

  return (
    <>
      <ul
        className={`beds ${tiles.filter((tile) => tile.alerts.length > 0).length > CROWDED_FROM ? 'beds--crowded' : ''}`}
        id="beds"
        ref={grid}
        tabIndex={-1}
        aria-label="Beds"
      >
        {keys.map((key) => {
          const slot = byKey.get(key);
          if (!slot) return null;
          return (
            <li key={key} className={`beds__bed beds__bed--${slot.kind}`}>
              {slot.kind === 'patient' ? (
                <BedTile tile={slot.tile} answers={answers} onOpen={onOpen} />
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

function Refusals({ refusals, onPutAway }: Pick<BoardViewProps, 'refusals' | 'onPutAway'>) {
  return (
    <div className="refusals" role="alert">
      {refusals.map((refusal) => (
        <p key={refusal.id} className="refusals__one">
          {refusal.sentence}
          <button type="button" className="answer" onClick={() => onPutAway(refusal)}>
            Put away
          </button>
        </p>
      ))}
    </div>
  );
}
