import { askedInWords, grouped, type AlertGroup, type AnsweringRole, type Priority } from '#clinical';
import { pressing, type OpenAlertView, type Tile } from '#contracts';
import { clockTime, countdown, lengthOfTime, timeOfDay } from './times.ts';

export const PRIORITY_NAMES: Record<Priority, string> = {
  emergency: 'Emergency',
  urgent: 'Urgent',
  routine: 'Routine',
  technical: 'Technical',
};

const byPressing = (a: OpenAlertView, b: OpenAlertView): number =>
  pressing(b) - pressing(a) || a.raisedAt - b.raisedAt || (a.id < b.id ? -1 : 1);

/** As a person chooses among them. */
export const GRAVEST_FIRST = ['emergency', 'urgent', 'routine', 'technical'] as const satisfies readonly Priority[];

/** The alert that presses most first; of two alike the older one. */
export const mostPressingFirst = (alerts: readonly OpenAlertView[]): OpenAlertView[] => alerts.toSorted(byPressing);

/** Alerts that are one to whoever reads them: what stands over them, and what stands under it. */
export type Group = AlertGroup<OpenAlertView>;

/** A patient's alerts as they are shown, the group that presses most first. */
export const groupsOf = (alerts: readonly OpenAlertView[]): Group[] =>
  grouped(alerts).toSorted((a, b) => byPressing(a.head, b.head));

export const allOf = ({ head, under }: Group): OpenAlertView[] => [head, ...under];

/** "and 2 more", with those that nobody has although somebody has the first. Null where there are none. */
export function moreInWords({ head, under }: Group): string | null {
  if (under.length === 0) return null;
  const waiting = head.status === 'accepted' ? under.filter(({ status }) => status === 'raised').length : 0;
  return `and ${under.length} more${waiting === 0 ? '' : `, ${waiting} not accepted`}`;
}

const MINUTE = 60_000;

/** Who answers for it: "Not accepted for 4 min", "Sam Okafor has it (14:05)". */
export function whoHasIt(alert: OpenAlertView, now: number): string {
  if (alert.status === 'raised') {
    const waiting = now - alert.raisedAt;
    const { responsible, routeId } = alert;
    if (responsible.kind === 'ward-fallback') return `NOBODY ACCEPTED for ${lengthOfTime(waiting)}: everybody is asked`;
    if (routeId === 'hand-over' && responsible.kind === 'accounts') return `${askedInWords(responsible)} is to confirm`;
    return waiting < MINUTE ? 'Not accepted yet' : `Not accepted for ${lengthOfTime(waiting)}`;
  }
  const since = alert.acceptedAt === null ? '' : ` (${timeOfDay(alert.acceptedAt, now)})`;
  return `${alert.acceptedBy ?? 'A colleague'} has it${since}`;
}

const SHORT_ROLES: Record<AnsweringRole, string> = { 'hub-clinician': 'clinicians', lead: 'lead' };

type Step = NonNullable<OpenAlertView['asksNext']>;

/** Who is asked, in as few words as a tile has room for. */
function askedInShort(step: Step): string {
  if (step.kind === 'role') return SHORT_ROLES[step.role];
  return step.kind === 'ward-fallback' ? 'everybody' : askedInWords(step);
}

/** When it goes on by itself, if nobody does anything. */
function goesOnAt({ responsible, askedAt, nextStepAt, pausedUntil }: OpenAlertView): number {
  // What comes next may be the end of a pause, and that changes nothing about who is asked.
  const isPauseEnd = nextStepAt === pausedUntil && askedAt !== null && responsible.kind !== 'person';
  return isPauseEnd ? askedAt + responsible.waitFor : nextStepAt;
}

/** What happens by itself and when: "lead at 14:43". */
function nextInShort(alert: OpenAlertView, now: number): string {
  const { responsible, asksNext, routeId } = alert;
  const at = goesOnAt(alert);
  const when = at <= now ? 'now' : `at ${timeOfDay(at, now)}`;
  if (responsible.kind === 'person') return `Outcome asked for ${when}`;
  if (asksNext === null) return `then the ward’s route ${when}`;
  if (responsible.kind === 'ward-fallback') return `asked again ${when}`;
  return `${routeId === 'hand-over' ? 'back to ' : ''}${askedInShort(asksNext)} ${when}`;
}

/** Who is asked, since when, and who is asked next: "Step 1: clinicians since 14:28; lead at 14:43". */
export function whereItStands(alert: OpenAlertView, now: number): string {
  const { responsible, step, askedAt } = alert;
  const next = nextInShort(alert, now);
  if (responsible.kind === 'person') return next;
  const since = askedAt === null ? '' : ` since ${timeOfDay(askedAt, now)}`;
  return `${step ? `Step ${step}` : 'By name'}: ${askedInShort(responsible)}${since}; ${next}`;
}

/** To whom an alert goes that is turned down or given back now. */
export function redirectsTo({ responsible, asksNext }: OpenAlertView): string {
  if (responsible.kind === 'person') return 'It goes back to the people whom the ward’s route asks first.';
  if (responsible.kind === 'ward-fallback') return 'Everybody on the ward is asked already, and goes on being asked.';
  if (asksNext === null) return 'It goes to the people whom the ward’s route asks first.';
  return `It goes to ${askedInWords(asksNext)} at once.`;
}

/** "Paused until 14:40 (6 min 12 s)": its sound and its colour are held back, nobody's time to answer is. Null when it is not. */
export const pausedInWords = ({ pausedUntil }: OpenAlertView, now: number): string | null =>
  pausedUntil === null || pausedUntil <= now
    ? null
    : `Paused until ${clockTime(pausedUntil)} (${countdown(pausedUntil - now)})`;

const OLD_READING_MS = 60 * 60_000;

/** An alert from a reading that came late says how old the reading was. Null when it was fresh. */
export function fromOldReading(alert: OpenAlertView): string | null {
  const age = alert.raisedAt - alert.effectiveAt;
  return age < OLD_READING_MS
    ? null
    : `From a reading of ${timeOfDay(alert.effectiveAt, alert.raisedAt)}, ${lengthOfTime(age)} old when it came`;
}

/** How loudly alerts call now: the gravest that nobody has, that still shows and is not paused. Null when none does. */
export function callsFor(alerts: readonly OpenAlertView[], now: number): Priority | null {
  const [loudest] = mostPressingFirst(
    alerts.filter((alert) => alert.status === 'raised' && alert.conditionPresent && pausedInWords(alert, now) === null),
  );
  return loudest?.priority ?? null;
}

/** How many open alerts nobody has accepted, by priority. What one answer covers counts once, as the gravest of it. */
export function unaccepted(
  tiles: readonly Tile[],
  wardAlerts: readonly OpenAlertView[] = [],
): Record<Priority, number> {
  const counts: Record<Priority, number> = { emergency: 0, urgent: 0, routine: 0, technical: 0 };
  const count = (group: Group): void => {
    const [gravest] = mostPressingFirst(allOf(group).filter(({ status }) => status === 'raised'));
    if (gravest) counts[gravest.priority] += 1;
  };
  for (const tile of tiles) grouped(tile.alerts).forEach(count);
  for (const alert of wardAlerts) count({ head: alert, under: [] });
  return counts;
}

/** The name of one raising of one alert: the same alert raised again, worse, has another. */
const raising = (alert: OpenAlertView): string => `${alert.id} ${alert.raisedAt}`;

/** What to say of each emergency that nobody has accepted, by the name of its raising. Of what one answer covers the same is said. */
export function emergencies(tiles: readonly Tile[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const tile of tiles) {
    for (const group of grouped(tile.alerts)) {
      const waiting = allOf(group).filter(({ priority, status }) => priority === 'emergency' && status === 'raised');
      const [alert] = mostPressingFirst(waiting);
      if (!alert) continue;
      const bed = tile.bed === null ? '' : `bed ${tile.bed}, `;
      const sentence = `New emergency: ${bed}${tile.patient.name}. ${alert.sentence}`;
      for (const one of waiting) found.set(raising(one), sentence);
    }
  }
  return found;
}

/** The raisings of emergencies that call now, in the order of the board: what a board sounds for. */
export const callingEmergencies = (alerts: readonly OpenAlertView[], now: number): string[] =>
  alerts
    .filter(({ priority }) => priority === 'emergency')
    .filter((alert) => callsFor([alert], now) !== null)
    .map(raising);

/** The tab's title: what a clinician must know while looking at another tab. */
export function boardTitle(wardName: string, emergencyCount: number, live: boolean): string {
  const alarm =
    emergencyCount === 0
      ? ''
      : `(${emergencyCount}) ${emergencyCount === 1 ? 'emergency' : 'emergencies'} not accepted – `;
  return `${live ? '' : 'NOT LIVE – '}${alarm}${wardName} – Homeward`;
}

export const unscoredSince = (at: number): string => `Readings since ${clockTime(at)} have not been scored yet`;
