import { DAY, HOUR, MINUTE } from '#clinical';
import type { SourceDetail, SourceKeyView } from '#contracts';
import { STORY_NOW } from './fixtures.ts';

const aKey = (id: number, more: Partial<SourceKeyView>): SourceKeyView => ({
  id,
  prefix: `hwk_a${id}b2c3`,
  label: 'Gateway',
  maySend: true,
  mayRead: false,
  mayRefer: false,
  wardIds: null,
  careHomeIds: null,
  patients: null,
  createdAt: STORY_NOW - 90 * DAY,
  createdBy: 'Anton Gussage',
  expiresAt: null,
  revokedAt: null,
  revokedBy: null,
  lastUsedAt: STORY_NOW - 3 * HOUR,
  ...more,
});

const counts = { stored: 118, repeats: 4, unmatched: 2, pleaseRepeat: 1, refused: 9 };

/** A source that has fallen silent, with a key of every kind. */
export const SOURCE: SourceDetail = {
  at: STORY_NOW,
  source: {
    id: 7,
    version: 3,
    name: 'Acme home monitoring',
    contact: 'Acme service desk, 01632 960 001',
    wardIds: ['dorset-east'],
    disabledAt: null,
    lastHeardAt: STORY_NOW - 20 * MINUTE,
    lastStoredAt: STORY_NOW - 3 * HOUR,
    expectedEveryMinutes: 60,
    waiting: 2,
    lastDay: counts,
    refusals: [
      { code: 'invalid-document', count: 7 },
      { code: 'rate-limited', count: 2 },
    ],
    keysInUse: 2,
    nextExpiryAt: STORY_NOW + 6 * DAY,
    mayManage: true,
  },
  registeredAt: STORY_NOW - 90 * DAY,
  registeredBy: 'Anton Gussage',
  readingsPerSecond: 20,
  burst: 200,
  clientCertificates: [],
  keys: [
    aKey(4, { label: 'New gateway', createdAt: STORY_NOW - DAY, lastUsedAt: null }),
    aKey(3, { expiresAt: STORY_NOW + 6 * DAY }),
    aKey(2, { label: null, mayRead: true, careHomeIds: ['durlston-house'], patients: 3, expiresAt: STORY_NOW - DAY }),
    aKey(1, { revokedAt: STORY_NOW - 30 * DAY, revokedBy: 'Saoirse Holworth' }),
  ],
  hours: [2, 1].map((ago) => ({ from: STORY_NOW - (ago + 2) * HOUR, ...counts })),
  days: Array.from({ length: 14 }, (_, i) => ({ from: STORY_NOW - (13 - i) * DAY, ...counts, refused: i })),
  wards: [{ id: 'dorset-east', name: 'Dorset East Hub' }],
  careHomes: [{ id: 'durlston-house', name: 'Durlston House', wardId: 'dorset-east' }],
};
