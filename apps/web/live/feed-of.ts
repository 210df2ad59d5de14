import { hub } from '../hub.ts';
import { followWard, wardSocket, type WardFeed } from './ward-feed.ts';

/** A feed of a ward that asks the hub whether the session stands whenever it is turned away. */
export const feedOf = (wardId: string, onSessionEnded: () => void): WardFeed =>
  followWard(wardId, wardSocket(), async () => (await hub.whoIsSignedIn()).kind !== 'signed-out', onSessionEnded);
