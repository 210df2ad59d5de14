import { KEYS, type Key } from './entry.ts';

const NAMES: Readonly<Partial<Record<Key, string>>> = { '.': 'point', delete: 'delete the last' };

/** Big enough for a thumb in a glove; the fields can also be typed into. */
export function NumberPad({ onKey }: { onKey: (key: Key) => void }) {
  return (
    <fieldset className="pad">
      <legend className="nhsuk-u-visually-hidden">Number pad</legend>
      {KEYS.map((key) => (
        <button key={key} type="button" className="pad__key" aria-label={NAMES[key]} onClick={() => onKey(key)}>
          {key === 'delete' ? '⌫' : key}
        </button>
      ))}
    </fieldset>
  );
}
