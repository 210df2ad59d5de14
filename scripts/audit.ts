import { auditEntries, auditHead, Database, verifyAudit } from '#records';
import { parseArgs } from 'node:util';
import { readAnchors } from './audit/anchors.ts';

const HOW = `npm run audit -- verify [--anchors FILE]                 follows the chain; names the first broken link and exits 1
npm run audit -- anchor                                  prints the end of the chain: keep it elsewhere, one line after another
npm run audit -- show [--stay ID] [--account ID] [--limit N]   the newest entries first, one JSON a line
They need DATABASE_URL.`;

/** For whoever answers for the record: proves that the audit trail is what was written, and shows it. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    anchors: { type: 'string' },
    stay: { type: 'string' },
    account: { type: 'string' },
    limit: { type: 'string', default: '100' },
  },
});

function fail(message: string, code: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

const [verb] = positionals;
const limit = Number(values.limit);
if (!['verify', 'anchor', 'show'].includes(verb ?? '')) fail(HOW, 2);
if (!Number.isInteger(limit) || limit < 1) fail(`--limit: expected a whole number from 1, got "${values.limit}".`, 2);
const url = process.env['DATABASE_URL'];
if (!url) fail('DATABASE_URL is not set: give the PostgreSQL database whose audit trail is meant.', 2);

const database = await Database.open({ url, poolSize: 1, applicationName: 'homeward-audit' });
try {
  if (verb === 'anchor') {
    const { seq, hash } = await auditHead(database);
    process.stdout.write(`${seq} ${hash}\n`);
  } else if (verb === 'show') {
    const entries = await auditEntries(database, {
      ...(values.stay !== undefined && { admissionId: values.stay }),
      ...(values.account !== undefined && { actorId: values.account }),
      limit,
    });
    for (const { seq, content } of entries) {
      process.stdout.write(`${JSON.stringify({ seq, ...(JSON.parse(content) as object) })}\n`);
    }
  } else {
    const verdict = await verifyAudit(database, values.anchors === undefined ? [] : await readAnchors(values.anchors));
    if (verdict.kind === 'whole') {
      process.stdout.write(`whole: ${verdict.entries} entries, ending in ${verdict.head.hash}\n`);
    } else {
      process.stderr.write(`broken at link ${verdict.seq}: ${verdict.why}\n`);
      process.exitCode = 1;
    }
  }
} finally {
  await database.close();
}
