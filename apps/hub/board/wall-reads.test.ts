import type { Tile } from '#contracts';
import { expect, it } from '@jest/globals';
import { asOnWall, WallReads } from './wall-reads.ts';

const TILE = {
  admissionId: '01890000-0000-7000-8000-000000000001',
  bed: 4,
  patient: { nhsNumber: '9990223408', name: 'Winifred Chaldon', ageYears: 84, sex: 'female' },
  place: { kind: 'care-home', id: 'durlston-house', name: 'Durlston House' },
  escalationPlan: 'Ring Peter Chaldon first',
  score: { total: 7 },
  alerts: [],
  sbard: { id: 's', at: 1, by: 'Bronwen Studland' },
} as unknown as Tile;

const PRIVATE = ['9990223408', 'Winifred', 'Chaldon', 'Durlston House', 'Peter', 'Studland'];
const found = (told: string): string[] => PRIVATE.filter((one) => told.includes(one));

it('tells a wall bed, score and initials, and nothing else of a person', () => {
  const told = asOnWall(TILE, 'initials');
  expect(found(JSON.stringify(told))).toEqual([]);
  expect(told).toMatchObject({ bed: 4, patient: { name: 'W C' }, score: { total: 7 } });
  // That there is a plan is a sign on the wall.
  expect(told.escalationPlan).not.toBeNull();
  expect(asOnWall({ ...TILE, escalationPlan: null }, 'initials').escalationPlan).toBeNull();
});

it('tells names where the screen was opened with them, and no number', () => {
  expect(found(JSON.stringify(asOnWall(TILE, 'full')))).toEqual(['Winifred', 'Chaldon']);
});

it('does so for the board and for every event after it', async () => {
  const reads = new WallReads(
    {
      board: async () => Promise.resolve({ seq: 3, json: JSON.stringify({ seq: 3, tiles: [TILE, TILE] }) }),
      after: async () => Promise.resolve([{ seq: 4, json: JSON.stringify({ seq: 4, tiles: [TILE], removed: [] }) }]),
    },
    'initials',
  );
  const [board, [event]] = [await reads.board('w'), await reads.after('w', 3, 1)];
  expect([board?.seq, event?.seq]).toEqual([3, 4]);
  expect(found(`${board?.json}${event?.json}`)).toEqual([]);
  expect(JSON.parse(board?.json ?? '')).toMatchObject({ tiles: [{ bed: 4 }, { bed: 4 }] });
});
