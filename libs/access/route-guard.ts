import type { Role } from '#contracts';
import { scopeOf, withinScope, type Account, type Reader, type Scope, type Sender } from '#records';
import { nowhere, Refusal } from '#runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isRestrictedTo, rolesAt, sessionReaches, throughGlass, type Who } from './permissions.ts';
import type { Identified, KnownSource, Referrer } from './source-keys.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard on routes for people. */
    account: Account | null;
    /** Set by the guard on routes for sources. */
    source: KnownSource | null;
    /** What the person may see, where the request only looks; null where there is no second wall to it. */
    scope: Scope | null;
  }
}

export interface Identify {
  /** Whose session the request carries. */
  account?: (request: FastifyRequest) => Promise<Account | null>;
  /** Whose key the request carries. */
  source?: (request: FastifyRequest, reply: FastifyReply) => Promise<Identified>;
  /** What people look at is held to their scope by PostgreSQL as well. */
  walled?: boolean;
  /** Routes that another app decides about: the front door passes them on untouched. */
  passedOn?: (request: FastifyRequest) => boolean;
}

/** Whoever sees patients. An administrator and an auditor reach none. */
const IN_SCOPE: ReadonlySet<Role> = new Set(['hub-clinician', 'coordinator', 'lead', 'care-home', 'patient', 'carer']);

const CHANGES_NOTHING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Stands before every route of a server, whoever registered it: a route that the permission table does not name is
 * refused, and so is whoever it does not name. Requests that change something from another site are refused as well.
 */
export function guardRoutes(server: FastifyInstance, identify: Identify): void {
  server.decorateRequest('account', null);
  server.decorateRequest('source', null);
  server.decorateRequest('scope', null);
  server.addHook('onRequest', async (request, reply) => {
    if (identify.passedOn?.(request)) return;
    const allowed = rolesAt(request.method, request.routeOptions.url);
    if (allowed === null) throw nowhere();
    if (identify.source && forSources(allowed)) {
      const identified = await identify.source(request, reply);
      if ('turnedAway' in identified) throw new Refusal(identified.turnedAway.code, identified.turnedAway.detail);
      const { known } = identified;
      request.source = known;
      if (!(known.sender && allowed.includes('source')) && !(known.reader && allowed.includes('reading-source'))) {
        throw new Refusal('key-may-not', `This key may ${known.sender ? 'send and not read' : 'read and not send'}.`);
      }
      return;
    }
    if (!CHANGES_NOTHING.has(request.method) && !fromSameSite(request)) {
      throw new Refusal('cross-site', 'This may be asked for from the site itself only.');
    }
    if (allowed.includes('anyone')) return;
    request.account = (await identify.account?.(request)) ?? null;
    if (!request.account) throw new Refusal('not-signed-in', 'Sign in first; your session may have ended.');
    if (!allowed.includes(request.account.role)) {
      throw new Refusal('not-allowed', 'Your role does not allow this.');
    }
    if (!sessionReaches(request.account.session, request.method, request.routeOptions.url)) {
      throw new Refusal(
        'second-factor-to-set-up',
        'Your role needs a second factor. Set one up, and this is open to you.',
      );
    }
    const { id } = request.params as { id?: string };
    if (isRestrictedTo(request.account, request.method, request.routeOptions.url, id)) {
      throw new Refusal(
        'restricted-record',
        'Only those who are named for this record see it. Open it with a reason, which is reviewed, or ask a lead of the ward.',
      );
    }
    const own = request.account;
    request.account = throughGlass(own, request.method, request.routeOptions.url, id);
    const lent = request.account !== own && id !== undefined ? id : null;
    request.scope = CHANGES_NOTHING.has(request.method) && IN_SCOPE.has(own.role) ? scopeOf(own, lent) : null;
  });
  // Whatever a handler that only looks asks of the record, PostgreSQL holds to what this person may see.
  if (identify.walled) server.addHook('preHandler', (request, _, done) => withinScope(request.scope, done));
}

const forSources = (allowed: readonly Who[]): boolean =>
  allowed.includes('source') || allowed.includes('reading-source');

/** Browsers name the page that a request or a socket comes from; programs that are no browser do not. */
export function fromSameSite(request: Pick<FastifyRequest, 'headers'>): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

/** The person behind a guarded request. */
export function personOf(request: FastifyRequest): Account {
  if (!request.account) throw new Error('this route has no signed-in person: the permission table gives it to anyone');
  return request.account;
}

/**
 * The source behind a guarded request, with whom it may send readings of. The only way to what `storeReadings` asks for, so
 * that no handler can forget the reach. Refuses a key that may not send: a Bundle may ask for both.
 */
export function senderOf(request: FastifyRequest): Sender {
  const { sender } = sourceOf(request);
  if (!sender) throw new Refusal('key-may-not', 'This key may read and not send.');
  return sender;
}

/** The source behind a guarded request, with whom it may read. Refuses a key that may not. */
export function readerOf(request: FastifyRequest): Reader {
  const { reader } = sourceOf(request);
  if (!reader) throw new Refusal('key-may-not', 'This key may send and not read.');
  return reader;
}

/** The source behind a guarded request, with the wards that it may refer to. Refuses a key that may not. */
export function referrerOf(request: FastifyRequest): Referrer {
  const { referrer } = sourceOf(request);
  if (!referrer) throw new Refusal('key-may-not', 'This key may not refer. Ask the virtual ward for one that may.');
  return referrer;
}

function sourceOf(request: FastifyRequest): KnownSource {
  if (!request.source) throw new Error('this route has no source: the permission table does not give it to sources');
  return request.source;
}
