/** One person's stay as it is handed on: each value in words. */
export type Row = Readonly<Record<string, string>>;

export interface Judged {
  /** Rows whose like, in what could be known from elsewhere, there are at least `k` of. */
  kept: readonly Row[];
  suppressed: number;
  /** The smallest group among what is kept; 0 when nothing is. */
  smallest: number;
  /** For each quasi-identifier: how many rows would be suppressed without it. The lowest is what makes groups small. */
  without: Readonly<Record<string, number>>;
}

/** A group counts people, not rows: somebody with five stays is one. */
const PERSON = 'person';

function groupsOf(rows: readonly Row[], names: readonly string[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(names.map((name) => row[name] ?? ''));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

const peopleIn = (group: readonly Row[]): number => new Set(group.map((row) => row[PERSON])).size;

const suppressedBy = (rows: readonly Row[], names: readonly string[], k: number): number =>
  [...groupsOf(rows, names).values()].reduce((sum, group) => sum + (peopleIn(group) < k ? group.length : 0), 0);

/**
 * k-anonymity (Sweeney 2002): takes out every row that shares its quasi-identifiers with fewer than `k` people, itself among them. `person` is
 * the column of pseudonyms.
 */
export function withoutSmallGroups(rows: readonly Row[], quasi: readonly string[], k: number): Judged {
  const groups = [...groupsOf(rows, quasi).values()].filter((group) => peopleIn(group) >= k);
  const keptRows = new Set(groups.flat());
  return {
    kept: rows.filter((row) => keptRows.has(row)),
    suppressed: rows.length - keptRows.size,
    smallest: groups.length === 0 ? 0 : Math.min(...groups.map(peopleIn)),
    without: Object.fromEntries(
      quasi.map((name) => [
        name,
        suppressedBy(
          rows,
          quasi.filter((one) => one !== name),
          k,
        ),
      ]),
    ),
  };
}
