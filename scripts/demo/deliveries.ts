import type { Bundle } from 'fhir/r4.js';
import { DAY, HOUR, MINUTE, type Duration, type Instant, type Vitals } from '#clinical';
import type { ReadingSetInput } from '#contracts';
import { extraSetTimes, measureAt, rounds, seedOf, setTimes, type Course } from '#simulator';
import { vitalSignsBundle } from './fhir-bundle.ts';
import { CARE_HOMES, sourceOf, type DemoPerson } from './people.ts';

/** What one device or home sends in one go, and when. */
export interface Delivery {
  readonly source: string;
  /** Real time: never before the last of its readings was taken. */
  readonly sendAt: Instant;
  readonly content:
    | { readonly kind: 'set'; readonly set: ReadingSetInput }
    | { readonly kind: 'round'; readonly sets: readonly ReadingSetInput[] }
    | { readonly kind: 'fhir'; readonly bundle: Bundle };
}

/** From the ward's time to ours: how long something takes, and when it was. */
export interface Passage {
  readonly realTimeOf: (simulated: Instant) => Instant;
  /** Steps of one measurement would fall together in a ward that lives fast: they lie at least this far apart, in real ms. */
  readonly leastStep: Duration;
}

/** What the separate devices send, and how long after the first. */
const DEVICE_STEPS: readonly { device: string; after: Duration; vitals: readonly (keyof Vitals)[] }[] = [
  { device: 'oximeter', after: 0, vitals: ['spo2', 'pulse', 'onOxygen', 'oxygenFlow'] },
  { device: 'cuff', after: 4 * MINUTE, vitals: ['systolic', 'diastolic'] },
  { device: 'tablet', after: 7 * MINUTE, vitals: ['respiration', 'temperature', 'consciousness', 'weight'] },
];
const BETWEEN_RESIDENTS: Duration = 4 * MINUTE;
/** Weight is taken by those whose heart is watched, before breakfast. */
const MORNING_ENDS: Duration = 11 * HOUR;

export const courseOf = (person: DemoPerson): Course => ({ person, seed: seedOf(person.nhsNumber) });

/** Everything that the ward sends of what is measured in [from, to) of its own time. The same stretch gives the same readings. */
export function deliveriesBetween(
  people: readonly DemoPerson[],
  from: Instant,
  to: Instant,
  passage: Passage,
): Delivery[] {
  const found: Delivery[] = [];
  for (const person of people) {
    const course = courseOf(person);
    const own = person.reporting.by === 'round' ? [] : setTimes(course, person.level, from, to);
    for (const at of [...own, ...extraSetTimes(course, from, to)]) {
      found.push(...deliveriesOf(person, vitalsOf(person, at), passage.realTimeOf(at), passage.leastStep));
    }
  }
  for (const home of CARE_HOMES) {
    const residents = people.filter(({ reporting }) => reporting.by === 'round' && reporting.careHome === home.id);
    for (const { at, due } of rounds(seedOf(home.id), from, to)) {
      const met = residents.filter(({ level }) => due.has(level));
      if (met.length === 0) continue;
      const times = met.map((_, i) => at + i * BETWEEN_RESIDENTS);
      const sets = met.map((person, i) =>
        readingSet(person, vitalsOf(person, times[i]!), passage.realTimeOf(times[i]!), 'round'),
      );
      found.push({ source: home.name, sendAt: passage.realTimeOf(times.at(-1)!), content: { kind: 'round', sets } });
    }
  }
  return found;
}

/** A set taken again, whole, in the way this person sends it: what is done when one could not be believed. */
export function repeatedSet(person: DemoPerson, simulated: Instant, effectiveAt: Instant): Delivery {
  return {
    source: sourceOf(person.reporting),
    sendAt: effectiveAt,
    content: { kind: 'set', set: readingSet(person, vitalsOf(person, simulated), effectiveAt, 'repeat') },
  };
}

function vitalsOf(person: DemoPerson, at: Instant): Vitals {
  const { weight, ...rest } = measureAt(courseOf(person), at).vitals;
  return person.pathway === 'cardiac' && at % DAY < MORNING_ENDS ? { ...rest, weight } : rest;
}

function deliveriesOf(person: DemoPerson, vitals: Vitals, effectiveAt: Instant, leastStep: Duration): Delivery[] {
  const source = sourceOf(person.reporting);
  const { by } = person.reporting;
  switch (by) {
    case 'kit':
    case 'telephone':
    case 'round': {
      const set = readingSet(person, vitals, effectiveAt, by === 'round' ? 'extra' : by);
      return [
        {
          source,
          sendAt: effectiveAt,
          content: by === 'round' ? { kind: 'round', sets: [set] } : { kind: 'set', set },
        },
      ];
    }
    case 'fhir-gateway': {
      const reference = referenceOf(person, 'gateway', effectiveAt);
      const bundle = vitalSignsBundle(vitals, { nhsNumber: digits(person), reference, effectiveAt });
      return [{ source, sendAt: effectiveAt, content: { kind: 'fhir', bundle } }];
    }
    case 'separate-devices':
      return DEVICE_STEPS.map(({ device, after, vitals: sent }, i) => {
        const measured = Object.fromEntries(
          Object.entries(vitals).filter(([vital]) => sent.some((one) => one === vital)),
        );
        const at = effectiveAt + (leastStep === 0 ? after : i * leastStep);
        return { source, sendAt: at, content: { kind: 'set', set: readingSet(person, measured, at, device) } };
      });
  }
}

const METHODS = {
  telephone: 'telephone',
  round: 'staff',
  kit: 'device',
  'separate-devices': 'device',
  'fhir-gateway': 'device',
} as const;

function readingSet(person: DemoPerson, vitals: Vitals, effectiveAt: Instant, device: string): ReadingSetInput {
  return {
    patient: { nhsNumber: digits(person) },
    sourceRef: referenceOf(person, device, effectiveAt),
    effectiveAt: new Date(effectiveAt).toISOString(),
    ...vitals,
    method: METHODS[person.reporting.by],
    ...(METHODS[person.reporting.by] === 'device' && { device: { model: device, serial: `bed-${person.bed}` } }),
  };
}

/** Device, person and the device's own time: sending it again is the same reading. Says who it is to nobody. */
function referenceOf(person: DemoPerson, device: string, effectiveAt: Instant): string {
  return `${device}/${person.bed}/${new Date(effectiveAt).toISOString()}`;
}

const digits = ({ nhsNumber }: DemoPerson): string => nhsNumber.replaceAll(' ', '');
