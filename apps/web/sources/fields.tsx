import { useId, type ReactNode } from 'react';

/** One line of a form: with `onType` its text is the caller's, else the form keeps it. */
export function Field({
  label,
  hint,
  fault,
  name,
  value = '',
  type = 'text',
  decimal = false,
  width,
  onType,
}: FieldProps) {
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, fault === undefined ? '' : `${id}-fault`].join(' ').trim();
  const isWrong = fault !== undefined;
  return (
    <div className={`nhsuk-form-group${isWrong ? ' nhsuk-form-group--error' : ''}`}>
      <label className="nhsuk-label" htmlFor={id}>
        {label}
      </label>
      {hint !== undefined && (
        <div className="nhsuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {isWrong && (
        <span className="nhsuk-error-message" id={`${id}-fault`}>
          <span className="nhsuk-u-visually-hidden">Error:</span> {fault}
        </span>
      )}
      <input
        className={`nhsuk-input${width === undefined ? '' : ` nhsuk-input--width-${width}`}${isWrong ? ' nhsuk-input--error' : ''}`}
        id={id}
        name={name}
        type={type}
        aria-describedby={described === '' ? undefined : described}
        autoComplete="off"
        {...(isWrong && { 'aria-invalid': true })}
        {...(decimal && { inputMode: 'decimal' as const })}
        {...(type === 'number' && { min: 1, inputMode: 'numeric' as const })}
        {...(onType ? { value, onChange: ({ target }) => onType(target.value) } : { defaultValue: value })}
      />
    </div>
  );
}

interface FieldProps {
  label: ReactNode;
  hint?: string;
  /** What is wrong with what stands in it. */
  fault?: string | undefined;
  name: string;
  value?: string;
  type?: 'text' | 'number' | 'date';
  /** A number that need not be whole. */
  decimal?: boolean;
  width?: 5 | 10 | 20;
  onType?: (text: string) => void;
}

/** Several lines of a form. */
export function TextArea({ label, hint, name, value = '', rows = 2 }: TextAreaProps) {
  const id = useId();
  return (
    <div className="nhsuk-form-group">
      <label className="nhsuk-label" htmlFor={id}>
        {label}
      </label>
      {hint !== undefined && (
        <div className="nhsuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <textarea
        className="nhsuk-textarea"
        id={id}
        name={name}
        rows={rows}
        defaultValue={value}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
    </div>
  );
}

interface TextAreaProps {
  label: string;
  hint?: string;
  name: string;
  value?: string;
  rows?: number;
}

/** Any of several: the form has the ticked ones under one name. */
export function Ticks({ legend, hint, name, among, ticked }: TicksProps) {
  const id = useId();
  return (
    <div className="nhsuk-form-group">
      <fieldset className="nhsuk-fieldset" aria-describedby={hint === undefined ? undefined : `${id}-hint`}>
        <legend className="nhsuk-fieldset__legend">{legend}</legend>
        {hint !== undefined && (
          <div className="nhsuk-hint" id={`${id}-hint`}>
            {hint}
          </div>
        )}
        <div className="nhsuk-checkboxes nhsuk-checkboxes--small">
          {among.map((one) => (
            <div className="nhsuk-checkboxes__item" key={one.id}>
              <input
                className="nhsuk-checkboxes__input"
                id={`${id}-${one.id}`}
                name={name}
                value={one.id}
                type="checkbox"
                defaultChecked={ticked.includes(one.id)}
              />
              <label className="nhsuk-label nhsuk-checkboxes__label" htmlFor={`${id}-${one.id}`}>
                {one.name}
              </label>
            </div>
          ))}
        </div>
      </fieldset>
    </div>
  );
}

interface TicksProps {
  legend: string;
  hint?: string;
  name: string;
  among: readonly { readonly id: string; readonly name: string }[];
  ticked: readonly string[];
}

/** One of several. */
export function Choice({ label, hint, name, among, value }: ChoiceProps) {
  const id = useId();
  return (
    <div className="nhsuk-form-group">
      <label className="nhsuk-label" htmlFor={id}>
        {label}
      </label>
      {hint !== undefined && (
        <div className="nhsuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <select
        className="nhsuk-select"
        id={id}
        name={name}
        defaultValue={value}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      >
        {among.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
    </div>
  );
}

interface ChoiceProps {
  label: string;
  hint?: string;
  name: string;
  among: readonly { readonly id: string; readonly name: string }[];
  value: string;
}

/** The buttons below a form. A second press while the first is under way does nothing. */
export function Buttons({ busy, children, onCancel, isWarning = false }: ButtonsProps) {
  return (
    <div className="sources__buttons">
      <button
        type="submit"
        className={`nhsuk-button nhsuk-button--small${isWarning ? ' nhsuk-button--warning' : ''}`}
        aria-disabled={busy}
      >
        {busy ? 'Saving…' : children}
      </button>
      <button type="button" className="nhsuk-button nhsuk-button--small nhsuk-button--secondary" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}

interface ButtonsProps {
  busy: boolean;
  children: ReactNode;
  onCancel: () => void;
  isWarning?: boolean;
}
