import { LOOK_FOR, RING } from '#clinical';
import type { DischargeSummary } from '#contracts';
import type { Letter } from '#pdf';
import type { DischargeFacts } from '#records';
import { describe, expect, it } from '@jest/globals';
import { ageOf } from '../../test/harness/reading-age.ts';
import { aSummary } from '../../test/ward/discharge.ts';
import { dischargeLetterPdf } from '../pdf/discharge-letter.ts';
import { gpLetter, personLetter } from './letters.ts';
import { draftOf, toldOf } from './summary-draft.ts';

const NOW = Date.UTC(2026, 10, 23, 13, 30);
const DAY = 86_400_000;

const FACTS: DischargeFacts = {
  admissionId: 'a',
  wardId: 'quay',
  ward: 'Quay Ward',
  zone: 'Europe/London',
  phone: '01305 000 111',
  name: 'Bartłomiej Żółkiewski',
  nhsNumber: '9434765919',
  birthDate: '1942-05-17',
  pathway: 'respiratory',
  admittedAt: NOW - 7 * DAY,
  endedAt: null,
  ending: null,
  escalation: 'For hospital and for antibiotics; not for intensive care.',
  referral: { reason: 'COPD, day 4 of steroids.', clinician: 'Dr Priya Shah', gp: 'The Prince of Wales Surgery' },
  worst: { at: NOW - 6 * DAY, total: 7 },
  last: { at: NOW, total: 1 },
  alerts: [
    { priority: 'urgent', count: 2 },
    { priority: 'emergency', count: 1 },
  ],
  levels: [{ at: NOW - 2 * DAY, to: 'light' }],
  handedOn: [],
  toCome: null,
  endpoint: null,
  sendings: [],
  written: [],
};
const { id, after: _, ...contents } = aSummary();
const SUMMARY: DischargeSummary = { ...contents, id, at: NOW, by: 'Amir Okafor', told: toldOf(FACTS) };
const wordsIn = ({ parts }: Letter): string[] =>
  parts.flatMap(({ heading, text = [], list = [], table }) => [
    heading,
    ...text,
    ...list,
    ...(table?.rows.flat() ?? []),
  ]);
const spoken = (letter: Letter): string =>
  wordsIn(letter)
    .map((text) => (/[.?!:]$/.test(text) ? text : `${text}.`))
    .join(' ');

describe('what a clinician begins with', () => {
  it('comes from the record, and leaves open what the record does not know', () => {
    const draft = draftOf(FACTS, NOW);
    expect(draft).toMatchObject({ reason: 'COPD, day 4 of steroids.', lookFor: LOOK_FOR.respiratory });
    expect(draft.course).toBe(
      'On the virtual ward from 16 Nov 2026 to 23 Nov 2026, respiratory pathway, named clinician Dr Priya Shah.\n' +
        'Highest NEWS2 7 on 17 Nov 2026, last NEWS2 1 on 23 Nov 2026.\nAlerts raised: 1 emergency, 2 urgent.\n' +
        'Monitoring: 1 set a day from 21 Nov 2026.',
    );
    expect(draft.ring.at(-1)).toContain('01305 000 111');
    expect(draft).not.toHaveProperty('medicines');
    expect(draft).not.toHaveProperty('diagnoses');
  });
});

describe('the letter to the person', () => {
  it.each([
    ['with medicines, steps and a plan', SUMMARY, FACTS],
    [
      'with none of them',
      {
        ...SUMMARY,
        medicines: { kind: 'none' as const },
        followUp: { kind: 'none' as const },
        told: { ...SUMMARY.told, escalation: null },
      },
      FACTS,
    ],
  ])('has a reading age of 9 or less, %s', (_, summary, facts) => {
    expect(
      ageOf(spoken(personLetter(facts, { ...summary, told: { ...summary.told, escalation: null } }))),
    ).toBeLessThanOrEqual(9);
  });

  it.each([
    ...Object.values(LOOK_FOR).flat(),
    ...RING,
    draftOf(FACTS, NOW).forPerson,
    draftOf(FACTS, NOW).ring.at(-1)!,
  ])('begins with words of a reading age of 9 or less: %s', (text) => {
    expect(ageOf(text)).toBeLessThanOrEqual(9);
  });

  it('says that nobody watches any more, and what is none is said as none', () => {
    const none = personLetter(FACTS, { ...SUMMARY, medicines: { kind: 'none' }, followUp: { kind: 'none' } });
    expect(wordsIn(none)).toEqual(
      expect.arrayContaining([
        'We have stopped watching your readings',
        'None of your medicines changed. Take them as you did.',
        'We have not planned more care for you.',
      ]),
    );
  });
});

describe('the letter to the GP', () => {
  it('says what they are asked to do before it tells what was, and the escalation plan as it stood', () => {
    const letter = gpLetter({ ...FACTS, escalation: 'Another since' }, SUMMARY);
    expect(letter.parts.map(({ heading }) => heading)).toEqual([
      'Diagnoses and outcome',
      'Follow-up and actions',
      'Medication changes',
      'Reason for admission',
      'What happened',
      'Escalation plan as it stands',
      'Safety-net advice given: what to look for',
      'Safety-net advice given: whom to ring',
    ]);
    expect(wordsIn(letter)).toContain('For hospital and for antibiotics; not for intensive care.');
    expect(wordsIn(gpLetter(FACTS, { ...SUMMARY, medicines: { kind: 'none' } }))).toContain(
      'None: no medicine was started, stopped or changed on this stay.',
    );
  });
});

it('both are drawn as documents that can be heard: headings, lists and tables by their names, and the language', async () => {
  const pdfs = await Promise.all([gpLetter(FACTS, SUMMARY), personLetter(FACTS, SUMMARY)].map(dischargeLetterPdf));
  for (const [n, marks] of [
    ['/S /Table', '/S /TH', '/S /L'],
    ['/S /LI', '/S /LBody', '/S /H2'],
  ].entries()) {
    const pdf = pdfs[n]!.toString('latin1');
    for (const mark of ['/StructTreeRoot', '/Lang (en-GB)', '/S /H1', ...marks])
      expect([mark, pdf.includes(mark)]).toEqual([mark, true]);
  }
});
