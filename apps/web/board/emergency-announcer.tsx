import type { Tile } from '#contracts';
import { useEffect, useRef, useState } from 'react';
import { emergencies } from '../words/alerts.ts';

/** Says each new emergency once to those who listen. Those that stood there when the board opened are counted, not read out. */
export function EmergencyAnnouncer({ tiles }: { tiles: readonly Tile[] }) {
  const said = useRef<Set<string> | null>(null);
  const [words, setWords] = useState('');

  useEffect(() => {
    const present = emergencies(tiles);
    const before = said.current;
    said.current = new Set([...(before ?? []), ...present.keys()]);
    if (before === null) {
      if (present.size > 0)
        setWords(`${present.size} ${present.size === 1 ? 'emergency' : 'emergencies'} not accepted.`);
      return;
    }
    const fresh = [...present].filter(([raising]) => !before.has(raising)).map(([, sentence]) => sentence);
    if (fresh.length > 0) setWords(fresh.join(' '));
  }, [tiles]);

  return (
    <div className="nhsuk-u-visually-hidden" role="alert" aria-atomic="true">
      {words}
    </div>
  );
}
