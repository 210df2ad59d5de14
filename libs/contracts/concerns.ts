import { z } from 'zod';
import { plainText } from './plain-text.ts';

const moment = z.number().describe('Epoch milliseconds.');

/** What a partner may have noticed, in the words that they tick. */
export const NOTICED = {
  curtains: 'Curtains still closed, or open all night',
  post: 'Post, milk or bins left out',
  notAnswering: 'Not answering the door or the phone',
  notSeen: 'Not seen for longer than usual',
  cold: 'The home is cold or dark',
  noFood: 'Little or no food or drink',
  confused: 'Confused, or not like themselves',
  unwell: 'Looks ill, or is getting weaker',
  fall: 'Has fallen, or is on the floor',
} as const;
export type Noticed = keyof typeof NOTICED;
const NOTICED_IDS = Object.keys(NOTICED) as [Noticed, ...Noticed[]];

/** Of these, somebody is told to call 999 before anything else. */
export const NOTICED_999 = ['fall', 'unwell'] as const satisfies readonly Noticed[];

const code = z
  .string('enter your code')
  .trim()
  .min(1, 'enter your code')
  .max(40, 'enter your code as you were given it');

export const concernSent = z
  .strictObject({
    code: code.describe('Your organisation’s code.'),
    reference: z
      .uuid('expected a reference of your own: a UUID')
      .describe('Your own: sent again under it, it is kept once.'),
    name: plainText(200).nullable().describe('Whom it is about, as far as you know.'),
    address: plainText(300).nullable().describe('Where.'),
    noticed: z
      .array(z.enum(NOTICED_IDS, { error: `expected some of: ${NOTICED_IDS.join(', ')}` }), {
        error: 'tick what you noticed',
      })
      .min(1, 'tick what you noticed')
      .max(NOTICED_IDS.length)
      .refine((list) => new Set(list).size === list.length, 'the same was ticked twice'),
  })
  .refine(({ name, address }) => name !== null || address !== null, {
    path: ['address'],
    message: 'say who it is, or which address',
  })
  .meta({
    id: 'ConcernSent',
    description: 'Who or which address, what was noticed, and nothing else. Nothing about the person is ever answered.',
  });
export type ConcernSent = z.output<typeof concernSent>;

/** The same for everybody, whoever it is about. */
export const concernReceived = z.object({ received: z.literal(true) }).meta({ id: 'ConcernReceived' });
export type ConcernReceived = z.infer<typeof concernReceived>;

/** What came of a welfare check. */
export const CONCERN_OUTCOMES = {
  'seen-well': 'Seen or spoken to, and well',
  'help-arranged': 'Seen, and help was arranged',
  ambulance: '999 was called',
  'passed-on': 'None of ours: passed on to their GP, social care or the police',
  'not-found': 'Could not be reached: passed on to the police',
} as const;
export type ConcernOutcome = keyof typeof CONCERN_OUTCOMES;
const OUTCOMES = Object.keys(CONCERN_OUTCOMES) as [ConcernOutcome, ...ConcernOutcome[]];

const by = z.object({ name: z.string(), at: moment });

export const concernView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    wardId: z.string(),
    organisation: z.string(),
    name: z.string().nullable(),
    address: z.string().nullable(),
    noticed: z.array(z.enum(NOTICED_IDS)),
    receivedAt: moment,
    dueAt: moment.describe('By when the welfare check is to have an outcome.'),
    matched: by
      .extend({
        stay: z
          .object({ admissionId: z.uuid(), wardId: z.string(), name: z.string(), level: z.string() })
          .nullable()
          .describe('Null: nobody of ours.'),
      })
      .nullable()
      .describe('Null while nobody has said whom it is about.'),
    taken: by.extend({ byYou: z.boolean() }).nullable(),
    closed: by.extend({ outcome: z.enum(OUTCOMES), note: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'Concern' });
export type ConcernView = z.infer<typeof concernView>;

export const concernList = z
  .object({
    at: moment,
    open: z.array(concernView).describe('Due first, first.'),
    closed: z.array(concernView).describe('Of the last seven days, the last to be closed first; at most 50.'),
  })
  .meta({ id: 'ConcernList' });
export type ConcernList = z.infer<typeof concernList>;

const version = z.int().describe('The version that you saw: where it has changed since, nothing is done.');

export const concernTaking = z.strictObject({ version });
export const concernMatch = z.strictObject({
  version,
  admissionId: z.uuid('expected a stay').nullable().describe('Null: nobody of ours.'),
});
export const concernOutcome = z.strictObject({
  version,
  outcome: z.enum(OUTCOMES, { error: `expected one of: ${OUTCOMES.join(', ')}` }),
  note: plainText(1_000).nullable(),
});
export const concernVersion = z.object({ version: z.int() });

/** The longest that a partner's code may last, in days. */
export const LONGEST_PARTNER_CODE_DAYS = 366;

export const partnerCodeTerms = z
  .strictObject({
    wardId: z.string('choose a ward').min(1, 'choose a ward').max(100),
    organisation: plainText(100),
    days: z
      .int(`expected a whole number of days from 1 to ${LONGEST_PARTNER_CODE_DAYS}`)
      .min(1, 'expected at least 1 day')
      .max(LONGEST_PARTNER_CODE_DAYS, `expected at most ${LONGEST_PARTNER_CODE_DAYS} days`)
      .describe('How long it lasts.'),
  })
  .meta({ id: 'PartnerCodeTerms' });
export type PartnerCodeTerms = z.output<typeof partnerCodeTerms>;

export const partnerCodeGiven = z
  .object({
    id: z.uuid(),
    code: z.string().describe('The code. It is shown this once: the record keeps its hash alone.'),
    expiresAt: moment,
  })
  .meta({ id: 'PartnerCodeGiven' });
export type PartnerCodeGiven = z.infer<typeof partnerCodeGiven>;

export const partnerCodeList = z
  .object({
    at: moment,
    codes: z.array(
      z.object({
        id: z.uuid(),
        wardId: z.string(),
        wardName: z.string(),
        organisation: z.string(),
        prefix: z.string().describe('Its first characters.'),
        issuedAt: moment,
        issuedBy: z.string(),
        expiresAt: moment,
        revokedAt: moment.nullable(),
        revokedBy: z.string().nullable(),
        lastUsedAt: moment.nullable(),
        concerns: z.int().describe('How many were told with it.'),
      }),
    ),
  })
  .meta({ id: 'PartnerCodeList' });
export type PartnerCodeList = z.infer<typeof partnerCodeList>;
