import { PRIORITIES, comparePriority, type Priority } from './finding.ts';
import type { Duration } from './instant.ts';
import { DAY } from './instant.ts';
import { SET_SPAN } from './reading-set.ts';
import { WHO_MAY_CHANGE, type Layer, type ParameterTerms, type Rule, type RuleTerms } from './rule.ts';
import {
  channelFailing,
  deviceSilent,
  feedLost,
  implausibleRule,
  overdue,
  queueBehind,
  silent,
  workerStalled,
} from './rules/absence.ts';
import { concern, personalLimit, redFlagAnswer } from './rules/answers.ts';
import { congestion, haemodynamic, overDiuresis, rhythm, weightGain } from './rules/cardiac.ts';
import { delirium, fall, glucose, intake, nutrition, pain, postural, softSign, uti } from './rules/frailty.ts';
import { news2High, news2Medium, news2SingleRed } from './rules/news2.ts';
import { dayWorse, drift, news2AboveNormal, news2Rising } from './rules/own-course.ts';
import { repeatFirst } from './rules/repeat-first.ts';
import {
  breathless,
  exacerbation,
  exertion,
  oxygenNeed,
  spo2BelowTarget,
  spo2Critical,
  spo2Fall,
  spo2OverTarget,
} from './rules/respiratory.ts';
import { welfareCheckDue } from './rules/welfare-check.ts';
import type { Plan, RuleOverride } from './stay.ts';
import type { Pathway } from './vitals.ts';

/** A rule as it applies: with the priority and the values that are in force. */
export interface RuleInForce {
  readonly rule: Rule;
  readonly priority: Priority;
  readonly values: Readonly<Record<string, number>>;
}

/** The rules in force, under one version that every finding carries. Immutable: a change is a new version. */
export interface RuleSet {
  readonly id: string;
  readonly version: string;
  /** Every rule that is in force for anyone, with the values of the whole document, in the order in which they are judged. */
  readonly rules: readonly RuleInForce[];
  /** The same for one pathway, on one ward when the document says something of that ward. */
  rulesFor(pathway: Pathway, wardId?: string): readonly RuleInForce[];
  /** The document that it was read from. */
  readonly document: RuleSetDocument;
  /** A rule that is judged on a timer and not on readings, as it applies at a place. */
  timedAt(ruleId: string, place: RulePlace): TimedInForce;
}

/** Whose layers of a rule set count: those of a ward, of a pathway, of both, or of neither. */
export interface RulePlace {
  readonly wardId?: string;
  readonly pathway?: Pathway;
}

/** A rule on a timer as it applies: with the priority and the values that are in force. */
export interface TimedInForce {
  readonly terms: RuleTerms;
  readonly enabled: boolean;
  readonly priority: Priority;
  readonly values: Readonly<Record<string, number>>;
}

export type Overrides = Readonly<Record<string, RuleOverride>>;

/** What is stored and signed: only what differs from the rules as they are shipped. */
export interface RuleSetDocument {
  readonly id: string;
  readonly version: string;
  readonly approver?: string;
  readonly rules?: Overrides;
  readonly pathways?: Partial<Readonly<Record<Pathway, Overrides>>>;
  readonly wards?: Readonly<Record<string, Overrides>>;
}

/** Every rule over readings, in the order in which they are judged. */
export const RULES = [
  news2High,
  news2Medium,
  news2SingleRed,
  redFlagAnswer,
  news2AboveNormal,
  dayWorse,
  news2Rising,
  drift,
  personalLimit,
  spo2Critical,
  spo2BelowTarget,
  spo2Fall,
  spo2OverTarget,
  exertion,
  oxygenNeed,
  breathless,
  exacerbation,
  weightGain,
  haemodynamic,
  congestion,
  overDiuresis,
  rhythm,
  softSign,
  fall,
  delirium,
  postural,
  intake,
  uti,
  glucose,
  pain,
  nutrition,
  concern,
] as unknown as readonly Rule[];

/** The rules that are judged on timers and counts. */
export const TIMED_RULES: readonly RuleTerms[] = [
  overdue,
  silent,
  implausibleRule,
  deviceSilent,
  feedLost,
  workerStalled,
  queueBehind,
  channelFailing,
  welfareCheckDue,
  repeatFirst,
];

export const RULE_SET_VERSION = '2.2.1';

/** Why a document is refused: where in it, what the bound is, and who may change what was meant. */
export interface Refusal {
  /** A JSON pointer into the document. */
  readonly path: string;
  readonly message: string;
  readonly bound?: { readonly min: number; readonly max: number; readonly unit: string };
  readonly mayChange: string;
}

export type ReadRuleSet =
  | { readonly kind: 'accepted'; readonly ruleSet: RuleSet }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const TERMS: ReadonlyMap<string, RuleTerms> = new Map([...RULES, ...TIMED_RULES].map((terms) => [terms.id, terms]));
const NOBODY = 'nobody';

function pointer(...steps: readonly string[]): string {
  return steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function refuseParameter(
  at: string,
  name: string,
  value: unknown,
  terms: ParameterTerms | undefined,
  ruleId: string,
  layer: Layer,
): Refusal | null {
  const mayChange = WHO_MAY_CHANGE[layer];
  if (terms === undefined) return { path: at, message: `Rule ${ruleId} has no parameter "${name}".`, mayChange };
  const { min, max, unit } = terms;
  const bound = { min, max, unit };
  if (typeof value !== 'number' || !Number.isFinite(value))
    return { path: at, message: `${ruleId} ${name} must be a number.`, bound, mayChange };
  if (layer === 'patient' && terms.perPatient !== true) {
    return {
      path: at,
      message: `${ruleId} ${name} cannot be set for one patient.`,
      bound,
      mayChange: WHO_MAY_CHANGE.ward,
    };
  }
  if (value >= min && value <= max) return null;
  const side = value < min ? 'below' : 'above';
  const limit = value < min ? min : max;
  return {
    path: at,
    message: `${ruleId} ${name} ${value} is ${side} its hard bound of ${limit} ${unit}; ${min === max ? `it is fixed at ${min}` : `${min} to ${max} is allowed`}.`,
    bound,
    mayChange: min === max ? NOBODY : mayChange,
  };
}

/** Every reason to refuse these overrides. `path` is where in the document they stand. */
export function refuseOverrides(overrides: unknown, layer: Layer, path: readonly string[]): Refusal[] {
  const mayChange = WHO_MAY_CHANGE[layer];
  if (!isFields(overrides))
    return [{ path: pointer(...path), message: 'Must be an object of rules by their id.', mayChange }];
  const refusals: Refusal[] = [];
  for (const [ruleId, override] of Object.entries(overrides)) {
    const at = [...path, ruleId];
    const terms = TERMS.get(ruleId);
    if (terms === undefined) {
      refusals.push({ path: pointer(...at), message: `There is no rule "${ruleId}".`, mayChange });
      continue;
    }
    if (!isFields(override)) {
      refusals.push({
        path: pointer(...at),
        message: 'Must be an object with enabled, priority or parameters.',
        mayChange,
      });
      continue;
    }
    for (const [field, value] of Object.entries(override)) {
      const where = pointer(...at, field);
      if (field === 'enabled') {
        if (typeof value !== 'boolean')
          refusals.push({ path: where, message: `${ruleId} enabled must be true or false.`, mayChange });
        else if (!value && terms.fixed === true)
          refusals.push({ path: where, message: `${ruleId} cannot be switched off.`, mayChange: NOBODY });
        else if (!value && layer === 'patient')
          refusals.push({
            path: where,
            message: `${ruleId} cannot be switched off for one patient: a personal limit can be set instead.`,
            mayChange: WHO_MAY_CHANGE.ward,
          });
      } else if (field === 'priority') {
        if (!(PRIORITIES as readonly unknown[]).includes(value))
          refusals.push({
            path: where,
            message: `${ruleId} priority must be one of ${PRIORITIES.join(', ')}.`,
            mayChange,
          });
        else if (terms.fixed === true && comparePriority(value as Priority, terms.priority) < 0)
          refusals.push({
            path: where,
            message: `${ruleId} cannot press less than ${terms.priority}.`,
            mayChange: NOBODY,
          });
      } else if (field === 'parameters') {
        if (!isFields(value)) {
          refusals.push({ path: where, message: `${ruleId} parameters must be an object of numbers.`, mayChange });
          continue;
        }
        for (const [name, number] of Object.entries(value)) {
          const own = Object.hasOwn(terms.parameters, name) ? terms.parameters[name] : undefined;
          const refusal = refuseParameter(pointer(...at, field, name), name, number, own, ruleId, layer);
          if (refusal !== null) refusals.push(refusal);
        }
      } else {
        refusals.push({
          path: where,
          message: `A rule has enabled, priority and parameters, and no "${field}".`,
          mayChange,
        });
      }
    }
  }
  return refusals;
}

const PATHWAYS = ['respiratory', 'cardiac', 'frailty'] as const satisfies readonly Pathway[];

function refuseDocument(document: unknown): Refusal[] {
  const mayChange = WHO_MAY_CHANGE.ward;
  if (!isFields(document))
    return [{ path: '', message: 'A rule set is an object with id, version, rules, pathways and wards.', mayChange }];
  const refusals: Refusal[] = [];
  for (const field of ['id', 'version'] as const) {
    if (typeof document[field] !== 'string' || document[field] === '')
      refusals.push({ path: `/${field}`, message: `${field} must be a text that is not empty.`, mayChange });
  }
  for (const [field, value] of Object.entries(document)) {
    switch (field) {
      case 'id':
      case 'version':
        break;
      case 'approver':
        if (typeof value !== 'string')
          refusals.push({ path: '/approver', message: 'approver must be a text.', mayChange });
        break;
      case 'rules':
        refusals.push(...refuseOverrides(value, 'ward', ['rules']));
        break;
      case 'pathways':
      case 'wards': {
        if (!isFields(value)) {
          refusals.push({ path: `/${field}`, message: `${field} must be an object.`, mayChange });
          break;
        }
        for (const [name, overrides] of Object.entries(value)) {
          if (field === 'pathways' && !(PATHWAYS as readonly string[]).includes(name)) {
            refusals.push({ path: pointer(field, name), message: `There is no pathway "${name}".`, mayChange });
          } else refusals.push(...refuseOverrides(overrides, field === 'wards' ? 'ward' : 'pathway', [field, name]));
        }
        break;
      }
      // A document comes from outside: a field that nobody knows is a mistake in it, and it is named.
      default:
        refusals.push({ path: pointer(field), message: `A rule set has no "${field}".`, mayChange });
    }
  }
  return refusals;
}

/** The value of each parameter, each layer over the one before: the most personal wins. */
function layered(
  terms: RuleTerms,
  layers: readonly (Overrides | undefined)[],
): { enabled: boolean; priority: Priority; values: Record<string, number> } {
  let enabled = true;
  let { priority } = terms;
  const values: Record<string, number> = {};
  for (const [name, { value }] of Object.entries(terms.parameters)) values[name] = value;
  for (const layer of layers) {
    const override = layer?.[terms.id];
    if (override === undefined) continue;
    enabled = override.enabled ?? enabled;
    priority = override.priority ?? priority;
    Object.assign(values, override.parameters);
  }
  return { enabled, priority, values };
}

function inForce(layers: readonly (Overrides | undefined)[], pathway?: Pathway): RuleInForce[] {
  return RULES.flatMap((rule) => {
    if (pathway !== undefined && !rule.pathways.includes(pathway)) return [];
    const { enabled, priority, values } = layered(rule, layers);
    return enabled ? [{ rule, priority, values }] : [];
  });
}

function compile(document: RuleSetDocument): RuleSet {
  const { rules: forAll, pathways, wards = {} } = document;
  // Personal beats pathway, pathway beats ward: the ward's layer goes underneath.
  const of = (ward: Overrides | undefined): Readonly<Record<Pathway, readonly RuleInForce[]>> => ({
    respiratory: inForce([forAll, ward, pathways?.respiratory], 'respiratory'),
    cardiac: inForce([forAll, ward, pathways?.cardiac], 'cardiac'),
    frailty: inForce([forAll, ward, pathways?.frailty], 'frailty'),
  });
  const anyWard = of(undefined);
  const wardLayers = new Map(Object.entries(wards));
  const byWard = new Map([...wardLayers].map(([wardId, overrides]) => [wardId, of(overrides)]));
  return {
    id: document.id,
    version: document.version,
    rules: inForce([forAll]),
    document,
    timedAt: (ruleId, { wardId, pathway }) => {
      const terms = TIMED_RULES.find(({ id }) => id === ruleId);
      if (terms === undefined) throw new RangeError(`${ruleId} is not a timed rule`);
      const ward = wardId === undefined ? undefined : wardLayers.get(wardId);
      return { terms, ...layered(terms, [forAll, ward, pathway && pathways?.[pathway]]) };
    },
    rulesFor: (pathway, wardId) => ((wardId === undefined ? undefined : byWard.get(wardId)) ?? anyWard)[pathway],
  };
}

/** Reads a rule document. What is outside a bound, unknown or of the wrong kind refuses all of it, with every place named. */
export function readRuleSet(document: unknown): ReadRuleSet {
  const refusals = refuseDocument(document);
  if (refusals.length > 0) return { kind: 'refused', refusals };
  return { kind: 'accepted', ruleSet: compile(document as RuleSetDocument) };
}

/** The rule set as it is shipped: every rule on, with its published or stated default. */
export const DEFAULT_RULE_SET: RuleSet = compile({ id: 'homeward-default', version: RULE_SET_VERSION });

/** A patient's own rule changes over what is in force. A plan that breaks a bound is refused where it is made, and does nothing here. */
export function forPatient(rules: readonly RuleInForce[], plan: Plan): readonly RuleInForce[] {
  const { overrides } = plan;
  if (overrides === undefined || refuseOverrides(overrides, 'patient', ['overrides']).length > 0) return rules;
  return rules.map((inForceNow) => {
    const override = overrides[inForceNow.rule.id];
    if (override === undefined) return inForceNow;
    return {
      rule: inForceNow.rule,
      priority: override.priority ?? inForceNow.priority,
      values: { ...inForceNow.values, ...override.parameters },
    };
  });
}

/** How far back from the oldest fresh reading the caller has to load for a pathway: the longest look of any of its rules, and one set. */
export function windowNeeded(ruleSet: RuleSet, pathway?: Pathway): Duration {
  const rules = pathway === undefined ? ruleSet.rules : ruleSet.rulesFor(pathway);
  let longest = 0;
  for (const { rule } of rules) longest = Math.max(longest, rule.window);
  // A breach is held against the round before it, which looks as far back from there.
  return longest + DAY + SET_SPAN;
}

/** How far back each rule looks, by rule: for those who want to see why a window is as long as it is. */
export function windowsByRule(ruleSet: RuleSet): Readonly<Record<string, Duration>> {
  return Object.fromEntries(ruleSet.rules.map(({ rule }) => [rule.id, rule.window]));
}
