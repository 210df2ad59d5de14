import { STAY_ENDINGS, type StayEnding, type WardBeds } from '#contracts';
import { hub } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { Link } from '../page/link.tsx';
import { dischargePath } from '../page/location.ts';
import { Choice, TextArea } from '../sources/fields.tsx';

type Stay = NonNullable<WardBeds['beds'][number]['stay']>;

interface FormProps {
  stay: Stay;
  onDone: (sentence: string) => void;
  onCancel: () => void;
  onSessionEnded: () => void;
}

/** Into which other bed; who lies there takes this one. */
export function BedForm({ stay, bed, beds, onDone, ...shared }: FormProps & { bed: number; beds: WardBeds['beds'] }) {
  const others = beds.filter((one) => one.bed !== bed);
  return (
    <ChangeForm
      className="beds-page__form"
      name={`Change bed of ${stay.name}`}
      faults={() => []}
      send={(form) => hub.changeBed(stay.admissionId, { version: stay.version, bed: Number(typedInto(form, 'bed')) })}
      onDone={({ changedWith }) => {
        const other = beds.find((one) => one.stay?.admissionId === changedWith)?.stay;
        onDone(
          other
            ? `${stay.name} and ${other.name} changed beds.`
            : `${stay.name} is in another bed; bed ${bed} is free.`,
        );
      }}
      {...shared}
    >
      <Choice
        label="Into bed"
        name="bed"
        value={String(others[0]?.bed ?? '')}
        among={others.map((one) => ({
          id: String(one.bed),
          name: one.stay === null ? `${one.bed}, free` : `${one.bed}, changing with ${one.stay.name}`,
        }))}
      />
    </ChangeForm>
  );
}

/** How the stay ends, and who looks after the person then. */
export function EndForm({ stay, wardId, onDone, ...shared }: FormProps & { wardId: string }) {
  return (
    <ChangeForm
      className="beds-page__form"
      name={`End the stay of ${stay.name}`}
      faults={(form) =>
        typedInto(form, 'reason').trim() === '' ? ['Write why, and who looks after the person now'] : []
      }
      send={(form) =>
        hub.endStay(stay.admissionId, {
          version: stay.version,
          ending: typedInto(form, 'ending') as StayEnding,
          reason: typedInto(form, 'reason').trim(),
          ...(typedInto(form, 'summaryLater').trim() !== '' && {
            summaryLater: typedInto(form, 'summaryLater').trim(),
          }),
        })
      }
      onDone={({ bed, closedAlerts }) =>
        onDone(
          `The stay of ${stay.name} ended.${bed === null ? '' : ` Bed ${bed} is free.`}${
            closedAlerts === 0
              ? ''
              : ` ${closedAlerts} open ${closedAlerts === 1 ? 'alert was' : 'alerts were'} closed.`
          }`,
        )
      }
      {...shared}
    >
      <Choice
        label="How it ends"
        {...(stay.openEmergency ? { hint: 'An emergency alert is open: nobody goes home before it is resolved.' } : {})}
        name="ending"
        value={stay.openEmergency ? 'hospital' : 'home'}
        among={Object.entries(STAY_ENDINGS).map(([id, name]) => ({ id, name }))}
      />
      {stay.kit.length > 0 && (
        <>
          <p>
            <strong>Lent and not back yet</strong>
          </p>
          <ul>
            {stay.kit.map((kit) => (
              <li key={kit}>{kit}</li>
            ))}
          </ul>
        </>
      )}
      <TextArea label="Why, and who looks after the person now" name="reason" />
      <TextArea
        label="If the discharge summary is not written yet: why it comes later"
        hint="Nobody goes home without one of the last day, or a reason. It is then listed until it is written."
        name="summaryLater"
      />
      <p>
        <Link to={dischargePath(wardId, stay.admissionId)}>Discharge summary of {stay.name}</Link>
      </p>
    </ChangeForm>
  );
}

/** To another ward of the same person: readings, plan, history and open alerts go along. */
export function WardForm({ stay, wards, onDone, ...shared }: FormProps & { wards: WardBeds['otherWards'] }) {
  return (
    <ChangeForm
      className="beds-page__form"
      name={`Move ${stay.name} to another ward`}
      faults={(form) => (typedInto(form, 'reason').trim() === '' ? ['Give the reason'] : [])}
      send={(form) =>
        hub.transferWard(stay.admissionId, {
          version: stay.version,
          wardId: typedInto(form, 'ward'),
          reason: typedInto(form, 'reason').trim(),
        })
      }
      onDone={({ bed, alerts }) =>
        onDone(
          `${stay.name} is on the other ward${bed === null ? '' : `, in bed ${bed}`}.${
            alerts === 0 ? '' : ` ${alerts} open ${alerts === 1 ? 'alert' : 'alerts'} went along.`
          }`,
        )
      }
      {...shared}
    >
      <Choice
        label="To ward"
        hint="The first bed that is free there. Readings, plan, history and open alerts go along."
        name="ward"
        value={wards[0]?.id ?? ''}
        among={wards}
      />
      <TextArea label="Reason" name="reason" />
    </ChangeForm>
  );
}
