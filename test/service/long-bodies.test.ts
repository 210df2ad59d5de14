import type { LineEnd, ReadingResult } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { openIngestion, until, type TestIngestion } from '../harness/index.ts';
import { aReadingSet, keyOf, patientOf, post } from '../ward/people.ts';

let ingestion: TestIngestion;
let nhsNumber: string;

beforeAll(async () => {
  ingestion = await openIngestion();
  ({ nhsNumber } = patientOf(ingestion, 0));
});

const NDJSON = 'application/x-ndjson';

type Line = { line: number } & ReadingResult;
async function linesOf(answer: Response): Promise<{ results: Line[]; end: LineEnd }> {
  const lines = (await answer.text()).trimEnd().split('\n');
  const { end } = JSON.parse(lines.pop() ?? '') as { end: LineEnd };
  return { results: lines.map((line) => JSON.parse(line) as Line), end };
}

describe('lines of JSON', () => {
  it('are taken or refused each by itself, by their numbers, and the end says that it is the end', async () => {
    const set = aReadingSet(nhsNumber);
    const text = [
      JSON.stringify(set),
      '',
      '{"patient":',
      JSON.stringify({ ...aReadingSet(nhsNumber), spO2: 93 }),
      JSON.stringify(set).replace('{', '{"pulse":60,'),
      JSON.stringify({ ...set, pulse: 99 }),
      `{"note":"${'a'.repeat(70_000)}"}`,
      JSON.stringify(aReadingSet(nhsNumber, { spo2: 9 })),
    ].join('\n');

    const answer = await post(ingestion, text, { type: NDJSON });

    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, NDJSON]);
    const { results, end } = await linesOf(answer);
    expect(results).toEqual([
      { line: 1, status: 201, id: expect.any(String), outcome: 'stored', matched: true },
      { line: 3, status: 400, errors: [expect.objectContaining({ detail: expect.stringMatching(/ends too soon/) })] },
      { line: 4, status: 422, errors: [expect.objectContaining({ field: 'spO2', pointer: '/spO2' })] },
      { line: 5, status: 400, errors: [expect.objectContaining({ field: 'pulse' })] },
      { line: 6, status: 200, id: expect.any(String), outcome: 'repeat', matched: true, differs: ['pulse'] },
      { line: 7, status: 413, errors: [expect.objectContaining({ detail: expect.stringMatching(/longer/) })] },
      expect.objectContaining({ line: 8, status: 201, pleaseRepeat: [expect.objectContaining({ field: 'spo2' })] }),
    ]);
    expect(end).toEqual({ stored: 2, repeated: 1, refused: 4 });
  });

  it('are answered while more are still to come', async () => {
    const sending = httpRequest(`${ingestion.url}/v1/observations`, {
      method: 'POST',
      headers: { 'content-type': NDJSON, authorization: `Bearer ${keyOf(ingestion)}` },
    });
    const answered = once(sending, 'response');
    const send = () => sending.write(`${JSON.stringify(aReadingSet(nhsNumber))}\n`);
    send();
    const [response] = (await answered) as [NodeJS.ReadableStream];
    const told = createInterface({ input: response })[Symbol.asyncIterator]();
    for (let line = 1; line <= 3; line++) {
      const { value } = (await told.next()) as { value: string };
      expect(JSON.parse(value)).toMatchObject({ line, status: 201 });
      if (line < 3) send();
    }
    sending.end();
    expect(JSON.parse((await told.next()).value as string)).toEqual({ end: { stored: 3, repeated: 0, refused: 0 } });
  });

  it('are answered only where there is something to know, when that is asked for', async () => {
    const text = [aReadingSet(nhsNumber), { ...aReadingSet(nhsNumber), pulse: 'x' }, aReadingSet(nhsNumber)]
      .map((set) => JSON.stringify(set))
      .join('\n');
    const answer = await fetch(`${ingestion.url}/v1/observations`, {
      method: 'POST',
      headers: { 'content-type': NDJSON, authorization: `Bearer ${keyOf(ingestion)}`, prefer: 'return=minimal' },
      body: text,
    });
    expect(answer.headers.get('preference-applied')).toBe('return=minimal');
    const { results, end } = await linesOf(answer);
    expect(results.map(({ line, status }) => [line, status])).toEqual([[2, 422]]);
    expect(end).toEqual({ stored: 2, repeated: 0, refused: 1 });
  });

  it('are read no further while nobody reads the answer', async () => {
    const { port } = new URL(ingestion.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    const head = `POST /v1/observations HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${keyOf(ingestion)}\r\ncontent-type: ${NDJSON}\r\ncontent-length: 60000000\r\n\r\n`;
    socket.pause();
    socket.write(head);
    // Each line is answered with a refusal that is many times as long.
    const chunk = Buffer.from('x\n'.repeat(50_000));
    for (let sent = 0; sent < 60_000_000; sent += chunk.length) socket.write(chunk);
    const accepted = () => socket.bytesWritten - socket.writableLength;
    let [before, still] = [-1, 0];
    await until(
      () => {
        still = accepted() === before ? still + 1 : 0;
        before = accepted();
        return still >= 20;
      },
      { within: '25s', what: 'A server that has stopped reading' },
    );
    expect(accepted()).toBeLessThan(30_000_000);
    socket.destroy();
    expect((await post(ingestion, aReadingSet(nhsNumber))).status).toBe(201);
  });
});

describe('a list too long to be held', () => {
  it.each([
    ['of more than 1,000 elements', 1_200, 0],
    ['of more than 2 MB', 1_050, 1_990],
  ])('%s is answered in its order, element by element', async (_, count, note) => {
    const sets = Array.from({ length: count }, (_unused, i) => ({
      ...aReadingSet(nhsNumber),
      ...(note > 0 ? { note: 'n'.repeat(note) } : {}),
      ...(i % 10 === 7 ? { pulse: 'x' } : {}),
    }));
    const answer = await post(ingestion, sets);
    expect(answer.status).toBe(207);
    const { results, ...rest } = (await answer.json()) as { results: ReadingResult[] };
    expect(rest).toEqual({});
    expect(results.map(({ status }) => status)).toEqual(sets.map((_set, i) => (i % 10 === 7 ? 422 : 201)));
    expect(results[17]).toMatchObject({ errors: [{ pointer: '/17/pulse' }] });
  });

  it('is refused when it is no list, whatever its size', async () => {
    const answer = await post(ingestion, { ...aReadingSet(nhsNumber), note: 'n'.repeat(3_000_000) });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ detail: expect.stringMatching(/has to be a list/) });
  });
});
