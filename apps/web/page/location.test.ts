import { describe, expect, test } from '@jest/globals';
import { placeOf, wardPath } from './location.ts';

describe('the address', () => {
  test('holds the ward and the order of its beds, both ways', () => {
    for (const order of ['worst', 'bed'] as const) {
      const address = new URL(wardPath('dorset/east 1', order), 'http://ward');
      expect(placeOf(address.pathname, address.search)).toEqual({ page: 'ward', wardId: 'dorset/east 1', order });
    }
  });

  test('that leads nowhere is known as such', () => {
    expect(placeOf('/wards', '')).toEqual({ page: 'unknown' });
    expect(placeOf('/wards/%E0%A4%A', '')).toEqual({ page: 'unknown' });
    expect(placeOf('/', '')).toEqual({ page: 'start' });
  });
});
