import type { StoredReading } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openStack, type TestStack } from '../harness/index.ts';
import { aReadingSet, boardOf, signedIn } from '../ward/people.ts';

let stack: TestStack;
let clerk: string;

beforeAll(async () => {
  stack = await openStack();
  clerk = await signedIn(stack, 'coordinator');
}, 300_000);

async function send(method: string, path: string, body: unknown, cookie = clerk): Promise<Response> {
  return fetch(`${stack.url}${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Somebody's stay, as the board has it. */
async function stayOf(name: string): Promise<{ admissionId: string; nhsNumber: string }> {
  const { tiles } = await boardOf(stack, await signedIn(stack, 'lead'));
  const tile = tiles.find(({ patient }) => patient.name === name);
  if (!tile) throw new Error(`${name} is not on the board`);
  return { admissionId: tile.admissionId, nhsNumber: tile.patient.nhsNumber };
}

describe('a reading on the telephone', () => {
  it('of somebody at their own home is stored once, marked as such and as written down by the clerk', async () => {
    const { admissionId, nhsNumber } = await stayOf('Hyacinth Portisham');
    const set = { ...aReadingSet(nhsNumber), method: 'device', recordedBy: 'Somebody else' };
    const path = `/v1/admissions/${admissionId}/observations`;
    const first = await send('POST', path, set);
    expect(first.status).toBe(201);
    const stored = (await first.json()) as StoredReading;
    expect(stored).toMatchObject({ outcome: 'stored', matched: true });
    const again = await send('POST', path, set);
    expect([again.status, ((await again.json()) as StoredReading).id]).toEqual([200, stored.id]);
    expect(
      await stack.database.query(
        `SELECT o.admission_id, o.details ->> 'method' AS method, o.details ->> 'recordedBy' AS by, s.name
         FROM observation o JOIN source s ON s.id = o.source_id WHERE o.id = $1`,
        [stored.id],
      ),
    ).toEqual([
      {
        admission_id: admissionId,
        method: 'telephone',
        by: 'Tunde Ringstead',
        name: 'Readings that people of Dorset East Hub write down (dorset-east)',
      },
    ]);
  });

  it('of a resident of a care home is taken as well', async () => {
    const { admissionId, nhsNumber } = await stayOf('Winifred Cerne');
    const answer = await send('POST', `/v1/admissions/${admissionId}/observations`, aReadingSet(nhsNumber));
    expect(await answer.json()).toMatchObject({ outcome: 'stored', matched: true });
  });

  it('that says another patient’s NHS number is refused, and stores nothing', async () => {
    const { admissionId } = await stayOf('Hyacinth Portisham');
    const other = await stayOf('Winifred Cerne');
    const set = aReadingSet(other.nhsNumber);
    const answer = await send('POST', `/v1/admissions/${admissionId}/observations`, set);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toMatch(/not that of the patient whose form this is/);
    expect(await stack.database.query('SELECT 1 FROM reading_key WHERE source_ref = $1', [set.sourceRef])).toEqual([]);
  });

  it('of a stay that is over, of another ward’s or of none is refused in the same words', async () => {
    await stack.database.query(`INSERT INTO ward (id, name, capacity) VALUES ('elsewhere', 'Elsewhere', 5)`);
    const { admissionId, nhsNumber } = await stayOf('Beatriz Swanage');
    const moved = async (to: string): Promise<void> => {
      await stack.database.query('UPDATE admission SET bed = NULL, ward_id = $2 WHERE id = $1', [admissionId, to]);
    };
    await moved('elsewhere');
    const ids = [admissionId, '01890000-0000-7000-8000-000000000000', 'no-id'];
    const answers = await Promise.all(
      ids.map((id) => send('POST', `/v1/admissions/${id}/observations`, aReadingSet(nhsNumber))),
    );
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    const words = (await Promise.all(answers.map((answer) => answer.json()))) as { detail: string }[];
    expect(new Set(words.map(({ detail }) => detail)).size).toBe(1);
    await moved('dorset-east');
  });
});
