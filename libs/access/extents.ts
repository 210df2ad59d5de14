import type { Role } from '#contracts';
import { rolesAt, SOCKET_PERMISSIONS, type Who } from './permissions.ts';

/**
 * How far somebody gets with a route that they may use. `own-…`: what belongs to a ward, home or stay that is not theirs is to them as
 * if it were not there. `themselves`: their own sign-in, sessions and messages. `everywhere`: whatever the ward or home.
 * `beyond`: one patient of another ward, with a reason. `by-key`: what the key's own limits leave. `open`: nobody has to sign in.
 */
export type Extent = 'own-wards' | 'own-home' | 'own-stay' | 'themselves' | 'everywhere' | 'beyond' | 'by-key' | 'open';

const OF_ROLE: Readonly<Record<Role, Extent>> = {
  'hub-clinician': 'own-wards',
  coordinator: 'own-wards',
  lead: 'own-wards',
  administrator: 'own-wards',
  'care-home': 'own-home',
  patient: 'own-stay',
  carer: 'own-stay',
  auditor: 'everywhere',
  wall: 'own-wards',
};

/** Where a route is about something else than what the role's things are. */
const OF_ROUTE: readonly (readonly [RegExp, Extent])[] = [
  [/^\w+ \/api\/(session|account)(\/|$)/, 'themselves'],
  [/^GET \/api\/break-glass$/, 'themselves'],
  [/^POST \/api\/break-glass$/, 'beyond'],
  [/^\w+ \/api\/(audit|retention)(\/|$)/, 'everywhere'],
];

/** How far a role, or a source's key, gets with a route or a socket event (`/ward join`); null where it may not use it. */
export function extentOf(route: string, who: Who): Extent | null {
  const [method = '', path = ''] = route.split(' ');
  const allowed = SOCKET_PERMISSIONS[route] ?? rolesAt(method, path) ?? [];
  if (allowed.includes('anyone')) return 'open';
  if (!allowed.includes(who)) return null;
  if (who === 'source' || who === 'reading-source' || who === 'anyone') return 'by-key';
  return OF_ROUTE.find(([pattern]) => pattern.test(route))?.[1] ?? OF_ROLE[who];
}
