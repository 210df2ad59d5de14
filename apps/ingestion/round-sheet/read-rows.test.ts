import { describe, expect, it } from '@jest/globals';
import fc from '../../../test/harness/properties.ts';
import papa from 'papaparse';
import { headingProblems, readRows, type RowRead } from './read-rows.ts';
import { sheetTable } from './sheet-table.ts';
import { sheetText } from './sheet-text.ts';
import { sheetTemplate, TEMPLATE_HEADINGS } from './template.ts';

function read(sheet: string | Uint8Array): RowRead[] {
  const text = sheetText(typeof sheet === 'string' ? Buffer.from(sheet) : sheet);
  if (typeof text !== 'string') throw new Error(text.unreadable);
  const table = sheetTable(text);
  if ('unreadable' in table) throw new Error(table.unreadable);
  const problems = headingProblems(table.columns);
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.detail).join(' '));
  return readRows(table);
}

const ADA = '999 010 0071';
const problemsOf = (sheet: string): string[] => read(sheet).flatMap((row) => row.problems.map((one) => one.detail));

describe('a sheet as homes write it', () => {
  it('is read with its title, its own words, blank rows and a total at the end', () => {
    const rows = read(
      [
        'Durlston House – morning round,,,,,,,,,',
        '',
        'NHS No.,Resident,Room,Date,Time,Resps,Sats,O2,BP,Pulse,ACVPU,Temp,Bowels',
        '999 010 0071,Ada Purbeck,12,05/01/2026,9.30am,18,95%,Air,128/74,84,A,36.8,BO',
        ',,,,,,,,,,,,',
        '9990223408,"Cerne, Winifred",3,5 Jan 2026,0945,20,94,2L,131 / 77,88,Alert,"37,4",',
      ].join('\r\n'),
    );
    expect(rows).toEqual([
      {
        row: 4,
        nhsNumber: '9990100071',
        stated: { displayName: 'Ada Purbeck' },
        effectiveAt: Date.parse('2026-01-05T09:30:00Z'),
        reading: {
          respiration: 18,
          spo2: 95,
          onOxygen: false,
          systolic: 128,
          diastolic: 74,
          pulse: 84,
          consciousness: 'A',
          temperature: 36.8,
        },
        recordedBy: null,
        note: null,
        problems: [],
      },
      {
        row: 6,
        nhsNumber: '9990223408',
        stated: { displayName: 'Cerne, Winifred' },
        effectiveAt: Date.parse('2026-01-05T09:45:00Z'),
        reading: {
          respiration: 20,
          spo2: 94,
          onOxygen: true,
          oxygenFlow: 2,
          systolic: 131,
          diastolic: 77,
          pulse: 88,
          consciousness: 'A',
          temperature: 37.4,
        },
        recordedBy: null,
        note: null,
        problems: [],
      },
    ]);
  });

  it('keeps a note over several lines as one, and who took it', () => {
    const [row] = read(`NHS;Date;Time;Pulse;Notes;Taken by\n${ADA};05/01/2026;09:30;72;"slept\r\nbadly; tired";M.S.\n`);
    expect(row).toMatchObject({ note: 'slept\nbadly; tired', recordedBy: 'M.S.', reading: { pulse: 72 } });
  });

  it('turns other units into ours, by UCUM', () => {
    const [row] = read(
      `NHS\tDate\tTime\tTemp (°F)\tWeight (lbs)\tHeight (m)\tBM (mg/dL)\n${ADA}\t05/01/2026\t09:30\t98.6\t143\t1.62\t101\n`,
    );
    expect(row?.problems).toEqual([]);
    expect(row?.reading).toEqual({
      temperature: 37,
      weight: expect.closeTo(64.86, 2) as unknown,
      height: 162,
      glucose: expect.closeTo(5.61, 2) as unknown,
    });
  });

  it.each([
    ['9 7', 'Sats: “9 7” is not a number. Write the saturation in %, such as 97.'],
    ['ninety', 'Sats: “ninety” is not a number. Write the saturation in %, such as 97.'],
  ])('says of “%s” which cell it is and how to write it', (sats, detail) => {
    expect(problemsOf(`NHS,Date,Time,Sats\n${ADA},05/01/2026,09:30,${sats}\n`)).toEqual([detail]);
  });

  it('does not take the half of a decimal comma for the next column', () => {
    const rows = read(
      `NHS,Date,Time,Temp,Pulse,Notes\n${ADA},05/01/2026,09:30,36,8,72,\n${ADA},05/01/2026,09:40,36.8,72,\n`,
    );
    expect(rows[0]?.problems[0]?.detail).toMatch(/more cells than there are headings/);
    expect(rows[1]?.problems).toEqual([]);
  });

  it('trusts no date of a sheet in which one has the month first', () => {
    const sheet = `NHS,Date,Time,Pulse\n${ADA},04/05/2026,09:30,72\n${ADA},04/25/2026,09:30,72\n${ADA},07/07/2026,09:30,72\n`;
    expect(problemsOf(sheet)).toEqual([
      'Date: “04/05/2026” may have the month first, as the date in row 3 has. Write every date with the day first, or with the month as a word.',
      'Date: “04/25/2026” has 25 for a month. Write the day, the month and the year, such as 25/12/2026.',
    ]);
  });

  it.each([
    ['no headings', '999 010 0071,18,97\n', /No headings were found/],
    ['headings alone', 'NHS,Date,Time,Pulse\n\n', /nothing below the headings/],
    ['no NHS number', 'Name,Date,Time,Pulse\nAda,05/01/2026,09:30,72\n', /no column for the NHS number/],
    ['no time', `NHS,Date,Pulse\n${ADA},05/01/2026,72\n`, /does not say when/],
    [
      'one thing twice',
      `NHS,Date,Time,HR,Pulse\n${ADA},05/01/2026,09:30,72,73\n`,
      /“HR” and “Pulse” are read as the same/,
    ],
    ['a pressure twice', `NHS,Date,Time,BP,Systolic\n${ADA},05/01/2026,09:30,1/2,1\n`, /say the same/],
    ['an open quotation mark', `NHS,Date,Time,Pulse,Notes\n${ADA},05/01/2026,09:30,72,"oh\n`, /row 2 and never closed/],
    ['too many rows', `NHS,Date,Time,Pulse\n${`${ADA},05/01/2026,09:30,72\n`.repeat(501)}`, /501 rows; at most 500/],
    ['an Excel workbook', 'PK\u0003\u0004rest', /Excel workbook/],
    ['nothing', ' \r\n ', /empty/],
    ['bytes that are no text', 'NHS,Pulse\n\u0000\u0001', /not a CSV file/],
  ])('%s: is not read at all', (_, sheet, words) => expect(() => read(sheet)).toThrow(words));
});

describe('the sheet that we hand out', () => {
  it('has headings that are read, and residents', () => {
    const template = sheetTemplate([{ nhsNumber: '9990100071', name: 'Ada Purbeck' }]);
    const table = sheetTable(template.slice(1));
    if ('unreadable' in table) throw new Error(table.unreadable);
    expect(table.columns.filter((column) => column.meaning === null || column.problem !== undefined)).toEqual([]);
    expect(headingProblems(table.columns)).toEqual([]);
    expect(table.columns).toHaveLength(TEMPLATE_HEADINGS.length);
    expect(read(template)[0]).toMatchObject({ nhsNumber: '9990100071', problems: [], reading: {} });
  });

  it.each(['=cmd|calc', '+1', '-1', '@SUM(A1)', '\t=1'])('does not let the name %s become a formula', (name) => {
    const template = sheetTemplate([{ nhsNumber: '9990100071', name }]);
    const [, cells] = papa.parse<string[]>(template.slice(1)).data;
    expect(cells?.[1]?.[0]).toBe("'");
    expect(read(template)[0]?.stated.displayName).toBe(name.trim());
  });
});

/** How a sheet may be written without meaning anything else. */
const dialects = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  decimal: fc.constantFrom('.', ','),
  newline: fc.constantFrom('\n', '\r\n'),
  encoding: fc.constantFrom('utf8', 'utf8 with mark', 'utf16le', 'latin1'),
  quotes: fc.boolean(),
  date: fc.constantFrom('dd/mm/yyyy', 'yyyy-mm-dd', 'd Month yyyy'),
  time: fc.constantFrom('24', 'half', 'digits'),
  headings: fc.constantFrom('short', 'long'),
  order: fc.array(fc.nat(), { minLength: 14, maxLength: 14 }),
});
type Dialect = typeof dialects extends fc.Arbitrary<infer D> ? D : never;

const HEADINGS = {
  short: ['NHS No', 'Date', 'Time', 'Resps', 'Sats', 'O2', 'BP', 'Pulse', 'ACVPU', 'Temp', 'Wt', 'BM', 'NEWS', 'Notes'],
  long: ['NHS number', 'Date taken', 'Time taken', 'Respiratory rate (/min)', 'SpO₂ (%)', 'Air or oxygen', 'Blood pressure (mmHg)', 'Heart rate (bpm)', 'Level of consciousness', 'Temperature (°C)', 'Weight (kg)', 'Blood glucose (mmol/L)', 'NEWS2 score', 'Comments'],
}; // prettier-ignore

const tenths = (min: number, max: number) => fc.integer({ min: min * 10, max: max * 10 }).map((n) => n / 10);
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });

const rowsWritten = fc.record({
  nhsNumber: fc.constantFrom('9990100071', '9990223408', '9990141185'),
  // Through both kinds of clocks; a time that was twice or never is the other tests' business.
  minute: fc.integer({ min: Date.UTC(2025, 3, 1) / 60_000, max: Date.UTC(2025, 9, 20) / 60_000 }),
  reading: fc.record({
    respiration: maybe(fc.integer({ min: 4, max: 60 })),
    spo2: maybe(fc.integer({ min: 50, max: 100 })),
    oxygen: maybe(fc.constantFrom('air', 'yes', 0.5, 2, 15)),
    pressure: maybe(fc.tuple(fc.integer({ min: 40, max: 300 }), fc.integer({ min: 20, max: 200 }))),
    pulse: maybe(fc.integer({ min: 20, max: 250 })),
    consciousness: maybe(fc.constantFrom('A', 'C', 'V', 'P', 'U')),
    temperature: maybe(tenths(30, 43)),
    weight: maybe(tenths(20, 300)),
    glucose: maybe(tenths(1, 40)),
    statedNews2: maybe(fc.integer({ min: 0, max: 20 })),
  }),
  note: maybe(fc.constantFrom('slept badly', 'said "ouch"', 'two\nlines', 'a; b, c\td|e', "'tis well")),
});
type Written = typeof rowsWritten extends fc.Arbitrary<infer W> ? W : never;

const LONDON_SUMMER = 60 * 60_000;

function cellsOf({ nhsNumber, minute, reading, note }: Written, dialect: Dialect): string[] {
  const wall = new Date(minute * 60_000 + LONDON_SUMMER).toISOString();
  const [year = '', month = '', day = ''] = wall.slice(0, 10).split('-');
  const [hour = '', minutes = ''] = wall.slice(11, 16).split(':');
  const monthName = new Date(`${wall.slice(0, 10)}T12:00:00Z`).toLocaleString('en-GB', {
    month: 'long',
    timeZone: 'UTC',
  });
  const date = { 'dd/mm/yyyy': `${day}/${month}/${year}`, 'yyyy-mm-dd': `${year}-${month}-${day}`, 'd Month yyyy': `${Number(day)} ${monthName} ${year}` }[dialect.date]; // prettier-ignore
  const half = `${Number(hour) % 12 || 12}.${minutes}${Number(hour) < 12 ? 'am' : 'pm'}`;
  const time = { '24': `${hour}:${minutes}`, half, digits: `${hour}${minutes}` }[dialect.time];
  const number = (value: number | undefined): string =>
    value === undefined ? '' : String(value).replace('.', dialect.decimal);
  const { oxygen, pressure } = reading;
  return [
    nhsNumber,
    date,
    time,
    number(reading.respiration),
    number(reading.spo2),
    typeof oxygen === 'number' ? `${number(oxygen)} L` : (oxygen ?? ''),
    pressure ? pressure.join('/') : '',
    number(reading.pulse),
    reading.consciousness ?? '',
    number(reading.temperature),
    number(reading.weight),
    number(reading.glucose),
    number(reading.statedNews2),
    note ?? '',
  ];
}

function bytesOf(text: string, encoding: string): Uint8Array {
  switch (encoding) {
    case 'utf8 with mark':
      return Buffer.from(`\uFEFF${text}`);
    case 'utf16le':
      return Buffer.from(`\uFEFF${text}`, 'utf16le');
    case 'latin1':
      return Buffer.from(text.replaceAll('₂', '2'), 'latin1');
    default:
      return Buffer.from(text);
  }
}

describe('whatever a home writes', () => {
  it('is read back as it was meant, in every dialect', () => {
    fc.assert(
      fc.property(fc.array(rowsWritten, { minLength: 1, maxLength: 6 }), dialects, (written, dialect) => {
        const { delimiter, newline, quotes, order, encoding } = dialect;
        const arranged = (cells: readonly string[]): string[] =>
          cells.map((cell, i) => ({ cell, key: order[i] ?? 0 })).toSorted((a, b) => a.key - b.key).map(({ cell }) => cell); // prettier-ignore
        const text = papa.unparse(
          [HEADINGS[dialect.headings], ...written.map((row) => cellsOf(row, dialect))].map(arranged),
          {
            delimiter,
            newline,
            quotes,
          },
        );
        const rows = read(bytesOf(text, encoding));
        expect(rows.map(({ problems }) => problems)).toEqual(written.map(() => []));
        for (const [i, { nhsNumber, minute, reading, note }] of written.entries()) {
          const { oxygen, pressure, ...plain } = reading;
          const onOxygen = oxygen === undefined ? undefined : oxygen !== 'air';
          expect(rows[i]).toMatchObject({ nhsNumber, effectiveAt: minute * 60_000, note: note ?? null });
          expect(rows[i]?.reading).toEqual({
            ...plain,
            onOxygen,
            oxygenFlow: typeof oxygen === 'number' ? oxygen : undefined,
            systolic: pressure?.[0],
            diastolic: pressure?.[1],
          });
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is never a crash, whatever the bytes', () => {
    const headings = HEADINGS.short.join(',');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, headed) => {
        const sheet = headed ? Buffer.concat([Buffer.from(`${headings}\n`), bytes]) : bytes;
        const text = sheetText(sheet);
        if (typeof text !== 'string') return;
        const table = sheetTable(text);
        if ('unreadable' in table || headingProblems(table.columns).length > 0) return;
        for (const row of readRows(table)) {
          for (const value of Object.values(row.reading)) expect(Number.isNaN(value)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });
});
