import type { CareOfStay } from '#contracts';
import { useId } from 'react';
import type { CareField } from './care-words.ts';

interface CareFieldInputProps {
  field: CareField;
  value: string;
  colleagues: CareOfStay['colleagues'];
  onType: (value: string) => void;
}

const TYPES = { line: 'text', day: 'date', moment: 'datetime-local' } as const;

/** One field of an entry's form, of the kind that it asks for. */
export function CareFieldInput({ field, value, colleagues, onType }: CareFieldInputProps) {
  const id = useId();
  const { name, hint, as, among, needed } = field;
  const described = hint === undefined ? undefined : `${id}-hint`;
  const choices =
    as === 'person'
      ? [{ id: '', name: 'Nobody yet' }, ...colleagues]
      : Object.entries(among ?? {}).map(([key, word]) => ({ id: key, name: word }));
  return (
    <div className="nhsuk-form-group care-form__field">
      <label className="nhsuk-label" htmlFor={id}>
        {name}
        {!needed && ' (if known)'}
      </label>
      {hint !== undefined && (
        <div className="nhsuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {as === 'text' ? (
        <textarea
          className="nhsuk-textarea"
          id={id}
          rows={2}
          value={value}
          aria-describedby={described}
          onChange={({ target }) => onType(target.value)}
        />
      ) : as === 'person' || as === 'state' ? (
        <select
          className="nhsuk-select"
          id={id}
          value={value}
          aria-describedby={described}
          onChange={({ target }) => onType(target.value)}
        >
          {choices.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      ) : (
        <input
          className="nhsuk-input"
          id={id}
          type={TYPES[as]}
          value={value}
          autoComplete="off"
          aria-describedby={described}
          onChange={({ target }) => onType(target.value)}
        />
      )}
    </div>
  );
}
