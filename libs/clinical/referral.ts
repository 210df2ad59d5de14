import { DAY, HOUR, type Duration, type Instant } from './instant.ts';
import type { Pathway, SpO2Scale } from './vitals.ts';

/** How somebody comes to a virtual ward. Source: docs/CLINICAL, section 5. */
export type ReferralRoute = 'early-supported-discharge' | 'admission-avoidance' | 'community';
export type Trajectory = 'improving' | 'stable' | 'worsening';

/** What a referral says of the person. Null: it was not said, which is never taken for good. */
export interface ReferralFacts {
  readonly pathway: Pathway;
  readonly route: ReferralRoute;
  readonly ageYears: number;
  readonly sex: 'female' | 'male' | 'other' | 'unknown';
  readonly pregnant: boolean | null;
  readonly consents: boolean | null;
  readonly news2: number | null;
  readonly trajectory: Trajectory | null;
  /** %, at rest. */
  readonly spo2: number | null;
  readonly spo2Scale: SpO2Scale;
  /** mmHg. */
  readonly systolic: number | null;
  readonly heartFailureConfirmed: boolean | null;
  /** The Clinical Frailty Scale, 1–9. */
  readonly clinicalFrailtyScale: number | null;
}

export const ADMISSION_CRITERIA = [
  'adult',
  'pregnancy',
  'consent',
  'news2',
  'spo2',
  'trajectory',
  'heart-failure',
  'pressure',
  'age',
  'frailty',
] as const;
export type AdmissionCriterionId = (typeof ADMISSION_CRITERIA)[number];

export interface AdmissionCriterion {
  readonly id: AdmissionCriterionId;
  readonly state: 'met' | 'not-met' | 'unknown';
  /** What was said, and what is wanted. */
  readonly evidence: string;
}

/**
 * The limits. Source of the respiratory ones: NHS England, "Virtual ward care for people with acute respiratory infection": SpO2
 * 95–100 % and NEWS2 under 3, stable or improving; 93–94 % or NEWS2 3–4 for those who leave hospital and improve; 88–92 % where that is
 * the target. The others are [ours], for a safety officer to sign.
 */
export const ADMISSION_LIMITS = {
  adultFrom: 18,
  /** Whoever is not male and younger is asked about. */
  pregnantBefore: 55,
  respiratory: { news2: 2, spo2: 95, improvingNews2: 4, improvingSpo2: 93, scale2SpO2: 88 },
  cardiac: { news2: 4, systolic: 90 },
  frailty: { news2: 4, age: 65, frailtyScale: 5 },
} as const;

const UNSAID = 'Not said.';

function criterion(id: AdmissionCriterionId, holds: boolean | null, evidence: string): AdmissionCriterion {
  return { id, state: holds === null ? 'unknown' : holds ? 'met' : 'not-met', evidence };
}

/** Whether a value reaches a limit; null, when it was not said, stays null. */
const atLeast = (value: number | null, least: number): boolean | null => (value === null ? null : value >= least);
const atMost = (value: number | null, most: number): boolean | null => (value === null ? null : value <= most);
const said = (value: number | null, unit = ''): string => (value === null ? UNSAID : `${value}${unit}.`);

/** Every criterion of the pathway, as the referral has it. It proposes: a person accepts or declines. */
export function admissionCriteria(facts: ReferralFacts): readonly AdmissionCriterion[] {
  const { adultFrom, pregnantBefore } = ADMISSION_LIMITS;
  return [
    criterion(
      'adult',
      facts.ageYears >= adultFrom,
      `${facts.ageYears} years; NEWS2 and this ward are for ${adultFrom} and over.`,
    ),
    ...(facts.pregnant !== true && (facts.sex === 'male' || facts.ageYears >= pregnantBefore)
      ? []
      : [
          criterion(
            'pregnancy',
            facts.pregnant === null ? null : !facts.pregnant,
            `${facts.pregnant === null ? UNSAID : facts.pregnant ? 'Pregnant.' : 'Not pregnant.'} NEWS2 is not for pregnancy.`,
          ),
        ]),
    criterion(
      'consent',
      facts.consents,
      facts.consents === null ? UNSAID : facts.consents ? 'Wants to be looked after at home.' : 'Does not want it.',
    ),
    ...OF_PATHWAY[facts.pathway](facts),
  ];
}

const OF_PATHWAY: Readonly<Record<Pathway, (facts: ReferralFacts) => readonly AdmissionCriterion[]>> = {
  respiratory: ofRespiratory,
  cardiac: (facts) => {
    const { news2, systolic } = ADMISSION_LIMITS.cardiac;
    const { heartFailureConfirmed: confirmed } = facts;
    return [
      criterion('news2', atMost(facts.news2, news2), `${said(facts.news2)} At most ${news2} is wanted.`),
      notWorsening(facts),
      criterion(
        'heart-failure',
        confirmed,
        confirmed === null ? UNSAID : confirmed ? 'Confirmed.' : 'Not confirmed yet.',
      ),
      criterion(
        'pressure',
        atLeast(facts.systolic, systolic),
        `${said(facts.systolic, ' mmHg')} At least ${systolic} mmHg is wanted.`,
      ),
    ];
  },
  frailty: (facts) => {
    const { news2, age, frailtyScale } = ADMISSION_LIMITS.frailty;
    return [
      criterion('news2', atMost(facts.news2, news2), `${said(facts.news2)} At most ${news2} is wanted.`),
      notWorsening(facts),
      criterion('age', facts.ageYears >= age, `${facts.ageYears} years; ${age} and over is wanted.`),
      criterion(
        'frailty',
        atLeast(facts.clinicalFrailtyScale, frailtyScale),
        `${said(facts.clinicalFrailtyScale)} Clinical Frailty Scale ${frailtyScale} or more is wanted.`,
      ),
    ];
  },
};

function notWorsening({ trajectory }: ReferralFacts): AdmissionCriterion {
  return criterion(
    'trajectory',
    trajectory === null ? null : trajectory !== 'worsening',
    trajectory === null ? UNSAID : `${trajectory[0]!.toUpperCase()}${trajectory.slice(1)}.`,
  );
}

function ofRespiratory(facts: ReferralFacts): readonly AdmissionCriterion[] {
  const { news2, spo2, improvingNews2, improvingSpo2, scale2SpO2 } = ADMISSION_LIMITS.respiratory;
  // The wider limits are for those who leave hospital on the way up: unknown while nobody has said how they are going.
  const improves =
    facts.route !== 'early-supported-discharge'
      ? false
      : facts.trajectory === null
        ? null
        : facts.trajectory === 'improving';
  const wider = (usual: boolean | null, widest: boolean | null): boolean | null =>
    usual !== false || widest === false ? usual : improves;
  const onScale2 = facts.spo2Scale === 2;
  return [
    criterion(
      'news2',
      wider(atMost(facts.news2, news2), atMost(facts.news2, improvingNews2)),
      `${said(facts.news2)} At most ${news2} is wanted, ${improvingNews2} for those who leave hospital and improve.`,
    ),
    criterion(
      'spo2',
      onScale2 ? atLeast(facts.spo2, scale2SpO2) : wider(atLeast(facts.spo2, spo2), atLeast(facts.spo2, improvingSpo2)),
      onScale2
        ? `${said(facts.spo2, ' %')} At least ${scale2SpO2} % is wanted on scale 2.`
        : `${said(facts.spo2, ' %')} At least ${spo2} % is wanted, ${improvingSpo2} % for those who leave hospital and improve.`,
    ),
    notWorsening(facts),
  ];
}

/** Somebody who was accepted and has no bed yet. */
export interface InQueue {
  readonly id: string;
  readonly waitsSince: Instant;
  readonly news2: number | null;
  readonly trajectory: Trajectory | null;
  /** 1 is the most deprived tenth of neighbourhoods; null where it is not known. */
  readonly imdDecile: number | null;
}

export type Need = 'high' | 'raised' | 'steady';

export interface QueuePlace {
  readonly id: string;
  /** From 1. */
  readonly place: number;
  readonly need: Need;
  /** Each a sentence. */
  readonly why: readonly string[];
}

/** After this long a wait counts as a step of need, so that nobody waits for ever behind the more ill. [ours] */
export const LONG_WAIT: Duration = 3 * DAY;
/** Within this much of each other two have waited as long. [ours] */
const SAME_WAIT: Duration = 12 * HOUR;
const MOST_DEPRIVED = 2;
const HIGH_FROM = 5;
const RAISED_FROM = 3;
const BY_NEED: readonly Need[] = ['steady', 'raised', 'high'];

function needOf({ news2, trajectory }: InQueue): { need: Need; why: string } {
  if (trajectory === 'worsening') return { need: 'high', why: 'Getting worse.' };
  if (news2 === null) return { need: 'raised', why: 'NEWS2 not known: counts as raised until it is.' };
  if (news2 >= HIGH_FROM) return { need: 'high', why: `NEWS2 ${news2}.` };
  return { need: news2 >= RAISED_FROM ? 'raised' : 'steady', why: `NEWS2 ${news2}.` };
}

function waitInWords(wait: Duration): string {
  const hours = Math.floor(wait / HOUR);
  if (hours < 1) return 'Waits for less than an hour.';
  if (hours < 48) return `Waits for ${hours} ${hours === 1 ? 'hour' : 'hours'}.`;
  return `Waits for ${Math.floor(wait / DAY)} days.`;
}

/**
 * In which order beds are offered: by clinical need, one step higher after three days; then who has waited longer; of those who have
 * waited about as long, people from the two most deprived tenths of neighbourhoods first. Each place says why. A coordinator may offer
 * out of turn; the order is only what is proposed. [ours]
 */
export function orderQueue(waiting: readonly InQueue[], now: Instant): readonly QueuePlace[] {
  const looked = waiting.map((one) => {
    const wait = Math.max(0, now - one.waitsSince);
    const { need, why } = needOf(one);
    const isLong = wait >= LONG_WAIT;
    const isDeprived = one.imdDecile !== null && one.imdDecile <= MOST_DEPRIVED;
    return {
      one,
      need,
      rank: BY_NEED.indexOf(need) + (isLong ? 1 : 0),
      wait: Math.floor(wait / SAME_WAIT),
      isDeprived,
      why: [
        why,
        waitInWords(wait),
        ...(isLong ? ['Counts one step higher after three days.'] : []),
        ...(isDeprived ? [`Neighbourhood in decile ${one.imdDecile} of deprivation: first among equal waits.`] : []),
      ],
    };
  });
  return looked
    .toSorted(
      (a, b) =>
        b.rank - a.rank ||
        b.wait - a.wait ||
        Number(b.isDeprived) - Number(a.isDeprived) ||
        a.one.waitsSince - b.one.waitsSince ||
        (a.one.id < b.one.id ? -1 : 1),
    )
    .map(({ one, need, why }, at) => ({ id: one.id, place: at + 1, need, why }));
}

/** Where a referral stands. An offer that ran out is waiting again. */
export type ReferralState = 'received' | 'waiting' | 'offered' | 'admitted' | 'declined' | 'withdrawn';

const MAY_BECOME: Readonly<Record<ReferralState, readonly ReferralState[]>> = {
  received: ['waiting', 'declined', 'withdrawn'],
  waiting: ['offered', 'admitted', 'declined', 'withdrawn'],
  offered: ['offered', 'waiting', 'admitted', 'declined', 'withdrawn'],
  admitted: [],
  declined: [],
  withdrawn: [],
};

export function mayBecome(from: ReferralState, to: ReferralState): boolean {
  return MAY_BECOME[from].includes(to);
}
