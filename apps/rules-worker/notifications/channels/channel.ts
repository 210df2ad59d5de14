import type { Channel } from '#contracts';
import type { AttemptOutcome, ClaimedDelivery, Receipt } from '#records';
import type { Words } from '../words.ts';

/** A way out. Sending is at least once: `delivery.id` goes along wherever the channel knows an idempotency key. */
export interface OpenChannel {
  readonly name: Channel;
  /** What a browser needs to subscribe; null for every other channel. */
  readonly publicKey: string | null;
  /** Never throws for what the channel answers; what it throws is a fault of ours or of the way to the channel. */
  send(delivery: ClaimedDelivery, words: Words): Promise<AttemptOutcome>;
  /** Asks what became of a message, by the channel's own id; null while it does not know. */
  whatBecameOf?(receipt: string): Promise<Receipt | null>;
  close?(): void;
}

/** A channel that has not answered by then is taken to be away, in ms. */
export const ANSWER_WITHIN = 10_000;

/** How a failure on the way to a channel is told: by its code, since its text can name an address. */
export function wayFailed(error: unknown): { detail: string; perhapsSent: boolean } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const neverThere = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ECONNECTION|EDNS)$/.test(code);
  const detail = neverThere
    ? `It could not be reached (${code}).`
    : `The connection broke before it answered (${code || (error instanceof Error ? error.name : 'unknown')}).`;
  return { detail, perhapsSent: !neverThere };
}
