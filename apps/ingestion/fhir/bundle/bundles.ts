import { READING_VERSION } from '#fhir';
import type { StoredReading } from '#contracts';
import { readingsUnder, type Database, type Queryable, type Reader, type Sender } from '#records';
import { clock } from '#runtime';
import type { Bundle, BundleEntry } from 'fhir/r4.js';
import { STATUS_CODES } from 'node:http';
import type { Intake } from '../../observations/intake.ts';
import { getByUrl } from '../fhir-get.ts';
import type { FhirReads } from '../fhir-reads.ts';
import { FhirRefusal, refuse } from '../fhir-refusal.ts';
import type { Json } from '../json.ts';
import {
  existing,
  locationOf,
  refuseOtherCondition,
  sentAgain,
  taken,
  withPatientsReferredTo,
  type Taken,
} from '../observation/observations-in.ts';
import { patientsIn, type KnownPatients } from '../observation/subject.ts';
import { attentionOutcome, operationOutcome } from '../operation-outcome.ts';
import { readResource, referenceTo, type ReadResource } from '../read-resource.ts';
import { entriesOf, refuseRepeatedUrls, type BundleType, type Entry } from './bundle-entries.ts';
import { addressesOf, companionReference, danglingIn, refersToAny, resolved, type References } from './references.ts';
import type { Turns } from './turns.ts';

/** Who sends a Bundle, with what its key may do, and how the answer is wanted. */
export interface SentBy {
  sender: Sender | null;
  reader: Reader | null;
  base: string;
  handling: 'strict' | 'lenient';
  /** Whether the answer holds what was stored, and not only where. */
  wantsRepresentation: boolean;
  traceId: string;
  /** Is told how many of the readings were refused. */
  refusedReadings: (count: number) => void;
  /** Says what went wrong with one entry, in the words of a refusal. */
  refusalOf: (error: unknown) => FhirRefusal;
}

type Creation = Extract<Entry, { asks: 'create' }>;
type Answer = Taken | FhirRefusal | 'read-only' | BundleEntry;

/** A resource of a Bundle as it was read; null where the entry has none to store. */
type Read = ReadResource | FhirRefusal | null;

/** How a Bundle is stored: entry by entry, or all or nothing. */
interface Way {
  database: Queryable;
  allOrNothing: boolean;
  store: (admitted: readonly ReadResource[]) => Promise<StoredReading[]>;
}

/** A reading was stored by somebody else between our look and our commit: references to it would be wrong. */
class LostRace extends Error {
  override name = 'LostRace';
}

/**
 * Bundles. `batch` and `collection`: each entry is taken or refused by itself. `transaction`: all of them in one commit, or
 * none. The answer has one entry for each that was sent, in its order.
 */
export class Bundles {
  constructor(
    private readonly parts: {
      database: Database;
      intake: Intake;
      reads: FhirReads;
      /** Each transaction holds a connection. */
      turns: Turns;
      /** Called after a commit that stored something. */
      committed: (traceId: string) => void;
    },
  ) {}

  async process(bundle: Json, by: SentBy): Promise<Bundle> {
    const { type, entries } = entriesOf(bundle);
    const isTransaction = type === 'transaction';
    if (isTransaction) refuseRepeatedUrls(entries);
    const patients = await this.patientsOf(entries, by);
    const read = entries.map((entry) => (entry.asks === 'create' ? readOne(entry, patients, by) : null));
    const answers = isTransaction
      ? await this.together(entries, read, by)
      : await this.run(
          {
            database: this.parts.database,
            allOrNothing: false,
            store: (all) => this.parts.intake.store(all, by.traceId),
          },
          { entries, read, by },
        );
    by.refusedReadings(
      answers.filter((answer, i) => answer instanceof FhirRefusal && entries[i]?.asks !== 'read').length,
    );
    return responseOf(type, answers, { entries, by });
  }

  /** All in one transaction of the database. What was lost to somebody else in between is tried once more. */
  private async together(entries: readonly Entry[], read: readonly Read[], by: SentBy): Promise<Answer[]> {
    refuseTogether(entries, read);
    let afterwards = (): void => undefined;
    const attempt = (): Promise<Answer[]> =>
      this.parts.turns.take(() =>
        this.parts.database.transaction((transaction) => {
          const store = async (admitted: readonly ReadResource[]): Promise<StoredReading[]> => {
            const { stored, committed } = await this.parts.intake.storeWithin(transaction, admitted);
            afterwards = committed;
            return stored;
          };
          return this.run({ database: transaction, allOrNothing: true, store }, { entries, read, by });
        }),
      );
    const answers = await attempt().catch((error: unknown) => {
      if (error instanceof LostRace) return attempt();
      throw error;
    });
    afterwards();
    if (answers.some((answer) => isTaken(answer) && answer.outcome === 'created')) this.parts.committed(by.traceId);
    return answers;
  }

  private async patientsOf(entries: readonly Entry[], { sender }: SentBy): Promise<KnownPatients> {
    const withResources = entries.flatMap((entry) =>
      entry.asks === 'create' || entry.asks === 'companion'
        ? [{ fullUrl: entry.fullUrl, resource: entry.resource }]
        : [],
    );
    const known = patientsIn(withResources);
    if (!sender) return known;
    const resources = withResources.map(({ resource }) => resource);
    return withPatientsReferredTo(this.parts.database, sender, { resources, known });
  }

  /** Does what is asked. In a transaction the first thing that cannot be done is thrown, and nothing was done. */
  private async run(
    { database, allOrNothing, store }: Way,
    { entries, read, by }: { entries: readonly Entry[]; read: readonly Read[]; by: SentBy },
  ): Promise<Answer[]> {
    const answers: (Answer | null)[] = entries.map((entry) => {
      if (entry.asks === 'companion') return 'read-only';
      return entry.asks === 'nothing' ? new FhirRefusal(entry.status, entry.refused) : null;
    });
    const orTell = async <T>(work: () => Promise<T>): Promise<T | FhirRefusal> => {
      try {
        return await work();
      } catch (error) {
        if (allOrNothing) throw error;
        return by.refusalOf(error);
      }
    };

    const toStore: { i: number; read: ReadResource; at: string }[] = [];
    for (const [i, entry] of entries.entries()) {
      const one = read[i];
      if (entry.asks !== 'create' || !one) continue;
      if (one instanceof FhirRefusal) {
        answers[i] = one;
        continue;
      }
      const found = await orTell(() => this.existing(database, entry, { read: one, by }));
      if (found) answers[i] = found;
      else toStore.push({ i, read: one, at: `${entry.at}.resource` });
    }

    const { sender } = by;
    if (sender && toStore.length > 0) {
      const { known, admitted } = await this.pointedTo(database, { entries, answers, toStore, sender });
      const stored = await store(admitted);
      const again: { i: number; read: ReadResource; stored: StoredReading; at: string }[] = [];
      for (const [n, { i, read: one, at }] of toStore.entries()) {
        const kept = stored[n];
        if (!kept) throw new Error('a reading went in and no answer came out');
        if (kept.outcome === 'stored') answers[i] = taken(admitted[n] ?? one, kept);
        else again.push({ i, read: one, stored: kept, at });
      }
      if (
        known &&
        allOrNothing &&
        again.some(({ read: one }) => !known.has(one.reading.sourceRef) && !isTwice(one, admitted))
      ) {
        throw new LostRace('a reading of a transaction was stored by somebody else meanwhile');
      }
      for (const [n, settled] of (await sentAgain(database, sender, again)).entries()) {
        const answer = 'refused' in settled ? new FhirRefusal(409, settled.refused) : settled;
        if (allOrNothing && answer instanceof FhirRefusal) throw answer;
        answers[again[n]?.i ?? -1] = answer;
      }
    }

    for (const [i, entry] of entries.entries()) {
      if (entry.asks === 'read') answers[i] = await orTell(() => this.read(database, entry, by));
    }
    return answers.map((answer) => {
      if (answer === null) throw new Error('an entry of a Bundle has no answer');
      return answer;
    });
  }

  private async existing(
    database: Queryable,
    { ifNoneExist, at }: Creation,
    { read, by }: { read: ReadResource; by: SentBy },
  ): Promise<Taken | null> {
    if (ifNoneExist === undefined || !by.sender) return null;
    if (read.kind === 'answers') return refuseOtherCondition(ifNoneExist, read, `${at}.request.ifNoneExist`);
    return existing(database, { sender: by.sender, reader: by.reader, condition: ifNoneExist });
  }

  /**
   * What is to be stored, with references to entries of the Bundle as what these are from now on. `known`: which of them
   * were stored before, by reference; null when nothing refers to anything.
   */
  private async pointedTo(
    database: Queryable,
    {
      entries,
      answers,
      toStore,
      sender,
    }: {
      entries: readonly Entry[];
      answers: readonly (Answer | null)[];
      toStore: readonly { i: number; read: ReadResource }[];
      sender: Sender;
    },
  ): Promise<{ known: ReadonlyMap<string, string> | null; admitted: ReadResource[] }> {
    const addresses = new Set(
      entries.flatMap((entry) => ('resource' in entry ? addressesOf(entry, entry.resource) : [])),
    );
    const asRead = toStore.map(({ read }) => read);
    if (!asRead.some(({ reading }) => refersToAny(reading.details?.fhir, addresses)))
      return { known: null, admitted: asRead };
    const known = await readingsUnder(
      database,
      sender.sourceId,
      toStore.map(({ read }) => read.reading.sourceRef),
    );
    const references = new Map<string, Json>();
    for (const [i, entry] of entries.entries()) {
      if (entry.asks !== 'create' && entry.asks !== 'companion') continue;
      const stored = toStore.find((one) => one.i === i)?.read;
      const answer = answers[i];
      const reference = stored
        ? referenceTo(stored, known.get(stored.reading.sourceRef) ?? stored.reading.id)
        : answer !== null && typeof answer === 'object' && 'attention' in answer
          ? `${answer.resource.resourceType}/${answer.resource.id}`
          : undefined;
      const target =
        entry.asks === 'companion'
          ? companionReference(entry.resource)
          : reference === undefined
            ? undefined
            : { reference };
      if (target) for (const address of addressesOf(entry, entry.resource)) references.set(address, target);
    }
    return { known, admitted: asRead.map((one) => pointing(one, references)) };
  }

  private async read(database: Queryable, entry: Extract<Entry, { asks: 'read' }>, by: SentBy): Promise<BundleEntry> {
    const { reader, base, handling } = by;
    if (!reader) throw refuse(403, 'forbidden', 'This key may send and not read.', `${entry.at}.request`);
    const got = await getByUrl(this.parts.reads, { database, reader, base, handling }, entry.url);
    const { resource, etag, lastModified } = got;
    if (etag !== null && entry.ifNoneMatch === etag) return { response: { status: '304 Not Modified', etag } };
    return {
      resource,
      response: {
        status: '200 OK',
        ...(etag === null ? {} : { etag }),
        ...(lastModified === null ? {} : { lastModified: new Date(lastModified).toISOString() }),
      },
    };
  }
}

/** Two entries of one Bundle with one identifier: the second is a repeat of the first. */
const isTwice = (one: ReadResource, all: readonly ReadResource[]): boolean =>
  all.some((other) => other !== one && other.reading.sourceRef === one.reading.sourceRef);

function pointing(read: ReadResource, references: References): ReadResource {
  const { details } = read.reading;
  if (!details?.fhir) return read;
  return { ...read, reading: { ...read.reading, details: { ...details, fhir: resolved(details.fhir, references) } } };
}

const isTaken = (answer: Answer): answer is Taken => typeof answer === 'object' && 'attention' in answer;

function readOne(entry: Creation, patients: KnownPatients, { sender }: SentBy): ReadResource | FhirRefusal {
  const at = `${entry.at}.resource`;
  if (!sender) return refuse(403, 'forbidden', 'This key may read and not send.', at);
  const read = readResource(entry.resource, { source: sender, now: clock.now().getTime(), patients, at });
  return 'refused' in read ? new FhirRefusal(422, read.refused) : read;
}

/** A transaction is refused with everything that is wrong with it. */
function refuseTogether(entries: readonly Entry[], read: readonly Read[]): void {
  const addresses = new Set(
    entries.flatMap((entry) => ('resource' in entry ? addressesOf(entry, entry.resource) : [])),
  );
  const refusals = entries.flatMap((entry, i): FhirRefusal[] => {
    if (entry.asks === 'nothing') return [new FhirRefusal(entry.status, entry.refused)];
    const one = read[i];
    if (one instanceof FhirRefusal) return [one];
    const dangling = one ? danglingIn(one.reading.details?.fhir, addresses, `${entry.at}.resource`) : [];
    return dangling.length === 0 ? [] : [new FhirRefusal(422, dangling)];
  });
  const [first] = refusals;
  if (first)
    throw new FhirRefusal(
      first.status,
      refusals.flatMap(({ issues }) => issues),
    );
}

const RESPONSE_TYPES = {
  batch: 'batch-response',
  collection: 'batch-response',
  transaction: 'transaction-response',
} as const satisfies Record<BundleType, Bundle['type']>;

function responseOf(
  type: BundleType,
  answers: readonly Answer[],
  { entries, by }: { entries: readonly Entry[]; by: SentBy },
): Bundle {
  return {
    resourceType: 'Bundle',
    type: RESPONSE_TYPES[type],
    entry: answers.map((answer, i): BundleEntry => {
      if (answer === 'read-only') return readOnly(entries[i]);
      if (answer instanceof FhirRefusal) {
        const status = `${answer.status} ${STATUS_CODES[answer.status] ?? ''}`.trim();
        return { response: { status, outcome: operationOutcome(answer.issues) } };
      }
      return isTaken(answer) ? entryOf(answer, by) : answer;
    }),
  };
}

function readOnly(entry: Entry | undefined): BundleEntry {
  const kind = entry && 'resource' in entry ? String(entry.resource['resourceType']) : 'It';
  const diagnostics = `${kind} was read to know whose the Observations are, and is not stored here`;
  const outcome = operationOutcome([{ code: 'informational', diagnostics, expression: '' }], 'information');
  return { response: { status: '200 OK', outcome } };
}

function entryOf({ outcome, resource, attention }: Taken, by: SentBy): BundleEntry {
  const { id, meta, resourceType } = resource;
  const version = meta?.versionId ?? READING_VERSION;
  return {
    fullUrl: `${by.base}/${resourceType}/${id}`,
    ...(by.wantsRepresentation ? { resource } : {}),
    response: {
      status: outcome === 'created' ? '201 Created' : '200 OK',
      location: locationOf(resource),
      etag: `W/"${version}"`,
      ...(meta?.lastUpdated === undefined ? {} : { lastModified: meta.lastUpdated }),
      ...(attention.length === 0 ? {} : { outcome: attentionOutcome(attention) }),
    },
  };
}
