import type { SignedIn } from '#contracts';
import type { Params } from './address.ts';

/** What every page is given. */
export interface PageProps {
  /** What stands in its address. */
  readonly params: Params;
  readonly who: SignedIn;
  readonly onSignOut: () => void;
  readonly onSessionEnded: () => void;
}
