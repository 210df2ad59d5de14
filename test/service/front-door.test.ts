import { beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { openStack, startApp, until, type TestApp, type TestStack } from '../harness/index.ts';
import { LiveBoard } from '../ward/live-board.ts';
import { aReadingSet, boardOf, patientOf, post, signedIn, wardOf } from '../ward/people.ts';

let stack: TestStack;
let second: TestApp;
/** A front door with two hubs behind it. */
let door: TestApp;

beforeAll(async () => {
  stack = await openStack();
  second = await startApp('hub', stack.env);
  door = await startApp('ingestion', { ...stack.env, HUB_URL: `${stack.hub.url},${second.url}` });
});

const UPGRADE = [
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
  'Host: ward.example',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  '',
  '',
].join('\r\n');

/** Everything that the front door says to one who asks for a socket, until it hangs up or says 101. */
function askForSocket(url: string, request = UPGRADE): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let said = '';
    socket.on('data', (chunk) => {
      said += chunk.toString();
      if (said.includes(' 101 ')) socket.destroy();
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(said));
    socket.write(request);
  });
}

describe('the front door', () => {
  it('spreads sockets over the hubs behind it', async () => {
    const cookie = await signedIn(stack, 'lead');
    const boards = Array.from({ length: 6 }, () => new LiveBoard(door.url, cookie, wardOf(stack)));
    await until(() => boards.every((board) => board.seq !== null), { within: '10s', what: 'Every board' });
    const sockets = async ({ url }: TestApp): Promise<number> => {
      const { figures } = (await (await fetch(`${url}/health/ready`)).json()) as { figures: { sockets: number } };
      return figures.sockets;
    };
    expect([await sockets(stack.hub), await sockets(second)]).toEqual([3, 3]);
    for (const board of boards) board.close();
  });

  it('answers with the hub that is left, for pages, questions and sockets, and says so when none is', async () => {
    const cookie = await signedIn(stack, 'lead');
    const board = (): Promise<Response> =>
      fetch(`${door.url}/api/wards/${wardOf(stack)}/board`, { headers: { cookie } });
    await stack.hub.kill();
    for (let n = 0; n < 4; n++) {
      expect((await board()).status).toBe(200);
      expect(await askForSocket(door.url)).toMatch(/^HTTP\/1\.1 101 /);
    }
    expect((await fetch(`${door.url}/health/ready`)).status).toBe(200);

    await second.kill();
    const none = await board();
    expect(none.status).toBe(503);
    expect(none.headers.get('retry-after')).toBe('1');
    expect(await none.json()).toMatchObject({ detail: expect.stringMatching(/hub cannot be reached/) });
    expect(await askForSocket(door.url)).toMatch(/^HTTP\/1\.1 502 /);
    expect((await fetch(`${door.url}/health/ready`)).status).toBe(503);
    // Readings do not need a hub.
    expect((await post(stack, aReadingSet(patientOf(stack, 0).nhsNumber))).status).toBe(201);

    await Promise.all([stack.hub.start(), second.start()]);
    await until(async () => (await board()).status === 200, { within: '10s', what: 'A hub again' });
    expect(await boardOf(stack, cookie)).toMatchObject({ ward: { id: wardOf(stack) } });
  });

  it('passes on what a hub says to a socket that it will not have', async () => {
    const polling = UPGRADE.replace('transport=websocket', 'transport=carrier-pigeon');
    expect(await askForSocket(door.url, polling)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(await askForSocket(door.url, UPGRADE.replace('/socket.io/', '/v1/socket.io/'))).toMatch(/^HTTP\/1\.1 404 /);
  });
});
