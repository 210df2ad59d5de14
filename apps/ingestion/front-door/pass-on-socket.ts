import { request as askHttp, STATUS_CODES, type IncomingMessage } from 'node:http';
import { request as askHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import type { Hub, Hubs } from './hubs.ts';

/** A hub that has not answered by then is passed by, in ms. */
const ANSWER_WITHIN = 3_000;

/**
 * Passes a browser's socket on to a hub, byte by byte: what the browser does not take is not taken from the hub, which is
 * where it is counted. Tries one hub after the other; when none can be reached the browser is told so at once, and dials again.
 */
export function passOnSocket(
  hubs: Hubs,
  request: IncomingMessage,
  browser: Duplex,
  head: Buffer,
  tried: ReadonlySet<Hub> = new Set(),
): void {
  const hub = hubs.choose(tried);
  if (!hub) return refuse(browser, 502);
  // From the asking on: many who ask at the same moment are spread as well.
  hub.sockets++;
  const { protocol, hostname, port } = hub.url;
  const asked = (protocol === 'https:' ? askHttps : askHttp)({
    hostname,
    port,
    method: request.method,
    path: request.url,
    // As they came: whose cookie it is, and which page and host it came by.
    headers: request.rawHeaders,
    timeout: ANSWER_WITHIN,
  });
  const gone = (): void => void asked.destroy();
  browser.once('close', gone);
  browser.once('error', gone);
  asked.once('timeout', () => asked.destroy(new Error('the hub does not answer')));
  asked.once('error', () => {
    hub.sockets--;
    if (browser.destroyed) return;
    browser.off('close', gone);
    browser.off('error', gone);
    hub.away = true;
    passOnSocket(hubs, request, browser, head, new Set([...tried, hub]));
  });
  asked.once('response', (answer) => {
    hub.sockets--;
    answer.resume();
    refuse(browser, answer.statusCode ?? 502);
  });
  asked.once('upgrade', (answer, socket, rest) => {
    browser.off('close', gone);
    socket.setTimeout(0);
    socket.setNoDelay(true);
    const lines = Array.from(
      { length: answer.rawHeaders.length / 2 },
      (_, i) => `${answer.rawHeaders[2 * i]}: ${answer.rawHeaders[2 * i + 1]}`,
    );
    browser.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
    browser.write(rest);
    socket.write(head);
    const over = (): void => {
      browser.destroy();
      socket.destroy();
    };
    socket.once('close', () => hub.sockets--);
    pipeline(socket, browser, over);
    pipeline(browser, socket, over);
  });
  asked.end();
}

function refuse(browser: Duplex, status: number): void {
  browser.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
  );
}
