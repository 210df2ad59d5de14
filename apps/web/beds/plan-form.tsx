import type { DayPlan } from '#contracts';
import type { Answer } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { Field, TextArea } from '../sources/fields.tsx';

const words = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

/** "Fri 27 Mar", of YYYY-MM-DD. */
export const dayInWords = (day: string): string => words.format(Date.parse(`${day}T00:00:00Z`)).replace(',', '');

interface PlanFormProps {
  name: string;
  day: string | null;
  send: (plan: DayPlan) => Promise<Answer<unknown>>;
  onDone: (on: string | null) => void;
  onCancel: () => void;
  onSessionEnded: () => void;
}

/** On which day somebody comes or goes, and why. */
export function PlanForm({ name, day, send, onDone, ...shared }: PlanFormProps) {
  return (
    <ChangeForm
      className="beds-page__form"
      name={name}
      faults={(form) => (typedInto(form, 'reason').trim() === '' ? ['Give the reason'] : [])}
      send={async (form) => {
        const on = typedInto(form, 'on') === '' ? null : typedInto(form, 'on');
        const answer = await send({ on, reason: typedInto(form, 'reason').trim() });
        return answer.kind === 'done' ? { ...answer, body: on } : answer;
      }}
      onDone={onDone}
      {...shared}
    >
      <Field
        label="Day"
        hint="Leave it empty to take the day back."
        name="on"
        type="date"
        value={day ?? ''}
        width={10}
      />
      <TextArea label="Reason" name="reason" />
    </ChangeForm>
  );
}
