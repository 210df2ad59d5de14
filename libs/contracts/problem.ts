import { z } from 'zod';
import type { RefusalCode } from './refusals.ts';

/** One thing that is wrong with what was sent. Paths are JSON pointers (RFC 6901) into the sender's document. */
export const problemDetail = z
  .object({
    pointer: z.string().describe('JSON pointer (RFC 6901) into the document that was sent.'),
    field: z.string().describe('The last step of the path, in the words of the contract.'),
    sent: z.unknown().optional().describe('What was sent, cut to a length that can be shown; absent when nothing was.'),
    detail: z.string().describe('What is wrong and what is expected, for the person who reads it.'),
  })
  .meta({ id: 'ProblemDetail', description: 'One thing that is wrong with what was sent.' });
export type ProblemDetail = z.infer<typeof problemDetail>;

const PROBLEM_TYPES = 'https://homeward.example/problems/';

/** The address that names a kind of refusal; nothing has to be found there. Source: RFC 9457, `type`. */
export const problemType = (code: RefusalCode): string => `${PROBLEM_TYPES}${code}`;

/** The one form of every refusal outside /fhir. Source: RFC 9457. */
export const problem = z
  .object({
    type: z.string().describe('Which refusal this is: an address whose last part is its code.'),
    title: z.string().describe('The refusal in a few words; the same for every refusal of this type.'),
    status: z.int().describe('The HTTP status, once more.'),
    detail: z.string().describe('What was refused and why, for the person who reads it.'),
    errors: z.array(problemDetail).exactOptional().describe('Each thing that is wrong, by field.'),
    traceId: z.string().exactOptional().describe('Quote it when you report a fault.'),
  })
  .meta({ id: 'Problem', description: 'A refusal, in the form of RFC 9457.' });
export type Problem = z.infer<typeof problem>;

export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';
