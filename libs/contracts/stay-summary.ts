import { z } from 'zod';
import { instant } from './instant.ts';

/** A summary tells of no longer time: whoever wants more asks for two. */
export const LONGEST_SUMMARY_DAYS = 31;

/** Of which time a summary of a stay tells. */
export const summaryQuestion = z.object({
  from: instant.optional().describe('Without it, 14 days before `to`.'),
  to: instant.optional().describe('Without it, now.'),
});
