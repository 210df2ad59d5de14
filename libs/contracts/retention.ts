import { z } from 'zod';
import { plainText } from './plain-text.ts';

const moment = z.number().describe('Epoch milliseconds.');
const day = z.string().describe('A day, such as 2026-11-23.');

export const retentionView = z
  .object({
    at: moment,
    classes: z.array(
      z.object({
        name: z.string(),
        what: z.string(),
        from: z.string().describe('From when on it is counted.'),
        days: z.int().describe('For how long it is kept.'),
        source: z.string(),
        endedBy: z.enum(['person', 'timetable']),
      }),
    ),
    careRecordsDue: z.int().describe('How many people’s care records have been kept for long enough.'),
    runs: z
      .array(
        z.object({
          id: z.uuid(),
          day,
          startedAt: moment,
          finishedAt: moment.nullable().describe('Null while a worker is at it.'),
          leftDue: z.int().nullable().describe('Care records that were due then and that nobody had decided about.'),
          classes: z.array(
            z.object({
              class: z.string(),
              days: z.number(),
              people: z.int().nullable().describe('Of care records: of how many people.'),
              removed: z.record(z.string(), z.number()).describe('Rows by table.'),
            }),
          ),
        }),
      )
      .describe('The newest first.'),
    decisions: z
      .array(
        z.object({
          id: z.uuid(),
          at: moment,
          by: z.string(),
          people: z.int(),
          reason: z.string(),
          withdrawn: z.object({ at: moment, by: z.string() }).nullable(),
          doneOn: day.nullable(),
        }),
      )
      .describe('Who decided that care records end; the newest first.'),
  })
  .meta({ id: 'RetentionView', description: 'What is kept for how long, and what was removed.' });
export type RetentionView = z.infer<typeof retentionView>;

export const retentionDecision = z.strictObject({
  people: z.int('expected how many you looked at').min(1).describe('How many care records you saw to be due.'),
  reason: plainText(500).describe('Who looked at them, and why they may go.'),
});
export type RetentionDecision = z.infer<typeof retentionDecision>;
