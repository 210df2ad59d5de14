export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a sender may have written as one or as several; nothing is none. */
export const listOf = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Control characters other than line breaks and tabs, and half surrogate pairs: the record cannot store them. */
const UNSTORABLE = /\p{Surrogate}|(?![\n\r\t])\p{Cc}/u;
const DEEPEST = 30;

/** Why a value cannot be kept as it is, or null. */
export function unstorable(value: unknown, depth = 0): string | null {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? 'has control or broken characters in it' : null;
  if (typeof value !== 'object' || value === null) return null;
  if (depth > DEEPEST) return 'is nested too deeply';
  for (const inner of Object.values(value)) {
    const why = unstorable(inner, depth + 1);
    if (why !== null) return why;
  }
  return null;
}
