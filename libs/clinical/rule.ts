import type { Priority, Source } from './finding.ts';
import type { Duration } from './instant.ts';
import type { Moment } from './moment.ts';
import type { Pathway } from './vitals.ts';

/** The numbers and words that a finding rests on, by the names that the rule's sentence uses. */
export type Facts = Readonly<Record<string, number | string | boolean>>;

/**
 * What a rule says about one moment.
 * `present`: the condition holds. `absent`: it certainly does not, so what was open may be cleared; `near` absent is too
 * close to the threshold to clear (hysteresis). `covered`: another rule speaks for it, so it neither raises nor clears.
 * `unknown`: what would tell was not measured.
 */
export type Verdict =
  | {
      readonly kind: 'present';
      readonly facts: Facts;
      /** Pieces of the sentence that are no evidence by themselves. */
      readonly words?: Readonly<Record<string, string>>;
      readonly ownNormal?: Readonly<Record<string, number>>;
      /** When one rule has more tiers than one: the tier of this finding. Otherwise the rule's own. */
      readonly priority?: Priority;
      /** Certain as it stands: needs no repeat though the rule usually asks for one. */
      readonly certain?: boolean;
    }
  | { readonly kind: 'absent'; readonly near?: boolean }
  | { readonly kind: 'covered' }
  | { readonly kind: 'unknown' };

export const ABSENT: Verdict = Object.freeze({ kind: 'absent' });
export const NEARLY: Verdict = Object.freeze({ kind: 'absent', near: true });
export const COVERED: Verdict = Object.freeze({ kind: 'covered' });
export const UNKNOWN: Verdict = Object.freeze({ kind: 'unknown' });

/** Who decides about a change: nobody, the clinical safety officer (for a ward or a pathway), or a clinician (for one patient). */
export type Layer = 'ward' | 'pathway' | 'patient';
export const WHO_MAY_CHANGE: Readonly<Record<Layer, string>> = {
  ward: 'the clinical safety officer',
  pathway: 'the clinical safety officer',
  patient: "the patient's clinician",
};

export interface ParameterTerms {
  readonly value: number;
  /** Bounds that no layer can pass, inclusive. */
  readonly min: number;
  readonly max: number;
  /** UCUM, or what is counted. */
  readonly unit: string;
  /** Whether it may be set for one patient, and not only for a ward or a pathway. */
  readonly perPatient?: boolean;
}

/** Who stands behind a shipped default. Until a safety officer has signed it is nobody, and the board says so. */
export type Approver = string | null;

export interface RuleTerms<P extends string = string> {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** What wants checking in the original, when the source could not be read. */
  readonly wantsChecking?: string;
  readonly pathways: readonly Pathway[];
  readonly priority: Priority;
  readonly source: Source;
  readonly approver: Approver;
  /** What is said when the rule finds: `{name}` is a fact, a word or a threshold. States facts: no diagnosis, no treatment. */
  readonly sentence: string;
  /** A rule that nobody can switch off or press less with. */
  readonly fixed?: boolean;
  readonly parameters: Readonly<Record<P, ParameterTerms>>;
}

/** One rule over readings: what it looks for, its published source, and the numbers that may be changed, with their bounds. */
export interface Rule<P extends string = string> extends RuleTerms<P> {
  /** How far back the rule looks from the set it judges. */
  readonly window: Duration;
  /** Whether a single new urgent or routine breach asks for a repeat before it alerts. An emergency never does. */
  readonly asksRepeat?: boolean;
  /** Judges by answers alone: where no form came with the set it is unknown, and need not be asked. */
  readonly fromAnswers?: boolean;
  judge(moment: Moment, values: Readonly<Record<P, number>>): Verdict;
  /** What is said when the condition is over. */
  cleared?(moment: Moment): string;
}

export const ALL_PATHWAYS = ['respiratory', 'cardiac', 'frailty'] as const satisfies readonly Pathway[];

const PLACE = /\{(\w+)\}/;
/** Of each sentence its pieces: text and the name of a place in turns. */
const pieces = new Map<string, readonly string[]>();

function piecesOf(sentence: string): readonly string[] {
  let known = pieces.get(sentence);
  if (known === undefined) {
    known = sentence.split(PLACE);
    pieces.set(sentence, known);
  }
  return known;
}

/**
 * Puts facts into a sentence of a rule: of a name that several have, what the first of them has. A place that nothing fills is
 * a fault of the rule, and stays visible.
 */
export function fill(sentence: string, ...sources: readonly Facts[]): string {
  let filled = '';
  let isPlace = false;
  for (const piece of piecesOf(sentence)) {
    if (isPlace) {
      let fact: Facts[string] | undefined;
      for (let n = 0; n < sources.length && fact === undefined; n++) fact = sources[n]![piece];
      filled += fact === undefined ? `{${piece}}` : typeof fact === 'number' ? inWords(fact) : String(fact);
    } else filled += piece;
    isPlace = !isPlace;
  }
  return filled;
}

/** A number as people write it: no binary dust, no trailing zeros. */
export function inWords(value: number): string {
  return String(Math.round(value * 100) / 100);
}
