import {
  careRecordsDue,
  Database,
  endKeeping,
  KEPT_OTHERWISE,
  RETENTION_CLASS_NAMES,
  RETENTION_CLASSES,
  tombstones,
  wrongTerms,
  type Account,
} from '#records';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { fail } from './backup/fail.ts';
import { meantDatabase } from './backup/meant-database.ts';
import { operator, Questions } from './operator.ts';

const HOW = `npm run retention -- show [--terms FILE]          what is kept for how long and why, and how many care records are due
npm run retention -- run [--terms FILE]           ends the keeping of all but care records: have a timetable run it each night
npm run retention -- run --by USERNAME            the same with the care records that are due: an administrator who has looked at them,
                                                  and whose password (and code of a second factor) is asked for
npm run retention -- report [--limit N]           what was removed when, newest first, one JSON a line
--terms FILE is JSON of days by class, such as {"message-of-no-alert": 30}, within the bounds that "show" names.`;

/** Ends the keeping of what has been kept for long enough, and says what was removed. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { terms: { type: 'string' }, by: { type: 'string' }, limit: { type: 'string', default: '100' } },
});
const [verb] = positionals;
if (!['show', 'run', 'report'].includes(verb ?? '')) fail(HOW, 2);

async function readTerms(file: string | undefined): Promise<Record<string, number>> {
  if (file === undefined) return {};
  const text = await readFile(file, 'utf8').catch(() => fail(`--terms: ${file} cannot be read.`, 2));
  let terms: unknown;
  try {
    terms = JSON.parse(text);
  } catch {
    fail(`--terms: ${file} is no JSON.`, 2);
  }
  if (typeof terms !== 'object' || terms === null || Array.isArray(terms)) fail('--terms: expected days by class.', 2);
  const wrong = wrongTerms(terms as Record<string, number>);
  if (wrong.length > 0) fail(`--terms: ${wrong.join('\n         ')}`, 2);
  return terms as Record<string, number>;
}

const terms: Partial<Record<string, number>> = await readTerms(values.terms);
const database = await Database.open({
  url: await meantDatabase(),
  poolSize: 1,
  applicationName: 'homeward-retention',
});
async function byOperator(username: string): Promise<Account> {
  const questions = new Questions();
  try {
    return await operator(database, username, questions);
  } finally {
    questions.close();
  }
}
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const now = new Date();
try {
  if (verb === 'show') {
    for (const name of RETENTION_CLASS_NAMES) {
      const { what, from, keptFor, source, endedBy } = RETENTION_CLASSES[name];
      say(
        `${name}: ${what}\n  ${terms[name] ?? keptFor.days} days (${keptFor.least} to ${keptFor.most}) from ${from}; ended by a ${endedBy}\n  ${source}`,
      );
    }
    for (const [what, how] of Object.entries(KEPT_OTHERWISE)) say(`${what}: ${how}`);
    say(`Care records that are due: ${await careRecordsDue(database, now, terms)}`);
  } else if (verb === 'report') {
    const limit = Number(values.limit);
    if (!Number.isInteger(limit) || limit < 1)
      fail(`--limit: expected a whole number from 1, got "${values.limit}".`, 2);
    for (const stone of await tombstones(database, limit)) say(JSON.stringify(stone));
  } else {
    const account = values.by === undefined ? null : await byOperator(values.by);
    if (values.by !== undefined && account?.role !== 'administrator')
      fail(`--by: "${values.by}" is no administrator who may sign in.`);
    const runs = await endKeeping(database, {
      classes: RETENTION_CLASS_NAMES,
      now,
      terms,
      doneBy: account?.id ?? null,
    });
    for (const run of runs) say(JSON.stringify(run));
    const due = await careRecordsDue(database, now, terms);
    if (due > 0) say(`${due} care records are due and were left: look at them, and run this with --by.`);
  }
} finally {
  await database.close();
}
