import { FORMULA } from '#contracts';
import { Database, staysForResearch } from '#records';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import papa from 'papaparse';
import { fail } from './backup/fail.ts';
import { meantDatabase } from './backup/meant-database.ts';
import { operator, Questions } from './operator.ts';
import { QUASI, rowOf } from './research/rows.ts';
import { withoutSmallGroups } from './research/small-groups.ts';

const HOW = `npm run research -- --new-key FILE       makes a key for pseudonyms: another key, other pseudonyms
npm run research -- --from DAY --until DAY --key FILE --objections FILE --by USERNAME --to DIR [--k 5] [--leave-out age,ward]
    stays that ended in these days, one a line of CSV: pseudonyms, ages in bands, times from the stay's beginning, and nobody who shares
    what could be known of them with fewer than k people. --objections: NHS numbers, one a line, of whom may not be used (an empty
    file where it was asked and there are none). --by is an administrator,
    whose password (and code of a second factor) is asked for. Refuses when more than a fifth would have to be left out.`;

/** Below this nobody is hidden. Source: NHS England, small number suppression; ICO, anonymisation guidance. */
const LEAST_K = 5;
const MOST_SUPPRESSED = 0.2;
const KEY_BYTES = 32;
const LEAST_DIFFERENT_BYTES = 12;

const { values } = parseArgs({
  options: {
    'new-key': { type: 'string' },
    from: { type: 'string' },
    until: { type: 'string' },
    key: { type: 'string' },
    objections: { type: 'string' },
    by: { type: 'string' },
    to: { type: 'string' },
    k: { type: 'string', default: String(LEAST_K) },
    'leave-out': { type: 'string', default: '' },
  },
});

if (values['new-key'] !== undefined) {
  await writeFile(values['new-key'], `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  process.exit();
}

const given = (name: 'from' | 'until' | 'key' | 'objections' | 'by' | 'to'): string => values[name] ?? fail(HOW, 2);
const read = (name: 'key' | 'objections'): Promise<string> =>
  readFile(given(name), 'utf8').catch(() => fail(`--${name}: the file cannot be read.`, 2));
function dayGiven(name: 'from' | 'until'): Date {
  const day = given(name);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day)))
    fail(`--${name}: expected a day such as 2026-04-01.`, 2);
  return new Date(`${day}T00:00:00Z`);
}

const [from, to, username, folder] = [dayGiven('from'), dayGiven('until'), given('by'), given('to')];
const k = Number(values.k);
if (!Number.isInteger(k) || k < LEAST_K) fail(`--k: expected a whole number from ${LEAST_K}.`, 2);
const leftOut = values['leave-out'].split(',').filter(Boolean);
const unknown = leftOut.filter((name) => !QUASI.some((one) => one === name));
if (unknown.length > 0) fail(`--leave-out: expected some of ${QUASI.join(', ')}, got ${unknown.join(', ')}.`, 2);
const key = Buffer.from((await read('key')).trim(), 'base64');
if (key.length < KEY_BYTES || new Set(key).size < LEAST_DIFFERENT_BYTES) {
  fail(`--key: expected at least ${KEY_BYTES} random bytes in base64, as --new-key writes them.`, 2);
}
const objections = (await read('objections'))
  .split('\n')
  .map((line) => line.replaceAll(/\s/g, ''))
  .filter(Boolean);
if (objections.some((line) => !/^\d{10}$/.test(line))) fail('--objections: expected an NHS number on each line.', 2);

const quasi = QUASI.filter((name) => !leftOut.includes(name));
const database = await Database.open({ url: await meantDatabase(), poolSize: 1, applicationName: 'homeward-research' });
const questions = new Questions();
try {
  const account = await operator(database, username, questions);
  if (account.role !== 'administrator') fail(`--by: "${username}" is no administrator who may sign in.`);
  const stays = await staysForResearch(database, { from, to, objections, by: account.id });
  const rows = stays.map((stay) => rowOf(stay, key, quasi));
  const { kept, suppressed, smallest, without } = withoutSmallGroups(rows, quasi, k);
  if (kept.length === 0 || suppressed > rows.length * MOST_SUPPRESSED) {
    const said = Object.entries(without).map(([name, left]) => `  without ${name}: ${left} would be left out`);
    fail(
      `REFUSED: ${suppressed} of ${rows.length} stays share what could be known of them with fewer than ${k} people.\n${said.join('\n')}\nUse --leave-out, or a longer time.`,
    );
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `stays-${values.from}-${values.until}.csv`);
  // By pseudonym: an order of arrival would tell who came when.
  const sorted = kept.toSorted((one, other) => (one['person']! < other['person']! ? -1 : 1));
  const csv = papa.unparse([...sorted], { escapeFormulae: FORMULA, newline: '\r\n' });
  await writeFile(file, `${csv}\r\n`, { mode: 0o600, flag: 'wx' });
  process.stdout.write(
    `${file}\n${kept.length} stays; ${suppressed} left out; every group has at least ${smallest} people\n`,
  );
} finally {
  questions.close();
  await database.close();
}
