import { describe, expect, it } from '@jest/globals';
import { byReadiness, decideLevel, isRecordReady } from './level-change.ts';
import type { MonitoringLevel } from './levels.ts';
import { CRITERIA, type Criterion, type CriterionId, type Readiness } from './readiness.ts';

/** Everything is met but these, which are not known. */
function readiness(wanting: readonly CriterionId[] = [], mayOverride = true): Readiness {
  const criteria = CRITERIA.map((id): Criterion => {
    const state = wanting.includes(id) ? 'unknown' : 'met';
    return { id, state, evidence: id, earliest: state === 'met' ? 0 : null };
  });
  return { ready: wanting.length === 0, criteria, mayOverride, earliest: wanting.length === 0 ? 0 : null };
}

const LEVELS: readonly MonitoringLevel[] = ['intensive', 'standard', 'light', 'check-in'];

describe('a change of level', () => {
  it.each(LEVELS.flatMap((from, i) => LEVELS.slice(0, i).map((to) => [from, to] as const)))(
    'up from %s to %s asks for nothing, not even in an emergency',
    (from, to) => {
      expect(decideLevel({ from, to, override: false }, readiness(CRITERIA, false))).toEqual({ kind: 'up' });
    },
  );
  it.each([
    ['intensive', 'standard'],
    ['standard', 'light'],
    ['light', 'check-in'],
  ] as const)('down from %s to %s when every criterion is met', (from, to) => {
    expect(decideLevel({ from, to, override: false }, readiness())).toEqual({ kind: 'down', overridden: [] });
  });
  it.each([
    ['intensive', 'light', 'standard'],
    ['intensive', 'check-in', 'standard'],
    ['standard', 'check-in', 'light'],
  ] as const)('from %s to %s is too far: first %s', (from, to, next) => {
    expect(decideLevel({ from, to, override: true }, readiness())).toEqual({ kind: 'too-far', next });
  });
  it.each(CRITERIA)('down without %s is refused, or stands as overridden', (id) => {
    const wish = { from: 'standard', to: 'light' } as const;
    expect(decideLevel({ ...wish, override: false }, readiness([id]))).toMatchObject({
      kind: 'not-ready',
      wanting: [{ id, state: 'unknown' }],
    });
    expect(decideLevel({ ...wish, override: true }, readiness([id]))).toEqual({ kind: 'down', overridden: [id] });
  });
  it('down is never in an open emergency, whoever overrides', () => {
    expect(decideLevel({ from: 'light', to: 'check-in', override: true }, readiness(['alerts'], false))).toEqual({
      kind: 'open-emergency',
    });
  });
  it('to the same level is none', () => {
    expect(decideLevel({ from: 'light', to: 'light', override: true }, readiness())).toEqual({ kind: 'same' });
  });
});

describe('whom to look at first', () => {
  it('does not wait for what only people can say', () => {
    expect(isRecordReady(readiness(['clinician', 'agreement', 'means']))).toBe(true);
    for (const id of ['score', 'trend', 'received', 'alerts', 'pathway'] as const)
      expect(isRecordReady(readiness([id]))).toBe(false);
  });
  it('is the ready, then those nearest to it; in an emergency last', () => {
    const ready = readiness(['clinician']);
    const nearly = readiness(['pathway', 'clinician']);
    const far = readiness(['score', 'trend']);
    const ill = readiness(['alerts'], false);
    expect([ill, far, nearly, ready].toSorted(byReadiness)).toEqual([ready, nearly, far, ill]);
    const sooner = { ...nearly, earliest: 1 };
    const later = { ...nearly, earliest: 2 };
    expect([nearly, later, sooner].toSorted(byReadiness)).toEqual([sooner, later, nearly]);
  });
});
