import { describe, expect, test } from '@jest/globals';
import { DAY, HOUR, implausible, MINUTE, news2 } from '#clinical';
import { parseNhsNumber, readingSet, type ReadingSetInput } from '#contracts';
import { deliveriesBetween, type Delivery, type Passage } from './deliveries.ts';
import { CARE_HOMES, DEMO_PEOPLE, DEMO_WARD, SOURCE_NAMES } from './people.ts';

const NOW = Date.UTC(2026, 10, 22, 15);
const inStep: Passage = { realTimeOf: (at) => at, leastStep: 0 };

const setsOf = ({ content }: Delivery): readonly ReadingSetInput[] =>
  content.kind === 'set' ? [content.set] : content.kind === 'round' ? content.sets : [];

describe('the people of the demo ward', () => {
  test('have valid numbers of the test range, a bed each, and two beds are free', () => {
    expect(DEMO_PEOPLE.map(({ nhsNumber }) => parseNhsNumber(nhsNumber))).not.toContain(null);
    expect(new Set(DEMO_PEOPLE.map(({ nhsNumber }) => nhsNumber)).size).toBe(18);
    expect(DEMO_PEOPLE.every(({ nhsNumber }) => nhsNumber.startsWith('999'))).toBe(true);
    const beds = new Set(DEMO_PEOPLE.map(({ bed }) => bed));
    expect(beds.size).toBe(18);
    expect([...beds].every((bed) => bed >= 1 && bed <= DEMO_WARD.capacity)).toBe(true);
  });

  test('are well on a usual day, and only those with an order are on scale 2', () => {
    for (const { usual, oxygenFlow, spo2Scale, spo2ScaleOrder } of DEMO_PEOPLE) {
      const vitals = { ...usual, onOxygen: oxygenFlow > 0, consciousness: 'A' } as const;
      expect(implausible(vitals)).toEqual([]);
      expect(news2(vitals, spo2Scale)).toMatchObject({ kind: 'complete', total: oxygenFlow > 0 ? 2 : 0 });
      expect(spo2ScaleOrder !== undefined).toBe(spo2Scale === 2);
    }
  });
});

describe('what a day on the demo ward sends', () => {
  const day = deliveriesBetween(DEMO_PEOPLE, NOW - DAY, NOW, inStep);

  test('is what the contract takes, in every way in', () => {
    for (const set of day.flatMap(setsOf)) expect(readingSet.safeParse(set).error).toBeUndefined();
    const kinds = new Set(day.map(({ content }) => content.kind));
    expect(kinds).toEqual(new Set(['set', 'round', 'fhir']));
    const sources = new Set(day.map(({ source }) => source));
    expect(sources).toEqual(new Set([...Object.values(SOURCE_NAMES), ...CARE_HOMES.map(({ name }) => name)]));
  });

  test('is the same when it is looked at again, in pieces', () => {
    const hours = Array.from({ length: 24 }, (_, hour) =>
      deliveriesBetween(DEMO_PEOPLE, NOW - DAY + hour * HOUR, NOW - DAY + (hour + 1) * HOUR, inStep),
    ).flat();
    const references = (deliveries: readonly Delivery[]) =>
      deliveries
        .flatMap((delivery) => setsOf(delivery).map(({ sourceRef }) => sourceRef ?? 'none'))
        .toSorted((a, b) => (a < b ? -1 : 1));
    expect(references(hours)).toEqual(references(day));
    expect(new Set(references(day)).size).toBe(references(day).length);
  });

  test('is never sent before it was measured', () => {
    for (const delivery of day) {
      for (const set of setsOf(delivery)) expect(Date.parse(set.effectiveAt)).toBeLessThanOrEqual(delivery.sendAt);
    }
  });

  test('names nobody in its references', () => {
    for (const { sourceRef } of day.flatMap(setsOf)) expect(sourceRef).not.toMatch(/999\d|999 /);
  });

  test('an oximeter comes first, and its cuff minutes later', () => {
    const byDevice = day
      .flatMap(setsOf)
      .filter(({ device }) => device?.serial === 'bed-3')
      .toSorted((a, b) => (a.effectiveAt < b.effectiveAt ? -1 : 1));
    const [oximeter, cuff, tablet] = byDevice;
    expect(oximeter).toMatchObject({ spo2: expect.any(Number) });
    expect(oximeter).not.toHaveProperty('systolic');
    expect(cuff).toMatchObject({ systolic: expect.any(Number), diastolic: expect.any(Number) });
    expect(tablet).toMatchObject({ consciousness: expect.any(String) });
    expect(Date.parse(cuff!.effectiveAt) - Date.parse(oximeter!.effectiveAt)).toBe(4 * MINUTE);
  });
});
