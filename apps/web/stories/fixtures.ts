import type { Band, Parameter, Pathway } from '#clinical';
import type {
  AlertHistory,
  Colleague,
  CompleteScoreView,
  IncompleteScoreView,
  OpenAlertView,
  Sbard,
  SignedIn,
  Tile,
} from '#contracts';

/* People who do not exist, healthy until a story says otherwise. Their NHS numbers are from the range kept for tests. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The moment at which every story stands still: 10 November 2026, 14:32:08 in Dorset. */
export const STORY_NOW = Date.UTC(2026, 10, 10, 14, 32, 8);

const NOTHING_SCORES: Record<Parameter, number> = {
  respiration: 0,
  spo2: 0,
  oxygen: 0,
  systolic: 0,
  pulse: 0,
  consciousness: 0,
  temperature: 0,
};

export function aScore(scoring: Partial<Record<Parameter, number>> = {}, minutesAgo = 40): CompleteScoreView {
  const subScores = { ...NOTHING_SCORES, ...scoring };
  const total = Object.values(subScores).reduce((sum, score) => sum + score, 0);
  const singleThree = (Object.keys(subScores) as Parameter[]).filter((parameter) => subScores[parameter] === 3);
  const band: Band = total >= 7 ? 'high' : total >= 5 ? 'medium' : singleThree.length > 0 ? 'low-medium' : 'low';
  return { at: STORY_NOW - minutesAgo * MINUTE, total, band, singleThree, subScores, scale: 1, statedTotal: null };
}

export const anIncompleteSet = (
  missing: Parameter[],
  least: number,
  band: Band,
  minutesAgo = 6,
): IncompleteScoreView => ({
  at: STORY_NOW - minutesAgo * MINUTE,
  least,
  most: least + missing.length * 3,
  band,
  missing,
});

export function anAlert(changes: Partial<OpenAlertView> = {}): OpenAlertView {
  return {
    id: 'alert-1',
    version: 1,
    ruleId: 'news2-high',
    priority: 'emergency',
    sentence: 'NEWS2 9 (high): respiration 26 scores 3, SpO2 92 % scores 2, on oxygen scores 2, pulse 112 scores 2.',
    status: 'raised',
    raisedAt: STORY_NOW - 4 * MINUTE,
    effectiveAt: STORY_NOW - 4 * MINUTE,
    count: 1,
    conditionPresent: true,
    subject: null,
    responsible: { kind: 'role', role: 'hub-clinician', waitFor: 15 * MINUTE },
    asksNext: { kind: 'role', role: 'lead', waitFor: 5 * MINUTE },
    step: 1,
    routeId: 'default',
    askedAt: STORY_NOW - 4 * MINUTE,
    nextStepAt: STORY_NOW + 11 * MINUTE,
    acceptBy: STORY_NOW + 11 * MINUTE,
    deliveredAt: STORY_NOW - 4 * MINUTE,
    pausedUntil: null,
    acceptedBy: null,
    acceptedAt: null,
    groupedUnder: null,
    comments: 0,
    ...changes,
  };
}

/** Test numbers 999 000 0000 and up, with a valid check digit. */
function testNhsNumber(index: number): string {
  const nine = String(999_000_000 + index * 7);
  const sum = nine.split('').reduce((total, digit, place) => total + Number(digit) * (10 - place), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? testNhsNumber(index + 100) : `${nine}${check}`;
}

const PEOPLE: [name: string, age: number, pathway: Pathway, home: string | null][] = [
  ['Ada Merriweather', 84, 'respiratory', 'Rose Court'],
  ['Bernard Okonkwo', 71, 'cardiac', null],
  ['Constance Featherstonehaugh-Williams', 93, 'frailty', 'Harbour View Nursing Home'],
  ['David Singh', 66, 'respiratory', null],
  ['Edith Blackmore', 88, 'frailty', 'Rose Court'],
  ['Francis Adeyemi', 59, 'cardiac', null],
  ['Gwendolyn Parry', 79, 'respiratory', null],
  ['Harold Trevithick', 90, 'frailty', 'Harbour View Nursing Home'],
  ['Irena Kowalczyk', 74, 'cardiac', null],
  ['James Lockyer', 81, 'respiratory', null],
  ['Kathleen O’Rourke', 86, 'frailty', 'Rose Court'],
  ['Leonard Pitman', 77, 'cardiac', null],
  ['Mary Hardy', 69, 'respiratory', null],
  ['Nigel Stickland', 72, 'cardiac', null],
  ['Olive Dampney', 95, 'frailty', 'Rose Court'],
  ['Priya Raman', 63, 'respiratory', null],
  ['Queenie Legg', 89, 'frailty', 'Harbour View Nursing Home'],
  ['Ronald Meech', 80, 'cardiac', null],
  ['Sybil Vining', 83, 'frailty', null],
  ['Thomas Wareham', 76, 'respiratory', null],
];

/** Sets every six hours that came to this score. */
const aDayBefore = ({ at, total }: CompleteScoreView): Tile['recent'] =>
  [3, 2, 1, 0].map((rounds) => {
    const then = Math.max(0, total - (rounds === 0 ? 0 : rounds + (total > 4 ? 2 : 0)) + (rounds % 2));
    return [at - rounds * 6 * HOUR, then, then];
  });

/** The patient of a bed: calm, scored 40 min ago, next reading this evening. */
export function aTile(bed: number, changes: Partial<Tile> = {}): Tile {
  const [name, ageYears, pathway, home] = PEOPLE[(bed - 1) % PEOPLE.length]!;
  const minutesAgo = 12 + ((bed * 37) % 200);
  const score = aScore(bed % 3 === 0 ? { temperature: 1 } : bed % 4 === 0 ? { pulse: 1, spo2: 1 } : {}, minutesAgo);
  return {
    admissionId: `admission-${bed}`,
    version: 1,
    bed,
    patient: { nhsNumber: testNhsNumber(bed), name, ageYears, sex: 'unknown' },
    pathway,
    level: 'standard',
    place: home === null ? { kind: 'home' } : { kind: 'care-home', id: home, name: home },
    spo2Scale: 1,
    escalationPlan: null,
    ownNews2: bed % 2 === 0 ? 1 : null,
    usualNews2: bed % 3 === 0 ? 0.5 : null,
    news2NotApplicable: null,
    score,
    incomplete: null,
    notTaken: null,
    repeat: null,
    sbard: null,
    recent: aDayBefore(score),
    trend: bed % 5 === 0 ? 'falling' : bed % 7 === 0 ? 'unknown' : 'steady',
    lastReadingAt: score.at,
    nextDueAt: score.at + 8 * HOUR,
    alerts: [],
    ...changes,
  };
}

/** A ward of calm patients in all beds but 7 and 14. */
export const calmTiles = (): Tile[] =>
  Array.from({ length: 20 }, (_, index) => index + 1)
    .filter((bed) => bed !== 7 && bed !== 14)
    .map((bed) => aTile(bed));

/** The tiles, with those of some beds put in another state. */
export const withBeds = (tiles: Tile[], states: Record<number, Partial<Tile>>): Tile[] =>
  tiles.map((tile) => {
    const state = tile.bed === null ? undefined : states[tile.bed];
    if (state === undefined) return tile;
    const { score = tile.score, incomplete } = state;
    const recent = score === null ? [] : aDayBefore(score);
    if (incomplete) recent.push([incomplete.at, incomplete.least, incomplete.most]);
    return { ...tile, recent, ...state };
  });

/** A sender's total that disagrees with the chart. */
export const STATED_OTHERWISE: Partial<Tile> = {
  score: { ...aScore({ pulse: 2, respiration: 2, spo2: 1 }, 15), statedTotal: 6 },
  lastReadingAt: STORY_NOW - 15 * MINUTE,
};

const HIGH = aScore({ respiration: 3, spo2: 2, oxygen: 2, pulse: 2 }, 4);
const MEDIUM = aScore({ respiration: 2, pulse: 2, temperature: 1 }, 21);
const SINGLE_THREE = aScore({ consciousness: 3 }, 47);

export const EMERGENCY: Partial<Tile> = {
  score: HIGH,
  trend: 'rising',
  lastReadingAt: HIGH.at,
  nextDueAt: HIGH.at + HOUR,
  alerts: [anAlert()],
};

const MEDIUM_ALERT = anAlert({
  id: 'alert-2',
  ruleId: 'news2-medium',
  priority: 'urgent',
  sentence: 'NEWS2 5 (medium): respiration 22 scores 2, pulse 114 scores 2, temperature 38.4 scores 1.',
  raisedAt: MEDIUM.at,
  effectiveAt: MEDIUM.at,
  askedAt: MEDIUM.at,
  nextStepAt: MEDIUM.at + 2 * HOUR,
});

const URGENT_SCORE: Partial<Tile> = { score: MEDIUM, trend: 'rising', lastReadingAt: MEDIUM.at };

export const URGENT: Partial<Tile> = { ...URGENT_SCORE, alerts: [MEDIUM_ALERT] };

/** What a person who has it looks like, by account and name. */
const heldBy = (id: string, name: string, minutesAgo: number): Partial<OpenAlertView> => ({
  status: 'accepted',
  version: 2,
  responsible: { kind: 'person', id, name },
  asksNext: null,
  step: null,
  routeId: null,
  askedAt: null,
  acceptedBy: name,
  acceptedAt: STORY_NOW - minutesAgo * MINUTE,
  nextStepAt: STORY_NOW + (60 - minutesAgo) * MINUTE,
});

export const ACCEPTED: Partial<Tile> = {
  score: SINGLE_THREE,
  trend: 'rising',
  lastReadingAt: SINGLE_THREE.at,
  alerts: [
    anAlert({
      id: 'alert-3',
      ruleId: 'news2-single-red',
      priority: 'urgent',
      sentence: 'NEWS2 3 (low-medium): new confusion scores 3.',
      raisedAt: SINGLE_THREE.at,
      effectiveAt: SINGLE_THREE.at,
      ...heldBy('sam', 'Sam Okafor', 41),
    }),
  ],
};

export const EASED: Partial<Tile> = {
  trend: 'falling',
  alerts: [
    anAlert({
      id: 'alert-4',
      ruleId: 'news2-medium',
      priority: 'urgent',
      sentence: 'NEWS2 6 (medium): SpO2 93 % scores 2, systolic pressure 98 scores 2, pulse 118 scores 2.',
      conditionPresent: false,
      count: 3,
      raisedAt: STORY_NOW - 3 * HOUR,
      effectiveAt: STORY_NOW - 3 * HOUR,
    }),
  ],
};

export const SEVERAL: Partial<Tile> = {
  score: aScore({ respiration: 3, spo2: 3, oxygen: 2, pulse: 2, consciousness: 3 }, 4),
  trend: 'rising',
  lastReadingAt: HIGH.at,
  alerts: [
    anAlert({
      id: 'alert-5',
      ...heldBy('sam', 'Sam Okafor', 1),
    }),
    anAlert({
      id: 'alert-6',
      ruleId: 'spo2-fall',
      priority: 'urgent',
      raisedAt: STORY_NOW - 26 * MINUTE,
      effectiveAt: STORY_NOW - 26 * MINUTE,
      sentence: 'SpO2 fell from 96 % to 92 % in 6 h; usual 96 %.',
    }),
    anAlert({
      id: 'alert-7',
      ruleId: 'overdue',
      priority: 'routine',
      sentence: 'Reading was due at 10:00 and came at 14:28.',
      conditionPresent: false,
      raisedAt: STORY_NOW - 3 * HOUR,
      effectiveAt: STORY_NOW - 5 * HOUR,
    }),
  ],
};

export const OVERDUE: Partial<Tile> = { nextDueAt: STORY_NOW - 85 * MINUTE };

/** What is to be done, and what not, is written down. */
export const ESCALATION_PLAN: Partial<Tile> = {
  ...EMERGENCY,
  ownNews2: 2,
  escalationPlan: 'Treat at home or on a ward. Not for intensive care; not for resuscitation (DNACPR, 2 November).',
};

/** Two unaccepted alerts of two readings. */
export const TWO_UNACCEPTED: Partial<Tile> = {
  ...EMERGENCY,
  alerts: [
    anAlert(),
    anAlert({
      id: 'alert-11',
      ruleId: 'delirium',
      priority: 'urgent',
      sentence: 'New confusion: a 4AT is due.',
      raisedAt: STORY_NOW - 50 * MINUTE,
      effectiveAt: STORY_NOW - 50 * MINUTE,
    }),
  ],
};

const OF_ONE_READING: readonly OpenAlertView[] = [
  anAlert(),
  anAlert({
    id: 'alert-21',
    ruleId: 'spo2-critical',
    sentence: 'SpO2 is 92 %: 92 % or less is an emergency on scale 1.',
  }),
  anAlert({
    id: 'alert-22',
    ruleId: 'news2-above-normal',
    priority: 'urgent',
    sentence: 'NEWS2 9, 7 above the usual 2.',
  }),
];

/** One reading that three rules found: one alert, and one answer. */
export const ONE_EVENT: Partial<Tile> = { ...EMERGENCY, alerts: [...OF_ONE_READING] };

/** Somebody has the gravest of them, and what came with it since is nobody's yet. */
export const PARTLY_ACCEPTED: Partial<Tile> = {
  ...EMERGENCY,
  alerts: [
    { ...OF_ONE_READING[0]!, ...heldBy('mina', 'Dr Mina Rao', 2) },
    { ...OF_ONE_READING[1]!, ...heldBy('mina', 'Dr Mina Rao', 2) },
    { ...OF_ONE_READING[2]!, raisedAt: STORY_NOW - MINUTE, askedAt: STORY_NOW - MINUTE },
  ],
};

/** Sam's own, with a comment. */
export const HELD_BY_SAM: Partial<Tile> = {
  ...EMERGENCY,
  alerts: OF_ONE_READING.map((alert) => ({ ...alert, ...heldBy('sam', 'Sam Okafor', 3), comments: 1 })),
};

export const HELD_BY_MINA: Partial<Tile> = {
  ...EMERGENCY,
  alerts: OF_ONE_READING.slice(0, 1).map((alert) => ({ ...alert, ...heldBy('mina', 'Dr Mina Rao', 2) })),
};

export const PAUSED: Partial<Tile> = {
  ...EMERGENCY,
  alerts: [anAlert({ pausedUntil: STORY_NOW + 6 * MINUTE + 12_000, nextStepAt: STORY_NOW + 6 * MINUTE + 12_000 })],
};

/** Handed to a colleague who has not said yes yet. */
export const HANDED_OVER: Partial<Tile> = {
  ...URGENT_SCORE,
  alerts: [
    {
      ...MEDIUM_ALERT,
      version: 3,
      step: 0,
      routeId: 'hand-over',
      askedAt: STORY_NOW - 5 * MINUTE,
      nextStepAt: STORY_NOW + 10 * MINUTE,
      responsible: { kind: 'accounts', accounts: [{ id: 'bea', name: 'Bea Birch' }], waitFor: 15 * MINUTE },
      asksNext: { kind: 'accounts', accounts: [{ id: 'sam', name: 'Sam Okafor' }], waitFor: 15 * MINUTE },
    },
  ],
};

/** Turned down by the clinicians: the lead is asked. */
export const ESCALATED: Partial<Tile> = {
  ...URGENT_SCORE,
  alerts: [
    {
      ...MEDIUM_ALERT,
      version: 2,
      step: 2,
      askedAt: STORY_NOW - 3 * MINUTE,
      nextStepAt: STORY_NOW + 37 * MINUTE,
      responsible: { kind: 'role', role: 'lead', waitFor: 40 * MINUTE },
      asksNext: { kind: 'ward-fallback', waitFor: 40 * MINUTE },
    },
  ],
};

export const NOBODY_ACCEPTED: Partial<Tile> = {
  ...EMERGENCY,
  alerts: [
    anAlert({
      version: 3,
      step: 3,
      raisedAt: STORY_NOW - 22 * MINUTE,
      effectiveAt: STORY_NOW - 22 * MINUTE,
      askedAt: STORY_NOW - 2 * MINUTE,
      nextStepAt: STORY_NOW + 3 * MINUTE,
      responsible: { kind: 'ward-fallback', waitFor: 5 * MINUTE },
      asksNext: { kind: 'ward-fallback', waitFor: 5 * MINUTE },
    }),
  ],
};

const aWardAlert = (changes: Partial<OpenAlertView>): OpenAlertView =>
  anAlert({ priority: 'technical', nextStepAt: STORY_NOW + 56 * MINUTE, ...changes });

export const WARD_ALERTS: OpenAlertView[] = [
  aWardAlert({
    id: 'ward-1',
    ruleId: 'feed-lost',
    subject: 'source: North gateway',
    sentence: 'The feed North gateway has been down for 12 min.',
  }),
  aWardAlert({
    id: 'ward-2',
    ruleId: 'channel-failing',
    subject: 'channel: notify-sms',
    sentence: 'Text messages through GOV.UK Notify have failed for 20 min.',
    ...heldBy('mina', 'Dr Mina Rao', 9),
  }),
  aWardAlert({
    id: 'ward-3',
    ruleId: 'device-silent',
    subject: 'device: Nonin 3230 …4471',
    sentence: 'The device Nonin 3230 …4471 has sent nothing for 26 h.',
    conditionPresent: false,
  }),
];

export const TECHNICAL: Partial<Tile> = {
  alerts: [
    anAlert({
      id: 'alert-8',
      ruleId: 'implausible',
      priority: 'technical',
      sentence: 'Three readings in a row from this pulse oximeter could not be believed.',
    }),
  ],
};

export const ROUTINE: Partial<Tile> = {
  alerts: [
    anAlert({
      id: 'alert-9',
      ruleId: 'weight-gain',
      priority: 'routine',
      sentence: 'Weight rose from 81.2 kg to 82.9 kg in 1 day.',
      raisedAt: STORY_NOW - 70 * MINUTE,
      effectiveAt: STORY_NOW - 5 * HOUR,
    }),
  ],
};

export const INCOMPLETE: Partial<Tile> = {
  incomplete: anIncompleteSet(['systolic', 'temperature'], 4, 'low'),
  lastReadingAt: STORY_NOW - 6 * MINUTE,
};

export const INCOMPLETE_PROVES_HIGH: Partial<Tile> = {
  score: aScore({ temperature: 1 }, 250),
  incomplete: anIncompleteSet(['consciousness'], 8, 'high', 2),
  lastReadingAt: STORY_NOW - 2 * MINUTE,
  alerts: [
    anAlert({
      id: 'alert-10',
      sentence:
        'NEWS2 at least 8 with consciousness missing: respiration 26 scores 3, SpO2 90 % scores 3, pulse 112 scores 2.',
      raisedAt: STORY_NOW - 2 * MINUTE,
      effectiveAt: STORY_NOW - 2 * MINUTE,
    }),
  ],
};

export const INCOMPLETE_ONLY: Partial<Tile> = {
  score: null,
  trend: 'unknown',
  incomplete: anIncompleteSet(['respiration', 'consciousness', 'temperature'], 2, 'low', 9),
  lastReadingAt: STORY_NOW - 9 * MINUTE,
};

export const NO_READING: Partial<Tile> = {
  score: null,
  trend: 'unknown',
  lastReadingAt: null,
  nextDueAt: STORY_NOW + 40 * MINUTE,
};

export const NOT_APPLICABLE: Partial<Tile> = {
  news2NotApplicable: 'NEWS2 is not for use in pregnancy.',
  score: null,
  trend: 'unknown',
};

export const CLINICIAN: SignedIn = {
  id: 'sam',
  username: 'clinician',
  displayName: 'Sam Okafor',
  role: 'hub-clinician',
  careHome: null,
};
export const LEAD: SignedIn = { ...CLINICIAN, id: 'mina', displayName: 'Dr Mina Rao', role: 'lead' };
export const COORDINATOR: SignedIn = { ...CLINICIAN, id: 'jo', displayName: 'Jo Bennett', role: 'coordinator' };
export const ADMINISTRATOR: SignedIn = {
  ...CLINICIAN,
  id: 'anton',
  displayName: 'Anton Gussage',
  role: 'administrator',
};
export const CARER: SignedIn = {
  ...CLINICIAN,
  displayName: 'Pat Holloway',
  role: 'care-home',
  careHome: { id: 'rose-court', name: 'Rose Court' },
};
export const COLLEAGUES: Colleague[] = [
  { id: 'bea', name: 'Bea Birch', role: 'hub-clinician' },
  { id: 'mina', name: 'Dr Mina Rao', role: 'lead' },
  { id: 'sam', name: 'Sam Okafor', role: 'hub-clinician' },
];

export const HISTORY: AlertHistory = {
  status: 'raised',
  alert: null,
  events: [
    { at: STORY_NOW - 24 * MINUTE, kind: 'raised', by: null, sentence: anAlert().sentence, lateByMs: null },
    {
      at: STORY_NOW - 24 * MINUTE + 1_000,
      kind: 'delivered',
      by: null,
      sentence: 'A live board shows it.',
      lateByMs: null,
    },
    {
      at: STORY_NOW - 18 * MINUTE,
      kind: 'rejected',
      by: 'Bea Birch',
      sentence: 'I am with another emergency. Now asked: the clinical lead.',
      lateByMs: null,
    },
    {
      at: STORY_NOW - 11 * MINUTE,
      kind: 'timed-out',
      by: null,
      sentence: 'Not accepted by the clinical lead within 5 min. NOBODY ACCEPTED: everybody on the ward is asked now.',
      lateByMs: 2 * MINUTE,
    },
    { at: STORY_NOW - 9 * MINUTE, kind: 'accepted', by: 'Sam Okafor', sentence: null, lateByMs: null },
    {
      at: STORY_NOW - 6 * MINUTE,
      kind: 'commented',
      by: 'Jo Bennett',
      sentence: 'Rang twice, her daughter is on the way.',
      lateByMs: null,
    },
  ],
};

/** Late, and somebody was with them who could not take it. */
export const COULD_NOT_BE_TAKEN: Partial<Tile> = {
  nextDueAt: STORY_NOW - 2 * HOUR,
  notTaken: { at: STORY_NOW - 25 * MINUTE, why: { all: 'refused' } },
};

/** The hub wants readings once more, in six minutes and a bit. */
export const REPEAT = {
  askedAt: STORY_NOW - 4 * MINUTE,
  dueAt: STORY_NOW + 6 * MINUTE + 12_000,
  by: 'Dr Mina Rao',
  note: 'Please warm the hand first.',
};

export const DECISIONS = [
  {
    admissionId: 'admission-5',
    at: STORY_NOW - 40 * MINUTE,
    by: 'Dr Mina Rao',
    about: 'SpO2 fell from 94 to 89 in 6 h; usual 93; NEWS2 5.',
    priority: 'urgent' as const,
    decided: 'advice',
    note: 'Sit her up, drinks every hour, measure again at 16:00.',
  },
];

export const SBARD: Sbard = {
  id: '01890000-0000-7000-8000-00000000005b',
  at: STORY_NOW - 55 * MINUTE,
  by: 'Pat Holloway',
  home: 'Rose Court',
  situation: ['NEWS2 5 (Medium), rising, 5 Jan, 13:30.', 'Urgent alert since 5 Jan, 13:31: Dr Mina Rao has it.'],
  background: [
    '84 years, female, Rose Court, frailty pathway, on the virtual ward since 1 Jan, 10:00, twice a day, SpO2 scale 1.',
    'Escalation plan: Treat at home. Not for resuscitation (DNACPR).',
  ],
  assessment: [
    'SpO2 fell from 94 to 89 in 6 h; usual 93; NEWS2 5.',
    'Last measured 5 Jan, 13:30: respiration 22, SpO2 89 %, on air, systolic pressure 118, pulse 96, alert, temperature 38.2 °C.',
    'Usual for this person: NEWS2 1, SpO2 93 % (plan), pulse 74.',
  ],
  recommendation: 'She will not drink. Please say whether we should ring the GP.',
  decision: {
    text: 'Frailty nurse visits before 16:00. Offer sips every 15 minutes.',
    at: STORY_NOW - 20 * MINUTE,
    by: 'Dr Mina Rao',
  },
};
