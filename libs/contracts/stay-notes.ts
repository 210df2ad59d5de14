import { z } from 'zod';
import { plainText } from './plain-text.ts';

/** A note on a stay. What was wrong in one is put right by another that strikes it: none is ever changed or deleted. */
export const noteDraft = z
  .strictObject({
    text: plainText(2000),
    strikes: z
      .uuid('expected the id of a note')
      .exactOptional()
      .describe('The note of the same stay that this one puts right.'),
  })
  .meta({ id: 'NoteDraft' });
export type NoteDraft = z.infer<typeof noteDraft>;

export const noteWritten = z.object({ id: z.uuid() }).meta({ id: 'NoteWritten' });
export type NoteWritten = z.infer<typeof noteWritten>;

export const stayNote = z
  .object({
    id: z.uuid(),
    at: z.number(),
    by: z.string(),
    text: z.string(),
    strikes: z.uuid().nullable().describe('The note that this one puts right.'),
    struck: z
      .object({ by: z.string(), at: z.number(), noteId: z.uuid() })
      .nullable()
      .describe('Who struck it, when, and by which note; null where it stands.'),
  })
  .meta({ id: 'StayNote' });
export type StayNote = z.infer<typeof stayNote>;

export const stayNotes = z
  .object({ notes: z.array(stayNote).describe('Newest first, the last 500.') })
  .meta({ id: 'StayNotes', description: 'The notes on a stay. Times are epoch milliseconds.' });
export type StayNotes = z.infer<typeof stayNotes>;
