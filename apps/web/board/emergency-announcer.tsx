import type { Tile } from '#contracts';
import { useState } from 'react';
import { emergencies } from '../words/alerts.ts';

/** What has been said aloud: each raising of an emergency once. `said` is null until the board opened. */
export interface Announced {
  readonly said: ReadonlySet<string> | null;
  readonly words: string;
}

export const NOTHING_ANNOUNCED: Announced = { said: null, words: '' };

/** What to say now; the same object when there is nothing new. Those that stood there when the board opened are only counted. */
export function announce(before: Announced, tiles: readonly Tile[]): Announced {
  const present = emergencies(tiles);
  if (before.said === null) {
    const count = new Set(present.values()).size;
    const words = count === 0 ? '' : `${count} ${count === 1 ? 'emergency' : 'emergencies'} not accepted.`;
    return { said: new Set(present.keys()), words };
  }
  const { said } = before;
  const fresh = [...present].filter(([raising]) => !said.has(raising));
  if (fresh.length === 0) return before;
  const words = [...new Set(fresh.map(([, sentence]) => sentence))].join(' ');
  return { said: new Set([...said, ...present.keys()]), words };
}

/** Says each new emergency once to those who listen. */
export function EmergencyAnnouncer({ tiles }: { tiles: readonly Tile[] }) {
  const [announced, setAnnounced] = useState(NOTHING_ANNOUNCED);
  const now = announce(announced, tiles);
  if (now !== announced) setAnnounced(now);
  return (
    <div className="nhsuk-u-visually-hidden" role="alert" aria-atomic="true">
      {now.words}
    </div>
  );
}
