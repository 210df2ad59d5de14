import type { ReferralTerms } from '#contracts';

let given = 0;

/** An NHS number of nobody else in a test file. Its tenth digit is its check. */
export function aNumber(): string {
  for (;;) {
    const nine = String(700_000_000 + (given += 1));
    const sum = nine.split('').reduce((total, digit, at) => total + Number(digit) * (10 - at), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check !== 10) return `${nine}${check}`;
  }
}

/** Somebody frail who fits the ward by every criterion. */
export const aReferral = (different: Partial<ReferralTerms> = {}): ReferralTerms => ({
  nhsNumber: aNumber(),
  givenName: 'Harriet',
  familyName: 'Winfrith',
  birthDate: '1947-08-30',
  sex: 'female',
  route: 'admission-avoidance',
  pathway: 'frailty',
  reason: 'A fall, and not eating.',
  referredBy: 'Dr Ines Wareham, Purbeck Surgery',
  clinician: 'Dr Priya Shah',
  pregnant: null,
  consents: true,
  news2: 2,
  trajectory: 'stable',
  spo2: 96,
  spo2Scale: 1,
  systolic: 128,
  heartFailureConfirmed: null,
  clinicalFrailtyScale: 6,
  escalation: 'For hospital; not for resuscitation.',
  carer: null,
  livesAlone: true,
  language: 'English',
  digitalAccess: 'telephone',
  postcode: null,
  gp: null,
  careHomeId: null,
  ...different,
});
