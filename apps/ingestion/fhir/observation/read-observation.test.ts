import { NHS_NUMBER_SYSTEM } from '#contracts';
import type { Sender } from '#records';
import { describe, expect, it } from '@jest/globals';
import fc from '../../../../test/harness/properties.ts';
import type { Observation } from 'fhir/r4.js';
import { UK_CORE_OBSERVATIONS } from '../../../../test/ward/fhir.ts';
import { isObject, type Json } from '../json.ts';
import { readXml } from '../xml/read-xml.ts';
import { writeXml } from '../xml/write-xml.ts';
import { taken } from './observations-in.ts';
import { readObservation, type ReadObservation } from './read-observation.ts';

const NHS_NUMBER = '9434765919';
const NOW = Date.parse('2026-11-22T12:00:00Z');
const SENDER: Sender = {
  right: 'send',
  sourceId: 1,
  keyId: 1,
  reach: { wardIds: ['w'], careHomeIds: null, nhsNumbers: null },
};
const UCUM = 'http://unitsofmeasure.org';
const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });
const snomed = (code: string) => ({ coding: [{ system: 'http://snomed.info/sct', code }] });
const quantity = (value: number, code: string, more: object = {}) => ({ value, system: UCUM, code, ...more });

/** A pulse of 72; the test says what is different about it. */
const aPulse = (different: object = {}): Json => ({
  resourceType: 'Observation',
  status: 'final',
  code: loinc('8867-4'),
  subject: { identifier: { system: NHS_NUMBER_SYSTEM, value: NHS_NUMBER } },
  effectiveDateTime: '2026-11-22T11:00:00Z',
  valueQuantity: quantity(72, '/min'),
  ...different,
});
const without = (resource: Json, name: string): Json =>
  Object.fromEntries(Object.entries(resource).filter(([key]) => key !== name));

const readIn = (resource: Json) =>
  readObservation(resource, { source: SENDER, now: NOW, patients: new Map(), at: 'Observation' });

function accepted(resource: Json): ReadObservation {
  const read = readIn(resource);
  if ('refused' in read) throw new Error(JSON.stringify(read.refused));
  return read;
}

describe('what cannot be taken is refused with its place and in words', () => {
  const cases: [string, Json, string, RegExp][] = [
    ['an unknown code', aPulse({ code: loinc('1-1') }), 'Observation.code', /not a vital sign/],
    [
      'codes of two things',
      aPulse({ code: { coding: [...loinc('8867-4').coding, ...loinc('9279-1').coding] } }),
      'Observation.code',
      /different things/,
    ],
    ['a sub-score', aPulse({ code: snomed('1104301000000104') }), 'Observation.code', /computed here/],
    [
      'a unit of something else',
      aPulse({ valueQuantity: quantity(72, 'kg') }),
      'Observation.valueQuantity.code',
      /"kg" is not a unit of pulse; expected \/min/,
    ],
    ['no unit', aPulse({ valueQuantity: { value: 72 } }), 'Observation.valueQuantity.code', /UCUM/],
    [
      'another unit system',
      aPulse({ valueQuantity: { value: 72, system: 'urn:x', code: '/min' } }),
      'Observation.valueQuantity.system',
      /urn:x/,
    ],
    [
      'text for a number',
      aPulse({ valueQuantity: quantity('72' as unknown as number, '/min') }),
      'Observation.valueQuantity.value',
      /expected a number; "72" was sent/,
    ],
    ['no value', without(aPulse(), 'valueQuantity'), 'Observation.valueQuantity', /missing/],
    [
      'a reason for no value',
      { ...without(aPulse(), 'valueQuantity'), dataAbsentReason: { text: 'asleep' } },
      'Observation.dataAbsentReason',
      /"asleep": there is no value/,
    ],
    [
      'a value and a reason for none',
      aPulse({ dataAbsentReason: { text: 'asleep' } }),
      'Observation.dataAbsentReason',
      /expected one of them/,
    ],
    ['nobody', without(aPulse(), 'subject'), 'Observation.subject', /missing/],
    [
      'a wrong check digit',
      aPulse({ subject: { identifier: { system: NHS_NUMBER_SYSTEM, value: '9434765918' } } }),
      'Observation.subject.identifier.value',
      /NHS number/,
    ],
    ['no status', without(aPulse(), 'status'), 'Observation.status', /missing/],
    ['an invented status', aPulse({ status: 'done' }), 'Observation.status', /expected one of registered/],
    ['what was entered in error', aPulse({ status: 'entered-in-error' }), 'Observation.status', /tell the hub/],
    ['what was cancelled', aPulse({ status: 'cancelled' }), 'Observation.status', /no reading/],
    [
      'a correction',
      aPulse({ status: 'corrected' }),
      'Observation.status',
      /an identifier of its own and the same time/,
    ],
    ['an amendment', aPulse({ status: 'amended' }), 'Observation.status', /never changed/],
    ['a misspelt element', aPulse({ interpretatoin: [] }), 'Observation.interpretatoin', /did you mean interpretation/],
    ['a list where there is one', aPulse({ code: [loinc('8867-4')] }), 'Observation.code', /expected an object/],
    [
      'what may change its meaning',
      aPulse({ modifierExtension: [{ url: 'urn:not' }] }),
      'Observation.modifierExtension',
      /not understood/,
    ],
    ['rules of its own', aPulse({ implicitRules: 'urn:rules' }), 'Observation.implicitRules', /not understood/],
    ['no time', without(aPulse(), 'effectiveDateTime'), 'Observation.effectiveDateTime', /missing/],
    [
      'a time without its offset',
      aPulse({ effectiveDateTime: '2026-11-22T11:00:00' }),
      'Observation.effectiveDateTime',
      /offset/,
    ],
    ['a month', aPulse({ effectiveDateTime: '2026-10' }), 'Observation.effectiveDateTime', /at least the day/],
    [
      'the future',
      aPulse({ effectiveDateTime: '2026-11-22T12:20:00Z' }),
      'Observation.effectiveDateTime',
      /20 min ahead/,
    ],
    ['a day to come', aPulse({ effectiveDateTime: '2026-11-23' }), 'Observation.effectiveDateTime', /future/],
    [
      'a day that there is not',
      aPulse({ effectiveDateTime: '2026-02-31T10:00:00Z' }),
      'Observation.effectiveDateTime',
      /./,
    ],
    [
      'a stretch of hours',
      {
        ...without(aPulse(), 'effectiveDateTime'),
        effectivePeriod: { start: '2026-11-22T05:00:00Z', end: '2026-11-22T11:00:00Z' },
      },
      'Observation.effectivePeriod',
      /longer than 30 min/,
    ],
    [
      'an end before its start',
      {
        ...without(aPulse(), 'effectiveDateTime'),
        effectivePeriod: { start: '2026-11-22T11:00:00Z', end: '2026-11-22T10:00:00Z' },
      },
      'Observation.effectivePeriod',
      /before its start/,
    ],
    [
      'a timetable',
      { ...without(aPulse(), 'effectiveDateTime'), effectiveTiming: { event: ['2026-11-22T10:00:00Z'] } },
      'Observation.effectiveTiming',
      /expected when/,
    ],
    ['a pressure without parts', aPulse({ code: loinc('85354-9') }), 'Observation.component', /systolic/],
    [
      'two systolic pressures',
      aPulse({
        code: loinc('85354-9'),
        component: [120, 121].map((value) => ({ code: loinc('8480-6'), valueQuantity: quantity(value, 'mm[Hg]') })),
      }),
      'Observation.component[1].code',
      /one systolic/,
    ],
    [
      'a level of no scale',
      { ...without(aPulse(), 'valueQuantity'), code: loinc('67775-7'), valueCodeableConcept: snomed('1') },
      'Observation.valueCodeableConcept',
      /248234008/,
    ],
    [
      'oxygen that does not flow',
      aPulse({ code: snomed('371825009'), valueQuantity: quantity(0, 'L/min') }),
      'Observation.valueQuantity.value',
      /does not go with/,
    ],
    [
      'a denied finding',
      { ...without(aPulse(), 'valueQuantity'), code: snomed('371825009'), valueBoolean: false },
      'Observation.valueBoolean',
      /722742002/,
    ],
    [
      'a NEWS2 of 21',
      aPulse({ code: loinc('88330-6'), valueQuantity: quantity(21, '{score}') }),
      'Observation.valueQuantity.value',
      /0 to 20; 21/,
    ],
    ['a NUL in what goes with it', aPulse({ note: [{ text: 'a\u0000b' }] }), 'Observation.note', /cannot be stored/],
    [
      'a script in its narrative',
      aPulse({
        text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><script>1</script></div>' },
      }),
      'Observation.text.div',
      /<script> is not accepted/,
    ],
    ['too much beside it', aPulse({ note: [{ text: 'x'.repeat(17_000) }] }), 'Observation', /longer than/],
  ];
  it.each(cases)('%s', (_, resource, expression, words) => {
    const read = readIn(resource);
    if (!('refused' in read)) throw new Error('it was taken');
    expect(read.refused[0]?.expression).toBe(expression);
    expect(read.refused[0]?.diagnostics).toMatch(words);
  });
});

describe('what is understood', () => {
  it.each([
    [
      'a period of minutes, at its end',
      { effectivePeriod: { start: '2026-11-22T10:40:00Z', end: '2026-11-22T11:00:00Z' } },
      '2026-11-22T11:00:00.000Z',
    ],
    ['an instant', { effectiveInstant: '2026-11-22T11:00:00.5+01:00' }, '2026-11-22T10:00:00.500Z'],
    [
      'a period that is open, at its start',
      { effectivePeriod: { start: '2026-11-22T10:40:00Z' } },
      '2026-11-22T10:40:00.000Z',
    ],
  ])('%s', (_, when, at) => {
    const { reading } = accepted({ ...without(aPulse(), 'effectiveDateTime'), ...when });
    expect([new Date(reading.effectiveAt).toISOString(), reading.dayOnly]).toEqual([at, undefined]);
  });

  it('a day, as history', () => {
    expect(accepted(aPulse({ effectiveDateTime: '2026-11-20' })).reading).toMatchObject({ dayOnly: true });
  });

  it.each([
    ['8310-5', 99.5, '[degF]', { temperature: 37.5 }],
    ['29463-7', 11, '[stone_av]', { weight: 69.853225 }],
    ['8302-2', 1.64, 'm', { height: 164 }],
    ['2339-0', 100, 'mg/dL', { glucose: 5.55074491 }],
    ['9279-1', 18, '{Breaths}/min', { respiration: 18 }],
    ['3151-8', 2, 'l/min', { oxygenFlow: 2, onOxygen: true }],
    ['3151-8', 0, 'L/min', { oxygenFlow: 0, onOxygen: false }],
  ])('%s of %d %s', (code, value, unit, vitals) => {
    expect(accepted(aPulse({ code: loinc(code), valueQuantity: quantity(value, unit) })).reading.vitals).toEqual(
      vitals,
    );
  });

  it('a bound, scored where every value beyond it scores the same, and else put aside', () => {
    const bounded = (code: string, value: number, unit: string, comparator: string) =>
      accepted(aPulse({ code: loinc(code), valueQuantity: quantity(value, unit, { comparator }) }));
    expect(bounded('14743-9', 33.3, 'mmol/L', '>').reading.vitals).toEqual({ glucose: 33.3 });
    expect(bounded('8867-4', 135, '/min', '>=').reading.vitals).toEqual({ pulse: 135 });
    for (const doubtful of [
      bounded('2708-6', 92, '%', '<'),
      bounded('8867-4', 100, '/min', '>'),
      bounded('14743-9', 5, 'mmol/L', '<'),
    ]) {
      expect(doubtful.reading.vitals).toEqual({});
      expect(doubtful.reading.details?.quarantined).toBeDefined();
      expect(doubtful.pleaseRepeat[0]?.detail).toMatch(/is a bound/);
    }
  });

  it('the same identity when it is sent again, with an identifier or without', () => {
    const identified = aPulse({ identifier: [{ system: 'urn:a', value: '1' }] });
    expect(accepted(identified).reading.sourceRef).toBe('urn:a|1');
    expect(accepted(aPulse()).reading.sourceRef).toBe(accepted(aPulse()).reading.sourceRef);
    expect(accepted(aPulse()).reading.sourceRef).not.toContain(NHS_NUMBER);
    expect(accepted(aPulse({ valueQuantity: quantity(73, '/min') })).reading.sourceRef).not.toBe(
      accepted(aPulse()).reading.sourceRef,
    );
  });
});

describe('what goes in comes out', () => {
  const out = (resource: Json): Observation => {
    const read = accepted(resource);
    return taken(read, { id: read.reading.id, outcome: 'stored', matched: true }).resource as Observation;
  };
  /** What is not kept as it was sent: whose it is and its id are ours, and codes and units are written with our words. */
  const OURS = new Set(['resourceType', 'id', 'meta', 'subject', 'code', 'category', 'effectiveDateTime', 'component']);
  const codings = (concept: unknown): string[] =>
    ((concept as { coding?: { system: string; code: string }[] })?.coding ?? []).map(
      ({ system, code }) => `${system}|${code}`,
    );

  const rest = fc.record(
    {
      identifier: fc.array(fc.record({ system: fc.webUrl(), value: fc.uuid() }), { minLength: 1, maxLength: 2 }),
      issued: fc
        .date({ min: new Date('2026-01-01'), max: new Date('2026-11-01'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      performer: fc.array(fc.record({ reference: fc.uuid().map((id) => `Practitioner/${id}`) }), {
        minLength: 1,
        maxLength: 2,
      }),
      note: fc.array(
        fc.record({ text: fc.stringMatching(/^[\w .,<>&"']{1,40}$/).filter((text) => text.trim() !== '') }),
        { minLength: 1, maxLength: 2 },
      ),
      bodySite: fc.constant({ text: 'Left arm' }),
      interpretation: fc.constant([
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code: 'H' }] },
      ]),
      derivedFrom: fc.constant([{ reference: 'Observation/elsewhere' }]),
      status: fc.constantFrom('final', 'preliminary'),
      extension: fc.constant([{ url: 'urn:extension', valueString: 'kept' }]),
    },
    { requiredKeys: [] },
  );
  const measured = fc.oneof(
    ...(
      [
        ['8867-4', '/min', 30, 200],
        ['9279-1', '/min', 5, 50],
        ['8310-5', 'Cel', 31, 42],
        ['29463-7', 'kg', 25, 250],
        ['2708-6', '%', 60, 100],
      ] as const
    ).map(([code, unit, min, max]) =>
      fc
        .integer({ min: min * 10, max: max * 10 })
        .map((tenths) => ({ code: loinc(code), valueQuantity: quantity(tenths / 10, unit) })),
    ),
    fc.constantFrom('248234008', '130987000', '300202002', '450847001', '422768004').map((code) => ({
      code: snomed('1104441000000107'),
      valueQuantity: undefined,
      valueCodeableConcept: snomed(code),
    })),
  );

  it('of every Observation, in JSON and through XML', () => {
    fc.assert(
      fc.property(measured, rest, (value, more) => {
        const sent = JSON.parse(JSON.stringify(aPulse({ ...value, ...more }))) as Json;
        const viaXml = readXml(writeXml(sent));
        expect(viaXml).toEqual({ resource: sent });
        const back = out(sent);
        for (const [key, sentValue] of Object.entries(sent)) {
          if (!OURS.has(key)) expect(back).toMatchObject({ [key]: sentValue });
        }
        expect(codings(back.code)).toEqual(expect.arrayContaining(codings(sent['code'])));
        expect(Date.parse(back.effectiveDateTime ?? '')).toBe(Date.parse(String(sent['effectiveDateTime'])));
        expect(readXml(writeXml(back))).toEqual({ resource: JSON.parse(JSON.stringify(back)) });
        // And once more: what we write is what we read.
        const again = accepted({ ...back });
        expect(again.reading.vitals).toEqual(accepted(sent).reading.vitals);
      }),
      { numRuns: 80 },
    );
  });
});

describe('whatever is sent', () => {
  const corpus = Object.values(UK_CORE_OBSERVATIONS).map((make) => make(NHS_NUMBER) as Json);
  const junk = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      '',
      [],
      {},
      -1,
      1e308,
      '2026',
      '\u0000',
      '__proto__',
      [[]],
      { value: {} },
      { coding: 'x' },
    ),
    fc.string(),
    fc.double(),
  );

  /** The resource with one of its values, wherever it is, taken out or made into something else. */
  function mutated(value: unknown, at: number, by: unknown): { value: unknown; left: number } {
    if (at === 0) return { value: by, left: -1 };
    let left = at - 1;
    if (typeof value !== 'object' || value === null) return { value, left };
    const entries: [string, unknown][] = [];
    for (const [key, inner] of Object.entries(value)) {
      if (left < 0) entries.push([key, inner]);
      else {
        const next = mutated(inner, left, by);
        left = next.left;
        if (next.value !== undefined) entries.push([key, next.value]);
      }
    }
    return { value: Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries), left };
  }

  it('is taken, or refused with a place and words: nothing is thrown', () => {
    fc.assert(
      fc.property(fc.constantFrom(...corpus), fc.nat(60), fc.option(junk, { nil: undefined }), (resource, at, by) => {
        const { value } = mutated(resource, at + 1, by);
        if (!isObject(value)) return;
        const read = readIn(value);
        if ('refused' in read) {
          expect(read.refused.length).toBeGreaterThan(0);
          for (const { expression, diagnostics } of read.refused) {
            expect(expression).toMatch(/^Observation/);
            expect(diagnostics.length).toBeGreaterThan(5);
          }
          return;
        }
        const { resource: written } = taken(read, { id: read.reading.id, outcome: 'stored', matched: true });
        expect(readXml(writeXml(written))).toHaveProperty('resource');
      }),
      { numRuns: 500 },
    );
  });

  it('as XML is read or refused: nothing is thrown, whatever is cut out or put in', () => {
    const texts = corpus.map((resource) => writeXml(resource));
    const pieces = fc.constantFrom(
      '<',
      '>',
      '&',
      '"',
      '/>',
      '<x/>',
      '&a;',
      '<!DOCTYPE a>',
      ']]>',
      '<?p?>',
      '\u0000',
      ' xmlns="urn:x"',
      '<![CDATA[x]]>',
      '<div>',
    );
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(2_000), fc.nat(40), pieces, (text, at, length, piece) => {
        const from = at % text.length;
        const read = readXml(text.slice(0, from) + piece + text.slice(from + length));
        if ('refused' in read) expect(read.refused[0]?.diagnostics).toBeTruthy();
        else if (read.resource['resourceType'] === 'Observation') readIn(read.resource);
      }),
      { numRuns: 300 },
    );
  });
});
