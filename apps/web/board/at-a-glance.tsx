import { BAND_NAMES, type OpenAlertView, type SignedIn, type Tile } from '#contracts';
import { BANDS_WORST_FIRST, bandCounts } from './beds.ts';
import { Link } from '../page/link.tsx';
import { wardPath, type BoardWish } from '../page/location.ts';
import { PRIORITY_NAMES, unaccepted } from '../words/alerts.ts';
import { PriorityIcon } from './icons.tsx';
import { ShownByChoices } from './shown-by.tsx';

interface AtAGlanceProps {
  wardId: string;
  wish: BoardWish;
  who: SignedIn;
  tiles: readonly Tile[];
  wardAlerts: readonly OpenAlertView[];
}

/** The whole ward in one line: how many in each band, what nobody has accepted yet, who is shown and in which order. */
export function AtAGlance({ wardId, wish, who, tiles, wardAlerts }: AtAGlanceProps) {
  const counts = bandCounts(tiles);
  return (
    <section className="glance" aria-label="The ward at a glance">
      <ul className="glance__bands">
        {BANDS_WORST_FIRST.map((band) => (
          <li
            key={band}
            className={`glance__band glance__band--${band} ${counts[band] === 0 ? 'glance__band--nobody' : ''}`}
          >
            <strong>{counts[band]}</strong> {BAND_NAMES[band]}
          </li>
        ))}
        {counts.none > 0 && (
          <li className="glance__band glance__band--none">
            <strong>{counts.none}</strong> No NEWS2
          </li>
        )}
      </ul>
      <Unaccepted tiles={tiles} wardAlerts={wardAlerts} />
      <ShownByChoices wardId={wardId} wish={wish} tiles={tiles} who={who} />
      <nav className="glance__order" aria-label="Order of the beds">
        <Link
          to={wardPath(wardId, { ...wish, order: 'worst' })}
          className="glance__choice"
          current={wish.order === 'worst'}
        >
          Worst first
        </Link>
        <Link
          to={wardPath(wardId, { ...wish, order: 'bed' })}
          className="glance__choice"
          current={wish.order === 'bed'}
        >
          By bed
        </Link>
      </nav>
    </section>
  );
}

function Unaccepted({ tiles, wardAlerts }: Pick<AtAGlanceProps, 'tiles' | 'wardAlerts'>) {
  const counts = unaccepted(tiles, wardAlerts);
  const waiting = (['emergency', 'urgent', 'routine', 'technical'] as const).filter((priority) => counts[priority] > 0);
  if (waiting.length === 0) {
    const open = wardAlerts.length > 0 || tiles.some((tile) => tile.alerts.length > 0);
    return <p className="glance__waiting">{open ? 'Every alert is accepted' : 'No open alerts'}</p>;
  }
  return (
    <p className="glance__waiting">
      <span>Not accepted:</span>
      {waiting.map((priority) => (
        <span key={priority} className={`glance__priority glance__priority--${priority}`}>
          <PriorityIcon priority={priority} /> <strong>{counts[priority]}</strong>{' '}
          {PRIORITY_NAMES[priority].toLowerCase()}
        </span>
      ))}
    </p>
  );
}
