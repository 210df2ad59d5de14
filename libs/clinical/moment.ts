import { Columns, NO_VALUE, NOT_ASKED, type Rows } from './columns.ts';
import { DAY, HOUR, type Duration, type Instant } from './instant.ts';
import { news2Total } from './news2.ts';
import { isPlausible } from './plausible.ts';
import { NO_ANSWERS, readAnswers, type Answers, type NumberId } from './questionnaires.ts';
import { SET_SPAN, setEndingWith, vitalsEndingWith } from './reading-set.ts';
import { scoreSet, whyNoNews2, type ScoreAt } from './score-at.ts';
import { median, medianOfKnown } from './statistics.ts';
import { spo2ScaleAt, type Stay } from './stay.ts';
import type { MeasuredVital, Reading, SpO2Scale, Vitals } from './vitals.ts';

/** "Own normal" looks this far back, and wants this many readings. Source: docs/CLINICAL, section 3. [ours] */
export const OWN_NORMAL_WINDOW: Duration = 7 * DAY;
export const OWN_NORMAL_READINGS = 4;

/** A day, with the quarter of an hour that a round may come early or late. */
export const ABOUT_A_DAY: Duration = DAY + HOUR / 2;

/** What is usual for this person, and where that is known from. */
export interface OwnNormal {
  readonly value: number;
  readonly from: 'plan' | 'readings';
}

/**
 * All the sets of a run of readings, oldest first. Whatever is derived from the readings is derived when a rule first asks
 * for it, and once.
 *
 * The present is the newest set that has a saturation in it, and what came after: it is scored on the SpO2 scale that is in
 * force now. Every set before it keeps the scale that was in force when it was measured. Source: docs/CLINICAL, section 1.
 */
export class Course {
  readonly stay: Stay;
  readonly ordered: readonly Reading[];
  readonly #now: Instant;
  /** For each scale, by the index of the set's last reading. */
  readonly #moments: [Map<number, Moment>?, Map<number, Moment>?] = [];
  #columns: Columns | null = null;
  #presentFrom: Instant | undefined;

  /** `ordered` is oldest first. Orders of a scale that are later than `now` are not in force yet. */
  constructor(stay: Stay, ordered: readonly Reading[], now: Instant) {
    this.stay = stay;
    this.ordered = ordered;
    this.#now = now;
  }

  /** The set that ends with the reading at this index, on its own scale: the present's, or the one then in force. */
  endingWith(index: number): Moment {
    return this.onScale(index, this.#scaleOf(index));
  }

  /** The same set on a given scale. */
  onScale(index: number, scale: SpO2Scale): Moment {
    const moments = (this.#moments[scale - 1] ??= new Map());
    let moment = moments.get(index);
    if (moment === undefined) {
      moment = new Moment(this, index, scale);
      moments.set(index, moment);
    }
    return moment;
  }

  /** The score as it is kept: on the scale that was in force when the set was measured, whatever is in force now. */
  scoreToKeep(index: number): ScoreAt {
    return this.onScale(index, spo2ScaleAt(this.stay, this.ordered[index]!.effectiveAt)).score;
  }

  #scaleOf(index: number): SpO2Scale {
    if (this.stay.plan.spo2ScaleOrders === undefined) return this.stay.spo2Scale ?? 1;
    const at = this.ordered[index]!.effectiveAt;
    return spo2ScaleAt(this.stay, at >= this.#presentSince() ? this.#now : at);
  }

  #presentSince(): Instant {
    if (this.#presentFrom === undefined) {
      const newest = this.ordered.findLast(({ spo2 }) => spo2 !== undefined && isPlausible('spo2', spo2));
      // Without any saturation no score depends on the scale: what is shown is the one in force.
      this.#presentFrom = newest?.effectiveAt ?? -Infinity;
    }
    return this.#presentFrom;
  }

  get columns(): Columns {
    return (this.#columns ??= Columns.of(this.ordered));
  }

  /** Nothing more will be asked of this course soon: what it needs to answer may be used for another. */
  rest(): void {
    this.#columns?.giveBack();
    this.#columns = null;
  }

  /** The NEWS2 total of the set that ends with the reading at this index; NO_VALUE when it is incomplete or NEWS2 does not apply. */
  totalOn(scale: SpO2Scale, index: number): number {
    const { columns } = this;
    const cell = columns.totals(scale) + index;
    let total = columns.cells[cell]!;
    if (total === NOT_ASKED) {
      const applies = whyNoNews2(this.stay) === null;
      total = (applies ? news2Total(vitalsEndingWith(this.ordered, index), scale) : null) ?? NO_VALUE;
      columns.cells[cell] = total;
    }
    return total;
  }
}

/**
 * A set at its instant, with everything that was measured up to it: what a rule looks at. It never sees what came after. The
 * scores of its past are on its own SpO2 scale, so that like is compared with like.
 */
export class Moment {
  readonly stay: Stay;
  readonly scale: SpO2Scale;
  readonly score: ScoreAt;
  readonly at: Instant;
  readonly vitals: Vitals;
  readonly #course: Course;
  readonly #index: number;
  #answers: Answers | undefined;
  #dayTotals: readonly number[] | undefined;

  constructor(course: Course, index: number, scale: SpO2Scale) {
    this.#course = course;
    this.#index = index;
    this.stay = course.stay;
    this.scale = scale;
    this.score = scoreSet(setEndingWith(course.ordered, index), course.stay, scale);
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
    const { ordered } = this.#course;
    const latest = this.at - SET_SPAN;
    let before = this.#index - 1;
    while (before >= 0 && ordered[before]!.effectiveAt > latest) before--;
    return before < 0 || ordered[before]!.effectiveAt < this.at - reach
      ? null
      : this.#course.onScale(before, this.scale);
  }

  /** This round and those before it, newest first, measured after `at − reach`. */
  rounds(reach: Duration): Moment[] {
    const rounds: Moment[] = reach > 0 ? [this] : [];
    for (let m = this.roundBefore(reach); m !== null && m.at > this.at - reach; m = m.roundBefore()) rounds.push(m);
    return rounds;
  }

  /** The totals of the complete rounds of the last day, newest first. */
  get dayTotals(): readonly number[] {
    return (this.#dayTotals ??= this.totals(ABOUT_A_DAY));
  }

  /** The totals of the complete rounds in (at − from, at − until], newest first. */
  totals(from: Duration, until: Duration = 0): number[] {
    const { ordered } = this.#course;
    const since = this.at - from;
    const upTo = this.at - until;
    const found: number[] = [];
    let row = this.#index;
    for (let { at } = this; at > since; at = ordered[row]!.effectiveAt) {
      const total = at > upTo ? NO_VALUE : this.#course.totalOn(this.scale, row);
      if (total !== NO_VALUE) found.push(total);
      const before = at - SET_SPAN;
      do row--;
      while (row >= 0 && ordered[row]!.effectiveAt > before);
      if (row < 0) break;
    }
    return found;
  }

  get columns(): Columns {
    return this.#course.columns;
  }

  /** What was measured in (at − from, at − until], as rows of the columns, oldest first. They may not be filled yet. */
  rows(from: Duration, until: Duration = 0): Rows {
    const { columns } = this.#course;
    return {
      first: columns.firstAfter(this.at - from, this.#index),
      end: until === 0 ? this.#index + 1 : columns.firstAfter(this.at - until, this.#index),
    };
  }

  /** The believable values of a vital in (at − from, at − until], oldest first. */
  values(vital: MeasuredVital, from: Duration, until: Duration = 0): number[] {
    const { first, end } = this.rows(from, until);
    const { columns } = this.#course;
    const { cells } = columns;
    const column = columns.column(vital, first);
    const found: number[] = [];
    for (let i = column + first; i < column + end; i++) if (cells[i] !== NO_VALUE) found.push(cells[i]!);
    return found;
  }

  /** The lowest believable value of a vital in (at − from, at − until]; null when there is none. */
  lowest(vital: MeasuredVital, from: Duration, until: Duration): number | null {
    const { first, end } = this.rows(from, until);
    const { columns } = this.#course;
    const { cells } = columns;
    const column = columns.column(vital, first);
    let lowest = Infinity;
    for (let i = column + first; i < column + end; i++) {
      const value = cells[i]!;
      if (value < lowest && value !== NO_VALUE) lowest = value;
    }
    return lowest === Infinity ? null : lowest;
  }

  /** The highest believable value of a vital in (at − from, at − until]; null when there is none. */
  highest(vital: MeasuredVital, from: Duration, until: Duration): number | null {
    const { first, end } = this.rows(from, until);
    const { columns } = this.#course;
    const { cells } = columns;
    const column = columns.column(vital, first);
    let highest = NO_VALUE;
    // No plausible value is below NO_VALUE.
    for (let i = column + first; i < column + end; i++) if (cells[i]! > highest) highest = cells[i]!;
    return highest === NO_VALUE ? null : highest;
  }

  /** The median of the believable values of a vital in (at − from, at − until], when there are that many; else null. */
  medianOf(vital: MeasuredVital, from: Duration, until: Duration, atLeast: number): number | null {
    const { first, end } = this.rows(from, until);
    const { columns } = this.#course;
    const column = columns.column(vital, first);
    return medianOfKnown(columns.cells, column + first, column + end, atLeast);
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
    const value = this.medianOf(vital, OWN_NORMAL_WINDOW + until, until, least);
    return value === null ? null : { value, from: 'readings' };
  }

  /** As `ownNormal`, for the NEWS2 total of complete sets. */
  ownNews2(until: Duration = SET_SPAN): OwnNormal | null {
    const stated = this.stay.plan.baseline?.news2;
    if (stated !== undefined) return { value: stated, from: 'plan' };
    const totals = this.totals(OWN_NORMAL_WINDOW + until, until);
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
