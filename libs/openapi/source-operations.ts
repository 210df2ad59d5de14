import {
  attachment,
  dismissal,
  givenKey,
  keyRevocation,
  keyRotation,
  keyTerms,
  registeredSource,
  settledReadings,
  sourceChange,
  sourceDetail,
  sourceList,
  sourceSwitch,
  sourceTerms,
  stayIdentities,
  unmatchedCount,
  unmatchedList,
  type KeyTerms,
  type SourceTerms,
} from '#contracts';
import { z } from 'zod';
import { answer, JSON_DOCUMENT, type Accepted, type Operations } from './operation.ts';

const source = z.object({ id: z.int().describe('The source, as `GET /api/sources` names it.') });
const key = source.extend({ keyId: z.int().describe('The key, as its source names it.') });
const version = z.object({ version: z.int() });

const terms = {
  name: 'Acme home monitoring',
  contact: 'Acme service desk, 01632 960 001',
  wardIds: ['dorset-east'],
  expectedEveryMinutes: 60,
  readingsPerSecond: 20,
  burst: 200,
  clientCertificates: [],
} satisfies SourceTerms;

const keyOfAHome = {
  label: 'Gateway in Durlston House',
  maySend: true,
  mayRead: false,
  mayRefer: false,
  wardIds: null,
  careHomeIds: ['durlston-house'],
  nhsNumbers: null,
  expiresAt: null,
} satisfies KeyTerms;

/** The examples are tried by a hub clinician, who may look at sources and change none. */
const takes = (schema: z.ZodType, summary: string, value: unknown, answered = 404): Record<string, Accepted> => ({
  [JSON_DOCUMENT]: { schema, examples: { json: { summary, value, answered } } },
});

const NOBODYS = { group: '0123456789abcdef0123456789abcdef', upTo: '2026-01-05 09:30:00.123+00' };

/** Who may send readings, and those that fit nobody. */
export const SOURCE_OPERATIONS = {
  'GET /api/sources': {
    id: 'listSources',
    group: 'Sources',
    summary: 'The sources of your wards',
    answers: { 200: answer('By name.', sourceList) },
  },
  'GET /api/sources/:id': {
    id: 'readSource',
    group: 'Sources',
    summary: 'A source, its keys and what came of what it sent',
    path: source,
    answers: { 200: answer('The source.', sourceDetail) },
    refuses: ['not-found'],
  },
  'POST /api/sources': {
    id: 'registerSource',
    group: 'Sources',
    summary: 'Register a source',
    description: 'It has no key yet: give it one.',
    accepts: takes(sourceTerms, 'A vendor’s gateway', terms, 201),
    answers: { 201: answer('Registered.', registeredSource) },
    refuses: ['invalid-document'],
  },
  'PUT /api/sources/:id': {
    id: 'changeSource',
    group: 'Sources',
    summary: 'Say anew what there is to say of a source',
    path: source,
    accepts: takes(sourceChange, 'Another limit', { version: 1, terms: { ...terms, readingsPerSecond: 50 } }),
    answers: { 200: answer('Changed. Its processes follow within seconds.', version) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'PUT /api/sources/:id/switch': {
    id: 'switchSource',
    group: 'Sources',
    summary: 'Switch a source off with all its keys, or on again',
    path: source,
    accepts: takes(sourceSwitch, 'Off', { on: false, reason: 'Sends the readings of another ward.' }),
    answers: { 200: answer('Done, and in force within five seconds.', version) },
    refuses: ['invalid-document', 'not-found'],
  },
  'POST /api/sources/:id/keys': {
    id: 'giveKey',
    group: 'Sources',
    summary: 'Give a source one more key',
    path: source,
    accepts: takes(keyTerms, 'For one care home', keyOfAHome),
    answers: { 201: answer('The key, which is shown this once.', givenKey) },
    refuses: ['invalid-document', 'not-found'],
  },
  'POST /api/sources/:id/keys/:keyId/rotation': {
    id: 'rotateKey',
    group: 'Sources',
    summary: 'Give a new key in the place of an old one',
    description: 'With the same rights and reach. The new one opens the door at once, the old one until `oldUntil`.',
    path: key,
    accepts: takes(keyRotation, 'A week for the change', { oldUntil: '2026-12-01T12:00:00Z', expiresAt: null }),
    answers: { 201: answer('The new key, which is shown this once.', givenKey) },
    refuses: ['invalid-document', 'not-found'],
  },
  'POST /api/sources/:id/keys/:keyId/revocation': {
    id: 'revokeKey',
    group: 'Sources',
    summary: 'Withdraw a key',
    path: key,
    accepts: takes(keyRevocation, 'A key that leaked', { reason: 'It was sent by e-mail.' }),
    answers: { 204: { description: 'Withdrawn: within five seconds it opens no door.' } },
    refuses: ['invalid-document', 'not-found'],
  },
  'GET /api/unmatched': {
    id: 'listUnmatched',
    group: 'Unmatched readings',
    summary: 'Readings that fit nobody on your wards',
    answers: { 200: answer('Those that were sent with the same words about the person are one entry.', unmatchedList) },
  },
  'GET /api/unmatched/count': {
    id: 'countUnmatched',
    group: 'Unmatched readings',
    summary: 'How many readings fit nobody',
    answers: { 200: answer('The number.', unmatchedCount) },
  },
  'GET /api/unmatched/stays': {
    id: 'listIdentities',
    group: 'Unmatched readings',
    summary: 'Who is on your wards, to choose from whose a reading is',
    answers: { 200: answer('By name.', stayIdentities) },
  },
  'POST /api/unmatched/attachments': {
    id: 'attachReadings',
    group: 'Unmatched readings',
    summary: 'Say whose readings are',
    description:
      'Those measured since the stay began are evaluated with their own times; those from before are kept as history. ' +
      'The decision stays in the record with who made it, when and why.',
    accepts: takes(attachment, 'Readings that do not wait any more', {
      ...NOBODYS,
      admissionId: '01890000-0000-7000-8000-000000000000',
      confirmed: { name: 'Ada Purbeck', birthDate: '1942-05-17', nhsNumber: '999 010 0071' },
      reason: 'Rang the home: they had typed her number wrong.',
      fromNowOn: false,
    }),
    answers: { 200: answer('They are the patient’s.', settledReadings) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'POST /api/unmatched/dismissals': {
    id: 'dismissReadings',
    group: 'Unmatched readings',
    summary: 'Say that readings are nobody’s here',
    accepts: takes(
      dismissal,
      'Readings that do not wait any more',
      { ...NOBODYS, reason: 'The vendor tested a new kit.' },
      409,
    ),
    answers: { 200: answer('They are kept, and out of the list.', settledReadings) },
    refuses: ['invalid-document', 'stale'],
  },
} satisfies Operations;
