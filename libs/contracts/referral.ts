import { z } from 'zod';
import { nhsNumber } from './nhs-number.ts';
import { lowKits } from './kits.ts';
import { arm } from './pilot.ts';
import { plainText } from './plain-text.ts';

const moment = z.number().describe('Epoch milliseconds.');
const pathway = z.enum(['respiratory', 'cardiac', 'frailty'], 'expected respiratory, cardiac or frailty');
const level = z.enum(['intensive', 'standard', 'light'], 'expected intensive, standard or light: these hold a bed');
const version = z.int('expected the version that you saw').min(1).describe('As you saw it.');

/** How somebody comes. */
export const REFERRAL_ROUTES = {
  'early-supported-discharge': 'Early supported discharge',
  'admission-avoidance': 'Admission avoidance',
  community: 'Community',
} as const;

export const TRAJECTORIES = { improving: 'Improving', stable: 'Stable', worsening: 'Getting worse' } as const;

/** With what somebody can send readings. */
export const DIGITAL_ACCESS = {
  'own-device': 'Has a device of their own',
  'kit-needed': 'Needs a kit from us',
  telephone: 'By telephone',
} as const;

const oneOf = <Key extends string>(table: Readonly<Record<Key, string>>) => {
  const keys = Object.keys(table) as [Key, ...Key[]];
  return z.enum(keys, { error: `expected one of: ${keys.join(', ')}` });
};

const whole = (least: number, most: number) =>
  z
    .int(`expected a whole number from ${least} to ${most}, or null`)
    .min(least, `expected at least ${least}`)
    .max(most, `expected at most ${most}`);
const yesNo = z.boolean('expected true or false, or null where it was not said').nullable();

/** Everything that is said of somebody whom the ward is asked to look after. Null: it was not said. */
export const referralTerms = z
  .strictObject({
    nhsNumber,
    givenName: plainText(100),
    familyName: plainText(100),
    birthDate: z.iso.date('expected a date such as 1941-03-27').describe('YYYY-MM-DD.'),
    sex: z.enum(['female', 'male', 'other', 'unknown'], 'expected female, male, other or unknown'),
    route: oneOf(REFERRAL_ROUTES),
    pathway,
    reason: plainText(2_000).describe('What is the matter, and what the ward is asked for.'),
    referredBy: plainText(200).describe('Who asks, and of which organisation.'),
    clinician: plainText(200).describe('The named clinician who stays responsible.'),
    pregnant: yesNo.default(null).describe('NEWS2 is not for pregnancy: somebody who is pregnant is not taken.'),
    consents: yesNo.describe('Whether the person wants to be looked after at home.'),
    news2: whole(0, 20).nullable(),
    trajectory: oneOf(TRAJECTORIES).nullable(),
    spo2: whole(50, 100).nullable().describe('%, at rest.'),
    spo2Scale: z
      .union([z.literal(1), z.literal(2)], 'expected 1 or 2')
      .describe('As stated: a clinician orders scale 2 here.'),
    systolic: whole(50, 260).nullable().describe('mmHg.'),
    heartFailureConfirmed: yesNo,
    clinicalFrailtyScale: whole(1, 9).nullable(),
    escalation: plainText(500).nullable().describe('What is to be done, and what not, should the person get worse.'),
    carer: plainText(200).nullable(),
    livesAlone: yesNo,
    language: plainText(50).describe('The language that the person speaks best.'),
    digitalAccess: oneOf(DIGITAL_ACCESS),
    postcode: z
      .string('expected a postcode, or null')
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/, 'expected a postcode such as DT1 1AA')
      .nullable(),
    gp: plainText(200).nullable().describe('The practice.'),
    careHomeId: z.string('expected a home, or null').min(1).max(100).nullable(),
  })
  .meta({ id: 'ReferralTerms', description: 'Somebody whom a ward is asked to look after.' });
export type ReferralTerms = z.output<typeof referralTerms>;

export const referralReceived = z.object({ id: z.uuid() }).meta({ id: 'ReferralReceived' });
export type ReferralReceived = z.infer<typeof referralReceived>;

/** What a person decides of a referral. */
export const referralDecision = z
  .discriminatedUnion('to', [
    z.strictObject({
      to: z.literal('waiting').describe('Accepted, or an offer taken back: in the queue.'),
      version,
      reason: plainText(500).nullable().describe('Needed where not every criterion is met.'),
    }),
    z.strictObject({
      to: z.literal('offered').describe('A bed is kept for so long.'),
      version,
      hours: whole(1, 72).describe('For how long.'),
    }),
    z.strictObject({
      to: z.literal('declined'),
      version,
      reason: plainText(500),
      advice: plainText(1_000).describe('What the referrer should do instead.'),
    }),
    z.strictObject({ to: z.literal('withdrawn'), version, reason: plainText(500) }),
  ])
  .meta({ id: 'ReferralDecision' });
export type ReferralDecision = z.output<typeof referralDecision>;

export const referralAdmission = z
  .strictObject({
    version,
    level: level.describe('How closely the person is watched from now on.'),
    bed: whole(1, 500).nullable().describe('Null: the first that is free.'),
    arm: arm
      .nullable()
      .default(null)
      .describe('Of the two-area pilot, for a resident of a home in one of its areas; null: not in it.'),
  })
  .meta({ id: 'ReferralAdmission' });
export type ReferralAdmission = z.output<typeof referralAdmission>;

export const admitted = z
  .object({ admissionId: z.uuid(), bed: z.int(), nextDueAt: moment.describe('When the first set is due.') })
  .meta({ id: 'Admitted' });
export type Admitted = z.infer<typeof admitted>;

/** How a stay ends. */
export const STAY_ENDINGS = {
  home: 'Discharged home',
  hospital: 'Stepped up to hospital',
  died: 'Died',
  withdrawn: 'Withdrew',
} as const;
export type StayEnding = keyof typeof STAY_ENDINGS;

export const stayEnd = z
  .strictObject({
    version,
    ending: oneOf(STAY_ENDINGS),
    reason: plainText(1_000).describe('Why, and who looks after the person from now on.'),
    summaryLater: plainText(500)
      .exactOptional()
      .describe(
        'Why the discharge summary comes later: needed where somebody goes home and none of the last day is written.',
      ),
  })
  .meta({ id: 'StayEnd' });
export type StayEnd = z.output<typeof stayEnd>;

export const stayEnded = z
  .object({ bed: z.int().nullable().describe('The bed that is free now.'), closedAlerts: z.int() })
  .meta({ id: 'StayEnded' });
export type StayEnded = z.infer<typeof stayEnded>;

/** On which day something is expected. */
export const dayPlan = z
  .strictObject({
    on: z.iso
      .date('expected a date such as 2026-03-27, or null')
      .nullable()
      .describe('YYYY-MM-DD; null: not expected any more.'),
    reason: plainText(500),
  })
  .meta({ id: 'DayPlan' });
export type DayPlan = z.output<typeof dayPlan>;

export const wardTransfer = z
  .strictObject({ version, wardId: z.string().min(1).max(100).describe('To which ward.'), reason: plainText(500) })
  .meta({ id: 'WardTransfer' });
export type WardTransfer = z.output<typeof wardTransfer>;

export const wardTransferred = z
  .object({
    version: z.int(),
    bed: z.int().nullable().describe('On the new ward.'),
    alerts: z.int().describe('Open alerts that went along.'),
  })
  .meta({ id: 'WardTransferred' });
export type WardTransferred = z.infer<typeof wardTransferred>;

export const bedChange = z
  .strictObject({ version, bed: whole(1, 500).describe('Where somebody lies in it, the two change places.') })
  .meta({ id: 'BedChange' });
export type BedChange = z.output<typeof bedChange>;

export const bedChanged = z
  .object({ version: z.int(), changedWith: z.uuid().nullable().describe('The stay that has the old bed now.') })
  .meta({ id: 'BedChanged' });
export type BedChanged = z.infer<typeof bedChanged>;

const criterion = z.object({
  id: z.string(),
  state: z.enum(['met', 'not-met', 'unknown']),
  evidence: z.string(),
});

export const referralView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    state: z.enum(['received', 'waiting', 'offered', 'admitted', 'declined', 'withdrawn']),
    terms: referralTerms.extend({ nhsNumber: z.string(), postcode: z.string().nullable() }),
    ageYears: z.int(),
    imdDecile: z
      .int()
      .nullable()
      .describe(
        'Of the postcode’s neighbourhood: 1 is the most deprived tenth. Null where the operator’s file has it not.',
      ),
    receivedAt: moment,
    receivedBy: z.string(),
    waitsSince: moment.nullable(),
    offeredUntil: moment.nullable(),
    criteria: z.array(criterion).describe('As the referral has it now.'),
    place: z.int().nullable().describe('In the queue, from 1.'),
    need: z.enum(['high', 'raised', 'steady']).nullable(),
    why: z.array(z.string()).describe('Why it has this place.'),
    events: z
      .array(
        z.object({
          at: moment,
          by: z.string(),
          state: z.string(),
          reason: z.string().nullable(),
          advice: z.string().nullable(),
        }),
      )
      .describe('Oldest first.'),
    admissionId: z.uuid().nullable(),
    plannedFor: z.string().nullable().describe('The day on which they are expected, YYYY-MM-DD.'),
  })
  .meta({ id: 'Referral' });
export type ReferralView = z.infer<typeof referralView>;

const plannedMove = z.object({ id: z.uuid(), name: z.string(), on: z.string() });

export const wardBeds = z
  .object({
    at: moment,
    ward: z.object({ id: z.string(), name: z.string(), capacity: z.int(), occupied: z.int() }),
    beds: z
      .array(
        z.object({
          bed: z.int(),
          stay: z
            .object({
              admissionId: z.uuid(),
              version: z.int(),
              name: z.string(),
              pathway,
              level: z.string(),
              admittedAt: moment,
              openEmergency: z.boolean(),
              plannedHome: z.object({ on: z.string(), reason: z.string() }).nullable(),
              kit: z.array(z.string()).describe('What is lent to them: "Pulse oximeter 0042".'),
            })
            .nullable(),
        }),
      )
      .describe('Every bed of the ward.'),
    offered: z.int().describe('Free beds that are kept for an offer.'),
    homes: z.array(z.object({ id: z.string(), name: z.string() })),
    otherWards: z.array(z.object({ id: z.string(), name: z.string() })).describe('Of whoever asks.'),
    days: z
      .array(
        z.object({
          on: z.string().describe('YYYY-MM-DD, where the ward is.'),
          in: z.array(plannedMove),
          out: z.array(plannedMove),
          free: z.int().describe('At the end of the day. Below 0: so many more are planned than there are beds.'),
        }),
      )
      .describe('Today and the six days after.'),
    stillHere: z.array(plannedMove).describe('Who was to go before today. They free nothing until a new day is said.'),
    firstReadings: z
      .array(
        z.object({
          admissionId: z.uuid(),
          name: z.string(),
          bed: z.int().nullable(),
          dueAt: moment,
          lastReadingAt: moment.nullable().describe('Null: nothing has come yet.'),
        }),
      )
      .describe('New stays whose first set no clinician has checked.'),
    lowKits,
    referrals: z
      .array(referralView)
      .describe('Those that are not settled, in the queue’s order; then those settled in the last week.'),
  })
  .meta({ id: 'WardBeds' });
export type WardBeds = z.infer<typeof wardBeds>;
