import { z } from 'zod';
import { WALL_NAMES } from './wall-screens.ts';

/**
 * Everybody who has a session: staff with a password, patients and their carers by a code, and a screen on a wall, which somebody
 * opened and which is nobody. A device source is not a role: it has a key, not a session.
 */
export const ROLES = [
  'hub-clinician',
  'coordinator',
  'lead',
  'care-home',
  'administrator',
  'auditor',
  'patient',
  'carer',
  'wall',
] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Record<Role, string> = {
  'hub-clinician': 'Hub clinician',
  coordinator: 'Hub coordinator',
  lead: 'Clinical lead',
  'care-home': 'Care-home staff',
  administrator: 'Administrator',
  auditor: 'Auditor',
  patient: 'Patient',
  carer: 'Carer',
  wall: 'Wall screen',
};

export const credentials = z.strictObject({
  username: z.string('enter your username').trim().min(1, 'enter your username').max(100),
  password: z.string('enter your password').min(1, 'enter your password').max(200),
  secondFactor: z
    .string()
    .max(40)
    .exactOptional()
    .describe('The code of an authenticator app, or a spare code: where the account has a second factor.'),
});

/** Who is signed in, as the browser may know it. */
export const signedIn = z
  .object({
    id: z.string(),
    username: z.string(),
    displayName: z.string(),
    role: z.enum(ROLES),
    careHome: z.object({ id: z.string(), name: z.string() }).nullable(),
    setsUpSecondFactor: z
      .literal(true)
      .exactOptional()
      .describe('This session can do nothing but set up the second factor that the role needs.'),
    isVouchedFor: z
      .literal(true)
      .exactOptional()
      .describe(
        'Signed in by the organisation’s OpenID provider: there is no password here, and signing out leads there.',
      ),
    wall: z
      .object({ wardId: z.string(), names: z.enum(WALL_NAMES) })
      .exactOptional()
      .describe('This session is a screen on a wall: what it shows. It can do nothing else.'),
  })
  .meta({ id: 'SignedIn', description: 'Who is signed in.' });
export type SignedIn = z.infer<typeof signedIn>;
