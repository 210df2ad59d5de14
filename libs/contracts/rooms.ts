import { z } from 'zod';
import { plainText } from './plain-text.ts';

const room = plainText(20)
  .regex(/^\P{Cc}*$/u, 'expected one line')
  .nullable()
  .describe('As the home calls it, such as 12 or Garden 3; null when it is not known.');

/** Those that are named are written; the others stay as they are. */
export const roomsChange = z
  .strictObject({
    rooms: z
      .array(z.strictObject({ admissionId: z.uuid('expected the id of a stay'), room }))
      .min(1, 'expected at least one resident')
      .max(200, 'expected at most 200 residents')
      .refine(
        (rooms) => new Set(rooms.map(({ admissionId }) => admissionId)).size === rooms.length,
        'names a resident twice',
      ),
  })
  .meta({ id: 'RoomsChange', description: 'In which rooms residents are.' });
export type RoomsChange = z.infer<typeof roomsChange>;

export const residentRoom = z.object({ admissionId: z.string(), room: z.string() }).meta({ id: 'ResidentRoom' });
export type ResidentRoom = z.infer<typeof residentRoom>;
