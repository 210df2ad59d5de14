import { mkdtempSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { AppLog } from './app-log.ts';

let folder: string;
let log: AppLog;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homeward-log-'));
  log = new AppLog(join(folder, 'logs', 'hub.log'), 10);
});
afterEach(() => {
  log.close();
  rmSync(folder, { recursive: true });
});

it('tells the last words since a moment', () => {
  writeSync(log.file, 'first life\n');
  const since = log.size();
  writeSync(log.file, 'second life\n');
  expect(log.tail(since)).toBe('second life');
});

it('begins again when it is full, keeps what it held once, and who writes to it goes on', () => {
  writeSync(log.file, 'more than ten\n');
  log.keepSmall();
  writeSync(log.file, 'next\n');
  log.keepSmall();
  expect(log.text()).toBe('next\n');
  expect(readFileSync(`${log.path}.1`, 'utf8')).toBe('more than ten\n');
});

it('has no last words from before it began again', () => {
  writeSync(log.file, 'more than ten\n');
  const since = log.size();
  log.keepSmall();
  expect(log.tail(since)).toBe('');
});
