import { RESTRICTED } from './sql.ts';

/**
 * Whom a source's key may send readings of, or read. Each limit narrows the ones before it; null is no limit. Whoever is
 * outside counts as unknown, wherever they are: absent and forbidden look alike.
 */
export interface Reach {
  readonly wardIds: readonly string[];
  readonly careHomeIds: readonly string[] | null;
  /** Ten digits each. */
  readonly nhsNumbers: readonly string[] | null;
}

/**
 * The condition that the stay `a` of the patient `p` is within a reach, for every statement that stores or shows readings
 * to a source. The three are SQL expressions of type text[]; null is no limit.
 */
export function withinReach({ wardIds, careHomeIds, nhsNumbers }: Readonly<Record<keyof Reach, string>>): string {
  return `(a.ward_id = ANY (${wardIds})
    AND (${careHomeIds} IS NULL OR a.care_home_id = ANY (${careHomeIds}))
    AND (${nhsNumbers} IS NULL OR p.nhs_number = ANY (${nhsNumbers})))`;
}

/**
 * The same for whoever reads: a restricted record is reached by a key that names its NHS number, and by no other. What goes
 * to another system is seen by people whom nobody here named.
 */
export const withinReadersReach = (of: Readonly<Record<keyof Reach, string>>): string =>
  `(${withinReach(of)} AND (${of.nhsNumbers} IS NOT NULL OR NOT ${RESTRICTED}))`;

/**
 * A key that may send, with its reach: what `storeReadings` asks for. `senderOf` gives it, or refuses. Without a key it is
 * a person who signed in and sends for a home of theirs.
 */
export interface Sender {
  readonly right: 'send';
  readonly sourceId: number;
  readonly keyId: number | null;
  readonly reach: Reach;
}

/** A key that may read, with its reach: what every look-up for a source asks for. `readerOf` gives it, or refuses. */
export interface Reader {
  readonly right: 'read';
  readonly sourceId: number;
  readonly keyId: number | null;
  readonly reach: Reach;
}
