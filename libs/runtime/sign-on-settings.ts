import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { signOnClaims, type SignOnClaims } from './sign-on-claims.ts';

export interface ClientSecret {
  readonly kind: 'secret';
  readonly secret: string;
}

/** `private_key_jwt` (OpenID Connect Core, 9): the provider has the public half, by this id. NHS CIS2 takes nothing else. */
export interface ClientKey {
  readonly kind: 'key';
  /** PKCS#8 in PEM. */
  readonly pem: string;
  readonly id: string;
  readonly signs: string;
}

/** One sign-in for the whole organisation by OpenID Connect, as its provider knows us. */
export interface SignOnSettings {
  issuer: string;
  clientId: string;
  /** What we show that we are Homeward with. */
  client: ClientSecret | ClientKey;
  /** As people call it: it stands on the button. */
  name: string;
  scope: string;
  /** What sign-ins the provider may vouch for, best first; empty when any will do. */
  assurance: readonly string[];
  /** The one algorithm that its tokens are signed with. */
  signedWith: string;
  claims: SignOnClaims;
  /** Where browsers come back to. */
  returnTo: string;
  /** Where they stand after they signed out there. */
  home: string;
}

/** Source: RFC 8725, 3.1: named by us, never by the token. Without `none`, and without those whose key both sides have. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;
const SHORTEST_SECRET = 16;
const SHORTEST_RSA_BITS = 2_048;
/** By the JWA names of signatures, the curves that they are for. Source: RFC 7518, 3.1. */
const CURVES: Readonly<Record<string, string>> = { ES256: 'prime256v1', ES384: 'secp384r1', ES512: 'secp521r1' };

const words = z.string().transform((list) => list.split(/[\s,]+/).filter((word) => word !== ''));

const claims = z.string().transform((text, context): SignOnClaims => {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    context.issues.push({ code: 'custom', input: text, message: 'expected JSON' });
    return z.NEVER;
  }
  const read = signOnClaims.safeParse(document);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const message = `at ${issue?.path.join('.') || 'its top'}: ${issue?.message}`;
  context.issues.push({ code: 'custom', input: text, message });
  return z.NEVER;
});

export const signOnVariables = {
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'expected an https:// address' })
    .refine(
      (url) => url.startsWith('https:') || /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(:|\/|$)/.test(url),
      'expected https://: whoever stands between could sign in as anybody',
    )
    .optional(),
  OIDC_CLIENT_ID: z.string().max(200).optional(),
  OIDC_CLIENT_SECRET: z
    .string()
    .min(SHORTEST_SECRET, `expected at least ${SHORTEST_SECRET} characters, as the provider gave it`)
    .optional(),
  /** A private key in PEM, instead of a secret. */
  OIDC_CLIENT_KEY: z
    .string()
    .refine(
      (pem) => signsWith(pem) !== null,
      'expected a private key in PEM: RSA of at least 2048 bits, P-256 to P-521 or Ed25519',
    )
    .optional(),
  OIDC_CLIENT_KEY_ID: z.string().max(200).optional(),
  OIDC_CLIENT_SIGNS_WITH: z.enum(ALGORITHMS, `expected one of ${ALGORITHMS.join(', ')}`).optional(),
  OIDC_NAME: z.string().max(40, 'expected at most 40 characters: it stands on a button').optional(),
  OIDC_SCOPE: z
    .string()
    .refine((scope) => scope.split(' ').includes('openid'), 'expected “openid” among the scopes')
    .optional(),
  OIDC_ASSURANCE: words.optional(),
  OIDC_SIGNED_WITH: z.enum(ALGORITHMS, `expected one of ${ALGORITHMS.join(', ')}`).optional(),
  OIDC_CLAIMS: claims.optional(),
};

const variables = z.object(signOnVariables);
type Variables = z.output<typeof variables> & { PUBLIC_URL?: string | undefined };

const NEEDED = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLAIMS'] as const;
/** What CIS2 takes. */
const SIGNS_WITH = 'RS512';

/** What is wrong with variables that are right each by itself. Names variables, never values. */
export function whatSignOnLacks(given: Variables): string[] {
  const names = Object.keys(signOnVariables) as (keyof typeof signOnVariables)[];
  const set = names.filter((name) => given[name] !== undefined);
  if (set.length === 0) return [];
  const missing = NEEDED.filter((name) => given[name] === undefined);
  const wrong = missing.map((name) => `${name} is not set: ${set[0]} needs it`);
  const { OIDC_CLIENT_SECRET: secret, OIDC_CLIENT_KEY: key, OIDC_CLIENT_KEY_ID: id } = given;
  if (secret === undefined && key === undefined)
    wrong.push(`OIDC_CLIENT_SECRET is not set: ${set[0]} needs it, or OIDC_CLIENT_KEY`);
  if (secret !== undefined && key !== undefined)
    wrong.push('OIDC_CLIENT_SECRET and OIDC_CLIENT_KEY are both set: which is it?');
  if (key !== undefined && id === undefined)
    wrong.push('OIDC_CLIENT_KEY_ID is not set: OIDC_CLIENT_KEY needs it, so that the provider knows which key it is');
  const signs = given.OIDC_CLIENT_SIGNS_WITH ?? SIGNS_WITH;
  if (key !== undefined && !signsWith(key)?.(signs))
    wrong.push(`OIDC_CLIENT_SIGNS_WITH cannot be used: OIDC_CLIENT_KEY does not sign with ${signs}`);
  if (given.PUBLIC_URL === undefined) wrong.push(`PUBLIC_URL is not set: ${set[0]} needs it, to come back to`);
  return wrong;
}

/** What a private key signs with; null where it is none that we would use. */
function signsWith(pem: string): ((algorithm: string) => boolean) | null {
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPrivateKey(pem);
    if (type === 'rsa' && (details?.modulusLength ?? 0) >= SHORTEST_RSA_BITS) return (name) => /^[RP]S/.test(name);
    if (type === 'ec') return (name) => CURVES[name] !== undefined && CURVES[name] === details?.namedCurve;
    return type === 'ed25519' ? (name) => name === 'EdDSA' : null;
  } catch {
    return null;
  }
}

function clientOf(given: Variables): SignOnSettings['client'] | null {
  const { OIDC_CLIENT_SECRET: secret, OIDC_CLIENT_KEY: key, OIDC_CLIENT_KEY_ID: id } = given;
  if (secret !== undefined) return { kind: 'secret', secret };
  if (key === undefined || id === undefined) return null;
  const pem = createPrivateKey(key).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { kind: 'key', pem, id, signs: given.OIDC_CLIENT_SIGNS_WITH ?? SIGNS_WITH };
}

export function signOnSettings(given: Variables): SignOnSettings | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = given;
  const client = clientOf(given);
  const { OIDC_CLAIMS: mapping, PUBLIC_URL: publicUrl } = given;
  if (!issuer || !clientId || !client || !mapping || !publicUrl) return null;
  const home = new URL('/', publicUrl).href;
  return {
    issuer,
    clientId,
    client,
    name: given.OIDC_NAME ?? 'your organisation’s account',
    scope: given.OIDC_SCOPE ?? 'openid profile',
    assurance: given.OIDC_ASSURANCE ?? [],
    signedWith: given.OIDC_SIGNED_WITH ?? 'RS256',
    claims: mapping,
    returnTo: new URL('/api/session/sign-on/return', publicUrl).href,
    home,
  };
}
