import type { ReferralTerms } from './referral.ts';

/** What the record has against a referral. */
export type ReferralRefusal =
  | { readonly kind: 'no-such-home' }
  | { readonly kind: 'open-already' }
  | { readonly kind: 'died'; readonly on: Date }
  | { readonly kind: 'on-the-ward' };

/** Why a referral is not taken down: the field, and what is to be done instead. */
export interface WhyNotTaken {
  readonly field: keyof ReferralTerms;
  readonly why: string;
}

const dayOf = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' });

/** Whoever was born later is under 16. As YYYY-MM-DD. */
function sixteenYearsBefore(now: Date): string {
  const today = now.toISOString().slice(0, 10);
  return `${Number(today.slice(0, 4)) - 16}${today.slice(4)}`;
}

/** What the referral itself says of somebody whom the ward cannot take. */
export function refusedAtOnce({ birthDate, pregnant }: ReferralTerms, now: Date): WhyNotTaken | null {
  if (birthDate > now.toISOString().slice(0, 10)) return { field: 'birthDate', why: 'is in the future' };
  if (birthDate > sixteenYearsBefore(now)) {
    return {
      field: 'birthDate',
      why: 'is of somebody under 16, for whom there is no NEWS2: ring the children’s team',
    };
  }
  return pregnant
    ? { field: 'pregnant', why: 'is said, and NEWS2 is not for pregnancy: ring the maternity team' }
    : null;
}

/** What the record says against it. */
export function refusedByRecord(outcome: ReferralRefusal): WhyNotTaken {
  switch (outcome.kind) {
    case 'no-such-home':
      return { field: 'careHomeId', why: 'is no home of this ward' };
    case 'open-already':
      return {
        field: 'nhsNumber',
        why: 'has a referral to this ward that is not settled yet: decide on that one',
      };
    case 'on-the-ward':
      return {
        field: 'nhsNumber',
        why: 'is of somebody who is on a virtual ward already: see them on its board',
      };
    case 'died':
      return {
        field: 'nhsNumber',
        why: `is of somebody who died on a virtual ward by our record (${dayOf.format(outcome.on)}): check the number with whoever refers`,
      };
  }
}
