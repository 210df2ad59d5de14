import { useEffect, useRef } from 'react';

/** What stands in the way, each in a sentence, read out and in sight as soon as it is there. Nothing where nothing does. */
export function Faults({ title, faults }: { title: string; faults: readonly string[] }) {
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (faults.length > 0) summary.current?.focus();
  }, [faults]);
  if (faults.length === 0) return null;
  return (
    <div className="nhsuk-error-summary" role="alert" tabIndex={-1} ref={summary}>
      <h2 className="nhsuk-error-summary__title">{title}</h2>
      <div className="nhsuk-error-summary__body">
        <ul className="nhsuk-list nhsuk-error-summary__list">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
