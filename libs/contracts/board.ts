import { BANDS, PRIORITIES, type Band, type MonitoringLevel, type Parameter, type Pathway } from '#clinical';
import type { OpenAlertView } from './alert.ts';

/** A score that may be shown as a NEWS2: all seven parameters within 30 min. */
export interface CompleteScoreView {
  at: number;
  total: number;
  band: Band;
  singleThree: Parameter[];
  subScores: Record<Parameter, number>;
  scale: 1 | 2;
  /** What the sender said the total was, where it said so. When it is not ours, the board shows both. */
  statedTotal: number | null;
}

/** The newest set when it is not complete: shown beside the last NEWS2, never in its place. */
export interface IncompleteScoreView {
  at: number;
  least: number;
  most: number;
  band: Band;
  missing: Parameter[];
}

/** Everything that the board shows of one patient. All times are epoch milliseconds UTC. */
export interface Tile {
  admissionId: string;
  version: number;
  bed: number | null;
  patient: { nhsNumber: string; name: string; ageYears: number; sex: 'female' | 'male' | 'other' | 'unknown' };
  pathway: Pathway;
  level: MonitoringLevel;
  place: { kind: 'home' } | { kind: 'care-home'; id: string; name: string };
  spo2Scale: 1 | 2;
  /** Why this person gets no NEWS2 at all (under 16, pregnant), or null. */
  news2NotApplicable: string | null;
  score: CompleteScoreView | null;
  incomplete: IncompleteScoreView | null;
  trend: 'rising' | 'falling' | 'steady' | 'unknown';
  lastReadingAt: number | null;
  nextDueAt: number | null;
  alerts: OpenAlertView[];
}

/** The whole ward as of feed number `seq`. */
export interface Board {
  ward: { id: string; name: string; capacity: number };
  seq: number;
  at: number;
  tiles: Tile[];
  /** Oldest reading that is stored and not evaluated yet; null when there is none. */
  oldestUnevaluatedAt: number | null;
}

export const BAND_NAMES: Record<Band, string> = {
  low: 'Low',
  'low-medium': 'Low-medium',
  medium: 'Medium',
  high: 'High',
};

const rankOf = (band: Band): number => BANDS.indexOf(band);

/** The band that a clinician has to reckon with: the worse of the last NEWS2 and of what a newer incomplete set already proves. */
export function bandOf(tile: Pick<Tile, 'score' | 'incomplete'>): Band | null {
  const { score, incomplete } = tile;
  if (!score) return incomplete?.band ?? null;
  if (!incomplete) return score.band;
  return rankOf(incomplete.band) > rankOf(score.band) ? incomplete.band : score.band;
}

/** How much an alert presses: an emergency before everything else until it is closed, an unaccepted one before an accepted, an eased one last. */
export function pressing({ priority, status, conditionPresent }: OpenAlertView): number {
  return (PRIORITIES.indexOf(priority) + 1) * 4 + (status === 'raised' ? 2 : 0) + (conditionPresent ? 1 : 0);
}

const worstAlert = (tile: Tile): number => Math.max(0, ...tile.alerts.map(pressing));

/** Worst first: open alerts by priority (unaccepted before accepted), then band, then total, then trend, then bed. */
export function worstFirst(a: Tile, b: Tile): number {
  const band = (tile: Tile): number => {
    const worst = bandOf(tile);
    return worst === null ? -1 : rankOf(worst);
  };
  const total = (tile: Tile): number => Math.max(tile.score?.total ?? -1, tile.incomplete?.least ?? -1);
  const rising = (tile: Tile): number => (tile.trend === 'rising' ? 1 : 0);
  return (
    worstAlert(b) - worstAlert(a) ||
    band(b) - band(a) ||
    total(b) - total(a) ||
    rising(b) - rising(a) ||
    (a.bed ?? Infinity) - (b.bed ?? Infinity) ||
    (a.admissionId < b.admissionId ? -1 : 1)
  );
}
