import {
  KIT_KINDS,
  KIT_STATES,
  kitMayBecome,
  type KitKind,
  type KitState,
  type KitView,
  type SignedIn,
  type WardKits,
} from '#contracts';
import { useState } from 'react';
import { hub } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { NoticePage } from '../page/notice-page.tsx';
import { Choice, Field } from '../sources/fields.tsx';
import { day } from '../words/times.ts';

interface KitsViewProps {
  kits: WardKits | null;
  trouble: string | null;
  told: string | null;
  who: SignedIn;
  onSignOut: () => void;
  onSessionEnded: () => void;
  onChanged: (sentence: string) => void;
}

/** Each kit of a ward: in stock, with whom, at cleaning, lost or broken; and what can be done with it. */
export function KitsView({ kits, trouble, told, who, onSignOut, onSessionEnded, onChanged }: KitsViewProps) {
  const [isAdding, setAdding] = useState(false);
  const changed = (sentence: string): void => {
    setAdding(false);
    onChanged(sentence);
  };
  const gone = kits?.kits.filter(({ loan }) => loan !== null && !loan.isHere) ?? [];
  return (
    <NoticePage heading="Kits" who={who} onSignOut={onSignOut}>
      {trouble !== null && <p role="alert">{trouble}</p>}
      <output>{told !== null && <span className="step-down__told">{told}</span>}</output>
      {kits && (
        <>
          <p className="nhsuk-caption-l">{kits.ward.name}</p>
          {kits.low.length > 0 && (
            <p className="beds-page__warning">
              <strong>Few in stock:</strong>{' '}
              {kits.low.map(({ kind, inStock }) => `${KIT_KINDS[kind].toLowerCase()} ${inStock}`).join(', ')}.
            </p>
          )}
          {gone.length > 0 && (
            <p className="beds-page__warning">
              <strong>To be fetched:</strong>{' '}
              {gone.map(({ kind, serial, loan }) => `${KIT_KINDS[kind]} ${serial} (${loan!.name})`).join(', ')}. The
              stay has ended, or goes on elsewhere.
            </p>
          )}
          {isAdding ? (
            <AddForm
              wardId={kits.ward.id}
              onDone={changed}
              onCancel={() => setAdding(false)}
              onSessionEnded={onSessionEnded}
            />
          ) : (
            <button type="button" className="nhsuk-button" onClick={() => setAdding(true)}>
              Add a kit
            </button>
          )}
          {(Object.keys(KIT_STATES) as KitState[]).map((state) => (
            <Group
              key={state}
              state={state}
              kits={kits.kits.filter((kit) => kit.state === state)}
              stays={kits.stays}
              onChanged={changed}
              onSessionEnded={onSessionEnded}
            />
          ))}
        </>
      )}
    </NoticePage>
  );
}

interface Shared {
  stays: WardKits['stays'];
  onChanged: (sentence: string) => void;
  onSessionEnded: () => void;
}

function Group({ state, kits, ...shared }: Shared & { state: KitState; kits: readonly KitView[] }) {
  const name = KIT_STATES[state];
  return (
    <section className="beds-page__section" aria-label={name}>
      <h2 className="nhsuk-heading-m">
        {name} ({kits.length})
      </h2>
      {kits.length > 0 && (
        <ul className="beds-page__beds">
          {kits.map((kit) => (
            // A version is another state: what was open for the one before is closed.
            <Kit key={`${kit.id} ${kit.version}`} kit={kit} {...shared} />
          ))}
        </ul>
      )}
    </section>
  );
}

const ACTS: Readonly<Record<KitState, (from: KitState) => string>> = {
  out: () => 'Lend',
  'in-stock': () => 'It is clean',
  cleaning: (from) => (from === 'out' ? 'Take back' : from === 'lost' ? 'Found' : 'Repaired'),
  lost: () => 'Lost',
  broken: () => 'Broken',
};

function Kit({ kit, ...shared }: Shared & { kit: KitView }) {
  const [act, setAct] = useState<KitState | null>(null);
  const name = `${KIT_KINDS[kit.kind]} ${kit.serial}`;
  return (
    <li className="beds-page__bed" aria-label={name}>
      <strong>{name}</strong>
      <span>{kit.battery === null ? 'Battery not looked at' : `Battery ${kit.battery} %`}</span>
      {kit.loan && (
        <span>
          With {kit.loan.name} since {day(kit.loan.since)}, lent by {kit.loan.by}
          {!kit.loan.isHere && '. To be fetched'}
        </span>
      )}
      {act === null ? (
        <span className="beds-page__acts">
          {kitMayBecome(kit.state).map((to) => (
            <button
              key={to}
              type="button"
              className="nhsuk-button nhsuk-button--small nhsuk-button--secondary"
              onClick={() => setAct(to)}
            >
              {ACTS[to](kit.state)}
              <span className="nhsuk-u-visually-hidden">: {name}</span>
            </button>
          ))}
        </span>
      ) : (
        <MoveForm kit={kit} to={act} name={name} onCancel={() => setAct(null)} {...shared} />
      )}
    </li>
  );
}

const batteryIn = (form: FormData): number | null => {
  const text = typedInto(form, 'battery').trim();
  return text === '' ? null : Number(text);
};
const batteryFaults = (form: FormData): string[] => {
  const battery = batteryIn(form);
  return battery === null || (Number.isInteger(battery) && battery >= 0 && battery <= 100)
    ? []
    : ['Write the battery as a whole number from 0 to 100, or leave it empty'];
};

function MoveForm({
  kit,
  to,
  name,
  stays,
  onChanged,
  ...shared
}: Shared & { kit: KitView; to: KitState; name: string; onCancel: () => void }) {
  return (
    <ChangeForm
      className="beds-page__form"
      name={`${ACTS[to](kit.state)}: ${name}`}
      faults={(form) => [
        ...(to === 'out' && typedInto(form, 'admissionId') === '' ? ['Choose to whom it is lent'] : []),
        ...batteryFaults(form),
      ]}
      send={(form) =>
        hub.moveKit(kit.id, {
          version: kit.version,
          to,
          admissionId: to === 'out' ? typedInto(form, 'admissionId') : null,
          battery: batteryIn(form),
        })
      }
      onDone={() => onChanged(`${name}: ${KIT_STATES[to].toLowerCase()}.`)}
      {...shared}
    >
      {to === 'out' && (
        <Choice
          label="Lent to"
          name="admissionId"
          value=""
          among={[
            { id: '', name: 'Choose a patient' },
            ...stays.map((one) => ({ id: one.admissionId, name: one.name })),
          ]}
        />
      )}
      <Field label="Battery (%)" hint="Leave it empty if it was not looked at." name="battery" width={5} />
    </ChangeForm>
  );
}

function AddForm({
  wardId,
  onDone,
  ...shared
}: {
  wardId: string;
  onDone: (sentence: string) => void;
  onCancel: () => void;
  onSessionEnded: () => void;
}) {
  return (
    <ChangeForm
      className="beds-page__form"
      name="Put it into stock"
      faults={(form) => [
        ...(typedInto(form, 'serial').trim() === '' ? ['Write the serial number'] : []),
        ...batteryFaults(form),
      ]}
      send={(form) =>
        hub.addKit(wardId, {
          kind: typedInto(form, 'kind') as KitKind,
          serial: typedInto(form, 'serial').trim(),
          battery: batteryIn(form),
        })
      }
      onDone={() => onDone('The kit is in stock.')}
      {...shared}
    >
      <Choice
        label="Kind"
        name="kind"
        value="pulse-oximeter"
        among={Object.entries(KIT_KINDS).map(([id, name]) => ({ id, name }))}
      />
      <Field label="Serial number" name="serial" width={20} />
      <Field label="Battery (%)" hint="Leave it empty if it was not looked at." name="battery" width={5} />
    </ChangeForm>
  );
}
