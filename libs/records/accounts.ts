import type { Role, WallNames } from '#contracts';
import { v7 as newId } from 'uuid';
import type { Queryable } from './database.ts';
import { msOf } from './sql.ts';

/** Somebody who may sign in, with what they may reach. */
export interface Account {
  id: string;
  username: string;
  displayName: string;
  role: Role;
  wardIds: string[];
  careHome: { id: string; name: string } | null;
  /** Of a patient or carer: the one stay that they reach. Null for everybody else. */
  admissionId: string | null;
  /** What its session is good for: everything that the role may, or setting up the second factor that the role needs. */
  session: SessionKind;
  /** Whether an OpenID provider vouches for them: they have no password here. */
  isVouchedFor: boolean;
  /** Of a wall screen, whose role is `wall` and whose ward is the one that it shows: which names it has. Null of a person. */
  wall: WallOfSession | null;
  /** Patients beyond their wards whom they opened with a reason, and until when. */
  glasses: readonly Glass[];
  /** Stays on their wards whose record is restricted. */
  restricted: readonly RestrictedStay[];
}

export interface RestrictedStay {
  admissionId: string;
  wardId: string;
  /** They are named for it, restricted it themselves, or lead the ward. */
  named: boolean;
}

/** The stays on somebody's wards that are closed to them: restricted, not theirs, and not opened with a reason. */
export function hiddenFrom({ restricted, glasses }: Account): ReadonlySet<string> {
  return new Set(
    restricted.flatMap(({ admissionId, named }) =>
      named || glasses.some((glass) => glass.admissionId === admissionId) ? [] : [admissionId],
    ),
  );
}

export interface Glass {
  admissionId: string;
  wardId: string;
  /** Epoch milliseconds. */
  until: number;
}

interface WallOfSession {
  sessionId: string;
  names: WallNames;
}

/** How a provider names the session that it vouched for. */
export interface VouchedSession {
  providerSession: string | null;
  idToken: string;
}

export type SessionKind = 'full' | 'setting-up' | 'wall';

interface AccountWithHome {
  id: string;
  username: string;
  display_name: string;
  role: Role;
  password_hash: string;
  ward_ids: string[];
  care_home_id: string | null;
  care_home_name: string | null;
  admission_id: string | null;
  vouched: boolean;
  kind?: SessionKind;
  session_id?: string;
  wall_ward_id?: string | null;
  wall_names?: WallNames | null;
  glasses?: Glass[] | null;
  restricted?: RestrictedStay[] | null;
}

const accountOf = (row: AccountWithHome): Account => ({
  id: row.id,
  username: row.username,
  displayName: row.display_name,
  role: row.role,
  wardIds: row.ward_ids,
  careHome: row.care_home_id === null ? null : { id: row.care_home_id, name: row.care_home_name ?? row.care_home_id },
  admissionId: row.admission_id,
  session: row.kind ?? 'full',
  isVouchedFor: row.vouched,
  wall: null,
  glasses: row.glasses ?? [],
  restricted: row.restricted ?? [],
});

/** What a session is: the person whose it is, or a screen that they opened, which has one ward and nothing else of theirs. */
function ofSession(row: AccountWithHome): Account {
  const person = accountOf(row);
  const { session_id: sessionId, wall_ward_id: wardId, wall_names: names } = row;
  if (row.kind !== 'wall' || sessionId === undefined || !wardId || !names) return person;
  return {
    ...person,
    role: 'wall',
    wardIds: [wardId],
    careHome: null,
    glasses: [],
    restricted: [],
    wall: { sessionId, names },
  };
}

const ACCOUNT_COLUMNS = `c.id, c.username, c.display_name, c.role, c.password_hash, c.ward_ids, c.care_home_id, c.admission_id, c.subject IS NOT NULL AS vouched, h.name AS care_home_name`;
const WITH_HOME = 'account c LEFT JOIN care_home h ON h.id = c.care_home_id';

/** A wall is dark once whoever opened it has lost the ward, or has a role that opens none. */
export const MAY_STILL_HAVE_WALL = `s.wall_ward_id = ANY (c.ward_ids) AND c.role IN ('hub-clinician', 'coordinator', 'lead')`;

/** The account to sign in to with a password, and its hash; null when there is none or it is disabled. Patients have none, nor has whom a provider vouches for. */
export async function accountToSignIn(
  database: Queryable,
  username: string,
): Promise<{ account: Account; passwordHash: string } | null> {
  const [row] = await database.query<AccountWithHome>(
    `SELECT ${ACCOUNT_COLUMNS} FROM ${WITH_HOME} WHERE c.username = lower($1) AND c.disabled_at IS NULL AND c.admission_id IS NULL AND c.subject IS NULL`,
    [username],
  );
  return row ? { account: accountOf(row), passwordHash: row.password_hash } : null;
}

/** An account that is not switched off. */
export async function accountById(database: Queryable, id: string): Promise<Account | null> {
  const [row] = await database.query<AccountWithHome>(
    `SELECT ${ACCOUNT_COLUMNS} FROM ${WITH_HOME} WHERE c.id = $1 AND c.disabled_at IS NULL`,
    [id],
  );
  return row ? accountOf(row) : null;
}

/** Resolves to the name of the session by which its owner knows it. */
export async function startSession(
  database: Queryable,
  session: {
    tokenHash: Buffer;
    accountId: string;
    now: Date;
    expiresAt: Date;
    browser: string | null;
    address: string | null;
    kind: SessionKind;
    vouchedFor?: VouchedSession | null;
    wall?: { wardId: string; names: WallNames; place: string };
  },
): Promise<string> {
  const { tokenHash, accountId, now, expiresAt, browser, address, kind, vouchedFor, wall } = session;
  const id = newId();
  await database.query(
    `INSERT INTO session (token_hash, account_id, created_at, last_seen_at, expires_at, id, browser, address, kind, provider_session, id_token,
       wall_ward_id, wall_names, wall_place)
     VALUES ($1, $2, $3, $3, $4, $5, $6, left($7, 60), $8, $9, $10, $11, $12, $13)`,
    [
      tokenHash,
      accountId,
      now,
      expiresAt,
      id,
      browser,
      address,
      kind,
      vouchedFor?.providerSession ?? null,
      vouchedFor?.idToken ?? null,
      wall?.wardId ?? null,
      wall?.names ?? null,
      wall?.place ?? null,
    ],
  );
  if (!wall) await database.query('UPDATE account SET last_signed_in_at = $2 WHERE id = $1', [accountId, now]);
  return id;
}

/**
 * Whose session this is; null when it ended, expired, idled out (last seen before `seenSince`), its account was disabled, or the stay
 * is over that it was for.
 */
export async function accountOfSession(
  database: Queryable,
  {
    tokenHash,
    now,
    seenSince,
    atHomeSeenSince,
    wallSeenSince,
  }: { tokenHash: Buffer; now: Date; seenSince: Date; atHomeSeenSince: Date; wallSeenSince: Date },
): Promise<Account | null> {
  const [row] = await database.query<AccountWithHome>(
    `SELECT ${ACCOUNT_COLUMNS}, s.kind, s.id AS session_id, s.wall_ward_id, s.wall_names,
       (SELECT json_agg(json_build_object('admissionId', g.admission_id, 'wardId', g.ward_id, 'until', ${msOf('g.until')}))
        FROM break_glass g WHERE g.account_id = c.id AND g.until > $2) AS glasses,
       (SELECT json_agg(json_build_object('admissionId', a.id, 'wardId', a.ward_id,
          'named', c.role = 'lead' OR r.set_by = c.id OR c.id = ANY (r.named)))
        FROM record_restriction r JOIN admission a ON a.patient_id = r.patient_id AND a.ward_id = ANY (c.ward_ids)
        WHERE r.lifted_at IS NULL) AS restricted
     FROM ${WITH_HOME} JOIN session s ON s.account_id = c.id
     WHERE s.token_hash = $1 AND s.expires_at > $2 AND c.disabled_at IS NULL
       AND CASE WHEN s.kind = 'wall' THEN s.last_seen_at > $5 AND ${MAY_STILL_HAVE_WALL}
         WHEN c.admission_id IS NULL THEN s.last_seen_at > $3
         ELSE s.last_seen_at > $4 AND EXISTS (SELECT FROM admission a WHERE a.id = c.admission_id AND a.status = 'active') END`,
    [tokenHash, now, seenSince, atHomeSeenSince, wallSeenSince],
  );
  if (!row) return null;
  // Once a minute is enough to know whether it idles, and spares a write per request.
  await database.query(
    `UPDATE session SET last_seen_at = $2 WHERE token_hash = $1 AND last_seen_at < $2::timestamptz - interval '1 minute'`,
    [tokenHash, now],
  );
  return ofSession(row);
}

/** Resolves to whose it was; null when it was nobody's any more. */
export async function endSession(database: Queryable, tokenHash: Buffer): Promise<string | null> {
  const [row] = await database.query<{ account_id: string }>(
    'DELETE FROM session WHERE token_hash = $1 RETURNING account_id',
    [tokenHash],
  );
  return row?.account_id ?? null;
}

export async function forgetExpiredSessions(database: Queryable, now: Date): Promise<void> {
  await database.query('DELETE FROM session WHERE expires_at <= $1', [now]);
}
