import { Refusal } from '#runtime';

/** A field that reads well and is not so in the record. */
export const ofField = (field: string, what: string): Refusal =>
  new Refusal('invalid-document', `${field}: ${what}.`, {
    errors: [{ pointer: `/${field}`, field, detail: `${field}: ${what}` }],
  });

interface FieldIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Names the fields and never what was sent in them: one of them is a password. */
export function refuseFields(issues: readonly FieldIssue[]): Refusal {
  const errors = issues.map(({ path = [], message }) => {
    const steps = path.map((step) => String(typeof step === 'object' ? step.key : step));
    const field = steps.at(-1) ?? 'document';
    return { pointer: steps.map((step) => `/${step}`).join(''), field, detail: `${field}: ${message}` };
  });
  return new Refusal('invalid-document', `${errors.map((error) => error.detail).join('. ')}.`, { errors });
}
