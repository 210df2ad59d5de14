import { LEVELS } from '#clinical';
import {
  ARMS,
  DIGITAL_ACCESS,
  REFERRAL_ROUTES,
  showNhsNumber,
  TRAJECTORIES,
  type Arm,
  type ReferralAdmission,
  type ReferralView,
  type WardBeds,
} from '#contracts';
import { useState } from 'react';
import { PATHWAY_NAMES } from '../board/icons.tsx';
import { hub } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { STATE_WORDS } from '../step-down/readiness-words.ts';
import { Choice, Field, TextArea } from '../sources/fields.tsx';
import { dateAndTime, dayAndTime } from '../words/times.ts';
import { dayInWords, PlanForm } from './plan-form.tsx';
import { CRITERION_NAMES, REFERRAL_STATES, stepInWords } from './referral-words.ts';

interface CardProps {
  referral: ReferralView;
  beds: WardBeds;
  onChanged: (sentence: string) => void;
  onSessionEnded: () => void;
}

type Act = 'accept' | 'decline' | 'offer' | 'admit' | 'withdraw' | 'take-back' | 'plan';

const ACTS: Readonly<Record<ReferralView['state'], readonly Act[]>> = {
  received: ['accept', 'decline', 'withdraw'],
  waiting: ['admit', 'offer', 'plan', 'decline', 'withdraw'],
  offered: ['admit', 'take-back', 'plan', 'decline', 'withdraw'],
  admitted: [],
  declined: [],
  withdrawn: [],
};

const ACT_NAMES: Readonly<Record<Act, string>> = {
  accept: 'Accept',
  decline: 'Decline',
  offer: 'Offer a bed',
  admit: 'Admit',
  withdraw: 'Withdraw',
  'take-back': 'Take the offer back',
  plan: 'Plan the day',
};

/** One referral: who, why, which criteria are met, where it stands in the queue and why, and what can be done. */
export function ReferralCard({ referral, beds, onChanged, onSessionEnded }: CardProps) {
  const [act, setAct] = useState<Act | null>(null);
  const { terms, state, place, need, why, criteria, offeredUntil } = referral;
  const name = `${terms.givenName} ${terms.familyName}`;
  const isSettled = ACTS[state].length === 0;
  return (
    <li className="step-down__stay" aria-label={name}>
      <div className="step-down__head">
        <h3 className="nhsuk-heading-s">
          {place !== null && `${place}. `}
          {name}
        </h3>
        <p>
          {referral.ageYears} years, NHS {showNhsNumber(terms.nhsNumber)}, {PATHWAY_NAMES[terms.pathway].toLowerCase()},{' '}
          {REFERRAL_ROUTES[terms.route].toLowerCase()}
        </p>
        <p className="step-down__near">
          {REFERRAL_STATES[state]}
          {offeredUntil !== null && ` until ${dayAndTime(offeredUntil)}`}
          {need !== null && `. Need: ${need}`}
          {referral.plannedFor !== null && `. Planned for ${dayInWords(referral.plannedFor)}`}
        </p>
      </div>
      {why.length > 0 && <p>{why.join(' ')}</p>}
      {!isSettled && (
        <>
          <p>{terms.reason}</p>
          <dl className="step-down__criteria">
            {criteria.map((one) => (
              <div key={one.id} className={`step-down__criterion step-down__criterion--${one.state}`}>
                <dt>
                  {CRITERION_NAMES[one.id as keyof typeof CRITERION_NAMES]}: <strong>{STATE_WORDS[one.state]}</strong>
                </dt>
                <dd>{one.evidence}</dd>
              </div>
            ))}
          </dl>
          <Details referral={referral} />
        </>
      )}
      <ol className="beds-page__events">
        {referral.events.map((event) => (
          <li key={`${event.at} ${event.state}`}>
            {dateAndTime(event.at)}, {event.by}: {stepInWords(event)}
          </li>
        ))}
      </ol>
      {act === null ? (
        !isSettled && (
          <p className="beds-page__acts">
            {ACTS[state].map((one) => (
              <button
                key={one}
                type="button"
                className={`nhsuk-button nhsuk-button--small${one === ACTS[state][0] ? '' : ' nhsuk-button--secondary'}`}
                onClick={() => setAct(one)}
              >
                {ACT_NAMES[one]}
                <span className="nhsuk-u-visually-hidden">: {name}</span>
              </button>
            ))}
          </p>
        )
      ) : (
        <ActForm {...{ act, referral, beds, name, onSessionEnded }} onDone={onChanged} onCancel={() => setAct(null)} />
      )}
    </li>
  );
}

function Details({ referral: { terms, imdDecile, receivedBy } }: { referral: ReferralView }) {
  const said = (value: boolean | null): string => (value === null ? 'Not said' : value ? 'Yes' : 'No');
  const rows = [
    ['Referred by', `${terms.referredBy} (taken down by ${receivedBy})`],
    ['Named clinician', terms.clinician],
    ['Escalation plan', terms.escalation ?? 'Not said'],
    ['NEWS2', terms.news2 === null ? 'Not said' : `${terms.news2}`],
    ['How they are going', terms.trajectory === null ? 'Not said' : TRAJECTORIES[terms.trajectory]],
    ['SpO2', terms.spo2 === null ? 'Not said' : `${terms.spo2} % (scale ${terms.spo2Scale} stated)`],
    ['Carer', terms.carer ?? 'Not said'],
    ['Lives alone', said(terms.livesAlone)],
    ['Language', terms.language],
    ['Readings', DIGITAL_ACCESS[terms.digitalAccess]],
    ['Postcode', terms.postcode ?? 'Not said'],
    ['Deprivation', imdDecile === null ? 'Not known' : `Decile ${imdDecile} of 10 (1 is the most deprived)`],
    ['GP', terms.gp ?? 'Not said'],
  ] as const;
  return (
    <details className="nhsuk-details">
      <summary className="nhsuk-details__summary">
        <span className="nhsuk-details__summary-text">All that was said</span>
      </summary>
      <dl className="beds-page__details">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

interface ActFormProps {
  act: Act;
  referral: ReferralView;
  beds: WardBeds;
  name: string;
  onDone: (sentence: string) => void;
  onCancel: () => void;
  onSessionEnded: () => void;
}

function ActForm({ act, referral, beds, name, onDone, ...shared }: ActFormProps) {
  const { id, version, criteria } = referral;
  const common = { className: 'beds-page__form', ...shared };
  const reasonIn = (form: FormData): string => typedInto(form, 'reason').trim();
  const wanting = criteria.filter(({ state }) => state !== 'met').length;
  switch (act) {
    case 'accept':
      return (
        <ChangeForm
          {...common}
          name={`Accept ${name}`}
          faults={(form) =>
            wanting > 0 && reasonIn(form) === '' ? ['Give the reason: not every criterion is met'] : []
          }
          send={(form) =>
            hub.decideOnReferral(id, { to: 'waiting', version, reason: reasonIn(form) === '' ? null : reasonIn(form) })
          }
          onDone={() => onDone(`${name} is in the queue.`)}
        >
          {wanting > 0 ? (
            <TextArea
              label="Reason"
              hint={`${wanting} of ${criteria.length} criteria are not met or not known. It stands with the decision.`}
              name="reason"
            />
          ) : (
            <p>Every criterion is met.</p>
          )}
        </ChangeForm>
      );
    case 'take-back':
    case 'withdraw':
      return (
        <ChangeForm
          {...common}
          name={act === 'withdraw' ? `Withdraw ${name}` : `Take the offer to ${name} back`}
          faults={(form) => (reasonIn(form) === '' ? ['Give the reason'] : [])}
          send={(form) =>
            hub.decideOnReferral(id, {
              to: act === 'withdraw' ? 'withdrawn' : 'waiting',
              version,
              reason: reasonIn(form),
            })
          }
          onDone={() => onDone(act === 'withdraw' ? `${name} was withdrawn.` : `${name} waits for a bed again.`)}
        >
          <TextArea label="Reason" name="reason" />
        </ChangeForm>
      );
    case 'plan':
      return (
        <PlanForm
          name={`Plan the admission of ${name}`}
          day={referral.plannedFor}
          send={(plan) => hub.planAdmission(id, plan)}
          onDone={(on) =>
            onDone(on === null ? `${name} has no planned day.` : `${name} is planned for ${dayInWords(on)}.`)
          }
          {...shared}
        />
      );
    case 'decline':
      return (
        <ChangeForm
          {...common}
          name={`Decline ${name}`}
          faults={(form) => [
            ...(reasonIn(form) === '' ? ['Give the reason'] : []),
            ...(typedInto(form, 'advice').trim() === '' ? ['Write what the referrer should do instead'] : []),
          ]}
          send={(form) =>
            hub.decideOnReferral(id, {
              to: 'declined',
              version,
              reason: reasonIn(form),
              advice: typedInto(form, 'advice').trim(),
            })
          }
          onDone={() => onDone(`${name} was declined.`)}
        >
          <TextArea label="Reason" name="reason" />
          <TextArea label="Advice to the referrer" hint="What they should do instead." name="advice" />
        </ChangeForm>
      );
    case 'offer':
      return (
        <ChangeForm
          {...common}
          name={`Offer a bed to ${name}`}
          faults={(form) => {
            const hours = Number(typedInto(form, 'hours'));
            return Number.isInteger(hours) && hours >= 1 && hours <= 72
              ? []
              : ['Write for how many hours, from 1 to 72'];
          }}
          send={(form) => hub.decideOnReferral(id, { to: 'offered', version, hours: Number(typedInto(form, 'hours')) })}
          onDone={() => onDone(`A bed is kept for ${name}.`)}
        >
          <Field label="For how many hours" hint="After that it is free again." name="hours" value="4" width={5} />
        </ChangeForm>
      );
    case 'admit': {
      const free = beds.beds.filter(({ stay }) => stay === null).map(({ bed }) => bed);
      return (
        <ChangeForm
          {...common}
          name={`Admit ${name}`}
          faults={() => []}
          send={(form) => {
            const bed = typedInto(form, 'bed');
            return hub.admit(id, {
              version,
              level: typedInto(form, 'level') as ReferralAdmission['level'],
              arm: typedInto(form, 'arm') === '' ? null : (typedInto(form, 'arm') as Arm),
              bed: bed === '' ? null : Number(bed),
            });
          }}
          onDone={({ bed, nextDueAt }) =>
            onDone(
              `${name} is in bed ${bed}. The first set is due at ${dayAndTime(nextDueAt)}.${
                referral.terms.spo2Scale === 2
                  ? ' Scale 2 was stated: a clinician has to order it on the patient’s page.'
                  : ''
              }`,
            )
          }
        >
          <Choice
            label="Level"
            name="level"
            value="intensive"
            among={(['intensive', 'standard', 'light'] as const).map((one) => ({
              id: one,
              name: `${one[0]!.toUpperCase()}${one.slice(1)} (${LEVELS[one].title})`,
            }))}
          />
          <Choice
            label="Bed"
            name="bed"
            value=""
            among={[
              { id: '', name: 'The first that is free' },
              ...free.map((one) => ({ id: String(one), name: `Bed ${one}` })),
            ]}
          />
          {referral.terms.careHomeId !== null && (
            <Choice
              label="Arm of the two-area pilot"
              hint="Only for residents of a home in an area of the pilot."
              name="arm"
              value=""
              among={[
                { id: '', name: 'Not in the pilot' },
                ...Object.entries(ARMS).map(([arm, words]) => ({ id: arm, name: words })),
              ]}
            />
          )}
        </ChangeForm>
      );
    }
  }
}
