import type { ReactNode } from 'react';

/** One part of what is known of a stay, under its title. */
export function Part({ title, wide = false, children }: { title: string; wide?: boolean; children: ReactNode }) {
  return (
    <section className={`plan__part ${wide ? 'plan__part--wide' : ''}`} aria-label={title}>
      <h2 className="plan__title">{title}</h2>
      {children}
    </section>
  );
}

/** One fact of a list of them. */
export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
