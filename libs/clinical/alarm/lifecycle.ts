import type { Priority } from '../finding.ts';
import { HOUR, MINUTE, type Duration, type Instant } from '../instant.ts';
import { ALERT_OUTCOMES, STAY_ENDED, type AlertOutcome } from './outcome.ts';
import {
  askedInWords,
  handOverRoute,
  isByName,
  outcomeRoute,
  placeAfter,
  stepAt,
  waitInWords,
  type Person,
  type Place,
  type Route,
  type RouteStep,
} from './route.ts';

/*
 * Who has an open alert, and what happens next. Source: docs/CLINICAL, section 6.
 *
 * raised: a step of a route is asked. accepted: a named person has it. resolved: a named person closed it, with an outcome.
 * While it is open somebody is responsible and something is due, in every state: `responsible` and `nextStepAt` are total.
 */

interface Open {
  readonly priority: Priority;
  /** When it was raised last: a graver tier raises it again. */
  readonly raisedAt: Instant;
  /** By when somebody is to have accepted it. */
  readonly acceptBy: Instant;
  /** When a live board first confirmed showing it as it was raised last. */
  readonly deliveredAt: Instant | null;
  /** Until when its signals are held back. Nobody's time to answer is. */
  readonly pausedUntil: Instant | null;
}

export type RaisedAlarm = Open & Place & { readonly status: 'raised'; readonly askedAt: Instant };
export type AcceptedAlarm = Open & {
  readonly status: 'accepted';
  readonly holder: Person;
  readonly acceptedAt: Instant;
};
export type OpenAlarm = RaisedAlarm | AcceptedAlarm;
export interface ResolvedAlarm {
  readonly status: 'resolved';
  readonly by: Person;
  readonly at: Instant;
  readonly outcome: AlertOutcome | typeof STAY_ENDED;
  readonly note: string | null;
}
export type Alarm = OpenAlarm | ResolvedAlarm;

/** What a person does to an alert. */
export type AlarmAction =
  | { readonly kind: 'accept' }
  /** Puts it to the next step; whoever has accepted it gives it back. */
  | { readonly kind: 'reject'; readonly reason: string }
  | { readonly kind: 'pause'; readonly duration: Duration }
  | { readonly kind: 'hand-over'; readonly to: Person }
  | { readonly kind: 'take-over' }
  | { readonly kind: 'resolve'; readonly outcome: AlertOutcome; readonly note: string | null };

export type AlarmEvent =
  | { readonly kind: 'by-person'; readonly person: Person; readonly action: AlarmAction }
  /** A live board confirmed showing it. */
  | { readonly kind: 'shown' }
  /** Whatever is due by now happens, and says how late. */
  | { readonly kind: 'time' }
  /** Whoever has it can no longer answer: the account is closed, or no longer of this ward. */
  | { readonly kind: 'holder-gone' }
  /** It says that it was asked or accepted after now: the clock that its times were made by was put back. */
  | { readonly kind: 'clock-put-back' }
  /** The patient was moved to another ward, whose people are to be asked. */
  | { readonly kind: 'ward-changed' }
  /** The patient's stay ends, by this person. */
  | { readonly kind: 'stay-ended'; readonly person: Person };

/** The moment, and the ward's route at it. */
export interface Terms {
  readonly now: Instant;
  readonly inForce: Route;
}

/** Why people are asked. */
export type AskReason =
  | 'raised'
  | 'worsened'
  | 'timed-out'
  | 'not-delivered'
  | 'route-changed'
  | 'rejected'
  | 'given-back'
  | 'handed-over'
  | 'no-outcome'
  | 'holder-gone';

/** What a line of an alert's history tells, and what that is called where people read it. */
export const HISTORY_NAMES = {
  raised: 'Raised',
  worsened: 'Got worse, raised again',
  'condition-cleared': 'No longer shows',
  historic: 'Found late, answered by a newer reading',
  delivered: 'Shown',
  accepted: 'Accepted',
  rejected: 'Turned down',
  'timed-out': 'Nobody accepted in time',
  rerouted: 'Put to others',
  paused: 'Paused',
  'pause-ended': 'Pause over',
  'handed-over': 'Handed over',
  'taken-over': 'Taken over',
  'outcome-due': 'Outcome asked for',
  'clock-put-back': 'Clock put back',
  commented: 'Comment',
  resolved: 'Resolved',
} as const;
export type HistoryKind = keyof typeof HISTORY_NAMES;

/** A line of the history, append-only. `lateBy`: how long after its time. `priority`: with which it was raised, or raised again. */
export interface Told {
  readonly kind: 'tell';
  readonly what: HistoryKind;
  readonly by: Person | null;
  readonly sentence: string | null;
  readonly lateBy?: Duration;
  readonly priority?: Priority;
}

/** What the caller performs, in the transaction that saves the next state. */
export type AlarmEffect =
  | Told
  /** These are asked from now on: whoever can be told outside the board is told. */
  | { readonly kind: 'ask'; readonly place: Place; readonly why: AskReason };

/** Why a person's action is not possible on the alert as it is. */
export type NotPossible =
  'closed' | 'accepted-by-another' | 'not-yours' | 'not-accepted' | 'yours-already' | 'too-long';

export type Transition = readonly [next: Alarm, effects: readonly AlarmEffect[]];

/** Signals are held back for no longer. Source: docs/CLINICAL, section 6. */
export const LONGEST_PAUSE: Duration = 15 * MINUTE;

/** Without a live board that shows it for this long, an alert's first step counts as not reached. [ours] */
export const DELIVER_WITHIN: Readonly<Record<Priority, Duration | null>> = {
  emergency: 2 * MINUTE,
  urgent: 20 * MINUTE,
  technical: null,
  routine: null,
};

/** Whoever accepted is asked again after this long without an outcome. [ours] */
export const OUTCOME_WITHIN: Readonly<Record<Priority, Duration>> = {
  emergency: HOUR,
  urgent: 4 * HOUR,
  technical: 12 * HOUR,
  routine: 24 * HOUR,
};

/** An alert as it is raised, or raised again because it got worse: nobody has it, nobody has seen it, the first step is asked. */
export function raise(
  priority: Priority,
  acceptBy: Instant,
  { now, inForce }: Terms,
  why: 'raised' | 'worsened' = 'raised',
): readonly [RaisedAlarm, readonly AlarmEffect[]] {
  const alarm: RaisedAlarm = {
    status: 'raised',
    priority,
    raisedAt: now,
    acceptBy,
    deliveredAt: null,
    pausedUntil: null,
    route: inForce,
    step: 0,
    askedAt: now,
  };
  return [alarm, [ask(alarm, why)]];
}

/** Who is responsible: always somebody. */
export function responsible(alarm: OpenAlarm): Person | RouteStep {
  return alarm.status === 'accepted' ? alarm.holder : stepAt(alarm);
}

/** When the step that is asked is over. */
function stepEnds(alarm: RaisedAlarm): Instant {
  return alarm.askedAt + stepAt(alarm).waitFor;
}

/** When the first step counts as not reached, because no live board shows the alert; null once one has, or where none has to. */
function undeliveredAt({ priority, deliveredAt, route, step, askedAt, raisedAt }: RaisedAlarm): Instant | null {
  const within = DELIVER_WITHIN[priority];
  if (within === null || deliveredAt !== null || step > 0 || askedAt !== raisedAt || isByName(route)) return null;
  return askedAt + within;
}

/** When the next thing happens by itself, if nobody does anything: there always is one. */
export function nextStepAt(alarm: OpenAlarm): Instant {
  const paused = alarm.pausedUntil ?? Infinity;
  if (alarm.status === 'accepted') return Math.min(paused, alarm.acceptedAt + OUTCOME_WITHIN[alarm.priority]);
  return Math.min(paused, stepEnds(alarm), undeliveredAt(alarm) ?? Infinity, routeEnds(alarm));
}

function routeEnds({ route, askedAt }: RaisedAlarm): Instant {
  return route.until !== null && route.until > askedAt ? route.until : Infinity;
}

/** The next state of an alert and what has to happen, or why this cannot be done to it. */
export function transition(alarm: Alarm, event: AlarmEvent, given: Terms): Transition | NotPossible {
  const terms = { ...given, inForce: stillInForce(given) };
  if (alarm.status === 'resolved') return event.kind === 'by-person' ? 'closed' : [alarm, []];
  switch (event.kind) {
    case 'by-person':
      return act(alarm, event.person, event.action, terms);
    case 'shown':
      return shown(alarm, terms.now);
    case 'time':
      return timePasses(alarm, terms);
    case 'holder-gone':
      return holderGone(alarm, terms);
    case 'ward-changed':
      return wardChanged(alarm, terms);
    case 'clock-put-back':
      return clockPutBack(alarm, terms.now);
    case 'stay-ended': {
      const { person: by } = event;
      return [
        { status: 'resolved', by, at: terms.now, outcome: STAY_ENDED, note: null },
        [told('resolved', by, 'The stay ended.')],
      ];
    }
  }
}

/** A route that says it has ended and is in force all the same (nobody else is on) has no end. */
function stillInForce({ now, inForce }: Terms): Route {
  return inForce.until !== null && inForce.until <= now ? { ...inForce, until: null } : inForce;
}

function act(alarm: OpenAlarm, by: Person, action: AlarmAction, terms: Terms): Transition | NotPossible {
  switch (action.kind) {
    case 'accept':
      if (alarm.status === 'accepted') return isHolder(alarm, by) ? 'yours-already' : 'accepted-by-another';
      return [accepted(alarm, by, terms.now), [told('accepted', by)]];
    case 'reject':
      return reject(alarm, by, action.reason, terms);
    case 'pause': {
      if (action.duration > LONGEST_PAUSE) return 'too-long';
      const pausedUntil = terms.now + action.duration;
      return [
        { ...alarm, pausedUntil },
        [told('paused', by, `Signals are held back for ${waitInWords(action.duration)}.`)],
      ];
    }
    case 'hand-over': {
      if (alarm.status !== 'accepted') return 'not-accepted';
      if (!isHolder(alarm, by)) return 'not-yours';
      if (action.to.id === by.id) return 'yours-already';
      const place = { route: handOverRoute(by, action.to, alarm.priority), step: 0 };
      const { waitFor } = stepAt(place);
      return [
        asked(alarm, place, terms.now),
        [
          told('handed-over', by, `To ${action.to.name}, who has ${waitInWords(waitFor)} to confirm.`),
          ask(place, 'handed-over'),
        ],
      ];
    }
    case 'take-over':
      if (alarm.status !== 'accepted') return 'not-accepted';
      if (isHolder(alarm, by)) return 'yours-already';
      return [accepted(alarm, by, terms.now), [told('taken-over', by, `From ${alarm.holder.name}.`)]];
    case 'resolve': {
      const { outcome, note } = action;
      const words = ALERT_OUTCOMES[outcome];
      return [
        { status: 'resolved', by, at: terms.now, outcome, note },
        [told('resolved', by, note === null ? `${words}.` : `${words}: ${note}`)],
      ];
    }
  }
}

const isHolder = (alarm: AcceptedAlarm, { id }: Person): boolean => alarm.holder.id === id;

const told = (what: HistoryKind, by: Person | null, sentence: string | null = null): Told => ({
  kind: 'tell',
  what,
  by,
  sentence,
});

const ask = ({ route, step }: Place, why: AskReason): AlarmEffect => ({ kind: 'ask', place: { route, step }, why });

const openOf = ({ priority, raisedAt, acceptBy, deliveredAt, pausedUntil }: OpenAlarm): Open => ({
  priority,
  raisedAt,
  acceptBy,
  deliveredAt,
  pausedUntil,
});

function accepted(alarm: OpenAlarm, holder: Person, now: Instant): AcceptedAlarm {
  return { ...openOf(alarm), status: 'accepted', holder, acceptedAt: now };
}

/** Put to the people at this place. What was paused for the ones before sounds for these. */
function asked(alarm: OpenAlarm, { route, step }: Place, now: Instant): RaisedAlarm {
  return { ...openOf(alarm), status: 'raised', pausedUntil: null, route, step, askedAt: now };
}

function reject(alarm: OpenAlarm, by: Person, reason: string, terms: Terms): Transition | NotPossible {
  if (alarm.status === 'accepted') {
    if (!isHolder(alarm, by)) return 'not-yours';
    const place = { route: terms.inForce, step: 0 };
    return [asked(alarm, place, terms.now), [told('rejected', by, `Given back: ${reason}`), ask(place, 'given-back')]];
  }
  const place = placeAfter(alarm, terms.inForce);
  // Everybody is asked already: one of them cannot is no reason to wait anew.
  if (place.route.id === alarm.route.id && place.step === alarm.step) return [alarm, [told('rejected', by, reason)]];
  const next = asked(alarm, place, terms.now);
  const step = stepAt(next);
  return [next, [told('rejected', by, `${reason} ${nowAsked(step)}`), ask(next, 'rejected')]];
}

function shown(alarm: OpenAlarm, now: Instant): Transition {
  if (alarm.deliveredAt !== null) return [alarm, []];
  return [{ ...alarm, deliveredAt: now }, [told('delivered', null, 'A live board shows it.')]];
}

function holderGone(alarm: OpenAlarm, terms: Terms): Transition {
  if (alarm.status !== 'accepted') return [alarm, []];
  const place = { route: terms.inForce, step: 0 };
  const step = stepAt(place);
  return [
    asked(alarm, place, terms.now),
    [
      told('rerouted', null, `${alarm.holder.name} can no longer answer for this ward. ${nowAsked(step)}`),
      ask(place, 'holder-gone'),
    ],
  ];
}

/** Whoever has accepted it goes on having it while they may answer for the new ward: a sweep sees to those who may not. */
function wardChanged(alarm: OpenAlarm, terms: Terms): Transition {
  if (alarm.status === 'accepted') return [alarm, []];
  const place = { route: terms.inForce, step: 0 };
  const next = asked(alarm, place, terms.now);
  return [
    next,
    [
      told('rerouted', null, `The patient was moved to this ward. ${nowAsked(stepAt(place))}`),
      ask(place, 'route-changed'),
    ],
  ];
}

/** All its times move back with the clock, so that whoever is asked has their time and not an hour more. */
function clockPutBack(alarm: OpenAlarm, now: Instant): Transition {
  const ahead = (alarm.status === 'raised' ? alarm.askedAt : alarm.acceptedAt) - now;
  if (ahead <= 0) return [alarm, []];
  const moved = {
    raisedAt: alarm.raisedAt - ahead,
    acceptBy: alarm.acceptBy - ahead,
    deliveredAt: alarm.deliveredAt === null ? null : alarm.deliveredAt - ahead,
    pausedUntil: alarm.pausedUntil === null ? null : alarm.pausedUntil - ahead,
  };
  const next: OpenAlarm =
    alarm.status === 'raised' ? { ...alarm, ...moved, askedAt: now } : { ...alarm, ...moved, acceptedAt: now };
  return [
    next,
    [told('clock-put-back', null, `The clock was put back by ${waitInWords(ahead)}: times count from now.`)],
  ];
}

/** Everything that was due by now, one after the other, each told with how late it is. */
function timePasses(alarm: OpenAlarm, terms: Terms): Transition {
  const effects: AlarmEffect[] = [];
  let next = alarm;
  for (let due = nextStepAt(next); due <= terms.now; due = nextStepAt(next)) {
    const [after, happened] = happensAt(next, due, terms);
    effects.push(...happened);
    next = after;
  }
  return [next, effects];
}

function happensAt(alarm: OpenAlarm, due: Instant, terms: Terms): readonly [OpenAlarm, readonly AlarmEffect[]] {
  const lateBy = terms.now - due;
  if (alarm.pausedUntil !== null && alarm.pausedUntil <= due)
    return [{ ...alarm, pausedUntil: null }, [{ ...told('pause-ended', null), lateBy }]];
  if (alarm.status === 'accepted') {
    const place = { route: outcomeRoute(alarm.holder, alarm.priority), step: 0 };
    const after = waitInWords(OUTCOME_WITHIN[alarm.priority]);
    return [
      asked(alarm, place, fairStart(place, due, terms.now)),
      [
        { ...told('outcome-due', null, `${alarm.holder.name} accepted ${after} ago and gave no outcome.`), lateBy },
        ask(place, 'no-outcome'),
      ],
    ];
  }
  const why = whyOver(alarm, due);
  const place = placeAfter(alarm, terms.inForce);
  if (why === 'route-changed' && terms.inForce.id === alarm.route.id)
    return [{ ...alarm, route: terms.inForce, step: Math.min(alarm.step, terms.inForce.steps.length - 1) }, []];
  const next = asked(alarm, place, fairStart(place, due, terms.now));
  const step = stepAt(next);
  const what = why === 'route-changed' ? 'rerouted' : 'timed-out';
  return [next, [{ ...told(what, null, `${OVER[why](alarm)} ${nowAsked(step)}`), lateBy }, ask(next, why)]];
}

type Over = 'timed-out' | 'not-delivered' | 'route-changed';

function whyOver(alarm: RaisedAlarm, due: Instant): Over {
  if (stepEnds(alarm) <= due) return 'timed-out';
  return (undeliveredAt(alarm) ?? Infinity) <= due ? 'not-delivered' : 'route-changed';
}

const OVER: Readonly<Record<Over, (alarm: RaisedAlarm) => string>> = {
  'timed-out': (alarm) =>
    `Not accepted by ${askedInWords(stepAt(alarm))} within ${waitInWords(stepAt(alarm).waitFor)}.`,
  'not-delivered': ({ priority }) => `No live board showed it within ${waitInWords(DELIVER_WITHIN[priority] ?? 0)}.`,
  'route-changed': () => 'Other people are on now.',
};

function nowAsked(step: RouteStep): string {
  return step.kind === 'ward-fallback'
    ? 'NOBODY ACCEPTED: everybody on the ward is asked now.'
    : `Now asked: ${askedInWords(step)}.`;
}

/**
 * When a step that should have begun at `due` begins: then, if it would be over by now as well and the next is to be asked too; else
 * now, so that whoever is asked late has their whole time. The last step of a ward's route has nothing after it: it begins now.
 */
function fairStart({ route, step }: Place, due: Instant, now: Instant): Instant {
  const { waitFor } = stepAt({ route, step });
  const isLast = step === route.steps.length - 1 && !isByName(route);
  return !isLast && due + waitFor <= now ? due : now;
}
