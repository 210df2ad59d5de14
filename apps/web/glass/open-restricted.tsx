import { GLASS_MINUTES, type OpenGlass, type RestrictedGlassDraft, type Tile } from '#contracts';
import type { Answer } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { bedInWords } from '../words/beds.ts';
import { RESTRICTED_KIND_WORDS } from './glass-words.ts';
import { whyFaults, whyIn, WhyNeeded } from './why-needed.tsx';

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
        faults={whyFaults}
        send={(form) => send(whyIn(form))}
        onDone={onOpened}
        onSessionEnded={onSessionEnded}
      >
        <WhyNeeded id="restricted" words={RESTRICTED_KIND_WORDS} rows={2} />
      </ChangeForm>
    </section>
  );
}
