import type { DeliveryView } from '#contracts';
import { timeOfDay } from '../words/times.ts';

/** How far a message got: `arrived` is as good as it gets, `lost` is what somebody has to make up for. */
export type ReceiptStanding = 'arrived' | 'under-way' | 'lost' | 'not-needed';

/** What became of one message, with the time of it. */
export function receiptInWords(delivery: DeliveryView, now: number): { standing: ReceiptStanding; words: string } {
  const at = (time: number | null): string => (time === null ? '' : ` ${timeOfDay(time, now)}`);
  const why = delivery.detail === null ? '' : ` ${delivery.detail}`;
  switch (delivery.state) {
    case 'read':
      return { standing: 'arrived', words: `Opened${at(delivery.readAt)}` };
    case 'delivered':
      return { standing: 'arrived', words: `Arrived${at(delivery.deliveredAt)}` };
    case 'sent':
      return { standing: 'under-way', words: `Sent${at(delivery.sentAt)}, no word yet that it arrived` };
    case 'queued':
      if (delivery.attempts === 0) return { standing: 'under-way', words: 'About to be sent' };
      if (delivery.detail === null) return { standing: 'under-way', words: 'Being sent' };
      return { standing: 'under-way', words: `NOT SENT YET.${why} Tried again${at(delivery.nextAttemptAt)}` };
    case 'failed':
      return { standing: 'lost', words: `FAILED${at(delivery.endedAt)}.${why}` };
    case 'not-needed':
      return { standing: 'not-needed', words: `Not sent.${why}` };
  }
}

/** Everybody who was sent something, by name in the order in which they were told, with each of their messages. */
export function byRecipient(deliveries: readonly DeliveryView[]): [name: string, messages: DeliveryView[]][] {
  const people = new Map<string, DeliveryView[]>();
  for (const delivery of deliveries) {
    const theirs = people.get(delivery.to);
    if (theirs) theirs.push(delivery);
    else people.set(delivery.to, [delivery]);
  }
  return [...people];
}
