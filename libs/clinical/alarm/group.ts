import { comparePriority, type Priority } from '../finding.ts';
import type { Instant } from '../instant.ts';

/** What grouping needs to know of an open alert of one patient. */
export interface Groupable {
  readonly id: string;
  readonly ruleId: string;
  readonly priority: Priority;
  readonly status: 'raised' | 'accepted';
  readonly conditionPresent: boolean;
  /** When it was raised last: what one evaluation raises, it raises at one moment. */
  readonly raisedAt: Instant;
  /** The alert that it came in a flood with. */
  readonly groupedUnder: string | null;
}

/** One alert with those that are shown, and may be answered, with it. */
export interface AlertGroup<Alert> {
  readonly head: Alert;
  readonly under: readonly Alert[];
}

/** Rules that speak of one thing, a patient's NEWS2, and how much of it they say against what other rules say (0). */
const NEWS2_FAMILY: Readonly<Record<string, number>> = {
  'news2-high': 3,
  'news2-medium': 2,
  'news2-single-red': 1,
  'news2-above-normal': -1,
  'news2-rising': -2,
};

const isNews2 = ({ ruleId }: Groupable): boolean => Object.hasOwn(NEWS2_FAMILY, ruleId);
const says = ({ ruleId }: Groupable): number => NEWS2_FAMILY[ruleId] ?? 0;

/** Positive when `a` presses more than `b`, or says more of the same. */
function compare(a: Groupable, b: Groupable): number {
  return (
    comparePriority(a.priority, b.priority) ||
    Number(a.status === 'raised') - Number(b.status === 'raised') ||
    Number(a.conditionPresent) - Number(b.conditionPresent) ||
    says(a) - says(b) ||
    a.raisedAt - b.raisedAt ||
    (a.id < b.id ? 1 : -1)
  );
}

const graver = <Alert extends Groupable>(a: Alert | undefined, b: Alert): Alert =>
  a === undefined || compare(b, a) > 0 ? b : a;

/**
 * One patient's open alerts as a person takes them in: what one reading brought stands under the gravest of it, so does what
 * is said of one NEWS2, and what came in a flood stands under the alert that it came with. Each alert is in exactly one group
 * and stays an alert of its own, with its own count and its own outcome. None stands under an alert that presses less.
 */
export function grouped<Alert extends Groupable>(alerts: readonly Alert[]): AlertGroup<Alert>[] {
  const open = new Map(alerts.map((alert) => [alert.id, alert]));
  let ofNews2: Alert | undefined;
  const ofMoment = new Map<Instant, Alert>();
  for (const alert of alerts) {
    if (isNews2(alert)) ofNews2 = graver(ofNews2, alert);
    ofMoment.set(alert.raisedAt, graver(ofMoment.get(alert.raisedAt), alert));
  }
  const coverOf = (alert: Alert): Alert | null => {
    const flood = alert.groupedUnder === null ? undefined : open.get(alert.groupedUnder);
    const covers = [isNews2(alert) ? ofNews2 : undefined, ofMoment.get(alert.raisedAt), flood];
    return covers.find((cover) => cover !== undefined && compare(cover, alert) > 0) ?? null;
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
