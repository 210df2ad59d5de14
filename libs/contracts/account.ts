import { z } from 'zod';
import { oneTimeCode } from './at-home.ts';
import { ROLES } from './session.ts';

const moment = z.number().describe('Epoch milliseconds.');

/** Source: NCSC, password administration for system owners (length over complexity); the hub refuses common ones besides. */
export const SHORTEST_PASSWORD = 12;
const LONGEST_PASSWORD = 200;

const newPassword = z
  .string('enter a new password')
  .min(SHORTEST_PASSWORD, `use at least ${SHORTEST_PASSWORD} characters`)
  .max(LONGEST_PASSWORD, `use at most ${LONGEST_PASSWORD} characters`);

export const passwordChange = z.strictObject({
  current: z.string('enter your password').min(1, 'enter your password').max(LONGEST_PASSWORD),
  password: newPassword.describe('The new one. Common passwords, and those made of your own name, are refused.'),
});
export type PasswordChange = z.infer<typeof passwordChange>;

/** With a code that an administrator gave. */
export const recovery = z.strictObject({
  code: oneTimeCode.shape.code,
  password: newPassword,
});
export type Recovery = z.infer<typeof recovery>;

/** Where somebody is signed in. */
export const ownSessions = z
  .object({
    at: moment,
    sessions: z.array(
      z.object({
        id: z.uuid(),
        startedAt: moment,
        lastSeenAt: moment.describe('To the minute.'),
        endsAt: moment.describe('At the latest.'),
        browser: z.string().nullable().describe('Such as “Chrome on Windows”; null when it did not say.'),
        address: z.string().nullable(),
        thisOne: z.boolean(),
        wall: z
          .object({ ward: z.string(), place: z.string() })
          .nullable()
          .describe('Of a wall screen that you opened: the ward that it shows, and where it hangs.'),
      }),
    ),
  })
  .meta({ id: 'OwnSessions', description: 'Where you are signed in, the newest first.' });
export type OwnSessions = z.infer<typeof ownSessions>;

/** Who signs in with a password on the wards of who asks. */
export const staffAccounts = z
  .object({
    at: moment,
    accounts: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        username: z.string(),
        role: z.enum(ROLES),
        careHome: z.string().nullable(),
        lastSignedInAt: moment.nullable(),
        disabled: z.boolean(),
        codeUntil: moment.nullable().describe('While a recovery code is out that was not used.'),
        isYou: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'StaffAccounts', description: 'Who signs in with a password, by name.' });
export type StaffAccounts = z.infer<typeof staffAccounts>;

export const recoveryGiven = z
  .object({ code: z.string(), expiresAt: moment })
  .meta({ id: 'RecoveryGiven', description: 'A recovery code: in this answer and nowhere else.' });
export type RecoveryGiven = z.infer<typeof recoveryGiven>;

/** Whether one's own second factor is in use. */
export const secondFactorView = z
  .object({
    available: z.boolean().describe('Whether this Homeward keeps second factors.'),
    demanded: z.boolean().describe('Whether your role needs one.'),
    since: moment.nullable().describe('In use since; null when it is not.'),
    codesLeft: z.int().describe('Spare codes that were not used.'),
  })
  .meta({ id: 'SecondFactorView' });
export type SecondFactorView = z.infer<typeof secondFactorView>;

export const passwordAgain = z.strictObject({
  password: z.string('enter your password').min(1, 'enter your password').max(LONGEST_PASSWORD),
});

export const secondFactorBegun = z
  .object({
    secret: z.string().describe('In base 32, to be typed into an authenticator app.'),
    address: z.string().describe('The same as an `otpauth://` address, to be drawn as a QR code. It is sent nowhere.'),
  })
  .meta({ id: 'SecondFactorBegun', description: 'A secret, in this answer and nowhere else.' });
export type SecondFactorBegun = z.infer<typeof secondFactorBegun>;

export const secondFactorConfirmation = z.strictObject({
  code: z.string('enter the code that the app shows').trim().min(1, 'enter the code that the app shows').max(40),
});

export const spareCodes = z.object({ codes: z.array(z.string()) }).meta({
  id: 'SpareCodes',
  description: 'Codes for when the telephone is lost, each good once: in this answer and nowhere else.',
});
export type SpareCodes = z.infer<typeof spareCodes>;
