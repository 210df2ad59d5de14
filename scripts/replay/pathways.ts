import type { Pathway } from '#clinical';

export const PATHWAYS_KNOWN = ['respiratory', 'cardiac', 'frailty'] as const satisfies readonly Pathway[];
