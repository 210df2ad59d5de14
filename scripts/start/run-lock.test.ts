import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bornAt, isHeld, takeRunLock } from './run-lock.ts';

const url = 'http://127.0.0.1:3000';

describe('isHeld', () => {
  const note = { pid: 4711, born: 'boot/100', url };
  it('is, while the process that left the note lives', () => expect(isHeld(note, 'boot/100')).toBe(true));
  it('is not, when that process is gone', () => expect(isHeld(note, undefined)).toBe(false));
  it('is not, when another process got its number', () => expect(isHeld(note, 'boot/200')).toBe(false));
  it('is not, when the machine was started anew', () => expect(isHeld(note, 'later-boot/100')).toBe(false));
  it('is not, without a note', () => expect(isHeld(undefined, 'boot/100')).toBe(false));
});

describe('takeRunLock', () => {
  let data: string;
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'homeward-lock-'));
  });
  afterAll(() => rm(data, { recursive: true }));

  const leaveNote = (note: object) => writeFile(join(data, 'running.json'), JSON.stringify(note));

  it('refuses while another holds it, and says where that one is', async () => {
    const lock = await takeRunLock(data, url);
    await expect(takeRunLock(data, 'http://127.0.0.1:4000')).rejects.toThrow(`runs already on ${data}: ${url}`);
    await lock.release();
  });

  it('takes over from one that was killed', async () => {
    await leaveNote({ pid: process.pid, born: 'another life', url });
    await (await takeRunLock(data, url)).release();
  });

  it('takes over from a note that was never finished', async () => {
    const file = join(data, 'running.json');
    await writeFile(file, '{"pid":');
    await utimes(file, 0, 0);
    await (await takeRunLock(data, url)).release();
  });

  it('waits for one that is about to end', async () => {
    const first = await takeRunLock(data, url);
    await first.sayEnding();
    const second = takeRunLock(data, url);
    await first.release();
    await (await second).release();
  });
});

describe('bornAt', () => {
  it('tells the same of the same process', async () => {
    expect(await bornAt(process.pid)).toBe(await bornAt(process.pid));
  });
  it('finds no process with a number that none can have', async () => {
    expect(await bornAt(2 ** 30)).toBeUndefined();
  });
});
