import { RULES, TIMED_RULES, type RuleTerms } from '#clinical';

const TERMS: ReadonlyMap<string, RuleTerms> = new Map([...RULES, ...TIMED_RULES].map((terms) => [terms.id, terms]));

/** The rule's title; its id, when it is one that this version does not know. */
export const ruleName = (ruleId: string): string => TERMS.get(ruleId)?.title ?? ruleId;

/** The numbers of a rule that may be changed, with their bounds. */
export const ruleParameters = (ruleId: string): RuleTerms['parameters'] => TERMS.get(ruleId)?.parameters ?? {};
