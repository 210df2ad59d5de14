import type { SignedIn, SignedOff } from '#contracts';
import { dropAhead } from './ahead.ts';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { keepPause } from './alerts/sound-shared.ts';
import { BoardPage } from './board/board-page.tsx';
import { ResidentsPage } from './care-home/residents-page.tsx';
import { forgetWho, keepWho, whoIsKept } from './care-home/kept-who.ts';
import { forgetResidents } from './care-home/use-residents.ts';
import { hub, type Answer } from './hub.ts';
import { writeAddress } from './page/address.ts';
import { Link } from './page/link.tsx';
import { usePlace, type Place } from './page/location.ts';
import { NoticePage } from './page/notice-page.tsx';
import { OutboxContext, useOwnOutbox } from './bedside/outbox-context.ts';
import { forgetEverything } from './bedside/shelf.ts';
import { SHOWN_PAGES } from './shown-pages.ts';
import { SignInPage } from './sign-in/sign-in-page.tsx';
import { SharedTablet } from './tablet/shared-tablet.tsx';
import { ownerOf } from './tablet/tablet-context.ts';
import { WardPicker } from './wards/ward-picker.tsx';

const AuditTrail = SHOWN_PAGES['/audit'];
const WallScreen = lazy(() => import('./wall/wall-screen.tsx'));
const SetUpSecondFactorPage = lazy(() => import('./account/set-up-second-factor-page.tsx'));

type Session =
  | { state: 'asking' }
  | { state: 'unreachable' }
  | { state: 'signed-out'; sentence: string | null }
  /** `heard`: false while only this tablet says so, and the hub could not be asked. */
  | { state: 'signed-in'; who: SignedIn; heard: boolean };

const SESSION_ENDED = 'Your session has ended. Sign in again to go on where you were.';
const SIGNED_OUT = 'You are signed out.';
const PERHAPS_NOT_SIGNED_OUT =
  'Homeward could not be reached, so you may still be signed in on this computer. Sign in and out again when it can be.';
const TRY_AGAIN_MS = 3_000;
/** A tablet that knows whose it is waits no longer for a network. */
const PATIENCE_MS = 1_500;

export interface AppProps {
  /** What the hub said first to who is signed in; null where it has not said it yet, or was not asked. */
  readonly session: Answer<SignedIn> | null;
}

function sessionOf(first: Answer<SignedIn> | null): Session {
  if (first?.kind === 'done') return { state: 'signed-in', who: first.body, heard: true };
  return first?.kind === 'signed-out' ? { state: 'signed-out', sentence: null } : { state: 'asking' };
}

/** Who is signed in decides what is shown; the address decides the rest. */
export function App({ session: first }: AppProps) {
  const [session, setSession] = useState(() => sessionOf(first));
  const place = usePlace();

  const asks =
    session.state === 'asking' || session.state === 'unreachable' || (session.state === 'signed-in' && !session.heard);
  useEffect(() => {
    if (!asks) return;
    let left = false;
    const look = (): void =>
      void hub.whoIsSignedIn().then((answer) => {
        if (left) return;
        if (answer.kind === 'done') {
          keepWho(answer.body);
          setSession({ state: 'signed-in', who: answer.body, heard: true });
        } else if (answer.kind === 'signed-out') {
          setSession((before) => {
            if (before.state === 'signed-in') forgetWho(before.who);
            return { state: 'signed-out', sentence: before.state === 'signed-in' ? SESSION_ENDED : null };
          });
        } else {
          setSession((before) => (before.state === 'asking' ? { state: 'unreachable' } : before));
          byTheTablet();
        }
      });
    const byTheTablet = (): void =>
      void whoIsKept().then((who) => {
        if (who === null || left) return;
        setSession((before) => (before.state === 'signed-in' ? before : { state: 'signed-in', who, heard: false }));
      });
    look();
    const waiting = setTimeout(byTheTablet, PATIENCE_MS);
    const timer = setInterval(look, TRY_AGAIN_MS);
    return () => {
      left = true;
      clearTimeout(waiting);
      clearInterval(timer);
    };
  }, [asks]);

  // A pause is a person's: whoever signs in next hears what calls.
  useEffect(() => {
    if (session.state === 'signed-out') keepPause(null);
  }, [session.state]);

  // The board that this is has taken it by now.
  useEffect(() => {
    if (session.state !== 'asking') dropAhead();
  }, [session.state]);

  const isHere = session.state === 'signed-in' && session.heard && !session.who.wall;
  useEffect(() => {
    if (isHere)
      void import('./account/this-device.ts').then(({ keepUpWithTheKey }) => keepUpWithTheKey()).catch(() => undefined);
  }, [isHere]);

  const outbox = useOwnOutbox(session.state === 'signed-in' ? session.who : null);
  const sessionEnded = useCallback(
    () =>
      setSession((before) => {
        // What waits stays for them; the residents are shown to nobody until somebody has signed in.
        if (before.state === 'signed-in') forgetWho(before.who);
        return { state: 'signed-out', sentence: SESSION_ENDED };
      }),
    [],
  );
  const homeId = session.state === 'signed-in' ? (session.who.careHome?.id ?? null) : null;
  const signOut = useCallback(async () => {
    const waiting = outbox?.waiting ?? 0;
    // What is left on the tablet can be read by nobody after this: it is the carer's to say so.
    if (waiting > 0 && !window.confirm(notSentYet(waiting))) return;
    await outbox?.forget().catch(() => undefined);
    if (homeId !== null) await forgetEverything(ownerOf(homeId)).catch(() => undefined);
    forgetResidents();
    const thereToo = session.state === 'signed-in' && session.who.isVouchedFor === true;
    const left = await (thereToo ? hub.signOutThereToo() : hub.signOut());
    if (thereToo && left.kind === 'done') {
      const { address } = left.body as SignedOff;
      // The provider ends its own session, and sends the browser back here.
      if (address !== null) return location.assign(address);
    }
    const { kind } = left;
    const sentence = kind === 'done' || kind === 'signed-out' ? SIGNED_OUT : PERHAPS_NOT_SIGNED_OUT;
    setSession({ state: 'signed-out', sentence });
  }, [outbox, homeId, session]);

  if (session.state === 'asking') return <main aria-busy="true" />;
  if (session.state === 'unreachable') {
    return (
      <NoticePage heading="Homeward cannot be reached">
        <output className="notice">Nothing can be shown until it can. Trying again every few seconds.</output>
      </NoticePage>
    );
  }
  if (session.state === 'signed-out') {
    return (
      <SignInPage
        sentence={session.sentence}
        onSignedIn={(who) => {
          keepWho(who);
          setSession({ state: 'signed-in', who, heard: true });
        }}
      />
    );
  }

  if (session.who.setsUpSecondFactor) {
    return (
      <Suspense fallback={<NoticePage heading="Opening" who={session.who} onSignOut={() => void signOut()} />}>
        <SetUpSecondFactorPage
          who={session.who}
          onDone={() => setSession({ state: 'asking' })}
          onSignOut={() => void signOut()}
          onSessionEnded={sessionEnded}
        />
      </Suspense>
    );
  }

  if (session.who.wall) {
    return (
      <Suspense fallback={<main aria-busy="true" />}>
        <WallScreen {...session.who.wall} onClose={() => void signOut()} onSessionEnded={sessionEnded} />
      </Suspense>
    );
  }

  const leaving = { onSignOut: () => void signOut(), onSessionEnded: sessionEnded };
  return (
    <OutboxContext value={outbox}>
      {session.who.careHome === null ? (
        <AtPlace place={place} who={session.who} {...leaving} />
      ) : (
        <SharedTablet who={session.who} home={session.who.careHome} outbox={outbox} {...leaving}>
          <AtPlace place={place} who={session.who} {...leaving} />
        </SharedTablet>
      )}
    </OutboxContext>
  );
}

const notSentYet = (waiting: number): string =>
  `${waiting === 1 ? 'One reading has' : `${waiting} readings have`} not been sent yet. If you sign out now, ${waiting === 1 ? 'it is' : 'they are'} lost. Sign out all the same?`;

interface AtPlaceProps {
  place: Place;
  who: SignedIn;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

function AtPlace({ place, ...shared }: AtPlaceProps) {
  const { who, onSignOut } = shared;
  if (place.page === 'other' && place.other.roles.includes(who.role)) {
    const { path } = place.other;
    const Show = SHOWN_PAGES[path];
    const key = writeAddress(path, place.params);
    return (
      <Suspense fallback={<NoticePage heading={place.other.name ?? 'Opening'} who={who} onSignOut={onSignOut} />}>
        <Show key={key} params={place.params} {...shared} />
      </Suspense>
    );
  }
  // An auditor has no ward to begin with.
  if (who.role === 'auditor' && place.page === 'start') {
    return (
      <Suspense fallback={<NoticePage heading="Opening" who={who} onSignOut={onSignOut} />}>
        <AuditTrail params={{}} {...shared} />
      </Suspense>
    );
  }
  // Theirs is another page, in their language.
  if (who.role === 'patient' || who.role === 'carer') {
    location.replace('/my');
    return <main aria-busy="true" />;
  }
  if (who.role === 'care-home') {
    return who.careHome ? (
      <ResidentsPage key={who.careHome.id} homeId={who.careHome.id} {...shared} />
    ) : (
      <NoticePage heading="You have no care home yet" who={who} onSignOut={onSignOut}>
        <p>Ask your administrator to add you to your care home.</p>
      </NoticePage>
    );
  }
  switch (place.page) {
    case 'start':
      return <WardPicker {...shared} />;
    case 'ward':
      return <BoardPage key={place.wardId} wardId={place.wardId} wish={place.wish} opens={place.opens} {...shared} />;
    case 'other':
    case 'unknown':
      return (
        <NoticePage heading="There is no such page" who={who} onSignOut={onSignOut}>
          <p>
            <Link to="/">Go to your wards</Link>
          </p>
        </NoticePage>
      );
  }
}
