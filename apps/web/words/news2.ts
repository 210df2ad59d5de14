import { BAND_NAMES, type CompleteScoreView, type IncompleteScoreView, type Tile } from '#contracts';
import { reasonsInWords, type Band, type News2, type Parameter } from '#clinical';

/** The chart's order, with the short heading of each column and the word that is read out. */
export const PARAMETER_COLUMNS = [
  { parameter: 'respiration', short: 'RR', word: 'respiration' },
  { parameter: 'spo2', short: 'SpO2', word: 'SpO2' },
  { parameter: 'oxygen', short: 'O2', word: 'oxygen' },
  { parameter: 'systolic', short: 'BP', word: 'blood pressure' },
  { parameter: 'pulse', short: 'P', word: 'pulse' },
  { parameter: 'consciousness', short: 'AVPU', word: 'consciousness' },
  { parameter: 'temperature', short: 'T', word: 'temperature' },
] as const satisfies readonly { parameter: Parameter; short: string; word: string }[];

const wordFor = (parameter: Parameter): string =>
  PARAMETER_COLUMNS.find((column) => column.parameter === parameter)?.word ?? parameter;

/** "pulse", "pulse and temperature", "pulse, temperature and SpO2". */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

export const TREND_WORDS: Record<Tile['trend'], string> = {
  rising: 'rising',
  falling: 'falling',
  steady: 'steady',
  unknown: 'no earlier NEWS2 to compare with',
};

/** What the strip of sub-scores shows, as one sentence for those who listen. */
export function scoringInWords(score: CompleteScoreView): string {
  const scoring = PARAMETER_COLUMNS.filter(({ parameter }) => score.subScores[parameter] > 0);
  if (scoring.length === 0) return 'All seven parameters score 0.';
  const parts = scoring.map(
    ({ parameter, word }) =>
      `${word} scores ${score.subScores[parameter]}${score.singleThree.includes(parameter) ? ', a single 3' : ''}`,
  );
  return `${capital(parts.join('; '))}.`;
}

/** "Incomplete: 5 of 7, at least 4". Never said in a NEWS2's place. */
export const incompleteInWords = (set: IncompleteScoreView): string =>
  `Incomplete: ${PARAMETER_COLUMNS.length - set.missing.length} of ${PARAMETER_COLUMNS.length}, at least ${set.least}`;

/** What could not be taken, and why: "Somebody was there, no reading: refused", "Not taken: pulse (cold hands)". */
export const notTakenInWords = ({ why }: NonNullable<Tile['notTaken']>): string =>
  why.all === undefined
    ? `Not taken: ${reasonsInWords(why)}`
    : `Somebody was there, no reading: ${reasonsInWords(why)}`;

export const missingInWords = (set: IncompleteScoreView): string =>
  `missing ${listed(PARAMETER_COLUMNS.filter(({ parameter }) => set.missing.includes(parameter)).map(({ parameter }) => wordFor(parameter)))}`;

/** The score as it is read out: "NEWS2 7, High, rising." */
export function scoreInWords(tile: Pick<Tile, 'score' | 'trend' | 'news2NotApplicable'>): string {
  if (tile.news2NotApplicable !== null) return `No NEWS2: ${tile.news2NotApplicable}`;
  if (tile.score === null) return 'No complete NEWS2 yet.';
  return `NEWS2 ${tile.score.total}, band ${BAND_NAMES[tile.score.band]}, ${TREND_WORDS[tile.trend]}.`;
}

export const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** A sender's own total that is not ours is shown beside it, never believed. Null when they agree or none was sent. */
export const statedOtherwise = (score: CompleteScoreView): string | null =>
  score.statedTotal === null || score.statedTotal === score.total
    ? null
    : `The sender gave NEWS2 ${score.statedTotal}; the chart gives ${score.total}`;

/** "+7 on usual 2": usual as the plan states it, else by their own readings. Null where neither is known, or nothing is scored. */
export function againstOwnNormal({
  score,
  ownNews2,
  usualNews2,
}: Pick<Tile, 'score' | 'ownNews2' | 'usualNews2'>): string | null {
  const usual = ownNews2 ?? usualNews2;
  if (score === null || usual === null) return null;
  const change = score.total - usual;
  if (change === 0) return `as usual (${usual})`;
  return `${change > 0 ? '+' : '−'}${Math.abs(change)} on usual ${usual}`;
}

/** Where what is usual is known from; null where it is not known. */
export function usualFrom({ ownNews2, usualNews2 }: Pick<Tile, 'ownNews2' | 'usualNews2'>): string | null {
  if (ownNews2 !== null) return 'as the plan states it';
  return usualNews2 === null ? null : 'by their own readings of seven days';
}

export type Recent = Tile['recent'][number];

/** The scores of the last day as they are heard. */
export function recentInWords(recent: readonly Recent[]): string {
  if (recent.length === 0) return 'No NEWS2 in the last 24 hours.';
  const complete = recent.flatMap(([, least, most]) => (least === most ? [least] : []));
  const proven = recent.flatMap(([, least, most]) => (least === most ? [] : [least]));
  const [least, most] = [Math.min(...complete), Math.max(...complete)];
  const scored =
    complete.length === 0
      ? 'no complete NEWS2'
      : complete.length === 1
        ? `NEWS2 ${least}`
        : `${complete.length} NEWS2, ${least === most ? `all ${least}` : `from ${least} to ${most}`}`;
  const open =
    proven.length === 0
      ? ''
      : `; ${proven.length} ${proven.length === 1 ? 'set' : 'sets'} incomplete, at least ${Math.max(...proven)}`;
  return `Last 24 hours: ${scored}${open}.`;
}

/** A set while it is being taken: "NEWS2 3", or what it is at the least and what is missing. Never said in a NEWS2's place. */
export const newsSoFarInWords = (score: News2): string =>
  score.kind === 'complete'
    ? `NEWS2 ${score.total}`
    : `NEWS2 so far: at least ${score.least}. Missing: ${listed(PARAMETER_COLUMNS.filter(({ parameter }) => score.missing.includes(parameter)).map(({ parameter }) => wordFor(parameter)))}`;

export const bandInWords = (band: Band): string => `(${BAND_NAMES[band].toLowerCase()})`;
