import { describe, expect, it } from '@jest/globals';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { freePort } from './free-port.ts';

describe('free ports', () => {
  it('that are asked for at once are all different', async () => {
    const ports = await Promise.all(Array.from({ length: 40 }, freePort));
    expect(new Set(ports).size).toBe(40);
  });

  it('are kept from other processes, which hold the UDP port of the same number', async () => {
    const other = createSocket('udp4');
    other.bind({ port: await freePort(), address: '127.0.0.1', exclusive: true });
    const [error] = (await once(other, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('EADDRINUSE');
    other.close();
  });
});
