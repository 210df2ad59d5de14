import { createECDH } from 'node:crypto';
import { z } from 'zod';
import { randomKey } from './random-key.ts';

/** How people and systems are told away from the board. Every one is optional: with none, the board is the only channel. */
export interface ChannelSettings {
  push: {
    publicKey: string;
    privateKey: string;
    subject: string;
    /** The pair that browsers were switched on with before: they are sent to with it until they come by. */
    before: { publicKey: string; privateKey: string } | null;
  } | null;
  notify: { url: string; apiKey: string; smsTemplate: string | null; emailTemplate: string | null } | null;
  /** What GOV.UK Notify has to show when it tells what became of a message. */
  notifyCallbackToken: string | null;
  smtp: { url: string; from: string } | null;
  /** What the secrets of webhooks are derived from. */
  webhookKey: Buffer | null;
  /** While webhooks learn of a new key, the old one; else null. */
  webhookKeyBefore: Buffer | null;
  /** Whether push services and webhooks may be at addresses that are not on the public internet. */
  privateAddresses: boolean;
  /** The most messages that a person is sent in an hour, emergencies not counted; the rest come together. */
  mostMessagesPerHour: number;
}

const base64url = (bytes: number) => z.string().regex(new RegExp(`^[\\w-]{${Math.ceil((bytes * 4) / 3)}}$`));
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

export const channelVariables = {
  /** Browser push (RFC 8292): all three or none. The hub needs none of them. */
  VAPID_PUBLIC_KEY: base64url(65).optional(),
  VAPID_PRIVATE_KEY: base64url(32).optional(),
  /** The one that was in use before; its public half follows from it. */
  VAPID_PRIVATE_KEY_BEFORE: base64url(32).optional(),
  VAPID_SUBJECT: z
    .string()
    .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, 'expected mailto: and an email address, or an https:// address')
    .optional(),
  /** GOV.UK Notify: a key, and a template for each of what is sent. */
  NOTIFY_API_KEY: z
    .string()
    .regex(new RegExp(`^.+-${uuid}-${uuid}$`), 'expected a GOV.UK Notify API key')
    .optional(),
  NOTIFY_SMS_TEMPLATE: z.uuid('expected the id of a template').optional(),
  NOTIFY_EMAIL_TEMPLATE: z.uuid('expected the id of a template').optional(),
  NOTIFY_URL: z
    .url({ protocol: /^https?$/, error: 'expected an http:// or https:// address' })
    .default('https://api.notifications.service.gov.uk'),
  NOTIFY_CALLBACK_TOKEN: z.string().min(20, 'expected at least 20 characters').optional(),
  /** A mail server: smtp://user:password@host:port, or smtps:// for TLS from the first byte. */
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'expected an smtp:// or smtps:// address' }).optional(),
  SMTP_FROM: z.email('expected an email address').optional(),
  WEBHOOK_KEY: randomKey.optional(),
  /** The one that was in use before: while it is set, messages are signed with the secrets of both. */
  WEBHOOK_KEY_BEFORE: randomKey.optional(),
  ALLOW_PRIVATE_ADDRESSES: z.enum(['true', 'false'], { error: 'expected true or false' }).default('false'),
  MESSAGES_PER_HOUR: z.coerce.number({ error: 'expected a number' }).int().min(1).max(120).default(10),
};

const variables = z.object(channelVariables);
type Variables = z.output<typeof variables>;

/** What is wrong with variables that are right each by itself; empty when they go together. Names variables, never values. */
export function whatDoesNotGoTogether(given: Variables & { PUBLIC_URL?: string | undefined }): string[] {
  const wrong: string[] = [];
  const vapid = ['VAPID_PUBLIC_KEY', 'VAPID_PRIVATE_KEY', 'VAPID_SUBJECT'] as const;
  const missing = vapid.filter((name) => given[name] === undefined);
  if (missing.length === 1 || missing.length === 2) wrong.push(...missing.map((name) => unset(name, vapid)));
  if (missing.length === 0 && publicKeyOf(given.VAPID_PRIVATE_KEY) !== given.VAPID_PUBLIC_KEY)
    wrong.push('VAPID_PUBLIC_KEY cannot be used: it does not belong to VAPID_PRIVATE_KEY');
  if (given.VAPID_PRIVATE_KEY_BEFORE !== undefined && missing.length > 0)
    wrong.push('VAPID_PRIVATE_KEY is not set: VAPID_PRIVATE_KEY_BEFORE is the one that was in use before it');
  if (given.VAPID_PRIVATE_KEY_BEFORE !== undefined && publicKeyOf(given.VAPID_PRIVATE_KEY_BEFORE) === null)
    wrong.push('VAPID_PRIVATE_KEY_BEFORE cannot be used: it is no key of P-256');
  const templates = ['NOTIFY_SMS_TEMPLATE', 'NOTIFY_EMAIL_TEMPLATE'] as const;
  const anyTemplate = templates.some((name) => given[name] !== undefined);
  if (given.NOTIFY_API_KEY !== undefined && !anyTemplate)
    wrong.push(`NOTIFY_API_KEY needs ${templates.join(' or ')}: without a template nothing can be sent`);
  if (given.NOTIFY_API_KEY === undefined && anyTemplate) wrong.push('NOTIFY_API_KEY is not set: its templates need it');
  if (given.SMTP_URL !== undefined && given.SMTP_FROM === undefined)
    wrong.push('SMTP_FROM is not set: SMTP_URL needs it');
  if (given.WEBHOOK_KEY_BEFORE !== undefined && given.WEBHOOK_KEY === undefined)
    wrong.push('WEBHOOK_KEY is not set: WEBHOOK_KEY_BEFORE is the one that was in use before it');
  const needsLink = ['VAPID_PRIVATE_KEY', 'NOTIFY_API_KEY', 'SMTP_URL', 'WEBHOOK_KEY'] as const;
  const sends = needsLink.find((name) => given[name] !== undefined);
  if (sends !== undefined && given.PUBLIC_URL === undefined)
    wrong.push(`PUBLIC_URL is not set: ${sends} needs it, for the link in each message`);
  return wrong;
}

const unset = (name: string, together: readonly string[]): string =>
  `${name} is not set: ${together.join(', ')} go together`;

function publicKeyOf(privateKey: string | undefined): string | null {
  if (privateKey === undefined) return null;
  const curve = createECDH('prime256v1');
  try {
    curve.setPrivateKey(privateKey, 'base64url');
  } catch {
    return null;
  }
  return curve.getPublicKey('base64url');
}

export function channelSettings(given: Variables): ChannelSettings {
  const { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey, VAPID_SUBJECT: subject } = given;
  const { NOTIFY_API_KEY: apiKey, SMTP_URL: smtpUrl, SMTP_FROM: from } = given;
  const earlier = given.VAPID_PRIVATE_KEY_BEFORE;
  const earlierPublic = publicKeyOf(earlier);
  const before = earlier && earlierPublic ? { publicKey: earlierPublic, privateKey: earlier } : null;
  return {
    push: publicKey && privateKey && subject ? { publicKey, privateKey, subject, before } : null,
    notify: apiKey
      ? {
          url: given.NOTIFY_URL.replace(/\/$/, ''),
          apiKey,
          smsTemplate: given.NOTIFY_SMS_TEMPLATE ?? null,
          emailTemplate: given.NOTIFY_EMAIL_TEMPLATE ?? null,
        }
      : null,
    notifyCallbackToken: given.NOTIFY_CALLBACK_TOKEN ?? null,
    smtp: smtpUrl && from ? { url: smtpUrl, from } : null,
    webhookKey: given.WEBHOOK_KEY ? Buffer.from(given.WEBHOOK_KEY, 'base64') : null,
    webhookKeyBefore: given.WEBHOOK_KEY_BEFORE ? Buffer.from(given.WEBHOOK_KEY_BEFORE, 'base64') : null,
    privateAddresses: given.ALLOW_PRIVATE_ADDRESSES === 'true',
    mostMessagesPerHour: given.MESSAGES_PER_HOUR,
  };
}
