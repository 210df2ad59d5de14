import { ANSWERING_ROLES, HISTORY_NAMES, PRIORITIES, type HistoryKind } from '#clinical';
import { z } from 'zod';

export { ALERT_OUTCOMES, type AlertOutcome } from '#clinical';

/** Whom one step of a route asks. */
const routeStep = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('accounts'),
      accounts: z.array(z.object({ id: z.string(), name: z.string() })),
      waitFor: z.number(),
    }),
    z.object({ kind: z.literal('role'), role: z.enum(ANSWERING_ROLES), waitFor: z.number() }),
    z.object({ kind: z.literal('ward-fallback'), waitFor: z.number() }),
  ])
  .meta({ id: 'RouteStep', description: 'Who is asked at one step of a route, and for how long in milliseconds.' });

/** An alert that somebody still has to answer for, as the board shows it. Times are epoch milliseconds. */
export const openAlertView = z
  .object({
    id: z.string(),
    version: z.int(),
    ruleId: z.string(),
    subject: z.string().nullable().describe('What it is about, when it is about no patient.'),
    priority: z.enum(PRIORITIES),
    sentence: z.string(),
    status: z.enum(['raised', 'accepted']),
    raisedAt: z.number(),
    effectiveAt: z.number().describe('When the reading behind it was measured: an alert from an old reading says so.'),
    count: z.int(),
    conditionPresent: z
      .boolean()
      .describe('False once a later complete set no longer shows it; the alert still needs somebody’s answer.'),
    responsible: z
      .union([z.object({ kind: z.literal('person'), id: z.string(), name: z.string() }), routeStep])
      .describe('Who has it: the person who accepted it, or those who are asked. There always is somebody.'),
    asksNext: routeStep
      .nullable()
      .describe('Who is asked after those; null when a named person is asked, and the ward’s route after them.'),
    step: z
      .int()
      .nullable()
      .describe('Which step of the ward’s route is asked, from 1; 0 when it was put to somebody by name.'),
    routeId: z.string().nullable(),
    askedAt: z.number().nullable(),
    nextStepAt: z.number().describe('When the next thing happens by itself.'),
    acceptBy: z.number().describe('By when somebody is to have accepted it.'),
    deliveredAt: z.number().nullable().describe('When a live board first confirmed showing it.'),
    pausedUntil: z.number().nullable().describe('Until when its signals are held back.'),
    acceptedBy: z.string().nullable(),
    acceptedAt: z.number().nullable(),
    groupedUnder: z.string().nullable().describe('The alert that it came in a flood with.'),
    comments: z.int(),
  })
  .meta({
    id: 'OpenAlert',
    description: 'An alert that somebody still has to answer for. Times are epoch milliseconds.',
  });
export type OpenAlertView = z.infer<typeof openAlertView>;

const HISTORY = Object.keys(HISTORY_NAMES) as [HistoryKind, ...HistoryKind[]];

/** Everything that happened to an alert, oldest first. It only ever grows. */
export const alertHistory = z
  .object({
    status: z.enum(['raised', 'accepted', 'resolved', 'historic']),
    alert: openAlertView.nullable().describe('As it is now, while it is open.'),
    events: z.array(
      z.object({
        at: z.number(),
        kind: z.enum(HISTORY),
        by: z.string().nullable().describe('By name; null for what happened by itself.'),
        sentence: z.string().nullable(),
        lateByMs: z.number().nullable().describe('How long after its time it happened, for what happens by itself.'),
      }),
    ),
  })
  .meta({ id: 'AlertHistory', description: 'What happened to an alert, oldest first. Times are epoch milliseconds.' });
export type AlertHistory = z.infer<typeof alertHistory>;

/** What each kind of event is called where people read it. */
export { HISTORY_NAMES };
