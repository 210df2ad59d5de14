/** A moment, in whole milliseconds since 1970-01-01T00:00:00Z. It is always handed in: nothing here reads a clock. */
export type Instant = number;

/** A length of time in milliseconds. */
export type Duration = number;

export const MINUTE: Duration = 60_000;
export const HOUR: Duration = 60 * MINUTE;
export const DAY: Duration = 24 * HOUR;
