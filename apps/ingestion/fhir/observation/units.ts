import type { MeasuredVital } from '#clinical';
import { UNITS } from '#fhir';
import ucum from '@lhncbc/ucum-lhc';

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
