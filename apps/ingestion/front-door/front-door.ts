import { nowhere, Refusal } from '#runtime';
import proxy, { type FastifyHttpProxyOptions } from '@fastify/http-proxy';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Hub, Hubs } from './hubs.ts';
import { passOnSocket } from './pass-on-socket.ts';

/** What ingestion answers itself; everything else is the hub's. */
const OWN = /^\/(v1|fhir|health)(\/|$|\?)/;

export function isForHub({ url = '' }: Pick<IncomingMessage, 'url'>): boolean {
  return !OWN.test(url);
}

/**
 * On a single machine ingestion is the one front door, so that readings, the hot path, take no detour: it passes on to
 * a hub, sockets included, whatever is not a reading. With more machines a proxy of its own stands in front instead.
 */
export async function openFrontDoor(server: FastifyInstance, hubs: Hubs): Promise<void> {
  hubs.open();
  passOnSockets(server, hubs);
  await server.register(async (scope) => {
    // Bodies are passed on as they come: the hub reads them.
    scope.removeAllContentTypeParsers();
    await scope.register(proxy, {
      upstream: '',
      prefix: '/',
      // What is ours and has no route of ours is nowhere.
      preHandler: (request, _reply, done) => {
        done(isForHub(request) ? undefined : nowhere());
      },
      replyOptions: passingOn(hubs),
    });
  });
  server.addHook('onClose', async () => hubs.close());
}

type PassingOn = NonNullable<FastifyHttpProxyOptions['replyOptions']>;

/** How requests are passed on: to another hub when one cannot be reached, if nothing can have been changed by it. */
function passingOn(hubs: Hubs): PassingOn {
  const tried = new WeakMap<object, Set<Hub>>();
  const options: PassingOn = {
    getUpstream(request) {
      const before = tried.get(request) ?? new Set();
      const hub = hubs.choose(before) ?? hubs.choose();
      if (!hub) throw unreachable();
      tried.set(request, before.add(hub));
      return hub.url.origin;
    },
    // The hub compares a browser's Origin with the host that it was reached by, and counts tries by where they come from: by
    // what a proxy of one's own before this said, or else by whom this sees. A stranger's own word is not passed on.
    rewriteRequestHeaders: (request, headers) => ({
      ...headers,
      host: request.headers.host,
      'x-forwarded-for': (isOurOwn(request.ip) && headers['x-forwarded-for']) || request.ip,
    }),
    onError(reply) {
      const asked = tried.get(reply.request) ?? new Set();
      for (const hub of asked) hub.away = true;
      const reads = reply.request.method === 'GET' || reply.request.method === 'HEAD';
      if (reads && hubs.choose(asked)) reply.from(undefined, options);
      else void reply.send(unreachable());
    },
  };
  return options;
}

const isOurOwn = (ip: string): boolean => /^(::ffff:)?127\.|^::1$/.test(ip);

const unreachable = (): Refusal =>
  new Refusal(
    'unavailable',
    'The hub cannot be reached. Look again before you do it again: nobody can know what it did.',
    {
      retryAfterSeconds: 1,
    },
  );

function passOnSockets(server: FastifyInstance, hubs: Hubs): void {
  const open = new Set<Duplex>();
  server.server.on('upgrade', (request: IncomingMessage, browser: Duplex, head: Buffer) => {
    open.add(browser);
    browser.once('close', () => open.delete(browser));
    browser.on('error', () => undefined);
    if (isForHub(request)) passOnSocket(hubs, request, browser, head);
    else browser.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
  // A server waits for its connections when it closes, and these would stay.
  server.addHook('preClose', async () => {
    for (const browser of open) browser.destroy();
  });
}
