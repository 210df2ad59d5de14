import type { RuleSet, Stay } from '#clinical';
import type { Threshold } from '#contracts';

/** Every number of the rules of a stay's pathway: as shipped, as in force on its ward, and this person's own. */
export function thresholdsOf(ruleSet: RuleSet, { pathway, wardId, plan }: Stay): Threshold[] {
  return ruleSet.rulesFor(pathway, wardId).flatMap(({ rule, values }) =>
    Object.entries(rule.parameters).map(([parameter, { value: shipped, min, max, unit, perPatient = false }]) => ({
      ruleId: rule.id,
      parameter,
      unit,
      shipped,
      ward: values[parameter] ?? shipped,
      patient: (perPatient ? plan.overrides?.[rule.id]?.parameters?.[parameter] : undefined) ?? null,
      min,
      max,
      perPatient,
    })),
  );
}
