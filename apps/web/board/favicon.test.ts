import { expect, test } from '@jest/globals';
import { favicon } from './favicon.ts';

const drawn = (emergencies: number, live: boolean): string => decodeURIComponent(favicon(emergencies, live));

test('the sign in the tab counts emergencies, and says when it cannot be believed', () => {
  expect(favicon(0, true)).toBe('/icon.svg');
  expect(drawn(3, true)).toMatch(/#c4161c.*>3<\/text>/);
  expect(drawn(12, true)).toContain('>9+</text>');
  expect(drawn(0, false)).toMatch(/#000.*>!<\/text>/);
  expect(drawn(2, false)).toMatch(/#000.*>2<\/text>/);
});
