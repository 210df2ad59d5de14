import type { WelcomeRecord } from '#records';
import { describe, expect, it } from '@jest/globals';
import fc from '../../../test/harness/properties.ts';
import { ageOf, counts } from '../../../test/harness/reading-age.ts';
import { timeInWords, welcomeInWords } from './welcome-words.ts';

const RECORD: WelcomeRecord = {
  wardId: 'quay',
  ward: 'Quay Ward',
  zone: 'Europe/London',
  name: 'Ada Fern',
  nhsNumber: '9990000077',
  birthDate: '1941-03-27',
  inCareHome: false,
  pathway: 'cardiac',
  level: 'standard',
  schedule: null,
  kits: [
    { kind: 'scales', serial: 'SC-1' },
    { kind: 'pulse-oximeter', serial: 'PO-7' },
    { kind: 'blood-pressure-monitor', serial: 'BP-2' },
    { kind: 'thermometer', serial: 'TH-4' },
    { kind: 'tablet', serial: 'TA-9' },
  ],
  phone: '01632 960 123',
  closed: { whom: 'NHS 111', phone: '111' },
  hours: { from: 480, to: 1200 },
};

const textsOf = (record: WelcomeRecord): string[] => {
  const { title, below, parts } = welcomeInWords(record, 0);
  return [
    title,
    below,
    ...parts.flatMap((part) => [part.title, ...(part.large ?? []), ...part.lines, ...(part.list ?? [])]),
  ];
};
const part = (record: WelcomeRecord, title: string) => {
  const found = welcomeInWords(record, 0).parts.find((one) => one.title === title)!;
  return [...(found.large ?? []), ...found.lines, ...(found.list ?? [])].join(' ');
};

describe('a welcome pack', () => {
  const variants: Record<string, WelcomeRecord> = {
    'at home': RECORD,
    'in a home, nothing lent, no number': { ...RECORD, inCareHome: true, kits: [], phone: null, pathway: 'frailty' },
    'twice a week': { ...RECORD, level: 'check-in' },
  };

  it.each(Object.entries(variants))('has a reading age of 9 or less as a whole: %s', (_, record) => {
    const whole = textsOf(record).map((text) => (/[.?!:]$/.test(text) ? text : `${text}.`));
    expect(ageOf(whole.join(' '))).toBeLessThanOrEqual(9);
  });

  it.each(
    Object.values(variants)
      .flatMap(textsOf)
      .filter((text) => counts(text).word >= 6),
  )('can be read: %s', (text) => {
    expect(ageOf(text)).toBeLessThanOrEqual(9);
  });

  it('says when readings are taken: as the plan says, else as is usual at the level', () => {
    const when = (more: Partial<WelcomeRecord>) => part({ ...RECORD, ...more }, 'When to take your readings');
    expect(when({})).toMatch(/^Every day at 9 am and 6 pm\./);
    expect(when({ level: 'check-in' })).toMatch(/^Each Monday and Thursday at 10 am\./);
    expect(when({ schedule: { minutes: [450, 720, 0] } })).toMatch(/^Every day at 7:30 am, 12 noon and midnight\./);
    expect(when({ schedule: { minutes: [540], weekdays: [3] } })).toMatch(/^Each Wednesday at 9 am\./);
  });

  it('says whom to ring by day and by night, and what was lent', () => {
    expect(part(RECORD, 'Who to ring')).toContain('By day: 01632 960 123');
    expect(part(RECORD, 'Who to ring')).toContain('from 8 am to 8 pm');
    expect(part(RECORD, 'Who to ring')).toContain('NHS 111.');
    expect(part({ ...RECORD, closed: { whom: 'the night team', phone: '01632 960 124' } }, 'Who to ring')).toContain(
      'the night team, 01632 960 124.',
    );
    expect(part({ ...RECORD, phone: null }, 'Who to ring')).not.toContain('null');
    expect(part(RECORD, 'What we lent you')).toContain('Its number is SC-1.');
    expect(part(RECORD, 'How to take them')).toContain('Weight:');
    expect(part({ ...RECORD, pathway: 'respiratory' }, 'How to take them')).not.toContain('Weight:');
  });

  it('says every time of a day as people say it, and no two alike', () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    fc.assert(
      fc.property(minute, minute, (a, b) => {
        expect(timeInWords(a) === timeInWords(b)).toBe(a === b);
        expect(timeInWords(a)).toMatch(/^(midnight|12 noon|\d{1,2}(:\d\d)? [ap]m)$/);
      }),
    );
  });
});
