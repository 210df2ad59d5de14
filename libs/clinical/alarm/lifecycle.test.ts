import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../instant.ts';
import {
  nextStepAt,
  raise,
  responsible,
  transition,
  type AcceptedAlarm,
  type Alarm,
  type AlarmAction,
  type AlarmEffect,
  type AlarmEvent,
  type OpenAlarm,
  type RaisedAlarm,
} from './lifecycle.ts';
import { defaultRoute, stepAt, wardRoute, type Person, type Route } from './route.ts';

const T0 = Date.UTC(2026, 0, 5, 8);
const ann: Person = { id: 'a', name: 'Ann Ash' };
const bea: Person = { id: 'b', name: 'Bea Birch' };
const route = defaultRoute('emergency', 15 * MINUTE);

const anEmergency = (inForce: Route = route): RaisedAlarm =>
  raise('emergency', T0 + 15 * MINUTE, { now: T0, inForce })[0];
const delivered = (alarm = anEmergency()): RaisedAlarm => ({ ...alarm, deliveredAt: T0 });

function after(alarm: Alarm, event: AlarmEvent, minutes = 1, inForce: Route = route): [Alarm, readonly AlarmEffect[]] {
  const result = transition(alarm, event, { now: T0 + minutes * MINUTE, inForce });
  if (typeof result === 'string') throw new Error(`refused: ${result}`);
  return [...result];
}
const by = (person: Person, action: AlarmAction): AlarmEvent => ({ kind: 'by-person', person, action });
const refused = (alarm: Alarm, event: AlarmEvent, minutes = 1): unknown =>
  transition(alarm, event, { now: T0 + minutes * MINUTE, inForce: route });
const acceptedBy = (person: Person, alarm: Alarm = delivered()): AcceptedAlarm =>
  after(alarm, by(person, { kind: 'accept' }))[0] as AcceptedAlarm;
const history = (effects: readonly AlarmEffect[]): string[] =>
  effects.flatMap((effect) => (effect.kind === 'tell' ? [effect.what] : []));
const sentences = (effects: readonly AlarmEffect[]): (string | null)[] =>
  effects.flatMap((effect) => (effect.kind === 'tell' ? [effect.sentence] : []));
const askedFor = (effects: readonly AlarmEffect[]): string[] =>
  effects.flatMap((effect) => (effect.kind === 'ask' ? [`${effect.why}: ${stepAt(effect.place).kind}`] : []));
const dueIn = (alarm: Alarm): number => (nextStepAt(alarm as OpenAlarm) - T0) / MINUTE;

describe('raised', () => {
  it('asks the first step of the ward’s route', () => {
    const [alarm, effects] = raise('emergency', T0 + 15 * MINUTE, { now: T0, inForce: route });
    expect(effects).toEqual([{ kind: 'ask', place: { route, step: 0 }, why: 'raised' }]);
    expect(responsible(alarm)).toBe(route.steps[0]);
  });
  it('goes on to the next step when nobody accepts in time, and says who is asked now', () => {
    const [alarm, effects] = after(delivered(), { kind: 'time' }, 15);
    expect(alarm).toMatchObject({ status: 'raised', step: 1, askedAt: T0 + 15 * MINUTE });
    expect(askedFor(effects)).toEqual(['timed-out: role']);
    expect(sentences(effects)).toEqual([
      'Not accepted by every hub clinician of the ward within 15 min. Now asked: the clinical lead.',
    ]);
    expect(after(delivered(), { kind: 'time' }, 14)[1]).toEqual([]);
  });
  it('asks everybody again and again when it has come to the last step', () => {
    const last = { ...delivered(), step: 2 };
    const [alarm, effects] = after(last, { kind: 'time' }, 5);
    expect(alarm).toMatchObject({ step: 2, askedAt: T0 + 5 * MINUTE });
    expect(askedFor(effects)).toEqual(['timed-out: ward-fallback']);
    expect(sentences(effects)[0]).toContain('NOBODY ACCEPTED');
  });
  it('is put to the next step early when no live board has shown it', () => {
    expect(dueIn(anEmergency())).toBe(2);
    const [alarm, effects] = after(anEmergency(), { kind: 'time' }, 2);
    expect(alarm).toMatchObject({ step: 1 });
    expect(askedFor(effects)).toEqual(['not-delivered: role']);
    const [seen, told] = after(anEmergency(), { kind: 'shown' });
    expect(history(told)).toEqual(['delivered']);
    expect(dueIn(seen)).toBe(15);
    expect(after(seen, { kind: 'shown' })).toEqual([seen, []]);
    const [routine] = raise('routine', T0 + HOUR, { now: T0, inForce: defaultRoute('routine', HOUR) });
    expect(dueIn(routine)).toBe(60);
  });
  it('catches up after an outage: whoever should have been asked is asked, each is told how late, and the last has its whole time', () => {
    const [alarm, effects] = after(delivered(), { kind: 'time' }, 60);
    expect(askedFor(effects)).toEqual(['timed-out: role', 'timed-out: ward-fallback']);
    expect(effects.map((effect) => (effect.kind === 'tell' ? effect.lateBy : null))).toEqual([
      45 * MINUTE,
      null,
      40 * MINUTE,
      null,
    ]);
    expect(alarm).toMatchObject({ step: 2, askedAt: T0 + 60 * MINUTE });
    expect(after(alarm, { kind: 'time' }, 60)).toEqual([alarm, []]);
  });
  it('gives whoever is asked late their whole time', () => {
    const [alarm] = after(delivered(), { kind: 'time' }, 17);
    expect(alarm).toMatchObject({ step: 1, askedAt: T0 + 17 * MINUTE });
    expect(dueIn(alarm)).toBe(22);
  });
  it('is put to the new people when the ward’s route changes', () => {
    const day = { ...route, id: 'day', until: T0 + 10 * MINUTE };
    const night = wardRoute('night', [{ kind: 'accounts', accounts: [bea], waitFor: HOUR }], 'emergency', null);
    const alarm = delivered(anEmergency(day));
    expect(dueIn(alarm)).toBe(10);
    const [moved, effects] = after(alarm, { kind: 'time' }, 10, night);
    expect(moved).toMatchObject({ route: night, step: 0 });
    expect(askedFor(effects)).toEqual(['route-changed: accounts']);
    expect(history(effects)).toEqual(['rerouted']);
    // The same people are on for longer: nobody is asked anew, and their time goes on.
    const longer = { ...day, until: T0 + HOUR };
    const [stays, nothing] = after(alarm, { kind: 'time' }, 10, longer);
    expect(nothing).toEqual([]);
    expect(dueIn(stays)).toBe(15);
    // A route that says that it is over, and is in force all the same, does not end again and again.
    expect(dueIn(after(alarm, { kind: 'time' }, 10, day)[0])).toBe(15);
  });
});

describe('accepted', () => {
  it('has a name', () => {
    const [alarm, effects] = after(delivered(), by(ann, { kind: 'accept' }));
    expect(alarm).toMatchObject({ status: 'accepted', holder: ann, acceptedAt: T0 + MINUTE });
    expect(responsible(alarm as OpenAlarm)).toEqual(ann);
    expect(effects).toEqual([{ kind: 'tell', what: 'accepted', by: ann, sentence: null }]);
    expect(refused(alarm, by(bea, { kind: 'accept' }))).toBe('accepted-by-another');
    expect(refused(alarm, by(ann, { kind: 'accept' }))).toBe('yours-already');
  });
  it('is asked about when no outcome comes, by name first and then by the ward’s route', () => {
    const alarm = acceptedBy(ann);
    expect(dueIn(alarm)).toBe(61);
    const [asked, effects] = after(alarm, { kind: 'time' }, 61);
    expect(askedFor(effects)).toEqual(['no-outcome: accounts']);
    expect(sentences(effects)).toEqual(['Ann Ash accepted 1 h ago and gave no outcome.']);
    expect(responsible(asked as OpenAlarm)).toMatchObject({ accounts: [ann] });
    expect(after(asked, by(ann, { kind: 'accept' }), 62)[0]).toMatchObject({ status: 'accepted', holder: ann });
    expect(after(asked, { kind: 'time' }, 66)[0]).toMatchObject({ route: { id: 'default' }, step: 0 });
  });
  it('goes to the ward when whoever has it is gone', () => {
    const [alarm, effects] = after(acceptedBy(ann), { kind: 'holder-gone' });
    expect(alarm).toMatchObject({ status: 'raised', route: { id: 'default' }, step: 0 });
    expect(askedFor(effects)).toEqual(['holder-gone: role']);
    expect(after(delivered(), { kind: 'holder-gone' })[1]).toEqual([]);
  });
});

describe('rejected', () => {
  it('goes to the next step at once', () => {
    const [alarm, effects] = after(delivered(), by(ann, { kind: 'reject', reason: 'I am driving.' }));
    expect(alarm).toMatchObject({ step: 1, askedAt: T0 + MINUTE });
    expect(sentences(effects)).toEqual(['I am driving. Now asked: the clinical lead.']);
    expect(askedFor(effects)).toEqual(['rejected: role']);
  });
  it('by one of everybody gives nobody more time', () => {
    const last = { ...delivered(), step: 2 };
    const [alarm, effects] = after(last, by(ann, { kind: 'reject', reason: 'no' }));
    expect(alarm).toEqual(last);
    expect(history(effects)).toEqual(['rejected']);
  });
  it('gives back what one has accepted, and not what another has', () => {
    const [alarm, effects] = after(acceptedBy(ann), by(ann, { kind: 'reject', reason: 'off sick' }));
    expect(alarm).toMatchObject({ status: 'raised', step: 0 });
    expect(askedFor(effects)).toEqual(['given-back: role']);
    expect(refused(acceptedBy(ann), by(bea, { kind: 'reject', reason: 'no' }))).toBe('not-yours');
  });
});

describe('paused', () => {
  const pause = (minutes: number): AlarmAction => ({ kind: 'pause', duration: minutes * MINUTE });
  it('is for 15 minutes at most, and ends by itself', () => {
    expect(refused(delivered(), by(ann, pause(16)))).toBe('too-long');
    const [alarm, effects] = after(acceptedBy(ann), by(ann, pause(15)));
    expect(alarm).toMatchObject({ pausedUntil: T0 + 16 * MINUTE, status: 'accepted' });
    expect(history(effects)).toEqual(['paused']);
    expect(dueIn(alarm)).toBe(16);
    const [loud, ended] = after(alarm, { kind: 'time' }, 16);
    expect(loud).toMatchObject({ pausedUntil: null });
    expect(history(ended)).toEqual(['pause-ended']);
  });
  it('holds back signals and never anybody’s time to answer', () => {
    const [alarm] = after(delivered(), by(ann, pause(15)), 10);
    expect(dueIn(alarm)).toBe(15);
    expect(after(alarm, { kind: 'time' }, 15)[0]).toMatchObject({ step: 1, pausedUntil: null });
  });
});

describe('handed over', () => {
  const toBea = by(ann, { kind: 'hand-over', to: bea });
  it('is the colleague’s from then on, and comes back if they do not confirm', () => {
    const [alarm, effects] = after(acceptedBy(ann), toBea, 2);
    expect(responsible(alarm as OpenAlarm)).toMatchObject({ accounts: [bea] });
    expect(sentences(effects)).toEqual(['To Bea Birch, who has 5 min to confirm.']);
    expect(askedFor(effects)).toEqual(['handed-over: accounts']);
    expect(after(alarm, by(bea, { kind: 'accept' }), 3)[0]).toMatchObject({ status: 'accepted', holder: bea });
    const [back, told] = after(alarm, { kind: 'time' }, 7);
    expect(responsible(back as OpenAlarm)).toMatchObject({ accounts: [ann] });
    expect(sentences(told)).toEqual(['Not accepted by Bea Birch within 5 min. Now asked: Ann Ash.']);
    expect(after(back, { kind: 'time' }, 12)[0]).toMatchObject({ route: { id: 'default' }, step: 0 });
    expect(after(alarm, by(bea, { kind: 'reject', reason: 'busy' }), 3)[0]).toMatchObject({ step: 1 });
  });
  it('is for whoever has it, and to somebody else', () => {
    expect(refused(delivered(), toBea)).toBe('not-accepted');
    expect(refused(acceptedBy(bea), toBea)).toBe('not-yours');
    expect(refused(acceptedBy(ann), by(ann, { kind: 'hand-over', to: ann }))).toBe('yours-already');
  });
  it('can be taken over without being handed', () => {
    const [alarm, effects] = after(acceptedBy(ann), by(bea, { kind: 'take-over' }), 9);
    expect(alarm).toMatchObject({ status: 'accepted', holder: bea, acceptedAt: T0 + 9 * MINUTE });
    expect(sentences(effects)).toEqual(['From Ann Ash.']);
    expect(refused(acceptedBy(ann), by(ann, { kind: 'take-over' }))).toBe('yours-already');
    expect(refused(delivered(), by(ann, { kind: 'take-over' }))).toBe('not-accepted');
  });
});

describe('a clock that was put back', () => {
  it('gives nobody an hour more', () => {
    const alarm = { ...delivered(), pausedUntil: T0 + 5 * MINUTE };
    const [moved, effects] = after(alarm, { kind: 'clock-put-back' }, -60);
    expect(moved).toMatchObject({ askedAt: T0 - HOUR, raisedAt: T0 - HOUR, acceptBy: T0 - 45 * MINUTE });
    expect(dueIn(moved)).toBe(-55);
    expect(sentences(effects)).toEqual(['The clock was put back by 1 h: times count from now.']);
    const [accepted] = after(acceptedBy(ann), { kind: 'clock-put-back' }, -59);
    expect(accepted).toMatchObject({ acceptedAt: T0 - 59 * MINUTE, holder: ann });
    expect(after(alarm, { kind: 'clock-put-back' }, 0)).toEqual([alarm, []]);
  });
});

describe('resolved', () => {
  it('has an outcome and a name, and then nothing changes any more', () => {
    const [alarm, effects] = after(acceptedBy(ann), by(bea, { kind: 'resolve', outcome: 'visit', note: 'by 3 pm' }), 5);
    expect(alarm).toEqual({ status: 'resolved', by: bea, at: T0 + 5 * MINUTE, outcome: 'visit', note: 'by 3 pm' });
    expect(sentences(effects)).toEqual(['Visit arranged: by 3 pm']);
    expect(refused(alarm, by(ann, { kind: 'accept' }))).toBe('closed');
    for (const event of [{ kind: 'time' }, { kind: 'shown' }, { kind: 'stay-ended', person: ann }] as const)
      expect(after(alarm, event)).toEqual([alarm, []]);
  });
  it('ends with the stay', () => {
    const [alarm] = after(delivered(), { kind: 'stay-ended', person: ann });
    expect(alarm).toMatchObject({ status: 'resolved', outcome: 'stay-ended', by: ann });
  });
});
