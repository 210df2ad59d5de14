import { askedInWords, type Priority } from '#clinical';
import { pressing, type OpenAlertView, type Tile } from '#contracts';
import { clockTime, lengthOfTime, timeOfDay } from './times.ts';

export const PRIORITY_NAMES: Record<Priority, string> = {
  emergency: 'Emergency',
  urgent: 'Urgent',
  routine: 'Routine',
  technical: 'Technical',
};

/** The alert that presses most first; of two alike the older one. */
export const mostPressingFirst = (alerts: readonly OpenAlertView[]): OpenAlertView[] =>
  alerts.toSorted((a, b) => pressing(b) - pressing(a) || a.raisedAt - b.raisedAt || (a.id < b.id ? -1 : 1));

const MINUTE = 60_000;

/** Who answers for it: "Not accepted for 4 min", "Sam Okafor has it (14:05)". */
export function whoHasIt(alert: OpenAlertView, now: number): string {
  if (alert.status === 'raised') {
    const waiting = now - alert.raisedAt;
    const { responsible, routeId } = alert;
    if (responsible.kind === 'ward-fallback') return `NOBODY ACCEPTED for ${lengthOfTime(waiting)}: everybody is asked`;
    if (routeId === 'hand-over' && responsible.kind === 'accounts') return `${askedInWords(responsible)} is to confirm`;
    const still = waiting < MINUTE ? 'Not accepted yet' : `Not accepted for ${lengthOfTime(waiting)}`;
    const goneOn = alert.step !== 1 && responsible.kind !== 'person';
    return goneOn ? `${still}, now asked: ${askedInWords(responsible)}` : still;
  }
  const since = alert.acceptedAt === null ? '' : ` (${timeOfDay(alert.acceptedAt, now)})`;
  return `${alert.acceptedBy ?? 'A colleague'} has it${since}`;
}

const OLD_READING_MS = 60 * 60_000;

/** An alert from a reading that came late says how old the reading was. Null when it was fresh. */
export function fromOldReading(alert: OpenAlertView): string | null {
  const age = alert.raisedAt - alert.effectiveAt;
  return age < OLD_READING_MS
    ? null
    : `From a reading of ${timeOfDay(alert.effectiveAt, alert.raisedAt)}, ${lengthOfTime(age)} old when it came`;
}

/** How many open alerts nobody has accepted, by priority. */
export function unaccepted(tiles: readonly Tile[]): Record<Priority, number> {
  const counts: Record<Priority, number> = { emergency: 0, urgent: 0, routine: 0, technical: 0 };
  for (const tile of tiles) {
    for (const alert of tile.alerts) if (alert.status === 'raised') counts[alert.priority] += 1;
  }
  return counts;
}

/** The name of one raising of one alert: the same alert raised again, worse, has another. */
const raising = (alert: OpenAlertView): string => `${alert.id} ${alert.raisedAt}`;

/** The emergencies on the board that nobody has accepted, by the name of their raising. */
export function emergencies(tiles: readonly Tile[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const tile of tiles) {
    for (const alert of tile.alerts) {
      if (alert.priority !== 'emergency' || alert.status !== 'raised') continue;
      const bed = tile.bed === null ? '' : `bed ${tile.bed}, `;
      found.set(raising(alert), `New emergency: ${bed}${tile.patient.name}. ${alert.sentence}`);
    }
  }
  return found;
}

/** The tab's title: what a clinician must know while looking at another tab. */
export function boardTitle(wardName: string, emergencyCount: number, live: boolean): string {
  const alarm =
    emergencyCount === 0
      ? ''
      : `(${emergencyCount}) ${emergencyCount === 1 ? 'emergency' : 'emergencies'} not accepted – `;
  return `${live ? '' : 'NOT LIVE – '}${alarm}${wardName} – Homeward`;
}

export const unscoredSince = (at: number): string => `Readings since ${clockTime(at)} have not been scored yet`;
