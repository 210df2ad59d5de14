import {
  REVIEW_DECISIONS,
  STAY_ENDINGS,
  TRANSFER_TO,
  type ReplayDecision,
  type RoundDecisionKind,
  type StayPlan,
} from '#contracts';
import { REFERRAL_STATES, CRITERION_NAMES as ADMISSION_NAMES } from '../beds/referral-words.ts';
import { fieldsIn, type PlanField } from '../patient/plan/plan-fields.ts';
import { CRITERION_NAMES } from '../step-down/readiness-words.ts';
import { DECISION_NAMES } from '../words/round.ts';
import { day, startOfDay } from '../words/times.ts';

/** Everything that these plans may say, with the thresholds that any of them has of its own. */
export function fieldsOfPlans(...plans: readonly StayPlan[]): PlanField[] {
  const own = plans.flatMap(({ overrides = {} }) =>
    Object.entries(overrides).flatMap(([ruleId, { parameters = {} }]) =>
      Object.keys(parameters).map((parameter) => `${ruleId} ${parameter}`),
    ),
  );
  const thresholds = [...new Set(own)].map((one) => {
    const [ruleId = '', parameter = ''] = one.split(' ');
    const nothing = { unit: '', shipped: 0, ward: 0, patient: null, min: 0, max: 0 };
    return { ruleId, parameter, ...nothing, perPatient: true };
  });
  return fieldsIn({ thresholds });
}

const named = (names: Readonly<Record<string, string>>, key: string | null): string =>
  key === null ? '' : (names[key] ?? key);

/** What was decided, in a few words. */
export function decisionInWords({ kind, from, to }: ReplayDecision): string {
  switch (kind) {
    case 'referral':
      return `Referral: ${named(REFERRAL_STATES, to).toLowerCase()}`;
    case 'admitted':
      return 'Admitted';
    case 'level':
      return `Level: ${from} to ${to}`;
    case 'plan':
      return 'The plan was changed';
    case 'scale':
      return `SpO2 scale ${to} was ordered`;
    case 'round':
      return `Board round: ${DECISION_NAMES[to as RoundDecisionKind] ?? to}`;
    case 'review':
      return `Review: ${named(REVIEW_DECISIONS, to)}; the next in ${from} ${from === '1' ? 'day' : 'days'}`;
    case 'first-reading':
      return 'The first readings were checked';
    case 'planned-discharge': {
      const at = to === null ? null : startOfDay(to);
      return at === null ? 'Going home: no longer planned' : `Going home planned for ${day(at)}`;
    }
    case 'ward':
      return `Moved from ${from} to ${to}`;
    case 'handed-on':
      return `Handed on: ${named(TRANSFER_TO, to)}`;
    case 'sbard':
      return 'Decision on what the home told';
    case 'ended':
      return `The stay ended: ${named(STAY_ENDINGS, to)}`;
  }
}

/** A criterion of a step down or of an admission, as it is called. */
export const criterionName = (id: string): string => named({ ...ADMISSION_NAMES, ...CRITERION_NAMES }, id);
