import { PRIORITIES } from '#clinical';
import { z } from 'zod';
import { plainText } from './plain-text.ts';

/** Readings that the hub asks a home to take once more. */
export const repeatDraft = z
  .strictObject({
    minutes: z
      .int('expected whole minutes')
      .min(5, 'expected at least 5 minutes')
      .max(120, 'expected at most 120 minutes'),
    note: plainText(200).exactOptional().describe('What to look at.'),
  })
  .meta({ id: 'RepeatDraft' });
export type RepeatDraft = z.infer<typeof repeatDraft>;

/** One that waits. It is answered by the first reading measured after it was asked for. */
export const repeatAsked = z
  .object({ askedAt: z.number(), dueAt: z.number(), by: z.string(), note: z.string().nullable() })
  .meta({
    id: 'RepeatAsked',
    description: 'Readings that the hub wants once more, until one is in that was measured after it asked.',
  });
export type RepeatAsked = z.infer<typeof repeatAsked>;

const sentences = z.array(z.string());

/** What the record says of a resident, in the order in which it is told. */
export const sbardDraft = z
  .object({ at: z.number(), situation: sentences, background: sentences, assessment: sentences })
  .meta({ id: 'SbardDraft', description: 'Filled from the record: no part of it is typed.' });
export type SbardDraft = z.infer<typeof sbardDraft>;

export const sbard = z
  .object({
    id: z.uuid(),
    at: z.number(),
    by: z.string().describe('Who of the home wrote it.'),
    home: z.string(),
    situation: sentences,
    background: sentences,
    assessment: sentences,
    recommendation: z.string().describe('What the home asks for.'),
    decision: z
      .object({ text: z.string(), at: z.number(), by: z.string() })
      .nullable()
      .describe('What the hub decided; null until it has.'),
  })
  .meta({
    id: 'Sbard',
    description: 'What a home told the hub of a resident, as it was then, and what the hub decided.',
  });
export type Sbard = z.infer<typeof sbard>;

export const sbards = z.object({ sbards: z.array(sbard).describe('Newest first.') }).meta({ id: 'Sbards' });
export type Sbards = z.infer<typeof sbards>;

export const residentSbards = sbards.extend({
  draft: sbardDraft
    .nullable()
    .describe('What would be sent now; null where no alert is open, so that nobody at the hub is asked to look.'),
});
export type ResidentSbards = z.infer<typeof residentSbards>;

/** `id` is the sender's: sent again under it, it is kept once. */
export const sbardSent = z.strictObject({ id: z.uuid(), recommendation: plainText(1_000) }).meta({ id: 'SbardSent' });
export type SbardSent = z.infer<typeof sbardSent>;

export const sbardDecision = z.strictObject({ decision: plainText(1_000) }).meta({ id: 'SbardDecision' });
export type SbardDecision = z.infer<typeof sbardDecision>;

/** Whom the staff of care homes ring. */
export const homePhones = z
  .strictObject({
    open: z
      .string()
      .trim()
      .regex(/^[0-9 +]{3,20}$/, 'expected a telephone number, such as 01632 960 123')
      .nullable()
      .describe('While the hub is open; null where it is not known.'),
    closedWhom: plainText(100).describe('Who is there while the hub is closed.'),
    closed: z
      .string()
      .trim()
      .regex(/^[0-9 +]{3,20}$/, 'expected a telephone number, such as 111')
      .describe('Their number.'),
  })
  .meta({ id: 'HomePhones', description: 'Whom the staff of care homes ring.' });
export type HomePhones = z.infer<typeof homePhones>;

/** What the hub decided about a resident: a closed alert, or the answer to an SBARD. */
export const homeDecision = z
  .object({
    admissionId: z.string(),
    at: z.number(),
    by: z.string().nullable(),
    about: z.string().describe('The alert’s sentence, or what the home asked for.'),
    priority: z.enum(PRIORITIES).nullable().describe('Of the alert; null for an SBARD.'),
    decided: z.string().describe('The outcome of the alert, or the decision in words.'),
    note: z.string().nullable(),
  })
  .meta({ id: 'HomeDecision' });
export type HomeDecision = z.infer<typeof homeDecision>;

/** Somebody of the hub had a resident's readings before them, and nothing came in since. */
export const homeLook = z.object({ admissionId: z.string(), at: z.number(), by: z.string() }).meta({ id: 'HomeLook' });
export type HomeLook = z.infer<typeof homeLook>;
