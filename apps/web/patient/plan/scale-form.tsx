import type { StayPlanView } from '#contracts';
import { useId, useState } from 'react';
import { hub } from '../../hub.ts';
import { ChangeForm } from '../../page/change-form.tsx';
import { typedInto } from '../../page/form-text.ts';
import { Field, TextArea } from '../../sources/fields.tsx';

interface ScaleFormProps {
  latest: StayPlanView;
  onDone: (sentence: string) => void;
  onCancel: () => void;
  onSessionEnded: () => void;
}

/** Orders the SpO2 scale that the stay is scored on, with who decided and why. */
export function ScaleForm({ latest, onDone, onCancel, onSessionEnded }: ScaleFormProps) {
  const { admissionId, version, spo2Scale } = latest;
  const [scale, setScale] = useState<1 | 2>(spo2Scale.inForce === 1 ? 2 : 1);
  const id = useId();
  return (
    <section className="stay-view plan__part" aria-labelledby={`${id}-title`}>
      <h2 className="nhsuk-heading-m" id={`${id}-title`}>
        Order a SpO2 scale
      </h2>
      <p>
        Scale {spo2Scale.inForce} is in force. An order scores the present again and holds for what comes; what was
        scored before stays as it is.
      </p>
      <ChangeForm
        name={`Order scale ${scale}`}
        faults={(form) => [
          ...(typedInto(form, 'authorisedBy').trim() === '' ? ['Name the clinician who decided'] : []),
          ...(typedInto(form, 'role').trim() === '' ? ['Say in which role they decided'] : []),
          ...(typedInto(form, 'reason').trim() === '' ? ['Give the reason'] : []),
          ...(scale === 2 && !form.has('confirmed')
            ? ['Confirm that hypercapnic respiratory failure is documented: scale 2 is for nobody else']
            : []),
        ]}
        send={(form) =>
          hub.orderScale(admissionId, {
            version,
            scale,
            authorisedBy: typedInto(form, 'authorisedBy').trim(),
            role: typedInto(form, 'role').trim(),
            reason: typedInto(form, 'reason').trim(),
            ...(scale === 2 && { hypercapnicFailureConfirmed: form.has('confirmed') }),
          })
        }
        onDone={() => onDone(`Scale ${scale} is in force. The present is being scored again.`)}
        onCancel={onCancel}
        onSessionEnded={onSessionEnded}
      >
        <fieldset className="nhsuk-fieldset nhsuk-form-group">
          <legend className="nhsuk-fieldset__legend">Which scale?</legend>
          <div className="nhsuk-radios nhsuk-radios--small">
            {([1, 2] as const).map((one) => (
              <div className="nhsuk-radios__item" key={one}>
                <input
                  className="nhsuk-radios__input"
                  id={`${id}-${one}`}
                  type="radio"
                  name="scale"
                  checked={scale === one}
                  onChange={() => setScale(one)}
                />
                <label className="nhsuk-label nhsuk-radios__label" htmlFor={`${id}-${one}`}>
                  {one === 1 ? 'Scale 1, for everybody else' : 'Scale 2, target 88 to 92 %'}
                </label>
              </div>
            ))}
          </div>
        </fieldset>
        <Field label="Who decided" hint="The clinician whose decision it is" name="authorisedBy" width={20} />
        <Field label="In which role" name="role" width={20} />
        <TextArea label="Reason" name="reason" />
        {scale === 2 && (
          <div className="nhsuk-checkboxes nhsuk-checkboxes--small nhsuk-form-group">
            <div className="nhsuk-checkboxes__item">
              <input className="nhsuk-checkboxes__input" id={`${id}-confirmed`} name="confirmed" type="checkbox" />
              <label className="nhsuk-label nhsuk-checkboxes__label" htmlFor={`${id}-confirmed`}>
                Hypercapnic respiratory failure is confirmed and documented, with a target of 88 to 92 %
              </label>
            </div>
          </div>
        )}
      </ChangeForm>
    </section>
  );
}
