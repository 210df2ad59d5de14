import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readSettings, UnusableSettings } from './settings.ts';

const DATABASE = { DATABASE_URL: 'postgres://ward@localhost/ward' };
const KEY = `ward-${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}-${'1'.repeat(8)}-1111-4111-8111-${'1'.repeat(12)}`;
const RANDOM = randomBytes(32);
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
      WEBHOOK_KEY: RANDOM.toString('base64'),
    });
    expect(channels).toMatchObject({
      push: { subject: 'mailto:ward@nhs.net' },
      notify: { url: 'https://api.notifications.service.gov.uk', smsTemplate: TEMPLATE, emailTemplate: null },
      smtp: { from: 'ward@nhs.net' },
      webhookKey: RANDOM,
      webhookKeyBefore: null,
    });
  });

  const { VAPID_PRIVATE_KEY, VAPID_SUBJECT } = vapid();
  const withoutPublic = { VAPID_PRIVATE_KEY, VAPID_SUBJECT };
  const URL_SET = { PUBLIC_URL: 'https://ward.nhs.uk' };
  it.each([
    ['a key without its pair', { ...withoutPublic, ...URL_SET }, /^VAPID_PUBLIC_KEY is not set/],
    ['a key of another pair', { ...withoutPublic, VAPID_PUBLIC_KEY: vapid().VAPID_PUBLIC_KEY, ...URL_SET }, /belong/],
    ['a subject that is nobody', { ...vapid(), ...URL_SET, VAPID_SUBJECT: 'ward' }, /^VAPID_SUBJECT cannot be used/],
    [
      'a key before and none now',
      { ...URL_SET, VAPID_PRIVATE_KEY_BEFORE: vapid().VAPID_PRIVATE_KEY },
      /VAPID_PRIVATE_KEY is not set: VAPID_PRIVATE_KEY_BEFORE/,
    ],
    ['no address for links', vapid(), /^PUBLIC_URL is not set: VAPID_PRIVATE_KEY needs it/],
    ['a Notify key that is none', { NOTIFY_API_KEY: 'secret' }, /^NOTIFY_API_KEY cannot be used/],
    ['Notify without a template', { NOTIFY_API_KEY: KEY, ...URL_SET }, /NOTIFY_SMS_TEMPLATE or NOTIFY_EMAIL_TEMPLATE/],
    ['a template without a key', { NOTIFY_SMS_TEMPLATE: TEMPLATE }, /^NOTIFY_API_KEY is not set/],
    ['a short callback token', { NOTIFY_CALLBACK_TOKEN: 'short' }, /^NOTIFY_CALLBACK_TOKEN cannot be used/],
    ['a mail server without a sender', { SMTP_URL: 'smtp://mail', ...URL_SET }, /^SMTP_FROM is not set/],
    ['a mail server that is none', { SMTP_URL: 'https://mail' }, /^SMTP_URL cannot be used/],
    ['a webhook key that can be guessed', { WEBHOOK_KEY: 'c2hvcnQ=', ...URL_SET }, /^WEBHOOK_KEY cannot be used/],
    [
      'a webhook key of one byte',
      { WEBHOOK_KEY: Buffer.alloc(32, 7).toString('base64'), ...URL_SET },
      /^WEBHOOK_KEY cannot/,
    ],
    [
      'a webhook key made of words',
      { WEBHOOK_KEY: Buffer.from('the quick brown fox jumps over the lazy dog').toString('base64'), ...URL_SET },
      /^WEBHOOK_KEY cannot/,
    ],
    [
      'an old webhook key without a new one',
      { WEBHOOK_KEY_BEFORE: RANDOM.toString('base64') },
      /^WEBHOOK_KEY is not set/,
    ],
    ['no messages at all', { MESSAGES_PER_HOUR: '0' }, /^MESSAGES_PER_HOUR cannot be used/],
  ])('refuse %s, naming the variable and never its value', (_, variables: Record<string, string>, says) => {
    const said = refusal(variables);
    expect(said).toMatch(says);
    for (const value of Object.values(variables)) if (value.length > 6) expect(said).not.toContain(value);
  });
});

describe('second factors', () => {
  it('are made of a key that is long enough, and demanded of roles that there are', () => {
    const key = RANDOM.toString('base64');
    expect(readSettings(DATABASE).secondFactor).toEqual({ key: null, keyBefore: null, demandedOf: [] });
    const set = { ...DATABASE, SECOND_FACTOR_KEY: key, SECOND_FACTOR_ROLES: 'lead, administrator' };
    expect(readSettings(set).secondFactor).toEqual({
      key: RANDOM,
      keyBefore: null,
      demandedOf: ['lead', 'administrator'],
    });
  });

  it.each([
    { SECOND_FACTOR_KEY: Buffer.alloc(32, 3).toString('base64') },
    { SECOND_FACTOR_KEY: Buffer.alloc(31, 3).toString('base64') },
    { SECOND_FACTOR_KEY: RANDOM.toString('base64'), SECOND_FACTOR_ROLES: 'consultant' },
    { SECOND_FACTOR_ROLES: 'lead' },
    { SECOND_FACTOR_KEY_BEFORE: RANDOM.toString('base64') },
  ])('are refused otherwise, without a value: %j', (wrong) => {
    const read = (): unknown => readSettings({ ...DATABASE, ...wrong });
    expect(read).toThrow(UnusableSettings);
    expect(read).not.toThrow(/AwMDA/);
  });
});

describe('single sign-on', () => {
  const SIGNING = generateKeyPairSync('rsa', { modulusLength: 2_048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  const GRANT = { when: { roles: 'lead' }, role: 'lead', wards: ['dorset'] };
  const WHOLE = {
    PUBLIC_URL: 'https://ward.nhs.uk',
    OIDC_ISSUER: 'https://provider.nhs.uk/realm',
    OIDC_CLIENT_ID: 'homeward',
    OIDC_CLIENT_SECRET: 'a secret that nobody guesses',
    OIDC_CLAIMS: JSON.stringify({ grants: [GRANT] }),
  };
  const without = (name: keyof typeof WHOLE) =>
    Object.fromEntries(Object.entries(WHOLE).filter(([one]) => one !== name));

  it('is off unless it is set, and whole when it is', () => {
    expect(readSettings(DATABASE).signOn).toBeNull();
    expect(readSettings({ ...DATABASE, PUBLIC_URL: 'https://ward.nhs.uk' }).signOn).toBeNull();
    expect(readSettings({ ...DATABASE, ...WHOLE }).signOn).toMatchObject({
      issuer: 'https://provider.nhs.uk/realm',
      signedWith: 'RS256',
      returnTo: 'https://ward.nhs.uk/api/session/sign-on/return',
      claims: { username: 'preferred_username', grants: [GRANT] },
    });
  });

  const claims = (...grants: object[]) => ({ OIDC_CLAIMS: JSON.stringify({ grants }) });
  it.each([
    [
      'a key beside a secret',
      { ...WHOLE, OIDC_CLIENT_KEY: SIGNING, OIDC_CLIENT_KEY_ID: 'k' },
      /OIDC_CLIENT_SECRET and OIDC_CLIENT_KEY are both set/,
    ],
    [
      'a key that nobody could know again',
      { ...without('OIDC_CLIENT_SECRET'), OIDC_CLIENT_KEY: SIGNING },
      /OIDC_CLIENT_KEY_ID is not set/,
    ],
    [
      'a signature that the key does not make',
      {
        ...without('OIDC_CLIENT_SECRET'),
        OIDC_CLIENT_KEY: SIGNING,
        OIDC_CLIENT_KEY_ID: 'k',
        OIDC_CLIENT_SIGNS_WITH: 'ES256',
      },
      /OIDC_CLIENT_SIGNS_WITH cannot be used: OIDC_CLIENT_KEY does not sign with ES256/,
    ],
    [
      'a key that is none',
      { ...without('OIDC_CLIENT_SECRET'), OIDC_CLIENT_KEY: 'nobody guesses', OIDC_CLIENT_KEY_ID: 'k' },
      /OIDC_CLIENT_KEY cannot be used: expected a private key/,
    ],
    ['no secret', without('OIDC_CLIENT_SECRET'), /OIDC_CLIENT_SECRET is not set: OIDC_ISSUER needs it/],
    ['no table of claims', without('OIDC_CLAIMS'), /OIDC_CLAIMS is not set/],
    ['nowhere to come back to', without('PUBLIC_URL'), /PUBLIC_URL is not set: OIDC_ISSUER needs it/],
    ['a name alone', { OIDC_NAME: 'Dorset account' }, /OIDC_ISSUER is not set: OIDC_NAME needs it/],
    [
      'a provider that anybody can play',
      { ...WHOLE, OIDC_ISSUER: 'http://provider.nhs.uk' },
      /OIDC_ISSUER cannot be used: expected https/,
    ],
    ['a secret that can be guessed', { ...WHOLE, OIDC_CLIENT_SECRET: 'homeward' }, /OIDC_CLIENT_SECRET cannot be used/],
    ['tokens that nobody signed', { ...WHOLE, OIDC_SIGNED_WITH: 'none' }, /OIDC_SIGNED_WITH cannot be used/],
    ['tokens that both sides can sign', { ...WHOLE, OIDC_SIGNED_WITH: 'HS256' }, /OIDC_SIGNED_WITH cannot be used/],
    ['scopes without openid', { ...WHOLE, OIDC_SCOPE: 'profile' }, /OIDC_SCOPE cannot be used/],
    ['claims that are no JSON', { ...WHOLE, OIDC_CLAIMS: '{' }, /OIDC_CLAIMS cannot be used: expected JSON/],
    ['no grants', { ...WHOLE, ...claims() }, /OIDC_CLAIMS cannot be used: at grants: expected at least one/],
    ['a grant for everybody', { ...WHOLE, ...claims({ ...GRANT, when: {} }) }, /an empty one fits everybody/],
    [
      'a role that is none',
      { ...WHOLE, ...claims({ ...GRANT, role: 'consultant' }) },
      /at grants.0.role: expected one of/,
    ],
    ['a patient by the provider', { ...WHOLE, ...claims({ ...GRANT, role: 'patient' }) }, /at grants.0.role/],
    ['a lead of no ward', { ...WHOLE, ...claims({ when: GRANT.when, role: 'lead' }) }, /lead needs wards/],
    ['staff of a home on a ward', { ...WHOLE, ...claims({ ...GRANT, role: 'care-home' }) }, /care-home needs a home/],
    [
      'a misspelt field',
      { ...WHOLE, ...claims({ ...GRANT, ward: 'dorset' }) },
      /OIDC_CLAIMS cannot be used: at grants.0/,
    ],
  ])('refuses %s, naming the variable and never its value', (_, variables: Record<string, string>, says) => {
    const said = refusal(variables);
    expect(said).toMatch(says);
    expect(said).not.toContain('nobody guesses');
  });
});

describe('secrets in files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'homeward-secrets-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const key = RANDOM.toString('base64');

  it('are read where NAME_FILE says, without the end of the line', () => {
    const variables = {
      DATABASE_URL_FILE: file('url', `${DATABASE.DATABASE_URL}\n`),
      SECOND_FACTOR_KEY_FILE: file('key', `${key}\n`),
    };
    expect(readSettings(variables)).toMatchObject({
      databaseUrl: DATABASE.DATABASE_URL,
      secondFactor: { key: RANDOM },
    });
  });

  it.each([
    [
      'that are not there',
      () => ({ WEBHOOK_KEY_FILE: join(folder, 'none') }),
      /^WEBHOOK_KEY_FILE cannot be used: the file cannot be read/,
    ],
    [
      'that are empty',
      () => ({ WEBHOOK_KEY_FILE: file('empty', '\n') }),
      /^WEBHOOK_KEY_FILE cannot be used: the file is empty/,
    ],
    ['beside a value', () => ({ SECOND_FACTOR_KEY: key, SECOND_FACTOR_KEY_FILE: file('both', key) }), /both set/],
    [
      'that hold no secret',
      () => ({ SECOND_FACTOR_KEY_FILE: file('short', 'c2hvcnQ=') }),
      /^SECOND_FACTOR_KEY cannot be used/,
    ],
  ])('are refused %s, without what is in them', (_, variables, says) => {
    const said = refusal(variables());
    expect(said).toMatch(says);
    expect(said).not.toContain('c2hvcnQ');
    expect(said).not.toContain(key);
  });
});

describe('the password of the database', () => {
  const at = (user: string, host: string): string => `postgres://${user}@${host}:5432/ward`;

  it.each([
    ['on this machine', at('ward:ward', 'localhost')],
    ['on this machine', at('postgres:postgres', '127.0.0.1')],
    ['that is a certificate’s', at('ward', 'db.nhs.uk')],
    ['that nobody guesses', at('ward:kettle-ferry-walnut', 'db.nhs.uk')],
  ])('may be one %s: %s', (_, url) => {
    expect(readSettings({ DATABASE_URL: url }).databaseUrl).toBe(url);
  });

  it.each([
    'ward:ward',
    'postgres:postgres',
    'ward:password',
    'homeward:homeward-2026',
    'ward:aaaaaaaaaaaaaa',
    'ward:%61%61%61%61',
  ])('may not be one that everybody tries first, elsewhere: %s', (user) => {
    const said = refusal({ DATABASE_URL: at(user, 'db.nhs.uk') });
    expect(said).toMatch(/^DATABASE_URL cannot be used: its password is soon guessed/);
    expect(said).not.toContain(user);
  });
});
