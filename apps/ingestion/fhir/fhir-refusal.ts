import type { FhirIssue } from './operation-outcome.ts';

/** A refusal in FHIR's own words. */
export class FhirRefusal extends Error {
  override name = 'FhirRefusal';

  constructor(
    readonly status: number,
    readonly issues: readonly FhirIssue[],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(issues.map((issue) => issue.diagnostics).join('. '));
  }
}

/** A refusal with one thing to say. */
export function refuse(status: number, code: FhirIssue['code'], diagnostics: string, expression = ''): FhirRefusal {
  return new FhirRefusal(status, [{ code, diagnostics, expression }]);
}

/** What is not there and what this source may not see: the two look alike. */
export function noSuch(what: string): FhirRefusal {
  return refuse(404, 'not-found', `There is no ${what} here, or none that this source may see.`);
}
