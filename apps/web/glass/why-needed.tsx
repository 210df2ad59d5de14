import { GLASS_KINDS, type RestrictedGlassDraft } from '#contracts';
import { typedInto } from '../page/form-text.ts';

/** What is missing of why a record is opened. */
export const whyFaults = (form: FormData): string[] => [
  ...(typedInto(form, 'kind') === '' ? ['Choose why it is needed'] : []),
  ...(typedInto(form, 'reason').trim() === '' ? ['Say in your own words why it is needed'] : []),
];

/** Why a record is opened, as it was written. */
export function whyIn(form: FormData): RestrictedGlassDraft {
  const chosen = typedInto(form, 'kind');
  return { kind: GLASS_KINDS.find((kind) => kind === chosen) ?? 'other', reason: typedInto(form, 'reason').trim() };
}

interface WhyNeededProps {
  /** What the fields' ids begin with. */
  id: string;
  words: Readonly<Record<(typeof GLASS_KINDS)[number], string>>;
  rows: number;
}

/** Of which kind the need is, and the need in their own words. */
export function WhyNeeded({ id, words, rows }: WhyNeededProps) {
  return (
    <>
      <div className="nhsuk-form-group">
        <fieldset className="nhsuk-fieldset">
          <legend className="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">Why it is needed</legend>
          <div className="nhsuk-radios">
            {GLASS_KINDS.map((kind) => (
              <div key={kind} className="nhsuk-radios__item">
                <input className="nhsuk-radios__input" type="radio" id={`${id}-${kind}`} name="kind" value={kind} />
                <label className="nhsuk-label nhsuk-radios__label" htmlFor={`${id}-${kind}`}>
                  {words[kind]}
                </label>
              </div>
            ))}
          </div>
        </fieldset>
      </div>
      <div className="nhsuk-form-group">
        <label className="nhsuk-label" htmlFor={`${id}-reason`}>
          In your own words
        </label>
        <textarea className="nhsuk-textarea" id={`${id}-reason`} name="reason" rows={rows} maxLength={500} />
      </div>
    </>
  );
}
