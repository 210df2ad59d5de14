import type { OperationOutcome } from 'fhir/r4.js';

/** One thing that is wrong, or has to be told: where, as a FHIRPath expression, and in the sender's words. */
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
    | 'deleted'
    | 'conflict'
    | 'multiple-matches'
    | 'informational'
    | 'throttled';
  diagnostics: string;
  /** Empty where the whole request is meant. */
  expression: string;
}

type Severity = OperationOutcome['issue'][number]['severity'];

export function operationOutcome(issues: readonly FhirIssue[], severity: Severity = 'error'): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: issues.map(({ code, diagnostics, expression }) => ({
      severity,
      code,
      diagnostics,
      ...(expression === '' ? {} : { expression: [expression] }),
    })),
  };
}

/** The reading is stored, and something about it needs the sender's attention. */
export function attentionOutcome(details: readonly string[]): OperationOutcome {
  return operationOutcome(
    details.map((diagnostics) => ({ code: 'value', diagnostics, expression: '' })),
    'warning',
  );
}
