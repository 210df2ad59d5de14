import type { SignedIn, Tile } from '#contracts';
import { useMemo } from 'react';
import { Link } from '../page/link.tsx';
import { PATHWAYS, SHOWN_BY, wardPath, type BoardWish, type ShownBy } from '../page/location.ts';
import { useWardTime } from '../page/ward-clock.ts';
import { unaccepted } from '../words/alerts.ts';
import { PATHWAY_NAMES, PathwayIcon } from './icons.tsx';
import { fits } from './shown-patients.ts';

const SHOWN_BY_NAMES: Record<ShownBy, string> = { mine: 'Mine', 'not-accepted': 'Not accepted', overdue: 'Overdue' };

interface ShownByProps {
  wardId: string;
  wish: BoardWish;
  tiles: readonly Tile[];
  who: SignedIn;
}

/** Which patients are shown, in the address: each choice is a link that adds it or takes it away. */
export function ShownByChoices({ wardId, wish, tiles, who }: ShownByProps) {
  const toggled = (by: ShownBy): readonly ShownBy[] =>
    wish.show.includes(by) ? wish.show.filter((one) => one !== by) : [...wish.show, by];
  return (
    <nav className="glance__shown" aria-label="Which patients are shown">
      {SHOWN_BY.map((by) => (
        <Link
          key={by}
          to={wardPath(wardId, { ...wish, show: toggled(by) })}
          className="glance__choice"
          current={wish.show.includes(by)}
        >
          {SHOWN_BY_NAMES[by]} <Count by={by} tiles={tiles} who={who} />
        </Link>
      ))}
      {PATHWAYS.map((pathway) => (
        <Link
          key={pathway}
          to={wardPath(wardId, { ...wish, pathway: wish.pathway === pathway ? null : pathway })}
          className="glance__choice"
          current={wish.pathway === pathway}
        >
          <PathwayIcon pathway={pathway} /> <span className="glance__pathway">{PATHWAY_NAMES[pathway]}</span>
        </Link>
      ))}
    </nav>
  );
}

function Count({ by, tiles, who }: { by: ShownBy; tiles: readonly Tile[]; who: SignedIn }) {
  const count = useWardTime((now) => tiles.filter((tile) => fits(tile, by, who, now)).length);
  return count === 0 ? null : <strong>{count}</strong>;
}

interface HiddenPatientsProps {
  wardId: string;
  wish: BoardWish;
  all: readonly Tile[];
  shown: readonly Tile[];
}

/** That not everybody is shown, in words that cannot be overlooked; and loudly when what is hidden presses. */
export function HiddenPatients({ wardId, wish, all, shown }: HiddenPatientsProps) {
  const hidden = useMemo(() => all.filter((tile) => !shown.includes(tile)), [all, shown]);
  if (wish.show.length === 0 && wish.pathway === null) return null;
  const { emergency } = unaccepted(hidden);
  const by = [...wish.show.map((one) => SHOWN_BY_NAMES[one]), ...(wish.pathway ? [PATHWAY_NAMES[wish.pathway]] : [])];
  return (
    <div className={`hidden-patients ${emergency > 0 ? 'hidden-patients--pressing' : ''}`}>
      <output className="notice">
        Showing <strong>{shown.length}</strong> of {all.length} patients: {by.join(', ').toLowerCase()}.
        {emergency > 0 && (
          <strong>
            {' '}
            {emergency} {emergency === 1 ? 'emergency that nobody has is' : 'emergencies that nobody has are'} hidden.
          </strong>
        )}
      </output>
      <Link to={wardPath(wardId, { ...wish, show: [], pathway: null })} className="hidden-patients__all">
        Show everybody
      </Link>
    </div>
  );
}
