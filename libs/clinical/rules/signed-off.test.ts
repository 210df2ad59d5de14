import { expect, it } from '@jest/globals';
import { HOUR } from '../instant.ts';
import type { Rule, RuleTerms } from '../rule.ts';
import { RULES, TIMED_RULES } from '../rule-set.ts';

/**
 * What a clinical safety officer signs: of each rule its version, for whom, how much it presses, how many hours it looks back,
 * what it asks for, and every number with its bounds. Whoever changes a rule changes it here as well.
 */
const SIGNED: readonly Signed[] = [
  ['news2-high', 1, 'all', 'emergency', 0, 'fixed', ['total 7 in 5–7 {score}']],
  ['news2-medium', 2, 'all', 'urgent', 24, 'fixed repeat', ['total 5 in 3–5 {score}', 'below 7 in 5–7 {score}']],
  ['news2-single-red', 2, 'all', 'urgent', 192, 'repeat', ['below 5 in 3–7 {score}']],
  ['red-flag-answer', 1, 'all', 'emergency', 0, 'fixed answers', []],
  [
    'news2-above-normal',
    1,
    'all',
    'routine',
    192.5,
    'repeat',
    ['routine 2 in 1–4 {score} per patient', 'urgent 3 in 2–5 {score} per patient'],
  ],
  ['day-worse', 2, 'all', 'urgent', 145.5, '', ['z 2.33 in 1.5–4 SD per patient', 'news2 1 in 0–3 {score}']],
  ['news2-rising', 1, 'all', 'routine', 49, 'repeat', ['rise 2 in 1–5 {score}']],
  [
    'drift',
    1,
    'all',
    'routine',
    360,
    '',
    ['z 3 in 2–5 SD per patient', 'readings 5 in 5–20 {reading}', 'days 14 in 7–14 d'],
  ],
  ['personal-limit', 1, 'all', 'urgent', 0, 'repeat', []],
  ['spo2-critical', 1, 'respiratory', 'urgent', 192, 'repeat', ['urgentTo 94 in 92–95 %', 'emergencyTo 92 in 90–93 %']],
  ['spo2-below-target', 1, 'respiratory', 'urgent', 24, 'repeat', ['margin 1 in 0–2 %']],
  ['spo2-fall', 1, 'respiratory', 'urgent', 192.5, 'repeat', ['fall 3 in 2–5 % per patient', 'margin 1 in 0–2 %']],
  ['spo2-over-target', 1, 'respiratory', 'urgent', 24, 'repeat', ['from 97 in 93–97 %']],
  ['exertion', 1, 'respiratory', 'routine', 0, 'answers', ['fall 4 in 3–6 %']],
  ['oxygen-need', 1, 'respiratory', 'urgent', 72, 'repeat', ['rise 1 in 0.5–2 L/min']],
  ['breathless', 1, 'respiratory', 'routine', 168, 'answers', ['mmrc 1 in 1–2 {grade}', 'borg 2 in 1–4 {score}']],
  ['exacerbation', 1, 'respiratory', 'urgent', 0, 'answers check', ['signs 2 in 1–2 {sign}']],
  [
    'weight-gain',
    1,
    'cardiac',
    'routine',
    174,
    '',
    [
      'oneDay 1.36 in 0.9–2 kg per patient',
      'threeDays 2 in 1.3–2.5 kg per patient',
      'sevenDays 2.7 in 2–3.5 kg per patient',
    ],
  ],
  [
    'haemodynamic',
    1,
    'cardiac',
    'urgent',
    192,
    'repeat',
    [
      'systolicLow 80 in 75–100 mm[Hg] per patient',
      'systolicHigh 170 in 150–200 mm[Hg] per patient',
      'pulseLow 40 in 35–50 /min per patient',
      'pulseHigh 110 in 100–130 /min per patient',
      'tighter 10 in 5–20 1',
    ],
  ],
  ['congestion', 1, 'cardiac', 'urgent', 0, 'answers', []],
  [
    'over-diuresis',
    1,
    'cardiac',
    'urgent',
    78,
    'check',
    ['loss 2 in 1–3 kg per patient', 'systolic 100 in 90–110 mm[Hg] per patient'],
  ],
  ['rhythm', 1, 'cardiac', 'routine', 168, 'answers check', []],
  ['soft-sign', 1, 'frailty', 'routine', 168, 'answers', ['signs 2 in 1–3 {sign}', 'aboveNormal 2 in 1–3 {score}']],
  ['fall', 1, 'frailty', 'routine', 720, 'answers', ['layMinutes 60 in 15–60 min', 'falls 2 in 2–3 {fall}']],
  ['delirium', 1, 'frailty', 'urgent', 0, '', ['fourAt 4 in 4–4 {score}']],
  [
    'postural',
    1,
    'frailty',
    'routine',
    0,
    'answers',
    ['systolicDrop 20 in 15–30 mm[Hg]', 'diastolicDrop 10 in 8–15 mm[Hg]', 'systolicLow 90 in 85–100 mm[Hg]'],
  ],
  ['intake', 2, 'frailty', 'routine', 72, 'answers', ['days 2 in 1–3 d']],
  ['uti', 1, 'frailty', 'routine', 192, 'check', ['rise 1.5 in 1–2 Cel', 'signs 2 in 1–3 {sign}']],
  [
    'glucose',
    1,
    'all',
    'urgent',
    24,
    '',
    ['emergency 3 in 2.5–3.5 mmol/L', 'urgent 4 in 3.5–5 mmol/L per patient', 'high 15 in 12–20 mmol/L per patient'],
  ],
  [
    'pain',
    1,
    'frailty',
    'routine',
    168,
    'answers',
    ['abbey 8 in 3–8 {score}', 'abbeyUrgent 14 in 8–14 {score}', 'score 7 in 4–8 {score}', 'rise 3 in 2–4 {score}'],
  ],
  ['nutrition', 1, 'frailty', 'routine', 0, 'answers', ['must 2 in 1–2 {score}']],
  ['concern', 1, 'all', 'routine', 0, 'answers', ['checkWithin 2 in 0.5–4 h']],
];

type Signed = readonly [
  id: string,
  version: number,
  pathways: string,
  priority: string,
  hours: number,
  terms: string,
  parameters: readonly string[],
];

function asSigned(rule: Rule): Signed {
  const terms = [
    rule.fixed === true && 'fixed',
    rule.asksRepeat === true && 'repeat',
    rule.fromAnswers === true && 'answers',
    rule.wantsChecking !== undefined && 'check',
  ];
  return [
    rule.id,
    rule.version,
    rule.pathways.length === 3 ? 'all' : rule.pathways.join(' '),
    rule.priority,
    rule.window / HOUR,
    terms.filter((term) => term !== false).join(' '),
    parametersOf(rule),
  ];
}

function parametersOf({ parameters }: RuleTerms): string[] {
  return Object.entries(parameters).map(
    ([name, { value, min, max, unit, perPatient }]) =>
      `${name} ${value} in ${min}–${max} ${unit}${perPatient === true ? ' per patient' : ''}`,
  );
}

it('is what the rules are', () => {
  expect(RULES.map(asSigned)).toEqual(SIGNED);
});

/** The same of the rules that are judged on timers and counts: for everybody, without a look back. */
const SIGNED_ON_TIMERS: readonly (readonly [
  id: string,
  version: number,
  priority: string,
  isFixed: boolean,
  parameters: readonly string[],
])[] = [
  ['overdue', 1, 'routine', false, ['reminder 30 in 10–60 min', 'carer 120 in 30–240 min', 'hub 240 in 60–480 min']],
  ['silent', 1, 'urgent', true, ['rounds 2 in 1–3 {round}']],
  ['implausible', 1, 'technical', false, ['inARow 3 in 2–5 {reading}']],
  ['device-silent', 1, 'technical', false, ['hours 36 in 6–96 h']],
  ['feed-lost', 1, 'technical', false, ['minutes 10 in 1–60 min']],
  ['worker-stalled', 1, 'technical', true, ['seconds 30 in 10–120 s']],
  ['queue-behind', 1, 'technical', true, ['seconds 60 in 30–300 s']],
  ['welfare-check', 1, 'routine', true, ['notTaken 30 in 10–60 min']],
  ['repeat-first', 1, 'routine', false, ['minutes 10 in 5–30 min']],
  ['channel-failing', 1, 'technical', true, ['failures 5 in 2–10 {attempt}', 'seconds 60 in 30–300 s']],
];

it.each(SIGNED_ON_TIMERS)('is what the rule on a timer is: %s', (...signed) => {
  const rule = TIMED_RULES.find(({ id }) => id === signed[0])!;
  expect([rule.id, rule.version, rule.priority, rule.fixed === true, parametersOf(rule)]).toEqual(signed);
  expect(rule.pathways).toHaveLength(3);
});
