import { describe, expect, it } from '@jest/globals';
import fc from '../../../../test/harness/properties.ts';
import { ElementCutter, LineCutter, type Cutter, type Piece } from './cutters.ts';

const LONGEST = 1_000;

/** The text in chunks cut at these places, byte by byte where asked for: no cut may matter. */
function cut(cutter: Cutter, text: string, places: readonly number[]): Piece[] {
  const bytes = Buffer.from(text);
  const cuts = [...new Set(places.map((place) => place % (bytes.length + 1)))].toSorted((a, b) => a - b);
  const pieces: Piece[] = [];
  let from = 0;
  for (const at of [...cuts, bytes.length]) {
    pieces.push(...cutter.push(Buffer.from(bytes.subarray(from, at))));
    from = at;
  }
  return [...pieces, ...cutter.end()];
}

const places = fc.array(fc.nat({ max: 10_000 }), { maxLength: 30 });
const documents = fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 12 });
const readings = (pieces: readonly Piece[]) =>
  pieces.map(({ number, bytes }) => ({ number, document: JSON.parse(String(bytes)) as unknown }));
const numbered = (all: readonly unknown[], first: number) =>
  all.map((document, i) => ({ number: first + i, document: JSON.parse(JSON.stringify(document)) as unknown }));

describe('lines', () => {
  it('come whole and numbered, wherever the chunks are cut and whatever ends the lines', () => {
    fc.assert(
      fc.property(documents, places, fc.constantFrom('\n', '\r\n'), fc.boolean(), (all, at, end, endsWithOne) => {
        const text = all.map((document) => JSON.stringify(document)).join(end) + (endsWithOne ? end : '');
        expect(readings(cut(new LineCutter(100_000), text, at))).toEqual(numbered(all, 1));
      }),
    );
  });

  it('that are empty are counted and passed over', () => {
    const pieces = cut(new LineCutter(LONGEST), '\n1\n\n  \r\n2\n\n', []);
    expect(readings(pieces)).toEqual([
      { number: 2, document: 1 },
      { number: 5, document: 2 },
    ]);
  });

  it('that are too long are named and not kept, and the next one is whole', () => {
    const pieces = cut(new LineCutter(LONGEST), `1\n"${'a'.repeat(5_000)}"\n3`, [100, 1_500, 4_000]);
    expect(pieces.map(({ number, bytes }) => [number, bytes === null])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
  });

  it('may begin with a byte order mark, as some editors write it', () => {
    expect(readings(cut(new LineCutter(LONGEST), '\ufeff1\n2', []))).toEqual(numbered([1, 2], 1));
  });
});

describe('elements of a list', () => {
  it('come whole and numbered, wherever the chunks are cut and whatever white space there is', () => {
    fc.assert(
      fc.property(documents, places, fc.integer({ min: 0, max: 3 }), (all, at, indent) => {
        const cutter = new ElementCutter(100_000);
        expect(readings(cut(cutter, ` ${JSON.stringify(all, null, indent)}\n`, at))).toEqual(numbered(all, 0));
        expect(cutter.fault).toBeNull();
      }),
    );
  });

  it.each([
    ['no list', '{"a":1}', [], /not a JSON list/],
    ['nothing', '', [], /too soon/],
    ['half a list', '[1,{"a":', ['1', '{"a":'], /too soon/],
    ['a list with more behind it', '[1] 2', ['1'], /after the end/],
    ['a comma too many', '[1,]', ['1', ''], null],
    ['a brace too many', '[1},2]', ['1}', '2'], null],
    ['a bracket in a text', '["]","\\"]",2]', ['"]"', '"\\"]"', '2'], null],
    ['an empty list', '[ ]', [], null],
  ])('%s', (_, text, parts, fault) => {
    const cutter = new ElementCutter(LONGEST);
    const pieces = cut(cutter, text, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(pieces.map(({ bytes }) => String(bytes))).toEqual(parts);
    if (fault) expect(cutter.fault).toMatch(fault);
    else expect(cutter.fault).toBeNull();
  });

  it('keeps no more than the longest part, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 30 }), (chunks) => {
        for (const cutter of [new ElementCutter(50), new LineCutter(50)]) {
          const pieces = [...chunks.flatMap((chunk) => cutter.push(Buffer.from(chunk))), ...cutter.end()];
          expect(pieces.every(({ bytes }) => bytes === null || bytes.length <= 50)).toBe(true);
        }
      }),
    );
  });
});
