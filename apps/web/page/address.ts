/** What stands in an address for each `:name` of its pattern. */
export type Params = Readonly<Record<string, string>>;

/** What a path has in the places of a pattern such as `/wards/:wardId/sources`; null when it is another page's. */
export function readAddress(pattern: string, path: string): Params | null {
  const asked = pattern.split('/');
  const given = path.replace(/\/$/, '').split('/');
  if (asked.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of asked.entries()) {
    const there = given[i] ?? '';
    if (!part.startsWith(':')) {
      if (part !== there) return null;
      continue;
    }
    try {
      params[part.slice(1)] = decodeURIComponent(there);
    } catch {
      return null;
    }
  }
  return params;
}

/** A pattern with these in its places; null when it wants one that is not there. */
export function writeAddress(pattern: string, params: Params): string | null {
  const parts = pattern.split('/').map((part) => {
    if (!part.startsWith(':')) return part;
    const value = params[part.slice(1)];
    return value === undefined ? null : encodeURIComponent(value);
  });
  return parts.includes(null) ? null : parts.join('/');
}
