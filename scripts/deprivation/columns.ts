/** The names under which the published files have what is wanted, the best first. Compared in lower case. */
const NAMES = {
  postcode: [/^pcds$/, /^pcd$/, /^pcd\d$/, /^postcode$/],
  lsoa: [/^lsoa21(cd)?$/, /^lsoa11(cd)?$/, /^lsoa code/, /^lsoa$/],
  // "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)".
  decile: [/\(imd\) decile/, /^imd.?decile$/, /^decile$/],
} as const;

type Wanted = keyof typeof NAMES;

/** Which column of a file holds what; null where none does. */
export function columnsOf(names: readonly string[]): Readonly<Record<Wanted, string | null>> {
  const of = (wanted: Wanted): string | null => {
    for (const pattern of NAMES[wanted]) {
      const found = names.find((name) => pattern.test(name.toLowerCase()));
      if (found !== undefined) return found;
    }
    return null;
  };
  return { postcode: of('postcode'), lsoa: of('lsoa'), decile: of('decile') };
}

/** As it is kept: without spaces; null when it is no postcode. */
export function postcodeIn(written: string | undefined): string | null {
  const postcode = (written ?? '').replaceAll(/\s/g, '').toUpperCase();
  return /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/.test(postcode) ? postcode : null;
}

export function decileIn(written: string | undefined): number | null {
  return /^([1-9]|10)$/.test((written ?? '').trim()) ? Number(written) : null;
}

/** Whether a postcode is of one of these areas ("DT"); all are when none is named. */
export function isWanted(postcode: string, areas: readonly string[]): boolean {
  return areas.length === 0 || areas.some((area) => /^[A-Z]+/.exec(postcode)?.[0] === area);
}
