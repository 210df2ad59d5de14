import { afterEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { openHttpServer } from './http-server.ts';
import { openLog } from './log.ts';
import { sendProblem } from './refusal.ts';

const log = openLog('test', 'silent');
let server: FastifyInstance;
afterEach(() => server.close());

async function open(patience?: { headers: number; body: number }): Promise<number> {
  server = openHttpServer({
    largestBodyBytes: 1_000,
    log,
    sendError: (error, request, reply) => sendProblem(log, error, request, reply),
    ...(patience ? { patience } : {}),
  });
  server.post('/', (request) => ({ got: request.body }));
  server.addContentTypeParser('text/lines', (_request, payload, done) => done(null, payload));
  server.post('/lines', (request) => text(request.body as Readable).then((got) => ({ got })));
  await server.listen({ port: 0, host: '127.0.0.1' });
  return (server.server.address() as AddressInfo).port;
}

/** What a socket is told until it is closed. */
async function toldUntilClosed(socket: Socket): Promise<string> {
  let told = '';
  socket.setEncoding('utf8').on('data', (text: string) => (told += text));
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return told;
}

const head = (path: string, more = '', type = 'application/json') =>
  `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\n${more}\r\n`;

const problemIn = (told: string): unknown => JSON.parse(told.slice(told.indexOf('\r\n\r\n') + 4));

describe('a request that is not one', () => {
  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n', 400, 'malformed-request'],
    ['two lengths', head('/', 'content-length: 1\r\ncontent-length: 2\r\n'), 400, 'malformed-request'],
    ['a length and chunks', head('/', 'content-length: 1\r\ntransfer-encoding: chunked\r\n'), 400, 'malformed-request'],
    ['headers without end', `GET / HTTP/1.1\r\nhost: x\r\na: ${'b'.repeat(20_000)}`, 431, 'headers-too-large'],
  ])('%s', async (_, sent, status, code) => {
    const socket = connect(await open(), '127.0.0.1');
    const told = toldUntilClosed(socket);
    socket.write(sent);

    expect(await told).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*\\r\\ncontent-type: application/problem\\+json`));
    expect(problemIn(await told)).toMatchObject({ status, type: expect.stringMatching(new RegExp(`/${code}$`)) });
  });
});

describe('a request that trickles in', () => {
  const patience = { headers: 200, body: 200 };

  /** A byte now and again, for as long as it is listened to. */
  function trickle(socket: Socket, byte: string): void {
    const timer = setInterval(() => socket.writable && socket.write(byte), 20);
    socket.once('close', () => clearInterval(timer));
  }

  it.each([
    ['headers', 'POST / HTTP/1.1\r\nx: ', 'a'],
    ['a body of known length', head('/', 'content-length: 900\r\n'), ' '],
    ['chunks', head('/', 'transfer-encoding: chunked\r\n'), '1\r\n \r\n'],
  ])('is ended: %s', async (_, begins, byte) => {
    const socket = connect(await open(patience), '127.0.0.1');
    const told = toldUntilClosed(socket);
    socket.write(begins);
    trickle(socket, byte);

    expect(await told).toMatch(/^HTTP\/1\.1 408 /);
    expect(problemIn(await told)).toMatchObject({ type: expect.stringMatching(/\/too-slow$/) });
  });

  it('is not ended where its body is read as it comes', async () => {
    const port = await open(patience);
    const [slow, ended] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
    let told = '';
    slow.on('data', (chunk) => (told += chunk.toString()));
    slow.write(head('/lines', 'content-length: 4\r\n', 'text/lines'));
    ended.write(head('/', 'content-length: 4\r\n'));
    await toldUntilClosed(ended);

    slow.write('a\nb\n');

    await once(slow, 'data');
    expect(told).toMatch(/^HTTP\/1\.1 200 [^]*{"got":"a\\nb\\n"}$/);
    slow.destroy();
  });
});

describe('a body', () => {
  const post = async (port: number, body: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });

  it('is refused with the field when one is there twice', async () => {
    const answer = await post(await open(), '{"a":{"b":1,"b":2}}');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      type: expect.stringMatching(/malformed-document$/),
      errors: [{ pointer: '/a/b', field: 'b' }],
    });
  });

  it('is refused unread when it is packed', async () => {
    const answer = await post(await open(), 'not gzip, and nobody looks', { 'content-encoding': 'gzip' });
    expect(answer.status).toBe(415);
    expect(answer.headers.get('accept-encoding')).toBe('identity');
    expect(await answer.json()).toMatchObject({ type: expect.stringMatching(/encoded-body$/) });
  });

  it('is refused when it is too large, said beforehand or not', async () => {
    const port = await open();
    expect((await post(port, `"${'a'.repeat(2_000)}"`)).status).toBe(413);
    const socket = connect(port, '127.0.0.1');
    const told = toldUntilClosed(socket);
    const chunk = 'a'.repeat(600);
    socket.write(`${head('/', 'transfer-encoding: chunked\r\n')}258\r\n${chunk}\r\n258\r\n${chunk}\r\n`);
    expect(await told).toMatch(/^HTTP\/1\.1 413 /);
  });
});
