import { Database, keepDeprivation, type PostcodeDeprivation } from '#records';
import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import papa from 'papaparse';
import { columnsOf, decileIn, isWanted, postcodeIn } from './deprivation/columns.ts';

const HOW = `npm run deprivation -- FILE.csv                                   postcode, LSOA and decile in one file
npm run deprivation -- POSTCODES.csv --imd IMD.csv [--only DT,BH]  the ONS postcode directory and the Index of Multiple Deprivation
DATABASE_URL is the database that is meant.`;

/** So many rows are stored at a time: the postcode directory has two and a half million. */
const ROWS_AT_ONCE = 5_000;

/** Loads in which tenth of deprivation each postcode's neighbourhood (LSOA) lies. Loading again replaces what is there. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { imd: { type: 'string' }, only: { type: 'string' } },
});
const [file] = positionals;
const url = process.env['DATABASE_URL'];

function fail(sentence: string, code = 1): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}

/** Every row of a file, by the names in its first line. */
async function* rowsOf(path: string): AsyncGenerator<Record<string, string>> {
  const rows = createReadStream(path).pipe(
    papa.parse(papa.NODE_STREAM_INPUT, { header: true, skipEmptyLines: true, transformHeader: (name) => name.trim() }),
  );
  for await (const row of rows) yield row as Record<string, string>;
}

async function decilesByLsoa(path: string): Promise<Map<string, number>> {
  const deciles = new Map<string, number>();
  for await (const row of rowsOf(path)) {
    const { lsoa, decile } = columnsOf(Object.keys(row));
    if (lsoa === null || decile === null) {
      fail(
        `${path}: expected a column with the LSOA code and one with the IMD decile; found: ${Object.keys(row).join(', ')}`,
      );
    }
    const value = decileIn(row[decile]);
    if (value === null) fail(`${path}: ${row[lsoa]}: expected a decile from 1 to 10, found "${row[decile] ?? ''}"`);
    deciles.set(row[lsoa] ?? '', value);
  }
  return deciles;
}

if (file === undefined) fail(HOW, 2);
if (!url) fail('DATABASE_URL is not set: give the PostgreSQL database that is meant.', 2);
const only = values.only?.split(',').map((area) => area.trim().toUpperCase()) ?? [];
const deciles = values.imd === undefined ? null : await decilesByLsoa(values.imd);
const database = await Database.open({ url, poolSize: 1, applicationName: 'homeward-deprivation' });
let kept = 0;
let without = 0;
try {
  let batch: PostcodeDeprivation[] = [];
  for await (const row of rowsOf(file)) {
    const names = Object.keys(row);
    const { postcode, lsoa, decile } = columnsOf(names);
    if (postcode === null || lsoa === null || (deciles === null && decile === null)) {
      fail(
        `${file}: expected columns with the postcode, the LSOA code${deciles === null ? ' and the IMD decile (or --imd FILE)' : ''}; found: ${names.join(', ')}`,
      );
    }
    const written = postcodeIn(row[postcode]);
    const area = row[lsoa] ?? '';
    const found = deciles === null ? decileIn(decile === null ? undefined : row[decile]) : (deciles.get(area) ?? null);
    if (written === null || !isWanted(written, only)) continue;
    if (found === null) {
      // Scotland, Wales and Northern Ireland have indices of their own, which do not compare.
      without += 1;
      continue;
    }
    batch.push({ postcode: written, lsoa: area, decile: found });
    if (batch.length < ROWS_AT_ONCE) continue;
    kept += await keepDeprivation(database, batch);
    batch = [];
  }
  kept += await keepDeprivation(database, batch);
} finally {
  await database.close();
}
process.stdout.write(
  `${kept} postcodes are known now${without === 0 ? '' : `; ${without} have no decile in this index`}.\n`,
);
if (kept === 0) process.exitCode = 1;
