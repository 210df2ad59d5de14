import { BROWSER_COOKIE, BROWSER_KNOWN_DAYS, SESSION_COOKIE, type From, type SignInOutcome } from '#access';
import type { RefusalCode, SignedIn } from '#contracts';
import type { Account } from '#records';
import { Refusal } from '#runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addressOf } from '../concerns/tries.ts';
import type { CookieTerms } from './cookie-terms.ts';
import { tooManyTries } from './too-many-tries.ts';

/** Where somebody signs in from; the browser is known again where it shows what we gave it, in the form that we gave it. */
export function fromOf(request: FastifyRequest): From {
  const token = request.cookies[BROWSER_COOKIE] ?? '';
  return {
    address: addressOf(request),
    browser: /^[\w-]{43}$/.test(token) ? token : null,
    userAgent: request.headers['user-agent'],
  };
}

/** Gives the browser its new session, or says why there is none. */
export function letIn(
  reply: FastifyReply,
  became: SignInOutcome | { kind: 'weak'; why: string },
  { cookieTerms, now, wrong }: { cookieTerms: CookieTerms; now: Date; wrong: { code: RefusalCode; words: string } },
): SignedIn {
  switch (became.kind) {
    case 'wrong':
      throw new Refusal(wrong.code, wrong.words);
    case 'second-factor-needed':
      throw new Refusal('second-factor-needed', 'Enter the code that your authenticator app shows, or a spare code.');
    case 'wait':
      throw tooManyTries('There were too many tries.', became.until, now);
    case 'weak': {
      const detail = `password: ${became.why}`;
      throw new Refusal('invalid-document', `${detail}.`, {
        errors: [{ pointer: '/password', field: 'password', detail }],
      });
    }
    case 'in': {
      const { account, token, maxAgeSeconds } = became.session;
      void reply.setCookie(SESSION_COOKIE, token, cookieTerms.lasting(maxAgeSeconds));
      void reply.setCookie(BROWSER_COOKIE, became.browser, cookieTerms.lasting(BROWSER_KNOWN_DAYS * 86_400));
      return signedIn(account);
    }
  }
}

export function signedIn(account: Account): SignedIn {
  const { id, username, displayName, role, careHome, session, isVouchedFor, wardIds, wall } = account;
  const [wardId] = wardIds;
  // Who opened a screen is nobody's business who stands before it.
  if (wall && wardId !== undefined) {
    const { sessionId, names } = wall;
    return { id: sessionId, username: '', displayName: 'Wall screen', role, careHome: null, wall: { wardId, names } };
  }
  return {
    id,
    username,
    displayName,
    role,
    careHome,
    ...(session === 'setting-up' ? { setsUpSecondFactor: true } : {}),
    ...(isVouchedFor ? { isVouchedFor: true } : {}),
  };
}
