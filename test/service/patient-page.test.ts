import type { Board, StayHead } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openStack, type TestStack } from '../harness/index.ts';
import { aStay, aWard } from '../ward/fixtures.ts';
import { boardOf, signedIn, wardOf } from '../ward/people.ts';

let stack: TestStack;
let clinician: string;
let board: Board;

beforeAll(async () => {
  stack = await openStack();
  clinician = await signedIn(stack, 'hub-clinician');
  board = await boardOf(stack, clinician);
}, 120_000);

const get = (path: string, cookie = clinician): Promise<Response> =>
  fetch(`${stack.url}/api/admissions/${path}`, { headers: { cookie } });

/** What a refusal says, without what names the one request. */
async function refusalOf(answer: Response): Promise<object> {
  const { instance: _, traceId: __, ...problem } = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, problem };
}

describe('the head of a patient’s page', () => {
  it('is the tile of the board, with the ward and the stay', async () => {
    const tile = board.tiles[3]!;
    const answer = await get(tile.admissionId);
    expect(answer.status).toBe(200);
    const head = (await answer.json()) as StayHead;
    expect(head.tile).toEqual(tile);
    expect(head.ward).toEqual({ id: wardOf(stack), name: board.ward.name });
    expect(head.endedAt).toBeNull();
    expect(head.admittedAt).toBeLessThan(head.at);
  });

  it('is not found for a stay of another ward, in the words for one that is not there or is no id', async () => {
    const elsewhere = await aStay(stack.database, await aWard(stack.database));
    const absent = await refusalOf(await get('01890000-0000-7000-8000-000000000000'));
    expect(absent).toMatchObject({ status: 404 });
    expect(await refusalOf(await get(elsewhere))).toEqual(absent);
    expect(await refusalOf(await get('9990223408'))).toEqual(absent);
  });

  it('is still there when the stay is over', async () => {
    const over = await aStay(stack.database, wardOf(stack));
    await stack.database.query(`UPDATE admission SET status = 'ended', ended_at = now() WHERE id = $1`, [over]);
    const head = (await (await get(over)).json()) as StayHead;
    expect(head.endedAt).toBeGreaterThan(head.admittedAt);
  });
});
