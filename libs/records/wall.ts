import { AsyncLocalStorage } from 'node:async_hooks';
import type { Account } from './accounts.ts';

/** Whom a caller's statements may see of, in PostgreSQL's own words: what is not among these is not there for them. */
export interface Scope {
  readonly wardIds: readonly string[];
  readonly careHomeId: string | null;
  /** The one stay of somebody at home, or the one that somebody opened with a reason. */
  readonly admissionId: string | null;
  readonly accountId: string;
}

/** The role that a caller's statements take on: it owns nothing, may only read, and is held by the policies (migration 0072). */
export const SCOPED_ROLE = 'homeward_scoped';

/** Nobody of a patient is in them, or what no caller's read needs: the role may not even ask. */
const NEVER_READ = ['audit_entry', 'audit_head', 'feed_event', 'sign_in_try', 'signing_key'];

const NOBODY = '00000000-0000-0000-0000-000000000000';

const scopes = new AsyncLocalStorage<Scope | null>();

/** Everything that `work` reads, it reads within this scope; null: without one. */
export const withinScope = <T>(scope: Scope | null, work: () => T): T => scopes.run(scope, work);

export const scopeNow = (): Scope | null => scopes.getStore() ?? null;

/** What somebody may see. `lent` is the stay that they opened beyond their wards, where the request is about that one. */
export function scopeOf(account: Account, lent: string | null): Scope {
  return {
    wardIds: account.wardIds,
    careHomeId: account.role === 'care-home' ? (account.careHome?.id ?? null) : null,
    admissionId: account.admissionId ?? lent,
    accountId: account.id,
  };
}

/** What belongs to wards, whoever asks: a board that many share, a source's key. */
export function scopeOfWard(wardIds: readonly string[]): Scope {
  return { wardIds, careHomeId: null, admissionId: null, accountId: NOBODY };
}

/** The statements by which a transaction takes on a scope, and can only read. `literal` quotes a text. */
export function entering(scope: Scope, literal: (text: string) => string): string {
  const set = (name: string, value: string): string => `SET LOCAL homeward.${name} = ${literal(value)}`;
  return [
    'BEGIN READ ONLY',
    set('wards', scope.wardIds.join(',')),
    set('home', scope.careHomeId ?? ''),
    set('stay', scope.admissionId ?? ''),
    set('account', scope.accountId),
    `SET LOCAL ROLE ${SCOPED_ROLE}`,
  ].join('; ');
}

/**
 * Makes the role where it is missing, and lets it read every table but those; again at each start, so that a new table has it too.
 * Roles are the whole server's: several databases may do this at once. An owner who may create no role is left without the
 * wall, and told what to ask for (`Database.hasWall`).
 */
export const RAISE_WALL = `
  DO $wall$
  DECLARE one regclass;
  BEGIN
    -- One database of the server at a time.
    PERFORM pg_advisory_xact_lock(478214);
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${SCOPED_ROLE}') THEN
        CREATE ROLE ${SCOPED_ROLE} NOLOGIN;
      END IF;
      IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
        AND NOT EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid JOIN pg_roles u ON u.oid = m.member
          WHERE r.rolname = '${SCOPED_ROLE}' AND u.rolname = current_user AND NOT m.admin_option) THEN
        GRANT ${SCOPED_ROLE} TO CURRENT_USER;
      END IF;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN NULL;
    END;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${SCOPED_ROLE}') THEN RETURN; END IF;
    BEGIN
      EXECUTE format('GRANT USAGE ON SCHEMA %I TO ${SCOPED_ROLE}', current_schema());
    -- Everybody has it, unless an operator took it away.
    EXCEPTION WHEN insufficient_privilege THEN NULL;
    END;
    -- A part of a table has no policy of its own, and is read through the whole.
    FOR one IN SELECT c.oid::regclass FROM pg_class c
      WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname <> ALL ('{${NEVER_READ.join(',')}}')
    LOOP EXECUTE format('GRANT SELECT ON %s TO ${SCOPED_ROLE}', one); END LOOP;
  END $wall$`;
