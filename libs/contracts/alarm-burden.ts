import { PRIORITIES, type AlarmBurden, type AlertOutcome } from '#clinical';
import { z } from 'zod';
import { ALERT_OUTCOMES } from './alert.ts';

const outcomes = z.partialRecord(z.enum(Object.keys(ALERT_OUTCOMES) as [AlertOutcome, ...AlertOutcome[]]), z.int());

const proportion = z
  .object({ of: z.int(), among: z.int(), share: z.number(), from: z.number(), to: z.number() })
  .meta({ id: 'Proportion', description: 'A share of 0 to 1, with its 95 % interval.' });

const burden = z
  .object({
    patientDays: z.number(),
    alerts: z.int(),
    actionable: z.int(),
    perPatientDay: z.object({ all: z.number(), actionable: z.number() }).nullable(),
    byPriority: z.record(z.enum(PRIORITIES), z.int()),
    rules: z.array(
      z.object({
        ruleId: z.string(),
        raised: z.int(),
        open: z.int(),
        closed: z.int(),
        outcomes,
        precision: proportion.nullable(),
        numberNeededToEvaluate: z.number().nullable(),
      }),
    ),
    answerTimes: z.array(
      z.object({
        priority: z.enum(PRIORITIES),
        raised: z.int(),
        answered: z.int(),
        median: z.number().nullable(),
        p90: z.number().nullable(),
        inTime: proportion.nullable(),
      }),
    ),
  })
  .meta({ id: 'AlarmBurden' });

/** A rule that keeps calling for one patient and never for anything, with what a review of its threshold needs. */
const thresholdReview = z
  .object({
    ruleId: z.string(),
    admissionId: z.string(),
    patient: z.string(),
    bed: z.int().nullable(),
    alerts: z.int(),
    since: z.number(),
    outcomes,
    /** Newest first. */
    sentences: z.array(z.string()),
    thresholds: z.record(z.string(), z.number()).describe('What was in force when it was raised last, by name.'),
  })
  .meta({ id: 'ThresholdReview' });
export type ThresholdReview = z.infer<typeof thresholdReview>;

/** How long a period the burden is asked for, in days. */
export const BURDEN_DAYS = [7, 28, 90] as const;
export type BurdenDays = (typeof BURDEN_DAYS)[number];

const EXPECTED_DAYS = { error: `expected one of: ${BURDEN_DAYS.join(', ')}` };

/** As it stands in an address. */
export const alarmBurdenQuestion = z.strictObject({
  days: z.coerce.number(EXPECTED_DAYS).pipe(z.literal(BURDEN_DAYS, EXPECTED_DAYS)).default(28),
});

/** Times are epoch milliseconds, lengths of time milliseconds. */
export const wardBurden = z
  .object({
    ward: z.object({ id: z.string(), name: z.string() }),
    from: z.number(),
    to: z.number(),
    burden,
    reviews: z.array(thresholdReview),
  })
  .meta({ id: 'WardBurden', description: 'What a ward’s alerts cost, and what they were worth.' });

/** What the schema describes is what the rules compute. */
export type WardBurden = Omit<z.infer<typeof wardBurden>, 'burden'> & { burden: Omit<AlarmBurden, 'chronic'> };
