import {
  GLASS_MINUTES,
  parseNhsNumber,
  type GlassDraft,
  type OpenGlass,
  type OpenGlasses,
  type SignedIn,
} from '#contracts';
import { useCallback } from 'react';
import { hub, type Answer } from '../hub.ts';
import { writeAddress } from '../page/address.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { Link } from '../page/link.tsx';
import { go } from '../page/location.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { clockTime } from '../words/times.ts';
import { GLASS_KIND_WORDS } from './glass-words.ts';
import { whyFaults, whyIn, WhyNeeded } from './why-needed.tsx';

const pageOf = ({ ward, admissionId }: OpenGlass): string =>
  writeAddress('/wards/:wardId/patients/:admissionId', { wardId: ward.id, admissionId }) ?? '/';

/** One patient beyond one's wards, with a reason and for an hour. */
export default function BreakGlassPage({ who, onSignOut, onSessionEnded }: PageProps) {
  const { body, trouble } = useAsked(
    useCallback(() => hub.openGlasses(), []),
    { onSessionEnded },
  );
  return (
    <BreakGlass
      who={who}
      asked={body}
      trouble={trouble}
      send={hub.breakGlass}
      onOpened={(glass) => go(pageOf(glass))}
      onSignOut={onSignOut}
      onSessionEnded={onSessionEnded}
    />
  );
}

interface BreakGlassProps {
  who: SignedIn;
  asked: OpenGlasses | null;
  trouble: string | null;
  send: (draft: GlassDraft) => Promise<Answer<OpenGlass>>;
  onOpened: (glass: OpenGlass) => void;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

const draftOf = (form: FormData): GlassDraft => ({
  nhsNumber: typedInto(form, 'nhsNumber'),
  birthDate: typedInto(form, 'birthDate'),
  ...whyIn(form),
});

export function BreakGlass({ who, asked, trouble, send, onOpened, onSignOut, onSessionEnded }: BreakGlassProps) {
  return (
    <NoticePage heading="Break the glass" who={who} onSignOut={onSignOut}>
      <p>
        Open one patient who is on none of your wards, for {GLASS_MINUTES} minutes. That you did, and why, stands in the
        audit trail, and the leads of their ward review it.
      </p>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {asked !== null && asked.open.length > 0 && (
        <section aria-labelledby="glasses-open">
          <h2 className="nhsuk-heading-m" id="glasses-open">
            Open to you now
          </h2>
          <ul className="concerns">
            {asked.open.map((glass) => (
              <li key={glass.id} className="concern">
                <Link to={pageOf(glass)}>A patient of {glass.ward.name}</Link>, until {clockTime(glass.until)}
              </li>
            ))}
          </ul>
        </section>
      )}
      <ChangeForm
        className="glass-form"
        name="Open this patient"
        faults={(form) => [
          ...(parseNhsNumber(typedInto(form, 'nhsNumber')) === null ? ['Enter their NHS number, ten digits'] : []),
          ...(typedInto(form, 'birthDate') === '' ? ['Enter their date of birth'] : []),
          ...whyFaults(form),
        ]}
        send={(form) => send(draftOf(form))}
        onDone={onOpened}
        onSessionEnded={onSessionEnded}
      >
        <h2 className="nhsuk-heading-m">Whom, and why</h2>
        <div className="nhsuk-form-group">
          <label className="nhsuk-label" htmlFor="glass-nhs">
            NHS number
          </label>
          <input
            className="nhsuk-input nhsuk-input--width-10"
            id="glass-nhs"
            name="nhsNumber"
            inputMode="numeric"
            autoComplete="off"
          />
        </div>
        <div className="nhsuk-form-group">
          <label className="nhsuk-label" htmlFor="glass-birth">
            Date of birth
          </label>
          <input className="nhsuk-input nhsuk-input--width-10" id="glass-birth" name="birthDate" type="date" />
        </div>
        <WhyNeeded id="glass" words={GLASS_KIND_WORDS} rows={3} />
      </ChangeForm>
    </NoticePage>
  );
}
