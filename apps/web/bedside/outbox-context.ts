import type { SignedIn } from '#contracts';
import { createContext, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import { hub } from '../hub.ts';
import { Outbox, type OutboxItem } from './outbox.ts';

export const OutboxContext = createContext<Outbox | null>(null);

/** The outbox of who is signed in, where they take readings; null for everybody else. */
export function useOwnOutbox(who: SignedIn | null): Outbox | null {
  const accountId = who?.role === 'care-home' ? who.id : null;
  const outbox = useMemo(
    () => (accountId === null ? null : new Outbox(accountId, { set: hub.sendHomeReading, photo: hub.sendPhoto })),
    [accountId],
  );
  useEffect(() => outbox?.open(), [outbox]);
  return outbox;
}

const NOTHING: readonly OutboxItem[] = [];
const never = (): (() => void) => () => undefined;
const nothing = (): readonly OutboxItem[] => NOTHING;

export function useOutboxItems(): readonly OutboxItem[] {
  const outbox = useContext(OutboxContext);
  return useSyncExternalStore(outbox?.onChange ?? never, outbox?.current ?? nothing);
}
