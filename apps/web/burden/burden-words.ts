import { ALERT_OUTCOMES, type AlertOutcome } from '#contracts';

/** A share with how sure it is: "25 % (1 of 4; between 5 % and 70 %)". */
export function shareInWords(
  share: { of: number; among: number; share: number; from: number; to: number } | null,
): string {
  if (share === null) return '–';
  return `${asPercent(share.share)} (${share.of} of ${share.among}; between ${asPercent(share.from)} and ${asPercent(share.to)})`;
}

export const asPercent = (share: number): string => `${Math.round(share * 100)} %`;

/** A figure, or a dash where there is none to say. */
export function inWords(figure: number | null | undefined, decimals = 2): string {
  return figure === null || figure === undefined ? '–' : figure.toFixed(decimals);
}

/** "no action needed 3, visit arranged 1". */
export function outcomesInWords(outcomes: Readonly<Partial<Record<AlertOutcome, number>>>): string {
  const told = (Object.entries(ALERT_OUTCOMES) as [AlertOutcome, string][]).flatMap(([outcome, name]) => {
    const count = outcomes[outcome];
    return count === undefined ? [] : [`${name.toLowerCase()} ${count}`];
  });
  return told.length === 0 ? 'none yet' : told.join(', ');
}
