import { BANDS, PARAMETERS, VITALS } from '#clinical';
import { z } from 'zod';
import { answers } from './answers.ts';
import { instant } from './instant.ts';
import { notTaken } from './reading-set.ts';

/** Which readings of a stay are asked for: those measured from one moment to before another. */
export const stayReadingsQuestion = z
  .strictObject({
    from: instant.optional().describe('Measured at or after this moment; without it, from the admission.'),
    to: instant.optional().describe('Measured before this moment; without it, up to now.'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ['to'],
    error: 'expected a moment after `from`',
  });

const vital = z.enum(VITALS);

/** A NEWS2 as it was kept, on the scale that was in force when the set was measured. Incomplete, it is none. */
const keptScore = z
  .object({
    complete: z.boolean(),
    least: z.int(),
    most: z.int().describe('The same as `least` when the set is complete: the NEWS2.'),
    band: z.enum(BANDS).describe('What is certain already, where the set is incomplete.'),
    scale: z.literal([1, 2]),
    subScores: z.partialRecord(z.enum(PARAMETERS), z.int()),
    statedTotal: z.number().nullable().describe('What the sender said the total was, where it said so.'),
  })
  .meta({ id: 'KeptScore' });
export type KeptScore = z.infer<typeof keptScore>;

const measuredValues = z
  .object({
    respiration: z.number(),
    spo2: z.number(),
    onOxygen: z.boolean(),
    oxygenFlow: z.number(),
    systolic: z.number(),
    diastolic: z.number(),
    pulse: z.number(),
    consciousness: z.enum(['A', 'C', 'V', 'P', 'U']),
    temperature: z.number(),
    weight: z.number(),
    height: z.number(),
    bmi: z.number(),
    glucose: z.number(),
  })
  .partial();

/** What was known at one moment: the newest value of each vital in the half hour up to it. Units as for a ReadingSet. */
const measuredSet = z
  .object({
    at: z.number(),
    vitals: measuredValues,
    earlier: z
      .partialRecord(vital, z.number())
      .exactOptional()
      .describe('When those were measured that were not measured at `at` itself, but in the half hour before.'),
    score: keptScore.nullable().describe('Null until the rules have looked at it, and for whoever gets no NEWS2.'),
    readings: z.array(z.int()).describe('What it is made of: places in `readings`.'),
  })
  .meta({ id: 'MeasuredSet' });
export type MeasuredSet = z.infer<typeof measuredSet>;

const method = z.enum(['device', 'staff', 'patient', 'carer', 'telephone']);

/** Who or what took readings. */
const taker = z
  .object({
    source: z.string().describe('The name of the system that sent it.'),
    method: method.exactOptional(),
    recordedBy: z.string().exactOptional(),
    device: z.string().exactOptional().describe('Its model and serial number, as far as they were sent.'),
  })
  .meta({ id: 'Taker' });
export type Taker = z.infer<typeof taker>;

/** A stored reading, without its values. */
const takenReading = z
  .object({
    at: z.number().describe('When it was measured.'),
    receivedAt: z.number(),
    ofTheDay: measuredValues
      .exactOptional()
      .describe('What was measured, where only the day of it is known: history, never scored.'),
    taker: z.int().describe('Its place in `takers`.'),
    quarantined: z
      .partialRecord(vital, z.number())
      .exactOptional()
      .describe('Values that cannot be believed as they stand: kept and never scored.'),
    note: z.string().exactOptional(),
    answers: answers.exactOptional(),
    notTaken: notTaken.exactOptional(),
  })
  .meta({ id: 'TakenReading' });
export type TakenReading = z.infer<typeof takenReading>;

/** What a plan says that a vital should be, or what is usual for this person. */
const usual = z.object({ value: z.number(), from: z.enum(['plan', 'readings']) });
const range = z.object({ low: z.number().exactOptional(), high: z.number().exactOptional() });

/** What was measured and answered in a stretch of a stay. Times are epoch milliseconds. */
export const stayReadings = z
  .object({
    at: z.number().describe('As of when.'),
    from: z.number(),
    to: z.number(),
    stored: z.int().describe('How many readings were measured in this time, whatever is shown of them.'),
    stretchMs: z
      .int()
      .nullable()
      .describe(
        'Null when everything is here. Else of every stretch of this length the least and the most of each parameter, and every set whose band is not that of the one before.',
      ),
    sets: z.array(measuredSet).describe('Oldest first.'),
    readings: z.array(takenReading),
    takers: z.array(taker),
    moreAnswers: z.int().describe('How many more readings with answers there are, older than those that are here.'),
    scaleOrders: z.array(
      z.object({
        scale: z.literal([1, 2]),
        inForceFrom: z.number(),
        authorisedBy: z.string(),
        role: z.string(),
        reason: z.string(),
      }),
    ),
    usual: z.partialRecord(vital, usual).describe('What is usual for this person now, as the rules have it.'),
    ranges: z.partialRecord(vital, range).describe('The limits of this person’s own plan: beyond them is found.'),
    targets: z.partialRecord(vital, range).describe('What the plan aims at.'),
  })
  .meta({ id: 'StayReadings', description: 'What was measured and answered in a stretch of a stay.' });
export type StayReadings = z.infer<typeof stayReadings>;
