import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readSettings, UnusableSettings } from './settings.ts';

const DATABASE = { DATABASE_URL: 'postgres://ward@localhost/ward' };
const KEY = `ward-${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}-${'1'.repeat(8)}-1111-4111-8111-${'1'.repeat(12)}`;
const TEMPLATE = '0f7d6a2e-8c1b-4f3a-9d5e-6b7c8d9e0f1a';

function vapid(): { VAPID_PUBLIC_KEY: string; VAPID_PRIVATE_KEY: string; VAPID_SUBJECT: string } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const { x = '', y = '', d = '' } = privateKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return { VAPID_PUBLIC_KEY: point.toString('base64url'), VAPID_PRIVATE_KEY: d, VAPID_SUBJECT: 'mailto:ward@nhs.net' };
}

const refusal = (variables: Record<string, string>): string => {
  try {
    readSettings({ ...DATABASE, ...variables });
  } catch (error) {
    if (error instanceof UnusableSettings) return error.message;
    throw error;
  }
  return 'none';
};

describe('settings of channels', () => {
  it('are all optional', () => {
    expect(readSettings(DATABASE).channels).toMatchObject({ push: null, notify: null, smtp: null, webhookKey: null });
  });

  it('are taken when they are whole', () => {
    const { channels } = readSettings({
      ...DATABASE,
      ...vapid(),
      PUBLIC_URL: 'https://ward.nhs.uk',
      NOTIFY_API_KEY: KEY,
      NOTIFY_SMS_TEMPLATE: TEMPLATE,
      SMTP_URL: 'smtps://ward:secret@mail.nhs.net',
      SMTP_FROM: 'ward@nhs.net',
      WEBHOOK_KEY: Buffer.alloc(32, 7).toString('base64'),
    });
    expect(channels).toMatchObject({
      push: { subject: 'mailto:ward@nhs.net' },
      notify: { url: 'https://api.notifications.service.gov.uk', smsTemplate: TEMPLATE, emailTemplate: null },
      smtp: { from: 'ward@nhs.net' },
      webhookKey: Buffer.alloc(32, 7),
    });
  });

  const { VAPID_PRIVATE_KEY, VAPID_SUBJECT } = vapid();
  const withoutPublic = { VAPID_PRIVATE_KEY, VAPID_SUBJECT };
  const URL_SET = { PUBLIC_URL: 'https://ward.nhs.uk' };
  it.each([
    ['a key without its pair', { ...withoutPublic, ...URL_SET }, /^VAPID_PUBLIC_KEY is not set/],
    ['a key of another pair', { ...withoutPublic, VAPID_PUBLIC_KEY: vapid().VAPID_PUBLIC_KEY, ...URL_SET }, /belong/],
    ['a subject that is nobody', { ...vapid(), ...URL_SET, VAPID_SUBJECT: 'ward' }, /^VAPID_SUBJECT cannot be used/],
    ['no address for links', vapid(), /^PUBLIC_URL is not set: VAPID_PRIVATE_KEY needs it/],
    ['a Notify key that is none', { NOTIFY_API_KEY: 'secret' }, /^NOTIFY_API_KEY cannot be used/],
    ['Notify without a template', { NOTIFY_API_KEY: KEY, ...URL_SET }, /NOTIFY_SMS_TEMPLATE or NOTIFY_EMAIL_TEMPLATE/],
    ['a template without a key', { NOTIFY_SMS_TEMPLATE: TEMPLATE }, /^NOTIFY_API_KEY is not set/],
    ['a short callback token', { NOTIFY_CALLBACK_TOKEN: 'short' }, /^NOTIFY_CALLBACK_TOKEN cannot be used/],
    ['a mail server without a sender', { SMTP_URL: 'smtp://mail', ...URL_SET }, /^SMTP_FROM is not set/],
    ['a mail server that is none', { SMTP_URL: 'https://mail' }, /^SMTP_URL cannot be used/],
    ['a webhook key that can be guessed', { WEBHOOK_KEY: 'c2hvcnQ=', ...URL_SET }, /^WEBHOOK_KEY cannot be used/],
    ['no messages at all', { MESSAGES_PER_HOUR: '0' }, /^MESSAGES_PER_HOUR cannot be used/],
  ])('refuse %s, naming the variable and never its value', (_, variables: Record<string, string>, says) => {
    const said = refusal(variables);
    expect(said).toMatch(says);
    for (const value of Object.values(variables)) if (value.length > 6) expect(said).not.toContain(value);
  });
});

describe('second factors', () => {
  it('are made of a key that is long enough, and demanded of roles that there are', () => {
    const key = Buffer.alloc(32, 3).toString('base64');
    expect(readSettings(DATABASE).secondFactor).toEqual({ key: null, demandedOf: [] });
    const set = { ...DATABASE, SECOND_FACTOR_KEY: key, SECOND_FACTOR_ROLES: 'lead, administrator' };
    expect(readSettings(set).secondFactor).toEqual({ key: Buffer.alloc(32, 3), demandedOf: ['lead', 'administrator'] });
  });

  it.each([
    { SECOND_FACTOR_KEY: Buffer.alloc(31, 3).toString('base64') },
    { SECOND_FACTOR_KEY: Buffer.alloc(32, 3).toString('base64'), SECOND_FACTOR_ROLES: 'consultant' },
    { SECOND_FACTOR_ROLES: 'lead' },
  ])('are refused otherwise, without a value: %j', (wrong) => {
    const read = (): unknown => readSettings({ ...DATABASE, ...wrong });
    expect(read).toThrow(UnusableSettings);
    expect(read).not.toThrow(/AwMDA/);
  });
});
