import { describe, expect, test } from '@jest/globals';
import { readAddress, writeAddress } from './address.ts';
import { alertsPath, placeOf, WARD_ITSELF, wardPath } from './location.ts';

describe('the address', () => {
  test('holds the ward and the order of its beds, both ways', () => {
    for (const order of ['worst', 'bed'] as const) {
      const address = new URL(wardPath('dorset/east 1', order), 'http://ward');
      expect(placeOf(address.pathname, address.search)).toEqual({ page: 'ward', wardId: 'dorset/east 1', order });
    }
  });

  test('says whose alerts stand open', () => {
    for (const [admissionId, opens] of [
      ['a stay', 'a stay'],
      [null, WARD_ITSELF],
    ] as const) {
      const address = new URL(alertsPath('dorset', admissionId), 'http://ward');
      expect(placeOf(address.pathname, address.search)).toEqual({
        page: 'ward',
        wardId: 'dorset',
        order: 'worst',
        opens,
      });
    }
  });

  test('that leads nowhere is known as such', () => {
    expect(placeOf('/wards', '')).toEqual({ page: 'unknown' });
    expect(placeOf('/wards/%E0%A4%A', '')).toEqual({ page: 'unknown' });
    expect(placeOf('/', '')).toEqual({ page: 'start' });
  });

  test('has each part where the pattern says, both ways', () => {
    const pattern = '/wards/:wardId/patients/:admissionId';
    const params = { wardId: 'dorset/east 1', admissionId: 'é' };
    const address = writeAddress(pattern, params);
    expect(address).toBe('/wards/dorset%2Feast%201/patients/%C3%A9');
    expect(readAddress(pattern, `${address}/`)).toEqual(params);
    expect(writeAddress(pattern, { wardId: 'a' })).toBeNull();
    expect(readAddress(pattern, '/wards/a/sources/b')).toBeNull();
    expect(readAddress(pattern, '/wards/a/patients')).toBeNull();
    expect(readAddress(pattern, '/wards/a/patients/%E0%A4%A')).toBeNull();
  });
});
