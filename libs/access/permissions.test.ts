import type { Account } from '#records';
import { describe, expect, it } from '@jest/globals';
import { isRestrictedTo, ROUTE_PERMISSIONS, THROUGH_GLASS, throughGlass, WHILE_RESTRICTED } from './permissions.ts';

const STAY = '01890000-0000-7000-8000-000000000001';
const OUTSIDER = {
  wardIds: ['own'],
  glasses: [{ admissionId: STAY, wardId: 'theirs', until: 0 }],
  restricted: [],
} as unknown as Account;
const wardsAt = (route: string, stay: unknown, account = OUTSIDER): readonly string[] => {
  const [method = '', path = ''] = route.split(' ');
  return throughGlass(account, method, path, stay).wardIds;
};

describe('a broken glass', () => {
  it.each(THROUGH_GLASS)('lends the ward for that stay alone: %s', (route) => {
    // A route that goes by anything else would lend more than one patient.
    expect(route).toMatch(/\/admissions\/:id(\/[a-z0-9-]+(\/:photoId)?)?$/);
    expect(ROUTE_PERMISSIONS[route]).toContain('hub-clinician');
    expect(wardsAt(route, STAY)).toEqual(['own', 'theirs']);
    expect(wardsAt(route, '01890000-0000-7000-8000-000000000002')).toEqual(['own']);
    expect(wardsAt(route, undefined)).toEqual(['own']);
    expect(wardsAt(route, STAY, { ...OUTSIDER, glasses: [] })).toEqual(['own']);
  });

  it('lends it for no other route', () => {
    const open: ReadonlySet<string> = new Set(THROUGH_GLASS);
    const others = Object.keys(ROUTE_PERMISSIONS).filter((route) => !open.has(route));
    expect(others.filter((route) => wardsAt(route, STAY).length > 1)).toEqual([]);
  });
});

describe('a restricted record', () => {
  const COLLEAGUE = {
    wardIds: ['own'],
    glasses: [],
    restricted: [{ admissionId: STAY, wardId: 'own', named: false }],
  } as unknown as Account;
  const routes = Object.keys(ROUTE_PERMISSIONS);
  const shutTo = (account: Account, stay: unknown = STAY): string[] =>
    routes.filter((route) => {
      const [method = '', path = ''] = route.split(' ');
      return isRestrictedTo(account, method, path, stay);
    });

  it('is closed at every route that goes by a stay, but for what is done from its tile', () => {
    const byStay = routes.filter((route) => /\/admissions\/:id(\/|$)/.test(route));
    const open: readonly string[] = WHILE_RESTRICTED;
    expect(shutTo(COLLEAGUE)).toEqual(byStay.filter((route) => !open.includes(route)));
    // None of these says anything back of the person.
    expect(open.filter((route) => !route.startsWith('POST '))).toEqual([]);
    expect(shutTo(COLLEAGUE, STAY.toUpperCase())).toEqual(shutTo(COLLEAGUE));
    expect(shutTo(COLLEAGUE, '01890000-0000-7000-8000-000000000002')).toEqual([]);
  });

  it('is open to the named and to whoever opened it', () => {
    expect(shutTo({ ...COLLEAGUE, restricted: [{ admissionId: STAY, wardId: 'own', named: true }] })).toEqual([]);
    expect(shutTo({ ...COLLEAGUE, glasses: [{ admissionId: STAY, wardId: 'own', until: 0 }] })).toEqual([]);
  });
});
