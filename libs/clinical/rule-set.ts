import type { Priority } from './finding.ts';
import type { Duration } from './instant.ts';
import type { Rule } from './rule.ts';
import { SET_SPAN } from './reading-set.ts';
import { news2High, news2Medium, news2SingleRed } from './rules/news2.ts';

/** A rule as it applies: with the priority and the values that are in force. */
export interface RuleInForce {
  readonly rule: Rule;
  readonly priority: Priority;
  readonly values: Readonly<Record<string, number>>;
}

/** The rules in force, under one version that every finding carries. */
export interface RuleSet {
  readonly id: string;
  readonly version: string;
  readonly rules: readonly RuleInForce[];
}

/** Every rule that there is. */
export const RULES: readonly Rule[] = [news2High, news2Medium, news2SingleRed] as readonly Rule[];

export const RULE_SET_VERSION = '1.0.0';

/** The rule with its shipped defaults. */
function shipped(rule: Rule): RuleInForce {
  const values: Record<string, number> = {};
  for (const [name, terms] of Object.entries(rule.parameters)) values[name] = terms.value;
  return { rule, priority: rule.priority, values };
}

export const DEFAULT_RULE_SET: RuleSet = {
  id: 'homeward-default',
  version: RULE_SET_VERSION,
  rules: RULES.map(shipped),
};

/** How far back from the oldest fresh reading the caller has to load: the longest look of any rule, and one set more. */
export function windowNeeded(ruleSet: RuleSet): Duration {
  return ruleSet.rules.reduce((longest, { rule }) => Math.max(longest, rule.window), 0) + SET_SPAN;
}
