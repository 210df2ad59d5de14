import type { MeasuredVital } from '#clinical';
import ucum from '@lhncbc/ucum-lhc';

/** What each vital is stored and written in, its words, what may be sent, and its molar mass in g/mol where a mass concentration may. */
export const UNITS: Readonly<
  Record<MeasuredVital, { code: string; unit: string; accepted: string; molarMass?: number }>
> = {
  pulse: { code: '/min', unit: 'beats/minute', accepted: '/min' },
  respiration: { code: '/min', unit: 'breaths/minute', accepted: '/min' },
  spo2: { code: '%', unit: '%', accepted: '%' },
  temperature: { code: 'Cel', unit: '°C', accepted: 'Cel or [degF]' },
  systolic: { code: 'mm[Hg]', unit: 'mmHg', accepted: 'mm[Hg] or kPa' },
  diastolic: { code: 'mm[Hg]', unit: 'mmHg', accepted: 'mm[Hg] or kPa' },
  weight: { code: 'kg', unit: 'kg', accepted: 'kg, g, [lb_av] or [stone_av]' },
  height: { code: 'cm', unit: 'cm', accepted: 'cm or m' },
  bmi: { code: 'kg/m2', unit: 'kg/m2', accepted: 'kg/m2' },
  glucose: { code: 'mmol/L', unit: 'mmol/L', accepted: 'mmol/L or mg/dL', molarMass: 180.156 },
  oxygenFlow: { code: 'L/min', unit: 'L/min', accepted: 'L/min' },
};

const converter = ucum.UcumLhcUtils.getInstance();

/** What a unit's own annotation says (`{Breaths}/min`) changes nothing about its size. Source: UCUM §12. */
const withoutAnnotations = (unit: string): string => unit.replace(/\{[^{}]*\}/g, '') || '1';

/** Binary arithmetic leaves 37.222222222222285 for 99 °F: the stored value is meant to nine significant digits. */
const tidy = (value: number): number => Number(value.toPrecision(9));

/** Longer than any unit of a vital sign: the library's parser is not handed more. */
const LONGEST_UNIT = 40;

/** The library looks units up in plain objects, so that a "unit" such as `__proto__` makes it throw: that is no unit of anything. */
function conversion(sent: string, value: number, stored: string, molarMass: number | undefined) {
  try {
    return molarMass === undefined
      ? converter.convertUnitTo(sent, value, stored)
      : converter.convertUnitTo(sent, value, stored, { molecularWeight: molarMass });
  } catch {
    return { status: 'error' as const, toVal: null };
  }
}

/** The value in the unit that the vital is stored in; null when the unit does not measure this vital. */
export function inStoredUnit(vital: MeasuredVital, value: number, unit: string): number | null {
  const { code: stored, molarMass } = UNITS[vital];
  if (unit === stored) return value;
  if (unit.length > LONGEST_UNIT) return null;
  const sent = withoutAnnotations(unit);
  if (sent === stored) return value;
  const converted = conversion(sent, value, stored, molarMass);
  return converted.status === 'succeeded' && typeof converted.toVal === 'number' ? tidy(converted.toVal) : null;
}

/** Whether a unit is the stored one, whatever its annotations say. */
export function isStoredUnit(vital: MeasuredVital, unit: string): boolean {
  return unit === UNITS[vital].code || withoutAnnotations(unit) === UNITS[vital].code;
}
