import webPush from 'web-push';

export interface VapidSettings extends Record<string, string> {
  readonly VAPID_PUBLIC_KEY: string;
  readonly VAPID_PRIVATE_KEY: string;
  readonly VAPID_SUBJECT: string;
}

/** Keys of the test's own for browser push. */
export function vapidSettings(): VapidSettings {
  const { publicKey, privateKey } = webPush.generateVAPIDKeys();
  return { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey, VAPID_SUBJECT: 'mailto:ward@homeward.example' };
}
