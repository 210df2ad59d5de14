import { describe, expect, it } from '@jest/globals';
import { DAY, DEFAULT_RULE_SET, HOUR } from '#clinical';
import { differences } from './differences.ts';
import { AlertingSets, measure } from './measures.ts';
import { PatientCourse, type AlertChange, type RepeatModel } from './patient-course.ts';
import { PackedReadings } from './packed-readings.ts';
import { BadLine, readLabel, readSet, type Label } from './recorded-lines.ts';

const T0 = Date.UTC(2026, 0, 5, 8);
const line = (fields: object): string =>
  JSON.stringify({
    patient: 'p',
    pathway: 'frailty',
    age: 80,
    spo2Scale: 1,
    at: new Date(T0).toISOString(),
    respiration: 16,
    spo2: 97,
    oxygen: false,
    systolic: 120,
    diastolic: 75,
    pulse: 70,
    consciousness: 'A',
    temperature: 37,
    ...fields,
  });

describe('a line of readings', () => {
  it('is read, with what is missing left missing', () => {
    const set = readSet(line({ pulse: null, weight: 80.5, answers: { fell: true } }), '7');
    expect(set).toMatchObject({
      patient: 'p',
      pathway: 'frailty',
      age: 80,
      reading: { id: '7', effectiveAt: T0, weight: 80.5, onOxygen: false, answers: { fell: true } },
    });
    expect(set.reading.pulse).toBeUndefined();
    expect(readSet(line({ spo2Scale: undefined }), '8').spo2Scale).toBeNull();
    expect(readSet('{"patient":"p","at":"2026-01-05T08:00:00Z"}', '1')).toMatchObject({
      spo2Scale: null,
      reading: { effectiveAt: T0 },
    });
  });
  it.each([
    ['{', 'is not JSON'],
    ['3', 'is not an object'],
    [line({ patient: undefined }), 'has no patient'],
    [line({ at: 'soon' }), 'at is not a time'],
    [line({ pulse: '70' }), 'pulse is not a number'],
    [line({ oxygen: 'no' }), 'oxygen is neither'],
    [line({ consciousness: 'X' }), 'consciousness is none of'],
    [line({ spo2Scale: 3 }), 'spo2Scale is neither'],
    [line({ pathway: 'dental' }), 'pathway is none of'],
    [line({ answers: [] }), 'answers is not an object'],
  ])('%s is refused: %s', (text, message) => {
    expect(() => readSet(text, '1')).toThrow(BadLine);
    expect(() => readSet(text, '1')).toThrow(message);
  });
  it('a label that deteriorates says when', () => {
    expect(readLabel('{"patient":"p","deteriorates":false}')).toEqual({
      patient: 'p',
      deteriorates: false,
      onsetAt: null,
      eventAt: null,
    });
    expect(() => readLabel('{"patient":"p","deteriorates":true}')).toThrow('without an eventAt');
  });
});

function changesOf(
  sets: readonly { hours: number; vitals: object }[],
  repeats: RepeatModel = 'next-set',
): AlertChange[] {
  const changes: AlertChange[] = [];
  let course: PatientCourse | null = null;
  sets.forEach(({ hours, vitals }, i) => {
    const set = readSet(line({ ...vitals, at: new Date(T0 + hours * HOUR).toISOString() }), String(i));
    course ??= new PatientCourse(set, DEFAULT_RULE_SET, repeats);
    course.take(set, (change) => changes.push(change));
  });
  return changes;
}
const inShort = (changes: readonly AlertChange[]): string[] =>
  changes.map(({ rule, change, at }) => `${rule} ${change} +${(Date.parse(at) - T0) / HOUR}`);

describe('a recorded course', () => {
  const SICK = { respiration: 26, spo2: 90, pulse: 115 };
  const FIVE = { respiration: 22, spo2: 93, pulse: 95 };
  it('raises and resolves at the own times of the sets', () => {
    expect(
      inShort(
        changesOf([
          { hours: 0, vitals: SICK },
          { hours: 6, vitals: {} },
        ]),
      ),
    ).toEqual(['news2-high raised +0', 'news2-high resolved +6']);
  });
  it('takes the next set for the repeat that could not be asked for', () => {
    const lone = [
      { hours: 0, vitals: {} },
      { hours: 6, vitals: FIVE },
      { hours: 12, vitals: {} },
    ];
    expect(inShort(changesOf(lone))).toEqual([]);
    expect(inShort(changesOf(lone, 'none'))).toEqual(['news2-medium raised +6', 'news2-medium resolved +12']);
    expect(
      inShort(
        changesOf([
          { hours: 0, vitals: {} },
          { hours: 6, vitals: FIVE },
          { hours: 12, vitals: FIVE },
        ]),
      ),
    ).toEqual(['news2-medium raised +12']);
  });
  it('follows a change of SpO2 scale from the set that tells of it, and keeps it where a line says nothing', () => {
    const onOxygen = { spo2: 97, oxygen: true, respiration: 16 };
    const scores = (scales: readonly (1 | 2 | undefined)[]): number[] => {
      const totals: number[] = [];
      let course: PatientCourse | null = null;
      scales.forEach((spo2Scale, i) => {
        const at = new Date(T0 + i * 6 * HOUR).toISOString();
        const set = readSet(line({ ...onOxygen, spo2Scale, at }), String(i));
        course ??= new PatientCourse(set, DEFAULT_RULE_SET, 'none');
        const { news2 } = course.take(set, () => undefined).scores[0]!;
        totals.push(news2.kind === 'complete' ? news2.total : Number.NaN);
      });
      return totals;
    };
    expect(scores([1, 2, undefined, 1, undefined])).toEqual([2, 5, 5, 2, 2]);
    expect(scores([undefined, 2])).toEqual([2, 5]);
    expect(scores([2, undefined, 1])).toEqual([5, 5, 2]);
  });
  it('takes an alert that no set can clear as closed after a day', () => {
    expect(
      inShort(
        changesOf([
          { hours: 0, vitals: { answers: { concern: 'other' } } },
          { hours: 12, vitals: {} },
          { hours: 25, vitals: {} },
        ]),
      ),
    ).toEqual(['concern raised +0', 'concern resolved +25']);
  });
});

describe('a course at rest', () => {
  it('goes on where it stood', () => {
    const rested: AlertChange[] = [];
    const awake: AlertChange[] = [];
    const courses = [new Map<string, PatientCourse>(), new Map<string, PatientCourse>()] as const;
    for (let i = 0; i < 60; i++) {
      const at = new Date(T0 + i * 6 * HOUR).toISOString();
      const set = readSet(line({ at, pulse: 70 + (i % 7) * 9, spo2: 97 - (i % 5), weight: 80 + i / 10 }), String(i));
      for (const [n, changes] of [rested, awake].entries()) {
        const course = courses[n]!.get('p') ?? new PatientCourse(set, DEFAULT_RULE_SET, 'next-set');
        courses[n]!.set('p', course);
        course.take(set, (change) => changes.push(change));
        if (n === 0 && i % 3 === 0) course.rest();
      }
    }
    expect(awake.length).toBeGreaterThan(3);
    expect(rested).toEqual(awake);
    courses[0].get('p')!.rest();
    expect([courses[0].get('p')!.kept, courses[1].get('p')!.kept]).toEqual([0, 60]);
  });
});

describe('readings at rest', () => {
  it('come back as they were', () => {
    const readings = [
      readSet(line({}), '1').reading,
      readSet(line({ pulse: null, oxygen: true, oxygenFlow: 2, consciousness: 'V', weight: 80.5 }), '2').reading,
      readSet('{"patient":"p","at":"2026-01-05T08:00:00Z","answers":{"fell":true}}', '3').reading,
    ];
    expect(new PackedReadings(readings).unpack()).toEqual(readings);
    expect(new PackedReadings([]).unpack()).toEqual([]);
  });
});

describe('the measures', () => {
  const label = (patient: string, eventHours: number | null): [string, Label] => [
    patient,
    {
      patient,
      deteriorates: eventHours !== null,
      onsetAt: null,
      eventAt: eventHours === null ? null : T0 + eventHours * HOUR,
    },
  ];
  const sets = (patient: string, alerts: readonly (0 | 1)[]): AlertingSets => {
    const course = new AlertingSets(patient, 'frailty');
    alerts.forEach((alert, i) => course.add(T0 + i * 6 * HOUR, [alert === 1]));
    return course;
  };
  it('count sets and new alerts before the event, and the first within two days of it', () => {
    const found = sets('a', [1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 1]);
    expect(measure([found], 0, new Map([label('a', 60)]))).toEqual({
      patientDays: 2.5,
      setsPerPatientDay: 4 / 2.5,
      newPerPatientDay: 3 / 2.5,
      deteriorating: 1,
      found: 1,
      leadHours: 42,
      others: 0,
      othersAlerted: 0,
      toEvaluate: 1.5,
    });
  });
  it('of those who do not deteriorate count who was alerted at all', () => {
    expect(
      measure([sets('a', [0, 1, 0]), sets('b', [0, 0, 0])], 0, new Map([label('a', null), label('b', null)])),
    ).toMatchObject({
      others: 2,
      othersAlerted: 1,
      deteriorating: 0,
      leadHours: null,
      toEvaluate: null,
      patientDays: 1,
    });
  });
});

describe('two rule sets', () => {
  const key = JSON.stringify(['p', 'r']);
  it('differ in what is new, gone, earlier and later', () => {
    expect(differences(new Map([[key, [T0, T0 + 9 * DAY]]]), new Map([[key, [T0 - HOUR]]]))).toEqual([
      { patient: 'p', rule: 'r', change: 'earlier', at: T0 - HOUR, hours: 1 },
      { patient: 'p', rule: 'r', change: 'gone', at: T0 + 9 * DAY },
    ]);
    expect(differences(new Map(), new Map([[key, [T0]]]))).toEqual([
      { patient: 'p', rule: 'r', change: 'new', at: T0 },
    ]);
    expect(differences(new Map([[key, [T0]]]), new Map([[key, [T0 + 2 * HOUR]]]))).toMatchObject([
      { change: 'later', hours: 2 },
    ]);
    expect(differences(new Map([[key, [T0]]]), new Map([[key, [T0]]]))).toEqual([]);
  });
});
