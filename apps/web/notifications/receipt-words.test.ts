import type { DeliveryView } from '#contracts';
import { describe, expect, test } from '@jest/globals';
import { byRecipient, receiptInWords } from './receipt-words.ts';

const NOW = Date.UTC(2026, 10, 10, 14, 32, 8);
const MINUTE = 60_000;

const aDelivery = (changes: Partial<DeliveryView>): DeliveryView => ({
  id: 'one',
  to: 'Jo Bennett',
  channel: 'push',
  state: 'queued',
  attempts: 0,
  createdAt: NOW - 5 * MINUTE,
  sentAt: null,
  deliveredAt: null,
  readAt: null,
  endedAt: null,
  nextAttemptAt: null,
  detail: null,
  ...changes,
});

describe('what became of a message', () => {
  test.each<[Partial<DeliveryView>, string, string]>([
    [{}, 'under-way', 'About to be sent'],
    [{ attempts: 1 }, 'under-way', 'Being sent'],
    [
      { attempts: 2, detail: 'The push service answered 500.', nextAttemptAt: NOW + 2 * MINUTE },
      'under-way',
      'NOT SENT YET. The push service answered 500. Tried again 14:34',
    ],
    [{ state: 'sent', sentAt: NOW - MINUTE }, 'under-way', 'Sent 14:31, no word yet that it arrived'],
    [{ state: 'delivered', deliveredAt: NOW - MINUTE }, 'arrived', 'Arrived 14:31'],
    [{ state: 'read', readAt: NOW - 20 * 60 * MINUTE }, 'arrived', 'Opened 18:32 on 9 Nov'],
    [
      { state: 'failed', endedAt: NOW, detail: 'The number or address does not exist.' },
      'lost',
      'FAILED 14:32. The number or address does not exist.',
    ],
    [
      { state: 'not-needed', detail: 'Somebody has the alert already.' },
      'not-needed',
      'Not sent. Somebody has the alert already.',
    ],
  ])('%j is %s: %s', (changes, standing, words) => {
    expect(receiptInWords(aDelivery(changes), NOW)).toEqual({ standing, words });
  });

  test('stands under the name of whoever it was sent to', () => {
    const [ada, jo, text] = [aDelivery({ to: 'Ada' }), aDelivery({}), aDelivery({ to: 'Ada', channel: 'notify-sms' })];
    expect(byRecipient([ada, jo, text])).toEqual([
      ['Ada', [ada, text]],
      ['Jo Bennett', [jo]],
    ]);
  });
});
