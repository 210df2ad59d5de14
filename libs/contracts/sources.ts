import { z } from 'zod';
import { instant } from './instant.ts';
import { nhsNumber } from './nhs-number.ts';
import { plainText } from './plain-text.ts';

const moment = z.number().describe('Epoch milliseconds.');
const id = z.int().min(1);
const some = <T extends z.ZodType>(of: T, what: string) =>
  z
    .array(of, { error: `expected a list of ${what}` })
    .min(1)
    .max(500);
const words = (most: number) => plainText(most);
const number = (least: number, most: number) =>
  z
    .int({ error: `expected a whole number from ${least} to ${most}` })
    .min(least, `expected at least ${least}`)
    .max(most, `expected at most ${most}`);

/** What a person says of a source: all of it, each time. */
export const sourceTerms = z
  .strictObject({
    name: words(100),
    contact: words(200).nullable().describe('Whom to ring when it falls silent.'),
    wardIds: some(z.string(), 'wards'),
    expectedEveryMinutes: number(1, 40_320)
      .nullable()
      .describe('How often something should come; null when nobody can say.'),
    readingsPerSecond: number(1, 1_000_000).describe('Readings that it may send in the long run.'),
    burst: number(1, 1_000_000).describe('Readings that it may send at once.'),
    clientCertificates: z
      .array(words(500))
      .max(10)
      .describe('Fingerprints or subjects: where there are any, it has to present one of them.'),
  })
  .meta({ id: 'SourceTerms', description: 'What a person says of a source: all of it, each time.' });
export type SourceTerms = z.output<typeof sourceTerms>;

export const sourceChange = z.strictObject({
  version: z.int().describe('The version that was looked at: where it has changed since, nothing is done.'),
  terms: sourceTerms,
});

export const sourceSwitch = z.strictObject({
  on: z.boolean({ error: 'expected true (on) or false (off)' }),
  reason: words(500),
});

/** What a new key may do. What is null is no limit beyond the source's own wards. */
export const keyTerms = z
  .strictObject({
    label: words(100).nullable().describe('What people call it.'),
    maySend: z.boolean(),
    mayRead: z.boolean(),
    mayRefer: z
      .boolean()
      .default(false)
      .describe(
        'Beside one of the others: to refer people to its wards over FHIR. Not for a key that is limited to homes or patients.',
      ),
    wardIds: some(z.string(), 'wards').nullable(),
    careHomeIds: some(z.string(), 'care homes').nullable(),
    nhsNumbers: some(nhsNumber, 'NHS numbers').nullable().describe('Only a clinical lead may limit a key to patients.'),
    expiresAt: instant.nullable(),
  })
  .refine(({ maySend, mayRead }) => maySend || mayRead, {
    message: 'choose at least one: to send readings, to read',
    path: ['maySend'],
  })
  .meta({
    id: 'KeyTerms',
    description: 'What a new key may do. What is null is no limit beyond the source’s own wards.',
  });
export type KeyTerms = z.output<typeof keyTerms>;
/** As a form sends them. */
export type NewKeyTerms = z.input<typeof keyTerms>;

export const keyRotation = z.strictObject({
  oldUntil: instant.describe('Until when the old key still opens the door, beside the new one.'),
  expiresAt: instant.nullable().describe('When the new one expires.'),
});

export type KeyRotation = z.input<typeof keyRotation>;

export const keyRevocation = z.strictObject({ reason: words(500) });

/** The only time that a key is shown. */
export const givenKey = z
  .object({
    keyId: id,
    key: z.string().describe('The key. It is shown this once: the record keeps its hash alone.'),
    prefix: z.string(),
  })
  .meta({ id: 'GivenKey' });
export type GivenKey = z.infer<typeof givenKey>;

export const registeredSource = z.object({ id });

/** A key as people may know it. Of the patients that it is limited to, how many. */
export const sourceKeyView = z
  .object({
    id,
    prefix: z.string().describe('Its first characters. Empty for keys from before there were any.'),
    label: z.string().nullable(),
    maySend: z.boolean(),
    mayRead: z.boolean(),
    mayRefer: z.boolean(),
    wardIds: z.array(z.string()).nullable(),
    careHomeIds: z.array(z.string()).nullable(),
    patients: z.int().nullable().describe('To how many patients it is limited; null when to none in particular.'),
    createdAt: moment,
    createdBy: z.string(),
    expiresAt: moment.nullable(),
    revokedAt: moment.nullable(),
    revokedBy: z.string().nullable(),
    lastUsedAt: moment.nullable().describe('To within a minute or so.'),
  })
  .meta({ id: 'SourceKey' });
export type SourceKeyView = z.infer<typeof sourceKeyView>;

/** What came of readings. A count of readings, except where a whole request was refused. */
const outcomes = {
  stored: z.int(),
  repeats: z.int().describe('Sent before, and stored once.'),
  unmatched: z.int().describe('Of those stored: of nobody that the key reaches.'),
  pleaseRepeat: z.int().describe('Of those stored: with a value that is not plausible.'),
  refused: z.int(),
};

/** A source as the list has it. */
export const sourceSummary = z
  .object({
    id,
    version: z.int(),
    name: z.string(),
    contact: z.string().nullable(),
    wardIds: z.array(z.string()),
    disabledAt: moment.nullable(),
    lastHeardAt: moment.nullable().describe('When it last came with a key that is good.'),
    lastStoredAt: moment.nullable().describe('When something of it was last stored.'),
    expectedEveryMinutes: z.int().nullable(),
    waiting: z.int().describe('Readings of nobody, which wait for somebody to say whose they are.'),
    lastDay: z.object(outcomes),
    refusals: z
      .array(z.object({ code: z.string(), count: z.int() }))
      .describe('Of the last day, the most frequent first.'),
    keysInUse: z.int(),
    nextExpiryAt: moment.nullable().describe('When the first of the keys in use expires.'),
    mayManage: z.boolean().describe('Whether you may change it: it belongs to wards of yours alone.'),
  })
  .meta({ id: 'SourceSummary', description: 'A source, and what came of what it sent in the last 24 hours.' });
export type SourceSummary = z.infer<typeof sourceSummary>;

export const sourceList = z
  .object({
    at: moment,
    sources: z.array(sourceSummary),
    wards: z.array(z.object({ id: z.string(), name: z.string() })),
    careHomes: z.array(z.object({ id: z.string(), name: z.string(), wardId: z.string() })),
  })
  .meta({
    id: 'SourceList',
    description: 'The sources of your wards, by name, with the wards and care homes that they may be given.',
  });
export type SourceList = z.infer<typeof sourceList>;

const period = z.object({ from: moment, ...outcomes });

export const sourceDetail = z
  .object({
    at: moment,
    source: sourceSummary,
    registeredAt: moment,
    registeredBy: z.string(),
    readingsPerSecond: z.int(),
    burst: z.int(),
    clientCertificates: z.array(z.string()),
    keys: z.array(sourceKeyView).describe('The newest first.'),
    hours: z.array(period).describe('The last 24 hours, the oldest first. Hours in which nothing came are there, too.'),
    days: z.array(period).describe('The last 14 days in UTC, the oldest first.'),
    wards: z.array(z.object({ id: z.string(), name: z.string() })),
    careHomes: z.array(z.object({ id: z.string(), name: z.string(), wardId: z.string() })),
  })
  .meta({ id: 'Source', description: 'All that there is to know of a source.' });
export type SourceDetail = z.infer<typeof sourceDetail>;

/** How a source stands. `silent`: something should have come by now and has not. */
export type SourceStanding = 'off' | 'never-heard' | 'silent' | 'on-time' | 'heard';

/** A round may be late by this much of its interval before it counts as missed. */
const GRACE = 1.5;

/** How a source stands at a moment. What is refused is no news of a patient: only what was stored counts as coming. */
export function standingOf(
  source: Pick<SourceSummary, 'disabledAt' | 'lastStoredAt' | 'expectedEveryMinutes'>,
  now: number,
): SourceStanding {
  const { disabledAt, lastStoredAt, expectedEveryMinutes } = source;
  if (disabledAt !== null) return 'off';
  if (lastStoredAt === null) return 'never-heard';
  if (expectedEveryMinutes === null) return 'heard';
  return now - lastStoredAt > expectedEveryMinutes * 60_000 * GRACE ? 'silent' : 'on-time';
}

/** How a key stands. `expires-soon`: within two weeks, which is little time to reach a vendor. */
export type KeyStanding = 'in-use' | 'expires-soon' | 'expired' | 'revoked';

const SOON_MS = 14 * 24 * 3_600_000;

export function keyStandingOf(key: Pick<SourceKeyView, 'expiresAt' | 'revokedAt'>, now: number): KeyStanding {
  if (key.revokedAt !== null) return 'revoked';
  if (key.expiresAt === null) return 'in-use';
  if (key.expiresAt <= now) return 'expired';
  return key.expiresAt - now <= SOON_MS ? 'expires-soon' : 'in-use';
}
