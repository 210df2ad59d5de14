import { DAY, HOUR, type Duration, type Instant, type Vitals } from '#clinical';
import { CONFUSED_FROM, EFFECTS, episodeAround, severityAt, type Episode } from './episode.ts';
import type { SimulatedPerson, UsualVitals } from './person.ts';
import { wanderAt } from './wander.ts';

/** A person and everything that will ever happen to them. */
export interface Course {
  readonly person: SimulatedPerson;
  readonly seed: number;
  /** Instead of the episodes that the seed brings. Empty for somebody who stays well. */
  readonly episodes?: readonly Episode[];
}

interface Rhythm {
  /** Standard deviation of the slow wandering around the usual value. */
  readonly wander: number;
  readonly memory: Duration;
  /** How far above the usual value it is at its highest hour of the day, and below it twelve hours later. */
  readonly swing: number;
  /** UTC hour. */
  readonly highestAt: number;
  /** A living body does not go beyond these. */
  readonly least: number;
  readonly most: number;
}

/** Evening temperature, a pressure that dips at night, a pulse that follows the day. */
const RHYTHMS: Readonly<Record<keyof UsualVitals, Rhythm>> = {
  respiration: { wander: 0.9, memory: 3 * HOUR, swing: 0.5, highestAt: 15, least: 7, most: 42 },
  spo2: { wander: 0.6, memory: 4 * HOUR, swing: 0.3, highestAt: 13, least: 68, most: 100 },
  systolic: { wander: 5, memory: 6 * HOUR, swing: 5, highestAt: 14, least: 68, most: 215 },
  diastolic: { wander: 3, memory: 6 * HOUR, swing: 3, highestAt: 14, least: 34, most: 120 },
  pulse: { wander: 3, memory: 3 * HOUR, swing: 3, highestAt: 15, least: 38, most: 165 },
  temperature: { wander: 0.12, memory: 8 * HOUR, swing: 0.22, highestAt: 18, least: 34.2, most: 41 },
  weight: { wander: 0.25, memory: 2 * DAY, swing: 0.3, highestAt: 19, least: 32, most: 220 },
};
const MEASURED = Object.keys(RHYTHMS) as (keyof UsualVitals)[];

/** The pressure that moves the blood: a body does not let the two come closer than this. */
const LEAST_PULSE_PRESSURE = 18;
/** Those who have oxygen at home turn it up by this when they are this ill. */
const TURNED_UP_FROM = 0.55;
const TURNED_UP_BY = 1;

/** How ill the person is, 0–1, and with what. */
export function illnessAt(course: Course, at: Instant): { severity: number; episode: Episode | null } {
  const episodes = course.episodes ?? [episodeAround(course.seed, course.person.pathway, at)];
  let worst: Episode | null = null;
  let severity = 0;
  for (const episode of episodes) {
    const here = episode === null ? 0 : severityAt(episode, at);
    if (here > severity) [worst, severity] = [episode, here];
  }
  return { severity, episode: worst };
}

/**
 * The vitals as they are, before anything measures them: whole, plausible, unrounded. A pure function of the course and the
 * moment: asking again, in another order or in another process, gives the same.
 */
export function vitalsAt(course: Course, at: Instant): Vitals & UsualVitals {
  const { person, seed } = course;
  const { severity, episode } = illnessAt(course, at);
  const hour = (at % DAY) / HOUR;

  const vitals = {} as { -readonly [Vital in keyof UsualVitals]: number };
  for (const [stream, vital] of MEASURED.entries()) {
    const { wander, memory, swing, highestAt, least, most } = RHYTHMS[vital];
    const value =
      person.usual[vital] +
      wander * wanderAt({ seed, stream, memory }, at) +
      swing * Math.cos((2 * Math.PI * (hour - highestAt)) / 24) +
      (episode === null ? 0 : severity * EFFECTS[episode.illness][vital]);
    vitals[vital] = Math.min(Math.max(value, least), most);
  }
  vitals.diastolic = Math.min(vitals.diastolic, vitals.systolic - LEAST_PULSE_PRESSURE);

  const confused = episode !== null && severity >= CONFUSED_FROM[episode.illness];
  const turnedUp = person.oxygenFlow > 0 && severity >= TURNED_UP_FROM ? TURNED_UP_BY : 0;
  return {
    ...vitals,
    consciousness: confused ? 'C' : 'A',
    onOxygen: person.oxygenFlow > 0,
    ...(person.oxygenFlow > 0 && { oxygenFlow: person.oxygenFlow + turnedUp }),
  };
}
