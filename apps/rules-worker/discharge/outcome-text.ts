import { z } from 'zod';

/** So much of what a receiver says is kept. */
const LONGEST = 800;

const operationOutcome = z.object({
  resourceType: z.literal('OperationOutcome'),
  issue: z.array(
    z.object({
      severity: z.string().optional(),
      code: z.string().optional(),
      diagnostics: z.string().optional(),
      details: z.object({ text: z.string().optional() }).optional(),
    }),
  ),
});

/** What an OperationOutcome says, in one line; null for every other answer: what that holds, nobody knows. */
export function outcomeText(body: string): string | null {
  let read: unknown;
  try {
    read = JSON.parse(body);
  } catch {
    return null;
  }
  const outcome = operationOutcome.safeParse(read);
  if (!outcome.success) return null;
  const said = outcome.data.issue.map(({ severity = 'error', code, details, diagnostics }) =>
    [severity, code, details?.text ?? diagnostics].filter((part) => part !== undefined).join(' '),
  );
  // Control characters would not be stored, and are nothing to read.
  const text = said
    .join('; ')
    .replaceAll(/\p{Cc}+|\p{Surrogate}/gu, ' ')
    .trim();
  return text === '' ? null : text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
