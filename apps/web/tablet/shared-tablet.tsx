import type { CarerKeys, HomeCarers, SignedIn } from '#contracts';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { isAtRisk, type Outbox } from '../bedside/outbox.ts';
import { useOutboxItems } from '../bedside/outbox-context.ts';
import { drop, letGo, takeInHand } from '../bedside/shelf.ts';
import { forgetResidents } from '../care-home/use-residents.ts';
import { everySecond, msBetween, thisMoment } from '../clock.ts';
import { LockScreen } from './lock-screen.tsx';
import { ownerOf, TabletContext, type InHand } from './tablet-context.ts';
import { rawKey, sealForHub } from './tablet-keys.ts';
import { OwnPin } from './own-pin.tsx';
import { changeOwnPin, tryPin } from './try-pin.ts';
import { useCarers } from './use-carers.ts';

const MINUTE_MS = 60_000;
const TOUCHES = ['pointerdown', 'keydown'] as const;

interface SharedTabletProps {
  who: SignedIn;
  home: { id: string; name: string };
  outbox: Outbox | null;
  onSignOut: () => void;
  onSessionEnded: () => void;
  children: ReactNode;
}

/** A home's tablet: where its carers have PINs it is locked until one of them has it in hand. Decision 0039. */
export function SharedTablet({ who, home, outbox, onSignOut, onSessionEnded, children }: SharedTabletProps) {
  const carers = useCarers(who.id, home.id, onSessionEnded);
  const [inHand, setInHand] = useState<InHand | null>(null);
  const owner = ownerOf(home.id);
  const items = useOutboxItems();
  const atRisk = items.filter(isAtRisk).length;
  const waiting = items.filter(({ state }) => state === 'waiting').length - atRisk;

  // Whoever left, or has a new PIN, has it no more.
  const stillTheirs = carers?.carers.some(
    ({ id, pinVersion }) => id === inHand?.carer.id && pinVersion <= inHand.keys.pinVersion,
  );
  const held = stillTheirs ? inHand : null;
  const [pinIs, setPinIs] = useState<'as-it-is' | 'changing' | 'changed'>('as-it-is');
  const lock = useCallback(() => {
    setInHand(null);
    setPinIs('as-it-is');
  }, []);

  const isLocked = carers !== null && carers.carers.length > 0 && held === null;
  useEffect(() => {
    if (!isLocked) return;
    letGo(owner);
    outbox?.lock();
    forgetResidents();
    // From before the home had carers with PINs: it could be read without one.
    void drop(who.id, 'residents');
  }, [isLocked, owner, outbox, who.id]);
  useLockWhenIdle(held !== null, (carers?.lockAfterMinutes ?? 2) * MINUTE_MS, lock);

  async function unlock(carer: HomeCarers['carers'][number], pin: string): Promise<string | null> {
    const answer = await tryPin({ accountId: who.id, homeId: home.id, carer, pin });
    if (answer.kind === 'no') return answer.why;
    await give(carer, answer.keys);
    return null;
  }

  async function give({ id, name }: InHand['carer'], keys: CarerKeys): Promise<void> {
    const key = await takeInHand(owner, rawKey(keys));
    await outbox?.unlock({ by: name, key, sealForHub: (set) => sealForHub(keys, set) });
    setInHand({ carer: { id, name }, owner, keys });
  }

  if (carers === null) return <main aria-busy="true" />;
  if (isLocked) {
    return (
      <LockScreen
        homeName={home.name}
        carers={carers.carers}
        waiting={waiting}
        atRisk={atRisk}
        onPin={unlock}
        onSignOut={onSignOut}
      />
    );
  }
  return (
    <TabletContext value={held}>
      {held !== null && (
        <aside className="in-hand" aria-label="Who has this tablet">
          <span>
            You are <strong>{held.carer.name}</strong>
          </span>
          {pinIs === 'changing' ? null : (
            <button type="button" className="in-hand__change" onClick={() => setPinIs('changing')}>
              Change my PIN
            </button>
          )}
          <button type="button" className="in-hand__change" onClick={lock}>
            Lock, or change carer
          </button>
          {pinIs === 'changed' && (
            <output className="in-hand__said">Your new PIN opens this home’s tablets now.</output>
          )}
        </aside>
      )}
      {held !== null && pinIs === 'changing' && (
        <OwnPin
          name={held.carer.name}
          onChange={(pin, newPin) =>
            changeOwnPin({ accountId: who.id, homeId: home.id, carer: held.carer, pin, newPin })
          }
          onDone={(keys) => {
            setPinIs('changed');
            void give(held.carer, keys);
          }}
          onCancel={() => setPinIs('as-it-is')}
          onSessionEnded={onSessionEnded}
        />
      )}
      {children}
    </TabletContext>
  );
}

/** Locks after so long without a touch, also of a tablet that slept meanwhile. */
function useLockWhenIdle(isOpen: boolean, afterMs: number, lock: () => void): void {
  const touched = useRef(thisMoment());
  useEffect(() => {
    if (!isOpen) return;
    const touch = (): void => {
      touched.current = thisMoment();
    };
    touch();
    for (const name of TOUCHES) window.addEventListener(name, touch);
    const stop = everySecond(() => {
      if (msBetween(touched.current, thisMoment()) >= afterMs) lock();
    });
    return () => {
      stop();
      for (const name of TOUCHES) window.removeEventListener(name, touch);
    };
  }, [isOpen, afterMs, lock]);
}
