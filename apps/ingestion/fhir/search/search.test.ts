import { NHS_NUMBER_SYSTEM } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import fc from '../../../../test/harness/properties.ts';
import { randomBytes } from 'node:crypto';
import { formatOf } from '../media.ts';
import { Cursors } from './cursor.ts';
import { searchRequest } from './search-request.ts';
import { timeCondition } from './times.ts';
import { anyOf, matches, tokenOf } from './tokens.ts';

describe('times', () => {
  const at = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });
  it.each([
    ['2026', 'eq', at('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')],
    ['ge2026-02', 'ge', at('2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z')],
    ['lt2026-12-31', 'lt', at('2026-12-31T00:00:00Z', '2027-01-01T00:00:00Z')],
    ['sa2026-03-29T01:30', 'sa', at('2026-03-29T01:30:00Z', '2026-03-29T01:31:00Z')],
    ['eb2026-03-29T01:30:05+01:00', 'eb', at('2026-03-29T00:30:05Z', '2026-03-29T00:30:06Z')],
    ['ne2026-03-29T01:30:05.250 01:00', 'ne', at('2026-03-29T00:30:05.250Z', '2026-03-29T00:30:05.251Z')],
  ])('%s', (text, prefix, stretch) => {
    expect(timeCondition('date', text)).toEqual({ prefix, ...stretch });
  });

  it.each(['', 'soon', 'ap2026', '2026-13', '2026-02-30', '26-01-01', '2026-01-01T25:00', 'gt'])('not %s', (text) => {
    expect(() => timeCondition('date', text)).toThrow(/expected a date/);
  });
});

describe('tokens', () => {
  it('are split at commas that are not written \\,', () => {
    expect(anyOf('a,b\\,c, d ,')).toEqual(['a', 'b,c', 'd']);
  });

  it.each([
    ['s|c', true],
    ['c', true],
    ['s|', true],
    ['|c', false],
    ['t|c', false],
    ['s|d', false],
  ])('%s', (text, fits) => {
    expect(matches(tokenOf(text), { system: 's', code: 'c' })).toBe(fits);
  });
});

describe('a search', () => {
  const asked = (query: string, handling: 'strict' | 'lenient' = 'lenient') =>
    searchRequest('Observation', [...new URLSearchParams(query)], handling);

  it('never says an NHS number again', () => {
    const { understood, patient } = asked(`patient.identifier=${NHS_NUMBER_SYSTEM}|9434765919&code=8867-4&_count=5`);
    expect(patient).toEqual({ nhsNumber: '9434765919' });
    expect(understood).toEqual([
      ['code', '8867-4'],
      ['_count', '5'],
    ]);
  });

  it.each(['subject.identifier', 'subject:identifier', 'patient:identifier', 'subject:Patient.identifier'])(
    'knows %s',
    (name) => {
      expect(asked(`${name}=${NHS_NUMBER_SYSTEM}|943 476 5919`).patient).toEqual({ nhsNumber: '9434765919' });
    },
  );

  it('does not quote what may be an NHS number that is off by a digit', () => {
    const refused = () => asked(`patient.identifier=${NHS_NUMBER_SYSTEM}|9434765918`);
    expect(refused).toThrow(/valid check digit/);
    expect(refused).not.toThrow(/9434765918/);
  });
});

describe('cursors', () => {
  it('open for their own source alone, and never when anything about them was changed', () => {
    const cursors = new Cursors({ key: randomBytes(32), before: null });
    fc.assert(
      fc.property(fc.nat(), fc.jsonValue(), fc.nat(), (source, value, at) => {
        const position = { value: JSON.parse(JSON.stringify(value)) as unknown };
        const sealed = cursors.seal(source, position);
        expect(cursors.open(source, sealed)).toEqual(position);
        expect(() => cursors.open(source + 1, sealed)).toThrow(/_cursor/);
        const i = at % sealed.length;
        const other = sealed[i] === 'A' ? 'B' : 'A';
        // The last character may hold bits that say nothing.
        if (i < sealed.length - 1)
          expect(() => cursors.open(source, sealed.slice(0, i) + other + sealed.slice(i + 1))).toThrow(/_cursor/);
      }),
    );
    expect(() => cursors.open(1, 'x'.repeat(10_000))).toThrow(/_cursor/);
  });

  it('go on while their key is changed, and end when it is gone', () => {
    const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)];
    const cursors = new Cursors({ key: first, before: null });
    const sealed = cursors.seal(1, { at: 7 });
    cursors.renew({ key: second, before: first });
    expect(cursors.open(1, sealed)).toEqual({ at: 7 });
    const later = cursors.seal(1, { at: 8 });
    expect(new Cursors({ key: second, before: null }).open(1, later)).toEqual({ at: 8 });
    cursors.renew({ key: third, before: second });
    expect(() => cursors.open(1, sealed)).toThrow(/_cursor/);
    expect(cursors.open(1, later)).toEqual({ at: 8 });
  });
});

describe('the form of an answer', () => {
  const form = (headers: Record<string, string>, url = '/fhir/x') => formatOf({ headers, url });
  it.each([
    [{}, 'json'],
    [{ 'content-type': 'application/fhir+xml' }, 'xml'],
    [{ accept: '*/*', 'content-type': 'text/xml; charset=utf-8' }, 'xml'],
    [{ accept: 'application/fhir+json' }, 'json'],
    [{ accept: 'application/xml' }, 'xml'],
    [{ accept: 'application/fhir+json;q=0.5, application/fhir+xml' }, 'xml'],
    [{ accept: 'application/fhir+xml;q=0.2, application/json;q=0.4' }, 'json'],
    [{ accept: 'application/fhir+xml; fhirVersion=3.0, application/fhir+json; fhirVersion=4.0' }, 'json'],
    [{ accept: 'application/fhir+xml;q=0, */*;q=0.1' }, 'json'],
  ])('%j', (headers, format) => {
    expect(form(headers as Record<string, string>)).toBe(format);
  });

  it('is by _format before everything else, and refused where there is none', () => {
    expect(form({ accept: 'application/fhir+json' }, '/fhir/x?_format=xml')).toBe('xml');
    expect(form({}, '/fhir/x?_format=application/fhir+xml')).toBe('xml');
    expect(() => form({ accept: 'text/html' })).toThrow(/answers are/);
    expect(() => form({}, '/fhir/x?_format=turtle')).toThrow(/answers are/);
  });
});
