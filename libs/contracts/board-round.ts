import { PRIORITIES } from '#clinical';
import { z } from 'zod';
import { ALERT_OUTCOMES } from './alert.ts';

/** What a board round decides for a patient. None of them changes anything by itself: each is for a person to do. */
export const ROUND_DECISIONS = [
  'continue',
  'watch-closer',
  'watch-less',
  'ring',
  'visit',
  'ask-specialist',
  'plan-home',
] as const;
export type RoundDecisionKind = (typeof ROUND_DECISIONS)[number];

export const roundDecisionDraft = z
  .strictObject({
    decision: z.enum(ROUND_DECISIONS),
    note: z.string().trim().max(500).optional().describe('What else was said.'),
    after: z
      .int()
      .nullable()
      .describe(
        'The newest decision for this patient that you saw; null when you saw none. A newer one refuses yours.',
      ),
  })
  .meta({ id: 'RoundDecisionDraft', description: 'What is decided for a patient.' });
export type RoundDecisionDraft = z.infer<typeof roundDecisionDraft>;

const roundDecision = z
  .object({
    id: z.int(),
    decision: z.enum(ROUND_DECISIONS),
    note: z.string().nullable(),
    at: z.number(),
    by: z.string().describe('By name.'),
  })
  .meta({ id: 'RoundDecision' });
export type RoundDecision = z.infer<typeof roundDecision>;

export const roundDecided = z
  .object({ id: z.int(), at: z.number().describe('Epoch ms.') })
  .meta({ id: 'RoundDecided' });
export type RoundDecided = z.infer<typeof roundDecided>;

/** Further back than this nothing is handed over, in days: the answer says from when it is. */
export const LONGEST_HANDOVER_DAYS = 31;

export const handoverQuestion = z.strictObject({
  since: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('From when on changes are told, such as when your last shift ended. Without it: 12 hours ago.'),
});

const handoverAlert = z
  .object({
    id: z.string(),
    priority: z.enum(PRIORITIES),
    sentence: z.string(),
    raisedAt: z.number(),
    status: z.enum(['raised', 'accepted', 'resolved']),
    by: z.string().nullable().describe('Who has it, or who closed it.'),
    resolvedAt: z.number().nullable(),
    outcome: z.enum(ALERT_OUTCOMES).or(z.string()).nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'HandoverAlert', description: 'An alert that was raised or closed since then.' });

const handoverStay = z
  .object({
    admissionId: z.string(),
    admittedAt: z.number(),
    before: z.int().nullable().describe('The last NEWS2 before then; null when there was none.'),
    complete: z.int().describe('NEWS2 made since then.'),
    incomplete: z.int().describe('Sets since then that were not complete.'),
    least: z.int().nullable(),
    most: z.int().nullable(),
    mostAt: z.number().nullable(),
    alerts: z.array(handoverAlert).describe('Newest first.'),
    decisions: z
      .array(roundDecision)
      .describe('The last three of board rounds, newest first, whenever they were made.'),
  })
  .meta({ id: 'HandoverStay', description: 'What became of a patient since then.' });
export type HandoverStay = z.infer<typeof handoverStay>;

/** What changed on a ward since a moment. Beside the board, which says how things are. */
export const handover = z
  .object({
    at: z.number().describe('As of when.'),
    since: z.number().describe(`At most ${LONGEST_HANDOVER_DAYS} days before.`),
    stays: z.array(handoverStay),
  })
  .meta({ id: 'Handover', description: 'What changed on a ward since a moment. Times are epoch milliseconds.' });
export type Handover = z.infer<typeof handover>;
