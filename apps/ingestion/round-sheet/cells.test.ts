import { describe, expect, it } from '@jest/globals';
import { bloodPressureCell, consciousnessCell, measuredCell, nhsNumberCell, oxygenCell, textCell } from './cells.ts';
import { columnOf, type Meaning } from './columns.ts';

const BLANK = { blank: true };
const wrong = (words: RegExp) => ({ wrong: expect.stringMatching(words) as unknown });

describe('a measured value', () => {
  it.each<[Meaning, string, unknown]>([
    ['spo2', '97', { value: { number: 97, unit: '%' } }],
    ['spo2', ' 97 % ', { value: { number: 97, unit: '%' } }],
    ['temperature', '36.8', { value: { number: 36.8, unit: 'Cel' } }],
    ['temperature', '36,8', { value: { number: 36.8, unit: 'Cel' } }],
    ['temperature', '36.8°C', { value: { number: 36.8, unit: 'Cel' } }],
    ['temperature', '98.2 F', { value: { number: 98.2, unit: '[degF]' } }],
    ['pulse', '72\u00A0bpm', { value: { number: 72, unit: '/min' } }],
    ['weight', '62,5 kg', { value: { number: 62.5, unit: 'kg' } }],
    ['weight', "'62.5", { value: { number: 62.5, unit: 'kg' } }],
    ['glucose', '5.6 mmol/l', { value: { number: 5.6, unit: 'mmol/L' } }],
    ['respiration', '', BLANK],
    ['respiration', '-', BLANK],
    ['respiration', 'Refused', BLANK],
    ['respiration', 'N/A', BLANK],
    ['respiration', 'not done', BLANK],
    ['respiration', '1O', wrong(/“O” behind the number/)],
    ['respiration', 'eighteen', wrong(/not a number. Write breaths in a minute/)],
    ['spo2', '9 7', wrong(/not a number/)],
    ['spo2', '96-97', wrong(/behind the number/)],
    ['spo2', '<90', wrong(/not a number/)],
    ['spo2', '-97', wrong(/not a number/)],
    ['weight', '62,500', wrong(/not a number/)],
    ['temperature', '1e999', wrong(/behind the number/)],
    ['temperature', '=36+1', wrong(/not a number/)],
    ['pulse', '72 mmHg', wrong(/“mmHg” behind the number, which is not a unit of this/)],
    ['glucose', 'HI', wrong(/not a number/)],
  ])('%s “%s”', (meaning, cell, expected) => {
    const { unit } = columnOf(meaning, 0);
    expect(measuredCell(cell, { meaning, unit })).toEqual(expected);
  });

  it('is in the column’s unit unless it says its own', () => {
    const column = columnOf('Temp (°F)', 0);
    expect(column).toMatchObject({ meaning: 'temperature', unit: '[degF]' });
    expect(measuredCell('98.2', { meaning: 'temperature', unit: column.unit })).toEqual({
      value: { number: 98.2, unit: '[degF]' },
    });
    expect(measuredCell('36.8 C', { meaning: 'temperature', unit: column.unit })).toEqual({
      value: { number: 36.8, unit: 'Cel' },
    });
  });
});

describe('a blood pressure', () => {
  it.each([
    ['120/80', { value: { systolic: 120, diastolic: 80 } }],
    [' 120 / 80 mmHg', { value: { systolic: 120, diastolic: 80 } }],
    ['120 over 80', { value: { systolic: 120, diastolic: 80 } }],
    ['', BLANK],
    ['refused', BLANK],
    ['120', wrong(/Write both numbers, such as 120\/80/)],
    ['120-80', wrong(/not a blood pressure/)],
    ['120/80/60', wrong(/not a blood pressure/)],
    ['1200/80', wrong(/not a blood pressure/)],
  ])('“%s”', (cell, expected) => expect(bloodPressureCell(cell)).toEqual(expected));
});

describe('air or oxygen', () => {
  it.each([
    ['air', { value: { onOxygen: false } }],
    ['Room Air', { value: { onOxygen: false } }],
    ['RA', { value: { onOxygen: false } }],
    ['No', { value: { onOxygen: false } }],
    ['21%', { value: { onOxygen: false } }],
    ['0', { value: { onOxygen: false } }],
    ['0 L', { value: { onOxygen: false } }],
    ['2 L', { value: { onOxygen: true, flow: 2 } }],
    ['2L', { value: { onOxygen: true, flow: 2 } }],
    ['2', { value: { onOxygen: true, flow: 2 } }],
    ['0,5 l/min', { value: { onOxygen: true, flow: 0.5 } }],
    ['O2 2 litres via nasal cannula', { value: { onOxygen: true, flow: 2 } }],
    ['2LPM NC', { value: { onOxygen: true, flow: 2 } }],
    ['28%', { value: { onOxygen: true } }],
    ['28 % venturi', { value: { onOxygen: true } }],
    ['yes', { value: { onOxygen: true } }],
    ['O2', { value: { onOxygen: true } }],
    ['', BLANK],
    ['-', BLANK],
    // Nothing given, or nothing noted: the score differs by two.
    ['none', wrong(/does not say whether it was air or oxygen/)],
    ['28', wrong(/litres or a percentage/)],
    ['2L at night', wrong(/does not say whether/)],
    ['18%', wrong(/Air is 21 %/)],
    ['?', wrong(/does not say whether/)],
  ])('“%s”', (cell, expected) => expect(oxygenCell(cell, null)).toEqual(expected));

  it('is a percentage where the column says so', () => {
    expect(oxygenCell('28', columnOf('FiO2 (%)', 0).unit)).toEqual({ value: { onOxygen: true } });
    expect(oxygenCell('21', columnOf('Inspired O2 (%)', 0).unit)).toEqual({ value: { onOxygen: false } });
    expect(oxygenCell('2', columnOf('O2 (air or L/min)', 0).unit)).toEqual({ value: { onOxygen: true, flow: 2 } });
  });
});

describe('consciousness', () => {
  it.each([
    ['A', { value: 'A' }],
    ['alert', { value: 'A' }],
    ['c', { value: 'C' }],
    ['New confusion', { value: 'C' }],
    ['Voice', { value: 'V' }],
    ['responds to pain', { value: 'P' }],
    ['Unresponsive', { value: 'U' }],
    ['', BLANK],
    // Lasting confusion from dementia is not C. Source: CLINICAL.md §1.
    ['confused', wrong(/whether it is new/)],
    ['asleep', wrong(/not one of A \(alert\)/)],
    ['15', wrong(/not one of A \(alert\)/)],
  ])('“%s”', (cell, expected) => expect(consciousnessCell(cell)).toEqual(expected));
});

describe('an NHS number', () => {
  it.each([
    ['999 010 0071', { value: '9990100071' }],
    ['9990100071', { value: '9990100071' }],
    ['999-010-0071', { value: '9990100071' }],
    ["'9990100071", { value: '9990100071' }],
    ['999\u00A0010\u00A00071', { value: '9990100071' }],
    ['', BLANK],
    ['9990100072', wrong(/a digit is wrong/)],
    ['999010007', wrong(/ten digits, and this has 9/)],
    ['9.99E+09', wrong(/shortened by the spreadsheet/)],
    ['Ada', wrong(/this has 0/)],
  ])('“%s”', (cell, expected) => expect(nhsNumberCell(cell)).toEqual(expected));
});

describe('a heading', () => {
  it.each([
    ['NHS No.', 'nhsNumber', null],
    ['Resident’s name', 'name', null],
    ['D.O.B.', 'birthDate', null],
    ['Date (dd/mm/yyyy)', 'date', null],
    ['Date/Time', 'dateAndTime', null],
    ['Resps', 'respiration', '/min'],
    ['RR (per minute)', 'respiration', '/min'],
    ['Sats', 'spo2', '%'],
    ['SpO₂ %', 'spo2', '%'],
    ['O2', 'oxygen', null],
    ['Air or O2', 'oxygen', null],
    ['BP', 'bloodPressure', 'mm[Hg]'],
    ['BP (sys/dia)', 'bloodPressure', 'mm[Hg]'],
    ['Temp °C', 'temperature', 'Cel'],
    ['TEMP', 'temperature', 'Cel'],
    ['Weight (lbs)', 'weight', '[lb_av]'],
    ['Pulse', 'pulse', '/min'],
    ['ACVPU', 'consciousness', null],
    ['BM', 'glucose', 'mmol/L'],
    ['NEWS2 Score', 'statedNews2', '{score}'],
    ['Bowels', null, null],
    ['Fluid intake (ml)', null, null],
  ])('“%s”', (heading, meaning, unit) => {
    const column = columnOf(heading, 3);
    expect(column).toEqual({ heading, place: 3, meaning, unit });
  });

  it.each([
    ['Temp (K)', /“K” is not a unit that Homeward knows for this. Write °c or °f/],
    ['Date (mm/dd/yyyy)', /day first/],
    ['BP (kPa)', /“kPa” is not a unit/],
  ])('“%s” stops the sheet', (heading, words) => expect(columnOf(heading, 0).problem).toMatch(words));
});

it('gives text back without the mark that kept it from being a formula', () => {
  expect(textCell("'=SUM(A1)")).toEqual({ value: '=SUM(A1)' });
  expect(textCell("'tis nothing\r\nmore")).toEqual({ value: "'tis nothing\nmore" });
});
