import { QUESTIONS, type Question } from '#clinical';
import { answers as answersContract } from '#contracts';
import type { Sender } from '#records';
import { describe, expect, it } from '@jest/globals';
import type { QuestionnaireResponse } from 'fhir/r4.js';
import { readFileSync } from 'node:fs';
import fc from '../../../../test/harness/properties.ts';
import { answered } from '../../../../test/ward/fhir.ts';
import type { Json } from '../json.ts';
import { readXml } from '../xml/read-xml.ts';
import { writeXml } from '../xml/write-xml.ts';
import { readAnswers } from './read-answers.ts';
import { writeAnswers } from './write-answers.ts';

const NHS_NUMBER = '9434765919';
const NOW = Date.parse('2026-11-23T12:00:00Z');
const SENDER: Sender = {
  right: 'send',
  sourceId: 1,
  keyId: 1,
  reach: { wardIds: ['w'], careHomeIds: null, nhsNumbers: null },
};
const readIn = (resource: unknown) =>
  readAnswers(resource as Json, { source: SENDER, now: NOW, patients: new Map(), at: 'QuestionnaireResponse' });
const aResponse = (different: Partial<QuestionnaireResponse> = {}): QuestionnaireResponse =>
  answered(NHS_NUMBER, { chestPain: false }, { authored: '2026-11-23T11:30:00Z', ...different });
const items = (...item: object[]) => aResponse({ item: item as QuestionnaireResponse['item'] & object });

/** Any answer that a question can have. */
function anAnswer(question: Question): fc.Arbitrary<boolean | number | string> {
  switch (question.kind) {
    case 'yes-no':
      return fc.boolean();
    case 'scale':
      return fc
        .nat((question.max - question.min) / (question.step ?? 1))
        .map((steps) => question.min + steps * (question.step ?? 1));
    case 'measure':
      return fc.integer({ min: question.min, max: question.max });
    case 'choice':
      return fc.constantFrom(...Object.keys(question.options));
    case 'text':
      return fc.constantFrom('Fast, and noisy', 'Ate nothing at tea');
  }
}
const someAnswers = fc
  .record(Object.fromEntries(Object.entries(QUESTIONS).map(([id, question]) => [id, anAnswer(question)])), {
    requiredKeys: [],
  })
  .map((said) => said as Record<string, boolean | number | string>)
  .filter((said) => Object.keys(said).length > 0);

describe('a QuestionnaireResponse', () => {
  it('is the answers that JSON has, whichever were given, and is read again from what is written of it, in XML too', () => {
    fc.assert(
      fc.property(someAnswers, (said) => {
        const expected = answersContract.parse(said);
        const read = readIn(aResponse({ item: answered(NHS_NUMBER, said).item ?? [] }));
        if ('refused' in read) throw new Error(JSON.stringify(read.refused));
        expect(read.answers).toEqual(expected);
        expect(read.reading).toMatchObject({ nhsNumber: NHS_NUMBER, vitals: {}, details: { answers: expected } });
        const xml = readXml(writeXml(writeAnswers(read, read.reading.id)));
        if ('refused' in xml) throw new Error(JSON.stringify(xml.refused));
        const again = readIn(xml.resource);
        if ('refused' in again) throw new Error(JSON.stringify(again.refused));
        expect(again.answers).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('may have its questions under headings, a measure with its unit, and who answered', () => {
    const read = readIn({
      ...items({
        linkId: 'falls-section',
        item: [
          { linkId: 'fell', answer: [{ valueBoolean: true, item: [lay({ value: 40, unit: 'min' })] }] },
          { linkId: 'borg', answer: [{ valueDecimal: 2.5 }] },
        ],
      }),
      source: { reference: 'RelatedPerson/9' },
      author: { display: 'Jo Corfe' },
    });
    expect(read).toMatchObject({
      answers: { fell: true, layMinutes: 40, borg: 2.5 },
      reading: { details: { method: 'carer', recordedBy: 'Jo Corfe' } },
    });
  });

  it('is the same one under its identifier, and without one when all of it is the same', () => {
    const referenceOf = (resource: QuestionnaireResponse): string => {
      const read = readIn(resource);
      if ('refused' in read) throw new Error('refused');
      return read.reading.sourceRef;
    };
    const { identifier: _mine, ...nameless } = aResponse();
    expect(referenceOf(nameless)).toBe(referenceOf(nameless));
    expect(referenceOf({ ...nameless, authored: '2026-11-23T11:31:00Z' })).not.toBe(referenceOf(nameless));
    expect(referenceOf(aResponse({ identifier: { system: 'urn:a', value: '7' } }))).toBe('urn:a|7');
  });

  const lay = (valueQuantity: object) => ({ linkId: 'layMinutes', answer: [{ valueQuantity }] });
  const chestPain = (...answer: object[]) => ({ linkId: 'chestPain', answer });
  it.each<[string, unknown, string, RegExp]>([
    [
      'a question that is not asked here',
      items(chestPain({ valueBoolean: true }), { linkId: 'q7', answer: [{ valueBoolean: true }] }),
      'QuestionnaireResponse.item[1].linkId',
      /"q7" is no question/,
    ],
    [
      'one among those of a heading',
      items({ linkId: 'h', item: [{ linkId: 'constructor', answer: [{ valueBoolean: true }] }] }),
      'QuestionnaireResponse.item[0].item[0].linkId',
      /"constructor" is no question/,
    ],
    [
      'a yes as a word',
      items(chestPain({ valueString: 'yes' })),
      'QuestionnaireResponse.item[0].answer[0]',
      /valueBoolean/,
    ],
    [
      'two answers',
      items(chestPain({ valueBoolean: true }, { valueBoolean: false })),
      'QuestionnaireResponse.item[0].answer',
      /twice/,
    ],
    [
      'the same question twice',
      items(chestPain({ valueBoolean: true }), chestPain({ valueBoolean: false })),
      'QuestionnaireResponse.item[1].linkId',
      /twice/,
    ],
    [
      'more than the scale has',
      items({ linkId: 'mmrc', answer: [{ valueInteger: 5 }] }),
      'QuestionnaireResponse.item[0].answer[0]',
      /mmrc: expected at most 4; 5 was sent/,
    ],
    [
      'a code that is none of the choices',
      items({ linkId: 'fourAtAmt4', answer: [{ valueCoding: { code: '3' } }] }),
      'QuestionnaireResponse.item[0].answer[0]',
      /expected one of: 0, 1, 2/,
    ],
    [
      'another unit',
      items(lay({ value: 1, code: 'h', system: 'http://unitsofmeasure.org' })),
      'QuestionnaireResponse.item[0].answer[0].valueQuantity.code',
      /expected the UCUM code min; "h" was sent/,
    ],
    [
      'a bound',
      items(lay({ value: 60, unit: 'min', comparator: '>' })),
      'QuestionnaireResponse.item[0].answer[0].valueQuantity.comparator',
      /bound/,
    ],
    ['no answer', items({ linkId: 'chestPain' }), 'QuestionnaireResponse.item', /at least one answer/],
    [
      'answers that may change',
      aResponse({ status: 'in-progress' }),
      'QuestionnaireResponse.status',
      /may still change/,
    ],
    ['answers that were put right', aResponse({ status: 'amended' }), 'QuestionnaireResponse.status', /never changed/],
    ['no time', { ...aResponse(), authored: undefined }, 'QuestionnaireResponse.authored', /expected when/],
    [
      'a time to come',
      aResponse({ authored: '2026-11-24T12:00:00Z' }),
      'QuestionnaireResponse.authored',
      /ahead of our clock/,
    ],
    ['nobody', { ...aResponse(), subject: undefined }, 'QuestionnaireResponse.subject', /subject is missing/],
    ['an element that is none', { ...aResponse(), items: [] }, 'QuestionnaireResponse.items', /did you mean item/],
    [
      'what may change its meaning',
      { ...aResponse(), modifierExtension: [{ url: 'urn:x', valueBoolean: true }] },
      'QuestionnaireResponse.modifierExtension',
      /not understood/,
    ],
  ])('with %s is refused where it stands', (_, resource, expression, words) => {
    expect(readIn(JSON.parse(JSON.stringify(resource)))).toEqual({
      refused: [expect.objectContaining({ expression, diagnostics: expect.stringMatching(words) })],
    });
  });

  it('nested as deep as nobody asks is refused, and does not stop us', () => {
    let item: object = chestPain({ valueBoolean: true });
    for (let depth = 0; depth < 2_000; depth++) item = { linkId: 'h', item: [item] };
    expect(readIn(items(item))).toMatchObject({ refused: [{ diagnostics: expect.stringMatching(/too deep/) }] });
  });
});

it('every question stands in docs/fhir.md by its linkId', () => {
  const words = readFileSync('docs/fhir.md', 'utf8');
  expect(Object.keys(QUESTIONS).filter((id) => !words.includes(`\`${id}\``))).toEqual([]);
});
