import { QUESTIONS, type Answers, type Question, type QuestionId } from '#clinical';
import { z } from 'zod';
import { plainText } from './plain-text.ts';

function answerTo(question: Question): z.ZodType {
  switch (question.kind) {
    case 'yes-no':
      return z.boolean({ error: 'expected true (yes) or false (no)' });
    case 'scale':
      return z
        .number({ error: `expected a number from ${question.min} to ${question.max}` })
        .min(question.min, `expected at least ${question.min}`)
        .max(question.max, `expected at most ${question.max}`)
        .multipleOf(question.step ?? 1, `expected a step of ${question.step ?? 1}`);
    case 'measure':
      return z
        .number({ error: `expected a number in ${question.unit}` })
        .min(question.min, `expected at least ${question.min} ${question.unit}`)
        .max(question.max, `expected at most ${question.max} ${question.unit}`);
    case 'choice': {
      const options = Object.keys(question.options);
      return z.enum(options, { error: `expected one of: ${options.join(', ')}` });
    }
    case 'text':
      return plainText(question.maxLength);
  }
}

const questions = Object.entries(QUESTIONS) as [QuestionId, Question][];

/** The answers of one form, by question: made from the same table as the forms and the rules. What was not answered is absent. */
export const answers = z
  .strictObject(
    Object.fromEntries(questions.map(([id, question]) => [id, answerTo(question).optional().describe(question.text)])),
  )
  .transform((given) => given as Answers)
  .meta({ id: 'Answers', description: 'What was asked and answered, by question. What was not answered is left out.' });
