import type { OperationOutcome } from 'fhir/r4.js';

export const FHIR_JSON = 'application/fhir+json; charset=utf-8';

/** One thing that is wrong with a resource: where, as a FHIRPath expression, and in the sender's words. */
export interface FhirIssue {
  code:
    | 'structure'
    | 'required'
    | 'value'
    | 'invariant'
    | 'code-invalid'
    | 'not-supported'
    | 'too-long'
    | 'transient'
    | 'exception'
    | 'login'
    | 'forbidden'
    | 'not-found'
    | 'throttled';
  diagnostics: string;
  expression: string;
}

export function operationOutcome(issues: readonly FhirIssue[]): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: issues.map(({ code, diagnostics, expression }) => ({
      severity: 'error',
      code,
      diagnostics,
      ...(expression === '' ? {} : { expression: [expression] }),
    })),
  };
}

/** The reading is stored, and something about it needs the sender's attention. */
export function pleaseRepeatOutcome(details: readonly string[]): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: details.map((diagnostics) => ({ severity: 'warning', code: 'value', diagnostics })),
  };
}
