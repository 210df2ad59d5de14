import {
  backChannelLogout,
  ownSessions,
  passwordAgain,
  passwordChange,
  recovery,
  recoveryGiven,
  secondFactorBegun,
  secondFactorConfirmation,
  secondFactorView,
  signedIn,
  signedOff,
  signOnBegun,
  signOnOffer,
  spareCodes,
  staffAccounts,
  wallScreens,
  wallScreenTerms,
} from '#contracts';
import { z } from 'zod';
import { answer, JSON_DOCUMENT, type Operations } from './operation.ts';

/** How people sign in: their own sessions and passwords, and how an administrator lets somebody in again. */
export const ACCOUNT_OPERATIONS = {
  'GET /api/account/sessions': {
    id: 'listOwnSessions',
    group: 'Sign-in',
    summary: 'Where you are signed in',
    answers: { 200: answer('The newest first.', ownSessions) },
  },
  'DELETE /api/account/sessions': {
    id: 'endOtherSessions',
    group: 'Sign-in',
    summary: 'Sign out everywhere else',
    answers: { 204: { description: 'Every other session of yours has ended, with its sockets.' } },
  },
  'DELETE /api/account/sessions/:id': {
    id: 'endOwnSession',
    group: 'Sign-in',
    summary: 'End one of your sessions',
    path: z.object({ id: z.uuid().describe('The session, as the list names it.') }),
    answers: { 204: { description: 'It has ended, with its sockets.' } },
    refuses: ['not-found'],
  },
  'PUT /api/account/password': {
    id: 'changePassword',
    group: 'Sign-in',
    summary: 'Change your password',
    description:
      'At least 12 characters, and none that is common, made of your name, or soon guessed. Every session of yours ends, and this ' +
      'browser is given another.',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: passwordChange,
        examples: {
          common: {
            summary: 'A password that everybody tries first',
            value: { current: 'not a password', password: 'password1234' },
            answered: 422,
          },
        },
      },
    },
    answers: { 200: answer('Changed, and signed in anew.', signedIn) },
    refuses: ['invalid-document', 'too-many-tries'],
  },
  'GET /api/account/second-factor': {
    id: 'readSecondFactor',
    group: 'Sign-in',
    summary: 'Whether you have a second factor',
    answers: { 200: answer('Yours.', secondFactorView) },
  },
  'POST /api/account/second-factor': {
    id: 'beginSecondFactor',
    group: 'Sign-in',
    summary: 'Begin to set up a second factor',
    description:
      'Gives a secret for an authenticator app (TOTP, RFC 6238). It is asked for once a code of it was confirmed.',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: passwordAgain,
        examples: { wrong: { summary: 'Not your password', value: { password: 'not a password' }, answered: 422 } },
      },
    },
    answers: { 201: answer('The secret, this once.', secondFactorBegun) },
    refuses: ['invalid-document', 'not-ready', 'too-many-tries'],
  },
  'POST /api/account/second-factor/confirmation': {
    id: 'confirmSecondFactor',
    group: 'Sign-in',
    summary: 'Confirm a second factor by its first code',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: secondFactorConfirmation,
        examples: { none: { summary: 'A code of nothing', value: { code: '123456' }, answered: 422 } },
      },
    },
    answers: { 201: answer('Spare codes, this once.', spareCodes) },
    refuses: ['invalid-document'],
  },
  'POST /api/account/second-factor/removal': {
    id: 'removeSecondFactor',
    group: 'Sign-in',
    summary: 'Remove your second factor',
    description:
      'Sessions that are open stay so. Where your role needs one you are asked to set one up at your next sign-in.',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: passwordAgain,
        examples: { wrong: { summary: 'Not your password', value: { password: 'not a password' }, answered: 422 } },
      },
    },
    answers: { 204: { description: 'It is asked for no more, and its spare codes are good for nothing.' } },
    refuses: ['invalid-document', 'not-ready', 'too-many-tries'],
  },
  'GET /api/session/sign-on': {
    id: 'readSignOn',
    group: 'Sign-in',
    summary: 'Whether there is an organisation’s account to sign in with',
    answers: { 200: answer('Its name, or null.', signOnOffer) },
  },
  'POST /api/session/sign-on': {
    id: 'beginSignOn',
    group: 'Sign-in',
    summary: 'Begin to sign in with the organisation’s account',
    description:
      'OpenID Connect: authorisation code with PKCE, state and nonce. The browser goes to the address, and comes back to ' +
      '`/api/session/sign-on/return` signed in, or to a page that says why not.',
    answers: { 200: answer('Where the browser goes.', signOnBegun) },
    refuses: ['not-ready'],
  },
  'POST /api/session/sign-on/back-channel-logout': {
    id: 'endByProvider',
    group: 'Sign-in',
    summary: 'The provider ends sessions',
    description: 'OpenID Connect Back-Channel Logout 1.0: the sessions that the token names end, with their sockets.',
    accepts: {
      'application/x-www-form-urlencoded': {
        schema: backChannelLogout,
        examples: {
          none: { summary: 'Where there is no provider', value: { logout_token: 'none' }, answered: 409 },
        },
      },
    },
    answers: { 200: answer('How many have ended.', z.object({ ended: z.int() })) },
    refuses: ['malformed-document', 'invalid-document', 'not-ready'],
  },
  'DELETE /api/session/sign-on': {
    id: 'signOutThereToo',
    group: 'Sign-in',
    summary: 'Sign out here and at the provider',
    answers: { 200: answer('Signed out here.', signedOff) },
  },
  'GET /api/accounts': {
    id: 'listAccounts',
    group: 'Sign-in',
    summary: 'Who signs in with a password on your wards',
    answers: { 200: answer('By name.', staffAccounts) },
  },
  'POST /api/accounts/:id/recovery': {
    id: 'giveRecoveryCode',
    group: 'Sign-in',
    summary: 'Give somebody a code to set a new password with',
    description: 'It works once, for an hour and for five tries. The codes before it are good for nothing any more.',
    path: z.object({ id: z.uuid().describe('The account, as the list names it. Not your own.') }),
    answers: { 201: answer('The code, this once.', recoveryGiven) },
    refuses: ['not-found'],
  },
  'POST /api/session/recovery': {
    id: 'recoverAccount',
    group: 'Sign-in',
    summary: 'Set a new password by a code, and sign in',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: recovery,
        examples: {
          unknown: {
            summary: 'A code that nobody has',
            value: { code: 'A1B2-C3D4-E5F6', password: 'kettle ferry walnut' },
            answered: 401,
          },
        },
      },
    },
    answers: { 200: answer('Changed, and signed in.', signedIn) },
    refuses: ['invalid-document', 'unknown-code', 'too-many-tries'],
  },
  'GET /api/wards/:id/wall-screens': {
    id: 'listWallScreens',
    group: 'Sign-in',
    summary: 'The wall screens of a ward',
    path: z.object({ id: z.string().describe('The ward.') }),
    answers: { 200: answer('The newest first.', wallScreens) },
    refuses: ['not-found'],
  },
  'POST /api/wards/:id/wall-screens': {
    id: 'openWallScreen',
    group: 'Sign-in',
    summary: 'Turn this browser into a wall screen',
    description:
      'Your session in this browser ends, and another begins that shows the ward’s board as a wall does and can do nothing else. ' +
      'It lasts 30 days at most, and 4 days without use; it ends when the ward is none of yours any more, when your password ' +
      'changes, and when you, a lead or an administrator end it.',
    path: z.object({ id: z.string().describe('The ward.') }),
    accepts: {
      [JSON_DOCUMENT]: {
        schema: wallScreenTerms,
        examples: {
          office: {
            summary: 'A screen in an office that visitors walk past',
            value: { place: 'Doctors’ office', names: 'initials' },
            answered: 404,
          },
        },
      },
    },
    answers: { 201: answer('What this browser is now.', signedIn) },
    refuses: ['invalid-document', 'not-found'],
  },
  'DELETE /api/wards/:id/wall-screens/:screenId': {
    id: 'endWallScreen',
    group: 'Sign-in',
    summary: 'End a wall screen',
    description: 'By whoever opened it, a lead or an administrator of the ward.',
    path: z.object({
      id: z.string().describe('The ward.'),
      screenId: z.uuid().describe('The screen, as the list names it.'),
    }),
    answers: { 204: { description: 'It shows nothing any more.' } },
    refuses: ['not-found'],
  },
} satisfies Operations;
