import validator from 'nhs-number-validator';
import { z } from 'zod';

/** The NHS number's identifier system in FHIR. Source: NHS Digital, UK Core. */
export const NHS_NUMBER_SYSTEM = 'https://fhir.nhs.uk/Id/nhs-number';

const NHS_NUMBER_LAYOUT = /^\d{3}[ -]?\d{3}[ -]?\d{4}$/;

/** Ten digits without spaces, or null when the text is not a valid NHS number (layout or check digit). */
export function parseNhsNumber(text: string): string | null {
  const trimmed = text.trim();
  if (!NHS_NUMBER_LAYOUT.test(trimmed)) return null;
  const digits = trimmed.replace(/[ -]/g, '');
  return validator.validate(digits) ? digits : null;
}

/** Ten digits as the NHS shows them: 943 476 5919. */
export function showNhsNumber(digits: string): string {
  return `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`;
}

const EXPECTED = 'expected an NHS number: ten digits with a valid check digit, such as 943 476 5919';

export const nhsNumber = z
  .string({ error: `${EXPECTED}, in quotation marks` })
  .transform((text, context) => {
    const digits = parseNhsNumber(text);
    if (digits !== null) return digits;
    context.issues.push({
      code: 'custom',
      input: text,
      message: EXPECTED,
    });
    return z.NEVER;
  })
  .describe('An NHS number: ten digits with a valid check digit, with or without spaces.');
