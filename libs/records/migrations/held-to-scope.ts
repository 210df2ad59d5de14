/**
 * The row of a stay's own table is seen by whoever sees the stay. It asks by key. Not by EXISTS: that may be answered by reading all
 * stays into a hash first, at each statement.
 */
export const ofStay = (table: string): string =>
  `(SELECT true FROM admission a WHERE a.id = ${table}.admission_id LIMIT 1)`;

/** The second wall for one table: whoever is not the owner sees the rows for which `seen` is true. */
export const heldToScope = (table: string, seen = ofStay(table)): string => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  CREATE POLICY within_scope ON ${table} FOR SELECT USING (${seen});
`;
