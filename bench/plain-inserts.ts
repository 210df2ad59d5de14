import pg from 'pg';
import type { ReadingSetInput } from '#contracts';
import { insertOf, rowOf, staysIn, valuesOf } from './observation-rows.ts';

/** What the plain INSERT program is asked for. */
export interface PlainRequest {
  readonly connections: number;
  readonly rows: number;
  readonly seconds: number;
}

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 8 });
const stays = await staysIn(pool);
const nhsNumbers = [...stays.keys()];

/** Rows a second that the database takes from multi-row INSERTs with nothing before them. */
async function insert({ connections, rows, seconds }: PlainRequest): Promise<{ readings: number }> {
  const ends = performance.now() + seconds * 1_000;
  const effectiveAt = new Date().toISOString();
  let written = 0;
  let sent = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (;;) {
        const batch = Array.from({ length: rows }, () => {
          const set: ReadingSetInput = {
            patient: { nhsNumber: nhsNumbers[sent % nhsNumbers.length]! },
            sourceRef: `plain-${sent++}`,
            effectiveAt,
            respiration: 16,
            spo2: 97,
            onOxygen: false,
            systolic: 128,
            diastolic: 74,
            pulse: 75,
            consciousness: 'A',
            temperature: 36.6,
            weight: 70,
          };
          return rowOf(set);
        });
        await pool.query({ name: 'insert', text: insertOf(rows), values: valuesOf(batch, stays) });
        if (performance.now() > ends) return;
        written += rows;
      }
    }),
  );
  return { readings: written };
}

process.on('message', (request: PlainRequest) => {
  void insert(request).then((result) => process.send?.(result));
});
process.send?.({ type: 'ready', url: '' });
process.once('disconnect', () => process.exit());
