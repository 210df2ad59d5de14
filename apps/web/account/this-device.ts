import { hub, whyNot } from '../hub.ts';

/** What this browser can do about notifications. */
export type ThisDevice =
  /** No service worker, no push, or no secure connection. */
  | { readonly state: 'cannot'; readonly why: string }
  /** The person refused in the browser: only there can it be taken back. */
  | { readonly state: 'blocked' }
  | { readonly state: 'off' }
  /** `deviceId` is the hub's name of it; null where the hub does not know it. */
  | { readonly state: 'on'; readonly deviceId: string | null };

/** Which of a person's devices this browser is: the hub's id for it, kept here alone. */
const DEVICE = 'homeward:push-device';

const registration = async (): Promise<ServiceWorkerRegistration | null> =>
  (await navigator.serviceWorker.getRegistration()) ?? null;

export async function lookAtThisDevice(): Promise<ThisDevice> {
  if (!window.isSecureContext)
    return {
      state: 'cannot',
      why: 'This page was not opened over a secure connection (https). A browser takes notifications over one only.',
    };
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window))
    return {
      state: 'cannot',
      why: 'This browser cannot show notifications. On an iPhone or iPad, add Homeward to the Home Screen first and open it from there.',
    };
  if (Notification.permission === 'denied') return { state: 'blocked' };
  const subscription = await (await registration())?.pushManager.getSubscription();
  return subscription ? { state: 'on', deviceId: localStorage.getItem(DEVICE) } : { state: 'off' };
}

/** Asks for permission, which a browser allows on a click only, and has this browser sent notifications. Why not, or null. */
export async function switchOn(pushKey: string): Promise<string | null> {
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') return 'The browser was not allowed to show notifications. Nothing was switched on.';
  const ready = await navigator.serviceWorker.ready;
  let subscription: PushSubscription;
  try {
    // One that was made with an earlier key of ours can be sent nothing any more.
    await (await ready.pushManager.getSubscription())?.unsubscribe();
    subscription = await ready.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: pushKey });
  } catch {
    return 'The browser’s push service could not be reached. Try again, or use another browser.';
  }
  const { endpoint, keys } = subscription.toJSON();
  const answer = await hub.addDevice({
    endpoint: endpoint ?? '',
    keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
    vapidKey: pushKey,
    name: nameOfThisBrowser(navigator.userAgent),
  });
  if (answer.kind !== 'done') {
    await subscription.unsubscribe();
    return whyNot(answer);
  }
  localStorage.setItem(DEVICE, answer.body.id);
  return null;
}

/**
 * Where this browser was switched on with an earlier key of ours, switches it on with the one of now: without a question, since it was
 * allowed. Nothing is said when it does not work: until the earlier key is taken away, it is sent to with that.
 */
export async function keepUpWithTheKey(): Promise<void> {
  if (!window.isSecureContext || !('PushManager' in window) || !('Notification' in window)) return;
  if (Notification.permission !== 'granted' || localStorage.getItem(DEVICE) === null) return;
  const subscription = await (await registration())?.pushManager.getSubscription();
  const key = subscription?.options.applicationServerKey;
  if (!key) return;
  const answer = await hub.contact();
  const pushKey = answer.kind === 'done' ? answer.body.pushKey : null;
  if (pushKey !== null && pushKey !== base64urlOf(key)) await switchOn(pushKey);
}

const base64urlOf = (bytes: ArrayBuffer): string =>
  btoa(String.fromCodePoint(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Takes a device off the list; where it is this one, the browser lets go as well. Why not, or null. */
export async function switchOff(deviceId: string): Promise<string | null> {
  const answer = await hub.removeDevice(deviceId);
  if (answer.kind !== 'done') return whyNot(answer);
  if (localStorage.getItem(DEVICE) === deviceId) {
    localStorage.removeItem(DEVICE);
    await (await (await registration())?.pushManager.getSubscription())?.unsubscribe();
  }
  return null;
}

const BROWSERS = [
  ['Edg/', 'Edge'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;
const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS', 'Mac'],
  ['Linux', 'Linux'],
] as const;

/** "Chrome on Android": by what a person tells their devices apart. */
export function nameOfThisBrowser(userAgent: string): string {
  const nameIn = (names: readonly (readonly [string, string])[]): string | undefined =>
    names.find(([mark]) => userAgent.includes(mark))?.[1];
  const [browser, system] = [nameIn(BROWSERS), nameIn(SYSTEMS)];
  if (browser === undefined) return system ?? 'A browser';
  return system === undefined ? browser : `${browser} on ${system}`;
}
