import type { PushPayload } from '#contracts';

/* What the service worker does with a message, apart from the browser that it does it in. */

/** A notification as it is shown. It says what the hub's message says: nothing of a patient. */
export interface ShownMessage {
  readonly title: string;
  readonly options: {
    readonly body: string;
    /** A message that comes twice replaces itself. */
    readonly tag: string;
    readonly icon: string;
    /** Stays until somebody looks at it. */
    readonly requireInteraction: boolean;
    readonly data: OpenedMessage;
  };
}

/** What is kept with a notification until it is opened. */
export interface OpenedMessage {
  readonly delivery: string;
  readonly key: string;
  /** A path of this Homeward. */
  readonly path: string;
}

const ICON = '/icon.svg';
/** A message that cannot be read is one all the same: a browser that shows nothing takes the permission back. */
const UNREADABLE = { title: 'Homeward has a message', body: 'Sign in to see it.' };

const isText = (value: unknown): value is string => typeof value === 'string';

function readPayload(text: string | undefined): PushPayload | null {
  try {
    const said = JSON.parse(text ?? '') as Partial<Record<keyof PushPayload, unknown>>;
    const { delivery, key, title, body, link } = said;
    return [delivery, key, title, body, link].every(isText) ? (said as unknown as PushPayload) : null;
  } catch {
    return null;
  }
}

/** What a message shows. `origin`: where this Homeward was opened; a link that leads elsewhere leads to its first page. */
export function messageOf(text: string | undefined, origin: string): ShownMessage {
  const payload = readPayload(text);
  if (payload === null) {
    const { title, body } = UNREADABLE;
    const data = { delivery: '', key: '', path: '/' };
    return { title, options: { body, tag: 'unreadable', icon: ICON, requireInteraction: false, data } };
  }
  const { delivery, key, title, body, priority } = payload;
  return {
    title,
    options: {
      body,
      tag: delivery,
      icon: ICON,
      requireInteraction: priority === 'emergency',
      data: { delivery, key, path: pathOf(payload.link, origin) },
    },
  };
}

/** Only the path of a link counts: it is opened where this Homeward is. */
function pathOf(link: string, origin: string): string {
  try {
    const { pathname, search } = new URL(link, origin);
    return /^\/(?!\/)/.test(pathname) ? pathname + search : '/';
  } catch {
    return '/';
  }
}

/** What the hub is told of a message, as `POST /api/receipts/push` takes it; null for one that it did not send. */
export function receiptOf({ delivery, key }: OpenedMessage, what: 'delivered' | 'read'): string | null {
  return delivery === '' || key === '' ? null : JSON.stringify({ delivery, key, what });
}

/** A tab of this Homeward that is open. */
export interface OpenTab {
  readonly url: string;
  readonly focused: boolean;
  readonly visibilityState: string;
}

/** The tab in which a message is opened: the one that somebody looks at, else one that can be seen, else any; null where none is open. */
export function tabFor<Tab extends OpenTab>(tabs: readonly Tab[], origin: string): Tab | null {
  const ours = tabs.filter(({ url }) => new URL(url).origin === origin);
  return (
    ours.find(({ focused }) => focused) ??
    ours.find(({ visibilityState }) => visibilityState === 'visible') ??
    ours[0] ??
    null
  );
}
