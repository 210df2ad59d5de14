import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from 'jose';
import { Provider } from 'oidc-provider';
import { stopAtTheEnd } from '../harness/index.ts';

/** Where the hub under test says that browsers come back to: `PUBLIC_URL`, which no test can reach. */
export const PUBLIC = 'http://ward.example';
const CLIENT = { id: 'homeward', secret: 'a secret that nobody guesses' };

/** What makes a hub sign people in by the provider at `issuer`. */
export const signOnEnv = (issuer: string, ward: string, home: string): NodeJS.ProcessEnv => ({
  PUBLIC_URL: PUBLIC,
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: CLIENT.id,
  OIDC_CLIENT_SECRET: CLIENT.secret,
  OIDC_NAME: 'Dorset account',
  OIDC_SCOPE: 'openid profile roles',
  OIDC_CLAIMS: JSON.stringify({
    grants: [
      { when: { roles: 'lead' }, role: 'lead', wards: [ward] },
      { when: { roles: 'nurse' }, role: 'hub-clinician', wards: [ward] },
      { when: { roles: 'elsewhere' }, role: 'hub-clinician', wards: ['no-such-ward'] },
      { when: { roles: 'carer' }, role: 'care-home', home },
    ],
  }),
});

/** What somebody in the middle, or a provider gone wrong, may do to an ID token. */
type Tampers = (token: string, sign: (claims: JWTPayload) => Promise<string>) => Promise<string> | string;

export interface TestProvider {
  /** The people of the organisation: subject to claims. */
  readonly people: Map<string, Record<string, unknown>>;
  /** Done to each ID token that the provider gives, until it is set back to null. */
  tampers: Tampers | null;
  /** Signs in as `subject` at the address that the hub gave; gives the query that the browser comes back with. */
  signIn(address: string, subject: string): Promise<string>;
  /** Tells the hub that somebody's session is over, as the provider does when they sign out elsewhere. */
  endSession(subject: string, session: string): Promise<void>;
  /** Signed as the provider signs. */
  sign(claims: JWTPayload, header?: { typ?: string }): Promise<string>;
}

/** What a client can do and its types do not say. */
interface LogsOut {
  backchannelLogout(subject: string, session: string): Promise<void>;
}

/**
 * A real OpenID provider, in this process, whose people sign in without being asked. With public keys of Homeward's it takes nothing
 * else (`private_key_jwt`, as NHS CIS2).
 */
export async function openIdentityProvider(
  port: number,
  hubUrl: string,
  keys: readonly JWK[] = [],
): Promise<TestProvider> {
  // It takes plain objects of its own realm alone, and Jest's clones are of another.
  globalThis.structuredClone = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
  const issuer = `http://127.0.0.1:${port}`;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const sign = (claims: JWTPayload, header: { typ?: string } = {}): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'its-key', ...header }).sign(privateKey);
  const people = new Map<string, Record<string, unknown>>();
  let coming = '';
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        ...(keys.length > 0
          ? {
              jwks: { keys: [...keys] },
              token_endpoint_auth_method: 'private_key_jwt',
              token_endpoint_auth_signing_alg: 'RS512',
            }
          : { client_secret: CLIENT.secret, token_endpoint_auth_method: 'client_secret_post' }),
        redirect_uris: [`${PUBLIC}/api/session/sign-on/return`],
        post_logout_redirect_uris: [`${PUBLIC}/`],
        backchannel_logout_uri: `${hubUrl}/api/session/sign-on/back-channel-logout`,
        backchannel_logout_session_required: true,
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'its-key', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['of the test'] },
    enabledJWA: { clientAuthSigningAlgValues: ['HS256', 'RS256', 'RS512'] },
    claims: { openid: ['sub', 'sid'], profile: ['name', 'preferred_username'], roles: ['roles'] },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
    // Nobody is asked whether Homeward may know their name.
    loadExistingGrant: async (context) => {
      const grant = new provider.Grant({ clientId: CLIENT.id, accountId: context.oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid profile roles');
      await grant.save();
      return grant;
    },
  });
  const self: TestProvider = {
    people,
    tampers: null,
    sign,
    async signIn(address, subject) {
      coming = subject;
      const jar = new Map<string, string>();
      let at = address;
      for (let steps = 0; steps < 10 && !at.startsWith(PUBLIC); steps += 1) {
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await fetch(at, { redirect: 'manual', headers: { cookie } });
        for (const set of answer.headers.getSetCookie()) {
          const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/s);
          jar.set(name, value);
        }
        const next = answer.headers.get('location');
        if (next === null) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`);
        at = new URL(next, at).href;
      }
      return new URL(at).search;
    },
    async endSession(subject, session) {
      const client = (await provider.Client.find(CLIENT.id)) as unknown as LogsOut | undefined;
      await client?.backchannelLogout(subject, session);
    },
  };
  provider.use(async (context, next) => {
    if (context.path.startsWith('/interaction/')) {
      await provider.interactionFinished(context.req, context.res, { login: { accountId: coming } });
      context.respond = false;
      return;
    }
    await next();
    const body = context.body as { id_token?: string } | undefined;
    if (self.tampers !== null && body?.id_token !== undefined) {
      context.body = { ...body, id_token: await self.tampers(body.id_token, sign) };
    }
  });
  const answer = provider.callback();
  const server = createServer((request, reply) => void answer(request, reply));
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  stopAtTheEnd(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return self;
}
