import { DAY, HOUR, type Duration, type Instant } from './instant.ts';
import { readAnswers, type Answers, type NumberId } from './questionnaires.ts';
import { isPlausible } from './plausible.ts';
import { SET_SPAN, setEndingWith, standsAlone } from './reading-set.ts';
import { scoreSet, type ScoreAt } from './score-at.ts';
import { median } from './statistics.ts';
import type { Stay } from './stay.ts';
import type { MeasuredVital, Reading, Vitals } from './vitals.ts';

/** "Own normal" looks this far back, and wants this many readings. Source: docs/CLINICAL, section 3. [ours] */
export const OWN_NORMAL_WINDOW: Duration = 7 * DAY;
export const OWN_NORMAL_READINGS = 4;

/** What is usual for this person, and where that is known from. */
export interface OwnNormal {
  readonly value: number;
  readonly from: 'plan' | 'readings';
}

export interface Measured {
  readonly at: Instant;
  readonly value: number;
}

const NO_ANSWERS: Answers = Object.freeze({});

/**
 * Scores of sets that one reading makes alone, for callers that evaluate the same readings again and again. Good for one
 * person on one SpO2 scale: a change of either wants a new one.
 */
export type ScoreMemory = WeakMap<Reading, ScoreAt>;

/** All the sets of a run of readings, oldest first. Each is scored when a rule first looks at it. */
export class Course {
  readonly stay: Stay;
  readonly ordered: readonly Reading[];
  readonly #moments = new Map<number, Moment>();
  readonly #memory: ScoreMemory | undefined;

  /** `ordered` is oldest first. */
  constructor(stay: Stay, ordered: readonly Reading[], memory?: ScoreMemory) {
    this.stay = stay;
    this.ordered = ordered;
    this.#memory = memory;
  }

  /** The score of the set that ends with the reading at this index. */
  scoreOf(index: number): ScoreAt {
    if (this.#memory === undefined || !standsAlone(this.ordered, index)) {
      return scoreSet(setEndingWith(this.ordered, index), this.stay);
    }
    const reading = this.ordered[index]!;
    let score = this.#memory.get(reading);
    if (score === undefined) {
      score = scoreSet(setEndingWith(this.ordered, index), this.stay);
      this.#memory.set(reading, score);
    }
    return score;
  }

  /** The set that ends with the reading at this index. */
  endingWith(index: number): Moment {
    let moment = this.#moments.get(index);
    if (moment === undefined) {
      moment = new Moment(this, index);
      this.#moments.set(index, moment);
    }
    return moment;
  }
}

/** A set at its instant, with everything that was measured up to it: what a rule looks at. It never sees what came after. */
export class Moment {
  readonly stay: Stay;
  readonly score: ScoreAt;
  readonly at: Instant;
  readonly vitals: Vitals;
  readonly #course: Course;
  readonly #index: number;
  #answers: Answers | undefined;
  #before: Moment | null | undefined;

  constructor(course: Course, index: number) {
    this.#course = course;
    this.#index = index;
    this.stay = course.stay;
    this.score = course.scoreOf(index);
    this.at = this.score.at;
    this.vitals = this.score.vitals;
  }

  /** The total, when the set is complete. */
  get total(): number | null {
    return this.score.news2.kind === 'complete' ? this.score.news2.total : null;
  }

  /** The answers given in the half hour up to the set; of a question answered twice, the later answer. */
  get answers(): Answers {
    return (this.#answers ??= this.#gatherAnswers());
  }

  #gatherAnswers(): Answers {
    const { ordered } = this.#course;
    let gathered: Answers = NO_ANSWERS;
    for (let i = this.#index; i >= 0 && ordered[i]!.effectiveAt > this.at - SET_SPAN; i--) {
      const { answers } = ordered[i]!;
      if (answers !== undefined) gathered = { ...readAnswers(answers), ...gathered };
    }
    return gathered;
  }

  /** The round before this one: the newest set that shares no half hour with it; null when there is none within `reach`. */
  roundBefore(reach: Duration = Infinity): Moment | null {
    if (this.#before === undefined) {
      const { ordered } = this.#course;
      let i = this.#index - 1;
      while (i >= 0 && ordered[i]!.effectiveAt > this.at - SET_SPAN) i--;
      this.#before = i >= 0 ? this.#course.endingWith(i) : null;
    }
    return this.#before !== null && this.#before.at >= this.at - reach ? this.#before : null;
  }

  /** This round and those before it, newest first, measured after `at − reach`. */
  rounds(reach: Duration): Moment[] {
    const rounds: Moment[] = reach > 0 ? [this] : [];
    for (let m = this.roundBefore(reach); m !== null && m.at > this.at - reach; m = m.roundBefore()) rounds.push(m);
    return rounds;
  }

  /** The believable values of a vital in (at − from, at − until], oldest first. */
  measured(vital: MeasuredVital, from: Duration, until: Duration = 0): Measured[] {
    const { ordered } = this.#course;
    const found: Measured[] = [];
    for (let i = this.#index; i >= 0; i--) {
      const reading = ordered[i]!;
      if (reading.effectiveAt <= this.at - from) break;
      const value = reading[vital];
      if (value === undefined || reading.effectiveAt > this.at - until || !isPlausible(vital, value)) continue;
      found.push({ at: reading.effectiveAt, value });
    }
    return found.reverse();
  }

  /** As `measured`, without the times. */
  values(vital: MeasuredVital, from: Duration, until: Duration = 0): number[] {
    const { ordered } = this.#course;
    const found: number[] = [];
    for (let i = this.#index; i >= 0; i--) {
      const reading = ordered[i]!;
      if (reading.effectiveAt <= this.at - from) break;
      const value = reading[vital];
      if (value === undefined || reading.effectiveAt > this.at - until || !isPlausible(vital, value)) continue;
      found.push(value);
    }
    return found.reverse();
  }

  /** The answers to a question that takes a number, in (at − from, at − until], oldest first. */
  answered(question: NumberId, from: Duration, until: Duration): number[] {
    const { ordered } = this.#course;
    const found: number[] = [];
    for (let i = this.#index; i >= 0 && ordered[i]!.effectiveAt > this.at - from; i--) {
      const { answers, effectiveAt } = ordered[i]!;
      const answer =
        answers === undefined || effectiveAt > this.at - until ? undefined : readAnswers(answers)[question];
      if (answer !== undefined) found.push(answer);
    }
    return found.reverse();
  }

  /** The forms in which the test holds, in (at − from, at], newest first. */
  formsWhere(test: (answers: Answers) => boolean, from: Duration): Instant[] {
    const { ordered } = this.#course;
    const found: Instant[] = [];
    for (let i = this.#index; i >= 0 && ordered[i]!.effectiveAt > this.at - from; i--) {
      const { answers, effectiveAt } = ordered[i]!;
      if (answers !== undefined && test(readAnswers(answers))) found.push(effectiveAt);
    }
    return found;
  }

  /**
   * The plan's stated baseline, else the median of the 7 days up to `until` before this set with at least 4 readings,
   * else null: unknown.
   */
  ownNormal(vital: MeasuredVital, until: Duration = SET_SPAN, least = OWN_NORMAL_READINGS): OwnNormal | null {
    const stated = this.stay.plan.baseline?.[vital];
    if (stated !== undefined) return { value: stated, from: 'plan' };
    const values = this.values(vital, OWN_NORMAL_WINDOW + until, until);
    return values.length >= least ? { value: median(values), from: 'readings' } : null;
  }

  /** As `ownNormal`, for the NEWS2 total of complete sets. */
  ownNews2(until: Duration = SET_SPAN): OwnNormal | null {
    const stated = this.stay.plan.baseline?.news2;
    if (stated !== undefined) return { value: stated, from: 'plan' };
    const totals: number[] = [];
    for (const round of this.rounds(OWN_NORMAL_WINDOW + until)) {
      if (round.at <= this.at - until && round.total !== null) totals.push(round.total);
    }
    return totals.length >= OWN_NORMAL_READINGS ? { value: median(totals), from: 'readings' } : null;
  }

  /** As `ownNormal`, for a question that takes a number. */
  ownAnswer(question: NumberId): OwnNormal | null {
    const stated =
      question === 'mmrc' || question === 'borg' || question === 'painScore'
        ? this.stay.plan.baseline?.[question]
        : undefined;
    if (stated !== undefined) return { value: stated, from: 'plan' };
    const values = this.answered(question, OWN_NORMAL_WINDOW, SET_SPAN);
    return values.length >= OWN_NORMAL_READINGS ? { value: median(values), from: 'readings' } : null;
  }
}

/** A day, with the quarter of an hour that a round may come early or late. */
export const ABOUT_A_DAY: Duration = DAY + HOUR / 2;
