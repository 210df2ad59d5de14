import type { MyStay, SignedIn } from '#contracts';
import { askToStay, beginToKeep, drop, keep, kept, keptLast } from '../bedside/shelf.ts';
import { keepShell } from '../service-worker/register.ts';

const WHO = 'my-who';
const STAY = 'my-stay';

/** Whose phone this is, so that it opens and takes readings without a network; gone when their session is. */
export function keepMine(who: SignedIn): void {
  beginToKeep(who.id);
  keep(who.id, WHO, who).catch(() => undefined);
  askToStay();
  keepShell();
}

export async function whoseIsKept(): Promise<SignedIn | null> {
  return (await keptLast(WHO)) as SignedIn | null;
}

export function forgetMine({ id }: SignedIn): void {
  void drop(id, WHO);
  void drop(id, STAY);
}

/** The stay as it was heard, and when, in epoch ms of this phone. */
export interface HeardStay {
  readonly stay: MyStay;
  readonly heardAt: number;
}

/** A phone that is full shows what it has heard all the same. */
export const keepStay = (accountId: string, heard: HeardStay): void =>
  void keep(accountId, STAY, heard).catch(() => undefined);

export async function keptStay(accountId: string): Promise<HeardStay | null> {
  return (await kept(accountId, STAY)) as HeardStay | null;
}
