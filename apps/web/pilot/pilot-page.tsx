import { ARMS, FIRST_CAP, MOST_CAP, type Arm, type CapGrowth, type PilotView } from '#contracts';
import { useCallback, useState } from 'react';
import { hub } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { day } from '../words/times.ts';

type Area = PilotView['areas'][number];
const ARM_IDS = Object.keys(ARMS) as Arm[];

/** The pilot's areas beside each other: homes, how many residents and who approved it, and who is in which arm now. */
export default function PilotPage({ who, onSignOut, onSessionEnded }: PageProps) {
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.pilot(), []),
    { onSessionEnded },
  );
  return (
    <NoticePage heading="Two-area pilot" who={who} onSignOut={onSignOut}>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {body === null ? (
        trouble === null && <output className="notice">Looking…</output>
      ) : (
        <>
          {body.areas.length === 0 && <p>No area is open yet.</p>}
          <div className="pilot">
            {body.areas.map((area) => (
              <AreaView key={area.id} area={area} onDone={again} onSessionEnded={onSessionEnded} />
            ))}
          </div>
          <OpenArea pilot={body} onDone={again} onSessionEnded={onSessionEnded} />
        </>
      )}
    </NoticePage>
  );
}

interface Shared {
  readonly onDone: () => void;
  readonly onSessionEnded: () => void;
}

function AreaView({ area, ...shared }: Shared & { area: Area }) {
  const [growing, setGrowing] = useState(false);
  const taken = area.residents.filter(({ arm }) => arm !== null).length;
  const [approved] = area.caps;
  return (
    <section className="pilot__area" aria-labelledby={`area-${area.id}`}>
      <h2 className="nhsuk-heading-m" id={`area-${area.id}`}>
        {area.name}
      </h2>
      <p className="pilot__count">
        <strong>
          {taken} of {area.cap}
        </strong>{' '}
        {area.cap === 1 ? 'resident' : 'residents'}
      </p>
      <dl className="pilot__arms">
        {ARM_IDS.map((arm) => (
          <div key={arm}>
            <dt>{ARMS[arm]}</dt>
            <dd>{area.residents.filter((resident) => resident.arm === arm).length}</dd>
          </div>
        ))}
      </dl>
      <p>
        {area.wardName}. Homes: {area.homes.map(({ name }) => name).join(', ')}.
      </p>
      {approved && (
        <p>
          {approved.cap} approved by {approved.approvedBy} on {day(approved.at)}: {approved.reason}
        </p>
      )}
      {area.caps.length > 1 && (
        <details className="nhsuk-details">
          <summary className="nhsuk-details__summary">
            <span className="nhsuk-details__summary-text">Every growth</span>
          </summary>
          <ul>
            {area.caps.map((growth) => (
              <li key={growth.cap}>
                {growth.cap}: {growth.approvedBy}, {day(growth.at)}. {growth.reason} (recorded by {growth.recordedBy})
              </li>
            ))}
          </ul>
        </details>
      )}
      <ul className="pilot__residents">
        {area.residents.map((resident) => (
          <li key={resident.admissionId}>
            <Resident resident={resident} {...shared} />
          </li>
        ))}
      </ul>
      {area.cap < MOST_CAP &&
        (growing ? (
          <ChangeForm
            name="Record the growth"
            faults={faultsInApproval(area.cap + 1, MOST_CAP)}
            send={(form) => hub.growPilotCap(area.id, approvalIn(form))}
            onCancel={() => setGrowing(false)}
            onSessionEnded={shared.onSessionEnded}
            onDone={() => {
              setGrowing(false);
              shared.onDone();
            }}
          >
            <Approval id={area.id} usual={Math.min(MOST_CAP, area.cap + 1)} />
          </ChangeForm>
        ) : (
          <button type="button" className="nhsuk-button nhsuk-button--secondary" onClick={() => setGrowing(true)}>
            Record a growth<span className="nhsuk-u-visually-hidden"> of {area.name}</span>
          </button>
        ))}
    </section>
  );
}

function Resident({ resident, onDone, onSessionEnded }: Shared & { resident: Area['residents'][number] }) {
  const { admissionId, name, home, arm } = resident;
  return (
    <ChangeForm
      key={arm}
      className="pilot__resident"
      name={`Save for ${name}`}
      faults={() => []}
      send={(form) => hub.placeInArm(admissionId, (typedInto(form, 'arm') || null) as Arm | null)}
      onDone={onDone}
      onSessionEnded={onSessionEnded}
    >
      <label htmlFor={`arm-${admissionId}`}>
        {name}, {home}
      </label>
      <select className="nhsuk-select" id={`arm-${admissionId}`} name="arm" defaultValue={arm ?? ''}>
        <option value="">Not in the pilot</option>
        {ARM_IDS.map((one) => (
          <option key={one} value={one}>
            {ARMS[one]}
          </option>
        ))}
      </select>
    </ChangeForm>
  );
}

const approvalIn = (form: FormData): CapGrowth => ({
  cap: Number(typedInto(form, 'cap')),
  approvedBy: typedInto(form, 'approvedBy').trim(),
  reason: typedInto(form, 'reason').trim(),
});

const faultsInApproval =
  (least: number, most: number) =>
  (form: FormData): string[] => {
    const { cap, approvedBy, reason } = approvalIn(form);
    return [
      ...(Number.isInteger(cap) && cap >= least && cap <= most
        ? []
        : [`Write how many residents, from ${least} to ${most}`]),
      ...(approvedBy === '' ? ['Write who approved it'] : []),
      ...(reason === '' ? ['Write why'] : []),
    ];
  };

function Approval({ id, usual }: { id: string; usual: number }) {
  return (
    <>
      <label className="nhsuk-label" htmlFor={`cap-${id}`}>
        Residents, at most
      </label>
      <input
        className="nhsuk-input nhsuk-input--width-2"
        id={`cap-${id}`}
        name="cap"
        inputMode="numeric"
        defaultValue={usual}
      />
      <label className="nhsuk-label" htmlFor={`approved-${id}`}>
        Approved by (name and role)
      </label>
      <input className="nhsuk-input" id={`approved-${id}`} name="approvedBy" maxLength={200} autoComplete="off" />
      <label className="nhsuk-label" htmlFor={`reason-${id}`}>
        Why
      </label>
      <textarea className="nhsuk-textarea" id={`reason-${id}`} name="reason" rows={2} maxLength={1000} />
    </>
  );
}

function OpenArea({ pilot, onDone, onSessionEnded }: Shared & { pilot: PilotView }) {
  const { homesWithout } = pilot;
  const [first] = homesWithout;
  if (first === undefined) return null;
  // An area is of one ward: that of the first home that is in none.
  const homes = homesWithout.filter(({ wardId }) => wardId === first.wardId);
  const homesIn = (form: FormData): string[] => form.getAll('home').filter((one) => typeof one === 'string');
  return (
    <ChangeForm
      key={homes.length}
      className="partner-code"
      name="Open the area"
      faults={(form) => [
        ...(typedInto(form, 'name').trim() === '' ? ['Name the area'] : []),
        ...(homesIn(form).length === 0 ? ['Choose its homes'] : []),
        ...faultsInApproval(1, FIRST_CAP)(form),
      ]}
      send={(form) =>
        hub.openPilotArea({
          wardId: first.wardId,
          name: typedInto(form, 'name').trim(),
          homeIds: homesIn(form),
          ...approvalIn(form),
        })
      }
      onDone={onDone}
      onSessionEnded={onSessionEnded}
    >
      <h2 className="nhsuk-heading-m">Open an area</h2>
      <label className="nhsuk-label" htmlFor="area-name">
        Name
      </label>
      <input
        className="nhsuk-input nhsuk-input--width-20"
        id="area-name"
        name="name"
        maxLength={100}
        autoComplete="off"
      />
      <fieldset className="nhsuk-fieldset concern__choices">
        <legend className="nhsuk-fieldset__legend">Homes</legend>
        {homes.map(({ id, name }) => (
          <label key={id}>
            <input type="checkbox" name="home" value={id} />
            {name}
          </label>
        ))}
      </fieldset>
      <Approval id="new" usual={1} />
    </ChangeForm>
  );
}
