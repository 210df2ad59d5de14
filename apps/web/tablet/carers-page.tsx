import type { HomeCarers } from '#contracts';
import { useCallback, useState } from 'react';
import { hub } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';

/** Who shares a home's tablets: the home's own lead, or the hub for a home of its wards, names them and gives them PINs. */
export default function CarersPage({ who, onSignOut, onSessionEnded }: PageProps) {
  const own = who.careHome;
  const homes = useAsked(
    useCallback(() => hub.homes(), []),
    { onSessionEnded },
  );
  const [chosen, setChosen] = useState(own?.id ?? '');
  const homeId = chosen === '' ? (homes.body?.homes[0]?.id ?? '') : chosen;
  return (
    <NoticePage heading="Carers and PINs" who={who} onSignOut={onSignOut}>
      <p>
        Carers who share a tablet each have a PIN. It locks by itself, and each reading is stored in the name of whoever
        took it. Homes without carers here use their tablets as they are signed in.
      </p>
      {homes.trouble !== null && <p role="alert">{homes.trouble}</p>}
      {own === null && (
        <>
          <label className="nhsuk-label" htmlFor="carers-home">
            Care home
          </label>
          <select
            className="nhsuk-select"
            id="carers-home"
            value={homeId}
            onChange={({ target }) => setChosen(target.value)}
          >
            {(homes.body?.homes ?? []).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </>
      )}
      {homeId !== '' && (
        <CarersOfHome key={homeId} homeId={homeId} asksPassword={own !== null} onSessionEnded={onSessionEnded} />
      )}
    </NoticePage>
  );
}

interface CarersOfHomeProps {
  homeId: string;
  asksPassword: boolean;
  onSessionEnded: () => void;
}

export type CarerChanging = { readonly of: string; readonly what: 'pin' | 'leaves' } | null;

function CarersOfHome({ homeId, asksPassword, onSessionEnded }: CarersOfHomeProps) {
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.carers(homeId), [homeId]),
    { onSessionEnded },
  );
  const [change, setChange] = useState<CarerChanging>(null);
  if (body === null) return <output className="notice">{trouble ?? 'Looking for the carers…'}</output>;
  return (
    <>
      {trouble !== null && <p role="alert">{trouble}</p>}
      <CarersView
        body={body}
        change={change}
        onChange={setChange}
        homeId={homeId}
        asksPassword={asksPassword}
        again={again}
        onSessionEnded={onSessionEnded}
      />
    </>
  );
}

interface CarersViewProps extends CarersOfHomeProps {
  body: HomeCarers;
  change: CarerChanging;
  onChange: (change: CarerChanging) => void;
  again: () => void;
}

export function CarersView({ body, change, onChange, homeId, asksPassword, again, onSessionEnded }: CarersViewProps) {
  const [added, setAdded] = useState(0);
  const done = (): void => {
    onChange(null);
    again();
  };
  const shared = { asksPassword, onSessionEnded, onCancel: () => onChange(null) };
  return (
    <>
      {body.carers.length === 0 && <p>No carer has a PIN yet: the home’s tablets do not lock.</p>}
      <ul className="carers">
        {body.carers.map(({ id, name }) => (
          <li key={id} className="carers__one">
            <strong className="carers__name">{name}</strong>{' '}
            {change?.of !== id && (
              <>
                <button type="button" className="carers__change" onClick={() => onChange({ of: id, what: 'pin' })}>
                  New PIN<span className="nhsuk-u-visually-hidden"> for {name}</span>
                </button>{' '}
                <button type="button" className="carers__change" onClick={() => onChange({ of: id, what: 'leaves' })}>
                  Has left<span className="nhsuk-u-visually-hidden">: {name}</span>
                </button>
              </>
            )}
            {change?.of === id && change.what === 'pin' && (
              <PinForm
                {...shared}
                name={`Give ${name} this PIN`}
                send={(form) => hub.changeCarer(homeId, id, { pin: typedInto(form, 'pin'), ...passwordIn(form) })}
                onDone={done}
              />
            )}
            {change?.of === id && change.what === 'leaves' && (
              <ChangeForm
                name={`${name} has left`}
                faults={() => []}
                send={(form) => hub.changeCarer(homeId, id, passwordIn(form))}
                onDone={done}
                onCancel={shared.onCancel}
                onSessionEnded={onSessionEnded}
              >
                {asksPassword && <PasswordAgain />}
              </ChangeForm>
            )}
          </li>
        ))}
      </ul>
      {change === null && <h2 className="nhsuk-heading-m carers__part">Add a carer</h2>}
      {change === null && (
        <PinForm
          key={added}
          {...shared}
          onCancel={undefined}
          asksName
          name="Add the carer"
          send={(form) =>
            hub.addCarer(homeId, {
              name: typedInto(form, 'name').trim(),
              pin: typedInto(form, 'pin'),
              ...passwordIn(form),
            })
          }
          onDone={() => {
            setAdded(added + 1);
            again();
          }}
        />
      )}
      {change === null && body.carers.length > 0 && <h2 className="nhsuk-heading-m carers__part">When tablets lock</h2>}
      {change === null && body.carers.length > 0 && (
        <LockForm
          body={body}
          homeId={homeId}
          asksPassword={asksPassword}
          again={again}
          onSessionEnded={onSessionEnded}
        />
      )}
    </>
  );
}

interface PinFormProps {
  asksPassword: boolean;
  asksName?: boolean;
  name: string;
  send: Parameters<typeof ChangeForm<unknown>>[0]['send'];
  onDone: () => void;
  onCancel: (() => void) | undefined;
  onSessionEnded: () => void;
}

function PinForm({ asksPassword, asksName = false, ...form }: PinFormProps) {
  return (
    <ChangeForm
      className="carers__form"
      faults={(typed) => [
        ...(asksName && typedInto(typed, 'name').trim() === '' ? ['Write the carer’s name'] : []),
        ...(/^\d{6}$/.test(typedInto(typed, 'pin')) ? [] : ['A PIN has six digits']),
      ]}
      {...form}
    >
      {asksName && (
        <label className="nhsuk-label">
          Name
          <input className="nhsuk-input nhsuk-input--width-20" name="name" maxLength={60} autoComplete="off" />
        </label>
      )}
      <label className="nhsuk-label">
        PIN, six digits. The carer types it, and nobody looks.
        <input
          className="nhsuk-input nhsuk-input--width-5"
          name="pin"
          type="password"
          inputMode="numeric"
          maxLength={6}
          autoComplete="new-password"
        />
      </label>
      {asksPassword && <PasswordAgain />}
    </ChangeForm>
  );
}

function LockForm({
  body,
  homeId,
  asksPassword,
  again,
  onSessionEnded,
}: CarersOfHomeProps & { body: HomeCarers; again: () => void }) {
  return (
    <ChangeForm
      className="carers__form"
      name="Save when tablets lock"
      faults={() => []}
      send={(form) =>
        hub.changeTabletLock(homeId, { minutes: Number(typedInto(form, 'minutes')), ...passwordIn(form) })
      }
      onDone={again}
      onSessionEnded={onSessionEnded}
    >
      <label className="nhsuk-label">
        A tablet locks after so many minutes without a touch
        <input
          className="nhsuk-input nhsuk-input--width-5"
          name="minutes"
          type="number"
          min={1}
          max={30}
          defaultValue={body.lockAfterMinutes}
        />
      </label>
      {asksPassword && <PasswordAgain />}
    </ChangeForm>
  );
}

function PasswordAgain() {
  return (
    <label className="nhsuk-label">
      Password of your home’s account
      <input
        className="nhsuk-input nhsuk-input--width-20"
        name="password"
        type="password"
        autoComplete="current-password"
      />
    </label>
  );
}

const passwordIn = (form: FormData): { password?: string } => {
  const password = typedInto(form, 'password');
  return password === '' ? {} : { password };
};
