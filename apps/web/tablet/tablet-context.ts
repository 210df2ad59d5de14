import type { CarerKeys } from '#contracts';
import { createContext, useContext } from 'react';

/** Who has a shared tablet in hand, and what is kept on it for the home. */
export interface InHand {
  readonly carer: { readonly id: string; readonly name: string };
  /** Under which owner things are kept, while it is unlocked. */
  readonly owner: string;
  readonly keys: CarerKeys;
}

/** Null where no carer has a PIN: then things are kept for the account. */
export const TabletContext = createContext<InHand | null>(null);

/** For whom residents, and what is being typed, are kept on this device. */
export const useOwner = (accountId: string): string => useContext(TabletContext)?.owner ?? accountId;

/** What one carer is typing is not shown to the next. */
export const useDraftName = (admissionId: string): string => {
  const carer = useContext(TabletContext)?.carer.id;
  return carer === undefined ? `draft ${admissionId}` : `draft ${admissionId} ${carer}`;
};

export const ownerOf = (homeId: string): string => `home:${homeId}`;
