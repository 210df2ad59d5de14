import { z } from 'zod';

/** How far ahead of our clock a reading may claim to be, in minutes, before it is refused. Source: CLINICAL.md §2. */
export const FUTURE_TOLERANCE_MINUTES = 5;

const EARLIEST = Date.UTC(1900, 0, 1);

const EXPECTED =
  'expected a date and time with its offset from UTC, such as 2026-11-02T09:30:00Z or 2026-11-02T09:30:00+00:00';

/** A moment with its offset from UTC, as text; read as epoch milliseconds. */
const written = z.iso.datetime({ offset: true });

export const instant = z
  .string({ error: EXPECTED })
  .refine((text) => written.safeParse(text).success && Date.parse(text) >= EARLIEST, {
    message: EXPECTED,
  })
  .transform((text) => Date.parse(text))
  .meta({ format: 'date-time', description: 'A moment with its offset from UTC.' });

/** When something was measured. Of what was measured on a day, nobody knows when, only the day is known: `at` is its midnight UTC. */
export interface MeasuredAt {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly dayOnly: boolean;
}

const day = z.iso.date();
const DAY_LENGTH = 10;

const EXPECTED_OR_DAY = `${EXPECTED}, or for the record of a day a date alone, such as 2026-11-02`;

/** A moment with its offset from UTC, or a date alone for what is history. */
export const measuredAt = z
  .string({ error: EXPECTED_OR_DAY })
  .transform((text, context): MeasuredAt => {
    const dayOnly = text.length === DAY_LENGTH && day.safeParse(text).success;
    const at = dayOnly || written.safeParse(text).success ? Date.parse(text) : NaN;
    if (at >= EARLIEST) return { at, dayOnly };
    context.issues.push({ code: 'custom', input: text, message: EXPECTED_OR_DAY });
    return z.NEVER;
  })
  .describe(
    'When it was measured, by the device’s own clock if that is who measured: a moment with its offset from UTC, or a date alone for what is history.',
  );
