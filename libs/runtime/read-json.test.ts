import { describe, expect, it } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { readJson } from './read-json.ts';

const read = (text: string) => readJson(Buffer.from(text));
/** As a document comes out of JSON.parse: what JSON cannot say (-0 among it) is not in question here. */
const plain = (text: string): unknown => JSON.parse(text);

describe('readJson', () => {
  it('reads whatever JSON there is as JSON.parse does, with any white space', () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 0, max: 4 }), (text, indent) => {
        const document = plain(text);
        fc.pre(!/"(__proto__|constructor|prototype)":/.test(text));
        expect(read(JSON.stringify(document, null, indent))).toEqual({ document });
      }),
    );
  });

  it('finds the one name that is there twice, wherever it is and however it is spelt', () => {
    const name = fc.string({ unit: 'grapheme' }).filter((text) => !/^(__proto__|constructor|prototype)$/.test(text));
    const escaped = (text: string) =>
      `"${[...Array(text.length).keys()].map((i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`;
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 1, maxLength: 8 }),
        fc.nat(),
        fc.boolean(),
        fc.array(fc.constantFrom('list', 'object'), { maxLength: 5 }),
        (names, which, spellOut, around) => {
          const twice = names[which % names.length]!;
          const fields = names.map((one) => `${JSON.stringify(one)}:[1,{"a":"b,:{"}]`);
          fields.push(`${spellOut ? escaped(twice) : JSON.stringify(twice)}:null`);
          const text = around.reduce(
            (inner, kind) => (kind === 'list' ? `[0,${inner}]` : `{"within":${inner}}`),
            `{${fields.join(',')}}`,
          );
          const step = `/${(twice.length > 60 ? `${twice.slice(0, 60)}…` : twice).replaceAll('~', '~0').replaceAll('/', '~1')}`;
          const pointer = around.reduce((inner, kind) => (kind === 'list' ? `/1${inner}` : `/within${inner}`), step);
          expect(read(text)).toMatchObject({ fault: { pointer, detail: expect.stringMatching(/is there twice/) } });
        },
      ),
    );
  });

  it('never throws, whatever bytes come', () => {
    const bytes = fc.uint8Array({ maxLength: 60 });
    const nearly = fc.string({
      unit: fc.constantFrom(...'{}[],:"\\u0aE-+.1truefalsn \n\u0000\ud800é'.split('')),
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          bytes,
          nearly.map((text) => Buffer.from(text)),
        ),
        (sent) => {
          const answer = readJson(Buffer.from(sent));
          let parsed: { document: unknown } | null;
          try {
            parsed = { document: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(sent)) };
          } catch {
            parsed = null;
          }
          if (parsed === null) expect(answer).toHaveProperty('fault');
          else if ('document' in answer) expect(answer).toEqual(parsed);
          else expect(answer.fault.detail).toMatch(/twice/);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  const faults: [string, string | Buffer, string, RegExp][] = [
    ['nothing', '', '', /empty/],
    ['white space alone', ' \n', '', /empty/],
    ['half a document', '{"patient":', '', /ends too soon/],
    ['a string without end', '"abc', '', /not valid JSON/],
    ['no JSON at all', '<xml/>', '', /not valid JSON/],
    ['two documents', '{}{}', '', /not valid JSON/],
    ['a number that is none', '{"pulse":NaN}', '', /not valid JSON/],
    ['a BOM', '\ufeff{}', '', /not valid JSON/],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), '', /not UTF-8/],
    ['UTF-16', Buffer.from('{}', 'utf16le'), '', /not valid JSON/],
    ['the same name twice', '{"pulse":60,"pulse":160}', '/pulse', /pulse: is there twice/],
    ['the same name deep down', '[{"a":[{},{"b":{"c":1,"d":2,"c":3}}]}]', '/0/a/1/b/c', /twice/],
    ['a name with slashes', '{"a/b~":1,"a/b~":1}', '/a~1b~0', /twice/],
    ['a key into the prototype', '{"x":{"__proto__":{"isAdmin":true}}}', '/x/__proto__', /no field here/],
    ['the same, written otherwise', '{"__pro\\u0074o__":{}}', '/__proto__', /no field here/],
    ['a constructor', '{"constructor":{"prototype":{}}}', '/constructor', /no field here/],
    ['65 levels', `${'['.repeat(65)}${']'.repeat(65)}`, '/0'.repeat(64), /deeper than 64/],
    ['a million levels', `${'{"a":'.repeat(1e6)}1${'}'.repeat(1e6)}`, '/a'.repeat(64), /deeper than 64/],
    ['a million levels that never end', '['.repeat(1e6), '/0'.repeat(64), /deeper than 64/],
    ['more values than any document has', `[${'0,'.repeat(200_000)}0]`, '', /more than 200000 values/],
  ];
  it.each(faults)('refuses %s, saying where', (_, sent, pointer, words) => {
    const answer = readJson(Buffer.from(sent as string));
    expect(answer).toMatchObject({ fault: { pointer, detail: expect.stringMatching(words) } });
  });

  it('says the place when it is known, and quotes nothing', () => {
    const answer = read('{"patient": "Ada Secret",\n  oops');
    expect(answer).toMatchObject({ fault: { detail: expect.not.stringMatching(/Ada|oops/) } });
    expect(read('{\n  oops: 1, "and": "so on and on", "that": "it is long enough"}')).toMatchObject({
      fault: { detail: expect.stringMatching(/line 2, character 3/) },
    });
  });

  it('takes 64 levels, 200,000 values, and names that only begin like those of prototypes', () => {
    expect(read(`${'['.repeat(64)}${']'.repeat(64)}`)).toHaveProperty('document');
    expect(read(`[${'0,'.repeat(199_999)}0]`)).toHaveProperty('document');
    expect(read('{"__proto":1,"constructors":2,"a":"__proto__"}')).toHaveProperty('document');
  });
});
