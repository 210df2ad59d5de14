import { describe, expect, it } from '@jest/globals';
import fc from '../../../test/harness/properties.ts';
import {
  doubtAbout,
  enter,
  KEYS,
  news2SoFar,
  NOTHING_TYPED,
  readNumber,
  STEPS,
  vitalsOf,
  type Entry,
  type EntryAct,
  type Key,
} from './entry.ts';

const keys = (text: string): EntryAct[] => text.split('').map((key) => ({ kind: 'key', key: key as Key }));
const after = (...acts: readonly (EntryAct | EntryAct[])[]): Entry => acts.flat().reduce(enter, NOTHING_TYPED);
const AIR: EntryAct = { kind: 'oxygen', on: false };
const ALERT: EntryAct = { kind: 'consciousness', is: 'A' };

describe('a set typed at the bedside', () => {
  it('is a whole NEWS2 set in sixteen taps, each answer leading to the next question', () => {
    const acts = [keys('18'), keys('97'), AIR, keys('124'), keys('72'), keys('80'), ALERT, keys('368')];
    const entry = after(...acts);
    expect(acts.flat()).toHaveLength(16);
    expect(entry.step).toBeNull();
    expect(entry.typed.temperature).toBe('36.8');
    expect(vitalsOf(entry)).toEqual({
      respiration: 18,
      spo2: 97,
      onOxygen: false,
      systolic: 124,
      diastolic: 72,
      pulse: 80,
      consciousness: 'A',
      temperature: 36.8,
    });
    expect(news2SoFar(entry, 1)).toMatchObject({ kind: 'complete', total: 0 });
  });

  it.each([
    ['spo2', '100', 'oxygen'],
    ['spo2', '9', 'spo2'],
    ['systolic', '98', 'diastolic'],
    ['systolic', '16', 'systolic'],
    ['diastolic', '104', 'pulse'],
    ['diastolic', '10', 'diastolic'],
    ['pulse', '112', 'consciousness'],
    ['pulse', '48', 'consciousness'],
    ['pulse', '11', 'pulse'],
  ] as const)('%s %s leads to %s', (step, typed, next) => {
    const before = STEPS.slice(0, STEPS.indexOf(step)).filter((one) => one !== 'oxygen' && one !== 'oxygenFlow');
    const answered: EntryAct[] = before.map((one) => ({ kind: 'typed', step: one as 'pulse', text: '88' }));
    const start = [...answered, ...(step === 'spo2' ? [] : [AIR])].reduce(enter, NOTHING_TYPED);
    expect(keys(typed).reduce(enter, { ...start, step }).step).toBe(next);
  });

  it.each([
    ['respiration', '18', '19', '17'],
    ['spo2', '100', null, '99'],
    ['spo2', '99', '100', '98'],
    ['oxygenFlow', '2', '2.5', '1.5'],
    ['temperature', '37,5', '37.6', '37.4'],
    ['temperature', '37', '37.1', '36.9'],
    ['temperature', '36.9', '37.0', '36.8'],
    ['pulse', '99', '100', '98'],
    // What was typed past what is plausible can be brought back, and nothing is stepped out of it.
    ['temperature', '50', null, '49.9'],
    ['pulse', '1', '2', null],
    ['pulse', '', null, null],
    ['pulse', 'x', null, null],
  ] as const)('%s of %s is stepped to %s or %s, and stays asked', (step, text, more, less) => {
    const start: Entry = { ...NOTHING_TYPED, step, typed: { [step]: text } };
    for (const [by, to] of [
      [1, more],
      [-1, less],
    ] as const) {
      const entry = enter(start, { kind: 'nudge', by });
      expect(entry).toEqual({ ...start, typed: { [step]: to ?? text } });
    }
  });

  it('that was not typed is not taken, however often it is stepped', () => {
    const stepped = STEPS.flatMap((step): EntryAct[] => [
      { kind: 'go', step },
      { kind: 'nudge', by: 1 },
      { kind: 'nudge', by: -1 },
    ]);
    expect(vitalsOf(after(stepped))).toEqual({});
    const asked: Entry = { ...NOTHING_TYPED, notTaken: { respiration: 'asleep' } };
    expect(enter(asked, { kind: 'nudge', by: 1 })).toEqual(asked);
  });

  it.each([
    ['37.5', 37.5],
    ['37,5', 37.5],
    ['375', 37.5],
    ['37', 37],
    ['36.', 36],
    ['', null],
    ['.', null],
    ['3..', null],
    ['abc', null],
  ])('a temperature typed as "%s" is %s', (text, value) => {
    expect(readNumber('temperature', text)).toBe(value);
  });

  it('asks for the flow of those on oxygen alone, and forgets it for those who are not', () => {
    const on = after(keys('18'), keys('95'), { kind: 'oxygen', on: true });
    expect(on.step).toBe('oxygenFlow');
    const flowing = [...keys('2'), { kind: 'next' } as const].reduce(enter, on);
    expect(flowing.step).toBe('systolic');
    expect(vitalsOf(flowing)).toMatchObject({ onOxygen: true, oxygenFlow: 2 });
    expect(vitalsOf(enter(flowing, AIR))).not.toHaveProperty('oxygenFlow');
  });

  it('leaves out what could not be taken, and goes on', () => {
    const entry = after(keys('18'), { kind: 'not-taken', why: 'cold-hands' });
    expect(entry).toMatchObject({ step: 'oxygen', notTaken: { spo2: 'cold-hands' } });
    expect(vitalsOf(entry)).not.toHaveProperty('spo2');
    // Taken after all.
    const taken = [{ kind: 'go', step: 'spo2' } as const, ...keys('96')].reduce(enter, entry);
    expect(taken.notTaken).toEqual({});
    expect(vitalsOf(taken)).toMatchObject({ spo2: 96 });
  });

  it('doubts what is not plausible, and does not score it', () => {
    const entry = after(keys('95'), keys('97'));
    expect(doubtAbout('respiration', entry)).toMatch(/Between 4 and 60/);
    expect(news2SoFar(entry, 1)).toMatchObject({
      kind: 'incomplete',
      missing: expect.arrayContaining(['respiration']),
    });
    expect(doubtAbout('spo2', entry)).toBeNull();
    // Half a number is not wrong yet.
    expect(doubtAbout('oxygenFlow', { ...entry, step: 'oxygenFlow', typed: { oxygenFlow: '9' } })).toBeNull();
  });

  it('carries nobody off who corrects a digit', () => {
    const entry = [{ kind: 'go', step: 'respiration' } as const, { kind: 'key', key: 'delete' } as const].reduce(
      enter,
      after(keys('18'), keys('97')),
    );
    expect(entry.step).toBe('respiration');
    expect(entry.typed.respiration).toBe('1');
  });

  it('never takes what was not typed for a value, whatever is tapped', () => {
    const act: fc.Arbitrary<EntryAct> = fc.oneof(
      fc.constantFrom(...KEYS).map((key) => ({ kind: 'key', key }) as const),
      fc.constantFrom(...STEPS).map((step) => ({ kind: 'go', step }) as const),
      fc.boolean().map((on) => ({ kind: 'oxygen', on }) as const),
      fc.constantFrom('A' as const, 'C' as const).map((is) => ({ kind: 'consciousness', is }) as const),
      fc.constant({ kind: 'not-taken', why: 'asleep' } as const),
      fc.constant({ kind: 'next' } as const),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const entry = acts.reduce(enter, NOTHING_TYPED);
        const vitals: Readonly<Record<string, unknown>> = { ...vitalsOf(entry) };
        for (const step of STEPS) {
          if (step === 'oxygen' || step === 'consciousness') continue;
          if ((entry.typed[step] ?? '') === '') expect(vitals).not.toHaveProperty(step);
          if (vitals[step] !== undefined) expect(Number.isFinite(vitals[step])).toBe(true);
          // What was typed has no reason for not being there.
          if (entry.notTaken[step] !== undefined) expect(entry.typed[step] ?? '').toBe('');
        }
      }),
    );
  });
});
