import { UCUM, UNITS } from '#fhir';
import type { MeasuredVital } from '#clinical';
import type { Quantity } from 'fhir/r4.js';
import { shownValue } from '../definitions/schema.ts';
import type { FhirIssue } from '../operation-outcome.ts';
import { boundStandsForValue, type Comparator } from './bound.ts';
import { inStoredUnit, isStoredUnit } from './units.ts';

/** A measured value in the unit that it is stored in. */
export interface MeasuredValue {
  value: number;
  /** It is no value but a bound, and the true value might be worse: it is kept, and not scored. */
  doubtful: Comparator | null;
  /** Sent in another unit, or as a bound: what was sent is kept beside it. */
  differs: boolean;
}

/** The unit of a quantity, where it says one that can be understood: a UCUM code, or its unit where it names no system. */
function unitOf({ system, code, unit }: Quantity): string | undefined {
  if (system !== undefined && system !== UCUM) return undefined;
  return code ?? (system === undefined ? unit : undefined);
}

/** A quantity of a vital, or what is wrong with it. `at` is the expression of the quantity. */
export function measuredValue(
  quantity: Quantity | undefined,
  vital: MeasuredVital,
  at: string,
): MeasuredValue | FhirIssue {
  const { accepted } = UNITS[vital];
  const field = at.slice(at.lastIndexOf('.') + 1);
  if (quantity === undefined) {
    return { code: 'required', expression: at, diagnostics: `${field} is missing: expected ${vital} in ${accepted}` };
  }
  const { value } = quantity;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    const sent = value === undefined ? 'is missing' : `${shownValue(value)} was sent`;
    return { code: 'value', expression: `${at}.value`, diagnostics: `${field}.value: expected a number; ${sent}` };
  }
  const unit = unitOf(quantity);
  if (unit === undefined) {
    const which = quantity.system !== undefined && quantity.system !== UCUM ? 'system' : 'code';
    const sent = quantity[which] === undefined ? 'nothing' : shownValue(quantity[which]);
    return {
      code: 'value',
      expression: `${at}.${which}`,
      diagnostics: `${field}.${which}: expected a UCUM code (system ${UCUM}) such as ${accepted}; ${sent} was sent`,
    };
  }
  const converted = inStoredUnit(vital, value, unit);
  if (converted === null) {
    const which = quantity.code === undefined ? 'unit' : 'code';
    return {
      code: 'value',
      expression: `${at}.${which}`,
      diagnostics: `${field}.${which}: ${shownValue(unit)} is not a unit of ${vital}; expected ${accepted}`,
    };
  }
  const { comparator } = quantity;
  return {
    value: converted,
    doubtful: comparator !== undefined && !boundStandsForValue(vital, converted, comparator) ? comparator : null,
    differs: comparator !== undefined || !isStoredUnit(vital, unit) || hasMore(quantity),
  };
}

function hasMore(quantity: Quantity): boolean {
  return Object.keys(quantity).some((key) => key.startsWith('_') || key === 'extension' || key === 'id');
}
