import { signWebhook, webhookKeyId, webhookSecret } from '#access';
import { documentOfStay } from '#discharge';
import { SummaryDrawer } from '#pdf';
import {
  claimSendings,
  keepDocument,
  recordSending,
  type ClaimedSending,
  type Database,
  type SendingOutcome,
} from '#records';
import type { Clock, Logger } from '#runtime';
import { wayFailed } from '../notifications/channels/channel.ts';
import { PrivateAddress, postForAnswer } from '../notifications/channels/outbound.ts';
import { outcomeText } from './outcome-text.ts';

/** Drawing takes a second or two: few at a time. */
const MOST_AT_ONCE = 2;
/** A worker that dies with a bundle in hand leaves it to be sent again after this long, in ms. Longer than making and sending take. */
const HOLD_FOR = 150_000;
/** A receiver that has not answered by then has not, in ms. It may have taken it all the same, and knows it again. */
const ANSWER_WITHIN = 15_000;
/** The first retry comes after this long, each next after twice as long, none later than the last, in ms. [ours] */
const FIRST_RETRY = 15_000;
const LONGEST_RETRY = 3_600_000;
/** What another time may be answered otherwise. */
const NOT_NOW = new Set([408, 425, 429]);
const SYSTEM = 'urn:ietf:rfc:3986';

interface Terms {
  readonly database: Database;
  readonly log: Logger;
  readonly clock: Clock;
  /** What the secrets of endpoints are derived from; null where none is set. */
  readonly key: Buffer | null;
  readonly keyBefore: Buffer | null;
  readonly privateAddresses: boolean;
}

/** Sends the bundles of stays that have ended. What it knows stands in the record: any number of workers share the work. */
export class BundleSender {
  private readonly drawer = new SummaryDrawer();

  constructor(private readonly terms: Terms) {}

  /** One round over what is due. */
  async send(): Promise<void> {
    const { database } = this.terms;
    for (;;) {
      const due = await claimSendings(database, { limit: MOST_AT_ONCE, holdFor: HOLD_FOR });
      if (due.length === 0) return;
      await Promise.all(due.map((sending) => this.attempt(sending)));
    }
  }

  private async attempt(sending: ClaimedSending): Promise<void> {
    const { database, log } = this.terms;
    const { outcome, wait } = await this.outcomeOf(sending).catch(
      (error: unknown): { outcome: SendingOutcome; wait?: number } => {
        const type = error instanceof Error ? error.name : 'unknown';
        log.error({ sendingId: sending.id, err: { type } }, 'a discharge bundle could not be made');
        return { outcome: notNow('Homeward failed over it.') };
      },
    );
    const whole = Math.min(FIRST_RETRY * 2 ** (sending.attempt - 1), LONGEST_RETRY);
    const retryAfter = Math.max(Math.round(whole * (0.75 + Math.random() / 2)), wait ?? 0);
    await recordSending(database, { sending, outcome, retryAfter });
    const { id: sendingId, attempt } = sending;
    log.info({ sendingId, attempt, outcome: outcome.kind, status: outcome.status }, 'discharge bundle');
  }

  private async outcomeOf(sending: ClaimedSending): Promise<{ outcome: SendingOutcome; wait?: number }> {
    const { key, keyBefore, privateAddresses, clock } = this.terms;
    const { id, endpoint } = sending;
    // Said since it was asked for.
    if (sending.objects) return { outcome: settled('held', 'The person objects to their GP being told.') };
    if (sending.gaveUp) return { outcome: settled('given-up', `Given up after ${sending.attempt - 1} attempts.`) };
    if (key === null) return { outcome: notNow('There is no key to sign with: the setting WEBHOOK_KEY is missing.') };
    const document = sending.document ?? (await this.made(sending));
    const bytes = Buffer.byteLength(document);
    const timestamp = Math.floor(clock.now().getTime() / 1_000);
    const signatures = [key, ...(keyBefore ? [keyBefore] : [])].map((one) =>
      signWebhook(webhookSecret(one, endpoint.id, endpoint.secretVersion), { id, timestamp, body: document }),
    );
    try {
      const answer = await postForAnswer(endpoint.url, {
        headers: {
          'content-type': 'application/fhir+json; charset=utf-8',
          accept: 'application/fhir+json',
          'user-agent': 'Homeward',
          // A FHIR server that creates takes what it has had under this identifier for the same.
          'if-none-exist': `identifier=${SYSTEM}|urn:uuid:${id}`,
          'webhook-id': id,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': signatures.join(' '),
          'webhook-key-id': webhookKeyId(endpoint.id, endpoint.secretVersion),
        },
        body: document,
        privateAddresses,
        within: ANSWER_WITHIN,
      });
      const { status, retryAfter, text } = answer;
      const said = outcomeText(text);
      const detail = `It answered ${status}${said === null ? '.' : `: ${said}`}`;
      const kind =
        status >= 200 && status < 300 ? 'received' : status >= 500 || NOT_NOW.has(status) ? 'not-now' : 'refused';
      return { outcome: { kind, status, detail, bytes }, ...(retryAfter !== undefined && { wait: retryAfter }) };
    } catch (error) {
      if (error instanceof PrivateAddress)
        return { outcome: settled('refused', 'The endpoint is not at an https:// address on the public internet.') };
      return { outcome: { ...notNow(wayFailed(error).detail), bytes } };
    }
  }

  /** Made once: what is sent again is the same to the last letter. */
  private async made(sending: ClaimedSending): Promise<string> {
    const { database, clock } = this.terms;
    const made = await documentOfStay(database, this.drawer, {
      admissionId: sending.admissionId,
      wardIds: [sending.wardId],
      base: sending.base,
      by: 'Homeward',
      at: clock.now().getTime(),
      identifier: { system: SYSTEM, value: `urn:uuid:${sending.id}` },
    });
    if (!made) throw new Error('a sending of no stay');
    return keepDocument(database, sending.id, made.document);
  }
}

const notNow = (detail: string): SendingOutcome => ({ kind: 'not-now', status: null, detail, bytes: null });
const settled = (kind: 'held' | 'given-up' | 'refused', detail: string): SendingOutcome => ({
  kind,
  status: null,
  detail,
  bytes: null,
});
