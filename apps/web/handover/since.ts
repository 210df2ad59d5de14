const HOUR_MS = 3_600_000;
/** A shift, where nothing is remembered. */
const A_SHIFT_MS = 12 * HOUR_MS;
/** What was remembered longer ago than this is no last shift. */
const FORGOTTEN_AFTER_MS = 7 * 24 * HOUR_MS;

const stored = (accountId: string): string => `homeward:shift-ended:${accountId}`;

/** From when on changes are told: as the address has it, else when this person last handed over here, else a shift ago. */
export function sinceWhen(search: string, accountId: string, now: number): number {
  const asked = Date.parse(new URLSearchParams(search).get('since') ?? '');
  if (!Number.isNaN(asked)) return asked;
  const remembered = Number(localStorage.getItem(stored(accountId)) ?? Number.NaN);
  return remembered > now - FORGOTTEN_AFTER_MS && remembered < now ? remembered : now - A_SHIFT_MS;
}

/** This is when this person's shift ended: the next handover on this computer begins with it. */
export const rememberShiftEnd = (accountId: string, at: number): void =>
  localStorage.setItem(stored(accountId), String(at));

export const QUICK_CHOICES = [8, 12, 24] as const;
export const hoursBefore = (hours: number, now: number): number => now - hours * HOUR_MS;
