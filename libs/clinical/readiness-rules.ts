import { DAY, HOUR, type Duration } from './instant.ts';
import type { Refusal } from './rule-set.ts';
import { WHO_MAY_CHANGE } from './rule.ts';

/** A number of the criteria: as shipped, in which unit, and between which bounds a document may put it. [ours, CLINICAL.md section 5] */
interface NumberTerms {
  readonly shipped: number;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
}

/** What has to be so before a patient steps down, in numbers, and when a stay is looked at as a whole. */
export const READINESS_NUMBERS = {
  aboveNormal: { shipped: 1, unit: '{score}', min: 0, max: 2 },
  stableForHours: { shipped: 48, unit: 'h', min: 24, max: 168 },
  stableForLeavingIntensiveHours: { shipped: 24, unit: 'h', min: 12, max: 168 },
  receivedPercent: { shipped: 80, unit: '%', min: 60, max: 100 },
  receivedOverHours: { shipped: 72, unit: 'h', min: 48, max: 168 },
  oxygenForHours: { shipped: 48, unit: 'h', min: 24, max: 168 },
  weightForHours: { shipped: 48, unit: 'h', min: 24, max: 168 },
  weightWithinKg: { shipped: 1, unit: 'kg', min: 0.5, max: 2 },
  quietForHours: { shipped: 72, unit: 'h', min: 48, max: 168 },
  fourAtBelow: { shipped: 4, unit: '{score}', min: 1, max: 4 },
  reviewAfterDays: { shipped: 14, unit: 'd', min: 3, max: 14 },
} as const satisfies Readonly<Record<string, NumberTerms>>;

export type ReadinessNumber = keyof typeof READINESS_NUMBERS;
const NAMES = Object.keys(READINESS_NUMBERS) as ReadinessNumber[];

/** What is stored and signed: only what differs from the numbers as they are shipped. */
export interface ReadinessDocument {
  readonly id: string;
  readonly version: string;
  readonly numbers?: Partial<Readonly<Record<ReadinessNumber, number>>>;
}

/** The criteria in force, under one version that every decision carries. Times are durations in milliseconds. */
export interface ReadinessRules {
  readonly id: string;
  readonly version: string;
  readonly document: ReadinessDocument;
  readonly aboveNormal: number;
  readonly stableFor: Duration;
  readonly stableForLeavingIntensive: Duration;
  /** 0 to 1. */
  readonly receivedShare: number;
  readonly receivedOver: Duration;
  readonly oxygenFor: Duration;
  readonly weightFor: Duration;
  /** kg. */
  readonly weightWithin: number;
  readonly quietFor: Duration;
  readonly fourAtBelow: number;
  /** After this long on the ward a review is asked for; nobody is discharged by it. */
  readonly reviewAfter: Duration;
}

export type ReadReadinessRules =
  | { readonly kind: 'accepted'; readonly rules: ReadinessRules }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function compile(document: ReadinessDocument): ReadinessRules {
  const numbers = Object.fromEntries(
    NAMES.map((name) => [name, document.numbers?.[name] ?? READINESS_NUMBERS[name].shipped]),
  ) as Record<ReadinessNumber, number>;
  return {
    id: document.id,
    version: document.version,
    document,
    aboveNormal: numbers.aboveNormal,
    stableFor: numbers.stableForHours * HOUR,
    stableForLeavingIntensive: numbers.stableForLeavingIntensiveHours * HOUR,
    receivedShare: numbers.receivedPercent / 100,
    receivedOver: numbers.receivedOverHours * HOUR,
    oxygenFor: numbers.oxygenForHours * HOUR,
    weightFor: numbers.weightForHours * HOUR,
    weightWithin: numbers.weightWithinKg,
    quietFor: numbers.quietForHours * HOUR,
    fourAtBelow: numbers.fourAtBelow,
    reviewAfter: numbers.reviewAfterDays * DAY,
  };
}

/** Reads a document of the criteria, or says everything that is wrong with it. No number can be put beyond its bounds by anybody. */
export function readReadinessRules(document: unknown): ReadReadinessRules {
  const refusals: Refusal[] = [];
  const mayChange = WHO_MAY_CHANGE.ward;
  const refuse = (path: string, message: string): void => void refusals.push({ path, message, mayChange });
  if (!isFields(document))
    return { kind: 'refused', refusals: [{ path: '', message: 'Expected an object.', mayChange }] };
  for (const field of ['id', 'version'] as const)
    if (typeof document[field] !== 'string' || document[field] === '') refuse(`/${field}`, `${field} must be a text.`);
  for (const field of Object.keys(document))
    if (!['id', 'version', 'numbers'].includes(field)) refuse(`/${field}`, `There is no field "${field}".`);
  const { numbers = {} } = document;
  if (isFields(numbers))
    for (const [name, value] of Object.entries(numbers)) {
      const terms = NAMES.find((one) => one === name);
      if (terms === undefined) {
        refuse(`/numbers/${name}`, `The criteria have no number "${name}".`);
        continue;
      }
      const { min, max, unit } = READINESS_NUMBERS[terms];
      if (typeof value !== 'number' || !(value >= min && value <= max))
        refusals.push({
          path: `/numbers/${name}`,
          message: `${name} must be a number from ${min} to ${max}.`,
          bound: { min, max, unit },
          mayChange,
        });
    }
  else refuse('/numbers', 'numbers must be an object.');
  return refusals.length > 0
    ? { kind: 'refused', refusals }
    : { kind: 'accepted', rules: compile(document as unknown as ReadinessDocument) };
}

/** The criteria as they are shipped. */
export const SHIPPED_READINESS: ReadinessRules = compile({ id: 'homeward-readiness', version: '1.0.0' });

/** How a decision names the criteria that it was made by. */
export const readinessVersion = ({ id, version }: Pick<ReadinessRules, 'id' | 'version'>): string => `${id} ${version}`;
