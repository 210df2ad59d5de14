import Fastify from 'fastify';
import pg from 'pg';
import { VITALS, type Vitals } from '#clinical';
import type { ReadingSetInput } from '#contracts';
import { Database, storeReadings, type Sender } from '#records';
import { insertOf, rowOf, staysIn, valuesOf, type RowToWrite } from './observation-rows.ts';

/*
 * The limit: a Fastify handler that parses JSON, commits whatever has arrived in one multi-row INSERT into `observation`, and
 * does nothing else: no key, no check, no identity, no outbox. `/store` runs the statement that ingestion runs instead, which
 * shows what the statement costs and what the rest does.
 */
interface Waiting {
  readonly rows: readonly RowToWrite[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

const LARGEST = 500;
const LANES = 2;

/** Whatever arrives while the last commit is under way goes into the next one. */
function groupCommit(write: (rows: readonly RowToWrite[]) => Promise<unknown>) {
  const waiting: Waiting[] = [];
  let busy = 0;
  const fill = (): void => {
    while (busy < LANES && waiting.length > 0) {
      let size = 0;
      let count = 0;
      while (count < waiting.length && (count === 0 || size + waiting[count]!.rows.length <= LARGEST)) {
        size += waiting[count++]!.rows.length;
      }
      const group = waiting.splice(0, count);
      busy++;
      write(group.flatMap(({ rows }) => rows))
        .then(
          () => group.forEach(({ done }) => done()),
          (error: unknown) => group.forEach(({ failed }) => failed(error)),
        )
        .finally(() => {
          busy--;
          fill();
        });
    }
  };
  return (rows: readonly RowToWrite[]) =>
    new Promise<void>((done, failed) => {
      waiting.push({ rows, done, failed });
      fill();
    });
}

/** The load program sends nothing that is null. */
function vitalsOf(set: ReadingSetInput): Vitals {
  const vitals: Record<string, unknown> = {};
  for (const vital of VITALS) if (set[vital] !== undefined) vitals[vital] = set[vital];
  return vitals;
}

const url = process.env['DATABASE_URL'] ?? '';
const pool = new pg.Pool({ connectionString: url, max: LANES });
const database = await Database.open({ url, poolSize: LANES, applicationName: 'bench-bare' });
const stays = await staysIn(pool);
const wardIds = (await pool.query<{ id: string }>('SELECT id FROM ward')).rows.map(({ id }) => id);
const source: Sender = {
  right: 'send',
  sourceId: 1,
  keyId: 1,
  reach: { wardIds, careHomeIds: null, nhsNumbers: null },
};

const commits = {
  '/v1/observations': groupCommit((rows) =>
    pool.query({ name: `insert-${rows.length}`, text: insertOf(rows.length), values: valuesOf(rows, stays) }),
  ),
  '/store': groupCommit((rows) => {
    const receivedAt = Date.now();
    return storeReadings(
      database,
      rows.map(({ id, set }) => {
        const { patient, sourceRef = '', effectiveAt } = set;
        return {
          id,
          source,
          sourceRef,
          nhsNumber: patient.nhsNumber,
          effectiveAt: Date.parse(effectiveAt),
          receivedAt,
          vitals: vitalsOf(set),
          details: { method: 'device' },
        };
      }),
    );
  }),
} as const;

const server = Fastify({ bodyLimit: 4 * 1024 * 1024 });
server.post('/v1/observations', async (request, reply) => {
  const sets = [request.body as ReadingSetInput | ReadingSetInput[]].flat();
  const rows = sets.map(rowOf);
  await commits[process.env['STATEMENT'] === 'store' ? '/store' : '/v1/observations'](rows);
  void reply.status(201);
  return rows.length === 1 ? { id: rows[0]!.id } : { ids: rows.map(({ id }) => id) };
});
const at = await server.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ type: 'ready', url: at });
for (const end of ['disconnect', 'SIGTERM'] as const) process.once(end, () => process.exit());
