import type { Role } from '#contracts';
import type { SignOnClaims, Wanted } from '#runtime';

/** Who somebody is here, by what their provider says of them. */
export interface Granted {
  username: string;
  displayName: string;
  role: Role;
  wardIds: readonly string[];
  careHomeId: string | null;
}

const LONGEST_NAME = 100;

/** What a provider's claims grant by the operator's table; null when that makes them nobody here. */
export function whatClaimsGrant(claims: Readonly<Record<string, unknown>>, table: SignOnClaims): Granted | null {
  const fitting = table.grants
    .filter(({ when }) => Object.entries(when).every(([name, wanted]) => fits(claimAt(claims, name), wanted)))
    .map(({ role, wards, home }) => ({
      role,
      wardIds: Array.isArray(wards) ? wards : textsAt(claims, wards?.claim),
      homes: typeof home === 'string' ? [home] : textsAt(claims, home?.claim),
    }))
    // A grant whose wards nobody named grants nothing.
    .filter(({ role, wardIds, homes }) => (role === 'care-home' ? homes.length === 1 : wardIds.length > 0));
  const [first] = fitting;
  const subject = textsAt(claims, 'sub')[0];
  if (!first || subject === undefined) return null;
  const username = textsAt(claims, table.username)[0] ?? subject;
  const ofRole = fitting.filter(({ role }) => role === first.role);
  return {
    username: username.toLowerCase().slice(0, LONGEST_NAME),
    displayName: (textsAt(claims, table.name)[0] ?? username).slice(0, LONGEST_NAME),
    role: first.role,
    wardIds: [...new Set(ofRole.flatMap(({ wardIds }) => wardIds))],
    careHomeId: first.homes[0] ?? null,
  };
}

/** A claim by its whole name (which may have dots, as addresses do), or step by step. */
function claimAt(claims: unknown, name: string): unknown {
  if (isObject(claims) && Object.hasOwn(claims, name)) return claims[name];
  return name
    .split('.')
    .reduce<unknown>((at, step) => (isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined), claims);
}

/** Lists fit by any of theirs; objects by all that is wanted of them. */
function fits(claim: unknown, wanted: Wanted): boolean {
  if (Array.isArray(wanted)) return wanted.some((one) => fits(claim, one));
  if (Array.isArray(claim)) return claim.some((one) => fits(one, wanted));
  if (typeof wanted === 'object') {
    return isObject(claim) && Object.entries(wanted).every(([name, one]) => fits(claimAt(claim, name), one));
  }
  return claim === wanted;
}

function textsAt(claims: unknown, name: string | undefined): string[] {
  const claim = name === undefined ? undefined : claimAt(claims, name);
  return [claim].flat().filter((one) => typeof one === 'string' && one.trim() !== '') as string[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
