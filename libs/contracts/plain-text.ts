import { z } from 'zod';

/** What no reader can show and the record cannot store: control characters other than line breaks and tabs, half surrogate pairs. */
const UNSTORABLE = /\p{Surrogate}|(?![\n\r\t])\p{Cc}/u;

/** Text that a person may read, without white space at its ends, from 1 to `longest` characters. */
export const plainText = (longest: number) =>
  z
    .string({
      error: (issue) => (issue.input === undefined ? 'expected a text' : 'expected a text in quotation marks'),
    })
    .trim()
    .min(1, 'expected at least one character')
    .max(longest, `expected at most ${longest} characters`)
    .refine(
      (text) => !UNSTORABLE.test(text),
      'has control characters or broken characters in it, which cannot be stored',
    );
