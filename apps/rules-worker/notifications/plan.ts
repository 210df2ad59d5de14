import {
  atWallClock,
  comparePriority,
  DAY,
  HOUR,
  MINUTE,
  type Instant,
  type Priority,
  type ZoneOffset,
} from '#clinical';
import type { Channel, Way } from '#contracts';
import type { Plan, PlannedMessage, Recipient, Waiting } from '#records';

/*
 * Whom to send what, decided from rows alone: pure, so that a worker that dies in the middle decides the same again.
 */

export interface PlanTerms {
  readonly now: Instant;
  /** What is set up here, with the email channel that works first. */
  readonly channels: readonly Channel[];
  readonly mostPerHour: number;
  readonly offsetOf: (timeZone: string) => ZoneOffset;
}

/** How long something below an emergency waits for company, so that alerts of one patient come as one message. [ours] */
export const GATHER_FOR = 20_000;
/** What was put off for longer than this is told together with everything else that waits. [ours] */
const LATE_AFTER = 10 * MINUTE;
/** What has no room is looked at again no sooner. */
const LOOK_AGAIN = 1_000;

/** What one person is told now, what later, and what not at all. */
export function planFor(recipient: Recipient, waiting: readonly Waiting[], terms: PlanTerms): Plan {
  const settled: Plan['settled'][number][] = [];
  const putOff: Plan['putOff'][number][] = [];
  const live: Waiting[] = [];
  for (const one of waiting) {
    if (!one.open) settled.push({ id: one.id, outcome: 'overtaken' });
    else if (!mayBeAsked(recipient, one.wardId)) settled.push({ id: one.id, outcome: 'no-account' });
    // Its signals are held back, and nobody else's for it.
    else if (one.pausedUntil !== null && one.pausedUntil > terms.now) putOff.push(...movedOn([one], one.pausedUntil));
    else live.push(one);
  }

  const messages: PlannedMessage[] = [];
  const tell = (kind: PlannedMessage['kind'], group: readonly Waiting[]): void => {
    const worst = worstOf(group);
    messages.push({
      kind,
      wardId: worst.wardId,
      priority: worst.priority,
      reason: worst.reason,
      notifications: group.map(({ id }) => id),
      alertIds: [...new Set(group.map(({ alertId }) => alertId))],
      deliveries: deliveriesFor(recipient, worst.priority, terms.channels),
    });
  };

  const due: (readonly Waiting[])[] = [];
  for (const group of byPatient(live)) {
    const { priority } = worstOf(group);
    if (deliveriesFor(recipient, priority, terms.channels).length === 0) {
      settled.push(...group.map(({ id }) => ({ id, outcome: 'board-only' as const })));
      continue;
    }
    if (priority === 'emergency') {
      // What else waits about the same patient goes along.
      tell('alert', group);
      continue;
    }
    const until = holdBelowEmergency(recipient, group, terms);
    if (until <= terms.now) due.push(group);
    else putOff.push(...movedOn(group, until));
  }

  const free = Math.max(0, terms.mostPerHour - recipient.sentLately.length);
  const late = due.some((group) => group.some(({ askedAt }) => askedAt + LATE_AFTER < terms.now));
  if (due.length <= free && !(late && due.length > 1)) for (const group of due) tell('alert', group);
  else {
    const wards = byWard(due.flat());
    for (const ward of wards.slice(0, free)) tell('digest', ward);
    // The oldest message of the hour makes room when it is an hour old.
    const room = Math.max((recipient.sentLately[0] ?? terms.now) + HOUR, terms.now + LOOK_AGAIN);
    putOff.push(...wards.slice(free).flatMap((ward) => movedOn(ward, room)));
  }
  return { messages, putOff, settled };
}

const mayBeAsked = ({ reachable, wardIds }: Recipient, wardId: string): boolean =>
  reachable && (wardIds === 'all' || wardIds.includes(wardId));

const movedOn = (group: readonly Waiting[], until: Instant): Plan['putOff'][number][] =>
  group.filter(({ notBefore }) => notBefore !== until).map(({ id }) => ({ id, until }));

/** Until when a group without an emergency waits: for company, or for the end of quiet hours. */
function holdBelowEmergency(recipient: Recipient, group: readonly Waiting[], { now, offsetOf }: PlanTerms): Instant {
  const gathered = Math.min(...group.map(({ askedAt }) => askedAt)) + GATHER_FOR;
  const { quietHours } = recipient;
  const zone = group[0]?.timeZone;
  if (quietHours === null || zone === undefined) return gathered;
  return Math.max(gathered, quietUntil(quietHours, Math.max(now, gathered), offsetOf(zone)) ?? 0);
}

/** When the quiet hours that this instant is in are over; null when it is in none. */
export function quietUntil(
  { from, to }: { readonly from: number; readonly to: number },
  at: Instant,
  offset: ZoneOffset,
): Instant | null {
  const today = Math.floor((at + offset(at)) / DAY) * DAY;
  for (const day of [today - DAY, today]) {
    const begins = atWallClock(day, from, offset);
    const ends = atWallClock(to > from ? day : day + DAY, to, offset);
    if (begins <= at && at < ends) return ends;
  }
  return null;
}

const byPatient = (waiting: readonly Waiting[]): Waiting[][] =>
  grouped(waiting, ({ wardId, admissionId }) => `${wardId}\n${admissionId ?? ''}`);

/** The worst ward first. */
const byWard = (waiting: readonly Waiting[]): Waiting[][] =>
  grouped(waiting, ({ wardId }) => wardId).toSorted((a, b) =>
    comparePriority(worstOf(b).priority, worstOf(a).priority),
  );

function grouped(waiting: readonly Waiting[], keyOf: (one: Waiting) => string): Waiting[][] {
  const groups = new Map<string, Waiting[]>();
  for (const one of waiting) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return [...groups.values()];
}

/** The gravest, and the newest of those: what a message that is about several says. */
function worstOf(group: readonly Waiting[]): Waiting {
  return group.reduce((worst, one) => {
    const graver = comparePriority(one.priority, worst.priority);
    return graver > 0 || (graver === 0 && one.askedAt > worst.askedAt) ? one : worst;
  });
}

/** The channels that reach somebody, by the ways that they chose; in an emergency any that does, when none of those would. */
export function deliveriesFor(
  recipient: Recipient,
  priority: Priority,
  channels: readonly Channel[],
): PlannedMessage['deliveries'] {
  const chosen = recipient.ways[priority].flatMap((way) => deliveriesBy(way, recipient, channels));
  if (chosen.length > 0 || priority !== 'emergency') return chosen;
  return (['push', 'sms', 'email'] as const).flatMap((way) => deliveriesBy(way, recipient, channels));
}

/** What a way of telling somebody comes to here: nothing where it is not set up, or where they gave no number or address. */
function deliveriesBy(
  way: Way,
  { mobile, email, deviceIds }: Pick<Recipient, 'mobile' | 'email' | 'deviceIds'>,
  channels: readonly Channel[],
): PlannedMessage['deliveries'] {
  switch (way) {
    case 'push':
      return channels.includes('push') ? deviceIds.map((deviceId) => ({ channel: 'push', deviceId })) : [];
    case 'sms':
      return mobile !== null && channels.includes('notify-sms') ? [{ channel: 'notify-sms', deviceId: null }] : [];
    case 'email': {
      const channel = channels.find((one) => one === 'notify-email' || one === 'smtp');
      return email !== null && channel ? [{ channel, deviceId: null }] : [];
    }
  }
}

/** How long a message is worth trying to send. [ours] */
export const GIVE_UP_AFTER: Readonly<Record<Priority, number>> = {
  emergency: 30 * MINUTE,
  urgent: 4 * HOUR,
  technical: 4 * HOUR,
  routine: 12 * HOUR,
};

/** The first retry comes after this long, each next after twice as long, and none after longer than the last. [ours] */
const FIRST_RETRY = 2_000;
const LONGEST_RETRY = 5 * MINUTE;

/**
 * How long to wait, in ms, before trying again after this many attempts: longer each time, up to a bound, and spread by
 * `chance` (0 to 1) so that what failed together does not come back together. Never shorter than the channel asked for.
 */
export function retryAfter(attempts: number, chance: number, askedToWait = 0): number {
  const whole = Math.min(FIRST_RETRY * 2 ** (attempts - 1), LONGEST_RETRY);
  return Math.max(Math.round(whole * (0.75 + chance / 2)), askedToWait);
}
