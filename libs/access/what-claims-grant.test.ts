import { readSettings } from '#runtime';
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { whatClaimsGrant } from './what-claims-grant.ts';

/** The very files that the documentation offers, read as the hub reads them. */
const EXAMPLES = new URL('../../docs/examples/sign-on/', import.meta.url);

const tableIn = (file: string) => {
  const { signOn } = readSettings({
    DATABASE_URL: 'postgres://ward@localhost/ward',
    PUBLIC_URL: 'https://ward.nhs.uk',
    OIDC_ISSUER: 'https://provider.nhs.uk',
    OIDC_CLIENT_ID: 'homeward',
    OIDC_CLIENT_SECRET: 'x'.repeat(32),
    OIDC_CLAIMS: readFileSync(new URL(file, EXAMPLES), 'utf8'),
  });
  if (!signOn) throw new Error('nothing was read');
  return signOn.claims;
};

const CIS2 = tableIn('cis2.json');
const ENTRA = tableIn('entra.json');
const KEYCLOAK = tableIn('keycloak.json');
const NURSE = { role_code: 'S8000:G8000:R8001', org_code: 'RBD', person_roleid: '1' };
const MANAGER = { role_code: 'S8000:G8001:R8008', org_code: 'RBD', person_roleid: '2' };
const GROUP = '6f1c9f0e-52a1-4f0d-9b0a-7d5c1f1f0001';

describe('what claims grant', () => {
  it('has a table for each example', () => {
    expect(readdirSync(EXAMPLES).toSorted()).toEqual(['cis2.json', 'entra.json', 'keycloak.json']);
  });

  it.each([
    ['a nurse of the trust', CIS2, { nhsid_nrbac_roles: [NURSE] }, ['hub-clinician', ['dorset']]],
    ['a nurse of another trust', CIS2, { nhsid_nrbac_roles: [{ ...NURSE, org_code: 'RH8' }] }, null],
    // Two halves of two entries make no whole one.
    [
      'a nurse elsewhere who is a clerk here',
      CIS2,
      {
        nhsid_nrbac_roles: [
          { ...NURSE, org_code: 'RH8' },
          { org_code: 'RBD', role_code: 'S8001:G8003:R8011' },
        ],
      },
      null,
    ],
    [
      'a manager who is a nurse as well: the first of the table',
      CIS2,
      { nhsid_nrbac_roles: [NURSE, MANAGER] },
      ['lead', ['dorset']],
    ],
    ['an app role', ENTRA, { roles: ['Homeward.Lead'] }, ['lead', ['dorset']]],
    ['one role as a text', ENTRA, { roles: 'Homeward.Lead' }, ['lead', ['dorset']]],
    ['a group', ENTRA, { groups: ['another', GROUP] }, ['care-home', [], 'durlston-house']],
    ['a role in other letters', ENTRA, { roles: ['homeward.lead'] }, null],
    [
      'a realm’s role with the wards of the claim',
      KEYCLOAK,
      { realm_access: { roles: ['ward-nurse'] }, wards: ['dorset', 'east'] },
      ['hub-clinician', ['dorset', 'east']],
    ],
    ['a role whose wards nobody named', KEYCLOAK, { realm_access: { roles: ['ward-nurse'] } }, null],
    ['wards that are no texts', KEYCLOAK, { realm_access: { roles: ['ward-nurse'] }, wards: [1, null, {}] }, null],
    [
      'a client’s role',
      KEYCLOAK,
      { resource_access: { homeward: { roles: ['administrator'] } }, wards: 'dorset' },
      ['administrator', ['dorset']],
    ],
    [
      'the same role of another client',
      KEYCLOAK,
      { resource_access: { other: { roles: ['administrator'] } }, wards: 'dorset' },
      null,
    ],
    [
      'care-home staff',
      KEYCLOAK,
      { realm_access: { roles: ['care-home'] }, home: 'durlston-house' },
      ['care-home', [], 'durlston-house'],
    ],
    ['staff of two homes', KEYCLOAK, { realm_access: { roles: ['care-home'] }, home: ['a', 'b'] }, null],
    ['no claims', KEYCLOAK, {}, null],
    ['names that every object has', KEYCLOAK, { realm_access: { roles: ['constructor', '__proto__'] } }, null],
  ] as const)('%s', (_, table, claims, expected) => {
    const granted = whatClaimsGrant(
      { sub: 's-1', preferred_username: 'Jo@NHS.net', name: 'Jo Wool', ...claims },
      table,
    );
    if (expected === null) return expect(granted).toBeNull();
    const [role, wardIds, careHomeId = null] = expected;
    expect(granted).toMatchObject({ role, wardIds, careHomeId });
  });

  it('names somebody by the claims that the table names, or by their subject', () => {
    const nurse = { sub: 's-1', nhsid_nrbac_roles: [NURSE], name: 'Jo Wool' };
    expect(whatClaimsGrant({ ...nurse, nhsid_useruid: '910000000001' }, CIS2)).toMatchObject({
      username: '910000000001',
      displayName: 'Jo Wool',
    });
    expect(whatClaimsGrant({ sub: 's-1', nhsid_nrbac_roles: [NURSE] }, CIS2)).toMatchObject({
      username: 's-1',
      displayName: 's-1',
    });
    expect(whatClaimsGrant({ ...nurse, sub: undefined }, CIS2)).toBeNull();
  });

  it('reads whole names that have dots', () => {
    const table = {
      ...ENTRA,
      grants: [{ when: { 'https://nhs.uk/roles': 'lead' }, role: 'lead' as const, wards: ['a'] }],
    };
    expect(whatClaimsGrant({ sub: 's', 'https://nhs.uk/roles': ['lead'] }, table)?.role).toBe('lead');
  });
});
