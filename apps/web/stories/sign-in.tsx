import type { OwnSessions, StaffAccounts } from '#contracts';
import type { ReactNode } from 'react';
import { OwnSignIn } from '../account/own-sign-in-page.tsx';
import { ConfirmSecondFactor, SpareCodeList } from '../account/second-factor.tsx';
import { Accounts } from '../accounts/accounts-page.tsx';
import { NoticePage } from '../page/notice-page.tsx';
import { RecoveryPage } from '../sign-in/recovery-page.tsx';
import { ADMINISTRATOR, CLINICIAN, STORY_NOW } from './fixtures.ts';

/* How people sign in, and are let in again. */

const HOUR = 3_600_000;
const nothing = (): void => undefined;

const aSession = (id: string, startedAt: number, browser: string | null): OwnSessions['sessions'][number] => ({
  id,
  startedAt,
  lastSeenAt: STORY_NOW - 60_000,
  endsAt: startedAt + 13 * HOUR,
  browser,
  address: id === 'home' ? '2001:db8:7a1c:4400:9d2f:1bff:fe08:3c11' : '192.0.2.14',
  thisOne: id === 'desk',
});

const SESSIONS: OwnSessions = {
  at: STORY_NOW,
  sessions: [
    aSession('desk', STORY_NOW - 2 * HOUR, 'Microsoft Edge on Windows'),
    aSession('home', STORY_NOW - 5 * HOUR, 'Safari on iOS'),
    aSession('old', STORY_NOW - 11 * HOUR, null),
  ],
};

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const BEGUN = { secret: SECRET, address: `otpauth://totp/Homeward:clinician?issuer=Homeward&secret=${SECRET}` };

const anAccount = (
  different: Partial<StaffAccounts['accounts'][number]> & { name: string },
): StaffAccounts['accounts'][number] => ({
  id: different.name,
  username: different.name.toLowerCase().replace(' ', '.'),
  role: 'hub-clinician',
  careHome: null,
  lastSignedInAt: STORY_NOW - 3 * HOUR,
  disabled: false,
  codeUntil: null,
  isYou: false,
  ...different,
});

const ACCOUNTS: StaffAccounts = {
  at: STORY_NOW,
  accounts: [
    anAccount({ name: 'Amir Okafor', codeUntil: STORY_NOW + HOUR / 2 }),
    anAccount({ name: 'Bronwen Studland', role: 'care-home', careHome: 'Durlston House', lastSignedInAt: null }),
    anAccount({ name: 'Jo Bennett', disabled: true }),
    anAccount({ name: ADMINISTRATOR.displayName, role: 'administrator', isYou: true }),
  ],
};

export const SIGN_IN_STORIES: Readonly<Record<string, () => ReactNode>> = {
  'my sign-in': () => (
    <OwnSignIn
      who={CLINICIAN}
      asked={SESSIONS}
      trouble={null}
      secondFactor={{ available: true, demanded: false, since: STORY_NOW - 40 * 24 * HOUR, codesLeft: 9 }}
      onChanged={nothing}
      onSecondFactorChanged={nothing}
      onSignOut={nothing}
      onSessionEnded={nothing}
    />
  ),
  'second factor, to be confirmed': () => (
    <NoticePage heading="Set up a second factor" who={CLINICIAN} onSignOut={nothing}>
      <ConfirmSecondFactor begun={BEGUN} onCodes={nothing} onSessionEnded={nothing} />
      <SpareCodeList codes={['A1B2-C3D4-E5F6-G7H8', 'J9K0-M1N2-P3Q4-R5S6']} onDone={nothing} />
    </NoticePage>
  ),
  'set a new password by a code': () => <RecoveryPage onSignedIn={nothing} onCancel={nothing} />,
  'accounts, with a code that was just given': () => (
    <Accounts
      who={ADMINISTRATOR}
      asked={ACCOUNTS}
      trouble={null}
      given={{ name: 'Amir Okafor', code: 'A1B2-C3D4-E5F6', expiresAt: STORY_NOW + HOUR }}
      onGiven={nothing}
      onSignOut={nothing}
      onSessionEnded={nothing}
    />
  ),
};
