import { GLASS_KINDS, GLASS_MINUTES, type OpenGlass, type RestrictedGlassDraft, type Tile } from '#contracts';
import type { Answer } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { bedInWords } from '../words/beds.ts';
import { RESTRICTED_KIND_WORDS } from './glass-words.ts';

interface OpenRestrictedProps {
  /** As the board has it for somebody who is not named. */
  tile: Tile;
  send: (draft: RestrictedGlassDraft) => Promise<Answer<OpenGlass>>;
  onOpened: () => void;
  onSessionEnded: () => void;
}

/** In place of a page that is closed: what stays open of it, and the way in. */
export function OpenRestricted({ tile, send, onOpened, onSessionEnded }: OpenRestrictedProps) {
  return (
    <section id="view" tabIndex={-1} className="notice restricted" aria-labelledby="restricted-heading">
      <h1 className="nhsuk-heading-l" id="restricted-heading">
        {bedInWords(tile)}: restricted record
      </h1>
      <p>
        You are not named for this patient’s record. Their scores and alerts stand on the board, and you accept and
        answer their alerts as anybody’s. If you need more to look after them, open the record for {GLASS_MINUTES}{' '}
        minutes. A lead or the auditor reviews that you did, and why.
      </p>
      <ChangeForm
        className="glass-form"
        name="Open the record"
        faults={(form) => [
          ...(typedInto(form, 'kind') === '' ? ['Choose why it is needed'] : []),
          ...(typedInto(form, 'reason').trim() === '' ? ['Say in your own words why it is needed'] : []),
        ]}
        send={(form) => {
          const chosen = typedInto(form, 'kind');
          const kind = GLASS_KINDS.find((one) => one === chosen) ?? 'other';
          return send({ kind, reason: typedInto(form, 'reason').trim() });
        }}
        onDone={onOpened}
        onSessionEnded={onSessionEnded}
      >
        <div className="nhsuk-form-group">
          <fieldset className="nhsuk-fieldset">
            <legend className="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">Why it is needed</legend>
            <div className="nhsuk-radios">
              {GLASS_KINDS.map((kind) => (
                <div key={kind} className="nhsuk-radios__item">
                  <input
                    className="nhsuk-radios__input"
                    type="radio"
                    id={`restricted-${kind}`}
                    name="kind"
                    value={kind}
                  />
                  <label className="nhsuk-label nhsuk-radios__label" htmlFor={`restricted-${kind}`}>
                    {RESTRICTED_KIND_WORDS[kind]}
                  </label>
                </div>
              ))}
            </div>
          </fieldset>
        </div>
        <div className="nhsuk-form-group">
          <label className="nhsuk-label" htmlFor="restricted-reason">
            In your own words
          </label>
          <textarea className="nhsuk-textarea" id="restricted-reason" name="reason" rows={2} maxLength={500} />
        </div>
      </ChangeForm>
    </section>
  );
}
