import type { Priority } from './finding.ts';
import { DAY, type Instant } from './instant.ts';

/** Why somebody is to be talked about today, the gravest first. [ours] */
export const ROUND_REASONS = [
  'emergency-alert',
  'urgent-alert',
  'planned-discharge',
  'review-due',
  'task-overdue',
  'could-step-down',
  'routine-alert',
  'first-readings',
] as const;
export type RoundReasonKind = (typeof ROUND_REASONS)[number];

export interface RoundReason {
  readonly kind: RoundReasonKind;
  /** In a sentence. */
  readonly sentence: string;
}

/** What is known of a stay before a round. */
export interface RoundFacts {
  readonly openAlerts: readonly { readonly priority: Priority; readonly accepted: boolean }[];
  readonly recordReady: boolean;
  /** False while an emergency is open. */
  readonly mayOverride: boolean;
  readonly reviewDueAt: Instant;
  readonly admittedAt: Instant;
  readonly overdueTasks: number;
  /** The day on which they are to go, YYYY-MM-DD; null where none is planned. */
  readonly plannedFor: string | null;
  /** The first set came and nobody has looked at it. */
  readonly firstToCheck: boolean;
}

const many = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;

function alertsOf(facts: RoundFacts, priorities: readonly Priority[], word: string): string | null {
  const open = facts.openAlerts.filter(({ priority }) => priorities.includes(priority));
  if (open.length === 0) return null;
  const unowned = open.filter(({ accepted }) => !accepted).length;
  return `${many(open.length, `${word} alert`)} open${unowned === 0 ? '' : `, ${unowned} that nobody has`}.`;
}

/** Why a stay is to be talked about, the gravest reason first; empty where nothing asks for it. `today`: on the ward's clocks. */
export function roundReasons(facts: RoundFacts, { now, today }: { now: Instant; today: string }): RoundReason[] {
  const { plannedFor, reviewDueAt, overdueTasks } = facts;
  const said: Readonly<Record<RoundReasonKind, string | null>> = {
    'emergency-alert': alertsOf(facts, ['emergency'], 'emergency'),
    'urgent-alert': alertsOf(facts, ['urgent'], 'urgent'),
    'planned-discharge':
      plannedFor === null || plannedFor > today
        ? null
        : plannedFor === today
          ? 'Going home is planned for today.'
          : `Going home was planned for ${plannedFor}.`,
    'review-due':
      now < reviewDueAt
        ? null
        : `A review is due: ${many(Math.floor((now - facts.admittedAt) / DAY), 'day')} on the ward.`,
    'task-overdue': overdueTasks === 0 ? null : `${many(overdueTasks, 'task')} overdue.`,
    'could-step-down':
      facts.recordReady && facts.mayOverride ? 'Could step down: all that the record can tell is met.' : null,
    'routine-alert': alertsOf(facts, ['routine', 'technical'], 'routine or technical'),
    'first-readings': facts.firstToCheck ? 'The first readings came, and nobody has checked them.' : null,
  };
  return ROUND_REASONS.flatMap((kind) => {
    const sentence = said[kind];
    return sentence === null ? [] : [{ kind, sentence }];
  });
}

/** Whom a round talks about first: by the gravest reason, then by how many there are, then by the next one. */
export function byRoundReasons(a: readonly RoundReason[], b: readonly RoundReason[]): number {
  const places = (reasons: readonly RoundReason[]): number[] => reasons.map(({ kind }) => ROUND_REASONS.indexOf(kind));
  const [x, y] = [places(a), places(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    // Who has no more reasons comes after who has.
    const difference = (x[i] ?? Infinity) - (y[i] ?? Infinity);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}
