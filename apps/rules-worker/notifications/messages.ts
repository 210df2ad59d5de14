import { channelTrouble, zoneOffset, type RuleSet, type ZoneOffset } from '#clinical';
import type { Channel } from '#contracts';
import {
  announceChannels,
  claimDeliveriesToAsk,
  claimRecipients,
  letGoOfDeliveries,
  markWayOut,
  takeReceipt,
  tellWebhooks,
  wayOutFacts,
  writePlans,
  type Database,
} from '#records';
import type { Logger } from '#runtime';
import { alertOfChannels } from './alert-of-channels.ts';
import type { OpenChannel } from './channels/channel.ts';
import { Lane } from './lane.ts';
import { GIVE_UP_AFTER, planFor } from './plan.ts';

/** People in one transaction, at most. */
const MOST_RECIPIENTS = 50;
/** Messages that a channel is asked about in one round, at most. */
const MOST_ASKED = 20;

interface Terms {
  readonly database: Database;
  readonly channels: readonly OpenChannel[];
  readonly mostPerHour: number;
  readonly publicUrl: string | null;
  readonly log: Logger;
  /** The rules in force: they say when a channel counts as failing. */
  readonly ruleSet: () => RuleSet;
}

/**
 * Tells people: decides who is sent what, sends it, and follows what became of it. Everything that it knows stands in the
 * record, so any number of workers share the work and none has to remember anything.
 */
export class Messages {
  private readonly lanes: readonly Lane[];
  private readonly zones = new Map<string, ZoneOffset>();
  /** Channels by name, webhooks by name and id. */
  private readonly failing = new Set<string>();
  private running: Promise<void> | null = null;
  private asking: Promise<void> | null = null;
  private looking: Promise<void> | null = null;
  private again = false;
  private closed = false;

  constructor(private readonly terms: Terms) {
    const { channels, database, publicUrl, log } = terms;
    this.lanes = channels.map(
      (channel) =>
        new Lane(channel, database, publicUrl ?? '', log, ({ webhook }, gotThrough) => {
          // The one may have been one too many, and the other ends it.
          if (!gotThrough || this.failing.has(keyOf(channel.name, webhook?.id)))
            void this.lookAtChannels().catch(() => undefined);
        }),
    );
  }

  /** Says what can be sent with: what people are offered to choose from, and what the routes page says. */
  async announce(): Promise<void> {
    await announceChannels(
      this.terms.database,
      new Map(this.terms.channels.map(({ name, publicKey }) => [name, { publicKey }])),
    );
  }

  /**
   * Decides what is due and hands it to the channels, without waiting for their answers. One run at a time in a process; a call
   * while one is under way makes it look once more.
   */
  async send(): Promise<void> {
    this.again = true;
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
    await this.running;
  }

  /** Finishes what is in hand. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running?.catch(() => undefined);
    await this.asking;
    await this.looking?.catch(() => undefined);
    await Promise.all(this.lanes.map((lane) => lane.close()));
  }

  /** Asks the channels that do not tell by themselves what became of messages. One round at a time; nothing waits for it. */
  private askBack(): void {
    this.asking ??= this.askEach()
      .catch((error: unknown) =>
        this.terms.log.warn({ err: { type: error instanceof Error ? error.name : 'unknown' } }, 'could not ask back'),
      )
      .finally(() => {
        this.asking = null;
      });
  }

  private async askEach(): Promise<void> {
    for (const channel of this.terms.channels) {
      if (!channel.whatBecameOf) continue;
      const due = await claimDeliveriesToAsk(this.terms.database, [channel.name], MOST_ASKED);
      for (const { id, receipt } of due) {
        const became = await channel.whatBecameOf(receipt).catch(() => null);
        if (became) await takeReceipt(this.terms.database, id, { channels: [channel.name] }, became);
      }
    }
  }

  /**
   * Looks how each channel and webhook goes, writes down when one begins or ceases to fail, and alerts the wards that depend on
   * it. A call while one is under way is that one: the next comes within seconds.
   */
  async lookAtChannels(): Promise<void> {
    this.looking ??= this.look().finally(() => {
      this.looking = null;
    });
    await this.looking;
  }

  private async look(): Promise<void> {
    const ruleSet = this.terms.ruleSet();
    for (const facts of await wayOutFacts(this.terms.database)) {
      const { channel, webhook, failing } = facts;
      const why = channelTrouble(facts, ruleSet);
      if (why !== null || failing) await markWayOut(this.terms.database, facts, why);
      if ((why !== null) !== failing)
        this.terms.log.warn(
          { channel, webhookId: webhook?.id, why },
          why === null ? 'a channel works again' : 'a channel fails',
        );
      if (why === null) this.failing.delete(keyOf(channel, webhook?.id));
      else this.failing.add(keyOf(channel, webhook?.id));
    }
    await alertOfChannels(this.terms.database, ruleSet);
  }

  private async run(): Promise<void> {
    while (this.again && !this.closed) {
      this.again = false;
      let people = await this.decide();
      while (people > 0 && !this.closed) people = await this.decide();
      await letGoOfDeliveries(this.terms.database);
      await Promise.all(this.lanes.map((lane) => lane.fill()));
      this.askBack();
    }
  }

  private decide(): Promise<number> {
    const { database, mostPerHour } = this.terms;
    return database.transaction(async (transaction) => {
      const { now, recipients } = await claimRecipients(transaction, MOST_RECIPIENTS);
      if (recipients.length === 0) return 0;
      const terms = { now, channels: this.workingFirst(), mostPerHour, offsetOf: this.offsetOf };
      const plans = recipients.map(({ accountId, recipient, waiting }) => ({
        accountId,
        plan: planFor(recipient, waiting, terms),
      }));
      if (terms.channels.includes('webhook'))
        await tellWebhooks(
          transaction,
          recipients.flatMap(({ waiting }) => waiting),
          GIVE_UP_AFTER,
        );
      await writePlans(transaction, plans, GIVE_UP_AFTER);
      return recipients.length;
    });
  }

  /** Where there are two for the same, what works is taken before what fails. */
  private workingFirst(): Channel[] {
    const names = this.terms.channels.map(({ name }) => name);
    return names.toSorted((a, b) => Number(this.failing.has(a)) - Number(this.failing.has(b)));
  }

  private readonly offsetOf = (timeZone: string): ZoneOffset => {
    let offset = this.zones.get(timeZone);
    if (!offset) {
      offset = zoneOffset(timeZone);
      this.zones.set(timeZone, offset);
    }
    return offset;
  };
}

const keyOf = (channel: Channel, webhookId: string | undefined): string =>
  webhookId === undefined ? channel : `${channel} ${webhookId}`;
