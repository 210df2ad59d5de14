import { ANSWERING_ROLES, PRIORITIES, type RoutePart } from '#clinical';

import { z } from 'zod';
import { channelView, DELIVERY_STATES, priority, waysByPriority } from './notification.ts';
import { plainText } from './plain-text.ts';
import { wallClockTime } from './wall-clock-time.ts';

/** The two parts of a ward's route. */
export const ROUTE_PARTS = ['hub-hours', 'on-call'] as const satisfies readonly RoutePart[];
export type { RoutePart } from '#clinical';

export const ROUTE_PART_NAMES: Record<RoutePart, string> = {
  'hub-hours': 'Hub hours',
  'on-call': 'On call',
};

/** No step waits for less than a minute or more than a day. */
const MOST_MINUTES = 24 * 60;
const MOST_STEPS = 10;
const MOST_PEOPLE = 20;
const MOST_DAYS = 200;

const minutes = z
  .int('expected a whole number of minutes')
  .min(1, 'expected at least 1 minute')
  .max(MOST_MINUTES, `expected at most ${MOST_MINUTES} minutes`);

/** How long the people of a step have before the next is asked, in minutes. */
const waits = z.strictObject({ emergency: minutes, urgent: minutes, routine: minutes, technical: minutes });
export type RouteWaits = z.infer<typeof waits>;

/** The roles that may answer an alert: the only ones that a route can ask. */
const answeringRole = z.enum(ANSWERING_ROLES, { error: 'expected hub-clinician or lead' });

const step = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('accounts'),
      accounts: z
        .array(z.uuid('expected the id of a person'))
        .min(1, 'expected at least one person')
        .max(MOST_PEOPLE, `expected at most ${MOST_PEOPLE} people`),
      waits,
    }),
    z.strictObject({ kind: z.literal('role'), role: answeringRole, waits }),
  ],
  { error: 'expected a step with the kind accounts or role' },
);

const steps = z
  .array(step)
  .min(1, 'expected at least one step: somebody has to be asked')
  .max(MOST_STEPS, `expected at most ${MOST_STEPS} steps`);

const hours = z
  .strictObject({ from: wallClockTime(), to: wallClockTime() })
  .refine(({ from, to }) => from < to, { message: 'expected to end later on the day than it begins' });

/** `version` is the one that the person saw; 0 for a ward that has no route of its own yet. */
export const alertRouteChange = z.strictObject({
  version: z.int('expected the version of the route that you saw').min(0),
  hubHours: hours,
  /** Days with hours of their own, such as bank holidays; null for on call all day. */
  days: z
    .array(
      z.strictObject({
        day: z.iso.date('expected a date, such as 2026-12-25'),
        name: plainText(80),
        hours: hours.nullable(),
      }),
    )
    .max(MOST_DAYS, `expected at most ${MOST_DAYS} days`)
    .refine((days) => new Set(days.map(({ day }) => day)).size === days.length, {
      message: 'expected each day once',
    }),
  steps: z.strictObject({ 'hub-hours': steps, 'on-call': steps }),
  why: plainText(500).optional(),
});
export type AlertRouteChange = z.output<typeof alertRouteChange>;
/** As it is sent. */
export type AlertRouteDraft = z.input<typeof alertRouteChange>;

const personView = z.object({ id: z.string(), name: z.string() });

const stepView = z.object({
  kind: z.enum(['accounts', 'role', 'ward-fallback']),
  role: answeringRole.nullable(),
  people: z.array(personView).describe('Who is asked as things are now: those named, or those who hold the role.'),
  unable: z
    .array(personView.extend({ why: z.string() }))
    .describe('Named people who can no longer answer for this ward.'),
  waits: waits.nullable(),
});
export type RouteStepView = z.infer<typeof stepView>;

/** Who is told of a ward's alerts, as it is in force. */
export const alertRouteView = z
  .object({
    version: z.int().describe('0 until somebody has changed the route that every ward begins with.'),
    timeZone: z.string(),
    hubHours: z.object({ from: z.string(), to: z.string() }),
    days: z.array(
      z.object({ day: z.string(), name: z.string(), hours: z.object({ from: z.string(), to: z.string() }).nullable() }),
    ),
    steps: z.object({ 'hub-hours': z.array(stepView), 'on-call': z.array(stepView) }),
    now: z.object({ part: z.enum(ROUTE_PARTS), until: z.number().nullable() }),
    changedBy: z.string().nullable(),
    changedAt: z.number().nullable(),
    why: z.string().nullable(),
    candidates: z
      .array(personView.extend({ role: answeringRole, reachedBy: waysByPriority }))
      .describe(
        'Everybody who may answer alerts of this ward, with the ways in which they are told of each priority away from the board.',
      ),
    concerns: z.array(z.string()).describe('What could keep somebody from being told, in sentences.'),
    channels: z.array(channelView),
    mayChange: z.boolean(),
  })
  .meta({ id: 'AlertRoute', description: 'Who is told of a ward’s alerts. Times are epoch milliseconds.' });
export type AlertRouteView = z.infer<typeof alertRouteView>;

/** One earlier state of a route, for its history. */
export const alertRouteVersion = z
  .object({
    version: z.int(),
    changedBy: z.string(),
    changedAt: z.number(),
    why: z.string().nullable(),
    summary: z.object({ hubHours: z.string(), steps: z.object({ 'hub-hours': z.string(), 'on-call': z.string() }) }),
  })
  .meta({ id: 'AlertRouteVersion' });
export type AlertRouteVersion = z.infer<typeof alertRouteVersion>;

/** Something outside that is told of a ward's alerts. */
export const webhookRequest = z.strictObject({
  name: plainText(80),
  url: z.url({ protocol: /^https?$/, error: 'expected an http:// or https:// address' }).max(1000),
  priorities: z.array(priority).min(1, 'expected at least one priority').max(PRIORITIES.length),
});

export type WebhookDraft = z.input<typeof webhookRequest>;

export const webhookView = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    priorities: z.array(z.enum(PRIORITIES)),
    createdBy: z.string(),
    createdAt: z.number(),
    endedAt: z.number().nullable(),
    endedWhy: z.string().nullable(),
    failingSince: z.number().nullable(),
    failingWhy: z.string().nullable(),
    lastSuccessAt: z.number().nullable(),
    lastFailure: z.string().nullable().describe('What went wrong when it last did.'),
  })
  .meta({ id: 'Webhook' });
export type WebhookView = z.infer<typeof webhookView>;

/** Shown once, to whoever made it. */
export const webhookSecret = webhookView.extend({ secret: z.string() }).meta({ id: 'WebhookWithSecret' });
/** What a webhook was sent, with everything that happened to it. Nothing of a patient is in it. */
export const webhookDelivery = z
  .object({
    id: z.string().describe('The `webhook-id` that it is sent under.'),
    type: z.string().describe('As the event says: alert.raised, test, …'),
    priority: z.enum(PRIORITIES),
    state: z.enum(DELIVERY_STATES),
    createdAt: z.number(),
    nextAttemptAt: z.number().nullable(),
    log: z.array(z.object({ at: z.number(), attempt: z.int(), kind: z.string(), detail: z.string().nullable() })),
  })
  .meta({ id: 'WebhookDelivery', description: 'One message to a webhook. Times are epoch milliseconds.' });
export type WebhookDelivery = z.infer<typeof webhookDelivery>;

export type WebhookSecret = z.infer<typeof webhookSecret>;
