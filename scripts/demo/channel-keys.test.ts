import { readSettings } from '#runtime';
import { expect, test } from '@jest/globals';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHANNEL_KEYS_FILE, demoChannelKeys } from './channel-keys.ts';

test('the demo has keys of its own that the apps take, keeps them, and shows them to nobody else', async () => {
  const data = await mkdtemp(join(tmpdir(), 'homeward-keys-'));
  try {
    const keys = await demoChannelKeys(data);
    const { channels } = readSettings({
      DATABASE_URL: 'postgres://127.0.0.1/x',
      PUBLIC_URL: 'http://127.0.0.1:3000',
      ...keys,
    });
    expect(channels.push?.publicKey).toBe(keys.VAPID_PUBLIC_KEY);
    expect(channels.webhookKey?.length).toBe(32);
    expect((await stat(join(data, CHANNEL_KEYS_FILE))).mode & 0o777).toBe(0o600);
    expect(await demoChannelKeys(data)).toEqual(keys);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});
