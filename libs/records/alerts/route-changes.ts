import { ANSWERING_ROLES, MINUTE, PRIORITIES, zoneOffset, type AnsweringRole, type Priority } from '#clinical';
import {
  DEFAULT_WAYS,
  ROUTE_PARTS,
  showWallClockTime,
  type AlertRouteChange,
  type AlertRouteVersion,
  type AlertRouteView,
  type RoutePart,
  type RouteStepView,
  type RouteWaits,
  type Way,
  type WaysByPriority,
} from '#contracts';
import { appendAudit } from '../audit.ts';
import { isUniqueViolation, type Database, type Queryable, type Transaction } from '../database.ts';
import { alarmTermsOf, type WardAlarmTerms } from './alarm-terms.ts';
import { mayAnswerFor, partOfRoute, storedRouteOf, type StoredRoute } from './ward-route.ts';

/** Something in a route that would leave nobody, at its place in what was sent. */
export interface RouteGap {
  readonly pointer: string;
  readonly sentence: string;
}

export type RouteChanged =
  | { kind: 'changed'; version: number }
  | { kind: 'stale'; by: string }
  /** Somebody would be asked who cannot answer, or nobody. */
  | { kind: 'nobody'; gaps: RouteGap[] };

const ROLE_WORDS: Record<AnsweringRole, string> = { 'hub-clinician': 'a hub clinician', lead: 'a clinical lead' };

interface By {
  readonly id: string;
  readonly displayName: string;
}

/** Puts a route in force from now on, as a new version. Refused when it would ask nobody, or was changed since the person looked. */
export async function changeAlertRoute(
  database: Database,
  { wardId, change, by }: { wardId: string; change: AlertRouteChange; by: By },
): Promise<RouteChanged> {
  try {
    return await database.transaction(async (transaction): Promise<RouteChanged> => {
      const [newest] = await transaction.query<{ version: number; by: string }>(
        'SELECT version, changed_by_name AS by FROM alert_route WHERE ward_id = $1 ORDER BY version DESC LIMIT 1',
        [wardId],
      );
      if ((newest?.version ?? 0) !== change.version) return { kind: 'stale', by: newest?.by ?? 'Somebody' };
      const gaps = await gapsIn(transaction, wardId, change);
      if (gaps.length > 0) return { kind: 'nobody', gaps };
      const version = change.version + 1;
      await write(transaction, wardId, version, change, by);
      await appendAudit(transaction, [
        { act: 'changed-route', actor: { kind: 'person', id: by.id }, ward: wardId, details: { version } },
      ]);
      return { kind: 'changed', version };
    });
  } catch (error) {
    // Two at once: the second one was looking at what is no longer in force.
    if (isUniqueViolation(error, 'alert_route_pkey')) return { kind: 'stale', by: 'Somebody' };
    throw error;
  }
}

interface Named {
  id: string;
  name: string;
  why: string | null;
}

/** Why each of these people cannot answer for the ward, or null where they can; held until the transaction ends. */
async function namedPeople(
  transaction: Queryable,
  wardId: string,
  ids: readonly string[],
): Promise<Map<string, Named>> {
  const rows = await transaction.query<Named>(
    `SELECT c.id, c.display_name AS name, CASE
       WHEN c.disabled_at IS NOT NULL THEN 'their account is closed'
       WHEN NOT c.ward_ids @> ARRAY[$1::text] THEN 'they do not work on this ward'
       WHEN c.role NOT IN ('hub-clinician', 'lead') THEN 'their role does not answer alerts' END AS why
     FROM account c WHERE c.id = ANY ($2::uuid[]) ORDER BY c.id FOR SHARE`,
    [wardId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function rolesHeld(database: Queryable, wardId: string): Promise<Set<string>> {
  const rows = await database.query<{ role: string }>(
    `SELECT DISTINCT c.role FROM account c WHERE ${mayAnswerFor('$1::text')}`,
    [wardId],
  );
  return new Set(rows.map(({ role }) => role));
}

async function gapsIn(transaction: Transaction, wardId: string, { steps }: AlertRouteChange): Promise<RouteGap[]> {
  const ids = ROUTE_PARTS.flatMap((part) =>
    steps[part].flatMap((step) => (step.kind === 'accounts' ? step.accounts : [])),
  );
  const people = await namedPeople(transaction, wardId, ids);
  const held = await rolesHeld(transaction, wardId);
  const gaps: RouteGap[] = [];
  for (const part of ROUTE_PARTS) {
    for (const [place, step] of steps[part].entries()) {
      const pointer = `/steps/${part}/${place}`;
      if (step.kind === 'role') {
        if (!held.has(step.role))
          gaps.push({ pointer: `${pointer}/role`, sentence: `Nobody on this ward is ${ROLE_WORDS[step.role]}.` });
        continue;
      }
      for (const [at, id] of step.accounts.entries()) {
        const person = people.get(id);
        if (person && person.why === null) continue;
        gaps.push({
          pointer: `${pointer}/accounts/${at}`,
          sentence: person ? `${person.name} cannot be asked: ${person.why}.` : 'There is no such person.',
        });
      }
    }
  }
  if (!ANSWERING_ROLES.some((role) => held.has(role)))
    gaps.push({
      pointer: '/steps',
      sentence: 'After the last step everybody on the ward is asked, and nobody on this ward may answer alerts.',
    });
  return gaps;
}

async function write(
  transaction: Transaction,
  wardId: string,
  version: number,
  { hubHours, days, steps, why }: AlertRouteChange,
  by: By,
): Promise<void> {
  await transaction.query(
    `INSERT INTO alert_route (ward_id, version, hub_from, hub_to, changed_by, changed_by_name, changed_at, why)
     VALUES ($1, $2, $3, $4, $5, $6, now(), $7)`,
    [wardId, version, hubHours.from, hubHours.to, by.id, by.displayName, why ?? null],
  );
  const each = ROUTE_PARTS.flatMap((part) => steps[part].map((step, place) => ({ part, place: place + 1, step })));
  const rows = each.map(({ part, place, step }) => ({
    part,
    place,
    role: step.kind === 'role' ? step.role : null,
    ...Object.fromEntries(PRIORITIES.map((priority) => [priority, step.waits[priority] * 60])),
  }));
  await transaction.query(
    `INSERT INTO alert_route_step (ward_id, version, period, place, role, wait_emergency, wait_urgent, wait_routine, wait_technical)
     SELECT $1, $2, r.part, r.place, r.role, r.emergency, r.urgent, r.routine, r.technical
     FROM jsonb_to_recordset($3::jsonb) AS r(part text, place smallint, role text, emergency int, urgent int, routine int, technical int)`,
    [wardId, version, JSON.stringify(rows)],
  );
  const people = each.flatMap(({ part, place, step }) =>
    step.kind === 'accounts' ? [...new Set(step.accounts)].map((id) => ({ part, place, id })) : [],
  );
  await transaction.query(
    `INSERT INTO alert_route_person (ward_id, version, period, place, account_id)
     SELECT $1, $2, r.part, r.place, r.id FROM jsonb_to_recordset($3::jsonb) AS r(part text, place smallint, id uuid)`,
    [wardId, version, JSON.stringify(people)],
  );
  await transaction.query(
    `INSERT INTO alert_route_day (ward_id, version, day, name, hub_from, hub_to)
     SELECT $1, $2, r.day, r.name, r.hub_from, r.hub_to
     FROM jsonb_to_recordset($3::jsonb) AS r(day date, name text, hub_from smallint, hub_to smallint)`,
    [
      wardId,
      version,
      JSON.stringify(
        days.map(({ day, name, hours }) => ({ day, name, hub_from: hours?.from ?? null, hub_to: hours?.to ?? null })),
      ),
    ],
  );
}

interface Candidate {
  id: string;
  name: string;
  role: AnsweringRole;
  /** The ways that work for them here. */
  possible: Way[];
  /** Those that they chose; null when they never did. */
  chosen: WaysByPriority | null;
}

/** How somebody is told of each priority away from the board: what they chose, of what works for them. */
function reachedBy({ possible, chosen }: Candidate): WaysByPriority {
  const of = (priority: Priority): Way[] => (chosen ?? DEFAULT_WAYS)[priority].filter((way) => possible.includes(way));
  return { emergency: of('emergency'), urgent: of('urgent'), routine: of('routine'), technical: of('technical') };
}

const CANDIDATES = `
  SELECT c.id, c.display_name AS name, c.role, array_remove(ARRAY[
    CASE WHEN EXISTS (SELECT FROM push_device d WHERE d.account_id = c.id) AND 'push' = ANY ($2::text[]) THEN 'push' END,
    CASE WHEN t.mobile IS NOT NULL AND 'notify-sms' = ANY ($2::text[]) THEN 'sms' END,
    CASE WHEN t.email IS NOT NULL AND $2::text[] && ARRAY['notify-email', 'smtp'] THEN 'email' END], NULL) AS possible, t.channels AS chosen
  FROM account c LEFT JOIN contact t ON t.account_id = c.id
  WHERE ${mayAnswerFor('$1::text')} ORDER BY c.display_name, c.id`;

const DAYS = `SELECT to_char(day, 'YYYY-MM-DD') AS day, name, hub_from AS "from", hub_to AS "to" FROM alert_route_day WHERE ward_id = $1 AND version = $2 ORDER BY day`;

/** Named people of the newest version who can no longer answer. */
const UNABLE = `
  SELECT p.period AS part, p.place, c.id, c.display_name AS name,
    CASE WHEN c.disabled_at IS NOT NULL THEN 'account closed' WHEN NOT c.ward_ids @> ARRAY[p.ward_id] THEN 'not on this ward' ELSE 'role does not answer alerts' END AS why
  FROM alert_route_person p JOIN account c ON c.id = p.account_id
  WHERE p.ward_id = $1 AND p.version = $2 AND NOT (${mayAnswerFor('p.ward_id')}) ORDER BY c.display_name`;

export type WardRouteView = Omit<AlertRouteView, 'channels' | 'mayChange'>;

/** A ward's route as it is in force, with who that is, and what could keep somebody from being told. `configured`: the channels that are set up. */
export async function alertRouteOf(
  database: Queryable,
  wardId: string,
  configured: readonly string[],
): Promise<WardRouteView | null> {
  const [ward] = await database.query<{ time_zone: string; now: number; route: StoredRoute | null }>(
    `SELECT time_zone, (extract(epoch FROM now()) * 1000)::float8 AS now, ${storedRouteOf('ward.id')} AS route FROM ward WHERE id = $1`,
    [wardId],
  );
  if (!ward) return null;
  const { route } = ward;
  const version = route?.version ?? 0;
  const candidates = await database.query<Candidate>(CANDIDATES, [wardId, configured]);
  const days = await database.query<{ day: string; name: string; from: number | null; to: number | null }>(DAYS, [
    wardId,
    version,
  ]);
  const unable = await database.query<{ part: string; place: number; id: string; name: string; why: string }>(UNABLE, [
    wardId,
    version,
  ]);
  const [changed] = await database.query<{ by: string; at: Date; why: string | null }>(
    'SELECT changed_by_name AS by, changed_at AS at, why FROM alert_route WHERE ward_id = $1 AND version = $2',
    [wardId, version],
  );
  const usual = route === null ? usualSteps((await alarmTermsOf(database, [wardId]))(wardId)) : [];
  const steps = {
    'hub-hours': stepsOf('hub-hours', { route, usual }, candidates, unable),
    'on-call': stepsOf('on-call', { route, usual }, candidates, unable),
  };
  return {
    version,
    timeZone: ward.time_zone,
    hubHours: shown(route?.hours ?? { from: 480, to: 1_200 }),
    days: days.map(({ day, name, from, to }) => ({
      day,
      name,
      hours: from === null || to === null ? null : shown({ from, to }),
    })),
    steps,
    now: partOfRoute(route, ward.now, zoneOffset(ward.time_zone)),
    changedBy: changed?.by ?? null,
    changedAt: changed?.at.getTime() ?? null,
    why: changed?.why ?? null,
    candidates: candidates.map((one) => ({ id: one.id, name: one.name, role: one.role, reachedBy: reachedBy(one) })),
    concerns: concernsOf(steps, candidates, configured),
  };
}

const shown = ({ from, to }: { from: number; to: number }) => ({
  from: showWallClockTime(from),
  to: showWallClockTime(to),
});

interface UsualStep {
  readonly role: AnsweringRole;
  readonly waits: RouteWaits;
}

/** The steps of a ward that has none of its own, with the waits that an alert of now would have. */
function usualSteps(terms: WardAlarmTerms): UsualStep[] {
  const waitsOf = (place: number): RouteWaits => {
    const of = (priority: Priority): number =>
      Math.max(1, Math.round((terms.routeFor(priority).steps[place]?.waitFor ?? 0) / MINUTE));
    return { emergency: of('emergency'), urgent: of('urgent'), routine: of('routine'), technical: of('technical') };
  };
  return [
    { role: 'hub-clinician', waits: waitsOf(0) },
    { role: 'lead', waits: waitsOf(1) },
  ];
}

function stepsOf(
  part: RoutePart,
  { route, usual }: { route: StoredRoute | null; usual: readonly UsualStep[] },
  candidates: readonly Candidate[],
  unable: readonly { part: string; place: number; id: string; name: string; why: string }[],
): RouteStepView[] {
  const people = (some: readonly { id: string; name: string }[]) => some.map(({ id, name }) => ({ id, name }));
  const own: RouteStepView[] =
    route === null
      ? usual.map(({ role, waits }) => ({
          kind: 'role',
          role,
          people: people(candidates.filter((one) => one.role === role)),
          unable: [],
          waits,
        }))
      : route.steps
          .filter((step) => step.part === part)
          .map((step, at) => ({
            kind: step.role === null ? 'accounts' : 'role',
            role: step.role,
            people:
              step.role === null ? people(step.people) : people(candidates.filter(({ role }) => role === step.role)),
            unable: unable
              .filter((one) => one.part === part && one.place === at + 1)
              .map(({ id, name, why }) => ({ id, name, why })),
            waits: {
              emergency: step.waits.emergency / MINUTE,
              urgent: step.waits.urgent / MINUTE,
              routine: step.waits.routine / MINUTE,
              technical: step.waits.technical / MINUTE,
            },
          }));
  return [...own, { kind: 'ward-fallback', role: null, people: people(candidates), unable: [], waits: null }];
}

/** What has to reach somebody who is not at a board. */
const PRESSING = ['emergency', 'urgent'] as const satisfies Priority[];
const PART_WORDS: Record<RoutePart, string> = { 'hub-hours': 'In hub hours', 'on-call': 'On call' };

function concernsOf(
  steps: Record<RoutePart, RouteStepView[]>,
  candidates: readonly Candidate[],
  configured: readonly string[],
): string[] {
  if (candidates.length === 0)
    return ['Nobody on this ward may answer alerts: they are put to the administrators. Give somebody the role.'];
  const concerns: string[] = [];
  if (configured.length === 0)
    concerns.push(
      'No way of telling people is set up here besides the board: outside hub hours an alert waits until somebody looks at a board.',
    );
  const reached = new Map(candidates.map((one) => [one.id, reachedBy(one)]));
  for (const part of ROUTE_PARTS) {
    for (const [at, step] of steps[part].entries()) {
      if (step.kind === 'ward-fallback') continue;
      const place = `${PART_WORDS[part]}, step ${at + 1}`;
      for (const { name, why } of step.unable) concerns.push(`${place}: ${name} is no longer asked (${why}).`);
      if (step.people.length === 0) concerns.push(`${place} asks nobody as things are now, and is passed over.`);
      if (step.people.length === 0 || part === 'hub-hours' || configured.length === 0) continue;
      const unheard = PRESSING.filter((priority) => !step.people.some(({ id }) => reached.get(id)?.[priority].length));
      if (unheard.length > 0)
        concerns.push(`${place}: nobody of them is told of ${unheard.join(' and ')} alerts away from the board.`);
    }
  }
  return concerns;
}

/** A ward's routes, the newest first; at most 50. */
export async function alertRouteVersions(database: Queryable, wardId: string): Promise<AlertRouteVersion[]> {
  const rows = await database.query<{
    version: number;
    by: string;
    at: Date;
    why: string | null;
    from: number;
    to: number;
    steps: { part: RoutePart; words: string }[] | null;
  }>(
    `SELECT r.version, r.changed_by_name AS by, r.changed_at AS at, r.why, r.hub_from AS "from", r.hub_to AS "to",
       (SELECT json_agg(json_build_object('part', s.period, 'words', coalesce(
          CASE s.role WHEN 'lead' THEN 'clinical leads' WHEN 'hub-clinician' THEN 'hub clinicians' END,
          (SELECT string_agg(c.display_name, ' and ' ORDER BY c.display_name) FROM alert_route_person p JOIN account c ON c.id = p.account_id
           WHERE p.ward_id = s.ward_id AND p.version = s.version AND p.period = s.period AND p.place = s.place))) ORDER BY s.place)
        FROM alert_route_step s WHERE s.ward_id = r.ward_id AND s.version = r.version) AS steps
     FROM alert_route r WHERE r.ward_id = $1 ORDER BY r.version DESC LIMIT 50`,
    [wardId],
  );
  return rows.map(({ version, by, at, why, from, to, steps }) => {
    const words = (part: RoutePart): string =>
      (steps ?? [])
        .filter((step) => step.part === part)
        .map((step) => step.words)
        .join(', then ');
    const hubHours = `${showWallClockTime(from)} to ${showWallClockTime(to)}`;
    return {
      version,
      changedBy: by,
      changedAt: at.getTime(),
      why,
      summary: { hubHours, steps: { 'hub-hours': words('hub-hours'), 'on-call': words('on-call') } },
    };
  });
}
