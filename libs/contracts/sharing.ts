import { z } from 'zod';
import { plainText } from './plain-text.ts';

/** With whom, or what for, a record is shared. */
export const SHARING_SCOPES = {
  gp: 'GP, and whoever looks after them next',
  'care-home': 'Their care home',
  community: 'Community partners',
  research: 'Research and evaluation',
  'national-data-opt-out': 'National data opt-out',
} as const;
export type SharingScope = keyof typeof SHARING_SCOPES;

export const SHARING_CHOICES = { consents: 'Consents', objects: 'Objects', withdrawn: 'Took it back' } as const;
export type SharingChoiceKind = keyof typeof SHARING_CHOICES;

/** Whose word it is. */
export const SAID_BY = {
  patient: 'The patient',
  attorney: 'Their attorney or deputy for health',
  parent: 'Whoever has parental responsibility',
  'best-interests': 'A decision in their best interests',
  'nhs-register': 'The NHS register',
} as const;

export const SAID_HOW = {
  'in-person': 'In person',
  telephone: 'By telephone',
  writing: 'In writing',
  'looked-up': 'Looked up',
} as const;

/** What holds of each, in the words of the ward. Care that cannot wait is never held up by any of them. */
export const SHARING_MEANS: Readonly<Record<SharingScope, string>> = {
  gp: 'The stay as a FHIR document is not made. Handing on to 999 or a hospital ward is not held up.',
  'care-home':
    'The home sees when readings are due and what the hub asks of it; no scores, course or plan. Alerts stay.',
  community: 'Handing on to a community team asks for a reason first. 999 and a hospital ward are not held up.',
  research: 'No stay of theirs is handed on for research or evaluation.',
  'national-data-opt-out': 'No stay of theirs is handed on for research or planning.',
};

const oneOf = <Key extends string>(table: Readonly<Record<Key, string>>) => {
  const keys = Object.keys(table) as [Key, ...Key[]];
  return z.enum(keys, { error: `expected one of: ${keys.join(', ')}` });
};

const choice = {
  scope: oneOf(SHARING_SCOPES),
  choice: oneOf(SHARING_CHOICES),
  saidBy: oneOf(SAID_BY).describe('Whose word it is.'),
  saidHow: oneOf(SAID_HOW),
  saidOn: z.iso.date('expected a date, such as 2026-05-31'),
};

export const sharingChoiceDraft = z
  .strictObject({
    ...choice,
    note: plainText(500).nullable().describe('What else was said.'),
    after: z
      .int('expected the number of the newest choice that you saw, or null')
      .nullable()
      .describe('The newest choice of this person that you saw, of whatever scope; null when there was none.'),
  })
  .refine(({ scope, choice: said }) => scope !== 'national-data-opt-out' || said !== 'consents', {
    path: ['choice'],
    message: 'expected objects or withdrawn: somebody has opted out nationally, or has not',
  })
  .meta({ id: 'SharingChoiceDraft', description: 'What a person said about their record going to others.' });
export type SharingChoiceDraft = z.output<typeof sharingChoiceDraft>;

const sharingChoice = z
  .object({
    id: z.int(),
    ...choice,
    note: z.string().nullable(),
    at: z.number().describe('When it was written down, in epoch milliseconds.'),
    by: z.string().describe('Who wrote it down.'),
  })
  .meta({ id: 'SharingChoice' });
export type SharingChoice = z.infer<typeof sharingChoice>;

export const sharingChoices = z
  .object({ choices: z.array(sharingChoice).describe('Newest first: of each scope the newest holds.') })
  .meta({ id: 'SharingChoices', description: 'What a person said about their record going to others.' });
export type SharingChoices = z.infer<typeof sharingChoices>;

export const sharingChoiceKept = z.object({ id: z.int() }).meta({ id: 'SharingChoiceKept' });
export type SharingChoiceKept = z.infer<typeof sharingChoiceKept>;
