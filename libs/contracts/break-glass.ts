import { z } from 'zod';
import { nhsNumber } from './nhs-number.ts';
import { plainText } from './plain-text.ts';
import { ROLES } from './session.ts';

/** For how long one patient is open, in minutes. */
export const GLASS_MINUTES = 60;

/** Why somebody opens a patient beyond their wards. */
export const GLASS_KINDS = ['emergency', 'covering', 'asked', 'other'] as const;
export type GlassKind = (typeof GLASS_KINDS)[number];

export const GLASS_FINDINGS = ['appropriate', 'not-appropriate'] as const;
export type GlassFinding = (typeof GLASS_FINDINGS)[number];

const moment = z.number().describe('Epoch milliseconds.');

export const glassDraft = z.strictObject({
  nhsNumber,
  birthDate: z.iso
    .date('expected a date, such as 1942-05-31')
    .describe('Whoever is known by a number alone is not opened.'),
  kind: z.enum(GLASS_KINDS, 'say why it is needed'),
  reason: plainText(500).describe('In your own words. Whoever reviews it reads them.'),
});
export type GlassDraft = z.infer<typeof glassDraft>;

export const openGlass = z
  .object({ id: z.uuid(), admissionId: z.uuid(), ward: z.object({ id: z.string(), name: z.string() }), until: moment })
  .meta({ id: 'OpenGlass', description: 'One patient beyond your wards who is open to you until then.' });
export type OpenGlass = z.infer<typeof openGlass>;

export const openGlasses = z.object({ at: moment, open: z.array(openGlass) }).meta({ id: 'OpenGlasses' });
export type OpenGlasses = z.infer<typeof openGlasses>;

export const glassReviews = z
  .object({
    at: moment,
    glasses: z.array(
      z.object({
        id: z.uuid(),
        admissionId: z.uuid(),
        ward: z.object({ id: z.string(), name: z.string() }),
        by: z.object({ name: z.string(), role: z.enum(ROLES), isYou: z.boolean() }),
        kind: z.enum(GLASS_KINDS),
        reason: z.string(),
        restricted: z.boolean().describe('Whether the record was restricted then.'),
        openedAt: moment,
        until: moment,
        did: z
          .array(z.object({ act: z.string(), times: z.int() }))
          .describe('What the audit trail tells of them and this patient meanwhile.'),
        review: z
          .object({ finding: z.enum(GLASS_FINDINGS), note: z.string().nullable(), by: z.string(), at: moment })
          .nullable(),
      }),
    ),
    triedInVain: z
      .array(
        z.object({
          by: z.object({ name: z.string(), role: z.enum(ROLES) }),
          times: z.int().describe('How often the number and date of birth were nobody’s.'),
          heldBack: z.int().describe('How often they were refused because there had been too many.'),
          lastAt: moment,
        }),
      )
      .describe(
        'Who of your wards (an auditor: of all) tried numbers and dates of birth of nobody in the last 30 days.',
      ),
  })
  .meta({
    id: 'GlassReviews',
    description: 'Who opened whom beyond their wards: what nobody has reviewed first, then the newest.',
  });
export type GlassReviews = z.infer<typeof glassReviews>;

export const glassReview = z.strictObject({
  finding: z.enum(GLASS_FINDINGS, 'say appropriate or not-appropriate'),
  note: plainText(1_000).nullable(),
});
export type GlassReview = z.infer<typeof glassReview>;
