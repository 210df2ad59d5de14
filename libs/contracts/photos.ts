import { z } from 'zod';
import { instant } from './instant.ts';

/** Enough to see a wound's edge or read a meter, and small enough for a line that hardly carries it. */
export const LARGEST_PHOTO_BYTES = 140 * 1024;
/** The longer edge, in pixels. */
export const LONGEST_PHOTO_EDGE = 1_600;

/** What a photo shows. */
export const PHOTO_SUBJECTS = { wound: 'Wound or skin', device: 'Device display', other: 'Something else' } as const;
export type PhotoSubject = keyof typeof PHOTO_SUBJECTS;
const subject = z.enum(Object.keys(PHOTO_SUBJECTS) as [PhotoSubject, ...PhotoSubject[]]);

const BASE64_CHARACTERS = 4 * Math.ceil(LARGEST_PHOTO_BYTES / 3);

export const photoSent = z
  .strictObject({
    id: z.uuid().describe('Sent again under it, it is stored once.'),
    admissionId: z.uuid().describe('Whose: a resident of the home.'),
    of: subject,
    takenAt: instant,
    jpeg: z
      .base64('expected a JPEG in base64')
      .min(1, 'expected a JPEG in base64')
      .max(BASE64_CHARACTERS, `expected a photo of at most ${LARGEST_PHOTO_BYTES / 1024} kB: make it smaller`)
      .describe('What else than the picture is in it (place, camera, time) is taken out before it is stored.'),
  })
  .meta({ id: 'PhotoSent', description: 'A photo of a resident, taken by the staff of the home.' });
export type PhotoSentInput = z.input<typeof photoSent>;
export type PhotoSent = z.output<typeof photoSent>;

/** Base64 in a document, encrypted, and in base64 again. */
export const sealedPhoto = z
  .strictObject({
    sealed: z
      .string()
      .min(1)
      .max(2 * BASE64_CHARACTERS),
  })
  .meta({ id: 'SealedPhoto', description: 'A photo that a shared tablet sealed for the hub when it was taken.' });

export const photo = z
  .object({
    id: z.uuid(),
    of: subject,
    at: z.number().describe('When it was taken.'),
    receivedAt: z.number(),
    by: z.string(),
    home: z.string(),
    width: z.int(),
    height: z.int(),
  })
  .meta({ id: 'Photo', description: 'What is known of a photo. The picture itself has an address of its own.' });
export type Photo = z.infer<typeof photo>;

export const photos = z
  .object({ photos: z.array(photo).describe('Newest first, 100 at most.') })
  .meta({ id: 'Photos' });
export type Photos = z.infer<typeof photos>;
