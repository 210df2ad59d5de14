import { HOUR, type Duration, type Instant, type Pathway } from '#clinical';
import { between, chance } from './chance.ts';

/** How somebody gets worse: with a chest infection or an exacerbation of COPD, a failing heart, or sepsis with delirium. */
export type Illness = 'chest-infection' | 'decompensation' | 'sepsis';

/** One illness from its first sign to recovery. */
export interface Episode {
  readonly illness: Illness;
  readonly startsAt: Instant;
  readonly worsensFor: Duration;
  readonly staysFor: Duration;
  readonly recoversFor: Duration;
  /** 0–1. From about 0.75 NEWS2 reaches 5 and more; below 0.5 it may stay under. */
  readonly peak: number;
}

/** What the illness does to each vital at its full severity, added to the usual value. Invented, within what is seen on wards. */
export const EFFECTS = {
  'chest-infection': { respiration: 10, spo2: -7, systolic: -8, diastolic: -4, pulse: 26, temperature: 1.8, weight: 0 },
  decompensation: { respiration: 9, spo2: -5.5, systolic: -24, diastolic: -8, pulse: 32, temperature: 0, weight: 4.2 },
  sepsis: { respiration: 9, spo2: -4.5, systolic: -32, diastolic: -16, pulse: 36, temperature: 2.1, weight: -0.6 },
} as const satisfies Record<Illness, object>;

/** From this severity on the person is newly confused. */
export const CONFUSED_FROM: Readonly<Record<Illness, number>> = {
  'chest-infection': 0.97,
  decompensation: Infinity,
  sepsis: 0.5,
};

const ILLNESS_OF: Readonly<Record<Pathway, Illness>> = {
  respiratory: 'chest-infection',
  cardiac: 'decompensation',
  frailty: 'sepsis',
};

/** Each stretch of time holds at most one episode, which begins and ends in it. */
const STRETCH: Duration = 96 * HOUR;
const FALLS_ILL = 0.32;
const STAYS_MILD = 0.25;
const STREAM = 101;

/** The episode of the stretch around this moment; null when the person stays well in it. */
export function episodeAround(seed: number, pathway: Pathway, at: Instant): Episode | null {
  const stretch = Math.floor(at / STRETCH);
  const draw = (from: number, to: number, n: number) => between(from, to, seed, STREAM + n, stretch);
  if (chance(seed, STREAM, stretch) >= FALLS_ILL) return null;
  return {
    illness: ILLNESS_OF[pathway],
    startsAt: stretch * STRETCH + draw(0, 20, 1) * HOUR,
    worsensFor: draw(12, 26, 2) * HOUR,
    staysFor: draw(6, 14, 3) * HOUR,
    recoversFor: draw(20, 36, 4) * HOUR,
    peak: chance(seed, STREAM + 5, stretch) < STAYS_MILD ? draw(0.35, 0.55, 6) : draw(0.75, 1, 6),
  };
}

/** Rises and falls without a jump in value or slope. */
function eased(share: number): number {
  return share <= 0 ? 0 : share >= 1 ? 1 : share * share * (3 - 2 * share);
}

/** 0 before and after the episode, its peak at the worst. */
export function severityAt(episode: Episode, at: Instant): number {
  const worst = episode.startsAt + episode.worsensFor;
  const better = worst + episode.staysFor;
  if (at <= worst) return episode.peak * eased((at - episode.startsAt) / episode.worsensFor);
  return episode.peak * (1 - eased((at - better) / episode.recoversFor));
}

export function endOf(episode: Episode): Instant {
  return episode.startsAt + episode.worsensFor + episode.staysFor + episode.recoversFor;
}
