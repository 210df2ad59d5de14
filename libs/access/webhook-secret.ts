import { createHmac } from 'node:crypto';

/**
 * The secret that a webhook's messages are signed with, as its owner is given it. Derived from the settings' key, so that
 * no secret stands in the record; another version is another secret.
 */
export function webhookSecret(key: Buffer, webhookId: string, version: number): string {
  return `whsec_${createHmac('sha256', key).update(webhookKeyId(webhookId, version)).digest('base64')}`;
}

/** Names the secret that a message was signed with, without telling it. */
export function webhookKeyId(webhookId: string, version: number): string {
  return `${webhookId}.${version}`;
}

/** The value of the `webhook-signature` header. Source: Standard Webhooks 1.0, symmetric signatures. */
export function signWebhook(
  secret: string,
  { id, timestamp, body }: { id: string; timestamp: number; body: string },
): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}
