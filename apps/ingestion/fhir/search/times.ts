import { TIME_PREFIXES, type TimeCondition, type TimePrefix } from '#records';
import { refuse } from '../fhir-refusal.ts';

const WRITTEN =
  /^([a-z]{2})?(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[ +-]\d{2}:\d{2})?)?)?)?$/;

/** A time of a search: a prefix and a date or time, as precise as it is written. Without an offset it is UTC. */
export function timeCondition(name: string, text: string): TimeCondition {
  const parts = WRITTEN.exec(text);
  const condition = parts && conditionOf(parts);
  if (condition) return condition;
  throw refuse(
    400,
    'value',
    `${name} "${text.slice(0, 60)}": expected a date or time such as 2026-11-02 or 2026-11-02T09:30:00Z, with one of the prefixes ${TIME_PREFIXES.join(', ')} or none`,
    name,
  );
}

function conditionOf(parts: RegExpExecArray): TimeCondition | null {
  const [, prefix = 'eq', year, month, day, hour, minute, second, fraction, offset = 'Z'] = parts;
  if (!TIME_PREFIXES.some((one) => one === prefix) || year === undefined) return null;
  // A plus sign in a query is a blank to those who forget to escape it.
  const zone = offset.replace(' ', '+');
  const at = (y: string | number, m = '01', d = '01'): number =>
    Date.parse(`${String(y).padStart(4, '0')}-${m}-${d}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}${zone}`);
  const base = at(year, month, day);
  // 31 February would be 3 March.
  if (
    Number.isNaN(base) ||
    (day !== undefined && new Date(Date.UTC(+year, Number(month) - 1, Number(day))).getUTCDate() !== Number(day))
  ) {
    return null;
  }
  const ms = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1_000);
  const from = base + ms;
  return { prefix: prefix as TimePrefix, from, to: endOf(from, { month, day, hour, second, fraction }) };
}

function endOf(
  from: number,
  written: Record<'month' | 'day' | 'hour' | 'second' | 'fraction', string | undefined>,
): number {
  const start = new Date(from);
  if (written.month === undefined) return Date.UTC(start.getUTCFullYear() + 1, 0, 1);
  if (written.day === undefined) return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1);
  if (written.hour === undefined) return from + 86_400_000;
  if (written.second === undefined) return from + 60_000;
  return from + (written.fraction === undefined ? 1_000 : 1);
}
