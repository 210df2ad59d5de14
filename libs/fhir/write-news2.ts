import { PARAMETERS, type Parameter } from '#clinical';
import type { ReadingKind, ScoreKind, ShownScore } from '#records';
import type { Observation, Quantity, Reference } from 'fhir/r4.js';
import { NEWS2_SUB_SCORES, NEWS2_TOTAL, OBSERVATION_CATEGORY, UCUM } from './codes.ts';
import { observationId, subjectOf } from './write-observation.ts';

/** An id has room for 64 characters. */
const SHORT: Readonly<Record<Parameter, string>> = {
  respiration: 'respiration',
  spo2: 'spo2',
  oxygen: 'oxygen',
  systolic: 'systolic',
  pulse: 'pulse',
  consciousness: 'acvpu',
  temperature: 'temperature',
};
const BY_SHORT = new Map(PARAMETERS.map((parameter) => [SHORT[parameter], parameter]));

type ScoreIdentity = Pick<ShownScore, 'admissionId' | 'at'>;

/** The stay, the moment and the part: as stable as the score itself. */
export function scoreId({ admissionId, at }: ScoreIdentity, kind: ScoreKind): string {
  return `${admissionId}-${at.toString(36)}-news2${kind === 'total' ? '' : `-${SHORT[kind]}`}`;
}

const SCORE_ID = /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})-(-?[\da-z]{1,9})-news2(?:-([\da-z]+))?$/;

export function parseScoreId(id: string): (ScoreIdentity & { kind: ScoreKind }) | null {
  const [, admissionId, moment, part] = SCORE_ID.exec(id) ?? [];
  if (admissionId === undefined || moment === undefined) return null;
  const at = parseInt(moment, 36);
  const kind = part === undefined ? 'total' : BY_SHORT.get(part);
  return kind === undefined || !Number.isSafeInteger(at) ? null : { admissionId, at, kind };
}

/** Which kinds of readings a sub-score is derived from: that of SpO2 on scale 2 depends on the oxygen as well. */
function derivedFrom(parameter: Parameter, scale: 1 | 2): readonly Parameter[] {
  return parameter === 'spo2' && scale === 2 ? ['spo2', 'oxygen'] : [parameter];
}

const KIND_OF: Readonly<Record<Parameter, ReadingKind>> = {
  respiration: 'respiration',
  spo2: 'spo2',
  oxygen: 'oxygen',
  systolic: 'blood-pressure',
  pulse: 'pulse',
  consciousness: 'consciousness',
  temperature: 'temperature',
};

const score = (value: number): Quantity => ({ value, unit: 'score', system: UCUM, code: '{score}' });
const observation = (id: string): Reference => ({ reference: `Observation/${id}` });

/** The version of a score: it is another one when it was scored again. */
export const scoreVersion = ({ scoredAt }: Pick<ShownScore, 'scoredAt'>): string => String(Math.round(scoredAt));

/** A NEWS2 or one of its sub-scores as an Observation. What is incomplete has no value: it says what is certain. */
export function writeScore(shown: ShownScore, kind: ScoreKind): Observation {
  const scoredAt = new Date(shown.scoredAt).toISOString();
  const from = (parameters: readonly Parameter[]): Reference[] => [
    ...new Map(
      parameters.flatMap((parameter) => {
        const reading = shown.readings[parameter];
        const id = reading === undefined ? undefined : observationId(reading, KIND_OF[parameter]);
        return id === undefined ? [] : [[id, observation(id)] as const];
      }),
    ).values(),
  ];
  return {
    resourceType: 'Observation',
    id: scoreId(shown, kind),
    meta: { versionId: scoreVersion(shown), lastUpdated: scoredAt },
    status: kind === 'total' && !shown.complete ? 'preliminary' : 'final',
    category: [{ coding: [{ system: OBSERVATION_CATEGORY, code: 'survey', display: 'Survey' }] }],
    code: {
      coding: [
        ...(kind === 'total'
          ? NEWS2_TOTAL
          : [kind === 'spo2' ? NEWS2_SUB_SCORES.spo2[shown.scale] : NEWS2_SUB_SCORES[kind]]),
      ],
    },
    subject: subjectOf(shown),
    effectiveDateTime: new Date(shown.at).toISOString(),
    issued: scoredAt,
    performer: [{ display: 'Homeward' }],
    ...(kind === 'total'
      ? total(shown, from)
      : { valueQuantity: score(shown.subScores[kind] ?? NaN), derivedFrom: from(derivedFrom(kind, shown.scale)) }),
    method: { text: `NEWS2, Royal College of Physicians 2017, SpO2 scale ${shown.scale}` },
  };
}

const WORDS: Readonly<Record<Parameter, string>> = {
  respiration: 'respiration rate',
  spo2: 'SpO2',
  oxygen: 'air or oxygen',
  systolic: 'systolic blood pressure',
  pulse: 'pulse',
  consciousness: 'consciousness',
  temperature: 'temperature',
};

function total(shown: ShownScore, from: (parameters: readonly Parameter[]) => Reference[]): Partial<Observation> {
  const known = PARAMETERS.filter((parameter) => shown.subScores[parameter] !== undefined);
  const missing = PARAMETERS.filter((parameter) => shown.subScores[parameter] === undefined);
  const hasMember = known.map((parameter) => observation(scoreId(shown, parameter)));
  return {
    ...(shown.complete
      ? { valueQuantity: score(shown.least) }
      : {
          dataAbsentReason: {
            coding: [
              {
                system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason',
                code: 'unknown',
                display: 'Unknown',
              },
            ],
            text: 'The set is incomplete',
          },
          note: [
            {
              text: `This is no NEWS2: ${missing.map((parameter) => WORDS[parameter]).join(', ')} could not be scored. The total is at least ${shown.least} and at most ${shown.most}.`,
            },
          ],
        }),
    ...(hasMember.length === 0 ? {} : { hasMember }),
    derivedFrom: from(PARAMETERS),
  };
}
