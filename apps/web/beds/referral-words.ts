import type { AdmissionCriterionId } from '#clinical';
import type { ReferralView } from '#contracts';

export const REFERRAL_STATES: Readonly<Record<ReferralView['state'], string>> = {
  received: 'Not decided yet',
  waiting: 'Waits for a bed',
  offered: 'A bed is kept',
  admitted: 'Admitted',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
};

export const CRITERION_NAMES: Readonly<Record<AdmissionCriterionId, string>> = {
  adult: 'Adult',
  pregnancy: 'Not pregnant',
  consent: 'Consent',
  news2: 'NEWS2',
  spo2: 'SpO2',
  trajectory: 'Stable or improving',
  'heart-failure': 'Heart failure',
  pressure: 'Systolic pressure',
  age: 'Age',
  frailty: 'Frailty',
};

/** One step of a referral: "Declined: needs oxygen. Advice: ring the team." */
export function stepInWords({ state, reason, advice }: ReferralView['events'][number]): string {
  const step = state === 'received' ? 'Received' : (REFERRAL_STATES[state as ReferralView['state']] ?? state);
  return `${step}${reason === null ? '' : `: ${reason}`}${advice === null ? '' : ` Advice: ${advice}`}`;
}
