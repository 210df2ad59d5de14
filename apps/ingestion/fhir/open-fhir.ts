import { signingKey, type Database } from '#records';
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

/** Everything behind /fhir. `committed` is called after each transaction that stored something. */
export async function openFhir(terms: {
  database: Database;
  intake: Intake;
  publicUrl: string | null;
  committed: (traceId: string) => void;
}): Promise<FhirServing & { drained: () => Promise<void> }> {
  const { database, intake, publicUrl, committed } = terms;
  prepareSchema(READ_TYPES);
  const reads = new FhirReads(new Cursors(await signingKey(database, 'search-cursor')));
  const turns = new Turns(TRANSACTIONS.atOnce, TRANSACTIONS.mayWait);
  const bundles = new Bundles({ database, intake, reads, turns, committed });
  return { database, reads, bundles, publicUrl, drained: () => turns.drained() };
}
