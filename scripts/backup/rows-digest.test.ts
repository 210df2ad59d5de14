import { describe, expect, it } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { RowsCounted } from './rows-digest.ts';

function digestOf(...pieces: readonly (string | Buffer)[]) {
  const counted = new RowsCounted();
  for (const piece of pieces) counted.add(Buffer.from(piece));
  return counted.digest();
}

const lines = fc.array(fc.string().map((text) => `${text.replaceAll('\n', '\\n')}\n`));

describe('rows are counted and summed', () => {
  it('the same in whatever order and pieces they come', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 7 }), (rows, size) => {
        const whole = Buffer.from(rows.toReversed().join(''));
        const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
          whole.subarray(i * size, (i + 1) * size),
        );
        expect(digestOf(...pieces)).toEqual(digestOf(...rows));
        expect(digestOf(...rows).rows).toBe(rows.length);
      }),
    );
  });

  it('otherwise when one is changed, missing or there twice', () => {
    const kept = digestOf('1\tA\n', '2\tB\n').sum;
    for (const other of [['1\tA\n'], ['1\tA\n', '2\tC\n'], ['1\tA\n', '2\tB\n', '2\tB\n'], ['1\tA2\tB\n']]) {
      expect(digestOf(...other).sum).not.toBe(kept);
    }
  });

  it('not at all when the last has no end', () => {
    expect(() => digestOf('1\tA\n2\t')).toThrow('no end');
  });
});
