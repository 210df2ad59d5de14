import {
  DAY,
  evaluateStay,
  nextAlert,
  spo2ScaleAt,
  windowNeeded,
  type Duration,
  type Finding,
  type Instant,
  type OpenAlert,
  type PendingRepeat,
  type Priority,
  type Reading,
  type RuleSet,
  type Stay,
  type StayEvaluation,
} from '#clinical';
import { PackedReadings } from './packed-readings.ts';
import type { RecordedSet } from './recorded-lines.ts';

/** A change of an alert, as it is written out. `at` is the own time of the reading that made it. */
export interface AlertChange {
  readonly patient: string;
  readonly at: string;
  readonly rule: string;
  readonly priority: Priority;
  readonly change: 'raised' | 'worsened' | 'resolved';
}

/**
 * In a recorded course nobody could be asked for a repeat. `next-set`: the next recorded set stands for it. `none`: no
 * repeat is asked for, and every breach alerts at once.
 */
export type RepeatModel = 'next-set' | 'none';

/**
 * In a recorded course nobody closes an alert. One whose condition a set has cleared is resolved by that set; one that no
 * set can clear (an answer, a concern) is taken as closed after a day without a further breach.
 */
const CLOSED_AFTER: Duration = DAY;

function pressing(priority: Priority): boolean {
  return priority === 'urgent' || priority === 'emergency';
}

/** One patient's readings under one rule set, in the order of the file. */
export class PatientCourse {
  readonly #patient: string;
  readonly #ruleSet: RuleSet;
  readonly #repeats: RepeatModel;
  readonly #window: Duration;
  #stay: Stay;
  #packed: PackedReadings | null = null;
  #readings: Reading[] = [];
  #open: OpenAlert[] = [];
  #pending: PendingRepeat[] = [];

  constructor(first: RecordedSet, ruleSet: RuleSet, repeats: RepeatModel) {
    this.#patient = first.patient;
    this.#ruleSet = ruleSet;
    this.#repeats = repeats;
    this.#window = windowNeeded(ruleSet, first.pathway);
    this.#stay = {
      id: first.patient,
      pathway: first.pathway,
      ageYears: first.age,
      pregnant: false,
      spo2Scale: first.spo2Scale ?? 1,
      level: 'intensive',
      admittedAt: first.reading.effectiveAt,
      plan: {},
    };
  }

  /** Takes less memory until the next set comes. */
  rest(): void {
    if (this.#packed !== null) return;
    this.#packed = new PackedReadings(this.#readings);
    this.#readings = [];
  }

  /** Evaluates one more set. `onChange` hears of every change of an alert. */
  take(set: RecordedSet, onChange: (change: AlertChange, finding: Finding | null) => void): StayEvaluation {
    const { reading, at } = set;
    if (this.#packed !== null) {
      this.#readings = this.#packed.unpack();
      this.#packed = null;
    }
    const now = this.#keep(reading);
    this.#follow(set);
    const patient = this.#patient;
    for (const alert of this.#open) {
      if (now - alert.effectiveAt > CLOSED_AFTER) {
        onChange({ patient, at, rule: alert.ruleId, priority: alert.priority, change: 'resolved' }, null);
        this.#open = this.#open.filter((other) => other !== alert);
      }
    }
    const waiting = this.#pending.filter((pending) => reading.effectiveAt - pending.finding.at <= CLOSED_AFTER);
    const evaluation = evaluateStay(
      {
        stay: this.#stay,
        readings: this.#readings,
        fresh: new Set([reading.id]),
        openAlerts: this.#open,
        ...(this.#repeats === 'next-set' && { pendingRepeats: waiting }),
        now,
      },
      this.#ruleSet,
    );
    this.#pending = waiting;
    for (const repeat of evaluation.repeats) {
      // Whatever is not answered by a set stays open until one does: time is up for nobody here.
      if (repeat.kind === 'ask-repeat') this.#pending = [...this.#pending, { ...repeat.pending, due: Infinity }];
      else this.#pending = this.#pending.filter(({ ruleId }) => ruleId !== repeat.ruleId);
    }
    for (const effect of evaluation.alertEffects) {
      switch (effect.kind) {
        case 'raise':
        case 'update':
        case 'worsen': {
          const { finding } = effect;
          const before = this.#open.find(({ ruleId }) => ruleId === finding.ruleId) ?? null;
          const [after] = nextAlert(before, { kind: 'breach', finding, raisedAt: now });
          this.#open = this.#open.filter(({ ruleId }) => ruleId !== finding.ruleId);
          const { priority } = finding;
          // On a ward the alert would press on until a person closes it; here its tier is that of its newest breach.
          if (after !== null) this.#open.push({ ...after, priority });
          if (effect.kind === 'update') {
            if (before === null || pressing(before.priority) === pressing(priority)) break;
            onChange({ patient, at, rule: finding.ruleId, priority: before.priority, change: 'resolved' }, null);
            onChange({ patient, at, rule: finding.ruleId, priority, change: 'raised' }, finding);
            break;
          }
          const change = effect.kind === 'raise' ? 'raised' : 'worsened';
          onChange({ patient, at, rule: finding.ruleId, priority: finding.priority, change }, finding);
          break;
        }
        case 'condition-cleared': {
          const closed = this.#open.find(({ ruleId }) => ruleId === effect.ruleId);
          this.#open = this.#open.filter(({ ruleId }) => ruleId !== effect.ruleId);
          if (closed !== undefined)
            onChange({ patient, at, rule: effect.ruleId, priority: closed.priority, change: 'resolved' }, null);
          break;
        }
        case 'historic':
          break;
      }
    }
    return evaluation;
  }

  /** A line that stands on another scale than was in force tells of an order. */
  #follow({ spo2Scale: scale, reading }: RecordedSet): void {
    if (scale === null || scale === spo2ScaleAt(this.#stay, reading.effectiveAt)) return;
    const { spo2ScaleOrders = [] } = this.#stay.plan;
    const order = {
      scale,
      from: reading.effectiveAt,
      authorisedBy: 'not recorded',
      role: 'not recorded',
      reason: 'as recorded',
    };
    this.#stay = { ...this.#stay, plan: { ...this.#stay.plan, spo2ScaleOrders: [...spo2ScaleOrders, order] } };
  }

  /** How many readings are kept, when they are kept ready; none at rest. */
  get kept(): number {
    return this.#readings.length;
  }

  /** Whether an urgent or emergency alert is open after the last set. */
  get alerting(): boolean {
    return this.#open.some(({ priority }) => pressing(priority));
  }

  /** Keeps what the rules can still look back to. Answers the newest time. */
  #keep(reading: Reading): Instant {
    this.#readings.push(reading);
    let now = reading.effectiveAt;
    for (let i = this.#readings.length - 2; i >= 0; i--) {
      const later = this.#readings[i + 1]!;
      const earlier = this.#readings[i]!;
      if (earlier.effectiveAt <= later.effectiveAt) break;
      this.#readings[i] = later;
      this.#readings[i + 1] = earlier;
      now = Math.max(now, earlier.effectiveAt);
    }
    const newest = this.#readings.at(-1)!.effectiveAt;
    const from = newest - this.#window;
    if (this.#readings[0]!.effectiveAt < from - 2 * DAY)
      this.#readings = this.#readings.filter(({ effectiveAt }) => effectiveAt >= from);
    return Math.max(now, newest);
  }
}
