import type { Role, SignedIn } from '#contracts';
import type { ComponentType } from 'react';
import type { Params } from './page/address.ts';

/** What every page is given. */
export interface PageProps {
  readonly params: Params;
  readonly who: SignedIn;
  readonly onSignOut: () => void;
  readonly onSessionEnded: () => void;
}

export interface Page {
  /** With `:wardId` it is a page of a ward, and offered where a ward is open. */
  readonly path: string;
  /** What the menu calls it; a page without a name is reached from another. */
  readonly name?: string;
  readonly roles: readonly Role[];
  /** Loaded when it is first opened: `lazy(() => import(…))`. */
  readonly Show: ComponentType<PageProps>;
}

/** The pages besides the board and the residents' list, in the order of the menu. The hub decides what they may know. */
export const PAGES: readonly Page[] = [];
