import type { SettledReadings, StayIdentity, UnmatchedGroup, UnmatchedList } from '#contracts';
import { v7 as newId } from 'uuid';
import type { Account } from './accounts.ts';
import { appendAudit } from './audit.ts';
import type { Database, Queryable, Transaction } from './database.ts';
import { withinReach } from './reach.ts';
import { saysTheSame } from './stated-identity.ts';

const MOST_GROUPS = 100;
/** A decision takes this many readings at once, at most: what is left of a longer list waits for the next one. */
const MOST_AT_ONCE = 5_000;

/** The wards that a source's key reaches, as they are now: those of its source, narrowed to its own. */
const IN_REACH_OF_KEY = `k.id IS NOT NULL AND ${withinReach({
  wardIds:
    'CASE WHEN k.ward_ids IS NULL THEN s.ward_ids ELSE ARRAY(SELECT unnest(s.ward_ids) INTERSECT SELECT unnest(k.ward_ids)) END',
  careHomeIds: 'k.care_home_ids',
  nhsNumbers: 'k.nhs_numbers',
})}`;

const STAY_IDENTITY = `json_build_object(
  'admissionId', a.id, 'wardId', a.ward_id, 'bed', a.bed, 'name', p.given_name || ' ' || p.family_name,
  'birthDate', to_char(p.birth_date, 'YYYY-MM-DD'), 'nhsNumber', p.nhs_number,
  'admittedAt', (extract(epoch FROM a.admitted_at) * 1000)::float8)`;

/**
 * Whose sources share a ward with the person. The last measured of each group is read for its values: that somebody is
 * very ill must not hide behind not knowing who it is.
 */
const LIST = `
  WITH groups AS (
    SELECT u.stated_as, min(u.source_id) AS source_id, min(u.nhs_number) AS nhs_number, min(u.stated_family_name) AS family_name,
      min(u.stated_display_name) AS display_name, min(u.stated_birth_date) AS birth_date, count(*)::int AS count,
      min(u.received_at) AS first_received, max(u.received_at) AS last_received, max(u.effective_at) AS last_measured,
      (array_agg(u.observation_id ORDER BY u.effective_at DESC, u.received_at DESC))[1] AS last_id,
      (array_agg(u.received_at ORDER BY u.effective_at DESC, u.received_at DESC))[1] AS last_id_received,
      max(u.source_key_id) AS source_key_id
    FROM unmatched_reading u JOIN source s ON s.id = u.source_id AND s.ward_ids && $1
    GROUP BY u.stated_as
    ORDER BY max(u.received_at) DESC LIMIT ${MOST_GROUPS}
  )
  SELECT g.stated_as AS "group", json_build_object('id', s.id, 'name', s.name) AS source, g.nhs_number AS "nhsNumber",
    json_build_object('familyName', g.family_name, 'displayName', g.display_name, 'birthDate', g.birth_date) AS stated, g.count,
    (extract(epoch FROM g.first_received) * 1000)::float8 AS "firstReceivedAt",
    (extract(epoch FROM g.last_received) * 1000)::float8 AS "lastReceivedAt", g.last_received::text AS "upTo",
    (extract(epoch FROM g.last_measured) * 1000)::float8 AS "lastMeasuredAt",
    jsonb_strip_nulls(jsonb_build_object('respiration', o.respiration, 'spo2', o.spo2, 'onOxygen', o.on_oxygen, 'oxygenFlow', o.oxygen_flow,
      'systolic', o.systolic, 'diastolic', o.diastolic, 'pulse', o.pulse, 'consciousness', o.consciousness,
      'temperature', o.temperature, 'weight', o.weight, 'glucose', o.glucose)) AS "lastValues",
    stay.identity AS "onWard", coalesce(stay.in_reach, false) AS in_reach,
    coalesce(stay.name_differs, false) AS name_differs, coalesce(stay.birth_date_differs, false) AS birth_date_differs
  FROM groups g JOIN source s ON s.id = g.source_id
  LEFT JOIN source_key k ON k.id = g.source_key_id
  LEFT JOIN observation o ON o.id = g.last_id AND o.received_at = g.last_id_received
  LEFT JOIN LATERAL (
    SELECT ${STAY_IDENTITY} AS identity, ${IN_REACH_OF_KEY} AS in_reach,
      NOT ${saysTheSame({ familyName: 'g.family_name', displayName: 'g.display_name', birthDate: 'NULL' })} AS name_differs,
      NOT ${saysTheSame({ familyName: 'NULL', displayName: 'NULL', birthDate: 'g.birth_date' })} AS birth_date_differs
    FROM patient p JOIN admission a ON a.patient_id = p.id AND a.status = 'active'
    WHERE p.nhs_number = g.nhs_number AND a.ward_id = ANY ($1)
  ) stay ON true
  ORDER BY g.last_received DESC`;

interface GroupRow extends Omit<UnmatchedGroup, 'because' | 'differs'> {
  in_reach: boolean;
  name_differs: boolean;
  birth_date_differs: boolean;
}

function groupOf({ in_reach, name_differs, birth_date_differs, ...row }: GroupRow): UnmatchedGroup {
  const differs = [
    ...(name_differs ? (['name'] as const) : []),
    ...(birth_date_differs ? (['birthDate'] as const) : []),
  ];
  return {
    ...row,
    differs,
    because:
      row.onWard === null
        ? 'nobody'
        : differs.length > 0
          ? 'says-otherwise'
          : in_reach
            ? 'just-admitted'
            : 'out-of-reach',
  };
}

/** What waits for these wards to say whose it is. */
export async function unmatchedReadings(
  database: Queryable,
  wardIds: readonly string[],
): Promise<Omit<UnmatchedList, 'at'>> {
  const groups = await database.query<GroupRow>(LIST, [wardIds]);
  return { readings: await countUnmatched(database, wardIds), groups: groups.map(groupOf) };
}

export async function countUnmatched(database: Queryable, wardIds: readonly string[]): Promise<number> {
  const [row] = await database.query<{ readings: number }>(
    `SELECT count(*)::int AS readings FROM unmatched_reading u JOIN source s ON s.id = u.source_id AND s.ward_ids && $1`,
    [wardIds],
    'count-unmatched',
  );
  return row?.readings ?? 0;
}

/** Everybody on these wards, by name: to choose from whose a reading is. */
export async function staysToChooseFrom(database: Queryable, wardIds: readonly string[]): Promise<StayIdentity[]> {
  const rows = await database.query<{ identity: StayIdentity }>(
    `SELECT ${STAY_IDENTITY} AS identity FROM admission a JOIN patient p ON p.id = a.patient_id
     WHERE a.ward_id = ANY ($1) AND a.status = 'active' ORDER BY p.family_name, p.given_name, a.id`,
    [wardIds],
  );
  return rows.map((row) => row.identity);
}

export type SettlingRefusal =
  /** Nothing of the group is waiting any more: somebody was quicker, or an admission was. */
  | { kind: 'nothing-waits' }
  | { kind: 'no-such-stay' }
  /** The record says something else of the patient than what was confirmed. */
  | { kind: 'record-differs' };

interface Decision {
  kind: 'attached' | 'dismissed' | 'admitted';
  actor: Account | null;
  reason: string;
  now: Date;
  confirmed: object | null;
  fromNowOn: boolean;
  stay: { id: string; patientId: string; admittedAt: Date } | null;
}

interface Taken {
  observation_id: string;
  received_at: string;
  effective_at: string;
  source_id: number;
  nhs_number: string;
  stated_family_name: string | null;
  stated_display_name: string | null;
  stated_birth_date: string | null;
  stated_as: string;
}

const TAKEN = `observation_id, received_at::text, effective_at::text, source_id, nhs_number, stated_family_name, stated_display_name, stated_birth_date, stated_as`;

/** Takes what waits of a group out of the list; whoever else wants it waits, and finds nothing. */
function take(
  transaction: Transaction,
  { group, upTo }: { group: string; upTo: string },
  wardIds: readonly string[],
): Promise<Taken[]> {
  return transaction.query<Taken>(
    `DELETE FROM unmatched_reading WHERE observation_id IN (
       SELECT u.observation_id FROM unmatched_reading u JOIN source s ON s.id = u.source_id AND s.ward_ids && $3
       WHERE u.stated_as = $1 AND u.received_at <= $2::timestamptz
       ORDER BY u.received_at, u.observation_id LIMIT ${MOST_AT_ONCE} FOR UPDATE OF u
     ) RETURNING ${TAKEN}`,
    [group, upTo, wardIds],
  );
}

/**
 * Says whose the readings are: those since the stay began become the stay's and wait for the rules with their own times;
 * those from before are kept with the patient as history. The decision keeps all of it for good.
 */
const SETTLE = `
  WITH taken AS (
    SELECT *, CASE WHEN $6::uuid IS NULL THEN 'dismissed' WHEN effective_at < $7::timestamptz THEN 'history' ELSE 'stay' END AS placed
    FROM jsonb_to_recordset($1::jsonb) AS t(observation_id uuid, received_at timestamptz, effective_at timestamptz)
  ), decided AS (
    INSERT INTO identity_decision (
      id, at, kind, decided_by, account_id, reason, source_id, nhs_number, stated, stated_as, patient_id, admission_id, confirmed, holds_from_now_on
    ) VALUES ($2, $3, $4, $8, $9, $10, $11, $12, $13, $14, $5, $6, $15, $16)
    RETURNING id
  ), placed AS (
    INSERT INTO identity_decision_reading (decision_id, observation_id, received_at, placed)
    SELECT decided.id, taken.observation_id, taken.received_at, taken.placed FROM taken, decided
  ), said AS (
    UPDATE observation o SET patient_id = $5, admission_id = CASE WHEN taken.placed = 'stay' THEN $6::uuid END
    FROM taken WHERE o.id = taken.observation_id AND o.received_at = taken.received_at AND taken.placed <> 'dismissed'
    RETURNING o.id, o.received_at, o.admission_id, o.day_only
  ), outbox AS (
    INSERT INTO pending_evaluation (admission_id, observation_id, received_at, waits_since)
    SELECT admission_id, id, received_at, $3 FROM said WHERE admission_id IS NOT NULL AND NOT day_only
  )
  SELECT count(*)::int AS readings, (count(*) FILTER (WHERE placed = 'history'))::int AS history FROM taken`;

async function settle(transaction: Transaction, taken: readonly Taken[], decision: Decision): Promise<SettledReadings> {
  const [first] = taken;
  if (!first) throw new Error('a decision is about at least one reading');
  const { kind, actor, reason, now, confirmed, fromNowOn, stay } = decision;
  const id = newId();
  const [settled] = await transaction.query<SettledReadings>(SETTLE, [
    JSON.stringify(taken),
    id,
    now,
    kind,
    stay?.patientId ?? null,
    stay?.id ?? null,
    stay?.admittedAt ?? null,
    actor?.displayName ?? null,
    actor?.id ?? null,
    reason,
    first.source_id,
    first.nhs_number,
    JSON.stringify({
      familyName: first.stated_family_name,
      displayName: first.stated_display_name,
      birthDate: first.stated_birth_date,
    }),
    first.stated_as,
    confirmed === null ? null : JSON.stringify(confirmed),
    fromNowOn,
  ]);
  await appendAudit(transaction, [
    {
      act: kind === 'dismissed' ? 'dismissed-readings' : 'attached-readings',
      actor: actor ? { kind: 'person', id: actor.id } : { kind: 'system', id: 'rules-worker' },
      ...(stay ? { admissions: [stay.id] } : {}),
      details: { decision: id, source: first.source_id, readings: taken.length },
    },
  ]);
  return settled ?? { readings: 0, history: 0 };
}

/**
 * Readings of a group become a stay's, by a person who confirmed who that is. Refused when the record says another name,
 * birth date or NHS number than they confirmed.
 */
export function attachReadings(
  database: Database,
  request: {
    group: string;
    upTo: string;
    admissionId: string;
    confirmed: { name: string; birthDate: string; nhsNumber: string };
    reason: string;
    fromNowOn: boolean;
    actor: Account;
    now: Date;
  },
): Promise<({ kind: 'settled' } & SettledReadings) | SettlingRefusal> {
  const { admissionId, confirmed, actor } = request;
  return database.transaction(
    async (transaction): Promise<({ kind: 'settled' } & SettledReadings) | SettlingRefusal> => {
      // The stay first, as everybody does who changes it.
      const [stay] = await transaction.query<{
        id: string;
        patient_id: string;
        admitted_at: Date;
        identity: StayIdentity;
      }>(
        `SELECT a.id, a.patient_id, a.admitted_at, ${STAY_IDENTITY} AS identity FROM admission a JOIN patient p ON p.id = a.patient_id
       WHERE a.id = $1 AND a.status = 'active' AND a.ward_id = ANY ($2) FOR NO KEY UPDATE OF a`,
        [admissionId, actor.wardIds],
      );
      if (!stay) return { kind: 'no-such-stay' };
      const { name, birthDate, nhsNumber } = stay.identity;
      if (name !== confirmed.name || birthDate !== confirmed.birthDate || nhsNumber !== confirmed.nhsNumber) {
        return { kind: 'record-differs' };
      }
      const taken = await take(transaction, request, actor.wardIds);
      const [first] = taken;
      if (!first) return { kind: 'nothing-waits' };
      const settled = await settle(transaction, taken, {
        ...request,
        kind: 'attached',
        // Another number is another person's, whatever the sender meant this time.
        fromNowOn: request.fromNowOn && first.nhs_number === nhsNumber,
        stay: { id: stay.id, patientId: stay.patient_id, admittedAt: stay.admitted_at },
      });
      return { kind: 'settled', ...settled };
    },
  );
}

/** Readings of a group are nobody's here, says a person. They are kept, unmatched, and leave the list. */
export function dismissReadings(
  database: Database,
  request: { group: string; upTo: string; reason: string; actor: Account; now: Date },
): Promise<({ kind: 'settled' } & SettledReadings) | SettlingRefusal> {
  return database.transaction(
    async (transaction): Promise<({ kind: 'settled' } & SettledReadings) | SettlingRefusal> => {
      const taken = await take(transaction, request, request.actor.wardIds);
      if (taken.length === 0) return { kind: 'nothing-waits' };
      const settled = await settle(transaction, taken, {
        ...request,
        kind: 'dismissed',
        confirmed: null,
        fromNowOn: false,
        stay: null,
      });
      return { kind: 'settled', ...settled };
    },
  );
}

/**
 * Those that wait and whose NHS number is on a ward by now, within the reach of the key that they came with, and whose
 * sender says nothing else of the person than the record does, or nothing else than what a person has said is right.
 */
const OF_THE_ADMITTED = `
  SELECT u.stated_as, a.id AS admission_id, a.patient_id, a.admitted_at
  FROM admission a JOIN patient p ON p.id = a.patient_id
  JOIN unmatched_reading u ON u.nhs_number = p.nhs_number
  JOIN source s ON s.id = u.source_id
  LEFT JOIN source_key k ON k.id = u.source_key_id
  WHERE a.status = 'active' AND ${IN_REACH_OF_KEY} AND (
    ${saysTheSame({ familyName: 'u.stated_family_name', displayName: 'u.stated_display_name', birthDate: 'u.stated_birth_date' })}
    OR EXISTS (
      SELECT FROM identity_decision d WHERE d.stated_as = u.stated_as AND d.holds_from_now_on AND d.patient_id = p.id
    )
  )
  GROUP BY u.stated_as, a.id, a.patient_id, a.admitted_at
  LIMIT 50`;

/**
 * Settles what settles itself: readings of somebody who has been admitted since. To be called again and again, for it
 * looks at what is there now; so a reading that was stored while its patient was being admitted is found as well.
 * Answers how many readings found their patient.
 */
export async function matchReadingsOfTheAdmitted(database: Database, now: Date): Promise<number> {
  const [waiting] = await database.query<{ any: boolean }>(
    'SELECT EXISTS (SELECT FROM unmatched_reading) AS any',
    [],
    'any-unmatched',
  );
  if (!waiting?.any) return 0;
  const found = await database.query<{
    stated_as: string;
    admission_id: string;
    patient_id: string;
    admitted_at: Date;
  }>(OF_THE_ADMITTED);
  let readings = 0;
  for (const { stated_as: statedAs, admission_id: id, patient_id: patientId } of found) {
    readings += await database.transaction(async (transaction) => {
      // Looked at again with the stay held: it may have ended, or moved, since.
      const [stay] = await transaction.query<{ admitted_at: Date }>(
        `SELECT admitted_at FROM admission WHERE id = $1 AND patient_id = $2 AND status = 'active' FOR NO KEY UPDATE`,
        [id, patientId],
      );
      if (!stay) return 0;
      const taken = await transaction.query<Taken>(
        `DELETE FROM unmatched_reading WHERE observation_id IN (
           SELECT u.observation_id FROM unmatched_reading u
           JOIN source s ON s.id = u.source_id JOIN source_key k ON k.id = u.source_key_id
           JOIN admission a ON a.id = $2 JOIN patient p ON p.id = a.patient_id
           WHERE u.stated_as = $1 AND ${IN_REACH_OF_KEY}
           ORDER BY u.received_at, u.observation_id LIMIT ${MOST_AT_ONCE} FOR UPDATE OF u
         ) RETURNING ${TAKEN}`,
        [statedAs, id],
      );
      if (taken.length === 0) return 0;
      const settled = await settle(transaction, taken, {
        kind: 'admitted',
        actor: null,
        reason: 'The NHS number is on a ward by now, and what the sender says of the person agrees with the record.',
        now,
        confirmed: null,
        fromNowOn: false,
        stay: { id, patientId, admittedAt: stay.admitted_at },
      });
      return settled.readings;
    });
  }
  return readings;
}
