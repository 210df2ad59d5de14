import { HISTORY_NAMES, LEVELS, PRIORITIES, type HistoryKind, type MonitoringLevel } from '#clinical';
import { z } from 'zod';
import { CHANNELS, DELIVERY_STATES } from './notification.ts';
import { stayPlan } from './stay-plan.ts';

/** What a stay's timeline tells of. */
export const TIMELINE_KINDS = [
  'readings',
  'late',
  'alerts',
  'plan',
  'scale',
  'level',
  'notes',
  'home',
  'stay',
  'messages',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

const levels = Object.keys(LEVELS) as [MonitoringLevel, ...MonitoringLevel[]];
const HISTORY = Object.keys(HISTORY_NAMES) as [HistoryKind, ...HistoryKind[]];

const entry = { key: z.string().describe('Its own; the same whenever it is asked for.'), at: z.number() };

const timelineEntry = z
  .discriminatedUnion('kind', [
    z.object({
      ...entry,
      kind: z.literal('readings'),
      from: z.number(),
      count: z.int().describe('Readings measured within one hour.'),
      sources: z.array(z.string()),
      complete: z.int().describe('How many of their sets have a NEWS2.'),
      incomplete: z.int(),
      least: z.int().nullable().describe('The least total of those that have a NEWS2.'),
      worst: z
        .object({ at: z.number(), total: z.int(), scale: z.literal([1, 2]) })
        .nullable()
        .describe('The highest NEWS2 among them.'),
    }),
    z.object({
      ...entry,
      kind: z.literal('late'),
      count: z.int().describe('Readings that came an hour or more after they were measured, in one minute.'),
      measuredFrom: z.number(),
      measuredTo: z.number(),
      sources: z.array(z.string()),
    }),
    z.object({
      ...entry,
      kind: z.literal('alerts'),
      alertId: z.string(),
      ruleId: z.string(),
      priority: z.enum(PRIORITIES),
      what: z.enum(HISTORY),
      by: z.string().nullable(),
      sentence: z.string().nullable(),
    }),
    z.object({
      ...entry,
      kind: z.literal('plan'),
      by: z.string(),
      reason: z.string(),
      before: stayPlan,
      after: stayPlan,
    }),
    z.object({
      ...entry,
      kind: z.literal('scale'),
      scale: z.literal([1, 2]),
      authorisedBy: z.string(),
      role: z.string(),
      reason: z.string(),
      by: z.string().nullable(),
    }),
    z.object({
      ...entry,
      kind: z.literal('level'),
      from: z.enum(levels),
      to: z.enum(levels),
      reason: z.string(),
      by: z.string(),
      overridden: z.int().describe('How many criteria were not met, or not known, and overridden.'),
      bedBefore: z.int().nullable(),
      bedAfter: z.int().nullable(),
    }),
    z.object({
      ...entry,
      kind: z.literal('notes'),
      noteId: z.string(),
      by: z.string(),
      text: z.string(),
      strikes: z.string().nullable(),
      struckBy: z.string().nullable(),
    }),
    z.object({
      ...entry,
      kind: z.literal('home'),
      what: z
        .enum(['repeat', 'sbard', 'decision', 'photo'])
        .describe('Readings asked for once more, an SBARD of the home, what the hub decided on one, or a photo.'),
      by: z.string(),
      text: z.string().nullable(),
      answeredAt: z.number().nullable().describe('When the readings were taken, or the decision made.'),
    }),
    z.object({
      ...entry,
      kind: z.literal('stay'),
      what: z.enum(['admitted', 'ended', 'handed-on']),
      bed: z.int().nullable(),
      to: z.string().nullable().describe('To whom they were handed on.'),
      by: z.string().nullable(),
      reason: z.string().nullable(),
    }),
    z.object({
      ...entry,
      kind: z.literal('messages'),
      alertId: z.string(),
      to: z.string(),
      channel: z.enum(CHANNELS),
      state: z.enum(DELIVERY_STATES),
    }),
  ])
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const stayTimeline = z
  .object({
    entries: z.array(timelineEntry).describe('Newest first.'),
    next: z.string().nullable().describe('`before` of the next page; null on the last.'),
  })
  .meta({ id: 'StayTimeline', description: 'Everything about a stay. Times are epoch milliseconds.' });
export type StayTimeline = z.infer<typeof stayTimeline>;

const isKind = (text: string): text is TimelineKind => (TIMELINE_KINDS as readonly string[]).includes(text);

export const stayTimelineQuestion = z.object({
  kinds: z
    .string()
    .transform((text) => text.split(','))
    .refine((kinds): kinds is TimelineKind[] => kinds.length > 0 && kinds.every(isKind), {
      error: `expected some of: ${TIMELINE_KINDS.join(', ')}`,
    })
    .optional()
    .describe(`Which kinds, with commas: ${TIMELINE_KINDS.join(', ')}. Without it, all.`),
  before: z
    .string()
    .regex(/^\d{1,19}~[a-z]+:[\w:.-]{1,80}$/, 'expected the `next` of a page')
    .optional()
    .describe('From here on: the `next` of the page before.'),
});
