import type { Transaction } from './database.ts';

/** The free beds of a ward, lowest first. Whoever else wants one of this ward waits here until the end of the transaction, and then looks anew. */
export async function lockBeds(
  transaction: Transaction,
  wardId: string,
): Promise<{ capacity: number; free: readonly number[] }> {
  const [ward] = await transaction.query<{ capacity: number }>('SELECT capacity FROM ward WHERE id = $1 FOR UPDATE', [
    wardId,
  ]);
  const free = await transaction.query<{ number: number }>(
    `SELECT b.number FROM bed b WHERE b.ward_id = $1 AND NOT EXISTS (
       SELECT FROM admission a WHERE a.ward_id = b.ward_id AND a.bed = b.number AND a.status = 'active') ORDER BY b.number`,
    [wardId],
  );
  return { capacity: ward?.capacity ?? 0, free: free.map(({ number }) => number) };
}
