import { describe, expect, test } from '@jest/globals';
import type { Tile } from '#contracts';
import {
  aTile,
  anAlert,
  EMERGENCY,
  ESCALATED,
  HANDED_OVER,
  HELD_BY_MINA,
  HELD_BY_SAM,
  NOBODY_ACCEPTED,
  ONE_EVENT,
  PARTLY_ACCEPTED,
  PAUSED,
  SEVERAL,
  STORY_NOW,
  WARD_ALERTS,
} from '../stories/fixtures.ts';
import {
  boardTitle,
  callsFor,
  emergencies,
  fromOldReading,
  groupsOf,
  mostPressingFirst,
  moreInWords,
  pausedInWords,
  redirectsTo,
  unaccepted,
  whereItStands,
  whoHasIt,
} from './alerts.ts';

const HOUR = 3_600_000;

describe('an alert in words', () => {
  test('says who has it, or that nobody has', () => {
    expect(whoHasIt(anAlert(), STORY_NOW)).toBe('Not accepted for 4 min');
    expect(whoHasIt(anAlert(), STORY_NOW - 4 * 60_000 + 5_000)).toBe('Not accepted yet');
    const accepted = anAlert({ status: 'accepted', acceptedBy: 'Sam Okafor', acceptedAt: STORY_NOW - HOUR });
    expect(whoHasIt(accepted, STORY_NOW)).toBe('Sam Okafor has it (13:32)');
  });

  test('says when nobody has it, or a colleague is to say so', () => {
    const waitFor = 300_000;
    const everybody = anAlert({ step: 3, responsible: { kind: 'ward-fallback', waitFor } });
    expect(whoHasIt(everybody, STORY_NOW)).toBe('NOBODY ACCEPTED for 4 min: everybody is asked');
    const accounts = [{ id: 'b', name: 'Bea Birch' }];
    const handedOver = anAlert({ step: 0, routeId: 'hand-over', responsible: { kind: 'accounts', accounts, waitFor } });
    expect(whoHasIt(handedOver, STORY_NOW)).toBe('Bea Birch is to confirm');
  });

  test('says who is asked, since when, and who is asked next and when', () => {
    const stands = (state: Partial<Tile>): string => whereItStands(state.alerts![0]!, STORY_NOW);
    expect(stands(EMERGENCY)).toBe('Step 1: clinicians since 14:28; lead at 14:43');
    expect(stands(ESCALATED)).toBe('Step 2: lead since 14:29; everybody at 15:09');
    expect(stands(NOBODY_ACCEPTED)).toBe('Step 3: everybody since 14:30; asked again at 14:35');
    expect(stands(HANDED_OVER)).toBe('By name: Bea Birch since 14:27; back to Sam Okafor at 14:42');
    expect(stands(HELD_BY_MINA)).toBe('Outcome asked for at 15:30');
    // The end of a pause moves nobody's time.
    expect(stands(PAUSED)).toBe('Step 1: clinicians since 14:28; lead at 14:43');
    const late = { alerts: [anAlert({ nextStepAt: STORY_NOW - 1 })] };
    expect(stands(late)).toBe('Step 1: clinicians since 14:28; lead now');
  });

  test('says to whom it goes when it is turned down', () => {
    const goes = (state: Partial<Tile>): string => redirectsTo(state.alerts![0]!);
    expect(goes(EMERGENCY)).toBe('It goes to the clinical lead at once.');
    expect(goes(HANDED_OVER)).toBe('It goes to Sam Okafor at once.');
    expect(goes(NOBODY_ACCEPTED)).toMatch(/^Everybody on the ward is asked already/);
    expect(goes(HELD_BY_SAM)).toBe('It goes back to the people whom the ward’s route asks first.');
  });

  test('says until when it is paused, and calls again when that is over', () => {
    const [paused] = PAUSED.alerts!;
    expect(pausedInWords(paused!, STORY_NOW)).toBe('Paused until 14:38 (6 min 12 s)');
    expect(pausedInWords(paused!, paused!.pausedUntil!)).toBeNull();
    expect(callsFor([paused!], STORY_NOW)).toBeNull();
    expect(callsFor([paused!], paused!.pausedUntil!)).toBe('emergency');
    const urgent = anAlert({ id: 'b', priority: 'urgent' });
    expect(callsFor([paused!, urgent], STORY_NOW)).toBe('urgent');
    expect(callsFor([...HELD_BY_MINA.alerts!], STORY_NOW)).toBeNull();
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

describe('what one reading brought', () => {
  const first = (state: Partial<Tile>) => groupsOf(state.alerts!)[0]!;

  test('is one alert with the others counted, also those that nobody has yet', () => {
    expect(groupsOf(ONE_EVENT.alerts!)).toHaveLength(1);
    expect(moreInWords(first(ONE_EVENT))).toBe('and 2 more');
    expect(moreInWords(first(PARTLY_ACCEPTED))).toBe('and 2 more, 1 not accepted');
    expect(moreInWords(first(EMERGENCY))).toBeNull();
  });

  test('counts once, as the gravest of it that nobody has', () => {
    expect(unaccepted([aTile(1, ONE_EVENT)])).toMatchObject({ emergency: 1, urgent: 0 });
    expect(unaccepted([aTile(1, PARTLY_ACCEPTED)])).toMatchObject({ emergency: 0, urgent: 1 });
    expect(unaccepted([], WARD_ALERTS)).toMatchObject({ technical: 2 });
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
