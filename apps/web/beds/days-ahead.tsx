import type { WardBeds } from '#contracts';
import { hub } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { dayAndTime } from '../words/times.ts';
import { dayInWords } from './plan-form.tsx';

const beds = (count: number): string => `${count} ${count === 1 ? 'bed' : 'beds'}`;

/** Who is planned to come and to go on each of the next seven days, and how many beds that leaves. */
export function DaysAhead({ beds: { days, stillHere } }: { beds: WardBeds }) {
  const over = days.filter(({ free }) => free < 0);
  return (
    <section className="beds-page__section" aria-label="Next 7 days">
      <h2 className="nhsuk-heading-m">Next 7 days</h2>
      {over.length > 0 && (
        <p className="beds-page__warning">
          <strong>Overbooked:</strong> {over.map(({ on, free }) => `${dayInWords(on)} by ${beds(-free)}`).join('; ')}.
          Move a planned day, or ask another ward.
        </p>
      )}
      <ol className="beds-page__days">
        {days.map((day, at) => (
          <li key={day.on} className={day.free < 0 ? 'beds-page__day beds-page__day--over' : 'beds-page__day'}>
            <h3 className="nhsuk-heading-xs">{at === 0 ? `Today, ${dayInWords(day.on)}` : dayInWords(day.on)}</h3>
            <p>
              <strong>{day.free < 0 ? `${beds(-day.free)} too few` : `${day.free} free`}</strong>
            </p>
            <Moves name="In" moves={day.in} />
            <Moves name="Out" moves={day.out} />
          </li>
        ))}
      </ol>
      {stillHere.length > 0 && (
        <p>
          Planned to have gone, and still here:{' '}
          {stillHere.map(({ name, on }) => `${name} (${dayInWords(on)})`).join(', ')}. No bed is counted free for them:
          plan a new day.
        </p>
      )}
    </section>
  );
}

function Moves({ name, moves }: { name: string; moves: WardBeds['stillHere'] }) {
  return (
    <p>
      {name}: {moves.length === 0 ? 'nobody' : moves.map((one) => one.name).join(', ')}
    </p>
  );
}

interface FirstReadingsProps {
  beds: WardBeds;
  /** Whether the person may say that they looked: a clinician may. */
  mayCheck: boolean;
  onChanged: (sentence: string) => void;
  onSessionEnded: () => void;
}

/** New stays whose first set nobody has looked at. They stand here until a clinician has. */
export function FirstReadings({ beds: { firstReadings, at, ward }, mayCheck, ...shared }: FirstReadingsProps) {
  if (firstReadings.length === 0) return null;
  return (
    <section className="beds-page__section" aria-label="First readings to check">
      <h2 className="nhsuk-heading-m">First readings to check</h2>
      <ul className="beds-page__beds">
        {firstReadings.map((one) => (
          <li key={one.admissionId} className="beds-page__bed">
            <a href={`/wards/${encodeURIComponent(ward.id)}/patients/${one.admissionId}`}>
              {one.bed === null ? '' : `Bed ${one.bed}, `}
              {one.name}
            </a>
            <span>{standing(one, at)}</span>
            {mayCheck && one.lastReadingAt !== null && (
              <ChangeForm
                name={`I have checked the first reading of ${one.name}`}
                faults={() => []}
                send={() => hub.checkFirstReading(one.admissionId)}
                onDone={() => shared.onChanged(`The first reading of ${one.name} was checked.`)}
                onSessionEnded={shared.onSessionEnded}
              >
                {null}
              </ChangeForm>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function standing({ dueAt, lastReadingAt }: WardBeds['firstReadings'][number], now: number): string {
  if (lastReadingAt !== null) return `Came at ${dayAndTime(lastReadingAt)}. A clinician has to look at it.`;
  return dueAt < now
    ? `Nothing has come. It was due at ${dayAndTime(dueAt)}: ring the patient.`
    : `Due at ${dayAndTime(dueAt)}.`;
}
