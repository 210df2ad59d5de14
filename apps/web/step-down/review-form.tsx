import { REVIEW_DECISIONS, type ReviewDecision, type ReviewKept, type ReviewMade } from '#contracts';
import { hub } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { Choice, Field, TextArea } from '../sources/fields.tsx';
import { dateAndTime, day } from '../words/times.ts';

const isDecision = (text: string): text is ReviewDecision => Object.hasOwn(REVIEW_DECISIONS, text);

interface ReviewFormProps {
  stay: { readonly admissionId: string; readonly name: string; readonly lastReview: ReviewMade | null };
  onDone: (sentence: string) => void;
  onCancel: () => void;
  onSessionEnded: () => void;
}

/** What a review of a whole stay decides, why, and when the next one is due: as often as the last time, unless somebody says otherwise. */
export function ReviewForm({ stay, onDone, onCancel, onSessionEnded }: ReviewFormProps) {
  const { lastReview } = stay;
  const days = (form: FormData): number => Number(typedInto(form, 'nextInDays'));
  return (
    <ChangeForm<ReviewKept>
      className="step-down__form"
      name="Keep the review"
      faults={(form) => [
        ...(isDecision(typedInto(form, 'decision')) ? [] : ['Choose a decision']),
        ...(typedInto(form, 'reason').trim() === '' ? ['Give the reason'] : []),
        ...(Number.isInteger(days(form)) && days(form) >= 1 && days(form) <= 14
          ? []
          : ['The next review: expected 1 to 14 days']),
      ]}
      send={(form) => {
        const decision = typedInto(form, 'decision');
        return hub.review(stay.admissionId, {
          after: lastReview?.id ?? null,
          decision: isDecision(decision) ? decision : 'goes-on',
          reason: typedInto(form, 'reason').trim(),
          nextInDays: days(form),
        });
      }}
      onDone={({ nextAt }) => onDone(`The stay of ${stay.name} is reviewed. The next review is due on ${day(nextAt)}.`)}
      onCancel={onCancel}
      onSessionEnded={onSessionEnded}
    >
      {lastReview !== null && <p>{reviewInWords(lastReview)}</p>}
      <Choice
        label="What is decided?"
        name="decision"
        value="goes-on"
        among={Object.entries(REVIEW_DECISIONS).map(([id, name]) => ({ id, name }))}
      />
      <TextArea label="Reason" hint="It stands with the review." name="reason" />
      <Field
        label="Next review in how many days?"
        hint="1 to 14"
        name="nextInDays"
        type="number"
        width={5}
        value={String(lastReview?.nextInDays ?? 7)}
      />
    </ChangeForm>
  );
}

/** "Reviewed at 10:00 on 3 Nov 2026 by Jo Bennett: the stay goes on as it is. Still on oxygen. Next in 7 days." */
export function reviewInWords({ at, by, decision, reason, nextInDays }: ReviewMade): string {
  const decided = REVIEW_DECISIONS[decision];
  return `Reviewed at ${dateAndTime(at)} by ${by}: ${decided.charAt(0).toLowerCase()}${decided.slice(1)}. ${reason} Next in ${nextInDays} ${nextInDays === 1 ? 'day' : 'days'}.`;
}
