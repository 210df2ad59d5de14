import { DEFAULT_RULE_SET, readRuleSet } from '#clinical';
import { Database, installRuleSet, ruleSetInForce } from '#records';
import { clock } from '#runtime';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

const HOW = `npm run rules -- show                                  the rule document in force
npm run rules -- check FILE                            whether a document would be accepted
npm run rules -- install FILE --approver "NAME, ROLE"  puts it in force within seconds
show and install need DATABASE_URL.`;

/** Shows, checks and installs rule documents: what a clinical safety officer signs. Exits 1 when a document is refused. */
const { positionals, values } = parseArgs({ allowPositionals: true, options: { approver: { type: 'string' } } });
const [verb, file] = positionals;

async function checked(path: string): Promise<ReturnType<typeof readRuleSet>> {
  let document: unknown;
  try {
    document = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    process.stderr.write(`${path} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  return readRuleSet(document);
}

async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const url = process.env['DATABASE_URL'];
  if (!url) {
    process.stderr.write('DATABASE_URL is not set: give the PostgreSQL database whose rules are meant.\n');
    process.exit(2);
  }
  const database = await Database.open({ url, poolSize: 1, applicationName: 'homeward-rules' });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

if (verb === 'show') {
  const stored = await withDatabase(ruleSetInForce);
  const { approver, installedAt, document } = stored ?? {
    approver: 'shipped with Homeward: not yet approved here',
    installedAt: null,
    document: DEFAULT_RULE_SET.document,
  };
  process.stdout.write(`${JSON.stringify({ approver, installedAt, document }, null, 2)}\n`);
} else if ((verb === 'check' || verb === 'install') && file !== undefined) {
  const read = await checked(file);
  if (read.kind === 'refused') {
    for (const { path, message, bound, mayChange } of read.refusals) {
      const within = bound ? ` Bounds: ${bound.min} to ${bound.max} ${bound.unit}.` : '';
      process.stderr.write(`${path || '/'}: ${message}${within} May be changed by: ${mayChange}.\n`);
    }
    process.exit(1);
  }
  const { ruleSet } = read;
  if (verb === 'check') {
    process.stdout.write(`accepted: ${ruleSet.id} ${ruleSet.version}\n`);
  } else {
    const { approver } = values;
    if (!approver) {
      process.stderr.write('Rules need somebody who approves them: --approver "NAME, ROLE".\n');
      process.exit(2);
    }
    const done = await withDatabase((database) =>
      installRuleSet(database, { document: ruleSet.document, approver, now: clock.now() }),
    );
    if (done === 'known') {
      process.stderr.write(
        `${ruleSet.id} ${ruleSet.version} is stored already: give the changed document a version of its own.\n`,
      );
      process.exit(1);
    }
    process.stdout.write(`in force: ${ruleSet.id} ${ruleSet.version}, approved by ${approver}\n`);
  }
} else {
  process.stderr.write(`${HOW}\n`);
  process.exit(2);
}
