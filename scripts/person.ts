import {
  Database,
  eraseConcern,
  eraseOnRequest,
  everythingOf,
  patientAnsweredFor,
  placeHold,
  releaseHold,
} from '#records';
import { heldOfPersonPdf } from '#pdf';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fail } from './backup/fail.ts';
import { meantDatabase } from './backup/meant-database.ts';
import { operator, Questions } from './operator.ts';

const HOW = `npm run person -- export --to DIR --by USERNAME     a copy of everything held, as PDF and JSON, for the person (Article 15)
npm run person -- erase --by USERNAME --reason TEXT   what the law lets be erased; says what is kept and why (Article 17)
npm run person -- hold --by USERNAME --reason TEXT    keeps the record beyond its term; "release" ends that
npm run person -- erase-concern ID --by USERNAME --reason TEXT   a closed concern that was about nobody of ours
The NHS number is asked for, so that it stands in no list of commands; then the password of --by, and the code of its second factor
where it has one. --by is a lead of the patient's wards, or an administrator.
No name in a reason. DATABASE_URL is the database that is meant; without it, the one that "npm start" runs here.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { to: { type: 'string' }, by: { type: 'string' }, reason: { type: 'string' } },
});
const [verb, concernId] = positionals;
const { by: username, reason } = values;
if (!['export', 'erase', 'hold', 'release', 'erase-concern'].includes(verb ?? '') || username === undefined)
  fail(HOW, 2);
if (verb === 'export' && values.to === undefined) fail(HOW, 2);
if (['erase', 'hold', 'erase-concern'].includes(verb!) && (reason ?? '').trim() === '')
  fail(`--reason: say why.\n${HOW}`, 2);

const questions = new Questions();

async function askedNumber(): Promise<string> {
  const typed = (await questions.ask('NHS number: ')).replaceAll(/\s/g, '');
  return /^\d{10}$/.test(typed) ? typed : fail('Expected the ten digits of an NHS number.', 2);
}

if (verb === 'erase-concern' && !/^[0-9a-f-]{36}$/.test(concernId ?? ''))
  fail('Which concern? Its id stands in its address.', 2);
const zone = 'Europe/London';
const url = await meantDatabase();
const nhsNumber = verb === 'erase-concern' ? '' : await askedNumber();
const database = await Database.open({ url, poolSize: 1, applicationName: 'homeward-person' });
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const now = new Date();
try {
  await operator(database, username, questions);
  const { patient, account } = await patientAnsweredFor(database, { nhsNumber, username });
  if (account === null) fail(`--by: "${username}" is no lead or administrator who may sign in.`);
  if (verb === 'erase-concern') {
    const done = await eraseConcern(database, { concernId: concernId ?? '', reason: reason!, by: account.id });
    if (!done) fail('It is not there, not closed, or about a patient of ours: then it is part of the care record.');
    say('Erased. A tombstone is left.');
  } else if (patient === null) {
    fail('Nobody with this NHS number is among those whom this account answers for.');
  } else if (verb === 'export') {
    const held = await everythingOf(database, { patientId: patient.id, by: account.id, now });
    await mkdir(values.to!, { recursive: true, mode: 0o700 });
    const spaced = patient.nhsNumber.replace(/^(...)(...)(....)$/, '$1 $2 $3');
    const document = { ...held, zone, organisation: 'Homeward', by: account.name, name: patient.name };
    const pdf = await heldOfPersonPdf({ ...document, nhsNumber: spaced, birthDate: patient.birthDate });
    const [asPdf, asJson] = ['pdf', 'json'].map((kind) => join(values.to!, `everything-held-${now.getTime()}.${kind}`));
    await writeFile(asPdf!, pdf, { mode: 0o600, flag: 'wx' });
    await writeFile(asJson!, JSON.stringify({ person: patient, ...held }, null, 2), { mode: 0o600, flag: 'wx' });
    say(`${asPdf}\n${asJson}`);
  } else if (verb === 'erase') {
    const { removed, kept } = await eraseOnRequest(database, {
      patientId: patient.id,
      reason: reason!,
      by: account.id,
    });
    for (const [table, rows] of Object.entries(removed)) say(`erased  ${rows} of ${table}`);
    if (Object.keys(removed).length === 0) say('erased  nothing');
    for (const { what, rows, why } of kept) say(`kept    ${what} (${rows}): ${why}`);
  } else {
    const by = account.id;
    const done =
      verb === 'hold'
        ? await placeHold(database, { patientId: patient.id, reason: reason!, by, now })
        : await releaseHold(database, { patientId: patient.id, by, now });
    if (!done) fail(verb === 'hold' ? 'It is on hold already.' : 'It is not on hold.');
    say(verb === 'hold' ? 'On hold.' : 'Released.');
  }
} finally {
  questions.close();
  await database.close();
}
