import { z } from 'zod';

/** The night's end of keeping, as an organisation has it. Names of classes and their bounds are the record's to know. */
export interface RetentionSettings {
  /** What ends by the timetable alone. */
  readonly classes: readonly string[];
  /** Days by class, where something else is kept than the table says. */
  readonly terms: Readonly<Record<string, number>>;
  /** From when on the night's run may begin, by the clock of Europe/London: 02:30. */
  readonly at: string;
}

/** What proves nothing about a patient. The rest ends where somebody has said so. */
const UNLESS_SET = ['access-at-home', 'message-of-no-alert'];

const terms = z.string().transform((text, context): Record<string, number> => {
  const read = z
    .string()
    .transform((one): unknown => JSON.parse(one))
    .pipe(z.record(z.string(), z.int()));
  try {
    return read.parse(text);
  } catch {
    context.issues.push({
      code: 'custom',
      input: text,
      message: 'expected JSON of days by class, such as {"message-of-no-alert": 30}',
    });
    return z.NEVER;
  }
});

export const retentionVariables = {
  RETENTION_CLASSES: z
    .string()
    .transform((list) => list.split(',').map((name) => name.trim()))
    .optional(),
  RETENTION_TERMS: terms.optional(),
  RETENTION_AT: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day, such as 02:30')
    .optional(),
};

const variables = z.object(retentionVariables);

export function retentionSettings(given: z.output<typeof variables>): RetentionSettings {
  const { RETENTION_CLASSES: classes = UNLESS_SET, RETENTION_TERMS: days = {}, RETENTION_AT: at = '02:30' } = given;
  return { classes: classes.length === 1 && classes[0] === 'none' ? [] : classes, terms: days, at };
}
