import type { Instant } from '../instant.ts';
import type { HistoryKind } from './lifecycle.ts';

/** A line of an alert's history: what happened, when, and who did it. */
export interface HistoryLine {
  readonly at: Instant;
  readonly what: HistoryKind;
  readonly by: string | null;
}

/** How an alert stood after a part of its history. */
export interface AlarmStanding {
  /** Whether somebody still had to answer it. */
  readonly open: boolean;
  /** When it was raised, or raised again. */
  readonly raisedAt: Instant;
  /** Who had it, and since when; null where nobody had. */
  readonly holder: { readonly name: string; readonly since: Instant } | null;
}

/** What puts an alert back to people who have not accepted it. */
const PUT_AGAIN: ReadonlySet<HistoryKind> = new Set<HistoryKind>([
  'raised',
  'worsened',
  'rejected',
  'timed-out',
  'rerouted',
  'handed-over',
  'outcome-due',
]);

/**
 * How an alert stood after these lines, oldest first: told from them alone, so that nothing that came later can show. Null where it had
 * not been raised yet, or never was.
 */
export function standingAfter(lines: readonly HistoryLine[]): AlarmStanding | null {
  let standing = null as AlarmStanding | null;
  for (const { at, what, by } of lines) {
    if (what === 'raised' || what === 'worsened') standing = { open: true, raisedAt: at, holder: null };
    else if (standing === null) continue;
    else if (what === 'accepted' || what === 'taken-over')
      standing = { ...standing, holder: by === null ? null : { name: by, since: at } };
    else if (what === 'resolved') standing = { ...standing, open: false };
    else if (PUT_AGAIN.has(what)) standing = { ...standing, holder: null };
  }
  return standing;
}
