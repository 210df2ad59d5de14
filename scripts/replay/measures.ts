import { DAY, HOUR, type Duration, type Instant, type Pathway, type Priority } from '#clinical';
import type { Label } from './recorded-lines.ts';

/** What is measured at every set: the engine, and what a plain NEWS2 threshold would have done. */
export const ENGINES = ['Homeward', 'NEWS2 ≥5', 'NEWS2 ≥5 or a single 3', 'NEWS2 ≥7'] as const;

/** An alert counts for an event when it stands in the two days before it. */
const BEFORE_EVENT: Duration = 2 * DAY;

/** One patient's sets: when, and for each engine whether it alerts there, as a bit. */
export class AlertingSets {
  readonly patient: string;
  readonly pathway: Pathway;
  readonly #at: number[] = [];
  readonly #bits: number[] = [];
  #sorted = true;

  constructor(patient: string, pathway: Pathway) {
    this.patient = patient;
    this.pathway = pathway;
  }

  add(at: Instant, alerts: readonly boolean[]): void {
    if (this.#at.length > 0 && at < this.#at[this.#at.length - 1]!) this.#sorted = false;
    this.#at.push(at);
    let bits = 0;
    for (let e = 0; e < alerts.length; e++) if (alerts[e]!) bits |= 1 << e;
    this.#bits.push(bits);
  }

  of(engine: number): { at: Instant; alerts: boolean }[] {
    const sets = this.#at.map((at, i) => ({ at, alerts: (this.#bits[i]! & (1 << engine)) !== 0 }));
    return this.#sorted ? sets : sets.toSorted((a, b) => a.at - b.at);
  }
}

/** The definitions are those of the trajectories' evaluate.py, so that the two can be held side by side. */
export interface Measures {
  readonly patientDays: number;
  readonly setsPerPatientDay: number;
  readonly newPerPatientDay: number;
  readonly deteriorating: number;
  readonly found: number;
  readonly leadHours: number | null;
  readonly others: number;
  readonly othersAlerted: number;
  /** New alerts for one that stands in the two days before an event. */
  readonly toEvaluate: number | null;
}

function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Sets at and after an event are not counted: the patient is then no longer at home. */
export function measure(courses: Iterable<AlertingSets>, engine: number, labels: ReadonlyMap<string, Label>): Measures {
  let days = 0;
  let alerting = 0;
  let fresh = 0;
  let freshInTime = 0;
  let deteriorating = 0;
  let others = 0;
  let othersAlerted = 0;
  const leads: number[] = [];
  for (const course of courses) {
    const sets = course.of(engine);
    const event = labels.get(course.patient)?.eventAt ?? null;
    const end = event ?? sets.at(-1)!.at;
    days += (end - sets[0]!.at) / DAY;
    let before = false;
    let any = false;
    let first: Instant | null = null;
    for (const { at, alerts } of sets) {
      if (event !== null && at >= event) break;
      if (alerts) {
        alerting++;
        any = true;
        const inTime = event !== null && at >= event - BEFORE_EVENT;
        if (!before) {
          fresh++;
          if (inTime) freshInTime++;
        }
        if (inTime) first ??= at;
      }
      before = alerts;
    }
    if (event === null) {
      others++;
      if (any) othersAlerted++;
    } else {
      deteriorating++;
      if (first !== null) leads.push((event - first) / HOUR);
    }
  }
  return {
    patientDays: days,
    setsPerPatientDay: alerting / days,
    newPerPatientDay: fresh / days,
    deteriorating,
    found: leads.length,
    leadHours: medianOf(leads),
    others,
    othersAlerted,
    toEvaluate: freshInTime === 0 ? null : fresh / freshInTime,
  };
}

/** How many alerts were raised, by priority and by rule, before any event. */
export class RaisedAlerts {
  readonly byPriority = new Map<Priority, number>();
  readonly byRule = new Map<string, number>();
  readonly alertedPatients = new Set<string>();
  all = 0;

  add(patient: string, rule: string, priority: Priority): void {
    this.all++;
    this.alertedPatients.add(patient);
    this.byPriority.set(priority, (this.byPriority.get(priority) ?? 0) + 1);
    this.byRule.set(rule, (this.byRule.get(rule) ?? 0) + 1);
  }
}
