import { DEFAULT_RULE_SET, queueIsBehind, stalledWorker, type Finding } from '#clinical';
import { alertOfTroubles, evaluationLags, type Database } from '#records';
import type { Logger } from '#runtime';

const LOOK_EVERY_MS = 10_000;
const RULE_IDS = ['worker-stalled', 'queue-behind'];
/** What has the trouble, whichever process it is. */
const SUBJECT = 'scoring';

/**
 * Watches whether readings are scored, and alerts each ward when they are not. The hub does it, since a rules worker
 * that has stopped cannot say so itself.
 */
export class ScoringWatch {
  private timer: NodeJS.Timeout | null = null;
  private inHand: Promise<void> = Promise.resolve();
  /** When this began to watch, on the database's clock: whatever was silent before may just be starting as well. */
  private since: number | null = null;

  constructor(
    private readonly database: Database,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.inHand = this.inHand
        .then(() => this.look())
        .catch((error: unknown) =>
          this.log.warn(
            { err: { type: error instanceof Error ? error.name : 'unknown' } },
            'scoring cannot be watched',
          ),
        );
    }, LOOK_EVERY_MS);
  }

  async close(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.inHand;
  }

  private async look(): Promise<void> {
    const lags = await evaluationLags(this.database);
    const now = lags[0]?.now;
    if (now === undefined) return;
    const since = (this.since ??= now);
    const troubles = lags.flatMap(({ wardId, oldestAt, workerAt }) =>
      [
        stalledWorker({ since: Math.max(workerAt ?? since, since), now, place: { wardId } }, DEFAULT_RULE_SET),
        oldestAt === null ? null : queueIsBehind({ since: oldestAt, now, place: { wardId } }, DEFAULT_RULE_SET),
      ]
        .filter((finding): finding is Finding => finding !== null)
        .map((finding) => ({ wardId, subject: SUBJECT, finding })),
    );
    await alertOfTroubles(this.database, { ruleIds: RULE_IDS, troubles, at: now });
  }
}
