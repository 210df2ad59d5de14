import { LEVELS, PRIORITIES, type MonitoringLevel, type Pathway } from '#clinical';
import { z } from 'zod';
import { careEntry } from './care.ts';
import { stepDownCriterion } from './level.ts';
import { stayPlan } from './stay-plan.ts';

const levels = Object.keys(LEVELS) as [MonitoringLevel, ...MonitoringLevel[]];
const PATHWAYS = ['respiratory', 'cardiac', 'frailty'] as const satisfies readonly Pathway[];
const moment = z.number().describe('Epoch milliseconds.');
const dayOf = z.iso.date().describe('On the ward’s clocks, YYYY-MM-DD.');

export const replayQuestion = z
  .strictObject({
    day: z.iso
      .date('expected a day such as 2026-11-03')
      .optional()
      .describe('As it was known at the end of this day on the ward’s clocks. Without it and `at`: today, up to now.'),
    at: z.iso
      .datetime({ offset: true, error: 'expected a time with its offset, such as 2026-11-03T14:05:00Z' })
      .optional()
      .describe('As it was known at this moment.'),
  })
  .refine(({ day, at }) => day === undefined || at === undefined, {
    path: ['at'],
    message: 'expected a day or a moment, not both',
  });

const value = z.number().nullable();

/** A reading that was known by then. */
const replayReading = z
  .object({
    id: z.uuid(),
    at: moment.describe('When it was measured.'),
    knownAt: moment.describe('When it came; later where somebody had to say first whose it is.'),
    source: z.string(),
    respiration: value,
    spo2: value,
    onOxygen: z.boolean().nullable(),
    oxygenFlow: value,
    systolic: value,
    diastolic: value,
    pulse: value,
    consciousness: z.string().nullable(),
    temperature: value,
    weight: value,
    glucose: value,
    news2: z
      .object({
        total: z.int().nullable().describe('Null where something was missing: then it is `least` to `most`.'),
        least: z.int(),
        most: z.int(),
        scale: z.literal([1, 2]),
      })
      .nullable()
      .describe('Of the set that ends with it, from what was known by then alone; null where NEWS2 does not apply.'),
  })
  .meta({ id: 'ReplayReading' });
export type ReplayReading = z.infer<typeof replayReading>;

const replayAlert = z
  .object({
    id: z.uuid(),
    ruleId: z.string(),
    priority: z.enum(PRIORITIES),
    sentence: z.string(),
    raisedAt: moment,
    holder: z.object({ name: z.string(), since: moment }).nullable().describe('Who had it; null where nobody had.'),
  })
  .meta({ id: 'ReplayAlert', description: 'An alert that was open then.' });
export type ReplayAlert = z.infer<typeof replayAlert>;

export const REPLAY_DECISIONS = [
  'referral',
  'admitted',
  'level',
  'plan',
  'scale',
  'round',
  'review',
  'first-reading',
  'planned-discharge',
  'ward',
  'handed-on',
  'sbard',
  'ended',
] as const;

const replayDecision = z
  .object({
    key: z.string(),
    kind: z.enum(REPLAY_DECISIONS),
    at: moment,
    by: z.string().nullable().describe('By name; null where nobody’s is kept.'),
    reason: z.string().nullable(),
    from: z.string().nullable().describe('The level or ward before; of a review in how many days the next is due.'),
    to: z
      .string()
      .nullable()
      .describe('What was decided: the level, ward, state, scale, day or kind of decision; null where there is none.'),
    overridden: z.array(z.string()).describe('Criteria that were not met, or not known, and overridden.'),
    criteria: z
      .array(z.object({ id: z.string(), state: z.enum(['met', 'not-met', 'unknown']), evidence: z.string() }))
      .describe('As they stood when it was decided; empty where the decision rests on none.'),
    rules: z.string().nullable().describe('The version of the criteria, where they have one.'),
    before: stayPlan.nullable().describe('Of a change of the plan.'),
    after: stayPlan.nullable(),
  })
  .meta({ id: 'ReplayDecision' });
export type ReplayDecision = z.infer<typeof replayDecision>;

/** A stay as it was known at a moment. */
export const stayReplay = z
  .object({
    admissionId: z.uuid(),
    name: z.string(),
    zone: z.string().describe('The ward’s clocks, as an IANA zone.'),
    at: moment.describe('As of when: nothing that came later is in it, whenever it was measured.'),
    day: dayOf,
    firstDay: dayOf.describe('The day of the admission.'),
    lastDay: dayOf.describe('The day of its end, or today.'),
    ended: z.boolean().describe('Whether the stay was over by then.'),
    ward: z.object({ id: z.string(), name: z.string() }),
    pathway: z.enum(PATHWAYS),
    level: z.enum(levels),
    levelSince: moment,
    plan: stayPlan.describe('In force then.'),
    planSince: moment,
    spo2Scale: z.literal([1, 2]),
    score: z
      .object({ at: moment, total: z.int(), scale: z.literal([1, 2]) })
      .nullable()
      .describe('The newest complete NEWS2 that was known then.'),
    trend: z.enum(['rising', 'falling', 'steady', 'unknown']),
    readings: z
      .array(replayReading)
      .describe('Measured on this day, or come in on it, oldest first; 200 at most, the newest.'),
    moreReadings: z.int().describe('How many of that day are not in the list.'),
    alerts: z.array(replayAlert).describe('Open then, the gravest first.'),
    readiness: z
      .object({
        recordReady: z.boolean(),
        mayOverride: z.boolean(),
        criteria: z.array(stepDownCriterion),
      })
      .nullable()
      .describe('Whether they could have stepped down, by what was known then; null where the stay was over.'),
    notes: z
      .array(z.object({ id: z.uuid(), at: moment, by: z.string(), text: z.string(), struckBy: z.string().nullable() }))
      .describe('Written on this day, newest first.'),
    care: z.array(careEntry).describe('Goals, carers, meetings, tasks and visits as they stood then, newest first.'),
    decisions: z
      .array(replayDecision)
      .describe('Of this day, oldest first; on the first day with those on the referral.'),
  })
  .meta({ id: 'StayReplay', description: 'A stay as it was known at a moment.' });
export type StayReplay = z.infer<typeof stayReplay>;
