import { formResult, I_STUMBLE, news2, RED_FLAGS, type Pathway, type Vitals } from '#clinical';
import { describe, expect, it } from '@jest/globals';
import { gravest, ofForm, whatToDo } from './what-to-do.ts';
import { answersOf, askedOf, signsAfter, signsOf, tapped, type Sign } from './what-was-noticed.ts';

const WELL: Vitals = {
  respiration: 16,
  spo2: 97,
  onOxygen: false,
  systolic: 120,
  pulse: 70,
  consciousness: 'A',
  temperature: 36.8,
};

const answered = (pathway: Pathway, signs: readonly Sign[], { note = '', lay = null as number | null } = {}) => {
  const noticed = new Set(signs);
  return answersOf({ asked: askedOf(pathway, noticed), noticed, note, lay });
};

describe('what the tablet says to do', () => {
  it.each(RED_FLAGS)('%s: call 999, whatever the readings', (flag) => {
    expect(whatToDo(new Set([flag]), news2(WELL, 1))).toMatchObject({
      urgency: 'emergency',
      words: expect.stringMatching(/^Call 999 now/),
    });
  });

  it.each<[string, Vitals, string | null, RegExp | null]>([
    ['all as it should be', WELL, null, null],
    ['a 5', { ...WELL, respiration: 25, spo2: 93 }, 'urgent', /NEWS2 is 5/],
    ['a single 3', { ...WELL, respiration: 25 }, 'urgent', /One reading is far out/],
    ['a 7', { ...WELL, respiration: 25, spo2: 91, temperature: 38.5 }, 'emergency', /NEWS2 is 7.*emergency/],
    ['half a set that is a 7 already', { respiration: 25, spo2: 91, onOxygen: true }, 'emergency', /at least 8/],
    ['half a set that proves nothing', { respiration: 16 }, null, null],
  ])('%s', (_, vitals, urgency, words) => {
    const todo = whatToDo(new Set(), news2(vitals, 1));
    expect(todo?.urgency ?? null).toBe(urgency);
    if (words) expect(todo?.words).toMatch(words);
  });

  it.each(I_STUMBLE)('%s after a fall: nobody moves them, and 999 is called, whatever the readings', (sign) => {
    expect(whatToDo(new Set(['fell', sign] as const), news2(WELL, 1))).toMatchObject({
      urgency: 'emergency',
      words: expect.stringMatching(/do not move them. Call 999 now/),
    });
    // The fall was tapped by mistake, and taken back.
    expect(whatToDo(new Set([sign]), news2(WELL, 1))).toBeNull();
  });

  it.each([
    [['fell'], 60, 'urgent'],
    [['fell'], 30, null],
    [['fell'], null, null],
    [[], 120, null],
    [['fell', 'stumbleFracture'], 120, 'emergency'],
  ] as const)('%j, lay %s min: %s', (signs, lay, urgency) => {
    expect(whatToDo(new Set(signs), news2(WELL, 1), lay)?.urgency ?? null).toBe(urgency);
  });

  it('of a long lie and an emergency score, it is the score', () => {
    const score = news2({ ...WELL, respiration: 25, spo2: 91, temperature: 38.5 }, 1);
    expect(whatToDo(new Set(['fell'] as const), score, 120)?.urgency).toBe('emergency');
  });

  it('says nothing of nothing', () => {
    expect(whatToDo(new Set(), null)).toBeNull();
  });
});

describe('the answers of a screen', () => {
  it.each(['respiratory', 'cardiac', 'frailty'] as const)('%s: each question that was shown has its own', (pathway) => {
    const none = answered(pathway, [], { note: ' ' });
    expect(Object.keys(none).toSorted()).toEqual([...RED_FLAGS, ...signsOf(pathway)].toSorted());
    expect(Object.values(none).every((answer) => answer === false)).toBe(true);
    const some = answered(pathway, ['softSkin'], { note: ' a rash ' });
    expect(some).toMatchObject({ softSkin: true, softPain: false, softNote: 'a rash' });
  });

  it('has I-STUMBLE after a fall, and is silent about it without one', () => {
    expect(signsAfter(new Set(['softPain'] as const))).toEqual([]);
    const fallen = answered('frailty', ['fell', 'stumbleFracture'], { lay: 30 });
    expect(fallen).toMatchObject({ fell: true, stumbleFracture: true, stumbleBleeding: false, layMinutes: 30 });
    expect(answered('frailty', ['fell'])).not.toHaveProperty('layMinutes');
    expect(answered('frailty', ['softPain'], { lay: 30 })).not.toHaveProperty('layMinutes');
    expect(answered('frailty', ['stumbleFracture'])).not.toHaveProperty('stumbleFracture');
  });

  it('takes back with a fall what was asked because of it, and nothing else', () => {
    const fallen = new Set(['softPain', 'fell', 'stumbleFracture'] as const);
    expect([...tapped(fallen, 'fell')]).toEqual(['softPain']);
    expect([...tapped(fallen, 'softPain')]).toEqual(['fell', 'stumbleFracture']);
    expect([...tapped(new Set(), 'fell')]).toEqual(['fell']);
  });
});

describe('of a form', () => {
  const glucose = (value: number) => ofForm(formResult('glucose', { answers: {}, vitals: { glucose: value } }));

  it('is what presses, with its finding', () => {
    expect(glucose(2.9)).toMatchObject({ urgency: 'emergency', words: expect.stringMatching(/^Glucose 2.9 mmol\/L/) });
    expect(glucose(3.9)?.urgency).toBe('urgent');
    expect(glucose(15)).toBeNull();
    expect(glucose(5)).toBeNull();
  });

  it('gives way to what is graver, and to nothing else', () => {
    const [low, lowest] = [glucose(3.5), glucose(2)];
    expect(gravest([null, low, lowest])).toBe(lowest);
    expect(gravest([lowest, low])).toBe(lowest);
    expect(gravest([low, glucose(3.9)])).toBe(low);
    expect(gravest([null])).toBeNull();
  });
});
