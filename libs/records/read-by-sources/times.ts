import type { Parameters } from './parameters.ts';

/** Source: FHIR R4, search, prefixes. */
export const TIME_PREFIXES = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'sa', 'eb'] as const;
export type TimePrefix = (typeof TIME_PREFIXES)[number];

/** A time to compare with: the stretch [from, to) that was written, which for a date is the whole day. Epoch ms. */
export interface TimeCondition {
  prefix: TimePrefix;
  from: number;
  to: number;
}

const at = (parameters: Parameters, ms: number): string => `to_timestamp(${parameters.of(ms)}::float8 / 1000)`;

/**
 * SQL for a moment or, where `lastsADay` says so, a day. `since`: where it began, for what was measured over a while.
 * Source: FHIR R4, search, how a range compares with a range.
 */
export function compareTime(
  { prefix, from, to }: TimeCondition,
  { moment, since, lastsADay }: { moment: string; since: string; lastsADay: string },
  parameters: Parameters,
): string {
  // Each is named only where it is used: a value that no text names has no type.
  const first = (): string => at(parameters, from);
  const end = (): string => at(parameters, to);
  const dayOr = (day: (until: string) => string, other: () => string): string =>
    lastsADay === 'false'
      ? other()
      : `CASE WHEN ${lastsADay} THEN ${day(`${moment} + interval '1 day'`)} ELSE ${other()} END`;
  const within = (): string =>
    `(${since} >= ${first()} AND ${dayOr(
      (until) => `${until} <= ${end()}`,
      () => `${moment} < ${end()}`,
    )})`;
  const above = (): string =>
    `(${dayOr(
      (until) => `${until} > ${end()}`,
      () => `${moment} >= ${end()}`,
    )})`;
  const below = (): string => `(${since} < ${first()})`;
  switch (prefix) {
    case 'eq':
      return within();
    case 'ne':
      return `NOT ${within()}`;
    case 'gt':
      return above();
    case 'ge':
      return `(${above()} OR ${within()})`;
    case 'lt':
      return below();
    case 'le':
      return `(${below()} OR ${within()})`;
    case 'sa':
      return `${since} >= ${end()}`;
    case 'eb':
      return `(${dayOr(
        (until) => `${until} <= ${first()}`,
        () => `${moment} < ${first()}`,
      )})`;
  }
}

const SLACK = { day: 86_400_000, period: 30 * 60_000 } as const;

/** What every time that fits lies between, for an index: open ends are null. */
export function bounds(conditions: readonly TimeCondition[]): { from: number | null; to: number | null } {
  let from: number | null = null;
  let to: number | null = null;
  for (const condition of conditions) {
    const { prefix } = condition;
    if (prefix === 'eq' || prefix === 'gt' || prefix === 'ge' || prefix === 'sa') {
      from = Math.max(from ?? -Infinity, condition.from - SLACK.day);
    }
    if (prefix === 'eq' || prefix === 'lt' || prefix === 'le' || prefix === 'eb') {
      to = Math.min(to ?? Infinity, condition.to + SLACK.period);
    }
  }
  return { from, to };
}
