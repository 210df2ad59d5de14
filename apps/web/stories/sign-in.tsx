import type { OwnSessions, SignedIn, StaffAccounts, WallScreens } from '#contracts';
import type { ReactNode } from 'react';
import { OwnSignIn } from '../account/own-sign-in-page.tsx';
import { ConfirmSecondFactor, SpareCodeList } from '../account/second-factor.tsx';
import { Accounts } from '../accounts/accounts-page.tsx';
import { NoticePage } from '../page/notice-page.tsx';
import { RecoveryPage } from '../sign-in/recovery-page.tsx';
import { CloseWall } from '../wall/wall-screen.tsx';
import { WallScreenList } from '../wall/wall-screens-page.tsx';
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
  wall: id === 'wall' ? { ward: 'Dorset East', place: 'Doctors’ office' } : null,
});

const SESSIONS: OwnSessions = {
  at: STORY_NOW,
  sessions: [
    aSession('desk', STORY_NOW - 2 * HOUR, 'Microsoft Edge on Windows'),
    aSession('home', STORY_NOW - 5 * HOUR, 'Safari on iOS'),
    aSession('wall', STORY_NOW - 8 * HOUR, 'Chrome on Linux'),
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

const aScreen = (
  different: Partial<WallScreens['screens'][number]> & { place: string },
): WallScreens['screens'][number] => ({
  id: different.place,
  names: 'initials',
  openedBy: 'Amir Okafor',
  openedAt: STORY_NOW - 50 * HOUR,
  lastSeenAt: STORY_NOW - 60_000,
  endsAt: STORY_NOW + 670 * HOUR,
  mayEnd: true,
  ...different,
});

const SCREENS: WallScreens = {
  at: STORY_NOW,
  screens: [
    aScreen({ place: 'Hub, by the door' }),
    aScreen({ place: 'Doctors’ office', names: 'full', openedBy: 'Jo Bennett', mayEnd: false }),
  ],
};

const screens = (who: SignedIn, asked: WallScreens | null, trouble: string | null = null): ReactNode => (
  <WallScreenList
    who={who}
    asked={asked}
    trouble={trouble}
    open={() => Promise.resolve({ kind: 'unreachable' })}
    onOpened={nothing}
    end={() => Promise.resolve({ kind: 'unreachable' })}
    onEnded={nothing}
    onSignOut={nothing}
    onSessionEnded={nothing}
  />
);

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
  'wall screens': () => screens(CLINICIAN, SCREENS),
  'wall screens, as an administrator sees them': () => screens(ADMINISTRATOR, { at: STORY_NOW, screens: [] }),
  'wall screens, not told': () => screens(CLINICIAN, null, 'Homeward could not be reached. Try again in a moment.'),
  'a wall screen that is to be closed': () => (
    <main>
      <dialog open className="wall-close" aria-labelledby="wall-close">
        <CloseWall onClose={nothing} />
      </dialog>
    </main>
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
