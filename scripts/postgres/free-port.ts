import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

// Below what systems hand out for outgoing connections: one of those can take a port in the moment before it is used.
// Source: ip(7), ip_local_port_range; RFC 6335 section 6.
const FIRST = 15_000;
const BEYOND = 32_000;
const ATTEMPTS = 50;
/** By then whoever asked for it listens on it. */
const KEPT_MS = 60_000;

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listens = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (listens) await new Promise((resolve) => server.close(resolve));
  return listens;
}

/**
 * Keeps other processes of ours from choosing it meanwhile: the UDP port of the same number, which nothing here uses, is held. The system
 * lets it go with the process.
 */
async function isKept(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  const kept = await new Promise<boolean>((resolve) => {
    socket.once('error', () => resolve(false));
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(true));
  });
  if (!kept) {
    socket.close();
    return false;
  }
  socket.unref();
  setTimeout(() => socket.close(), KEPT_MS).unref();
  return true;
}

/** A TCP port on 127.0.0.1 that was free a moment ago. A process that is none of ours may take it first: be ready to ask again. */
export async function freePort(): Promise<number> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const port = randomInt(FIRST, BEYOND);
    if ((await isKept(port)) && (await isFree(port))) return port;
  }
  throw new Error(`None of ${ATTEMPTS} TCP ports between ${FIRST} and ${BEYOND} is free.`);
}
