import {
  admissionCriteria,
  mayBecome,
  orderQueue,
  type AdmissionCriterion,
  type InQueue,
  type ReferralState,
} from '#clinical';
import {
  RESTRICTED_NAME,
  type ReferralDecision,
  type ReferralRefusal,
  type ReferralTerms,
  type ReferralView,
  type WardBeds,
} from '#contracts';
import { v7 as newId } from 'uuid';
import { hiddenFrom, type Account } from '../accounts.ts';
import type { Actor } from '../alerts/alerts.ts';
import { appendAudit } from '../audit.ts';
import { isUniqueViolation, type Database, type Queryable, type Transaction } from '../database.ts';
import { lockBeds } from '../free-beds.ts';
import { msOf, OPEN } from '../sql.ts';
import { KIT_KINDS, lowStock, type KitKind, type KitState } from '#contracts';
import { daysAhead, PLANNED_HOME, PLANNED_IN } from './days-ahead.ts';

/** What is settled is shown for so long. */
const SETTLED_SHOWN = `interval '7 days'`;

export interface ReferralRow {
  id: string;
  ward_id: string;
  nhs_number: string;
  terms: Omit<ReferralTerms, 'nhsNumber'>;
  state: ReferralState;
  version: number;
  received_at: number;
  received_by_name: string;
  waits_since: number | null;
  offered_until: number | null;
  admission_id: string | null;
  age_years: number;
  decile: number | null;
  planned_for: string | null;
}

interface ReferralEvent {
  readonly state: ReferralState;
  readonly reason: string | null;
  readonly advice: string | null;
}

/** A referral `r`. An offer that ran out is waiting again, without anybody doing anything. */
export const REFERRAL = `
  SELECT r.id, r.ward_id, r.nhs_number, r.terms, r.version, ${msOf('r.received_at')} AS received_at, r.received_by_name,
    CASE WHEN r.state = 'offered' AND r.offered_until <= $2::timestamptz THEN 'waiting' ELSE r.state END AS state,
    ${msOf('r.waits_since')} AS waits_since,
    CASE WHEN r.offered_until > $2::timestamptz THEN ${msOf('r.offered_until')} END AS offered_until, r.admission_id,
    extract(year FROM age($2::timestamptz, (r.terms ->> 'birthDate')::date))::int AS age_years,
    (SELECT d.decile FROM postcode_deprivation d WHERE d.postcode = replace(r.terms ->> 'postcode', ' ', '')) AS decile,
    ${PLANNED_IN} AS planned_for
  FROM referral r`;

export function criteriaOf({ terms, age_years: ageYears }: ReferralRow): readonly AdmissionCriterion[] {
  // Those that were taken down before it was asked do not say it.
  return admissionCriteria({ ...terms, pregnant: terms.pregnant ?? null, ageYears });
}

const inQueue = ({ id, terms, waits_since, decile }: ReferralRow): InQueue => ({
  id,
  waitsSince: waits_since ?? 0,
  news2: terms.news2,
  trajectory: terms.trajectory,
  imdDecile: decile,
});

/** Those who wait for a bed, in the order in which they are proposed. */
export function queueOf(rows: readonly ReferralRow[], now: Date): ReturnType<typeof orderQueue> {
  return orderQueue(rows.filter(({ state }) => state === 'waiting' || state === 'offered').map(inQueue), now.getTime());
}

type ShownStay = NonNullable<WardBeds['beds'][number]['stay']>;

interface BedRow {
  bed: number;
  stay: (Omit<ShownStay, 'kit'> & { kit: { kind: KitKind; serial: string }[] }) | null;
}

const BEDS = `
  SELECT b.number AS bed, CASE WHEN a.id IS NOT NULL THEN json_build_object('admissionId', a.id, 'version', a.version,
      'name', p.given_name || ' ' || p.family_name, 'pathway', a.pathway, 'level', a.level, 'admittedAt', ${msOf('a.admitted_at')},
      'openEmergency', EXISTS (SELECT FROM alert al WHERE al.admission_id = a.id AND ${OPEN} AND al.priority = 'emergency'),
      'plannedHome', ${PLANNED_HOME},
      'kit', (SELECT coalesce(json_agg(json_build_object('kind', k.kind, 'serial', k.serial) ORDER BY k.kind, k.serial), '[]') FROM kit_loan l
        JOIN kit k ON k.id = l.kit_id WHERE l.admission_id = a.id AND l.ended_at IS NULL)) END AS stay
  FROM bed b LEFT JOIN admission a ON a.ward_id = b.ward_id AND a.bed = b.number AND a.status = 'active'
  LEFT JOIN patient p ON p.id = a.patient_id
  WHERE b.ward_id = $1 ORDER BY b.number`;

const EVENTS = `
  SELECT referral_id, json_agg(json_build_object('at', ${msOf('at')}, 'by', by_name, 'state', state, 'reason', reason, 'advice', advice)
    ORDER BY id) AS events
  FROM referral_event WHERE referral_id = ANY ($1::uuid[]) GROUP BY referral_id`;

/** Those of people whose record is restricted, and who asks is not named for it. */
const CLOSED_REFERRALS = `
  SELECT r.id FROM referral r JOIN patient p ON p.nhs_number = r.nhs_number
  JOIN record_restriction rr ON rr.patient_id = p.id AND rr.lifted_at IS NULL
  WHERE r.id = ANY ($1::uuid[]) AND NOT ($2::text = 'lead' OR rr.set_by = $3::uuid OR $3::uuid = ANY (rr.named))`;

/** What wants deciding first, then the queue, then what is settled. */
const GROUP: Readonly<Record<ReferralState, number>> = {
  received: 0,
  waiting: 1,
  offered: 1,
  admitted: 2,
  declined: 2,
  withdrawn: 2,
};

/** The bed is theirs and the day that it may be free stays known: who they are and why does not. */
const withheld = (stay: ShownStay): ShownStay => ({
  ...stay,
  name: RESTRICTED_NAME,
  kit: [],
  plannedHome: stay.plannedHome && { ...stay.plannedHome, reason: RESTRICTED_NAME },
});

/** Every bed of a ward and everybody who is to come, in the queue's order; null when there is no such ward. */
export async function bedsAndReferrals(
  database: Queryable,
  wardId: string,
  now: Date,
  asks: Account,
): Promise<Omit<WardBeds, 'at'> | null> {
  const [ward] = await database.query<WardBeds['ward']>(
    `SELECT id, name, capacity, (SELECT count(*)::int FROM admission a WHERE a.ward_id = w.id AND a.status = 'active' AND a.bed IS NOT NULL) AS occupied
     FROM ward w WHERE id = $1`,
    [wardId],
  );
  if (!ward) return null;
  const rowsOfBeds = await database.query<BedRow>(BEDS, [wardId]);
  const beds = rowsOfBeds.map(({ bed, stay }): WardBeds['beds'][number] => ({
    bed,
    stay: stay && { ...stay, kit: stay.kit.map(({ kind, serial }) => `${KIT_KINDS[kind]} ${serial}`) },
  }));
  const kits = await database.query<{ kind: KitKind; state: KitState }>(
    `SELECT k.kind, CASE WHEN EXISTS (SELECT FROM kit_loan l WHERE l.kit_id = k.id AND l.ended_at IS NULL) THEN 'out' ELSE k.state END AS state
     FROM kit k WHERE k.ward_id = $1 ORDER BY k.kind`,
    [wardId],
  );
  const rows = await database.query<ReferralRow>(
    `${REFERRAL} WHERE r.ward_id = $1 AND (r.settled_at IS NULL OR r.settled_at > $2::timestamptz - ${SETTLED_SHOWN})
     ORDER BY r.settled_at DESC NULLS FIRST, r.received_at`,
    [wardId, now],
  );
  const events = await database.query<{ referral_id: string; events: ReferralView['events'] }>(EVENTS, [
    rows.map(({ id }) => id),
  ]);
  const homes = await database.query<WardBeds['homes'][number]>(
    'SELECT id, name FROM care_home WHERE ward_id = $1 ORDER BY name',
    [wardId],
  );
  const places = new Map(queueOf(rows, now).map((place) => [place.id, place]));
  const referrals = rows.map((row): ReferralView => {
    const place = places.get(row.id);
    return {
      id: row.id,
      version: row.version,
      state: row.state,
      terms: { ...row.terms, nhsNumber: row.nhs_number },
      ageYears: row.age_years,
      imdDecile: row.decile,
      receivedAt: row.received_at,
      receivedBy: row.received_by_name,
      waitsSince: row.waits_since,
      offeredUntil: row.offered_until,
      criteria: [...criteriaOf(row)],
      place: place?.place ?? null,
      need: place?.need ?? null,
      why: [...(place?.why ?? [])],
      events: events.find((one) => one.referral_id === row.id)?.events ?? [],
      admissionId: row.admission_id,
      plannedFor: row.planned_for,
    };
  });
  const closed = new Set(
    await database
      .query<{ id: string }>(CLOSED_REFERRALS, [rows.map(({ id }) => id), asks.role, asks.id])
      .then((found) => found.map(({ id }) => id)),
  );
  const hidden = hiddenFrom(asks);
  const shownBeds = beds.map(({ bed, stay }) => ({
    bed,
    stay: stay && hidden.has(stay.admissionId) ? withheld(stay) : stay,
  }));
  return {
    ward,
    beds: shownBeds,
    offered: referrals.filter(({ state }) => state === 'offered').length,
    homes,
    otherWards: await database.query<WardBeds['otherWards'][number]>(
      'SELECT id, name FROM ward WHERE id = ANY ($1::text[]) AND id <> $2 ORDER BY name',
      [asks.wardIds, wardId],
    ),
    ...(await daysAhead(database, { wardId, now, beds: shownBeds, referrals, closed, hidden })),
    lowKits: lowStock(kits),
    referrals: referrals
      .filter(({ id }) => !closed.has(id))
      .toSorted((a, b) => GROUP[a.state] - GROUP[b.state] || (a.place ?? 0) - (b.place ?? 0)),
  };
}

export type ReceiptOutcome =
  | { readonly kind: 'received'; readonly id: string }
  | { readonly kind: 'would-be-received' }
  | { readonly kind: 'no-such-ward' }
  /** Under the reference of its source: nothing was done. */
  | { readonly kind: 'received-before'; readonly id: string }
  /** The source has called another person's referral so. */
  | { readonly kind: 'another-under-it' }
  | ReferralRefusal;

/** A person, or a registered source that may refer. */
export type ReferralActor =
  Actor | { readonly sourceId: number; readonly displayName: string; readonly wardIds: readonly string[] };

const accountOf = (actor: ReferralActor): string | null => ('id' in actor ? actor.id : null);

interface Receipt {
  wardId: string;
  terms: ReferralTerms;
  actor: ReferralActor;
  now: Date;
  /** What a source calls it: sent again, it is the same. */
  reference?: string;
  /** Says what would come of it, and keeps nothing. */
  onlyLook?: boolean;
}

/** Takes down a referral. Somebody has one open referral to a ward, and none while they are on it. */
export async function receiveReferral(
  database: Database,
  { wardId, terms, actor, now, reference, onlyLook = false }: Receipt,
): Promise<ReceiptOutcome> {
  if (!actor.wardIds.includes(wardId)) return { kind: 'no-such-ward' };
  const { nhsNumber, ...said } = terms;
  const id = newId();
  try {
    return await database.transaction(async (transaction): Promise<ReceiptOutcome> => {
      const before = await underReference(transaction, { actor, reference, nhsNumber });
      if (before) return before;
      if (said.careHomeId !== null) {
        const [home] = await transaction.query('SELECT id FROM care_home WHERE id = $1 AND ward_id = $2', [
          said.careHomeId,
          wardId,
        ]);
        if (!home) return { kind: 'no-such-home' };
      }
      const [stay] = await transaction.query(
        `SELECT a.id FROM admission a JOIN patient p ON p.id = a.patient_id WHERE p.nhs_number = $1 AND a.status = 'active'`,
        [nhsNumber],
      );
      if (stay) return { kind: 'on-the-ward' };
      const [death] = await transaction.query<{ on: Date }>(
        `SELECT a.ended_at AS on FROM admission a JOIN patient p ON p.id = a.patient_id WHERE p.nhs_number = $1 AND a.ending = 'died' LIMIT 1`,
        [nhsNumber],
      );
      if (death) return { kind: 'died', on: death.on };
      if (onlyLook) {
        const [open] = await transaction.query(
          'SELECT FROM referral WHERE ward_id = $1 AND nhs_number = $2 AND settled_at IS NULL',
          [wardId, nhsNumber],
        );
        return open ? { kind: 'open-already' } : { kind: 'would-be-received' };
      }
      await transaction.query(
        `INSERT INTO referral (id, ward_id, nhs_number, terms, state, received_at, received_by_name, source_id, source_reference)
         VALUES ($1, $2, $3, $4, 'received', $5, $6, $7, $8)`,
        [
          id,
          wardId,
          nhsNumber,
          JSON.stringify(said),
          now,
          actor.displayName,
          'sourceId' in actor ? actor.sourceId : null,
          reference ?? null,
        ],
      );
      const row = await lockReferral(transaction, id, actor, now);
      if (!row) throw new Error('a referral that was just stored is there');
      await tell(transaction, { row, event: { state: 'received', reason: null, advice: null }, actor, now });
      return { kind: 'received', id };
    });
  } catch (error) {
    // Of the same one sent twice at once the second waited for the first, and finds it now.
    const before = await underReference(database, { actor, reference, nhsNumber });
    if (before) return before;
    if (isUniqueViolation(error, 'one_open_referral_per_person')) return { kind: 'open-already' };
    throw error;
  }
}

async function underReference(
  database: Queryable,
  { actor, reference, nhsNumber }: { actor: ReferralActor; reference: string | undefined; nhsNumber: string },
): Promise<ReceiptOutcome | null> {
  if (reference === undefined || !('sourceId' in actor)) return null;
  const [row] = await database.query<{ id: string; nhs_number: string }>(
    'SELECT id, nhs_number FROM referral WHERE source_id = $1 AND source_reference = $2',
    [actor.sourceId, reference],
  );
  if (!row) return null;
  return row.nhs_number === nhsNumber ? { kind: 'received-before', id: row.id } : { kind: 'another-under-it' };
}

/** The referral, held until the end of the transaction; undefined where there is none on the actor's wards. */
export async function lockReferral(
  transaction: Transaction,
  id: string,
  { wardIds }: Pick<Actor, 'wardIds'>,
  now: Date,
): Promise<ReferralRow | undefined> {
  const [row] = await transaction.query<ReferralRow>(
    `${REFERRAL} WHERE r.id = $1 AND r.ward_id = ANY ($3::text[]) FOR UPDATE OF r`,
    [id, now, wardIds],
  );
  return row;
}

/** Keeps what was decided, with the criteria as they stood, and tells the audit trail. */
export async function tell(
  transaction: Transaction,
  {
    row,
    event,
    actor,
    now,
    admissions = [],
  }: { row: ReferralRow; event: ReferralEvent; actor: ReferralActor; now: Date; admissions?: readonly string[] },
): Promise<void> {
  await transaction.query(
    `INSERT INTO referral_event (referral_id, at, by_id, by_name, state, reason, advice, criteria)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      row.id,
      now,
      accountOf(actor),
      actor.displayName,
      event.state,
      event.reason,
      event.advice,
      JSON.stringify(criteriaOf(row)),
    ],
  );
  await appendAudit(transaction, [
    {
      act:
        event.state === 'received'
          ? 'received-referral'
          : event.state === 'admitted'
            ? 'admitted'
            : 'decided-on-referral',
      actor: 'id' in actor ? { kind: 'person', id: actor.id } : { kind: 'source', id: String(actor.sourceId) },
      ward: row.ward_id,
      ...(admissions.length > 0 && { admissions: [...admissions] }),
      details: { referral: row.id, state: event.state },
    },
  ]);
}

/** Those other than this one for whom a bed of the ward is kept. */
export async function otherOffers(
  transaction: Transaction,
  { id, ward_id: wardId }: ReferralRow,
  now: Date,
): Promise<number> {
  const offers = await transaction.query(
    `SELECT id FROM referral WHERE ward_id = $1 AND state = 'offered' AND offered_until > $2 AND id <> $3`,
    [wardId, now, id],
  );
  return offers.length;
}

export type ReferralOutcome =
  | { readonly kind: 'decided'; readonly version: number }
  | { readonly kind: 'no-such-referral' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'not-from-here'; readonly state: ReferralState }
  /** Accepting although not everything is met wants a reason. */
  | { readonly kind: 'reason-wanted'; readonly wanting: readonly AdmissionCriterion[] }
  | { readonly kind: 'no-bed'; readonly capacity: number; readonly offered: number };

/** Accepts, declines, offers a bed to, or withdraws a referral as the person saw it. */
export function decideOnReferral(
  database: Database,
  { referralId, decision, actor, now }: { referralId: string; decision: ReferralDecision; actor: Actor; now: Date },
): Promise<ReferralOutcome> {
  return database.transaction(async (transaction): Promise<ReferralOutcome> => {
    const row = await lockReferral(transaction, referralId, actor, now);
    if (!row) return { kind: 'no-such-referral' };
    if (row.version !== decision.version) return { kind: 'stale' };
    const { to } = decision;
    if (!mayBecome(row.state, to)) return { kind: 'not-from-here', state: row.state };
    if (to === 'waiting' && row.state === 'received' && decision.reason === null) {
      const wanting = criteriaOf(row).filter(({ state }) => state !== 'met');
      if (wanting.length > 0) return { kind: 'reason-wanted', wanting };
    }
    if (to === 'offered') {
      const { capacity, free } = await lockBeds(transaction, row.ward_id);
      const offered = await otherOffers(transaction, row, now);
      if (free.length <= offered) return { kind: 'no-bed', capacity, offered };
    }
    const settled = to === 'declined' || to === 'withdrawn';
    await transaction.query(
      `UPDATE referral SET state = $2, version = version + 1, waits_since = CASE WHEN $2 IN ('waiting', 'offered') THEN coalesce(waits_since, $3::timestamptz) ELSE waits_since END,
         offered_until = $4, settled_at = $5 WHERE id = $1`,
      [
        referralId,
        to,
        now,
        to === 'offered' ? new Date(now.getTime() + decision.hours * 3_600_000) : null,
        settled ? now : null,
      ],
    );
    const event = {
      state: to,
      reason: to === 'offered' ? `For ${decision.hours} h.` : decision.reason,
      advice: to === 'declined' ? decision.advice : null,
    };
    await tell(transaction, { row, event, actor, now });
    return { kind: 'decided', version: row.version + 1 };
  });
}
