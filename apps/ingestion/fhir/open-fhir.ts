import { signingKeys, type Database } from '#records';
import { clock } from '#runtime';
import type { Intake } from '../observations/intake.ts';
import { Bundles } from './bundle/bundles.ts';
import { Turns } from './bundle/turns.ts';
import { prepareSchema } from './definitions/schema.ts';
import { FhirReads } from './fhir-reads.ts';
import type { FhirServing } from './fhir.controller.ts';
import { READ_TYPES } from './read-resource.ts';
import { Cursors } from './search/cursor.ts';

/** A transaction holds a connection for as long as it takes: so many at once, and so many may wait. */
const TRANSACTIONS = { atOnce: 3, mayWait: 200 } as const;

/** How often it is looked whether another process changed the key of cursors, or it is time to. */
const KEYS_LOOKED_AT_MS = 3_600_000;

/** Everything behind /fhir. `committed` is called after each transaction that stored something. */
export async function openFhir(terms: {
  database: Database;
  intake: Intake;
  publicUrl: string | null;
  committed: (traceId: string) => void;
}): Promise<FhirServing & { drained: () => Promise<void> }> {
  const { database, intake, publicUrl, committed } = terms;
  prepareSchema(READ_TYPES);
  const cursors = new Cursors(await signingKeys(database, 'search-cursor', clock.now()));
  const look = async (): Promise<void> => cursors.renew(await signingKeys(database, 'search-cursor', clock.now()));
  // What we have goes on when it cannot be asked: the next look finds it.
  const looking = setInterval(() => void look().catch(() => undefined), KEYS_LOOKED_AT_MS);
  looking.unref();
  const reads = new FhirReads(cursors);
  const turns = new Turns(TRANSACTIONS.atOnce, TRANSACTIONS.mayWait);
  const bundles = new Bundles({ database, intake, reads, turns, committed });
  return {
    database,
    reads,
    bundles,
    publicUrl,
    async drained() {
      clearInterval(looking);
      await turns.drained();
    },
  };
}
