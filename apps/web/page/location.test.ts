import { describe, expect, test } from '@jest/globals';
import { readAddress, writeAddress } from './address.ts';
import { alertsPath, EVERYBODY, placeOf, WARD_ITSELF, wardPath, type BoardWish } from './location.ts';

describe('the address', () => {
  test.each<BoardWish>([
    EVERYBODY,
    { ...EVERYBODY, order: 'bed' },
    { order: 'bed', show: ['mine', 'overdue'], pathway: 'cardiac' },
  ])('holds the ward, the order of its beds and who is shown, both ways: %j', (wish) => {
    const address = new URL(wardPath('dorset/east 1', wish), 'http://ward');
    expect(placeOf(address.pathname, address.search)).toEqual({ page: 'ward', wardId: 'dorset/east 1', wish });
  });

  test('that asks for what there is not asks for nothing', () => {
    expect(placeOf('/wards/a', '?show=everything&pathway=paediatric&order=x')).toMatchObject({ wish: EVERYBODY });
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
        wish: EVERYBODY,
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
