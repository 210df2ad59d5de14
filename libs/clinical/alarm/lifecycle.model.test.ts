import { expect, it } from '@jest/globals';
import fc from '../../../test/harness/properties.ts';
import { PRIORITIES, type Priority } from '../finding.ts';
import { HOUR, MINUTE, type Instant } from '../instant.ts';
import {
  LONGEST_PAUSE,
  nextStepAt,
  raise,
  responsible,
  transition,
  type Alarm,
  type AlarmEffect,
  type AlarmEvent,
  type OpenAlarm,
} from './lifecycle.ts';
import { defaultRoute, stepAt, wardRoute, type Person, type Route } from './route.ts';

/*
 * Random lives of an alert: people act and do not, time passes with and without sweeps (an outage is time without one), the
 * patient gets worse, routes change at any moment, holders leave. After each event somebody has it and something is due.
 */

const T0 = Date.UTC(2026, 0, 5, 8);
const PEOPLE: readonly Person[] = ['Ann', 'Bea', 'Cal'].map((name) => ({ id: name.toLowerCase(), name }));

/** The alert, and the world around it. */
interface World {
  now: Instant;
  priority: Priority;
  alarm: Alarm;
  route: Route;
  /** Whether a person closed it, or the stay ended. */
  closed: boolean;
}

type Step =
  | { kind: 'event'; event: AlarmEvent }
  | { kind: 'waits'; ms: number; swept: boolean }
  | { kind: 'worsens'; priority: Priority }
  | { kind: 'route'; route: Route };

const person = fc.constantFrom(...PEOPLE);
const action = fc.oneof(
  fc.constant({ kind: 'accept' as const }),
  fc.constant({ kind: 'take-over' as const }),
  fc.constant({ kind: 'reject' as const, reason: 'busy' }),
  fc.integer({ min: 1, max: 20 * MINUTE }).map((duration) => ({ kind: 'pause' as const, duration })),
  person.map((to) => ({ kind: 'hand-over' as const, to })),
);
const closing = { kind: 'resolve' as const, outcome: 'advice' as const, note: null };
const route = (priority: Priority): fc.Arbitrary<Route> =>
  fc.oneof(
    fc.constant(defaultRoute(priority, 15 * MINUTE)),
    fc
      .record({
        id: fc.constantFrom('day', 'night'),
        steps: fc.array(
          fc.oneof(
            fc.record({
              kind: fc.constant('accounts' as const),
              accounts: fc.subarray([...PEOPLE]),
              waitFor: fc.nat(3 * HOUR),
            }),
            fc.record({
              kind: fc.constant('role' as const),
              role: fc.constantFrom('hub-clinician' as const, 'lead' as const),
              waitFor: fc.nat(3 * HOUR),
            }),
          ),
          { maxLength: 3 },
        ),
        until: fc.option(fc.integer({ min: T0 - HOUR, max: T0 + 48 * HOUR })),
      })
      // Routes that have an id in common have their steps in common.
      .map(({ id, steps, until }) => wardRoute(`${id}-${JSON.stringify(steps)}`, steps, priority, until)),
  );
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ person, action }).map(by) },
  { weight: 1, arbitrary: person.map((one) => by({ person: one, action: closing })) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('waits' as const),
      ms: fc.oneof(fc.nat(20 * MINUTE), fc.nat(30 * HOUR)),
      swept: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('worsens' as const), priority: fc.constantFrom(...PRIORITIES) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('route' as const), route: route('urgent') }) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom<AlarmEvent>(
        { kind: 'shown' },
        { kind: 'holder-gone' },
        { kind: 'clock-put-back' },
        { kind: 'ward-changed' },
        { kind: 'time' },
      )
      .map((event) => ({ kind: 'event' as const, event })),
  },
);
function by({
  person,
  action,
}: {
  person: Person;
  action: Extract<AlarmEvent, { kind: 'by-person' }>['action'];
}): Step {
  return { kind: 'event', event: { kind: 'by-person', person, action } };
}

function put(world: World, event: AlarmEvent): readonly AlarmEffect[] {
  const before = world.alarm;
  const result = transition(before, event, { now: world.now, inForce: world.route });
  if (typeof result === 'string') return [];
  const [next, effects] = result;
  world.alarm = next;
  if (next.status === 'resolved') world.closed = true;
  // Nobody is made responsible, and nobody stops to be, without a line that says so.
  const whoHad = before.status === 'resolved' ? null : responsible(before);
  const whoHas = next.status === 'resolved' ? null : responsible(next);
  if (JSON.stringify(whoHad) !== JSON.stringify(whoHas)) expect(effects.some(({ kind }) => kind === 'tell')).toBe(true);
  // Whoever is asked is asked for by an effect.
  if (
    next.status === 'raised' &&
    (before.status !== 'raised' || before.askedAt !== next.askedAt) &&
    event.kind !== 'clock-put-back'
  )
    expect(effects.filter(({ kind }) => kind === 'ask').at(-1)).toMatchObject({ place: { step: next.step } });
  return effects;
}

function sweep(world: World): void {
  put(world, { kind: 'time' });
  // Each step once: the second worker finds nothing.
  const after = world.alarm;
  expect(put(world, { kind: 'time' })).toEqual([]);
  expect(world.alarm).toEqual(after);
  if (world.alarm.status !== 'resolved') expect(nextStepAt(world.alarm)).toBeGreaterThan(world.now);
}

function hasSomebodyAndSomethingDue(alarm: OpenAlarm): void {
  const who = responsible(alarm);
  if ('waitFor' in who) {
    if (who.kind === 'accounts') expect(who.accounts.length).toBeGreaterThan(0);
    expect(who.waitFor).toBeGreaterThanOrEqual(MINUTE);
  } else expect(who.name).not.toBe('');
  const since = alarm.status === 'raised' ? alarm.askedAt : alarm.acceptedAt;
  expect(nextStepAt(alarm)).toBeLessThanOrEqual(since + 26 * HOUR);
}

it('always has somebody who is responsible and a next step, whatever happens to it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...PRIORITIES).chain((priority) => fc.tuple(fc.constant(priority), route(priority))),
      fc.array(step, { maxLength: 60 }),
      ([priority, inForce], steps) => {
        const terms = { now: T0, inForce };
        const [alarm] = raise(priority, T0 + HOUR, terms);
        const world: World = { now: T0, priority, alarm, route: inForce, closed: false };
        for (const one of steps) {
          switch (one.kind) {
            case 'event':
              put(world, one.event);
              break;
            case 'waits':
              world.now += one.ms;
              if (one.swept) sweep(world);
              break;
            case 'worsens':
              if (world.alarm.status === 'resolved') break;
              [world.alarm] = raise(
                one.priority,
                world.now + HOUR,
                { now: world.now, inForce: world.route },
                'worsened',
              );
              // Raised again is asked again: whatever was accepted, paused or shown before.
              expect(world.alarm).toMatchObject({ status: 'raised', pausedUntil: null, deliveredAt: null, step: 0 });
              break;
            case 'route':
              world.route = one.route;
              break;
          }
          expect(world.alarm.status === 'resolved').toBe(world.closed);
          if (world.alarm.status === 'resolved') continue;
          hasSomebodyAndSomethingDue(world.alarm);
          expect((world.alarm.pausedUntil ?? 0) - world.now).toBeLessThanOrEqual(LONGEST_PAUSE);
        }
        if (world.alarm.status !== 'resolved') endsWithEverybody(world);
      },
    ),
    { numRuns: 200 },
  );
});

/** Left alone, every open alert is put to everybody on the ward within a bounded number of steps. */
function endsWithEverybody(world: World): void {
  for (let steps = 0; steps < 20; steps++) {
    const { alarm } = world;
    if (alarm.status === 'raised' && stepAt(alarm).kind === 'ward-fallback') return;
    if (alarm.status === 'resolved') throw new Error('time closed an alert');
    world.now = Math.max(world.now, nextStepAt(alarm));
    sweep(world);
  }
  throw new Error('an alert went round and never came to everybody');
}

it('is put to everybody at once when the sweep comes back after all its steps are over', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PRIORITIES), fc.integer({ min: 40 * HOUR, max: 90 * HOUR }), (priority, outage) => {
      const inForce = defaultRoute(priority, 15 * MINUTE);
      const [alarm] = raise(priority, T0 + HOUR, { now: T0, inForce });
      const world: World = { now: T0 + outage, priority, alarm, route: inForce, closed: false };
      const effects = put(world, { kind: 'time' });
      expect(world.alarm).toMatchObject({ status: 'raised', step: 2, askedAt: world.now });
      // The ones in between are asked as well, and each line says how late it is.
      expect(effects.filter(({ kind }) => kind === 'ask')).toHaveLength(2);
      for (const effect of effects) if (effect.kind === 'tell') expect(effect.lateBy).toBeGreaterThan(30 * HOUR);
    }),
  );
});
