import { describe, expect, test } from '@jest/globals';
import { aTile, anAlert, EMERGENCY, SEVERAL, STORY_NOW } from '../stories/fixtures.ts';
import { boardTitle, emergencies, fromOldReading, mostPressingFirst, unaccepted, whoHasIt } from './alerts.ts';

const HOUR = 3_600_000;

describe('an alert in words', () => {
  test('says who has it, or that nobody has', () => {
    expect(whoHasIt(anAlert(), STORY_NOW)).toBe('Not accepted for 4 min');
    expect(whoHasIt(anAlert(), STORY_NOW - 4 * 60_000 + 5_000)).toBe('Not accepted yet');
    const accepted = anAlert({ status: 'accepted', acceptedBy: 'Sam Okafor', acceptedAt: STORY_NOW - HOUR });
    expect(whoHasIt(accepted, STORY_NOW)).toBe('Sam Okafor has it (13:32)');
  });

  test('says who is asked when it has gone on', () => {
    const waitFor = 300_000;
    const lead = anAlert({ step: 2, responsible: { kind: 'role', role: 'lead', waitFor } });
    expect(whoHasIt(lead, STORY_NOW)).toBe('Not accepted for 4 min, now asked: the clinical lead');
    const everybody = anAlert({ step: 3, responsible: { kind: 'ward-fallback', waitFor } });
    expect(whoHasIt(everybody, STORY_NOW)).toBe('NOBODY ACCEPTED for 4 min: everybody is asked');
    const accounts = [{ id: 'b', name: 'Bea Birch' }];
    const handedOver = anAlert({ step: 0, routeId: 'hand-over', responsible: { kind: 'accounts', accounts, waitFor } });
    expect(whoHasIt(handedOver, STORY_NOW)).toBe('Bea Birch is to confirm');
  });

  test('from an old reading says how old it was', () => {
    expect(fromOldReading(anAlert())).toBeNull();
    const late = anAlert({ raisedAt: STORY_NOW, effectiveAt: STORY_NOW - 5 * HOUR });
    expect(fromOldReading(late)).toBe('From a reading of 09:32, 5 h old when it came');
  });
});

describe('alerts of one patient', () => {
  test('the more pressing first; unaccepted before accepted; what has eased later', () => {
    const accepted = anAlert({ id: 'a', status: 'accepted' });
    const raised = anAlert({ id: 'b' });
    const eased = anAlert({ id: 'c', conditionPresent: false });
    const urgent = anAlert({ id: 'd', priority: 'urgent' });
    expect(mostPressingFirst([eased, urgent, accepted, raised]).map(({ id }) => id)).toEqual(['b', 'c', 'a', 'd']);
  });
});

describe('alerts of the ward', () => {
  test('counted by priority while nobody has accepted them', () => {
    expect(unaccepted([aTile(1, EMERGENCY), aTile(2, SEVERAL)])).toEqual({
      emergency: 1,
      urgent: 1,
      routine: 1,
      technical: 0,
    });
  });

  test('an emergency that is raised again is another one to announce', () => {
    const first = [...emergencies([aTile(1, EMERGENCY)]).keys()];
    const again = [...emergencies([aTile(1, { alerts: [anAlert({ raisedAt: STORY_NOW })] })]).keys()];
    expect(first).toHaveLength(1);
    expect(again).not.toEqual(first);
    expect([...emergencies([aTile(1, EMERGENCY)]).values()][0]).toMatch(
      /^New emergency: bed 1, Ada Merriweather\. NEWS2 9/,
    );
  });

  test('the title counts them, and says when the board is not live', () => {
    expect(boardTitle('East', 0, true)).toBe('East – Homeward');
    expect(boardTitle('East', 1, true)).toBe('(1) emergency not accepted – East – Homeward');
    expect(boardTitle('East', 2, false)).toBe('NOT LIVE – (2) emergencies not accepted – East – Homeward');
  });
});
