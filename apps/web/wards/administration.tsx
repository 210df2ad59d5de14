import type { SignedIn, WardSummary } from '#contracts';
import { writeAddress } from '../page/address.ts';
import { Link } from '../page/link.tsx';
import { NoticePage } from '../page/notice-page.tsx';
import { PAGES, type Page } from '../page/pages.ts';

/** An administrator's first page: what they look after on each ward, and beside the wards. No patient is in any of it. */
export function Administration({
  wards,
  who,
  onSignOut,
}: {
  wards: readonly WardSummary[];
  who: SignedIn;
  onSignOut: () => void;
}) {
  const pages = PAGES.filter(({ name, roles }: Page) => name !== undefined && roles.includes(who.role));
  const ofWards = pages.filter(({ path }) => path.startsWith('/wards/:wardId/'));
  const beside = pages.filter(({ path }) => !path.includes(':'));
  return (
    <NoticePage heading="Administration" who={who} onSignOut={onSignOut}>
      {wards.length === 0 && <p>You have no ward yet. Somebody who runs this Homeward can give you one.</p>}
      {wards.map((ward) => (
        <section key={ward.id} aria-label={ward.name}>
          <h2 className="nhsuk-heading-m">{ward.name}</h2>
          <ul className="nhsuk-list ward-list">
            {ofWards.map(({ path, name }: Page) => (
              <li key={path}>
                <Link to={writeAddress(path, { wardId: ward.id }) ?? '/'} className="ward-list__ward">
                  <span className="ward-list__name">{name}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <h2 className="nhsuk-heading-m">Every ward</h2>
      <ul className="nhsuk-list ward-list">
        {beside.map(({ path, name }: Page) => (
          <li key={path}>
            <Link to={path} className="ward-list__ward">
              <span className="ward-list__name">{name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </NoticePage>
  );
}
