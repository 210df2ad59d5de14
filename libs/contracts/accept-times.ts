import { ACCEPT_BOUNDS, MINUTE } from '#clinical';
import { z } from 'zod';
import { plainText } from './plain-text.ts';
import { showWallClockTime, wallClockTime } from './wall-clock-time.ts';

/** The three that are counted in minutes; a routine alert is accepted by a time of day. */
export const MINUTES_TO_ACCEPT = ['emergency', 'urgent', 'technical'] as const;
type CountedPriority = (typeof MINUTES_TO_ACCEPT)[number];

/** What no ward may pass, in whole minutes. Source: docs/CLINICAL, section 6. */
export const MINUTE_BOUNDS: Readonly<Record<CountedPriority, readonly [least: number, most: number]>> = {
  emergency: inMinutes(ACCEPT_BOUNDS.emergency),
  urgent: inMinutes(ACCEPT_BOUNDS.urgent),
  technical: inMinutes(ACCEPT_BOUNDS.technical),
};
export const ROUTINE_BY_BOUNDS = ACCEPT_BOUNDS.routineBy;

function inMinutes([least, most]: readonly [number, number]): readonly [number, number] {
  return [least / MINUTE, most / MINUTE];
}

function minutesFor(priority: CountedPriority) {
  const [least, most] = MINUTE_BOUNDS[priority];
  const expected = `expected ${least} to ${most} minutes: no ward may pass these`;
  return z.int(expected).min(least, expected).max(most, expected);
}

const [EARLIEST, LATEST] = ROUTINE_BY_BOUNDS;
const BY = `expected a time of day from ${showWallClockTime(EARLIEST)} to ${showWallClockTime(LATEST)}: no ward may pass these`;

/** `version` is the one that the person saw; 0 for a ward that nobody has changed it for. */
export const acceptTimesChange = z.strictObject({
  version: z.int('expected the version that you saw').min(0),
  emergency: minutesFor('emergency'),
  urgent: minutesFor('urgent'),
  technical: minutesFor('technical'),
  routineBy: wallClockTime(BY).refine((minutes) => minutes >= EARLIEST && minutes <= LATEST, { message: BY }),
  why: plainText(500),
});
export type AcceptTimesChange = z.output<typeof acceptTimesChange>;
/** As it is sent. */
export type AcceptTimesDraft = z.input<typeof acceptTimesChange>;

const times = {
  version: z.int(),
  emergency: z.int().describe('Minutes.'),
  urgent: z.int().describe('Minutes.'),
  technical: z.int().describe('Minutes.'),
  routineBy: z
    .string()
    .describe('A time of day on the ward’s clocks: a routine alert is accepted the same day, by then.'),
};

/** How soon each alert of a ward is to be accepted before it goes on to the next person. */
export const acceptTimesView = z
  .object({
    ...times,
    bounds: z
      .object({
        emergency: z.tuple([z.int(), z.int()]),
        urgent: z.tuple([z.int(), z.int()]),
        technical: z.tuple([z.int(), z.int()]),
        routineBy: z.tuple([z.string(), z.string()]),
      })
      .describe('The least and the most that any ward may set.'),
    changes: z
      .array(z.object({ ...times, why: z.string(), changedBy: z.string(), changedAt: z.number() }))
      .describe('The newest first. The times that every ward begins with are not among them.'),
    mayChange: z.boolean(),
  })
  .meta({
    id: 'AcceptTimes',
    description: 'How soon alerts of a ward are to be accepted. Moments are epoch milliseconds.',
  });
export type AcceptTimesView = z.infer<typeof acceptTimesView>;
