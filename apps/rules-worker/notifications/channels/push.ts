import type { PushPayload } from '#contracts';
import type { AttemptOutcome, ClaimedDelivery } from '#records';
import type { ChannelSettings } from '#runtime';
import webPush from 'web-push';
import type { Words } from '../words.ts';
import { wayFailed, type OpenChannel } from './channel.ts';
import { post, PrivateAddress } from './outbound.ts';

/**
 * Browser push: encrypted to the browser (RFC 8291), signed with our key (VAPID, RFC 8292). A message that is sent again
 * replaces the first at the push service by its topic (RFC 8030), and in the browser by its tag.
 */
export function openPush(
  keys: NonNullable<ChannelSettings['push']>,
  { privateAddresses }: Pick<ChannelSettings, 'privateAddresses'>,
): OpenChannel {
  return {
    name: 'push',
    publicKey: keys.publicKey,
    async send(delivery, words) {
      const { device } = delivery;
      if (!device) return { kind: 'refused', detail: 'Notifications were switched off on this device.' };
      const pair = pairFor(device, keys);
      if (!pair)
        return {
          kind: 'refused',
          detail: 'The device was switched on with a key that is no longer in use: switch it on anew.',
        };
      const { endpoint, headers, body } = requestFor(delivery, device, words, { ...pair, subject: keys.subject });
      try {
        const { status, retryAfter } = await post(endpoint, { headers, body, privateAddresses });
        return outcomeOf(status, retryAfter);
      } catch (error) {
        if (error instanceof PrivateAddress)
          return { kind: 'refused', detail: 'The device’s push service is not at an address on the public internet.' };
        return { kind: 'not-now', channelAtFault: true, ...wayFailed(error) };
      }
    },
  };
}

type Keys = NonNullable<ChannelSettings['push']>;
type Device = NonNullable<ClaimedDelivery['device']>;

/** What this browser was switched on with; null where we have it no more. */
function pairFor({ vapidKey }: Device, keys: Keys): Pick<Keys, 'publicKey' | 'privateKey'> | null {
  if (vapidKey === null || vapidKey === keys.publicKey) return keys;
  return keys.before?.publicKey === vapidKey ? keys.before : null;
}

function requestFor(
  { id, receiptKey, priority, giveUpAt, messageAt }: ClaimedDelivery,
  { endpoint, p256dh, auth }: Device,
  { title, body, link }: Words,
  vapidDetails: Pick<Keys, 'publicKey' | 'privateKey' | 'subject'>,
) {
  const payload: PushPayload = { delivery: id, key: receiptKey, title, body, link, priority };
  const details = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, JSON.stringify(payload), {
    vapidDetails,
    contentEncoding: 'aes128gcm',
    TTL: Math.max(60, Math.round((giveUpAt - messageAt) / 1_000)),
    urgency: priority === 'emergency' || priority === 'urgent' ? 'high' : 'normal',
    topic: Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url'),
  });
  return { endpoint: details.endpoint, headers: details.headers, body: details.body ?? Buffer.alloc(0) };
}

function outcomeOf(status: number, retryAfter: number | undefined): AttemptOutcome {
  if (status >= 200 && status < 300) return { kind: 'sent', receipt: null };
  const detail = `The push service answered ${status}.`;
  if (status === 404 || status === 410)
    return { kind: 'gone', detail: 'The device no longer takes notifications: it was taken off the list.' };
  if (status === 413) return { kind: 'refused', detail };
  // Of the rest, being told to wait is the only one that is not a fault of the channel.
  return {
    kind: 'not-now',
    detail,
    channelAtFault: status !== 429,
    ...(retryAfter === undefined ? {} : { askedToWait: retryAfter }),
  };
}
