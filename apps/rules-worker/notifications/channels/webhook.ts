import { signWebhook, webhookKeyId, webhookSecret } from '#access';
import type { WebhookEvent } from '#contracts';
import type { AttemptOutcome, ClaimedDelivery } from '#records';
import type { Clock } from '#runtime';
import type { Words } from '../words.ts';
import { wayFailed, type OpenChannel } from './channel.ts';
import { post, PrivateAddress } from './outbound.ts';

/**
 * A signed POST. Source: Standard Webhooks 1.0. `webhook-id` stays the same however often it is sent; the signature covers it,
 * the time of sending and the body, so that a receiver can refuse what was changed, what is old and what it has had.
 */
export function openWebhooks({
  key,
  keyBefore,
  privateAddresses,
  clock,
}: {
  key: Buffer;
  keyBefore: Buffer | null;
  privateAddresses: boolean;
  clock: Clock;
}): OpenChannel {
  return {
    name: 'webhook',
    publicKey: null,
    async send(delivery, words) {
      const { id, webhook } = delivery;
      if (!webhook) return { kind: 'refused', detail: 'The webhook has ended.' };
      const body = JSON.stringify(eventOf(delivery, words));
      const timestamp = Math.floor(clock.now().getTime() / 1_000);
      // Of both keys while one takes over from the other: a receiver takes whichever it knows.
      const signatures = [key, ...(keyBefore ? [keyBefore] : [])].map((one) =>
        signWebhook(webhookSecret(one, webhook.id, webhook.secretVersion), { id, timestamp, body }),
      );
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'Homeward',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': signatures.join(' '),
        'webhook-key-id': webhookKeyId(webhook.id, webhook.secretVersion),
      };
      try {
        const { status, retryAfter } = await post(webhook.url, { headers, body, privateAddresses });
        return outcomeOf(status, retryAfter);
      } catch (error) {
        if (error instanceof PrivateAddress)
          return { kind: 'refused', detail: 'The webhook is not at an https:// address on the public internet.' };
        return { kind: 'not-now', channelAtFault: true, ...wayFailed(error) };
      }
    },
  };
}

function eventOf(
  { kind, reason, priority, ward, alertIds, messageAt }: ClaimedDelivery,
  { link }: Words,
): WebhookEvent {
  return {
    type: kind === 'test' ? 'test' : `alert.${reason}`,
    timestamp: new Date(messageAt).toISOString(),
    data: { priority, ward: ward && { id: ward.id, name: ward.name }, alerts: alertIds, link },
  };
}

function outcomeOf(status: number, retryAfter: number | undefined): AttemptOutcome {
  if (status >= 200 && status < 300) return { kind: 'delivered', receipt: String(status) };
  if (status === 410) return { kind: 'gone', detail: 'The webhook answered 410: it is there no more.' };
  return {
    kind: 'not-now',
    detail: `The webhook answered ${status}.`,
    channelAtFault: true,
    ...(retryAfter === undefined ? {} : { askedToWait: retryAfter }),
  };
}
