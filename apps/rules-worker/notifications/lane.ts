import { claimDeliveries, recordAttempt, type AttemptOutcome, type ClaimedDelivery, type Database } from '#records';
import type { Logger } from '#runtime';
import type { OpenChannel } from './channels/channel.ts';
import { retryAfter } from './plan.ts';
import { wordsOf } from './words.ts';

/** Messages under way on one channel at a time: one that hangs does not hold up the rest, and a slow channel no other. */
const MOST_AT_ONCE = 8;
/** An attempt that has no answer by then counts as having none, in ms. */
const ATTEMPT_WITHIN = 20_000;
/** A worker that dies with a message in hand leaves it to be tried again after this long, in ms. Longer than an attempt. */
const HOLD_FOR = 30_000;

/** What is due on one channel, sent. */
export class Lane {
  private readonly underWay = new Set<Promise<void>>();
  private closed = false;

  constructor(
    private readonly channel: OpenChannel,
    private readonly database: Database,
    private readonly publicUrl: string,
    private readonly log: Logger,
    /** Told after each attempt whether it got through. */
    private readonly attempted: (delivery: ClaimedDelivery, gotThrough: boolean) => void,
  ) {}

  /** Takes what is due, as much as there is room for, and does not wait for its end; what ends makes room for more. */
  async fill(): Promise<void> {
    const room = MOST_AT_ONCE - this.underWay.size;
    if (room <= 0 || this.closed) return;
    const due = await claimDeliveries(this.database, { channel: this.channel.name, limit: room, holdFor: HOLD_FOR });
    for (const delivery of due) {
      const attempt = this.attempt(delivery)
        .catch((error: unknown) =>
          // It is tried again when its time comes: the attempt stands without an answer.
          this.log.warn(
            { deliveryId: delivery.id, err: nameOf(error) },
            'what came of a message could not be written down',
          ),
        )
        .finally(() => this.underWay.delete(attempt))
        .then(() => this.fill().catch(() => undefined));
      this.underWay.add(attempt);
    }
  }

  /** Finishes what is in hand and takes nothing more. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.underWay);
    this.channel.close?.();
  }

  private async attempt(delivery: ClaimedDelivery): Promise<void> {
    const outcome = await this.send(delivery);
    const wait = outcome.kind === 'not-now' ? outcome.askedToWait : undefined;
    await recordAttempt(this.database, {
      delivery,
      channel: this.channel.name,
      outcome,
      retryAfter: retryAfter(delivery.attempt, Math.random(), wait),
    });
    const { id: deliveryId, attempt } = delivery;
    this.log.info({ deliveryId, channel: this.channel.name, attempt, outcome: outcome.kind }, 'message');
    this.attempted(delivery, outcome.kind !== 'not-now');
  }

  private async send(delivery: ClaimedDelivery): Promise<AttemptOutcome> {
    let overdue: NodeJS.Timeout | undefined;
    const noAnswer = new Promise<AttemptOutcome>((resolve) => {
      const detail = `There was no answer within ${ATTEMPT_WITHIN / 1_000} s.`;
      overdue = setTimeout(
        () => resolve({ kind: 'not-now', detail, channelAtFault: true, perhapsSent: true }),
        ATTEMPT_WITHIN,
      );
    });
    try {
      return await Promise.race([this.channel.send(delivery, wordsOf(delivery, this.publicUrl)), noAnswer]);
    } catch (error) {
      this.log.error({ deliveryId: delivery.id, channel: this.channel.name, err: nameOf(error) }, 'a channel failed');
      return { kind: 'not-now', detail: 'Homeward failed over it.', channelAtFault: true, perhapsSent: true };
    } finally {
      clearTimeout(overdue);
    }
  }
}

/** A failure's text can hold a number or an address. */
function nameOf(error: unknown): { type: string; code?: string } {
  if (!(error instanceof Error)) return { type: typeof error };
  return { type: error.name, ...('code' in error ? { code: String(error.code) } : {}) };
}
