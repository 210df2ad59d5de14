import { FORMULA, showNhsNumber } from '#contracts';
import papa from 'papaparse';

/** The headings of the sheet that we hand out, each of which is read back as what it says. */
export const TEMPLATE_HEADINGS = [
  'NHS number',
  'Name',
  'Date (dd/mm/yyyy)',
  'Time (24 hour)',
  'Resps (per minute)',
  'Sats (%)',
  'O2 (air or L/min)',
  'BP (mmHg)',
  'Pulse (per minute)',
  'ACVPU',
  'Temp (°C)',
  'Weight (kg)',
  'Taken by',
  'Notes',
] as const;

/**
 * A sheet to fill in, with the home's residents in it. A name that a spreadsheet would take for a formula is written so
 * that it is shown and not calculated. The mark at the beginning tells Excel that it is UTF-8.
 */
export function sheetTemplate(residents: readonly { readonly nhsNumber: string; readonly name: string }[]): string {
  const rows = residents.map(({ nhsNumber, name }) => [showNhsNumber(nhsNumber), name]);
  return `\uFEFF${papa.unparse({ fields: [...TEMPLATE_HEADINGS], data: rows }, { escapeFormulae: FORMULA, newline: '\r\n' })}\r\n`;
}
