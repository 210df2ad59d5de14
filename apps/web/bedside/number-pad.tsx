import { KEYS, type Key } from './entry.ts';

type Names = Readonly<Partial<Record<Key, string>>>;
const NAMES: Names = { '.': 'point', delete: 'delete the last' };

interface NumberPadProps {
  readonly onKey: (key: Key) => void;
  /** In the language of whoever hears it. */
  readonly legend?: string;
  readonly names?: Names;
}

/** Big enough for a thumb in a glove; the fields can also be typed into. */
export function NumberPad({ onKey, legend = 'Number pad', names = NAMES }: NumberPadProps) {
  return (
    <fieldset className="pad">
      <legend className="nhsuk-u-visually-hidden">{legend}</legend>
      {KEYS.map((key) => (
        <button key={key} type="button" className="pad__key" aria-label={names[key]} onClick={() => onKey(key)}>
          {key === 'delete' ? '⌫' : key}
        </button>
      ))}
    </fieldset>
  );
}
