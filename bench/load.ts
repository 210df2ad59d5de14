import { connect, type Socket } from 'node:net';
import { measureAt, seedOf, type Course } from '#simulator';
import { percentile } from './report.ts';

/** What the load program is asked for. */
export interface LoadRequest {
  readonly port: number;
  readonly key: string;
  readonly shape: 'json' | 'json-batch' | 'fhir';
  /** Reading sets in one request. */
  readonly batch: number;
  readonly connections: number;
  readonly seconds: number;
  readonly nhsNumbers: readonly string[];
  /** Makes the references of this run different from every other's. */
  readonly run: string;
}

/** What became of it. Only what was acknowledged within the time counts. */
export interface LoadResult {
  readonly requests: number;
  readonly readings: number;
  readonly seconds: number;
  readonly refused: number;
  readonly p50: number;
  readonly p99: number;
}

const person: Course['person'] = {
  pathway: 'respiratory',
  spo2Scale: 1,
  oxygenFlow: 0,
  usual: { respiration: 16, spo2: 97, systolic: 128, diastolic: 74, pulse: 75, temperature: 36.6, weight: 70 },
};

/** A reading set in two halves: its reference goes between them. */
type Template = readonly [before: string, after: string];

function templates({ shape, nhsNumbers }: LoadRequest): Template[] {
  const now = Date.now();
  return nhsNumbers.map((nhsNumber): Template => {
    const { vitals } = measureAt({ person, seed: seedOf(nhsNumber), episodes: [] }, now);
    const effectiveAt = new Date(now).toISOString();
    const document =
      shape === 'fhir'
        ? {
            resourceType: 'Observation',
            identifier: [{ system: 'urn:bench', value: '#REF#' }],
            status: 'final',
            category: [
              {
                coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }],
              },
            ],
            code: { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' }] },
            subject: { identifier: { system: 'https://fhir.nhs.uk/Id/nhs-number', value: nhsNumber } },
            effectiveDateTime: effectiveAt,
            valueQuantity: { value: vitals.pulse, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
          }
        : { patient: { nhsNumber }, sourceRef: '#REF#', effectiveAt, ...vitals, method: 'device' };
    const [before, after] = JSON.stringify(document).split('#REF#');
    return [before!, after!];
  });
}

/**
 * One keep-alive connection with one request under way at a time, written and read by hand: on a machine that client and
 * server share, what the client burns is missing from what is measured. Answers must carry a content-length.
 */
class Caller {
  private readonly socket: Socket;
  private readonly heard: Buffer[] = [];
  private wanted = -1;
  private length = 0;
  private status = 0;
  private answered: (status: number) => void = () => undefined;

  constructor(
    port: number,
    private readonly head: string,
    private readonly broken: (error: Error) => void,
  ) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.on('error', this.broken);
    this.socket.on('close', () => this.broken(new Error('the server closed a connection')));
    this.socket.on('data', (chunk) => this.hear(chunk));
  }

  send(body: string): Promise<number> {
    return new Promise((resolve) => {
      this.answered = resolve;
      // Everything that is sent here is ASCII: characters are bytes.
      this.socket.write(`${this.head}${body.length}\r\n\r\n${body}`, 'latin1');
    });
  }

  close(): void {
    this.socket.removeAllListeners('close');
    this.socket.destroy();
  }

  private hear(chunk: Buffer): void {
    this.heard.push(chunk);
    this.length += chunk.length;
    if (this.wanted < 0) {
      const soFar = this.heard.length === 1 ? chunk : Buffer.concat(this.heard);
      const headEnds = soFar.indexOf('\r\n\r\n');
      if (headEnds < 0) return;
      const head = soFar.toString('latin1', 0, headEnds);
      this.status = Number(head.slice(9, 12));
      const length = /content-length: (\d+)/i.exec(head)?.[1];
      if (length === undefined) {
        this.broken(new Error('an answer without content-length'));
        return;
      }
      this.wanted = headEnds + 4 + Number(length);
    }
    if (this.length < this.wanted) return;
    this.heard.length = 0;
    this.length = 0;
    this.wanted = -1;
    this.answered(this.status);
  }
}

async function load(request: LoadRequest): Promise<LoadResult> {
  const { port, key, shape, batch, connections, seconds, run } = request;
  const ready = templates(request);
  const path = shape === 'fhir' ? '/fhir/Observation' : '/v1/observations';
  const type = shape === 'fhir' ? 'application/fhir+json' : 'application/json';
  const head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${key}\r\ncontent-type: ${type}\r\ncontent-length: `;

  let sent = 0;
  const next = (): string => {
    const [before, after] = ready[sent % ready.length]!;
    return `${before}${run}-${sent++}${after}`;
  };
  const latencies: number[] = [];
  let refused = 0;
  let failed: Error | null = null;
  const callers = Array.from({ length: connections }, () => new Caller(port, head, (error) => (failed ??= error)));
  const began = performance.now();
  const ends = began + seconds * 1_000;
  await Promise.race([
    Promise.all(
      callers.map(async (caller) => {
        for (;;) {
          const body = shape === 'json-batch' ? `[${Array.from({ length: batch }, next).join(',')}]` : next();
          const at = performance.now();
          const status = await caller.send(body);
          const now = performance.now();
          if (now > ends) return;
          if (status === 201) latencies.push(now - at);
          else refused++;
        }
      }),
    ),
    new Promise<void>((_, reject) => {
      const watch = setInterval(() => failed && reject(failed), 100);
      setTimeout(() => clearInterval(watch), seconds * 1_000 + 5_000).unref();
      watch.unref();
    }),
  ]);
  for (const caller of callers) caller.close();
  const sorted = Float64Array.from(latencies).sort();
  return {
    requests: latencies.length,
    readings: latencies.length * batch,
    seconds,
    refused,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
  };
}

process.on('message', (request: LoadRequest) => {
  load(request).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => process.exit());
