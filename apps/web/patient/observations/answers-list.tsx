import {
  FORM_QUESTIONS,
  formResult,
  QUESTIONS,
  readAnswers,
  reasonsInWords,
  RED_FLAGS,
  type Answers,
  type Question,
  type QuestionId,
} from '#clinical';
import type { StayReadings, TakenReading } from '#contracts';
import { listed } from '../../words/news2.ts';
import { dayAndTime } from '../../words/times.ts';

/** What was asked and answered, newest first: what was said to be so stands out, and what was said not to be so is kept. */
export function AnswersList({ readings }: { readings: StayReadings }) {
  const answered = readings.readings
    .filter(({ answers, notTaken }) => answers !== undefined || notTaken !== undefined)
    .toReversed();
  return (
    <section className="answers" aria-labelledby="answers-heading">
      <h2 className="chart__heading" id="answers-heading">
        Answers and symptoms
      </h2>
      {answered.length === 0 && <p>No questions were answered in this time.</p>}
      <ol className="answers__list">
        {answered.map((reading) => (
          <Form
            key={`${reading.at} ${reading.receivedAt} ${reading.taker}`}
            reading={reading}
            by={byOf(readings, reading)}
          />
        ))}
      </ol>
      {readings.moreAnswers > 0 && (
        <p>{readings.moreAnswers} older forms of this time are not shown: choose a shorter time to see them.</p>
      )}
    </section>
  );
}

/** The printed forms that have a sum. */
const SUMMED = ['delirium', 'pain', 'nutrition'] as const;

function byOf({ takers }: StayReadings, { taker }: TakenReading): string {
  const one = takers[taker];
  return [one?.method, one?.recordedBy].filter((part) => part !== undefined).join(', ') || (one?.source ?? '');
}

function Form({ reading, by }: { reading: TakenReading; by: string }) {
  const answers = readAnswers(reading.answers ?? {});
  const ids = (Object.keys(QUESTIONS) as QuestionId[]).filter((id) => answers[id] !== undefined);
  const denied = ids.filter((id) => answers[id] === false);
  const said = ids.filter((id) => answers[id] !== false);
  const results = SUMMED.filter((form) => FORM_QUESTIONS[form].some((id) => answers[id] !== undefined)).map((form) =>
    formResult(form, { answers, vitals: {} }),
  );
  return (
    <li className="answers__form">
      <h3 className="answers__when">
        {dayAndTime(reading.at)} <span className="answers__by">{by}</span>
      </h3>
      {reading.notTaken !== undefined && (
        <p>
          <strong>{reading.notTaken.all === undefined ? 'Not taken' : 'Somebody was there, no reading'}</strong>:{' '}
          {reasonsInWords(reading.notTaken)}
        </p>
      )}
      {results.map(({ finding, meaning }) => (
        <p key={finding}>
          <strong>{finding}</strong>. {meaning}
        </p>
      ))}
      {said.length > 0 && (
        <ul className="answers__said">
          {said.map((id) => (
            <li key={id} className={isRedFlag(id) ? 'answers__red' : ''}>
              {QUESTIONS[id].text} <strong>{answerInWords(id, answers)}</strong>
            </li>
          ))}
        </ul>
      )}
      {reading.note !== undefined && <q className="detail__note">{reading.note}</q>}
      {denied.length > 0 && <p className="answers__denied">No to: {listed(denied.map(asWords))}.</p>}
    </li>
  );
}

const isRedFlag = (id: QuestionId): boolean => RED_FLAGS.some((one) => one === id);

/** A question as it stands inside a sentence: "more breathless than usual". */
const asWords = (id: QuestionId): string => {
  const { text } = QUESTIONS[id];
  return `${text.charAt(0).toLowerCase()}${text.slice(1).replace(/\?$/, '')}`;
};

/** What the number stands for on the printed form. */
const labelOf = ({ labels, min }: Extract<Question, { kind: 'scale' }>, answer: unknown): string => {
  const label = labels?.[Number(answer) - min];
  return label === undefined ? '' : ` (${label})`;
};

function answerInWords(id: QuestionId, answers: Answers): string {
  const question: Question = QUESTIONS[id];
  const answer = answers[id];
  switch (question.kind) {
    case 'yes-no':
      return 'Yes';
    case 'choice':
      return question.options[String(answer)] ?? String(answer);
    case 'scale':
      return `${answer} of ${question.max}${labelOf(question, answer)}`;
    case 'measure':
      return `${answer} ${question.unit === 'mm[Hg]' ? 'mmHg' : question.unit}`;
    case 'text':
      return String(answer);
  }
}
