import { beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { openIngestion, stopAtTheEnd, until, type TestIngestion } from '../harness/index.ts';
import { aReadingSet, patientOf, post } from '../ward/people.ts';

let ingestion: TestIngestion;

beforeAll(async () => {
  ingestion = await openIngestion();
});

it('takes what others send at once, however much one source has waiting, and tells that one to come back', async () => {
  const [flooding, calm] = ingestion.demo.sources;
  if (!flooding || !calm) throw new Error('the demo has two sources');
  const { nhsNumber } = patientOf(ingestion, 0);
  const holder = new pg.Client({ connectionString: ingestion.database.url });
  await holder.connect();
  stopAtTheEnd(() => holder.end());
  // Nothing can be stored while this is held, so that everything waits.
  await holder.query('BEGIN; LOCK TABLE reading_key IN ACCESS EXCLUSIVE MODE');

  const answered = new Map<number, number>();
  const flood = Array.from({ length: 140 }, async () => {
    const batch = Array.from({ length: 100 }, () => aReadingSet(nhsNumber));
    const answer = await post(ingestion, batch, { key: flooding.key });
    answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1);
    return { status: answer.status, retryAfter: answer.headers.get('retry-after') };
  });
  await until(() => (answered.get(503) ?? 0) > 0, { within: '25s', what: 'A sender that was told to come back' });

  // Nobody else is told so. What they sent is stored with the very next readings, and not behind all of the flood.
  const others = Array.from({ length: 20 }, () => post(ingestion, aReadingSet(nhsNumber), { key: calm.key }));
  await until(
    async () => {
      const answer = await fetch(`${ingestion.url}/health/live`);
      return answer.ok;
    },
    { within: '5s', what: 'A process that answers' },
  );
  await holder.query('COMMIT');

  const calmAnswers = await Promise.all(others);
  expect(calmAnswers.map(({ status }) => status)).toEqual(Array(20).fill(201));
  const floodAnswers = await Promise.all(flood);
  const refused = floodAnswers.filter(({ status }) => status === 503);
  expect(floodAnswers.filter(({ status }) => status === 201)).toHaveLength(140 - refused.length);
  expect(refused.length).toBeGreaterThan(20);
  expect(refused.every(({ retryAfter }) => Number(retryAfter) >= 1)).toBe(true);

  const order = await ingestion.database.query<{ name: string }>(
    `SELECT s.name FROM pending_evaluation q JOIN observation o ON o.id = q.observation_id JOIN source s ON s.id = o.source_id ORDER BY q.seq`,
  );
  const lastCalm = order.findLastIndex(({ name }) => name === calm.name);
  expect(order.length).toBe(20 + (140 - refused.length) * 100);
  expect(lastCalm).toBeLessThan(order.length / 2);
});

it('bounds the bodies that are under way, and takes them again when they are answered', async () => {
  const [flooding, calm] = ingestion.demo.sources;
  if (!flooding || !calm) throw new Error('the demo has two sources');
  const { nhsNumber } = patientOf(ingestion, 0);
  const { hostname, port } = new URL(ingestion.url);
  const { connect } = await import('node:net');
  // Headers that promise 2 MB, and then nothing.
  const promised = Array.from({ length: 40 }, () => {
    const socket = connect(Number(port), hostname);
    let told = '';
    socket.on('data', (chunk) => (told += chunk.toString())).on('error', () => undefined);
    socket.write(
      `POST /v1/observations HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${flooding.key}\r\ncontent-type: application/json\r\ncontent-length: 2000000\r\n\r\n[`,
    );
    return { socket, told: () => told };
  });
  stopAtTheEnd(async () => promised.forEach(({ socket }) => socket.destroy()));
  const refused = () => promised.filter(({ told }) => told().startsWith('HTTP/1.1 503'));
  await until(() => refused().length >= 30, { within: '10s', what: 'Senders that were told to come back' });

  const small = { key: flooding.key };
  expect((await post(ingestion, aReadingSet(nhsNumber), { key: calm.key })).status).toBe(201);
  for (const { socket } of promised) socket.destroy();
  await until(async () => (await post(ingestion, aReadingSet(nhsNumber), small)).status === 201, {
    within: '5s',
    what: 'Room again',
  });
});
