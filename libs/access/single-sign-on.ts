import type { SignOnSettings } from '#runtime';
import { createRemoteJWKSet, importPKCS8, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { z } from 'zod';

/** How long somebody may take to sign in at the provider, in ms. */
export const SIGN_ON_WITHIN_MS = 10 * 60_000;
/** What the provider says of itself is asked for anew after so long, in ms: its keys and addresses move. */
const ASK_AGAIN_MS = 3_600_000;
const PATIENCE_S = 10;
/** By how much its clock and ours may differ, in seconds. */
const CLOCKS_APART_S = 30;
/** A logout token that is older is none. Source: OpenID Connect Back-Channel Logout 1.0, 2.6. */
const LOGOUT_GOOD_FOR_S = 120;
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** What the browser keeps between leaving for the provider and coming back: one wish to sign in, good once. */
const wish = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** Hex of the hash of the session that the browser had: it ends when another begins. */
  cameWith: z.string().nullable(),
  until: z.number(),
});

/** Who came back from the provider. */
export interface Identified {
  issuer: string;
  subject: string;
  claims: Readonly<Record<string, unknown>>;
  /** By which the provider names its own session when it ends; null when it does not. */
  providerSession: string | null;
  idToken: string;
  cameWith: Buffer | null;
}

type CameBack =
  | { kind: 'identified'; who: Identified }
  /** `code` is for the log: it names what was wrong and no value. */
  | { kind: 'refused'; why: 'cancelled' | 'too-late' | 'unreachable' | 'failed'; code: string };

/** The one door to the organisation's OpenID provider. It is asked for when it is needed: without it the hub starts and runs. */
export class SingleSignOn {
  private known: { at: number; provider: Promise<oidc.Configuration> } | null = null;
  private keys: { of: string; set: ReturnType<typeof createRemoteJWKSet> } | null = null;

  constructor(private readonly terms: SignOnSettings) {}

  get name(): string {
    return this.terms.name;
  }

  get table(): SignOnSettings['claims'] {
    return this.terms.claims;
  }

  /** Where the browser goes, and what it keeps meanwhile. Null when the provider cannot be reached. */
  async begin(cameWith: Buffer | null, now: Date): Promise<{ address: string; kept: string } | null> {
    const provider = await this.provider().catch(() => null);
    if (provider === null) return null;
    const kept: z.output<typeof wish> = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      cameWith: cameWith?.toString('hex') ?? null,
      until: now.getTime() + SIGN_ON_WITHIN_MS,
    };
    const { assurance } = this.terms;
    const address = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: this.terms.returnTo,
      scope: this.terms.scope,
      state: kept.state,
      nonce: kept.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(kept.verifier),
      code_challenge_method: 'S256',
      ...(assurance.length > 0 ? { acr_values: assurance.join(' ') } : {}),
    });
    return { address: address.href, kept: Buffer.from(JSON.stringify(kept)).toString('base64url') };
  }

  /** Who came back with this query, to a browser that kept this. */
  async finish(query: string, kept: string | undefined, now: Date): Promise<CameBack> {
    const begun = wishOf(kept);
    if (begun === null || begun.until < now.getTime()) return { kind: 'refused', why: 'too-late', code: 'no-wish' };
    const address = new URL(this.terms.returnTo);
    address.search = query;
    try {
      const provider = await this.provider();
      const tokens = await oidc.authorizationCodeGrant(provider, address, {
        expectedState: begun.state,
        expectedNonce: begun.nonce,
        pkceCodeVerifier: begun.verifier,
        idTokenExpected: true,
      });
      const told = tokens.claims();
      if (!told || tokens.id_token === undefined) return { kind: 'refused', why: 'failed', code: 'no-id-token' };
      const { assurance } = this.terms;
      if (assurance.length > 0 && !(typeof told.acr === 'string' && assurance.includes(told.acr))) {
        return { kind: 'refused', why: 'failed', code: 'assurance-too-low' };
      }
      const more =
        provider.serverMetadata().userinfo_endpoint === undefined
          ? {}
          : await oidc.fetchUserInfo(provider, tokens.access_token, told.sub);
      return {
        kind: 'identified',
        who: {
          issuer: told.iss,
          subject: told.sub,
          // What was signed stands over what was only said.
          claims: { ...more, ...told },
          providerSession: typeof told['sid'] === 'string' ? told['sid'] : null,
          idToken: tokens.id_token,
          cameWith: begun.cameWith === null ? null : Buffer.from(begun.cameWith, 'hex'),
        },
      };
    } catch (error) {
      return { kind: 'refused', ...whyOf(error) };
    }
  }

  /** Whose sessions a logout token of the provider's ends; null when it is none. Those that began after it was made are not meant. */
  async loggedOut(
    token: string,
    now: Date,
  ): Promise<{ issuer: string; subject: string | null; providerSession: string | null; madeAt: Date } | null> {
    try {
      const provider = await this.provider();
      const { issuer, jwks_uri: keysAt } = provider.serverMetadata();
      if (keysAt === undefined) return null;
      if (this.keys?.of !== keysAt) this.keys = { of: keysAt, set: createRemoteJWKSet(new URL(keysAt)) };
      const { payload } = await jwtVerify(token, this.keys.set, {
        issuer,
        audience: this.terms.clientId,
        algorithms: [this.terms.signedWith],
        clockTolerance: CLOCKS_APART_S,
        maxTokenAge: LOGOUT_GOOD_FOR_S,
        currentDate: now,
      });
      const { sub, sid, nonce, events, iat = 0 } = payload;
      const ends = typeof events === 'object' && events !== null && LOGOUT_EVENT in events;
      const subject = sub ?? null;
      const providerSession = typeof sid === 'string' ? sid : null;
      // With a nonce it would be an ID token that somebody passes off as this. Source: the same, 2.4.
      if (!ends || nonce !== undefined || (subject === null && providerSession === null)) return null;
      return { issuer, subject, providerSession, madeAt: new Date((iat + 1) * 1_000) };
    } catch {
      return null;
    }
  }

  /** Where the provider ends its own session; null where it does not, or cannot be reached. */
  async goodbye(idToken: string): Promise<string | null> {
    try {
      const provider = await this.provider();
      if (provider.serverMetadata().end_session_endpoint === undefined) return null;
      return oidc.buildEndSessionUrl(provider, {
        id_token_hint: idToken,
        post_logout_redirect_uri: this.terms.home,
      }).href;
    } catch {
      return null;
    }
  }

  private async discovered(): Promise<oidc.Configuration> {
    const { issuer, clientId, client, signedWith } = this.terms;
    const metadata = { id_token_signed_response_alg: signedWith, [oidc.clockTolerance]: CLOCKS_APART_S };
    return oidc.discovery(new URL(issuer), clientId, metadata, await shownBy(client), {
      timeout: PATIENCE_S,
      // The settings let http:// through to this machine alone. Tokens that came straight from the provider are verified all the same.
      execute: [oidc.enableNonRepudiationChecks, ...(issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [])],
    });
  }

  private provider(): Promise<oidc.Configuration> {
    const at = performance.now();
    if (this.known === null || at - this.known.at > ASK_AGAIN_MS) {
      const provider = this.discovered();
      const known = { at, provider };
      this.known = known;
      provider.catch(() => {
        if (this.known === known) this.known = null;
      });
    }
    return this.known.provider;
  }
}

/** How we show the provider that it is us who ask for tokens. */
async function shownBy(client: SignOnSettings['client']): Promise<oidc.ClientAuth> {
  if (client.kind === 'secret') return oidc.ClientSecretPost(client.secret);
  return oidc.PrivateKeyJwt({ key: await importPKCS8(client.pem, client.signs), kid: client.id });
}

function wishOf(kept: string | undefined): z.output<typeof wish> | null {
  try {
    return wish.parse(JSON.parse(Buffer.from(kept ?? '', 'base64url').toString()));
  } catch {
    return null;
  }
}

function whyOf(error: unknown): { why: 'cancelled' | 'unreachable' | 'failed'; code: string } {
  if (error instanceof oidc.AuthorizationResponseError) {
    return { why: error.error === 'access_denied' ? 'cancelled' : 'failed', code: error.code };
  }
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  const isOut = code === 'OAUTH_TIMEOUT' || error instanceof TypeError || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM';
  return { why: isOut ? 'unreachable' : 'failed', code };
}
