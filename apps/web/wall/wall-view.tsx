import { bandOf, initialsOf, type OpenAlertView, type Tile, type WallNames } from '#contracts';
import { useMemo } from 'react';
import { useAlarmSound } from '../alerts/use-alarm-sound.ts';
import { bedSlots, occupancyOf } from '../board/beds.ts';
import { EmergencyAnnouncer } from '../board/emergency-announcer.tsx';
import {
  EscalationPlanIcon,
  LateIcon,
  PATHWAY_NAMES,
  PathwayIcon,
  PriorityIcon,
  SoundIcon,
  TrendArrow,
} from '../board/icons.tsx';
import { useCalling } from '../board/use-calling.ts';
import { useWardTitle } from '../board/use-ward-title.ts';
import type { Liveness } from '../live/liveness.ts';
import type { WardBoard } from '../live/ward-board.ts';
import { useWardTime } from '../page/ward-clock.ts';
import { mostPressingFirst, PRIORITY_NAMES, unscoredSince, whoHasIt } from '../words/alerts.ts';
import { bedInWords } from '../words/beds.ts';
import { incompleteInWords, scoreInWords } from '../words/news2.ts';
import { agoToTheSecond, clockTime, clockTimeWithSeconds, dueInWords } from '../words/times.ts';
import { stageOf } from './stage.ts';

interface WallViewProps {
  board: WardBoard;
  liveness: Liveness;
  names: WallNames;
}

/**
 * A ward as it is read from five metres (docs/decisions/0026): bed, whose, NEWS2, and what presses. Emergencies that nobody has
 * take the stage, and every other bed stays in sight below it.
 */
export function WallView({ board, liveness, names }: WallViewProps) {
  const tiles = useMemo(() => [...board.tiles.values()], [board.tiles]);
  const capacity = board.ward?.capacity ?? 0;
  const { called, more } = useMemo(() => stageOf(tiles), [tiles]);
  const slots = useMemo(
    () => bedSlots(tiles, capacity, 'bed').filter((slot) => slot.kind === 'empty' || !called.includes(slot.tile)),
    [tiles, capacity, called],
  );
  const { occupied, waiting } = occupancyOf(tiles, capacity);
  const notLive = liveness.state === 'not-live';
  const name = board.ward?.name ?? 'Ward board';
  useWardTitle({ name, tiles, wardAlerts: board.wardAlerts, live: !notLive });
  const sound = useAlarmSound(useCalling(tiles, board.wardAlerts));
  const shut = board.ward === null && board.refusal !== null;

  return (
    <div className={`wall ${notLive ? 'wall--not-live' : ''} ${called.length > 0 ? 'wall--staged' : ''}`}>
      <header className="wall__bar">
        <h1 className="wall__ward">{name}</h1>
        <span className="wall__occupancy">
          {occupied}/{capacity} beds{waiting > 0 && `, ${waiting} waiting`}
        </span>
        {sound.state !== 'on' && (
          <span className="wall__mute">
            <SoundIcon on={false} /> No sound{sound.pausedUntil !== null && ` until ${clockTime(sound.pausedUntil)}`}
          </span>
        )}
        {liveness.state === 'live' && <LiveClock />}
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- on a screen that is too small for a wall the keys scroll it */}
      <main id="main" className="wall__main" tabIndex={0}>
        {notLive && !shut && <WallNotLive since={liveness.since} />}
        {shut && <p className="wall__nothing">This ward cannot be shown: {board.refusal}</p>}
        {board.oldestUnevaluatedAt !== null && <Unscored since={board.oldestUnevaluatedAt} />}
        {called.length > 0 && (
          <section
            className={`stage ${called.length > 2 ? 'stage--crowded' : ''}`}
            aria-label="Emergencies that nobody has accepted"
          >
            {called.map((tile) => (
              <OnStage key={tile.admissionId} tile={tile} names={names} beside={called.length - 1} />
            ))}
            {more > 0 && <p className="stage__more">and {more} more emergencies</p>}
          </section>
        )}
        <ul className="wall__beds" aria-label="Beds">
          {slots.map((slot) => (
            <li key={slot.key} className="wall__place">
              {slot.kind === 'empty' ? (
                <p className="wall-bed wall-bed--empty">
                  <span className="wall-bed__number">{slot.bed}</span> <span className="wall-bed__empty">empty</span>
                </p>
              ) : (
                <WallBed tile={slot.tile} names={names} />
              )}
            </li>
          ))}
        </ul>
      </main>
      <EmergencyAnnouncer tiles={tiles} />
    </div>
  );
}

const nameOf = ({ patient }: Tile, names: WallNames): string =>
  names === 'full' ? patient.name : initialsOf(patient.name);

/** Of a full name what has room at this size: the family's. */
const shortName = ({ patient }: Tile, names: WallNames): string =>
  names === 'full' ? (patient.name.split(/\s+/).at(-1) ?? patient.name) : initialsOf(patient.name);

function LiveClock() {
  return (
    <span className="wall__live">
      <span className="live__dot" aria-hidden="true" /> LIVE <time>{useWardTime(clockTimeWithSeconds)}</time>
    </span>
  );
}

function WallNotLive({ since }: { since: number | null }) {
  return (
    <div className="wall-not-live" role="alert">
      <strong className="wall-not-live__words">NOT LIVE</strong>
      <p>
        {since === null ? 'This ward has not been reached yet.' : <>Last heard at {clockTimeWithSeconds(since)} </>}
        {since !== null && <SinceWhen at={since} />}
      </p>
    </div>
  );
}

/** Ticks: those who listen have heard the time. */
function SinceWhen({ at }: { at: number }) {
  return <span aria-hidden="true">({useWardTime((now) => agoToTheSecond(at, now))})</span>;
}

const UNSCORED_FOR_MS = 60_000;

function Unscored({ since }: { since: number }) {
  const late = useWardTime((now) => now - since > UNSCORED_FOR_MS);
  return late ? (
    <p className="wall__unscored" role="alert">
      {unscoredSince(since)}
    </p>
  ) : null;
}

function OnStage({ tile, names, beside }: { tile: Tile; names: WallNames; beside: number }) {
  const [first] = mostPressingFirst(tile.alerts);
  const waits = useWardTime((now) => (first === undefined ? '' : whoHasIt(first, now)));
  return (
    <article className="staged" aria-label={`${bedInWords(tile)}, ${nameOf(tile, names)}`}>
      <p className="staged__head">
        <span className="staged__bed">{bedInWords(tile)}</span>{' '}
        <span className="staged__name">{nameOf(tile, names)}</span>
      </p>
      <div className="staged__body">
        <WallScore tile={tile} />
        <div className="staged__words">
          <p className="staged__priority">
            <PriorityIcon priority="emergency" /> <span className="staged__priority-word">Emergency</span>
            {tile.escalationPlan !== null && (
              <span className="staged__plan">
                <EscalationPlanIcon />
                <span className="nhsuk-u-visually-hidden"> Escalation plan</span>
              </span>
            )}
          </p>
          <p className="staged__waits">{beside > 1 && first ? <Waited alert={first} /> : waits}</p>
        </div>
      </div>
      {beside === 0 && first && <p className="staged__sentence">{first.sentence}</p>}
    </article>
  );
}

function WallScore({ tile }: { tile: Tile }) {
  const band = bandOf(tile) ?? 'none';
  const { score, incomplete } = tile;
  const proven = incomplete !== null && (score === null || incomplete.least >= score.total) ? incomplete : null;
  return (
    <p className={`wall-score wall-score--${band} ${proven ? 'wall-score--proven' : ''}`}>
      <span className="nhsuk-u-visually-hidden">
        {scoreInWords(tile)} {incomplete && incompleteInWords(incomplete)}
      </span>
      <span aria-hidden="true" className="wall-score__total">
        {proven ? `≥${proven.least}` : (score?.total ?? '–')}
      </span>
      <span aria-hidden="true">{proven === null && <TrendArrow trend={tile.trend} />}</span>
    </p>
  );
}

function WallBed({ tile, names }: { tile: Tile; names: WallNames }) {
  const [first] = mostPressingFirst(tile.alerts);
  const overdue = useWardTime((now) => dueInWords(tile.nextDueAt, now)?.overdue ?? false);
  return (
    <article
      className={`wall-bed ${first?.status === 'raised' ? `wall-bed--${first.priority}` : ''}`}
      aria-label={`${bedInWords(tile)}, ${nameOf(tile, names)}`}
    >
      <p className="wall-bed__head">
        <span className="wall-bed__number">{tile.bed ?? '–'}</span>
        <span className="wall-bed__name">{shortName(tile, names)}</span>
      </p>
      <div className="wall-bed__body">
        <WallScore tile={tile} />
        <div className="wall-bed__state">
          {first && <WallAlert alert={first} />}
          {overdue && (
            <p className="wall-bed__late">
              <LateIcon /> <span className="wall-bed__late-word">late</span>
            </p>
          )}
          {!first && !overdue && (
            <span className="wall-bed__pathway">
              <PathwayIcon pathway={tile.pathway} />
              <span className="nhsuk-u-visually-hidden">{PATHWAY_NAMES[tile.pathway]}</span>
            </span>
          )}
        </div>
      </div>
    </article>
  );
}

/** What presses on a bed: how long nobody has it, or who does. */
function WallAlert({ alert }: { alert: OpenAlertView }) {
  const words = useWardTime((now) => whoHasIt(alert, now));
  return (
    <p className={`wall-alert wall-alert--${alert.priority} wall-alert--${alert.status}`}>
      <span className="nhsuk-u-visually-hidden">
        {PRIORITY_NAMES[alert.priority]}: {words}
      </span>
      <PriorityIcon priority={alert.priority} />
      <span className="wall-alert__words" aria-hidden="true">
        {alert.status === 'accepted' ? (
          initialsOf(alert.acceptedBy ?? '?').replaceAll(' ', '')
        ) : (
          <Waited alert={alert} />
        )}
      </span>
    </p>
  );
}

/** "21 min", "3 h": since when nobody has it. */
function Waited({ alert }: { alert: OpenAlertView }) {
  const minutes = useWardTime((now) => Math.max(0, Math.floor((now - alert.raisedAt) / 60_000)));
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}
