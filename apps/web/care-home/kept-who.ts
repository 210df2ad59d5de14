import type { SignedIn } from '#contracts';
import { askToStay, beginToKeep, drop, keep, keptLast } from '../bedside/shelf.ts';
import { keepShell } from '../service-worker/register.ts';

const KEPT = 'who';

/** Whose tablet this is, so that it opens without a network: of care-home staff alone, and gone when their session is. */
export function keepWho(who: SignedIn): void {
  if (who.role !== 'care-home') return;
  beginToKeep(who.id);
  keep(who.id, KEPT, who).catch(() => undefined);
  askToStay();
  keepShell();
  // What a round needs is here before the network goes, and before a newer app takes the place of this one's files.
  void import('../bedside/reading-page.tsx').catch(() => undefined);
}

export async function whoIsKept(): Promise<SignedIn | null> {
  return (await keptLast(KEPT)) as SignedIn | null;
}

export function forgetWho({ id, role }: SignedIn): void {
  if (role === 'care-home') void drop(id, KEPT);
}
