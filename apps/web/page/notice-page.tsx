import type { SignedIn } from '#contracts';
import { useEffect, type ReactNode } from 'react';
import type { KeyGroup } from './keys-button.tsx';
import { Masthead } from './masthead.tsx';

/** A page that only says something. */
export function NoticePage({ heading, children, who, keys, onSignOut }: NoticePageProps) {
  useEffect(() => {
    document.title = `${heading} – Homeward`;
  }, [heading]);
  return (
    <>
      <Masthead {...(keys ? { keys } : {})} {...(who ? { who } : {})} {...(onSignOut ? { onSignOut } : {})} />
      <main className="nhsuk-width-container nhsuk-main-wrapper" id="main">
        <h1 className="nhsuk-heading-l">{heading}</h1>
        {children}
      </main>
    </>
  );
}

interface NoticePageProps {
  heading: string;
  children?: ReactNode;
  who?: SignedIn;
  keys?: readonly KeyGroup[];
  onSignOut?: () => void;
}
