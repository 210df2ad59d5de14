import {
  DEFAULT_RULE_SET,
  readReadinessRules,
  readRuleSet,
  SHIPPED_READINESS,
  type ReadinessDocument,
} from '#clinical';
import { Database, installReadinessRules, installRuleSet, ruleSetInForce, storedReadinessRules } from '#records';
import { clock } from '#runtime';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

const HOW = `npm run rules -- show                                  the rule document in force
npm run rules -- check FILE                            whether a document would be accepted
npm run rules -- install FILE --approver "NAME, ROLE"  puts it in force within seconds
With --criteria the same of the criteria of a step down. show and install need DATABASE_URL.`;

/** Shows, checks and installs rule documents: what a clinical safety officer signs. Exits 1 when a document is refused. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { approver: { type: 'string' }, criteria: { type: 'boolean', default: false } },
});
const [verb, file] = positionals;

/** What is shown, checked and installed: the alert rules, or the criteria of a step down. */
const KINDS = {
  rules: {
    shipped: DEFAULT_RULE_SET.document,
    stored: (database: Database) => ruleSetInForce(database),
    read: (document: unknown) => {
      const read = readRuleSet(document);
      return read.kind === 'refused' ? read : { kind: 'accepted' as const, document: read.ruleSet.document };
    },
    install: installRuleSet,
  },
  criteria: {
    shipped: SHIPPED_READINESS.document,
    stored: (database: Database) => storedReadinessRules(database, clock.now()),
    read: (document: unknown) => {
      const read = readReadinessRules(document);
      return read.kind === 'refused' ? read : { kind: 'accepted' as const, document: read.rules.document };
    },
    install: (database: Database, wish: { document: ReadinessDocument; approver: string; now: Date }) =>
      installReadinessRules(database, wish),
  },
} as const;
const kind = KINDS[values.criteria ? 'criteria' : 'rules'];

async function checked(path: string): Promise<ReturnType<typeof kind.read>> {
  let document: unknown;
  try {
    document = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    process.stderr.write(`${path} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  return kind.read(document);
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
  const stored = await withDatabase<{ approver: string; installedAt: Date; document: unknown } | null>(kind.stored);
  const { approver, installedAt, document } = stored ?? {
    approver: 'shipped with Homeward: not yet approved here',
    installedAt: null,
    document: kind.shipped,
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
  const { document: accepted } = read;
  if (verb === 'check') {
    process.stdout.write(`accepted: ${accepted.id} ${accepted.version}\n`);
  } else {
    const { approver } = values;
    if (!approver) {
      process.stderr.write('Rules need somebody who approves them: --approver "NAME, ROLE".\n');
      process.exit(2);
    }
    const done = await withDatabase((database) =>
      kind.install(database, { document: accepted, approver, now: clock.now() }),
    );
    if (done === 'known') {
      process.stderr.write(
        `${accepted.id} ${accepted.version} is stored already: give the changed document a version of its own.\n`,
      );
      process.exit(1);
    }
    process.stdout.write(`in force: ${accepted.id} ${accepted.version}, approved by ${approver}\n`);
  }
} else {
  process.stderr.write(`${HOW}\n`);
  process.exit(2);
}
