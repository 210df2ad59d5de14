import type { Role } from '#contracts';
import { useEffect, useId, useRef } from 'react';
import { writeAddress } from './address.ts';
import { LightChoice } from './light-choice.tsx';
import { Link } from './link.tsx';
import { useParams, wardPath } from './location.ts';
import { PAGES, type Page } from './pages.ts';
import { useGlassesToReview, useUnmatchedCount } from './counts.ts';

/** The other pages that this role may open from here, and what light they are shown in, behind one button. */
export function Menu({ role }: { role: Role }) {
  const params = useParams();
  const list = useRef<HTMLElement>(null);
  const id = useId();
  const offered = PAGES.flatMap(({ name, path, roles }: Page) => {
    const to = name !== undefined && roles.includes(role) ? writeAddress(path, params) : null;
    return to === null || name === undefined ? [] : [{ name, to }];
  });
  const unmatched = useUnmatchedCount(offered.some(({ to }) => to === '/unmatched'));
  const glasses = useGlassesToReview(offered.some(({ to }) => to === '/glass-reviews'));
  const { wardId } = params;
  // An administrator sees no patients, and so no board.
  const board = wardId === undefined || role === 'administrator' ? [] : [{ name: 'Board', to: wardPath(wardId) }];
  const links = [...board, ...offered];

  useEffect(() => {
    const menu = list.current;
    const close = (): void => menu?.hidePopover();
    menu?.addEventListener('click', close);
    return () => menu?.removeEventListener('click', close);
  }, []);

  return (
    <div className="menu">
      <button type="button" className="menu__button" popoverTarget={id}>
        Pages
        {unmatched > 0 && (
          <>
            <strong className="menu__count">{unmatched}</strong>
            <span className="nhsuk-u-visually-hidden"> unmatched readings</span>
          </>
        )}
        {glasses > 0 && (
          <>
            <strong className="menu__count">{glasses}</strong>
            <span className="nhsuk-u-visually-hidden"> patients opened by break-glass, to review</span>
          </>
        )}
      </button>
      <nav className="menu__pages" aria-label="Pages" id={id} popover="auto" ref={list}>
        <ul className="menu__list">
          {links.map(({ name, to }) => (
            <li key={to}>
              <Link to={to} className="menu__page" current={location.pathname === to}>
                {name}
                {to === '/glass-reviews' && glasses > 0 && <strong className="menu__count">{glasses}</strong>}
                {to === '/unmatched' && unmatched > 0 && <strong className="menu__count">{unmatched}</strong>}
              </Link>
            </li>
          ))}
        </ul>
        <LightChoice />
      </nav>
    </div>
  );
}
