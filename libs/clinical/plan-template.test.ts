import { describe, expect, it } from '@jest/globals';
import { LEVELS, planTemplate, refusePlan, setsPerWeek, type MonitoringLevel } from './index.ts';

const PATHWAYS = ['respiratory', 'cardiac', 'frailty'] as const;
const levels = Object.keys(LEVELS) as MonitoringLevel[];

describe('a plan that begins with its template', () => {
  it.each(PATHWAYS.flatMap((pathway) => levels.map((level) => [pathway, level] as const)))(
    '%s, %s: is one that nobody refuses, with as many sets as the level wants',
    (pathway, level) => {
      const { schedule, toState } = planTemplate(pathway, level);
      expect(refusePlan({ schedule }, level)).toEqual([]);
      expect(setsPerWeek(schedule)).toBe(LEVELS[level].setsPerWeek);
      expect(toState).toContain('escalation');
      expect(new Set(toState).size).toBe(toState.length);
    },
  );

  it('asks for what the rules of the pathway compare with', () => {
    expect(planTemplate('cardiac', 'standard').toState).toContain('targetWeight');
    expect(planTemplate('respiratory', 'standard').toState).toEqual(
      expect.arrayContaining(['spo2Scale', 'baseline.spo2', 'prescribedOxygenFlow']),
    );
    expect(planTemplate('frailty', 'light').toState).toContain('baseline.news2');
  });
});
