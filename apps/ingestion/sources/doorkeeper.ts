import type { Identified, SourceKeys } from '#access';
import type { KeptReading, NewReading, Sender } from '#records';
import { REFUSALS, type RefusalCode } from '#contracts';
import { Refusal, type Clock } from '#runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Bucket, type Limit } from './bucket.ts';
import type { DeviceTraffic } from './device-traffic.ts';
import type { Traffic } from './traffic.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Readings of a request that was answered one by one, and that were refused. */
    refusedReadings: number;
    /** Whose key it was, where it opens nothing any more. */
    turnedAwaySource: number | null;
    /** The source for which a person sends: that of a home's round sheets. */
    onBehalfOf: number | null;
  }
}

/** A code of ours for each status, where a refusal did not bring its own. */
const CODE_OF_STATUS = new Map<number, RefusalCode>(
  Object.entries(REFUSALS)
    .toReversed()
    .map(([code, { status }]) => [status, code as RefusalCode]),
);

/**
 * Stands at ingestion's door: who comes with which key, whether they come faster than was agreed, and what came of it.
 * Nothing here asks the database: the limit is a number in memory, told to the other processes once a second.
 */
export class Doorkeeper {
  private readonly buckets = new Map<number, Bucket>();
  private readonly traffic: Traffic;
  private readonly devices: DeviceTraffic;

  constructor(
    private readonly keys: SourceKeys,
    { traffic, devices }: { traffic: Traffic; devices: DeviceTraffic },
    private readonly clock: Clock,
    /** The client certificate of a request, as a front door that is trusted names it. */
    private readonly certificateOf: (request: FastifyRequest) => string | null,
  ) {
    this.traffic = traffic;
    this.devices = devices;
    traffic.othersUsed = (sourceId, readings, atMostAll) => {
      const at = this.now();
      const limit = this.keys.limitOf(sourceId);
      if (!limit) return;
      const bucket = this.bucketOf(sourceId, limit, at);
      bucket.charge(atMostAll ? Math.min(readings, Math.max(0, bucket.left(at))) : readings, at);
    };
  }

  /** Counts what is refused. Once for the server, before its routes. */
  watch(server: FastifyInstance): void {
    server.decorateRequest('refusedReadings', 0);
    server.decorateRequest('turnedAwaySource', null);
    server.decorateRequest('onBehalfOf', null);
    server.addHook('onResponse', (request, reply, done) => {
      this.answered(request, reply);
      done();
    });
  }

  /** Identifies the sender, and refuses one who comes faster than was agreed, before the body is read. */
  async admit(request: FastifyRequest, reply: FastifyReply): Promise<Identified> {
    const identified = await this.keys.identify(request.headers.authorization, () => this.certificateOf(request));
    if ('turnedAway' in identified) {
      request.turnedAwaySource = identified.turnedAway.sourceId;
      return identified;
    }
    const { known } = identified;
    // Here already: what is refused below is counted as its own.
    request.source = known;
    const now = this.now();
    const bucket = this.bucketOf(known.sourceId, known.limit, now);
    this.traffic.heard(known, now);
    const passes = bucket.take(now);
    const { burst, perSecond } = known.limit;
    // Told while it matters: a header on every answer is work that nobody reads.
    if (!passes || bucket.left(now) < burst / 2) {
      void reply.header('ratelimit-policy', `"source";q=${burst};w=${Math.ceil(burst / perSecond)}`);
      const reset = Math.ceil((passes ? bucket.msUntilFull(now) : bucket.msUntilOne(now)) / 1_000);
      void reply.header('ratelimit', `"source";r=${Math.max(0, Math.floor(bucket.left(now)))};t=${reset}`);
    }
    if (!passes) {
      this.traffic.count(known.sourceId, 'refused:rate-limited');
      throw new Refusal(
        'rate-limited',
        `This source may send ${perSecond} readings a second, and ${burst} at once. Nothing of this request was stored: send it again later.`,
        { retryAfterSeconds: Math.max(1, Math.ceil(bucket.msUntilOne(now) / 1_000)) },
      );
    }
    this.traffic.used(known.sourceId, 1);
    return identified;
  }

  /** Readings beyond the first of a request are on the way to the store: they count, too. */
  charge(sourceId: number, readings: number): void {
    if (readings <= 0) return;
    this.buckets.get(sourceId)?.charge(readings, this.now());
    this.traffic.used(sourceId, readings);
  }

  /** How long a sender whose readings come in one long stream should be made to wait for the next ones, in ms. */
  msToWait(sourceId: number): number {
    return this.buckets.get(sourceId)?.msUntilOne(this.now()) ?? 0;
  }

  /** The sender as it is now, for a stream that goes on and on: null when its key opens nothing any more. */
  async senderNow(request: FastifyRequest): Promise<Sender | null> {
    const identified = await this.keys.identify(request.headers.authorization, () => this.certificateOf(request));
    return 'known' in identified ? identified.known.sender : null;
  }

  /** Readings of a stream that were refused, each by itself. */
  refused(sourceId: number, readings: number): void {
    if (readings === 0) return;
    this.traffic.count(sourceId, 'refused:invalid-document', readings);
    this.charge(sourceId, readings);
  }

  /** What came of readings that were admitted: after their commit. */
  stored(readings: readonly NewReading[], kept: readonly KeptReading[]): void {
    const now = this.now();
    for (const [i, reading] of readings.entries()) {
      const answer = kept[i];
      if (!answer) continue;
      const { sourceId } = reading.source;
      this.traffic.count(sourceId, answer.outcome);
      if (answer.outcome === 'repeat') continue;
      this.traffic.stored(sourceId, now);
      if (answer.matched) this.devices.heard(reading, now);
      else this.traffic.count(sourceId, 'unmatched');
      if (reading.details?.quarantined !== undefined) this.traffic.count(sourceId, 'please-repeat');
    }
  }

  private answered(request: FastifyRequest, reply: FastifyReply): void {
    const sourceId = request.source?.sourceId ?? request.onBehalfOf ?? request.turnedAwaySource;
    if (sourceId === null) return;
    if (request.refusedReadings > 0) {
      this.traffic.count(sourceId, 'refused:invalid-document', request.refusedReadings);
      this.charge(sourceId, request.refusedReadings - 1);
    } else if (reply.statusCode >= 400) {
      const code = request.refusalCode ?? CODE_OF_STATUS.get(reply.statusCode) ?? 'internal';
      if (code !== 'rate-limited') this.traffic.count(sourceId, `refused:${code}`);
    } else if (request.method === 'GET') {
      this.traffic.count(sourceId, 'read');
    }
  }

  private bucketOf(sourceId: number, limit: Limit, now: number): Bucket {
    let bucket = this.buckets.get(sourceId);
    if (!bucket) this.buckets.set(sourceId, (bucket = new Bucket(limit, now)));
    bucket.change(limit, now);
    return bucket;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
