import { CRITERIA, LEVELS, ROUND_REASONS, type MonitoringLevel, type Pathway } from '#clinical';
import { z } from 'zod';
import { plainText } from './plain-text.ts';

const levels = Object.keys(LEVELS) as [MonitoringLevel, ...MonitoringLevel[]];
const PATHWAYS = ['respiratory', 'cardiac', 'frailty'] as const satisfies readonly Pathway[];
const level = z.enum(levels, `expected one of ${levels.join(', ')}`);

/** One thing that has to be so before a patient steps down. */
const criterion = z
  .object({
    id: z.enum(CRITERIA),
    state: z.enum(['met', 'not-met', 'unknown']),
    evidence: z.string().describe('The facts it rests on, in a sentence.'),
    earliest: z
      .number()
      .nullable()
      .describe(
        'When it could be met at the earliest, if nothing more happens; null when time alone does not bring it.',
      ),
  })
  .meta({ id: 'StepDownCriterion' });
export type StepDownCriterion = z.infer<typeof criterion>;
export { criterion as stepDownCriterion };

const levelChangeMade = z
  .object({
    at: z.number(),
    by: z.string(),
    from: level,
    to: level,
    reason: z.string(),
    overridden: z.array(z.enum(CRITERIA)).describe('What was not met, or not known, and went down all the same.'),
    criteria: z.array(criterion).describe('As they stood at that moment.'),
    rules: z
      .string()
      .nullable()
      .describe('The version of the criteria that it was decided by; null from before they had one.'),
    bedBefore: z.int().nullable(),
    bedAfter: z.int().nullable(),
  })
  .meta({ id: 'LevelChangeMade' });
export type LevelChangeMade = z.infer<typeof levelChangeMade>;

/** What a review of a whole stay decides. None of them changes anything by itself: each is for a person to do. */
export const REVIEW_DECISIONS = {
  'goes-on': 'The stay goes on as it is',
  'watch-less': 'Watch less: step down next',
  'plan-home': 'Plan the end of the stay',
  'ask-specialist': 'Ask the GP or a specialist',
} as const;
export type ReviewDecision = keyof typeof REVIEW_DECISIONS;
const reviewDecisions = Object.keys(REVIEW_DECISIONS) as [ReviewDecision, ...ReviewDecision[]];

const nextInDays = z
  .int('expected a whole number of days')
  .min(1, 'expected at least 1')
  .max(14, 'expected at most 14')
  .describe('In how many days the next review is due.');

export const reviewMade = z
  .object({
    id: z.int(),
    at: z.number(),
    by: z.string(),
    decision: z.enum(reviewDecisions),
    reason: z.string(),
    nextInDays,
  })
  .meta({ id: 'ReviewMade' });
export type ReviewMade = z.infer<typeof reviewMade>;

export const reviewDraft = z
  .strictObject({
    after: z
      .int()
      .nullable()
      .describe('The newest review of this stay that you saw; null when you saw none. A newer one refuses yours.'),
    decision: z.enum(reviewDecisions, `expected one of: ${reviewDecisions.join(', ')}`),
    reason: plainText(500).describe('Why. It stands with the review.'),
    nextInDays,
  })
  .meta({ id: 'ReviewDraft', description: 'What a review of a whole stay decides, and when the next is due.' });
export type ReviewDraft = z.output<typeof reviewDraft>;

export const reviewKept = z
  .object({ id: z.int(), nextAt: z.number().describe('When the next review is due.') })
  .meta({ id: 'ReviewKept' });
export type ReviewKept = z.infer<typeof reviewKept>;

const stayReadiness = z
  .object({
    admissionId: z.string(),
    version: z.int().describe('To be sent with a change.'),
    name: z.string(),
    bed: z.int().nullable(),
    pathway: z.enum(PATHWAYS),
    level,
    below: level.nullable().describe('The next level down; null from check-in: from there it is home.'),
    admittedAt: z.number(),
    reviewDue: z.boolean().describe('Two weeks on the ward: a review is asked for. Nobody is discharged by it.'),
    recordReady: z
      .boolean()
      .describe('Whether all that the record can tell is met, so that only people’s word is wanted.'),
    mayOverride: z.boolean().describe('False while an emergency is open: then nobody may.'),
    criteria: z.array(criterion),
    lastChange: levelChangeMade.nullable(),
    lastReview: reviewMade.nullable(),
    reviewAt: z.number().describe('When a review of the stay is due, or has been since.'),
  })
  .meta({ id: 'StayReadiness', description: 'Whether a patient could step down, criterion by criterion.' });
export type StayReadiness = z.infer<typeof stayReadiness>;

/** Who of a ward could step down, those who are nearest to it first. Times are epoch milliseconds. */
export const wardReadiness = z
  .object({
    at: z.number(),
    ward: z.object({ id: z.string(), name: z.string(), capacity: z.int(), occupied: z.int() }),
    rules: z.string().describe('The version of the criteria in force.'),
    stays: z.array(stayReadiness),
  })
  .meta({ id: 'WardReadiness', description: 'Who of a ward could step down, those who are nearest to it first.' });
export type WardReadiness = z.infer<typeof wardReadiness>;

/** Whom a board round talks about, in order, and why. */
export const roundList = z
  .object({
    at: z.number(),
    ward: z.object({ id: z.string(), name: z.string() }),
    stays: z
      .array(
        z.object({
          admissionId: z.string(),
          name: z.string(),
          bed: z.int().nullable(),
          pathway: z.enum(PATHWAYS),
          level,
          reasons: z
            .array(z.object({ kind: z.enum(ROUND_REASONS), sentence: z.string() }))
            .describe('The gravest first; empty where nothing asks for them to be talked about.'),
          lastReview: reviewMade.nullable(),
          reviewDue: z.boolean(),
        }),
      )
      .describe('The most pressing first, those of whom nothing asks for it last.'),
  })
  .meta({ id: 'RoundList', description: 'Whom a board round talks about, in order, and why.' });
export type RoundList = z.infer<typeof roundList>;

const said = z.boolean('expected true or false, or null when nobody has said').nullable();

/** A patient is to be watched more or less closely. Down is one level at a time. */
export const levelChange = z
  .strictObject({
    version: z.int('expected the version of the stay that you saw').min(1).describe('The stay as you saw it.'),
    to: level,
    reason: plainText(500).describe('Why. It stands with the change.'),
    agreedByClinician: plainText(100)
      .nullable()
      .describe('The clinician who agrees, by name; null when nobody has. Not asked for on the way up.'),
    agreedByPatient: said.describe('Whether the patient or carer agrees.'),
    hasSafetyNetAdvice: said.describe('Whether they have the safety-net advice.'),
    canTakeReadings: said.describe('Whether there is a way to take readings at the next level.'),
    override: z
      .boolean('expected true or false')
      .describe('Down although not every criterion is met. Never possible while an emergency is open.'),
  })
  .meta({ id: 'LevelChange', description: 'A patient is to be watched more or less closely, and why.' });
export type LevelChange = z.infer<typeof levelChange>;

export const levelChanged = z
  .object({
    version: z.int().describe('The stay’s new version.'),
    bed: z.int().nullable().describe('Null where the level holds none.'),
    nextDueAt: z.number().describe('When the next set is due, counted anew from now.'),
  })
  .meta({ id: 'LevelChanged' });
export type LevelChanged = z.infer<typeof levelChanged>;
