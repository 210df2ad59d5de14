import { comparePriority, type Finding, type Priority } from './finding.ts';
import { HOUR, type Duration, type Instant } from './instant.ts';

/** An alert that nobody has closed yet. There is at most one for a patient and a rule. */
export interface OpenAlert {
  readonly ruleId: string;
  readonly priority: Priority;
  readonly raisedAt: Instant;
  /** The own time of the newest set that breached. */
  readonly effectiveAt: Instant;
  /** How many sets have breached while it was open. */
  readonly count: number;
  /** Whether the newest set that could tell still breaches. An alert stays open until a person closes it. */
  readonly conditionPresent: boolean;
}

/** What has to happen to the patient's alerts. The caller performs it; at most one live effect per rule comes out of one evaluation. */
export type AlertEffect =
  /** A new alert; in a flood it is grouped under another, and announced with it. */
  | { readonly kind: 'raise'; readonly finding: Finding; readonly groupedUnder?: string }
  /** The open alert goes on: `count` is its new count. */
  | { readonly kind: 'update'; readonly ruleId: string; readonly finding: Finding; readonly count: number }
  /** The open alert is raised again, because it presses more than it did. */
  | { readonly kind: 'worsen'; readonly ruleId: string; readonly finding: Finding }
  /** The condition is over; the alert stays open until a person closes it. */
  | { readonly kind: 'condition-cleared'; readonly ruleId: string; readonly at: Instant; readonly sentence: string }
  /** A reading that came late would have raised an alert, and a newer set has answered it. For the record only. */
  | { readonly kind: 'historic'; readonly finding: Finding; readonly answeredBy: Instant };

/** What a set says about one rule, to its alert. */
export type AlertEvent =
  | { readonly kind: 'breach'; readonly finding: Finding; readonly raisedAt: Instant }
  | { readonly kind: 'clear'; readonly at: Instant; readonly sentence: string }
  /** A person closed it, with an outcome. */
  | { readonly kind: 'close' };

/**
 * The next state of the one alert of a patient and a rule, and what has to happen.
 *
 * A breach raises, or updates what is open; a graver one raises it again, and so does an emergency that comes back after it had
 * cleared. A set that is older than the newest breach changes nothing: late readings are historic before they get here.
 */
export function nextAlert(
  open: OpenAlert | null,
  event: AlertEvent,
): readonly [OpenAlert | null, readonly AlertEffect[]] {
  switch (event.kind) {
    case 'breach': {
      const { finding, raisedAt } = event;
      const { ruleId, priority, at } = finding;
      if (open === null) {
        const raised = { ruleId, priority, raisedAt, effectiveAt: at, count: 1, conditionPresent: true };
        return [raised, [{ kind: 'raise', finding }]];
      }
      if (at < open.effectiveAt) return [open, []];
      // A set that was counted already and has since been completed by a late reading is not a further breach.
      const count = at > open.effectiveAt ? open.count + 1 : open.count;
      const graver = comparePriority(priority, open.priority) > 0;
      const next = {
        ...open,
        priority: graver ? priority : open.priority,
        effectiveAt: at,
        count,
        conditionPresent: true,
      };
      const back = priority === 'emergency' && !open.conditionPresent;
      return [
        next,
        [graver || back ? { kind: 'worsen', ruleId, finding } : { kind: 'update', ruleId, finding, count }],
      ];
    }
    case 'clear': {
      if (open === null || !open.conditionPresent || event.at < open.effectiveAt) return [open, []];
      const { at, sentence } = event;
      return [{ ...open, conditionPresent: false }, [{ kind: 'condition-cleared', ruleId: open.ruleId, at, sentence }]];
    }
    case 'close':
      return [null, []];
  }
}

/** More than this many new alerts for a patient in this time are a flood. Source: docs/CLINICAL, section 6. */
export const FLOOD_ALERTS = 6;
export const FLOOD_TIME: Duration = HOUR;

/**
 * Groups what is raised in a flood under the gravest alert of the hour, so that one patient does not fill the board. An emergency
 * is never grouped away.
 */
export function groupFlood(effects: readonly AlertEffect[], open: readonly OpenAlert[], now: Instant): AlertEffect[] {
  const recent = open.filter((alert) => alert.raisedAt > now - FLOOD_TIME);
  let raised = recent.length;
  let gravest: { ruleId: string; priority: Priority } | null = null;
  for (const alert of recent)
    if (gravest === null || comparePriority(alert.priority, gravest.priority) > 0) gravest = alert;
  return effects.map((effect) => {
    if (effect.kind !== 'raise') return effect;
    raised++;
    const head = gravest;
    if (gravest === null || comparePriority(effect.finding.priority, gravest.priority) > 0) gravest = effect.finding;
    if (raised <= FLOOD_ALERTS || head === null || effect.finding.priority === 'emergency') return effect;
    return { ...effect, groupedUnder: head.ruleId };
  });
}

/** A single new breach for which a repeat was asked. The caller keeps it until it is confirmed, answered, or its time is up. */
export interface PendingRepeat {
  readonly ruleId: string;
  readonly finding: Finding;
  /** When it alerts if no repeat has come. */
  readonly due: Instant;
}

export type RepeatEffect =
  /** Ask for the reading again now; keep it pending until `due`, and then evaluate the stay. */
  | { readonly kind: 'ask-repeat'; readonly pending: PendingRepeat }
  /** It was confirmed, or its time was up: the alert is among the effects; what was pending is done. */
  | { readonly kind: 'repeat-confirmed'; readonly ruleId: string }
  /** A newer set does not breach: nothing alerts; what was pending is done. */
  | { readonly kind: 'repeat-answered'; readonly ruleId: string; readonly at: Instant };
