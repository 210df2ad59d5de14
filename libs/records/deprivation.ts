import type { Queryable } from './database.ts';

/** In which tenth of deprivation the neighbourhood of a postcode lies: 1 is the most deprived. The postcode is without spaces. */
export interface PostcodeDeprivation {
  readonly postcode: string;
  readonly lsoa: string;
  readonly decile: number;
}

/** Keeps what a file says of these postcodes, over what was kept before. Answers how many. */
export async function keepDeprivation(database: Queryable, rows: readonly PostcodeDeprivation[]): Promise<number> {
  const once = [...new Map(rows.map((row) => [row.postcode, row])).values()];
  await database.query(
    `INSERT INTO postcode_deprivation (postcode, lsoa, decile)
     SELECT * FROM unnest($1::text[], $2::text[], $3::smallint[])
     ON CONFLICT (postcode) DO UPDATE SET lsoa = excluded.lsoa, decile = excluded.decile`,
    [once.map(({ postcode }) => postcode), once.map(({ lsoa }) => lsoa), once.map(({ decile }) => decile)],
  );
  return once.length;
}
