import { DAY, HOUR, type Instant } from '#clinical';
import { endOfDay, startOfDay } from '../../words/times.ts';

/** The stretches of a stay that are offered by name; `ms` is counted back from now, null is from the admission. */
export const PERIODS = [
  { id: '24h', name: '24 hours', ms: 24 * HOUR },
  { id: '3d', name: '3 days', ms: 3 * DAY },
  { id: '7d', name: '7 days', ms: 7 * DAY },
  { id: '14d', name: '14 days', ms: 14 * DAY },
  { id: 'stay', name: 'Whole stay', ms: null },
] as const;

type NamedPeriod = (typeof PERIODS)[number];

/** What is looked at: a stretch up to now, which goes on, or the days that somebody chose. */
export type Period =
  | { readonly kind: 'named'; readonly period: NamedPeriod }
  | {
      readonly kind: 'days';
      readonly firstDay: string;
      readonly lastDay: string;
      readonly from: Instant;
      readonly to: Instant;
    };

const DEFAULT = PERIODS[3];

/** What the address asks for; for what makes no sense, fourteen days. */
export function periodOf(search: URLSearchParams): Period {
  const [firstDay, lastDay] = [search.get('from') ?? '', search.get('to') ?? ''];
  const [from, end] = [startOfDay(firstDay), endOfDay(lastDay)];
  if (from !== null && end !== null && from < end) return { kind: 'days', firstDay, lastDay, from, to: end + 1_000 };
  return { kind: 'named', period: PERIODS.find(({ id }) => id === search.get('period')) ?? DEFAULT };
}

/** The address of the same page with another stretch. */
export function withPeriod(search: URLSearchParams, wish: { period: string } | { from: string; to: string }): string {
  const asked = new URLSearchParams(search);
  for (const name of ['period', 'from', 'to']) asked.delete(name);
  for (const [name, value] of Object.entries(wish)) asked.set(name, value);
  return `?${asked.toString()}`;
}

/** From when to when, as of now; no end is now. */
export function boundsOf(
  period: Period,
  { now, admittedAt }: { now: Instant; admittedAt: Instant },
): { from: Instant; to: Instant | null } {
  if (period.kind === 'days') return { from: period.from, to: period.to };
  const { ms } = period.period;
  return { from: ms === null ? admittedAt : now - ms, to: null };
}
