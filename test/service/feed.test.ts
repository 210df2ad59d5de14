import { WARD_CLIENT_EVENTS, WARD_SERVER_EVENTS, type Board } from '#contracts';
import type { AsyncApiDocument } from '#openapi';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { io } from 'socket.io-client';
import { openStack, stopAtTheEnd, until, type TestStack } from '../harness/index.ts';
import { comparable, LiveBoard } from '../ward/live-board.ts';
import { aReadingSet, boardOf, patientOf, post, signedIn, wardOf } from '../ward/people.ts';
import { everythingIsEvaluated } from '../ward/promises.ts';

let stack: TestStack;

beforeAll(async () => {
  stack = await openStack();
});

async function watching(role: string): Promise<LiveBoard> {
  const board = new LiveBoard(stack.hub.url, await signedIn(stack, role), wardOf(stack));
  await until(() => board.seq !== null, { within: '5s', what: 'A board' });
  return board;
}

async function aReading(patient = 0): Promise<void> {
  const answer = await post(stack, aReadingSet(patientOf(stack, patient).nhsNumber));
  expect(answer.status).toBe(201);
}

const usernameOf = (role: string): string => stack.demo.accounts.find((one) => one.role === role)?.username ?? '';

/** By hand, as an administrator's program would: the record itself has to tell. */
const changeAccount = (role: string, change: string): Promise<object[]> =>
  stack.database.query(`UPDATE account SET ${change} WHERE username = $1`, [usernameOf(role)]);

interface Figures {
  sockets: number;
  behind: number;
  fellBehind: number;
  queuedBytes: number;
  mostQueuedBytes: number;
}

async function figures(): Promise<Figures> {
  const answer = await fetch(`${stack.hub.url}/health/ready`);
  return ((await answer.json()) as { figures: Figures }).figures;
}

describe('somebody who may not watch any more is told and hears nothing further', () => {
  // Each look that nobody asks for comes once a minute: what is found out sooner was told by the record.
  const soon = { within: '5s' } as const;

  it.each([
    [
      'signs out',
      async (cookie: string) => fetch(`${stack.url}/api/session`, { method: 'DELETE', headers: { cookie } }),
    ],
    [
      'has their session ended',
      async () =>
        stack.database.query('DELETE FROM session WHERE account_id = (SELECT id FROM account WHERE username = $1)', [
          usernameOf('lead'),
        ]),
    ],
    ['is disabled', async () => changeAccount('lead', 'disabled_at = now()')],
  ])('who %s: the session is over', async (_, end) => {
    const cookie = await signedIn(stack, 'lead');
    const board = new LiveBoard(stack.hub.url, cookie, wardOf(stack));
    const other = await watching('coordinator');
    await until(() => board.seq !== null, soon);

    await end(cookie);

    await until(() => board.sessionEnded && !board.connected, { ...soon, what: 'The end of the session' });
    await changeAccount('lead', 'disabled_at = NULL');
    expect(other.connected).toBe(true);
    expect(other.sessionEnded).toBe(false);
    board.close();
    other.close();
  });

  it.each([
    ['loses the ward', `ward_ids = '{}'`],
    ['gets a role that watches no boards', `role = 'administrator'`],
  ])('who %s: out of the ward, and in again when it is put right', async (_, change) => {
    const [before] = await stack.database.query<{ role: string; ward_ids: string[] }>(
      'SELECT role, ward_ids FROM account WHERE username = $1',
      [usernameOf('lead')],
    );
    const board = await watching('lead');
    const other = await watching('coordinator');

    await changeAccount('lead', change);

    await until(() => board.refused !== null, { ...soon, what: 'The reason' });
    expect(board.refused).toMatch(/no longer one of yours/);
    const heard = board.numbers.length;
    const then = other.seq ?? 0;
    await aReading();
    await until(() => (other.seq ?? 0) > then, { ...soon, what: 'The reading on a board that may be watched' });
    expect(board.numbers.length).toBe(heard);
    expect(await board.joinAfter(0)).toEqual({ error: expect.any(String), code: 'not-found' });

    await stack.database.query('UPDATE account SET role = $2, ward_ids = $3 WHERE username = $1', [
      usernameOf('lead'),
      before?.role,
      before?.ward_ids,
    ]);
    await until(async () => !('error' in (await board.joinAfter(then))), { ...soon, what: 'The ward again' });
    board.close();
    other.close();
  });
});

describe('a client that does not take what it is told', () => {
  /** `count` events that change nothing, each as long as two beds: appended as the record does, by a hand that is quicker. */
  async function append(count: number, { tiles }: Board): Promise<void> {
    await stack.database.query(
      `WITH numbered AS (
         UPDATE ward SET feed_seq = feed_seq + $2 WHERE id = $1 RETURNING feed_seq
       ), appended AS (
         INSERT INTO feed_event (ward_id, seq, type, at, tiles, removed)
         SELECT $1, feed_seq - $2 + n, 'admission-changed', now(), $3::json, '[]' FROM numbered, generate_series(1, $2) AS n
         RETURNING seq
       ) SELECT pg_notify('ward_feed', $1 || ':' || max(seq)) FROM appended`,
      [wardOf(stack), count, JSON.stringify(tiles.slice(0, 2))],
    );
  }

  it('is kept waiting for with so many bytes and no more, and ends as the hub’s board', async () => {
    const cookie = await signedIn(stack, 'hub-clinician');
    const [slow, other] = [await watching('hub-clinician'), await watching('lead')];
    const before = await boardOf(stack, cookie);
    const eventBytes = JSON.stringify(before.tiles.slice(0, 2)).length + 200;

    slow.stopReading();
    let most = 0;
    for (let n = 0; n < 20; n++) {
      await append(500, before);
      most = Math.max(most, (await figures()).queuedBytes);
    }
    await until(async () => (await figures()).behind >= 1, { within: '10s', what: 'A socket that is behind' });
    await until(() => other.seq === before.seq + 10_000, { within: '20s', what: 'All of it on a board that reads' });
    // 256 KiB, and the event that was one too many.
    const { mostQueuedBytes } = await figures();
    expect(mostQueuedBytes).toBeLessThan(256 * 1024 + 2 * eventBytes);
    expect(most).toBeLessThan(2 * (256 * 1024 + 2 * eventBytes));
    expect(slow.seq).toBeLessThan(before.seq + 10_000);

    slow.goOnReading();

    const truth = await boardOf(stack, cookie);
    await until(() => slow.seq === truth.seq, { within: '20s', what: 'The slow board at the end of the feed' });
    expect(slow.gaps()).toEqual([]);
    expect(slow.snapshots).toBe(2);
    expect(comparable(slow)).toEqual(comparable(truth));
    await aReading();
    await until(() => slow.seq === other.seq && (slow.seq ?? 0) > truth.seq, { within: '5s', what: 'Both live again' });
    expect((await figures()).behind).toBe(0);
    slow.close();
    other.close();
  });

  it('is let go when it goes on asking', async () => {
    const board = await watching('lead');
    const ended = until(() => !board.connected, { within: '5s', what: 'The end of the connection' });
    for (let n = 0; n < 20; n++) void board.joinAfter(0).catch(() => undefined);
    await ended;
    board.close();
  });
});

describe('the feed', () => {
  it('says with each heartbeat how long the oldest reading has waited for its score, and what time it is', async () => {
    const board = await watching('lead');
    await stack.worker.stop();
    await aReading();
    await stack.database.query(`UPDATE pending_evaluation SET received_at = now() - interval '50 seconds'`);
    const beat = await until(() => (board.lastHeartbeat?.oldestUnevaluatedAt ? board.lastHeartbeat : null), {
      within: '10s',
      what: 'A heartbeat that tells of the reading',
    });
    const waits = Date.parse(beat.at) - Date.parse(beat.oldestUnevaluatedAt ?? '');
    expect(waits).toBeGreaterThan(49_000);
    expect(Math.abs(Date.parse(beat.at) - Date.now())).toBeLessThan(10_000);
    await stack.worker.start();
    await until(() => board.lastHeartbeat?.oldestUnevaluatedAt === null, { within: '10s', what: 'Nothing that waits' });
    board.close();
  });

  it('forgets what is older than a day; who was away for longer gets the whole board', async () => {
    for (let n = 0; n < 3; n++) {
      await aReading(n);
      await everythingIsEvaluated(stack, '10s');
    }
    const board = await watching('lead');
    const last = board.seq ?? 0;
    const yesterday = last - 2;
    await stack.database.query(
      `UPDATE feed_event SET at = now() - interval '25 hours' WHERE ward_id = $1 AND seq <= $2`,
      [wardOf(stack), yesterday],
    );
    // It sweeps when it starts.
    await stack.worker.stop();
    await stack.worker.start();
    await until(
      async () => {
        const [left] = await stack.database.query<{ oldest: string }>(
          'SELECT min(seq) AS oldest FROM feed_event WHERE ward_id = $1',
          [wardOf(stack)],
        );
        return Number(left?.oldest) === yesterday + 1;
      },
      { within: '10s', what: 'A feed without the day before' },
    );
    expect(await board.joinAfter(yesterday - 1)).toHaveProperty('board');
    // The hub's own watch may have told of something since.
    const { events } = (await board.joinAfter(yesterday)) as { events: { seq: number }[] };
    expect(events.slice(0, 2)).toMatchObject([{ seq: yesterday + 1 }, { seq: last }]);
    board.close();
  });
});

describe('what the hub says of its feed', () => {
  it('is what is seen on a real socket: every message that it names, in the form that it tells', async () => {
    const answer = await fetch(`${stack.url}/asyncapi.json`);
    expect(answer.headers.get('content-type')).toContain('application/json');
    const description = (await answer.json()) as AsyncApiDocument;
    const { messages } = description.channels['ward'] ?? { messages: {} };
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addSchema(description, 'feed');
    const wrong: unknown[] = [];
    const seen = new Set<string>();
    const isAsDescribed = (name: string, said: readonly unknown[]): void => {
      seen.add(name);
      const { payload } = messages[name] as { payload?: { $ref: string } };
      if (!payload) return void (said.length > 0 && wrong.push({ name, said }));
      const validate = ajv.compile({ $ref: `feed${payload.$ref}` });
      if (said.length !== 1 || !validate(said[0])) wrong.push({ name, errors: validate.errors, said });
    };

    const cookie = await signedIn(stack, 'lead');
    const socket = io(`${stack.url}/ward`, {
      transports: ['websocket'],
      extraHeaders: { cookie },
      forceNew: true,
      reconnection: false,
    });
    stopAtTheEnd(async () => Promise.resolve(socket.disconnect()));
    socket.onAny((event: string, ...said: unknown[]) => {
      isAsDescribed(event, said);
      // Nothing is said that the contract does not know.
      const known = (WARD_SERVER_EVENTS as Record<string, { payload: { parse(sent: unknown): unknown } | null }>)[
        event
      ];
      if (known?.payload) expect(known.payload.parse(said[0])).toEqual(said[0]);
    });
    const ask = async (event: 'join' | 'shown', request: object, answeredAs: string): Promise<unknown> => {
      isAsDescribed(event, [request]);
      const answered: unknown = await socket.timeout(20_000).emitWithAck(event, request);
      isAsDescribed(answeredAs, [answered]);
      expect(WARD_CLIENT_EVENTS[event].answer.parse(answered)).toEqual(answered);
      return answered;
    };
    const wardId = wardOf(stack);

    await ask('join', { wardId: 'nobody-s' }, 'Refused');
    const { seq } = (await ask('join', { wardId }, 'Snapshot')) as { seq: number };
    await post(stack, aReadingSet(patientOf(stack, 3).nhsNumber, { respiration: 26, spo2: 90, pulse: 115 }));
    await until(() => seen.has('event') && seen.has('heartbeat'), { within: '10s', what: 'An event and a heartbeat' });
    const { events } = (await ask('join', { wardId, after: seq }, 'Deltas')) as {
      events: { tiles: { alerts: { id: string }[] }[] }[];
    };
    const alertIds = events.flatMap(({ tiles }) => tiles).flatMap(({ alerts }) => alerts.map(({ id }) => id));
    await ask('shown', { wardId, alertIds: [...new Set(alertIds)] }, 'Delivered');
    const [before] = await stack.database.query<{ ward_ids: string[] }>(
      'SELECT ward_ids FROM account WHERE username = $1',
      [usernameOf('lead')],
    );
    await changeAccount('lead', `ward_ids = '{}'`);
    await until(() => seen.has('removed-from-ward'), { within: '5s', what: 'The loss of the ward' });
    await stack.database.query('UPDATE account SET ward_ids = $2 WHERE username = $1', [
      usernameOf('lead'),
      before?.ward_ids,
    ]);
    await fetch(`${stack.url}/api/session`, { method: 'DELETE', headers: { cookie } });
    await until(() => seen.has('session-ended'), { within: '5s', what: 'The end of the session' });

    expect(wrong).toEqual([]);
    expect([...seen].toSorted()).toEqual(Object.keys(messages).toSorted());
  });
});
