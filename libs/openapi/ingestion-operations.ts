import {
  answeredLine,
  MOST_READING_SETS,
  readingResults,
  readingSet,
  roundSheet,
  sealedForHub,
  sheetConfirmation,
  storedReading,
  type ReadingSetInput,
} from '#contracts';
import { z } from 'zod';
import { HEALTH_OPERATIONS, theDescription } from './health-operations.ts';
import { answer, JSON_DOCUMENT, JSON_LINES, type Operations } from './operation.ts';

/** One of the demo ward, where everybody is invented. The day is long past: what is tried out with it alerts nobody. */
const aSet = {
  patient: { nhsNumber: '999 010 0071' },
  sourceRef: 'kit-17-2026-01-05T09:30',
  effectiveAt: '2026-01-05T09:30:00Z',
  respiration: 18,
  spo2: 95,
  onOxygen: false,
  systolic: 128,
  diastolic: 74,
  pulse: 84,
  consciousness: 'A',
  temperature: 37.2,
  method: 'device',
  device: { model: 'Home kit 3', serial: 'kit-17' },
} satisfies ReadingSetInput;

const aCuff = {
  patient: { nhsNumber: '999 010 0071' },
  sourceRef: 'cuff-4-000812',
  effectiveAt: '2026-01-05T10:02:00+00:00',
  systolic: 131,
  diastolic: 77,
  pulse: 80,
} satisfies ReadingSetInput;

/** Without a reference: the device's serial and its own time say which reading it is. Its clock ran 20 minutes late. */
const anOximeter = {
  patient: { nhsNumber: '999 010 0071' },
  effectiveAt: '2026-01-05T09:45:00Z',
  spo2: 94,
  onOxygen: false,
  pulse: 88,
  device: {
    model: 'Finger oximeter',
    serial: 'ox-88213',
    clockAtTransfer: '2026-01-05T09:50:00Z',
    transferredAt: '2026-01-05T10:10:00Z',
  },
} satisfies ReadingSetInput;

const softSigns = {
  patient: { nhsNumber: '999 010 0071' },
  sourceRef: 'form-2026-01-05-a',
  effectiveAt: '2026-01-05T11:15:00Z',
  answers: { chestPain: false, mmrc: 2, breathlessWorse: true },
  method: 'carer',
  recordedBy: 'J. Purbeck, daughter',
  note: 'Slept in the chair again.',
} satisfies ReadingSetInput;

const doubtful = { ...aCuff, sourceRef: 'cuff-4-000813', systolic: 1310 } satisfies ReadingSetInput;

const CSV = 'text/csv';

const aSheet = [
  'NHS No,Name,Date,Time,Resps,Sats,O2,BP,Pulse,ACVPU,Temp',
  '999 022 3408,Winifred Cerne,05/01/2026,09:30,18,95,air,128/74,84,A,37.2',
  '999 010 0071,Ada Purbeck,05/01/2026,09:40,20,94,2 L,131/77,88,A,"37,4"',
  '',
].join('\r\n');

const HOW_SHEETS_WORK =
  'Comma, semicolon or tab; UTF-8 or Windows-1252; headings in the words that homes use; dates with the day first and ' +
  'times as UK clocks show them. Without `confirm` nothing is stored: the answer says of each row what would be, and what ' +
  'is wrong with it. With the `confirm` of that answer and the same file, exactly what was shown is stored. A row is known ' +
  'by its person and time: sent again, it is stored once. A row with anything wrong in it is not stored.';

const sheet = (example: string) => ({
  [CSV]: {
    schema: z.string().describe('The sheet, as its bytes are.'),
    examples: { sheet: { summary: example, value: aSheet, answered: 200 } },
  },
});

const sheetAnswers = {
  200: answer('A preview, or nothing new: every row that can be stored was stored before.', roundSheet),
  201: answer('Durably stored, row by row as each says.', roundSheet),
};

const home = z.object({ id: z.string().describe('The care home.') });

/** What ingestion takes from devices, homes and other systems as JSON. FHIR describes itself at /fhir/metadata. */
export const INGESTION_OPERATIONS = {
  'POST /v1/observations': {
    id: 'sendReadings',
    group: 'Readings',
    summary: 'Send readings',
    description:
      'One reading set, an array of any length, or lines of JSON (NDJSON), one set a line. The answer of an array of up to ' +
      `${MOST_READING_SETS.toLocaleString('en-GB')} says by its status what became of them all; a longer one is answered 207 while it is read, and lines are answered line by line: read the answer while you send, or ask for \`Prefer: return=minimal\`. The answer is sent after the commit: what it says is stored is durable. ` +
      'A reading is known by your source and its `sourceRef`: sent again, it is stored once and answered with the first ' +
      'one’s id. So after a lost connection, a 429, a 500 or a 503, send the same again. A value that is not plausible is kept, ' +
      'is not scored, and is answered with `pleaseRepeat`. Every other fault is a refusal that names the field, what was ' +
      'sent and what is expected. Elements of an array are taken or refused each by itself.',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: z.union([readingSet, z.array(readingSet).min(1)]),
        examples: {
          set: { summary: 'A whole set', value: aSet, answered: 201 },
          cuff: { summary: 'What one device measures', value: aCuff, answered: 201 },
          oximeter: { summary: 'A device whose clock is wrong', value: anOximeter, answered: 201 },
          answers: { summary: 'Answers without a reading', value: softSigns, answered: 201 },
          doubtful: { summary: 'A value that is not plausible', value: doubtful, answered: 201 },
          many: {
            summary: 'Several at once',
            value: [aSet, aCuff].map((set, i) => ({ ...set, sourceRef: `round-8-${i}` })),
            answered: 201,
          },
        },
      },
      [JSON_LINES]: {
        schema: readingSet,
        examples: {
          lines: {
            summary: 'Two lines',
            value: [aSet, aCuff].map((set, i) => `${JSON.stringify({ ...set, sourceRef: `round-9-${i}` })}\n`).join(''),
            answered: 200,
          },
        },
      },
    },
    answers: {
      200: {
        description:
          'Stored before, under the same `sourceRef`: `id` is the first one’s. For an array: none of them was new. For ' +
          'lines: what became of each, in their order, and `end` when that is all.',
        body: { [JSON_DOCUMENT]: z.union([storedReading, readingResults]), [JSON_LINES]: answeredLine },
      },
      201: answer(
        'Durably stored. For an array: every element was taken, and at least one was new.',
        z.union([storedReading, readingResults]),
      ),
      207: answer('An array: some were refused, and the rest is durably stored.', readingResults),
      422: answer('An array: every element was refused.', readingResults),
    },
    refuses: ['invalid-document', 'overloaded'],
  },
  'POST /v1/observations/csv': {
    id: 'sendSheet',
    group: 'Readings',
    summary: 'Send a sheet',
    description: HOW_SHEETS_WORK,
    query: sheetConfirmation,
    accepts: sheet('Two people'),
    answers: sheetAnswers,
    refuses: ['invalid-document', 'stale', 'overloaded'],
  },
  'POST /v1/homes/:id/observations': {
    id: 'sendHomeReading',
    group: 'Readings',
    summary: 'Send a resident’s reading, as a person',
    description:
      'One reading set of a resident, by staff of the home or by the hub on the telephone. Who took it, and how, is who is ' +
      'signed in: `recordedBy` and `method` are not the sender’s to say. Otherwise as a source sends it.',
    path: home,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: z.union([readingSet, sealedForHub]),
        examples: {
          set: { summary: 'A whole set', value: { ...aSet, sourceRef: 'round-2026-01-05-1' }, answered: 201 },
          notTaken: {
            summary: 'Somebody was there, and could not take it',
            value: {
              patient: aSet.patient,
              effectiveAt: aSet.effectiveAt,
              sourceRef: 'round-2026-01-05-2',
              notTaken: { all: 'refused' },
            },
            answered: 201,
          },
        },
      },
    },
    answers: {
      200: answer('Stored before, under the same `sourceRef`.', storedReading),
      201: answer('Durably stored.', storedReading),
    },
    refuses: ['invalid-document', 'not-found', 'overloaded'],
  },
  'POST /v1/admissions/:id/observations': {
    id: 'sendStayReading',
    group: 'Readings',
    summary: 'Send a reading that you wrote down on the telephone',
    description:
      'One reading set of somebody on one of your wards, wherever they live. It is marked as taken on the telephone and as ' +
      'written down by you. Its NHS number has to be that of the stay. Otherwise as a source sends it.',
    path: z.object({ id: z.uuid().describe('The stay, as the board names it.') }),
    accepts: {
      [JSON_DOCUMENT]: {
        schema: readingSet,
        examples: { set: { summary: 'A stay that is not there', value: aSet, answered: 404 } },
      },
    },
    answers: {
      200: answer('Stored before, under the same `sourceRef`.', storedReading),
      201: answer('Durably stored.', storedReading),
    },
    refuses: ['invalid-document', 'not-found', 'not-allowed', 'overloaded'],
  },
  'POST /v1/homes/:id/round-sheet': {
    id: 'sendRoundSheet',
    group: 'Round sheets',
    summary: 'Send a care home’s round sheet',
    description: `${HOW_SHEETS_WORK} The home’s own residents alone: rows of anybody else are not stored.`,
    path: home,
    query: sheetConfirmation,
    accepts: sheet('A resident, and somebody who is none'),
    answers: sheetAnswers,
    refuses: ['invalid-document', 'not-found', 'stale', 'overloaded'],
  },
  'GET /v1/homes/:id/round-sheet/template': {
    id: 'getRoundSheetTemplate',
    group: 'Round sheets',
    summary: 'A sheet to fill in, with the home’s residents in it',
    path: home,
    answers: { 200: { description: 'The sheet.', body: { [CSV]: z.string() } } },
    refuses: ['not-found'],
  },
  'GET /v1/openapi.json': theDescription('describeIngestion'),
  ...HEALTH_OPERATIONS,
} satisfies Operations;
