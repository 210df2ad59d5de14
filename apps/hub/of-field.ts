import { Refusal } from '#runtime';

/** A field that reads well and is not so in the record. */
export const ofField = (field: string, what: string): Refusal =>
  new Refusal('invalid-document', `${field}: ${what}.`, {
    errors: [{ pointer: `/${field}`, field, detail: `${field}: ${what}` }],
  });
