import { createECDH, randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What the demo signs notifications and webhooks with. */
const channelKeys = z.object({
  VAPID_PUBLIC_KEY: z.string(),
  VAPID_PRIVATE_KEY: z.string(),
  VAPID_SUBJECT: z.string(),
  WEBHOOK_KEY: z.string(),
});
export type ChannelKeys = z.infer<typeof channelKeys>;

/** Nobody's: push services write there when a sender misbehaves. */
const SUBJECT = 'mailto:demo@homeward.example';
const WEBHOOK_KEY_BYTES = 32;
export const CHANNEL_KEYS_FILE = 'channel-keys.json';

/**
 * The demo's own keys, made at its first start and kept in its data folder, readable by its owner alone: browsers that were
 * switched on with them would hear nothing signed with others.
 */
export async function demoChannelKeys(data: string): Promise<ChannelKeys> {
  const path = join(data, CHANNEL_KEYS_FILE);
  const kept = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (kept !== null) return channelKeys.parse(JSON.parse(kept));
  const curve = createECDH('prime256v1');
  const keys: ChannelKeys = {
    VAPID_PUBLIC_KEY: curve.generateKeys('base64url'),
    // A private key that begins with zeros is written short: padded, it is 32 bytes for everybody.
    VAPID_PRIVATE_KEY: Buffer.from(curve.getPrivateKey('hex').padStart(64, '0'), 'hex').toString('base64url'),
    VAPID_SUBJECT: SUBJECT,
    WEBHOOK_KEY: randomBytes(WEBHOOK_KEY_BYTES).toString('base64'),
  };
  await writeFile(path, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  await chmod(path, 0o600);
  return keys;
}
