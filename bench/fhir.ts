import { request as httpRequest, Agent as HttpAgent } from 'node:http';
import { request as httpsRequest, Agent as HttpsAgent } from 'node:https';
import { parseArgs } from 'node:util';
import { startApp } from '../test/harness/apps.ts';
import { openDatabase } from '../test/harness/postgres.ts';
import { stopEverything } from '../test/harness/started.ts';
import { UK_CORE_OBSERVATIONS } from '../test/ward/fhir.ts';
import { openCrowd } from './crowd.ts';
import { milliseconds, percentile, publish, type Row } from './report.ts';

/*
 * Side by side with another FHIR server: the same UK Core Observations, one a request, to Homeward and to any FHIR base URL,
 * in turns. Without --base Homeward is measured by itself; with --alone the other one is.
 *
 *   npm run bench -- fhir [--base URL [--token KEY] [--alone]] [--connections 32] [--seconds 4] [--json FILE]
 */
const TURNS = 2;
const PATIENTS = 200;

const { values } = parseArgs({
  options: {
    base: { type: 'string' },
    token: { type: 'string' },
    alone: { type: 'boolean' },
    connections: { type: 'string' },
    seconds: { type: 'string' },
    json: { type: 'string' },
  },
});
const connections = Number(values.connections ?? 32);
const seconds = Number(values.seconds ?? 4);
if (!(connections >= 1) || !(seconds > 0))
  throw new Error('--connections takes a number from 1, --seconds one above 0');
if (values.alone && values.base === undefined) throw new Error('--alone takes a --base');

interface Server {
  readonly name: string;
  readonly base: string;
  readonly token: string | undefined;
  taken: number;
  refused: number;
  readonly latencies: number[];
}

/** Each is another reading: its identifier is its own, and it is of now. */
function* observations(nhsNumbers: readonly string[]): Generator<string> {
  const kinds = Object.values(UK_CORE_OBSERVATIONS);
  for (let i = 0; ; i++) {
    const make = kinds[i % kinds.length];
    const nhsNumber = nhsNumbers[i % nhsNumbers.length];
    if (!make || nhsNumber === undefined) throw new Error('there is nothing to send');
    yield JSON.stringify({ ...make(nhsNumber), effectiveDateTime: new Date().toISOString() });
  }
}

/** One Observation; resolves with the status when the whole answer has come. */
function post({ base, token }: Server, agent: HttpAgent, body: string): Promise<number> {
  const url = new URL(`${base.replace(/\/$/, '')}/Observation`);
  const headers = {
    'content-type': 'application/fhir+json',
    'content-length': Buffer.byteLength(body),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, { method: 'POST', headers, agent });
    request.once('error', reject);
    request.once('response', (answer) => {
      answer.resume();
      answer.once('error', reject);
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    request.end(body);
  });
}

async function measure(server: Server, source: Generator<string>, forSeconds: number, counts = true): Promise<void> {
  const terms = { keepAlive: true, maxSockets: connections };
  const agent = server.base.startsWith('https:') ? new HttpsAgent(terms) : new HttpAgent(terms);
  const ends = performance.now() + forSeconds * 1_000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (;;) {
        const began = performance.now();
        if (began >= ends) return;
        const status = await post(server, agent, source.next().value as string);
        const now = performance.now();
        if (!counts || now > ends) continue;
        if (status === 200 || status === 201) {
          server.taken++;
          server.latencies.push(now - began);
        } else server.refused++;
      }
    }),
  );
  agent.destroy();
}

const server = (name: string, base: string, token?: string): Server => ({
  name,
  base,
  token,
  taken: 0,
  refused: 0,
  latencies: [],
});

try {
  const servers: Server[] = [];
  let nhsNumbers: readonly string[] = ['9434765919', '4010232137'];
  if (!values.alone) {
    const database = await openDatabase();
    const crowd = await openCrowd(database, { wards: 5, patients: PATIENTS });
    ({ nhsNumbers } = crowd);
    const ingestion = await startApp('ingestion', { DATABASE_URL: database.url });
    servers.push(server('Homeward', `${ingestion.url}/fhir`, crowd.key));
  }
  if (values.base !== undefined) servers.push(server(values.base, values.base, values.token));
  const source = observations(nhsNumbers);
  for (const one of servers) await measure(one, source, 1, false);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const one of servers) await measure(one, source, seconds / TURNS);
  }
  const rate = ({ taken }: Server): number => Math.round(taken / seconds);
  const other = values.alone ? undefined : servers[1];
  const rows = servers.map((one): Row => {
    const sorted = Float64Array.from(one.latencies).sort();
    if (one.refused > 0) process.stderr.write(`${one.name}: ${one.refused} Observations were refused\n`);
    return {
      what: `${one.name}, ${connections} connections`,
      value: rate(one),
      unit: 'Observations/s',
      ...(other && one !== other ? { limit: { what: other.name, value: rate(other) } } : {}),
      p50: milliseconds(percentile(sorted, 0.5)),
      p99: milliseconds(percentile(sorted, 0.99)),
    };
  });
  await publish(
    'fhir',
    rows,
    { seconds, json: values.json, profile: undefined },
    { connections, secondsEach: seconds },
  );
} finally {
  await stopEverything();
}
process.exit();
