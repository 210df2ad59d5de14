import type { ReactNode } from 'react';

/** Wider than a phone: it scrolls by itself, by keyboard as well. `label`: what is in it, for those who listen. */
export function Scrolled({ label, children }: { label: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard
    <section className="scrolled" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
