import { z } from 'zod';
import { nhsNumber } from './nhs-number.ts';

const moment = z.number().describe('Epoch milliseconds.');

/** As many as one page of the trail shows. */
export const AUDIT_PAGE = 100;

export const auditQuestion = z.strictObject({
  account: z.uuid().exactOptional().describe('Who did it.'),
  nhsNumber: nhsNumber.exactOptional().describe('Whose record: every stay of theirs.'),
  admission: z.uuid().exactOptional().describe('Whose record: this stay.'),
  glass: z
    .uuid()
    .exactOptional()
    .describe(
      'One opening of a patient beyond somebody’s wards: that it was opened, what was done through it, its review.',
    ),
  act: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/, 'expected the name of an act, such as viewed-patient')
    .exactOptional()
    .describe('What was done, by the name that the trail has for it.'),
  from: z.iso.datetime({ offset: true }).exactOptional(),
  to: z.iso.datetime({ offset: true }).exactOptional(),
  before: z.int().positive().exactOptional().describe('Only links before this one: the last of the page before.'),
});
export type AuditQuestion = z.infer<typeof auditQuestion>;

export const auditPage = z
  .object({
    at: moment,
    entries: z.array(
      z.object({
        seq: z.int().describe('Its place in the chain.'),
        at: moment,
        act: z.string(),
        who: z.object({
          kind: z.string().describe('person, source, partner or system'),
          id: z.string().nullable(),
          name: z.string().nullable(),
        }),
        ward: z.string().nullable(),
        careHome: z.string().nullable(),
        admissions: z.array(z.string()).describe('The stays that were seen or acted on, by id.'),
        alert: z.string().nullable(),
        details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      }),
    ),
    more: z.boolean().describe('Whether there are older ones.'),
  })
  .meta({ id: 'AuditPage', description: 'Links of the audit trail, the newest first.' });
export type AuditPage = z.infer<typeof auditPage>;

export const auditPeople = z
  .object({ people: z.array(z.object({ id: z.uuid(), name: z.string(), role: z.string() })) })
  .meta({ id: 'AuditPeople', description: 'Everybody who works here or did, by name.' });
export type AuditPeople = z.infer<typeof auditPeople>;

export const auditVerified = z
  .object({
    at: moment,
    whole: z.boolean(),
    links: z.int().describe('How many were followed and are as they were written.'),
    broken: z
      .object({ seq: z.int(), why: z.string() })
      .nullable()
      .describe('The first link that is missing or is not what was written.'),
    end: z.string().nullable().describe('The hash of the last link: compare it with one that was kept elsewhere.'),
  })
  .meta({ id: 'AuditVerified', description: 'Whether the chain is what was written.' });
export type AuditVerified = z.infer<typeof auditVerified>;
