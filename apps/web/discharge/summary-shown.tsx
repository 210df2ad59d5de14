import { DISCHARGE_LETTERS, MEDICINE_CHANGES, type DischargeLetter, type DischargeSummaryView } from '#contracts';
import { hub } from '../hub.ts';
import { dateAndTime, day } from '../words/times.ts';

interface SummaryShownProps {
  view: DischargeSummaryView;
  mayWrite: boolean;
  onWrite: () => void;
}

/** The summary that holds, with its letters; or that none is written, and why. */
export function SummaryShown({ view, mayWrite, onWrite }: SummaryShownProps) {
  const { admissionId, written, toCome, objectsToGp, ending } = view;
  const [summary, ...before] = written;
  // Nobody is written to who has died, nor a GP whom the person does not want told.
  const letters = (Object.keys(DISCHARGE_LETTERS) as DischargeLetter[]).filter((letter) =>
    letter === 'gp' ? !objectsToGp : ending !== 'died',
  );
  return (
    <section aria-labelledby="summary-title">
      <h2 className="nhsuk-heading-m" id="summary-title">
        Summary
      </h2>
      {objectsToGp && (
        <p className="discharge__warning">
          <strong>They object to their GP being told.</strong> There is no letter to the GP while they do. Where they
          take it back, write that down under Privacy.
        </p>
      )}
      {summary === undefined ? (
        <p>
          {toCome === null
            ? 'None is written yet.'
            : `It is still to come: ${toCome.reason} (${toCome.by}, ${dateAndTime(toCome.at)})`}
        </p>
      ) : (
        <>
          <p>
            Written by {summary.by} at {dateAndTime(summary.at)}.
            {before.length > 0 &&
              ` It takes the place of ${before.length === 1 ? 'an earlier one' : `${before.length} earlier ones`}.`}
          </p>
          <ul>
            {letters.map((letter) => (
              <li key={letter}>
                <a href={hub.addressOfLetter(admissionId, letter)} download>
                  {letter === 'gp' ? 'Letter to the GP as PDF' : 'Letter to the person as PDF'}
                </a>
              </li>
            ))}
          </ul>
          <dl className="nhsuk-summary-list discharge__facts">
            <Row name="Diagnoses and outcome" lines={[summary.diagnoses]} />
            <Row
              name="Follow-up"
              lines={
                summary.followUp.kind === 'none'
                  ? ['None: nothing further is planned or asked for.']
                  : summary.followUp.steps.map(
                      ({ what, who, by }) => `${what}: ${who}, by ${day(Date.parse(`${by}T12:00:00Z`))}`,
                    )
              }
            />
            <Row
              name="Medication changes"
              lines={
                summary.medicines.kind === 'none'
                  ? ['None.']
                  : summary.medicines.changes.map(
                      ({ change, medicine, dose, why }) =>
                        `${MEDICINE_CHANGES[change]}: ${medicine}${dose === null ? '' : `, ${dose}`}. ${why}`,
                    )
              }
            />
            <Row name="Reason for admission" lines={[summary.reason]} />
            <Row name="What happened" lines={summary.course.split('\n')} />
            <Row name="Escalation plan as it stood" lines={[summary.told.escalation ?? 'None was recorded.']} />
            <Row name="What to look for" lines={summary.lookFor} />
            <Row name="Whom to ring" lines={summary.ring} />
            <Row name="What the person is told" lines={[summary.forPerson]} />
          </dl>
        </>
      )}
      {mayWrite && (
        <button type="button" className="nhsuk-button" onClick={onWrite}>
          {summary === undefined ? 'Write the summary' : 'Correct the summary'}
        </button>
      )}
      {!mayWrite && summary === undefined && <p>A clinician of the hub writes it.</p>}
    </section>
  );
}

function Row({ name, lines }: { name: string; lines: readonly string[] }) {
  return (
    <div className="nhsuk-summary-list__row">
      <dt className="nhsuk-summary-list__key">{name}</dt>
      <dd className="nhsuk-summary-list__value">
        {lines.map((line, n) => (
          // oxlint-disable-next-line react/no-array-index-key -- lines are never moved
          <p key={n}>{line}</p>
        ))}
      </dd>
    </div>
  );
}
