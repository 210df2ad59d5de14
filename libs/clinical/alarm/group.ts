import { comparePriority, type Priority } from '../finding.ts';
import type { Instant } from '../instant.ts';

/** What grouping needs to know of an open alert of one patient. */
export interface Groupable {
  readonly id: string;
  readonly ruleId: string;
  readonly priority: Priority;
  readonly status: 'raised' | 'accepted';
  readonly conditionPresent: boolean;
  readonly raisedAt: Instant;
  /** The alert that it came in a flood with. */
  readonly groupedUnder: string | null;
}

/** One alert with those that are shown, and may be answered, with it. */
export interface AlertGroup<Alert> {
  readonly head: Alert;
  readonly under: readonly Alert[];
}

/** Rules that speak of one thing, a patient's NEWS2: from the one that says most of it to the one that says least. */
const NEWS2_FAMILY = ['news2-high', 'news2-medium', 'news2-single-red', 'news2-above-normal', 'news2-rising'];

const isNews2 = ({ ruleId }: Groupable): boolean => NEWS2_FAMILY.includes(ruleId);

/** Positive when `a` presses more than `b`, or says more of the same. */
function compare(a: Groupable, b: Groupable): number {
  return (
    comparePriority(a.priority, b.priority) ||
    Number(a.status === 'raised') - Number(b.status === 'raised') ||
    Number(a.conditionPresent) - Number(b.conditionPresent) ||
    NEWS2_FAMILY.indexOf(b.ruleId) - NEWS2_FAMILY.indexOf(a.ruleId) ||
    a.raisedAt - b.raisedAt ||
    (a.id < b.id ? 1 : -1)
  );
}

/**
 * One patient's open alerts as a person takes them in: what is said of one NEWS2 stands under the gravest of it, and what came
 * in a flood under the alert that it came with. Each alert is in exactly one group and stays an alert of its own, with its own
 * count, its own answer and its own outcome. None stands under an alert that presses less.
 */
export function grouped<Alert extends Groupable>(alerts: readonly Alert[]): AlertGroup<Alert>[] {
  const open = new Map(alerts.map((alert) => [alert.id, alert]));
  let gravest: Alert | null = null;
  for (const alert of alerts) if (isNews2(alert) && (gravest === null || compare(alert, gravest) > 0)) gravest = alert;

  const coverOf = (alert: Alert): Alert | null => {
    if (gravest !== null && isNews2(alert) && alert !== gravest) return gravest;
    const flood = alert.groupedUnder === null ? undefined : open.get(alert.groupedUnder);
    return flood !== undefined && compare(flood, alert) > 0 ? flood : null;
  };
  // Each cover presses more than what it covers, so that this comes to an end.
  const headOf = (alert: Alert): Alert => {
    const cover = coverOf(alert);
    return cover === null ? alert : headOf(cover);
  };

  const groups = new Map<Alert, Alert[]>();
  for (const alert of alerts) if (headOf(alert) === alert) groups.set(alert, []);
  for (const alert of alerts) {
    const head = headOf(alert);
    if (head !== alert) groups.get(head)?.push(alert);
  }
  return [...groups].map(([head, under]) => ({ head, under: under.toSorted((a, b) => compare(b, a)) }));
}
