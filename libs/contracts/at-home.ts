import { z } from 'zod';
import { plainText } from './plain-text.ts';

const moment = z.number().describe('Epoch milliseconds.');

/** Who signs in for a stay, and is not staff. */
export const AT_HOME_ROLES = ['patient', 'carer'] as const;
export type AtHomeRole = (typeof AT_HOME_ROLES)[number];

export const accessTerms = z
  .strictObject({
    who: z.enum(AT_HOME_ROLES, { error: 'expected patient or carer' }),
    name: plainText(100).nullable().describe('The carer’s name. Null for the patient, whose name the record has.'),
  })
  .refine(({ who, name }) => (who === 'carer') === (name !== null), {
    path: ['name'],
    message: 'name the carer; the patient’s own name is on the record',
  })
  .meta({ id: 'AccessTerms' });
export type AccessTerms = z.output<typeof accessTerms>;

export const accessGiven = z
  .object({
    accessId: z.uuid(),
    code: z.string().describe('The code. It is shown this once, and works once: the record keeps a hash.'),
    expiresAt: moment,
  })
  .meta({ id: 'AccessGiven' });
export type AccessGiven = z.infer<typeof accessGiven>;

export const stayAccess = z
  .object({
    accesses: z.array(
      z.object({
        id: z.uuid(),
        who: z.enum(AT_HOME_ROLES),
        name: z.string(),
        issuedAt: moment,
        issuedBy: z.string(),
        codeExpiresAt: moment,
        triesLeft: z.int(),
        signedInAt: moment.nullable().describe('When the code was used.'),
        lastSeenAt: moment.nullable(),
        revokedAt: moment.nullable(),
      }),
    ),
    messages: z.array(
      z.object({ id: z.uuid(), at: moment, by: z.string(), text: z.string(), seenAt: moment.nullable() }),
    ),
    phone: z.string().nullable().describe('What patients of the ward ring.'),
  })
  .meta({ id: 'StayAccess', description: 'Who may sign in for a stay, and what the hub wrote to them.' });
export type StayAccess = z.infer<typeof stayAccess>;

export const patientMessageDraft = z.strictObject({ text: plainText(1_000) });
export const patientPhone = z.strictObject({
  phone: z
    .string()
    .trim()
    .regex(/^[0-9 +]{5,20}$/, 'expected a telephone number, such as 01632 960 123'),
});

export const oneTimeCode = z.strictObject({
  code: z.string('enter your code').trim().min(1, 'enter your code').max(40, 'enter your code as you were given it'),
});

/** How a reading goes on from those before it. `first`: there is nothing to compare with. */
export const CHANGES = ['first', 'same', 'higher', 'lower'] as const;

export const myStay = z
  .object({
    at: moment,
    admissionId: z.uuid(),
    who: z.enum(AT_HOME_ROLES),
    patient: z.object({ name: z.string(), nhsNumber: z.string() }),
    pathway: z.enum(['respiratory', 'cardiac', 'frailty']),
    spo2Scale: z.literal([1, 2]),
    scored: z.boolean().describe('False for those for whom NEWS2 is not meant.'),
    nextDueAt: moment.nullable(),
    lastReadingAt: moment.nullable(),
    hub: z.object({ name: z.string(), phone: z.string().nullable(), open: z.boolean() }),
    trend: z.array(
      z.object({
        vital: z.enum(['bloodPressure', 'pulse', 'spo2', 'temperature', 'weight']),
        at: moment,
        value: z.number(),
        second: z.number().nullable().describe('Of a blood pressure: the lower number.'),
        change: z.enum(CHANGES),
      }),
    ),
    messages: z.array(z.object({ id: z.uuid(), at: moment, by: z.string(), text: z.string(), isNew: z.boolean() })),
  })
  .meta({ id: 'MyStay', description: 'What a patient or their carer sees of the one stay that is theirs.' });
export type MyStay = z.infer<typeof myStay>;
