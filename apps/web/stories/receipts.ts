import type { AlertDeliveries, DeliveryView } from '#contracts';
import { STORY_NOW } from './fixtures.ts';

const MINUTE = 60_000;

function aDelivery(changes: Partial<DeliveryView> = {}): DeliveryView {
  return {
    id: `${changes.to} ${changes.channel} ${changes.state}`,
    to: 'Jo Bennett',
    channel: 'push',
    state: 'sent',
    attempts: 1,
    createdAt: STORY_NOW - 6 * MINUTE,
    sentAt: STORY_NOW - 6 * MINUTE,
    deliveredAt: null,
    readAt: null,
    endedAt: null,
    nextAttemptAt: null,
    detail: null,
    ...changes,
  };
}

/** Everything that can become of a message, at once. */
export const TOLD: AlertDeliveries = {
  boardAt: STORY_NOW - 6 * MINUTE,
  deliveries: [
    aDelivery({ state: 'read', readAt: STORY_NOW - 4 * MINUTE }),
    aDelivery({ channel: 'notify-sms', state: 'delivered', deliveredAt: STORY_NOW - 5 * MINUTE }),
    aDelivery({ to: 'Saoirse Holworth', channel: 'smtp' }),
    aDelivery({
      to: 'Saoirse Holworth',
      channel: 'notify-sms',
      state: 'failed',
      endedAt: STORY_NOW - 3 * MINUTE,
      detail: 'The number or address does not exist.',
    }),
    aDelivery({
      to: 'Pager gateway',
      channel: 'webhook',
      state: 'queued',
      attempts: 3,
      sentAt: null,
      detail: 'The webhook answered 503.',
      nextAttemptAt: STORY_NOW + MINUTE,
    }),
    aDelivery({ to: 'Tunde Ringstead', state: 'not-needed', detail: 'Somebody has the alert already.' }),
  ],
  waiting: [{ to: 'Morwenna Encombe', since: STORY_NOW - 6 * MINUTE, until: STORY_NOW + 14 * MINUTE }],
  boardOnly: ['Amir Okafor'],
};

/** Nobody was told but by the board, and no board has said that it shows it. */
export const NOBODY_TOLD: AlertDeliveries = { boardAt: null, deliveries: [], waiting: [], boardOnly: [] };
