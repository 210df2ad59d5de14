import { expect, test } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { browserName } from './browser-name.ts';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`, 'Chrome on Windows'],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`,
    'Microsoft Edge on Windows',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    'Safari on iOS',
  ],
  [undefined, null],
  ['', null],
])('%s', (said, name) => {
  expect(browserName(said)).toBe(name);
});

test('whatever is said, it is a name that fits or none', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2_000 }), (said) => {
      const name = browserName(said);
      expect(name === null || (name.length > 0 && name.length <= 100)).toBe(true);
    }),
  );
});
