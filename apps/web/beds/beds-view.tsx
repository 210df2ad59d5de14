import { LEVELS, type MonitoringLevel } from '#clinical';
import type { ReferralView, SignedIn, WardBeds } from '#contracts';
import { useState } from 'react';
import { PATHWAY_NAMES } from '../board/icons.tsx';
import { NoticePage } from '../page/notice-page.tsx';
import { day } from '../words/times.ts';
import { BedForm, EndForm } from './bed-forms.tsx';
import { ReferralCard } from './referral-card.tsx';
import { ReferralForm } from './referral-form.tsx';

interface BedsViewProps {
  beds: WardBeds | null;
  wardId: string;
  trouble: string | null;
  told: string | null;
  who: SignedIn;
  onSignOut: () => void;
  onSessionEnded: () => void;
  onChanged: (sentence: string) => void;
}

const SETTLED: readonly ReferralView['state'][] = ['admitted', 'declined', 'withdrawn'];

/** Who is to come, in the order in which beds are proposed; every bed; and who goes. */
export function BedsView({ beds, wardId, trouble, told, who, onSignOut, onSessionEnded, onChanged }: BedsViewProps) {
  const [isReferring, setReferring] = useState(false);
  const changed = (sentence: string): void => {
    setReferring(false);
    onChanged(sentence);
  };
  return (
    <NoticePage heading="Beds and referrals" who={who} onSignOut={onSignOut}>
      {trouble !== null && <p role="alert">{trouble}</p>}
      <output>{told !== null && <span className="step-down__told">{told}</span>}</output>
      {beds && (
        <>
          <Numbers beds={beds} />
          {isReferring ? (
            <ReferralForm
              wardId={wardId}
              homes={beds.homes}
              onDone={changed}
              onCancel={() => setReferring(false)}
              onSessionEnded={onSessionEnded}
            />
          ) : (
            <button type="button" className="nhsuk-button" onClick={() => setReferring(true)}>
              New referral
            </button>
          )}
          <Referrals
            heading="To decide"
            none="No referral waits for a decision."
            referrals={beds.referrals.filter(({ state }) => state === 'received')}
            {...{ beds, onSessionEnded }}
            onChanged={changed}
          />
          <Referrals
            heading="Queue"
            none="Nobody waits for a bed."
            referrals={beds.referrals.filter(({ place }) => place !== null)}
            {...{ beds, onSessionEnded }}
            onChanged={changed}
          />
          <Beds beds={beds} wardId={wardId} onSessionEnded={onSessionEnded} onChanged={changed} />
          <Referrals
            heading="Settled in the last week"
            none="None."
            referrals={beds.referrals.filter(({ state }) => SETTLED.includes(state))}
            {...{ beds, onSessionEnded }}
            onChanged={changed}
          />
        </>
      )}
    </NoticePage>
  );
}

function Numbers({ beds: { ward, offered, referrals, beds } }: { beds: WardBeds }) {
  const free = beds.filter(({ stay }) => stay === null).length;
  const numbers = [
    [`${ward.occupied} of ${ward.capacity}`, 'beds taken'],
    [`${Math.max(0, free - offered)}`, 'free to offer'],
    [`${offered}`, offered === 1 ? 'kept for an offer' : 'kept for offers'],
    [`${referrals.filter(({ place }) => place !== null).length}`, 'in the queue'],
    [`${referrals.filter(({ state }) => state === 'received').length}`, 'to decide'],
  ] as const;
  return (
    <>
      <p className="nhsuk-caption-l">{ward.name}</p>
      <dl className="beds-page__numbers">
        {numbers.map(([number, what]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{number}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

interface SectionProps {
  beds: WardBeds;
  onChanged: (sentence: string) => void;
  onSessionEnded: () => void;
}

function Referrals({
  heading,
  none,
  referrals,
  ...shared
}: SectionProps & { heading: string; none: string; referrals: readonly ReferralView[] }) {
  return (
    <section className="beds-page__section" aria-label={heading}>
      <h2 className="nhsuk-heading-m">{heading}</h2>
      {referrals.length === 0 ? (
        <p>{none}</p>
      ) : (
        <ol className="step-down">
          {referrals.map((referral) => (
            // A version is another set of answers: what was open for the one before is closed.
            <ReferralCard key={`${referral.id} ${referral.version}`} referral={referral} {...shared} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Beds({ beds, wardId, onChanged, onSessionEnded }: SectionProps & { wardId: string }) {
  const [open, setOpen] = useState<{ id: string; what: 'move' | 'end' } | null>(null);
  const close = (): void => setOpen(null);
  const done = (sentence: string): void => {
    close();
    onChanged(sentence);
  };
  return (
    <section className="beds-page__section" aria-label="Beds">
      <h2 className="nhsuk-heading-m">Beds</h2>
      <ul className="beds-page__beds">
        {beds.beds.map(({ bed, stay }) => (
          <li key={bed} className={stay === null ? 'beds-page__bed beds-page__bed--free' : 'beds-page__bed'}>
            <strong className="beds-page__number">Bed {bed}</strong>
            {stay === null ? (
              <span>Free</span>
            ) : (
              <>
                <a href={`/wards/${encodeURIComponent(wardId)}/patients/${stay.admissionId}`}>{stay.name}</a>
                <span>
                  {PATHWAY_NAMES[stay.pathway]}, {LEVELS[stay.level as MonitoringLevel].title}, since{' '}
                  {day(stay.admittedAt)}
                </span>
                {stay.openEmergency && <strong>Emergency open</strong>}
                {open?.id === stay.admissionId && open.what === 'move' && (
                  <BedForm
                    stay={stay}
                    bed={bed}
                    beds={beds.beds}
                    onDone={done}
                    onCancel={close}
                    onSessionEnded={onSessionEnded}
                  />
                )}
                {open?.id === stay.admissionId && open.what === 'end' && (
                  <EndForm stay={stay} onDone={done} onCancel={close} onSessionEnded={onSessionEnded} />
                )}
                {open?.id !== stay.admissionId && (
                  <span className="beds-page__acts">
                    <button
                      type="button"
                      className="nhsuk-button nhsuk-button--small nhsuk-button--secondary"
                      onClick={() => setOpen({ id: stay.admissionId, what: 'move' })}
                    >
                      Change bed<span className="nhsuk-u-visually-hidden"> of {stay.name}</span>
                    </button>
                    <button
                      type="button"
                      className="nhsuk-button nhsuk-button--small nhsuk-button--secondary"
                      onClick={() => setOpen({ id: stay.admissionId, what: 'end' })}
                    >
                      End the stay<span className="nhsuk-u-visually-hidden"> of {stay.name}</span>
                    </button>
                  </span>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
