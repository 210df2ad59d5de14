import type { WardClientEvents, WardServerEvents } from '#contracts';
import type { Account } from '#records';
import type { Namespace, Socket } from 'socket.io';
import type { Encoded } from './encoded.ts';

/** What a socket remembers. */
export interface Watcher {
  account: Account;
  token: string;
  /** The ward whose board it shows; null before the first join and when it was shown the door. */
  wardId: string | null;
  /** Where it is told of that ward: see `WardSockets`. */
  room: string | null;
  /** It did not take what it was told, and has to join again: see `outbound`. */
  behind: boolean;
  /** What its person is told of the ward is not what it was: its next join gives it the whole ward. */
  beginsAnew: boolean;
  /** Its requests that have not been answered yet. */
  unanswered: number;
}

/** What the hub says, as objects or as JSON that is there already. */
type Spoken = {
  [Event in keyof WardServerEvents]: (
    ...said: Parameters<WardServerEvents[Event]> extends [infer Payload] ? [Payload | Encoded<Payload>] : []
  ) => void;
};

export type WardNamespace = Namespace<WardClientEvents, Spoken, Record<string, never>, Watcher>;
export type WardSocket = Socket<WardClientEvents, Spoken, Record<string, never>, Watcher>;
