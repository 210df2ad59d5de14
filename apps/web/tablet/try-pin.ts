import type { CarerKeys } from '#contracts';
import { drop, keep, kept } from '../bedside/shelf.ts';
import { thisMoment } from '../clock.ts';
import { hub, whyNot, type Answer } from '../hub.ts';
import { NO_TRIES, takePinTry, type PinTries } from './pin-tries.ts';
import { unwrap, wrap, type WrappedKeys } from './tablet-keys.ts';

export type PinAnswer =
  { readonly kind: 'right'; readonly keys: CarerKeys } | { readonly kind: 'no'; readonly why: string };

interface Asked {
  readonly accountId: string;
  readonly homeId: string;
  readonly carer: { readonly id: string; readonly name: string; readonly pinVersion: number };
  readonly pin: string;
}

/** In the page too: a tablet that is full counts all the same. */
const counted = new Map<string, PinTries>();

/** By what lies on this tablet, without a network; by the hub where this carer has not unlocked it yet, or the PIN is new. */
export async function tryPin(asked: Asked): Promise<PinAnswer> {
  const { accountId, carer, pin } = asked;
  const [keysAt, triesAt] = [`keys of ${carer.id}`, `tries of ${carer.id}`];
  const wrapped = (await kept(accountId, keysAt)) as WrappedKeys | null;
  if (wrapped === null || wrapped.pinVersion < carer.pinVersion) return byTheHub(asked, keysAt);

  const before = counted.get(carer.id) ?? ((await kept(accountId, triesAt)) as PinTries | null) ?? NO_TRIES;
  const made = takePinTry(before, thisMoment().wall);
  switch (made.kind) {
    case 'wait':
      return { kind: 'no', why: `That was wrong too often. Try again in ${inWords(made.ms)}.` };
    case 'spent':
      await drop(accountId, keysAt);
      forgetTries(accountId, carer.id);
      return byTheHub(asked, keysAt);
    case 'taken':
      // Counted before it is known whether it is right: nobody gets another by pulling the plug.
      counted.set(carer.id, made.tries);
      await keep(accountId, triesAt, made.tries).catch(() => undefined);
  }
  const keys = await unwrap(wrapped, pin);
  if (keys === null) return { kind: 'no', why: `This is not the PIN of ${carer.name}.` };
  forgetTries(accountId, carer.id);
  return { kind: 'right', keys };
}

function forgetTries(accountId: string, carerId: string): void {
  counted.delete(carerId);
  void drop(accountId, `tries of ${carerId}`);
}

async function byTheHub({ accountId, homeId, carer, pin }: Asked, keysAt: string): Promise<PinAnswer> {
  const answer = await hub.unlockTablet(homeId, carer.id, pin);
  if (answer.kind === 'unreachable') {
    return {
      kind: 'no',
      why: `${carer.name} has not unlocked this tablet with this PIN yet, and the first time needs a network. A colleague who has can.`,
    };
  }
  if (answer.kind !== 'done') return { kind: 'no', why: whyNot(answer) };
  await keep(accountId, keysAt, await wrap(answer.body, pin)).catch(() => undefined);
  return { kind: 'right', keys: answer.body };
}

/** A carer's own new PIN. The hub alone can say that it is so from now on: without it the one before stays, on every tablet. */
export async function changeOwnPin({
  accountId,
  homeId,
  carer,
  pin,
  newPin,
}: Omit<Asked, 'carer'> & {
  readonly carer: { readonly id: string };
  readonly newPin: string;
}): Promise<Answer<CarerKeys>> {
  const answer = await hub.changeOwnPin(homeId, carer.id, { pin, newPin });
  // Where there is no room for it, the hub is asked at the next unlocking.
  if (answer.kind === 'done')
    await keep(accountId, `keys of ${carer.id}`, await wrap(answer.body, newPin)).catch(() => undefined);
  return answer;
}

function inWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  if (seconds < 60) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
