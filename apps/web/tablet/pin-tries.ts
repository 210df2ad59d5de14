/** How often a carer's PIN was typed wrongly on this tablet. */
export interface PinTries {
  readonly failures: number;
  /** Epoch ms of this tablet. */
  readonly lastAt: number;
  /** Before this no other is made. */
  readonly openAt: number;
}

export const NO_TRIES: PinTries = { failures: 0, lastAt: 0, openAt: 0 };

const FREE = 3;
const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 300_000;
/** Then what the PIN opened is deleted here, and the hub is asked whether a PIN is right. */
const AT_MOST = 10;

export type PinTry =
  /** It may be made, and counts as failed until it is known to be right. */
  | { readonly kind: 'taken'; readonly tries: PinTries }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'spent' };

/** A tablet whose clock was put back waits as long as it would have, and no longer. */
export function takePinTry({ failures, lastAt, openAt }: PinTries, now: number): PinTry {
  if (failures >= AT_MOST) return { kind: 'spent' };
  const left = Math.min(openAt - now, openAt - lastAt);
  if (left > 0) return { kind: 'wait', ms: left };
  const count = failures + 1;
  const wait = count < FREE ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (count - FREE));
  return { kind: 'taken', tries: { failures: count, lastAt: now, openAt: now + wait } };
}
