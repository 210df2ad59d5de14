import { TRANSFER_TO, type OnwardTransfer, type TransferTo } from '#contracts';
import { useCallback, useId, useState } from 'react';
import { hub } from '../../hub.ts';
import { ChangeForm } from '../../page/change-form.tsx';
import { typedInto } from '../../page/form-text.ts';
import { Link } from '../../page/link.tsx';
import { transferPath } from '../../page/location.ts';
import { useAsked } from '../../page/use-asked.ts';
import { TextArea } from '../../sources/fields.tsx';
import { clockTime, lengthOfTime } from '../../words/times.ts';
import { useAgain } from '../use-again.ts';
import type { ViewProps } from '../view-props.ts';

type Props = Pick<ViewProps, 'wardId' | 'tile' | 'onSessionEnded'> & { mayHandOn: boolean; objects: boolean };

/** To whom this patient was handed on, and handing them on now. */
export function OnwardTransfersOfStay({ wardId, tile, mayHandOn, objects, onSessionEnded }: Props) {
  const { admissionId } = tile;
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.transfersOf(admissionId), [admissionId]),
    { onSessionEnded },
  );
  useAgain(tile, again);
  if (trouble !== null) return <p role="alert">{trouble}</p>;
  if (body === null || (body.transfers.length === 0 && !mayHandOn)) return null;
  return (
    <OnwardTransfersPanel
      wardId={wardId}
      admissionId={admissionId}
      transfers={body.transfers}
      mayHandOn={mayHandOn}
      objects={objects}
      onHandedOn={again}
      onSessionEnded={onSessionEnded}
    />
  );
}

/** What was typed, where anything was: what nobody said is not kept as none. */
function said<Name extends 'whereabouts' | 'done' | 'medications'>(
  form: FormData,
  name: Name,
): Partial<Record<Name, string>> {
  const text = typedInto(form, name).trim();
  return text === '' ? {} : ({ [name]: text } as Record<Name, string>);
}

interface PanelProps {
  wardId: string;
  admissionId: string;
  /** Newest first. */
  transfers: readonly OnwardTransfer[];
  mayHandOn: boolean;
  /** They object to community partners being told. */
  objects?: boolean;
  onHandedOn: () => void;
  onSessionEnded: () => void;
}

export function OnwardTransfersPanel(props: PanelProps) {
  const { wardId, admissionId, transfers, mayHandOn, objects = false, onHandedOn, onSessionEnded } = props;
  // The hub keeps what comes under one id once, so that a press whose answer was lost can be made again.
  const [draftId, setDraftId] = useState(() => crypto.randomUUID());
  const field = useId();
  return (
    <section aria-labelledby="transfers-title">
      <h2 className="plan__title" id="transfers-title">
        Hand on
      </h2>
      {transfers.map(({ id, to, by, at, firstAlertAt, reason, despiteObjection }) => (
        <article key={id} className="sbard__one">
          <p>
            <strong>{TRANSFER_TO[to]}</strong>, {by} at {clockTime(at)}
            {firstAlertAt === null ? '' : `, ${lengthOfTime(at - firstAlertAt)} after the first alert`}
          </p>
          <p>{reason}</p>
          {despiteObjection !== null && <p>Although they object to it: {despiteObjection}</p>}
          <p>
            <Link to={transferPath(wardId, admissionId, id)}>Transfer summary, {clockTime(at)}</Link>{' '}
            <a href={hub.addressOfTransfer(admissionId, id)} download>
              as PDF<span className="nhsuk-u-visually-hidden">, {clockTime(at)}</span>
            </a>
          </p>
        </article>
      ))}
      {mayHandOn && (
        <details className="nhsuk-details">
          <summary className="nhsuk-details__summary">
            <span className="nhsuk-details__summary-text">To 999, urgent response, same day care or a ward</span>
          </summary>
          <div className="nhsuk-details__text">
            <ChangeForm
              key={draftId}
              name="Hand on"
              faults={(form) => [
                ...(typedInto(form, 'to') === '' ? ['Choose to whom'] : []),
                ...(typedInto(form, 'reason').trim() === '' ? ['Write why now, and what you ask of them'] : []),
              ]}
              send={(form) => {
                const despite = typedInto(form, 'despiteObjection').trim();
                return hub.handOn(admissionId, {
                  id: draftId,
                  to: typedInto(form, 'to') as TransferTo,
                  reason: typedInto(form, 'reason').trim(),
                  ...said(form, 'whereabouts'),
                  ...said(form, 'done'),
                  ...said(form, 'medications'),
                  ...(despite !== '' && { despiteObjection: despite }),
                });
              }}
              onDone={() => {
                setDraftId(crypto.randomUUID());
                onHandedOn();
              }}
              onSessionEnded={onSessionEnded}
            >
              <fieldset className="nhsuk-fieldset">
                <legend className="nhsuk-fieldset__legend">To whom?</legend>
                <div className="nhsuk-radios nhsuk-radios--small">
                  {Object.entries(TRANSFER_TO).map(([to, name]) => (
                    <div className="nhsuk-radios__item" key={to}>
                      <input className="nhsuk-radios__input" id={`${field}-${to}`} type="radio" name="to" value={to} />
                      <label className="nhsuk-label nhsuk-radios__label" htmlFor={`${field}-${to}`}>
                        {name}
                      </label>
                    </div>
                  ))}
                </div>
              </fieldset>
              <TextArea label="Why now, and what you ask of them" name="reason" rows={3} />
              <TextArea label="Where they are, and how to get in" name="whereabouts" />
              <TextArea label="What was done so far" name="done" />
              <TextArea label="Medicines, if you know them" name="medications" />
              {objects && (
                <>
                  <p>
                    <strong>They object to community partners being told.</strong> Ask them first. 999 and a hospital
                    ward need nothing more.
                  </p>
                  <TextArea label="Why others are told all the same" name="despiteObjection" rows={2} />
                </>
              )}
            </ChangeForm>
          </div>
        </details>
      )}
    </section>
  );
}
