import { LEVELS, PLAUSIBLE, PRIORITIES, type MeasuredVital, type MonitoringLevel, type Pathway } from '#clinical';
import { z } from 'zod';
import { plainText } from './plain-text.ts';
import { spo2ScaleOrders } from './spo2-scale-order.ts';

const MEASURED = Object.keys(PLAUSIBLE) as [MeasuredVital, ...MeasuredVital[]];
const levels = Object.keys(LEVELS) as [MonitoringLevel, ...MonitoringLevel[]];
const PATHWAYS = ['respiratory', 'cardiac', 'frailty'] as const satisfies readonly Pathway[];

const amount = z.number('expected a number');

const baseline = z
  .strictObject({
    ...(Object.fromEntries(MEASURED.map((vital) => [vital, amount.exactOptional()])) as Record<
      MeasuredVital,
      z.ZodExactOptional<typeof amount>
    >),
    news2: amount.exactOptional(),
    mmrc: amount.exactOptional(),
    borg: amount.exactOptional(),
    painScore: amount.exactOptional(),
    irregularPulse: z.boolean().exactOptional(),
  })
  .describe('What is usual for this person when well. What is absent is taken from their readings.');

const limit = z.strictObject({
  low: amount.exactOptional(),
  high: amount.exactOptional(),
  priority: z.enum(['emergency', 'urgent', 'routine']).exactOptional(),
});

/** The plan that a clinician made for a stay. What is absent was not stated. */
export const stayPlan = z
  .strictObject({
    escalation: plainText(500)
      .exactOptional()
      .describe('What is to be done, and what not, should this person get worse: on every alert and tile.'),
    baseline: baseline.exactOptional(),
    limits: z
      .partialRecord(z.enum(MEASURED), limit)
      .exactOptional()
      .describe('A value beyond it is found; a value on it is not.'),
    spo2Target: z.strictObject({ low: amount, high: amount }).exactOptional().describe('The prescribed range, %.'),
    targetWeight: amount.exactOptional().describe('kg'),
    prescribedOxygenFlow: amount.exactOptional().describe('L/min, 0 on air: what is prescribed is no new need.'),
    glucoseLowering: z.boolean().exactOptional().describe('Takes insulin or a sulfonylurea.'),
    overrides: z
      .record(
        z.string().min(1).max(64),
        z.strictObject({
          enabled: z.boolean().exactOptional(),
          priority: z.enum(PRIORITIES).exactOptional(),
          parameters: z.record(z.string().min(1).max(64), amount).exactOptional(),
        }),
      )
      .exactOptional()
      .describe('Thresholds of this person’s own, by rule: within the bounds of the rule.'),
    schedule: z
      .strictObject({
        minutes: z.array(z.int()).max(96).describe('Minutes after midnight on the ward’s clocks, in their order.'),
        weekdays: z.array(z.int()).max(7).exactOptional().describe('0 is Sunday; without it, every day.'),
      })
      .exactOptional()
      .describe('When sets are due; without it one round of the level after the last.'),
  })
  .meta({ id: 'StayPlan', description: 'The plan of a stay. What is absent was not stated.' });
export type StayPlan = z.infer<typeof stayPlan>;

/** A whole plan in the place of the one that was seen, and why. */
export const planChange = z
  .strictObject({
    version: z.int('expected the version of the stay that you saw').min(1).describe('The stay as you saw it.'),
    reason: plainText(500).describe('Why. It stands with the change.'),
    plan: stayPlan,
  })
  .meta({ id: 'PlanChange', description: 'A whole plan in the place of the one that you saw, and why.' });
export type PlanChange = z.infer<typeof planChange>;

export const planChanged = z
  .object({ version: z.int().describe('The stay’s new version.') })
  .meta({ id: 'PlanChanged' });
export type PlanChanged = z.infer<typeof planChanged>;

/** A number of a rule that may be changed: what it is as shipped, on this ward, and for this person. */
const threshold = z
  .object({
    ruleId: z.string(),
    parameter: z.string(),
    unit: z.string().describe('UCUM, or what is counted.'),
    shipped: z.number(),
    ward: z.number().describe('What is in force on this ward and pathway.'),
    patient: z.number().nullable().describe('This person’s own; null where the ward’s is in force.'),
    min: z.number().describe('The bound that nobody can pass.'),
    max: z.number(),
    perPatient: z.boolean().describe('Whether it may be set for one person, and not only for a ward or a pathway.'),
  })
  .meta({ id: 'Threshold' });
export type Threshold = z.infer<typeof threshold>;

/** One change of the plan: never taken back, only followed by the next. */
const planChangeMade = z
  .object({
    at: z.number(),
    by: z.string(),
    reason: z.string(),
    version: z.int().describe('The stay’s version that it made.'),
    before: stayPlan,
    after: stayPlan,
  })
  .meta({ id: 'PlanChangeMade' });
export type PlanChangeMade = z.infer<typeof planChangeMade>;

/** The plan of a stay, with all that it stands on. Times are epoch milliseconds. */
export const stayPlanView = z
  .object({
    admissionId: z.string(),
    version: z.int().describe('To be sent with a change.'),
    active: z.boolean().describe('Whether the stay goes on: the plan of one that is over is not changed any more.'),
    pathway: z.enum(PATHWAYS),
    level: z.enum(levels),
    plan: stayPlan,
    ruleSet: z.string().describe('The version of the rules in force.'),
    thresholds: z.array(threshold),
    ownNormal: z
      .record(z.string(), z.object({ value: z.number(), from: z.enum(['plan', 'readings']) }))
      .describe(
        'What the rules take as usual for this person now, by vital, and for `news2`. What is absent is not known.',
      ),
    zone: z.string().describe('The ward’s clocks, as an IANA zone.'),
    lastReadingAt: z.number().nullable(),
    nextDueAt: z.number().nullable(),
    spo2Scale: spo2ScaleOrders.omit({ version: true }),
    changes: z.array(planChangeMade).describe('Newest first, the last 100.'),
  })
  .meta({ id: 'StayPlanView', description: 'The plan of a stay, with all that it stands on.' });
export type StayPlanView = z.infer<typeof stayPlanView>;
