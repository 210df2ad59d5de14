import type { Role } from '#contracts';
import { writeAddress } from './address.ts';
import { Link } from './link.tsx';
import { useParams, wardPath } from './location.ts';
import { PAGES, type Page } from './pages.ts';
import { UnmatchedCount } from './unmatched-count.tsx';

/** The other pages that this role may open from here. Nothing where there is none. */
export function Menu({ role }: { role: Role }) {
  const params = useParams();
  const offered = PAGES.flatMap(({ name, path, roles }: Page) => {
    const to = name !== undefined && roles.includes(role) ? writeAddress(path, params) : null;
    return to === null || name === undefined ? [] : [{ name, to }];
  });
  if (offered.length === 0) return null;
  const { wardId } = params;
  // An administrator sees no patients, and so no board.
  const board = wardId === undefined || role === 'administrator' ? [] : [{ name: 'Board', to: wardPath(wardId) }];
  const links = [...board, ...offered];
  return (
    <nav className="menu" aria-label="Pages">
      <ul className="menu__pages">
        {links.map(({ name, to }) => (
          <li key={to}>
            <Link to={to} className="menu__page" current={location.pathname === to}>
              {name}
              {to === '/unmatched' && <UnmatchedCount />}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
