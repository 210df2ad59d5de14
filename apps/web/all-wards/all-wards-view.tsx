import { BAND_NAMES, bandOf, worstFirst, type SignedIn, type Tile, type WardSummary } from '#contracts';
import { memo, useMemo } from 'react';
import { BANDS_WORST_FIRST, bandCounts, occupancyOf } from '../board/beds.ts';
import { EmergencyAnnouncer } from '../board/emergency-announcer.tsx';
import { PATHWAY_NAMES, PathwayIcon, PriorityIcon, TrendArrow } from '../board/icons.tsx';
import { Sparkline } from '../board/sparkline.tsx';
import { useWardTitle } from '../board/use-ward-title.ts';
import type { LiveWard } from '../live/ward-feed.ts';
import { Link } from '../page/link.tsx';
import { alertsPath, wardPath } from '../page/location.ts';
import { Masthead } from '../page/masthead.tsx';
import { KEYS_OF_SOUND } from '../board/keys-of-board.ts';
import { AlarmSoundControl } from '../alerts/sound-control.tsx';
import { useWardTime } from '../page/ward-clock.ts';
import { mostPressingFirst, PRIORITY_NAMES, unaccepted, whoHasIt } from '../words/alerts.ts';
import { bedInWords } from '../words/beds.ts';
import { incompleteInWords, scoreInWords } from '../words/news2.ts';
import { ago, clockTimeWithSeconds, dueInWords } from '../words/times.ts';

interface AllWardsViewProps {
  wards: readonly WardSummary[];
  live: ReadonlyMap<string, LiveWard>;
  who: SignedIn;
  onSignOut: () => void;
}

/** All patients of several wards, worst first, each with their ward; above them every ward with its counts and whether it is live. */
export function AllWardsView({ wards, live, who, onSignOut }: AllWardsViewProps) {
  const tiles = useMemo(
    () =>
      [...live]
        .flatMap(([wardId, { board, liveness }]) =>
          [...board.tiles.values()].map((tile) => ({ tile, wardId, old: liveness.state === 'not-live' })),
        )
        .toSorted((a, b) => worstFirst(a.tile, b.tile)),
    [live],
  );
  const all = useMemo(() => tiles.map(({ tile }) => tile), [tiles]);
  const wardAlerts = useMemo(() => [...live.values()].flatMap(({ board }) => board.wardAlerts), [live]);
  const notLive = [...live.values()].filter(({ liveness }) => liveness.state === 'not-live').length;
  useWardTitle({ name: 'All wards', tiles: all, wardAlerts, live: notLive === 0 });
  const nameOf = (wardId: string): string => wards.find(({ id }) => id === wardId)?.name ?? wardId;

  return (
    <div className="all-wards">
      <Masthead title="All wards" who={who} keys={KEYS_OF_SOUND} onSignOut={onSignOut}>
        <Time />
        <AlarmSoundControl tiles={all} wardAlerts={wardAlerts} />
      </Masthead>
      <main id="main" className="all-wards__main">
        {notLive > 0 && (
          <div className="not-live" role="alert">
            <strong className="not-live__words">NOT LIVE</strong>
            <p>
              {notLive === 1 ? 'One ward is' : `${notLive} wards are`} not live. What is shown of{' '}
              {notLive === 1 ? 'it' : 'them'} is from then.
            </p>
          </div>
        )}
        <ul className="all-wards__wards" aria-label="Wards">
          {wards.map((ward) => (
            <OneWard key={ward.id} ward={ward} live={live.get(ward.id)} />
          ))}
        </ul>
        <ul className="all-wards__patients" aria-label="Patients of all wards, worst first">
          {tiles.map(({ tile, wardId, old }) => (
            <PatientRow key={tile.admissionId} tile={tile} wardId={wardId} ward={nameOf(wardId)} old={old} />
          ))}
        </ul>
        <EmergencyAnnouncer tiles={all} />
      </main>
    </div>
  );
}

function Time() {
  return <span className="masthead__occupancy">{useWardTime(clockTimeWithSeconds)}</span>;
}

function OneWard({ ward, live }: { ward: WardSummary; live: LiveWard | undefined }) {
  const board = live?.board;
  const tiles = useMemo(() => [...(board?.tiles.values() ?? [])], [board?.tiles]);
  const counts = bandCounts(tiles);
  const waiting = unaccepted(tiles, board?.wardAlerts);
  const { occupied, empty } = occupancyOf(tiles, board?.ward?.capacity ?? ward.capacity);
  const state = live?.liveness ?? { state: 'connecting' as const };
  return (
    <li className={`ward-card ${state.state === 'not-live' ? 'ward-card--not-live' : ''}`}>
      <h2 className="ward-card__name">
        <Link to={wardPath(ward.id)}>{ward.name}</Link>
      </h2>
      <span className={`live ${state.state === 'live' ? 'live--on' : state.state === 'not-live' ? 'live--off' : ''}`}>
        {state.state === 'live' && <span className="live__dot" aria-hidden="true" />}
        {state.state === 'live' ? 'LIVE' : state.state === 'connecting' ? 'Connecting…' : 'NOT LIVE'}
        {state.state === 'not-live' && state.since !== null && <> since {clockTimeWithSeconds(state.since)}</>}
      </span>
      {board?.refusal && <p className="ward-card__refusal">{board.refusal}</p>}
      <p className="ward-card__counts">
        {BANDS_WORST_FIRST.map((band) => (
          <span
            key={band}
            className={`glance__band glance__band--${band} ${counts[band] === 0 ? 'glance__band--nobody' : ''}`}
          >
            <strong>{counts[band]}</strong> {BAND_NAMES[band]}
          </span>
        ))}
      </p>
      <p className="ward-card__counts">
        <span>
          {occupied} beds taken, {empty === 0 ? 'none' : empty} empty
        </span>
        {(['emergency', 'urgent'] as const)
          .filter((priority) => waiting[priority] > 0)
          .map((priority) => (
            <strong key={priority} className={`glance__priority glance__priority--${priority}`}>
              <PriorityIcon priority={priority} /> {waiting[priority]} {priority} not accepted
            </strong>
          ))}
      </p>
    </li>
  );
}

interface PatientRowProps {
  tile: Tile;
  wardId: string;
  ward: string;
  /** Its ward is not live. */
  old: boolean;
}

const PatientRow = memo(function PatientRow({ tile, wardId, ward, old }: PatientRowProps) {
  const [first, ...others] = mostPressingFirst(tile.alerts);
  const who = useWardTime((now) => (first === undefined ? '' : whoHasIt(first, now)));
  const read = useWardTime((now) =>
    tile.lastReadingAt === null ? 'No reading yet' : `Reading ${ago(tile.lastReadingAt, now)}`,
  );
  const overdue = useWardTime((now) => {
    const due = dueInWords(tile.nextDueAt, now);
    return due?.overdue ? due.words : '';
  });
  const { score, incomplete } = tile;
  const proven = incomplete !== null && (score === null || incomplete.least >= score.total) ? incomplete : null;
  const calls = first?.status === 'raised' ? first.priority : null;
  return (
    <li className={`row ${calls === null ? '' : `row--${calls}`} ${old ? 'row--old' : ''}`}>
      <span className="row__place">
        <strong className="tile__bed">{bedInWords(tile)}</strong> {ward}
        {old && <strong className="row__old"> NOT LIVE</strong>}
      </span>
      <span className={`row__score row__score--${bandOf(tile) ?? 'none'} ${proven ? 'row__score--proven' : ''}`}>
        <span className="nhsuk-u-visually-hidden">
          {scoreInWords(tile)} {incomplete && incompleteInWords(incomplete)}
        </span>
        <span aria-hidden="true">
          {proven ? `≥${proven.least}` : (score?.total ?? '–')} {proven === null && <TrendArrow trend={tile.trend} />}
        </span>
      </span>
      <span className="row__who">
        <Link to={alertsPath(wardId, tile.admissionId)} className="row__name">
          {tile.patient.name}
        </Link>
        <span className="row__facts">
          {tile.patient.ageYears} years <PathwayIcon pathway={tile.pathway} /> {PATHWAY_NAMES[tile.pathway]}
        </span>
      </span>
      <span className="row__spark">
        {tile.news2NotApplicable === null && <Sparkline recent={tile.recent} level={tile.level} />}
      </span>
      <span className="row__alert">
        {first && (
          <>
            <strong className={`row__priority row__priority--${first.priority}`}>
              <PriorityIcon priority={first.priority} /> {PRIORITY_NAMES[first.priority]}
            </strong>{' '}
            {who}
            {others.length > 0 && ` (+${others.length})`}
            <span className="row__sentence">{first.sentence}</span>
          </>
        )}
      </span>
      <span className="row__times">
        {read}
        {overdue !== '' && <strong className="reading-times__overdue">{overdue}</strong>}
      </span>
    </li>
  );
});
