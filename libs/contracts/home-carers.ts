import { z } from 'zod';
import { plainText } from './plain-text.ts';

/** Six digits, and not what is tried first. */
const pin = z
  .string('expected six digits')
  .regex(/^\d{6}$/, 'expected six digits')
  .refine((digits) => !isGuessedFirst(digits), 'is one that is guessed first: choose another');

/** All the same, or one after the other. */
export function isGuessedFirst(digits: string): boolean {
  const steps = new Set(Array.from(digits.slice(1), (digit, i) => Number(digit) - Number(digits[i])));
  return steps.size === 1 && [-1, 0, 1].includes([...steps][0] ?? NaN);
}

const password = z
  .string()
  .min(1)
  .max(200)
  .exactOptional()
  .describe('Of the home’s own account, once more: carers do not know it. The hub leaves it out.');

export const carerDraft = z.strictObject({ name: plainText(60), pin, password }).meta({ id: 'CarerDraft' });
export type CarerDraft = z.infer<typeof carerDraft>;

/** A new PIN, or, without one, that they have left. */
export const carerChange = z
  .strictObject({ pin: pin.exactOptional().describe('Without one: they have left.'), password })
  .meta({ id: 'CarerChange' });
export type CarerChange = z.infer<typeof carerChange>;

export const tabletLock = z
  .strictObject({
    minutes: z
      .int('expected whole minutes')
      .min(1, 'expected at least a minute')
      .max(30, 'expected at most 30 minutes'),
    password,
  })
  .meta({ id: 'TabletLock' });
export type TabletLock = z.infer<typeof tabletLock>;

export const homeCarers = z
  .object({
    carers: z
      .array(z.object({ id: z.uuid(), name: z.string(), pinVersion: z.int() }))
      .describe('By name. Where there is none, a tablet has no PINs.'),
    lockAfterMinutes: z.int().describe('After so long without a touch a tablet locks itself.'),
  })
  .meta({ id: 'HomeCarers', description: 'Who shares the tablets of a home.' });
export type HomeCarers = z.infer<typeof homeCarers>;

export const carerPin = z.strictObject({ pin: z.string().max(20) }).meta({ id: 'CarerPin' });

/** A carer's own: the PIN that they have, and the one that they want. */
export const ownPinChange = z
  .strictObject({ pin: z.string().max(20).describe('The one that they have.'), newPin: pin })
  .refine((wish) => wish.newPin !== wish.pin, {
    path: ['newPin'],
    message: 'is the one that you have: choose another',
  })
  .meta({ id: 'OwnPinChange' });
export type OwnPinChange = z.infer<typeof ownPinChange>;

/** What a tablet is given for a right PIN, and keeps under that PIN. */
export const carerKeys = z
  .object({
    pinVersion: z.int(),
    keptUnder: z.string().describe('Base64, 32 bytes: what is kept on the home’s tablets is kept under it.'),
    envelopeKey: z.record(z.string(), z.unknown()).describe('A public JWK: what waits to be sent is sealed for it.'),
    proof: z.string().describe('Sent with what this carer takes: it is stored in their name.'),
  })
  .meta({ id: 'CarerKeys' });
export type CarerKeys = z.infer<typeof carerKeys>;

/** What a tablet sealed for the hub: a compact JWE (ECDH-ES, A256GCM). */
export const sealedForHub = z
  .strictObject({ sealed: z.string().min(1).max(200_000) })
  .meta({ id: 'SealedForHub', description: 'What a shared tablet sealed for the hub when it was taken.' });
export type SealedForHub = z.infer<typeof sealedForHub>;
