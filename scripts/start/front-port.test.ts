import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { listenersOn, refuseTakenPort } from './front-port.ts';

describe('listenersOn', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 41001 1 0 100 0 0 10 0',
    '   1: 0100007F:0BB8 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 41002 1 0 20 4 30 10 -1',
    '   2: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 41003 1 0 100 0 0 10 0',
  ].join('\n');

  it('finds the one that listens, not those that are connected', () => {
    expect(listenersOn(3000, table)).toEqual(['41001']);
  });
  it('finds nobody on a free port', () => expect(listenersOn(3001, table)).toEqual([]));
});

describe('refuseTakenPort', () => {
  it('names the port and the setting that moves it', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(refuseTakenPort(port)).rejects.toThrow(new RegExp(`Port ${port} is taken.*PORT=\\d+ npm start`));
    await new Promise((resolve) => other.close(resolve));
    await refuseTakenPort(port);
  });
});
