import { VITALS, WHY_NOT_TAKEN, type WhyNotTaken } from '#clinical';
import { z } from 'zod';
import { answers } from './answers.ts';
import { instant, measuredAt } from './instant.ts';
import { nhsNumber } from './nhs-number.ts';
import { plainText } from './plain-text.ts';
import { problemDetail, type ProblemDetail } from './problem.ts';

/** The most elements of an array whose answer says by its status what became of them all. */
export const MOST_READING_SETS = 1_000;

export const METHODS = ['device', 'staff', 'patient', 'carer', 'telephone'] as const;
export type Method = (typeof METHODS)[number];

/**
 * Null means the same as leaving it out. A union, because a transformation of every value costs more than all the rest of a
 * reading set together.
 */
const orNull = <Schema extends z.ZodType>(schema: Schema, error: string) =>
  z.union([schema, z.null().transform(() => undefined)], { error }).optional();

/** A measured value. */
const measured = (unit: string) => orNull(z.number(), `expected a number in ${unit}`).describe(`In ${unit}.`);

/** Source: Royal College of Physicians, NEWS2 (2017): seven parameters, of which oxygen scores 2 and the others 3 at most. */
const MOST_NEWS2 = 20;
const STATED_NEWS2 = `expected a NEWS2 total, a whole number from 0 to ${MOST_NEWS2}`;

const shortText = plainText(200);

const hasAnswers = (given: object | undefined): boolean => given !== undefined && Object.keys(given).length > 0;

/** Only for a patient that is no object: each field of one says for itself what is wrong. */
const whoIsMissing = (issue: { code?: string | undefined }): string | undefined =>
  issue.code === 'invalid_type' ? 'expected {"nhsNumber": "943 476 5919"}' : undefined;

/**
 * The device that measured. When its clock is known to be wrong, whoever passes its readings on says what it showed, and
 * what the time really was: the reading is placed where it belongs. Source: HL7 Personal Health Device implementation guide.
 */
const device = z
  .strictObject({
    model: shortText.optional(),
    serial: shortText
      .optional()
      .describe('Which one of its model. With it, a reading needs no reference of the sender’s.'),
    clockAtTransfer: instant
      .optional()
      .describe('What the device’s own clock showed when its readings were fetched from it.'),
    transferredAt: instant.optional().describe('When that was, by a clock that can be trusted.'),
  })
  .refine((given) => (given.clockAtTransfer === undefined) === (given.transferredAt === undefined), {
    path: ['transferredAt'],
    message: 'clockAtTransfer and transferredAt go together: what the device showed, and what the time really was',
  })
  .meta({
    id: 'Device',
    description:
      'The device that measured. When its clock is known to be wrong, say what it showed and what the time really was: the ' +
      'reading is placed where it belongs.',
  });

const reasons = Object.keys(WHY_NOT_TAKEN) as [WhyNotTaken, ...WhyNotTaken[]];

/** Why something was not taken, by vital; `all` for the whole set. */
export const notTaken = z
  .partialRecord(z.enum([...VITALS, 'all']), z.enum(reasons, { error: `expected one of: ${reasons.join(', ')}` }))
  .meta({
    id: 'NotTaken',
    description:
      'What could not be taken, and why: by vital, or `all` for the whole set. It says that somebody was there. It is no reading: ' +
      'the set stays due, and nothing is taken for normal.',
  });

const says = (reasonsOf: object | undefined, field: string): boolean =>
  reasonsOf !== undefined && (Object.hasOwn(reasonsOf, 'all') || Object.hasOwn(reasonsOf, field));

const taken = (set: Partial<Record<(typeof VITALS)[number], unknown>>): string[] =>
  VITALS.filter((field) => set[field] !== undefined);

/**
 * What one person was measured to have at one moment: any of the vitals, at least one. A value that is not plausible is
 * accepted here and put in quarantine on the way in (CLINICAL.md §2): only values that are not numbers are refused.
 * Units: /min, %, L/min, mmHg, °C, kg, cm, kg/m², mmol/L.
 */
export const readingSet = z
  .strictObject({
    patient: z.strictObject(
      {
        nhsNumber,
        familyName: plainText(200)
          .optional()
          .describe(
            'Compared with the record: where it differs, the reading is nobody’s until a person of the hub says whose it is.',
          ),
        birthDate: z.iso
          .date('expected a date such as 1942-05-17')
          .optional()
          .describe('Compared with the record, as the family name is.'),
      },
      { error: whoIsMissing },
    ),
    sourceRef: shortText
      .optional()
      .describe(
        'Your own reference for this reading: sent again under it, it is stored once. May be left out where the device has a serial.',
      ),
    effectiveAt: measuredAt,
    respiration: measured('breaths a minute'),
    spo2: measured('% saturation'),
    onOxygen: orNull(z.boolean(), 'expected true (on oxygen) or false (on air)').describe(
      'True on oxygen, false on air. Left out, it is not known, and there is no NEWS2.',
    ),
    oxygenFlow: measured('litres a minute'),
    systolic: measured('mmHg'),
    diastolic: measured('mmHg'),
    pulse: measured('beats a minute'),
    consciousness: orNull(
      z.enum(['A', 'C', 'V', 'P', 'U']),
      'expected A (alert), C (new or worse confusion), V (responds to voice), P (responds to pain) or U (unresponsive)',
    ).describe(
      'Alert, new or worse Confusion, responds to Voice, responds to Pain, Unresponsive. Lasting confusion from dementia is not C.',
    ),
    temperature: measured('degrees Celsius'),
    weight: measured('kilograms'),
    height: measured('centimetres'),
    bmi: measured('kg/m²'),
    glucose: measured('mmol/L'),
    statedNews2: orNull(z.int().min(0).max(MOST_NEWS2), STATED_NEWS2).describe(
      'Your own NEWS2 total: kept and compared, never trusted.',
    ),
    answers: answers.optional(),
    notTaken: notTaken.optional(),
    method: z.enum(METHODS, { error: `expected one of: ${METHODS.join(', ')}` }).optional(),
    recordedBy: shortText.optional(),
    bloodPressures: z
      .array(z.strictObject({ systolic: z.number(), diastolic: z.number() }))
      .min(2)
      .max(3)
      .optional()
      .describe(
        'Where the pressure is the middle of several that were taken one after the other: each of them, in mmHg.',
      ),
    device: device.optional(),
    note: plainText(2000).optional(),
  })
  .refine((set) => taken(set).length > 0 || hasAnswers(set.answers) || hasAnswers(set.notTaken), {
    message:
      'expected at least one reading or answer, or why it could not be taken: respiration, spo2, onOxygen, systolic, pulse, consciousness, temperature, weight, height, bmi or glucose',
  })
  .refine((set) => set.notTaken === undefined || taken(set).every((field) => !says(set.notTaken, field)), {
    path: ['notTaken'],
    message: 'a value was sent of something that is said not to have been taken: send one or the other',
  })
  .refine((set) => set.sourceRef !== undefined || set.device?.serial !== undefined, {
    path: ['sourceRef'],
    message:
      'expected your own reference for this reading, or device.serial: without either, a reading that is sent again could not be told from a new one',
  })
  .meta({
    id: 'ReadingSet',
    description:
      'What one person was measured to have, or answered, at one moment: at least one reading or answer. What was not ' +
      'measured is left out, or null: it is never taken for normal.',
  });
export type ReadingSet = z.output<typeof readingSet>;
export type ReadingSetInput = z.input<typeof readingSet>;

const quarantined = z
  .object({
    field: z.string(),
    sent: z.number(),
    detail: z.string().describe('Why it is not believed, and what to do.'),
  })
  .meta({ id: 'Quarantined', description: 'A value that was kept but not scored: please repeat the reading.' });
export type Quarantined = z.infer<typeof quarantined>;

/** The answer for one reading set that is durably stored. */
export const storedReading = z
  .object({
    id: z.uuid().describe('Our own id of the reading.'),
    outcome: z
      .enum(['stored', 'repeat'])
      .describe('`repeat`: this source reference was stored before; `id` is the first one’s.'),
    matched: z
      .boolean()
      .describe(
        'False when nobody with this NHS number (and family name and birth date, where you sent them) is on a ward that your key reaches: the reading is kept for the hub to match.',
      ),
    differs: z
      .array(z.string())
      .exactOptional()
      .describe(
        'Of a repeat: the fields in which it is not what is stored under the same reference. Nothing was changed: what was meant as a new reading needs a reference of its own.',
      ),
    pleaseRepeat: z.array(quarantined).exactOptional(),
  })
  .meta({ id: 'StoredReading', description: 'A reading set that is durably stored.' });
export type StoredReading = z.infer<typeof storedReading>;

/** The answer for one element of an array. */
const readingResult = z
  .discriminatedUnion('status', [
    storedReading.extend({ status: z.literal([200, 201]) }),
    z.object({ status: z.literal([400, 413, 422, 500, 503]), errors: z.array(problemDetail) }),
  ])
  .meta({
    id: 'ReadingResult',
    description:
      'What became of one reading set of many: stored (201), stored before (200) or refused (422; 400 when it is no JSON, 413 when it is too long). 503 and 500: not stored, send it again.',
  });
export type ReadingResult = z.infer<typeof readingResult>;

/** The answer for an array: one result for each element, in the order sent. */
export const readingResults = z
  .object({
    results: z.array(readingResult),
    incomplete: z.string().exactOptional().describe('Why the rest of a long array was not taken: send that again.'),
  })
  .meta({ id: 'ReadingResults' });

const lineResult = z
  .intersection(z.object({ line: z.int().describe('The line that was sent, from 1.') }), readingResult)
  .meta({ id: 'LineResult', description: 'What became of one line.' });

const lineEnd = z
  .object({
    stored: z.int(),
    repeated: z.int(),
    refused: z.int(),
    incomplete: z.string().exactOptional().describe('Why the rest of the lines was not taken: send them again.'),
  })
  .meta({ id: 'LineEnd', description: 'The last line of the answer. An answer without it is not whole.' });
export type LineEnd = z.infer<typeof lineEnd>;

/** One line of the answer to lines of JSON. */
export const answeredLine = z.union([lineResult, z.object({ end: lineEnd })]);

const showSent = (value: unknown): unknown => {
  if (typeof value === 'string') return value.length > 60 ? `${value.slice(0, 60)}…` : value;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return value;
};

const valueAt = (document: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? Reflect.get(value, step) : undefined,
    document,
  );

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/**
 * Zod's issues in the sender's words: which field, what was sent, what is expected.
 * Unknown fields are named one by one, since a misspelt field is a reading that would be lost.
 */
export function explainIssues(
  issues: readonly z.core.$ZodIssue[],
  sentDocument: unknown,
  prefix = '',
): ProblemDetail[] {
  return issues.flatMap((issue): ProblemDetail[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: `${prefix}${pointerOf([...issue.path, key])}`,
        field: key,
        sent: showSent(valueAt(sentDocument, [...issue.path, key])),
        detail: `${key} is not a field of this document: check its spelling`,
      }));
    }
    const sent = valueAt(sentDocument, issue.path);
    const field = String(issue.path.at(-1) ?? 'document');
    return [
      {
        pointer: `${prefix}${pointerOf(issue.path)}`,
        field,
        ...(sent === undefined ? {} : { sent: showSent(sent) }),
        detail: `${field}: ${sent === undefined && issue.path.length > 0 ? 'is missing; ' : ''}${issue.message}`,
      },
    ];
  });
}
