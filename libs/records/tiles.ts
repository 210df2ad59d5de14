import type { Board, OpenAlertView, StayHead, Tile } from '#contracts';
import { OPEN_ALERT, WARD_ALERTS } from './alerts/alert-view.ts';
import type { Queryable } from './database.ts';
import { repeatOf, undecidedSbardOf } from './homes/waiting.ts';
import type { StoredState } from './evaluations.ts';
import { msOf, OPEN, RESTRICTED, SCALE_IN_FORCE, waitingSinceOn } from './sql.ts';

/** The rows that a tile is made of, one a stay. Tiles of the snapshot and of the feed come from here alone, so they cannot differ. */
const TILE_ROWS = `
  SELECT
    a.id, a.version, a.ward_id, a.bed, a.pathway, a.level, ${SCALE_IN_FORCE} AS spo2_scale, a.current_state,
    a.plan ->> 'escalation' AS escalation_plan, (a.plan -> 'baseline' ->> 'news2')::float8 AS own_news2,
    (extract(epoch FROM a.last_reading_at) * 1000)::float8 AS last_reading_at,
    (extract(epoch FROM a.next_due_at) * 1000)::float8 AS next_due_at,
    p.nhs_number, p.given_name, p.family_name, p.sex, ${RESTRICTED} AS restricted,
    extract(year FROM age(now(), p.birth_date))::int AS age_years,
    h.id AS care_home_id, h.name AS care_home_name, ${repeatOf('a')} AS repeat, ${undecidedSbardOf('a')} AS sbard,
    (
      SELECT json_agg(json_build_object('carer', e.content ->> 'carer', 'from', (e.content ->> 'from')::float8,
        'until', (e.content ->> 'until')::float8, 'cover', e.content ->> 'cover', 'coverPhone', e.content ->> 'coverPhone') ORDER BY e.until)
      FROM care_entry e WHERE e.admission_id = a.id AND e.kind = 'carer-break' AND e.open AND e.until > now()
    ) AS carer_breaks,
    coalesce((
      SELECT json_agg(${OPEN_ALERT} ORDER BY al.raised_at, al.id)
      FROM alert al WHERE al.admission_id = a.id AND ${OPEN}
    ), '[]') AS alerts
  FROM admission a
  JOIN patient p ON p.id = a.patient_id
  LEFT JOIN care_home h ON h.id = a.care_home_id`;

interface TileRow {
  id: string;
  version: number;
  ward_id: string;
  bed: number | null;
  pathway: Tile['pathway'];
  level: Tile['level'];
  spo2_scale: 1 | 2;
  current_state: StoredState | null;
  escalation_plan: string | null;
  own_news2: number | null;
  last_reading_at: number | null;
  next_due_at: number | null;
  nhs_number: string;
  given_name: string;
  family_name: string;
  sex: Tile['patient']['sex'];
  age_years: number;
  restricted: boolean;
  care_home_id: string | null;
  care_home_name: string | null;
  repeat: Tile['repeat'];
  sbard: Tile['sbard'];
  alerts: OpenAlertView[];
  carer_breaks: NonNullable<Tile['carerBreaks']> | null;
}

function tileOf(row: TileRow): Tile {
  const { latest, lastComplete } = row.current_state ?? { latest: null, lastComplete: null };
  const complete = lastComplete?.news2.kind === 'complete' ? lastComplete.news2 : null;
  return {
    admissionId: row.id,
    version: row.version,
    bed: row.bed,
    patient: {
      nhsNumber: row.nhs_number,
      name: `${row.given_name} ${row.family_name}`,
      ageYears: row.age_years,
      sex: row.sex,
    },
    pathway: row.pathway,
    level: row.level,
    place:
      row.care_home_id === null
        ? { kind: 'home' }
        : { kind: 'care-home', id: row.care_home_id, name: row.care_home_name ?? row.care_home_id },
    spo2Scale: row.spo2_scale,
    escalationPlan: row.escalation_plan,
    ownNews2: row.own_news2,
    usualNews2: row.own_news2 === null ? (row.current_state?.usualNews2 ?? null) : null,
    news2NotApplicable: latest?.news2.kind === 'not-applicable' ? latest.news2.reason : null,
    score:
      complete && lastComplete
        ? {
            at: lastComplete.at,
            total: complete.total,
            band: complete.band,
            singleThree: [...complete.singleThree],
            subScores: complete.subScores,
            scale: complete.scale,
            statedTotal: row.current_state?.statedTotal ?? null,
          }
        : null,
    incomplete:
      latest?.news2.kind === 'incomplete'
        ? {
            at: latest.at,
            least: latest.news2.least,
            most: latest.news2.most,
            band: latest.news2.band,
            missing: [...latest.news2.missing],
          }
        : null,
    notTaken: row.current_state?.notTaken ?? null,
    trend: row.current_state?.trend ?? 'unknown',
    recent: (row.current_state?.recent ?? []).map(([at, least, most]) => [at, least, most]),
    lastReadingAt: row.last_reading_at,
    nextDueAt: row.next_due_at,
    repeat: row.repeat,
    sbard: row.sbard,
    alerts: row.alerts,
    ...(row.carer_breaks && { carerBreaks: row.carer_breaks }),
    ...(row.restricted && { restricted: 'marked' as const }),
  };
}

/** The tiles of these stays as they now are, by ward. For the feed: call it in the transaction that changed them. */
export async function tilesOf(database: Queryable, admissionIds: readonly string[]): Promise<Map<string, Tile[]>> {
  const rows = await database.query<TileRow>(
    `${TILE_ROWS} WHERE a.id = ANY ($1::uuid[]) ORDER BY a.id`,
    [admissionIds],
    'tiles-of-stays',
  );
  const byWard = new Map<string, Tile[]>();
  for (const row of rows) {
    const tiles = byWard.get(row.ward_id);
    if (tiles) tiles.push(tileOf(row));
    else byWard.set(row.ward_id, [tileOf(row)]);
  }
  return byWard;
}

const BOARD = `
  SELECT w.id, w.name, w.capacity, w.feed_seq, clock_timestamp() AS at,
    ${msOf(`(${waitingSinceOn('w.id')})`)} AS oldest_unevaluated_at,
    coalesce((SELECT json_agg(t) FROM (${TILE_ROWS} WHERE a.ward_id = w.id AND a.status = 'active') t), '[]') AS tile_rows,
    coalesce((${WARD_ALERTS}), '[]') AS ward_alerts
  FROM ward w WHERE w.id = $1`;

/**
 * The whole ward as of its feed number, both from one statement and so from one moment: events after `seq` continue it
 * exactly. Null when there is no such ward.
 */
export async function boardOf(database: Queryable, wardId: string): Promise<Board | null> {
  const [row] = await database.query<{
    id: string;
    name: string;
    capacity: number;
    feed_seq: string;
    at: Date;
    oldest_unevaluated_at: number | null;
    tile_rows: TileRow[];
    ward_alerts: OpenAlertView[];
  }>(BOARD, [wardId], 'board-of-ward');
  if (!row) return null;
  return {
    ward: { id: row.id, name: row.name, capacity: row.capacity },
    seq: Number(row.feed_seq),
    at: row.at.getTime(),
    tiles: row.tile_rows.map(tileOf),
    wardAlerts: row.ward_alerts,
    oldestUnevaluatedAt: row.oldest_unevaluated_at,
  };
}

/** The residents of one care home who are on a ward now. */
export async function residentsOf(database: Queryable, careHomeId: string): Promise<Tile[]> {
  const rows = await database.query<TileRow>(
    `${TILE_ROWS} WHERE a.care_home_id = $1 AND a.status = 'active' ORDER BY p.family_name, p.given_name, a.id`,
    [careHomeId],
  );
  // Its carers look after them, and need not know why others may not see it.
  return rows.map((row) => tileOf({ ...row, restricted: false }));
}

const STAY_HEAD = `
  SELECT w.id AS ward_id, w.name AS ward_name, clock_timestamp() AS at, ${msOf('s.admitted_at')} AS admitted_at,
    ${msOf('s.ended_at')} AS ended_at, (SELECT to_json(t) FROM (${TILE_ROWS} WHERE a.id = s.id) t) AS tile_row
  FROM admission s JOIN ward w ON w.id = s.ward_id WHERE s.id = $1 AND s.ward_id = ANY ($2::text[])`;

/** One stay of these wards, also when it is over; null when there is no such stay. */
export async function stayHeadOf(
  database: Queryable,
  { admissionId, wardIds }: { admissionId: string; wardIds: readonly string[] },
): Promise<StayHead | null> {
  const [row] = await database.query<{
    ward_id: string;
    ward_name: string;
    at: Date;
    admitted_at: number;
    ended_at: number | null;
    tile_row: TileRow;
  }>(STAY_HEAD, [admissionId, wardIds], 'head-of-stay');
  if (!row) return null;
  return {
    at: row.at.getTime(),
    ward: { id: row.ward_id, name: row.ward_name },
    admittedAt: row.admitted_at,
    endedAt: row.ended_at,
    tile: tileOf(row.tile_row),
  };
}
