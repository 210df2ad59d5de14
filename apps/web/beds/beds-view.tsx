import { LEVELS, type MonitoringLevel } from '#clinical';
import { KIT_KINDS, type AfterDischarge, type ReferralView, type SignedIn, type WardBeds } from '#contracts';
import { hub } from '../hub.ts';
import { useState } from 'react';
import { PATHWAY_NAMES } from '../board/icons.tsx';
import { AfterDischargeList } from '../discharge/after-discharge.tsx';
import { NoticePage } from '../page/notice-page.tsx';
import { day } from '../words/times.ts';
import { BedForm, EndForm, WardForm } from './bed-forms.tsx';
import { DaysAhead, FirstReadings } from './days-ahead.tsx';
import { dayInWords, PlanForm } from './plan-form.tsx';
import { ReferralSheetForm } from './referral-sheet-form.tsx';
import { ReferralCard } from './referral-card.tsx';
import { ReferralForm } from './referral-form.tsx';

interface BedsViewProps {
  beds: WardBeds | null;
  wardId: string;
  /** Null until the hub has told it. */
  after?: AfterDischarge | null;
  trouble: string | null;
  told: string | null;
  who: SignedIn;
  onSignOut: () => void;
  onSessionEnded: () => void;
  onChanged: (sentence: string) => void;
}

const SETTLED: readonly ReferralView['state'][] = ['admitted', 'declined', 'withdrawn'];

/** Who is to come, in the order in which beds are proposed; every bed; and who goes. */
export function BedsView(props: BedsViewProps) {
  const { beds, wardId, after = null, trouble, told, who, onSignOut, onSessionEnded, onChanged } = props;
  const [referring, setReferring] = useState<'form' | 'sheet' | null>(null);
  const taken = (sentence: string): void => {
    setReferring(null);
    onChanged(sentence);
  };
  return (
    <NoticePage heading="Beds and referrals" who={who} onSignOut={onSignOut}>
      {trouble !== null && <p role="alert">{trouble}</p>}
      <output>{told !== null && <span className="step-down__told">{told}</span>}</output>
      {beds && (
        <>
          <Numbers beds={beds} />
          <LowStock beds={beds} />
          {referring === 'form' && (
            <ReferralForm
              wardId={wardId}
              homes={beds.homes}
              onDone={taken}
              onCancel={() => setReferring(null)}
              onSessionEnded={onSessionEnded}
            />
          )}
          {referring === 'sheet' && (
            <ReferralSheetForm
              wardId={wardId}
              onKept={onChanged}
              onClose={() => setReferring(null)}
              onSessionEnded={onSessionEnded}
            />
          )}
          {referring === null && (
            <p className="beds-page__acts">
              <button type="button" className="nhsuk-button" onClick={() => setReferring('form')}>
                New referral
              </button>
              <button
                type="button"
                className="nhsuk-button nhsuk-button--secondary"
                onClick={() => setReferring('sheet')}
              >
                Referrals from a file
              </button>
            </p>
          )}
          <FirstReadings
            beds={beds}
            mayCheck={who.role === 'hub-clinician' || who.role === 'lead'}
            onSessionEnded={onSessionEnded}
            onChanged={onChanged}
          />
          <Referrals
            heading="To decide"
            none="No referral waits for a decision."
            referrals={beds.referrals.filter(({ state }) => state === 'received')}
            {...{ beds, onSessionEnded }}
            onChanged={onChanged}
          />
          <Referrals
            heading="Queue"
            none="Nobody waits for a bed."
            referrals={beds.referrals.filter(({ place }) => place !== null)}
            {...{ beds, onSessionEnded }}
            onChanged={onChanged}
          />
          <DaysAhead beds={beds} />
          {after && <AfterDischargeList wardId={wardId} after={after} />}
          <Beds beds={beds} wardId={wardId} onSessionEnded={onSessionEnded} onChanged={onChanged} />
          <Referrals
            heading="Settled in the last week"
            none="None."
            referrals={beds.referrals.filter(({ state }) => SETTLED.includes(state))}
            {...{ beds, onSessionEnded }}
            onChanged={onChanged}
          />
        </>
      )}
    </NoticePage>
  );
}

/** Which kinds of kit there are too few of to admit with. */
function LowStock({ beds: { lowKits, ward } }: { beds: WardBeds }) {
  if (lowKits.length === 0) return null;
  return (
    <p className="beds-page__warning">
      <strong>Few kits in stock:</strong>{' '}
      {lowKits.map(({ kind, inStock }) => `${KIT_KINDS[kind].toLowerCase()} ${inStock}`).join(', ')}.{' '}
      <a href={`/wards/${encodeURIComponent(ward.id)}/kits`}>Kits</a>
    </p>
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

type Act = 'move' | 'ward' | 'plan' | 'end';

const ACTS: Readonly<Record<Act, string>> = {
  move: 'Change bed',
  ward: 'Another ward',
  plan: 'Plan going home',
  end: 'End the stay',
};

function Beds({ beds, wardId, onChanged, onSessionEnded }: SectionProps & { wardId: string }) {
  const [open, setOpen] = useState<{ id: string; what: Act } | null>(null);
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
                {stay.plannedHome !== null && (
                  <span>
                    Expected home {dayInWords(stay.plannedHome.on)}: {stay.plannedHome.reason}
                  </span>
                )}
                {stay.kit.length > 0 && <span>Lent: {stay.kit.join(', ')}</span>}
                {open?.id === stay.admissionId && open.what === 'plan' && (
                  <PlanForm
                    name={`Plan the discharge of ${stay.name}`}
                    day={stay.plannedHome?.on ?? null}
                    send={(plan) => hub.planDischarge(stay.admissionId, plan)}
                    onDone={(on) =>
                      done(
                        on === null
                          ? `${stay.name} has no planned day.`
                          : `${stay.name} is expected home ${dayInWords(on)}.`,
                      )
                    }
                    onCancel={close}
                    onSessionEnded={onSessionEnded}
                  />
                )}
                {open?.id === stay.admissionId && open.what === 'ward' && (
                  <WardForm
                    stay={stay}
                    wards={beds.otherWards}
                    onDone={done}
                    onCancel={close}
                    onSessionEnded={onSessionEnded}
                  />
                )}
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
                  <EndForm stay={stay} wardId={wardId} onDone={done} onCancel={close} onSessionEnded={onSessionEnded} />
                )}
                {open?.id !== stay.admissionId && (
                  <span className="beds-page__acts">
                    {(Object.keys(ACTS) as Act[])
                      .filter((what) => what !== 'ward' || beds.otherWards.length > 0)
                      .map((what) => (
                        <button
                          key={what}
                          type="button"
                          className="nhsuk-button nhsuk-button--small nhsuk-button--secondary"
                          onClick={() => setOpen({ id: stay.admissionId, what })}
                        >
                          {ACTS[what]}
                          <span className="nhsuk-u-visually-hidden"> of {stay.name}</span>
                        </button>
                      ))}
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
