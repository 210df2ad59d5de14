import { expect, it } from '@jest/globals';
import { outcomeText } from './outcome-text.ts';

const said = (...issue: object[]): string => JSON.stringify({ resourceType: 'OperationOutcome', issue });

it.each([
  [
    said({ severity: 'error', code: 'required', diagnostics: 'Patient.identifier is missing' }),
    'error required Patient.identifier is missing',
  ],
  [
    said({ severity: 'warning', details: { text: 'Old\u0000profile\n' } }, { code: 'processing' }),
    'warning Old profile ; error processing',
  ],
  [said(), null],
  ['<html>Proxy error for NHS number 943 476 5919</html>', null],
  ['{"message":"no"}', null],
  ['', null],
])('of %s is kept: %s', (body, kept) => {
  expect(outcomeText(body)).toBe(kept);
});

it('is bounded', () => {
  expect(outcomeText(said({ diagnostics: 'x'.repeat(20_000) }))).toHaveLength(800);
});
