import { ROLE_NAMES, type SignedIn } from '#contracts';
import type { ReactNode } from 'react';
import { KeysButton, type KeyGroup } from './keys-button.tsx';
import { Link } from './link.tsx';
import { Menu } from './menu.tsx';

/** The bar at the top of every page: where this is, whether it can be believed, who is signed in. */
export function Masthead({ title, children, who, keys, onSignOut }: MastheadProps) {
  return (
    <header className="masthead">
      <a className="masthead__product" href="/">
        <img src="/icon.svg" alt="" width="28" height="28" />
        <span className="masthead__word">Homeward</span>
      </a>
      {title && <h1 className="masthead__title">{title}</h1>}
      <div className="masthead__middle">{children}</div>
      {keys && <KeysButton groups={keys} />}
      {who && <Menu role={who.role} />}
      {who && (
        <div className="masthead__person">
          <span className="masthead__who">
            {who.role === 'care-home' || who.role === 'auditor' ? (
              who.displayName
            ) : (
              <Link to="/account/notifications" className="masthead__account">
                {who.displayName}
                <span className="nhsuk-u-visually-hidden">: my account</span>
              </Link>
            )}
            <span className="masthead__role">{ROLE_NAMES[who.role]}</span>
          </span>
          <button type="button" className="masthead__sign-out" onClick={onSignOut}>
            Sign out
          </button>
        </div>
      )}
    </header>
  );
}

interface MastheadProps {
  title?: string;
  children?: ReactNode;
  who?: SignedIn;
  /** The keys of the page, where it has any. */
  keys?: readonly KeyGroup[];
  onSignOut?: () => void;
}
