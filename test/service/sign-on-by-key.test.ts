import { SingleSignOn } from '#access';
import { readSettings } from '#runtime';
import { describe, expect, it } from '@jest/globals';
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { freePort } from '../../scripts/postgres/free-port.ts';
import { openIdentityProvider, signOnEnv } from '../ward/identity-provider.ts';

const aKey = async (kid: string) => {
  const { privateKey, publicKey } = await generateKeyPair('RS512', { extractable: true });
  return {
    pem: await exportPKCS8(privateKey),
    published: { ...(await exportJWK(publicKey)), kid, alg: 'RS512', use: 'sig' },
  };
};

/** As a hub is that has this key, by the settings. */
function signOnWith(issuer: string, pem: string, id: string): SingleSignOn {
  const { OIDC_CLIENT_SECRET: _, ...env } = signOnEnv(issuer, 'ward', 'home');
  const variables = { DATABASE_URL: 'postgres://localhost/none', ...env, OIDC_CLIENT_KEY: pem, OIDC_CLIENT_KEY_ID: id };
  const { signOn } = readSettings(variables);
  if (signOn === null) throw new Error('single sign-on is off');
  return new SingleSignOn(signOn);
}

describe('a provider that takes a signed assertion instead of a secret, as NHS CIS2 does', () => {
  it('knows Homeward by its key, by the next one beside it, and by no other', async () => {
    const [old, next, stranger] = await Promise.all([aKey('2026-a'), aKey('2026-b'), aKey('2026-a')]);
    const port = await freePort();
    const issuer = `http://127.0.0.1:${port}`;
    const provider = await openIdentityProvider(port, 'http://127.0.0.1:9', [old.published, next.published]);
    provider.people.set('ines', { name: 'Ines Wareham', preferred_username: 'ines', roles: ['nurse'] });
    const signsIn = async (pem: string, id: string) => {
      const door = signOnWith(issuer, pem, id);
      const begun = await door.begin(null, new Date());
      if (begun === null) throw new Error('the provider was not reached');
      return door.finish(await provider.signIn(begun.address, 'ines'), begun.kept, new Date());
    };
    for (const [pem, id] of [
      [old.pem, '2026-a'],
      [next.pem, '2026-b'],
    ] as const) {
      expect(await signsIn(pem, id)).toMatchObject({
        kind: 'identified',
        who: { issuer, subject: 'ines', claims: { name: 'Ines Wareham' } },
      });
    }
    expect(await signsIn(stranger.pem, '2026-a')).toMatchObject({ kind: 'refused', why: 'failed' });
  });
});
