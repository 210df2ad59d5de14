import type { SignedIn } from '#contracts';
import { useEffect, type ReactNode } from 'react';
import { Masthead } from './masthead.tsx';

/** A page that only says something. */
export function NoticePage({ heading, children, who, onSignOut }: NoticePageProps) {
  useEffect(() => {
    document.title = `${heading} – Homeward`;
  }, [heading]);
  return (
    <>
      <Masthead {...(who ? { who } : {})} {...(onSignOut ? { onSignOut } : {})} />
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
  onSignOut?: () => void;
}
