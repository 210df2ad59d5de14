import type { MeasuredVital } from '#clinical';
import ucum from '@lhncbc/ucum-lhc';
import { STORED_UNITS } from './vital-codes.ts';

const converter = ucum.UcumLhcUtils.getInstance();

/** What a unit's own annotation says (`{Breaths}/min`) changes nothing about its size. Source: UCUM §12. */
const withoutAnnotations = (unit: string): string => unit.replace(/\{[^}]*\}/g, '') || '1';

/** Binary arithmetic leaves 37.222222222222285 for 99 °F: the stored value is meant to nine significant digits. */
const tidy = (value: number): number => Number(value.toPrecision(9));

/** The value in the unit that the vital is stored in; null when the unit does not measure this vital. */
export function inStoredUnit(vital: MeasuredVital, value: number, unit: string): number | null {
  const { unit: stored, molarMass } = STORED_UNITS[vital];
  const sent = withoutAnnotations(unit);
  if (sent === stored) return value;
  const converted =
    molarMass === undefined
      ? converter.convertUnitTo(sent, value, stored)
      : converter.convertUnitTo(sent, value, stored, false, molarMass);
  return converted.status === 'succeeded' && typeof converted.toVal === 'number' ? tidy(converted.toVal) : null;
}
