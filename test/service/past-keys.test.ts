import { Database, movePastKeys, openObservationPartitions, readingsUnder, storeReadings, type Sender } from '#records';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as newId } from 'uuid';
import { openDatabase, stopAtTheEnd, type TestDatabase } from '../harness/index.ts';

const DAY = 24 * 3_600_000;
const NOW = Date.parse('2026-11-20T12:00:00Z');
const LONG_AGO = NOW - 40 * DAY;
const sender: Sender = {
  right: 'send',
  sourceId: 1,
  keyId: 1,
  reach: { wardIds: [], careHomeIds: null, nhsNumbers: null },
};

let behind: TestDatabase;
let database: Database;

beforeAll(async () => {
  behind = await openDatabase();
  database = await Database.open({ url: behind.url, poolSize: 6, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  await openObservationPartitions(database, new Date(NOW));
});

const readingOf = (sourceRef: string, receivedAt: number) => ({
  id: newId(),
  source: sender,
  sourceRef,
  nhsNumber: '9990000999',
  effectiveAt: LONG_AGO,
  receivedAt,
  vitals: { pulse: 70 },
});

const places = async (ref: string): Promise<string[]> => {
  const rows = await behind.query<{ place: string }>(
    `SELECT 'recent' AS place FROM reading_key WHERE source_ref = $1
     UNION ALL SELECT 'past' FROM reading_key_past WHERE source_ref = $1 ORDER BY 1 DESC`,
    [ref],
  );
  return rows.map(({ place }) => place);
};

const storedOf = async (ref: string): Promise<number> => {
  const rows = await behind.query(`SELECT FROM observation WHERE source_ref LIKE $1`, [ref]);
  return rows.length;
};

describe('the key of a reading that came long ago', () => {
  it('moves in two steps an hour apart, and the reading is known in each of them', async () => {
    const [first] = await storeReadings(database, [readingOf('old', LONG_AGO)]);
    await storeReadings(database, [readingOf('young', NOW - 20 * DAY)]);
    const sentAgain = async () => {
      const [again] = await storeReadings(database, [readingOf('old', NOW)]);
      expect(again).toEqual({ id: first?.id, outcome: 'repeat', matched: false });
      expect(await readingsUnder(database, 1, ['old', 'never sent'])).toEqual(new Map([['old', first?.id]]));
      expect(await storedOf('old')).toBe(1);
    };

    await sentAgain();
    await movePastKeys(database, new Date(NOW));
    expect(await places('old')).toEqual(['recent', 'past']);
    await sentAgain();
    await movePastKeys(database, new Date(NOW + 59 * 60_000));
    expect(await places('old')).toEqual(['recent', 'past']);
    await movePastKeys(database, new Date(NOW + 61 * 60_000));
    expect(await places('old')).toEqual(['past']);
    await sentAgain();
    expect(await places('old')).toEqual(['past']);
    expect(await places('young')).toEqual(['recent']);
  });

  it('is never stored twice while many are moved and sent again at once', async () => {
    // More than one piece of what is moved.
    const refs = Array.from({ length: 5_000 }, (_, i) => `many-${i}`);
    await storeReadings(
      database,
      refs.map((ref) => readingOf(ref, LONG_AGO)),
    );
    let hours = 0;
    const moves = async () => {
      for (; hours < 6; hours += 2) await movePastKeys(database, new Date(NOW + hours * 3_600_000));
    };
    const outcomes = new Set<string>();
    const sends = async (from: number) => {
      for (let i = from; i < refs.length; i += 500) {
        const again = refs.slice(i, i + 100).map((ref) => readingOf(ref, NOW));
        for (const { outcome } of await storeReadings(database, again)) outcomes.add(outcome);
      }
    };
    await Promise.all([moves(), moves(), ...[0, 100, 200, 300, 400].map(sends)]);
    expect(outcomes).toEqual(new Set(['repeat']));
    expect(await storedOf('many-%')).toBe(refs.length);
    expect(await places('many-4999')).toEqual(['past']);
  });
});
