import { z } from 'zod';

/** A time of day on a ward's clocks, written 08:00; read as minutes after midnight. 24:00 is the end of the day. */
export const wallClockTime = (expected = 'expected a time of day, such as 08:00') =>
  z
    .string({ error: expected })
    .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, expected)
    .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

/** Minutes after midnight as people write them: 08:00. */
export function showWallClockTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
