import type { MouseEvent, ReactNode } from 'react';
import { go } from './location.ts';

/** A link within the app. Opens in a new tab like any other link when asked to. */
export function Link({ to, how, className, current, children }: LinkProps) {
  const follow = (click: MouseEvent): void => {
    if (click.metaKey || click.ctrlKey || click.shiftKey || click.altKey || click.button !== 0) return;
    click.preventDefault();
    go(to, how);
  };
  return (
    <a href={to} className={className} aria-current={current ? 'true' : undefined} onClick={follow}>
      {children}
    </a>
  );
}

interface LinkProps {
  to: string;
  /** Replaces the place that it stands in: the way back leads past both. */
  how?: 'replace';
  className?: string;
  current?: boolean;
  children: ReactNode;
}
