import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from '../harness/properties.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openIngestion, type TestIngestion } from '../harness/index.ts';
import { aReadingSet, keyOf, patientOf } from '../ward/people.ts';

const CORPUS = join(import.meta.dirname, '../corpus/readings');

let ingestion: TestIngestion;
let pid: number;

beforeAll(async () => {
  ingestion = await openIngestion();
  ({ pid } = ingestion.ingestion);
});

const send = (body: Buffer, path = '/v1/observations', type = 'application/json') =>
  fetch(`${ingestion.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': type, authorization: `Bearer ${keyOf(ingestion)}` },
    body: new Uint8Array(body),
  });

describe('bodies that were found, one by one, to be trouble somewhere', () => {
  // The file's name begins with the status that it is answered with.
  const files = readdirSync(CORPUS).filter((name) => /^\d{3}-/.test(name));
  it.each(files)('%s', async (name) => {
    const answer = await send(readFileSync(join(CORPUS, name)));
    expect(answer.status).toBe(Number(name.slice(0, 3)));
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const { detail, traceId } = (await answer.json()) as { detail: string; traceId: string };
    expect(detail).toMatch(/\w+ \w+/);
    expect(traceId).toMatch(/^[\da-f]{32}$/);
  });
});

describe('bodies that nobody has thought of', () => {
  it('are taken or refused in words, and never break anything', async () => {
    const mutation = fc.record({
      at: fc.nat({ max: 1_000 }),
      cut: fc.nat({ max: 20 }),
      put: fc.oneof(
        fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
        fc
          .constantFrom(
            '"',
            '{',
            '}',
            '[',
            ']',
            ',',
            ':',
            '\\',
            '\\ud800',
            '\\u0000',
            'null',
            '1e999',
            '-0',
            '"pulse":1,',
          )
          .map((text) => Buffer.from(text)),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
        let body = Buffer.from(JSON.stringify(aReadingSet(patientOf(ingestion, 0).nhsNumber, { note: 'é\u2028' })));
        for (const { at, cut, put } of mutations) {
          const from = at % (body.length + 1);
          body = Buffer.concat([body.subarray(0, from), put, body.subarray(from + cut)]);
        }
        const answer = await send(body);
        await answer.arrayBuffer();
        expect([200, 201, 207, 400, 413, 422]).toContain(answer.status);
      }),
      { numRuns: 150 },
    );
  });
});

it('leaves the same process, well', async () => {
  expect(ingestion.ingestion.pid).toBe(pid);
  expect((await fetch(`${ingestion.url}/health/live`)).status).toBe(200);
  expect(ingestion.ingestion.logs()).not.toContain('unexpected failure');
});
