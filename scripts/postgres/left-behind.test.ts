import { describe, expect, it } from '@jest/globals';
import { postmasterIn, serves } from './left-behind.ts';
import { serverUserIn } from './server-user.ts';

describe('postmasterIn', () => {
  it('reads the first line', () => expect(postmasterIn('4711\n/data/cluster\n1763780000\n')).toBe(4711));
  it.each(['', '\n', 'x\n', '-1\n', '1\n', '0\n'])('finds no process in %j', (text) =>
    expect(postmasterIn(text)).toBeUndefined(),
  );
});

describe('serves', () => {
  const cluster = '/home/ada/homeward/.homeward/postgres/cluster';
  it('knows a server on this cluster', () => {
    expect(serves(['/opt/pg/bin/postgres', '-D', cluster, '-c', 'port=5433'], cluster)).toBe(true);
  });
  it('leaves a server on another cluster alone', () => {
    expect(serves(['/opt/pg/bin/postgres', '-D', '/var/lib/postgresql/18/main'], cluster)).toBe(false);
  });
  it('leaves a stranger alone who was given the same number', () => {
    expect(serves(['vim', cluster], cluster)).toBe(false);
    expect(serves([''], cluster)).toBe(false);
  });
});

describe('serverUserIn', () => {
  it('prefers the user made for it', () => {
    const passwd = 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\npostgres:x:101:104::/:/bin/sh\n';
    expect(serverUserIn(passwd)).toEqual({ uid: 101, gid: 104 });
  });
  it('falls back to nobody', () => {
    expect(serverUserIn('nobody:x:65534:65533::/:/bin/false\n')).toEqual({ uid: 65534, gid: 65533 });
  });
  it('reads the negative numbers of macOS', () => {
    expect(serverUserIn('nobody:*:-2:-2:Unprivileged User:/var/empty:/usr/bin/false\n')?.uid).toBe(4294967294);
  });
  it('never chooses root', () => expect(serverUserIn('root:x:0:0::/root:/bin/sh\n')).toBeUndefined());
});
