import type { Handover, HandoverStay, Tile } from '#contracts';
import type { ReactNode } from 'react';
import { HandoverView } from '../handover/handover-view.tsx';
import type { Liveness } from '../live/liveness.ts';
import type { WardBoard } from '../live/ward-board.ts';
import { stoppedClock, WardClockContext } from '../page/ward-clock.ts';
import { RoundView } from '../round/round-view.tsx';
import { CLINICIAN, STORY_NOW } from './fixtures.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const nothing = (): void => undefined;

function stayOf(tile: Tile, index: number): HandoverStay {
  const total = tile.score?.total ?? null;
  return {
    admissionId: tile.admissionId,
    admittedAt: STORY_NOW - (2 + index) * DAY,
    before: total === null ? null : Math.max(0, total - 3),
    complete: total === null ? 0 : 4,
    incomplete: tile.incomplete === null ? 0 : 1,
    least: total === null ? null : Math.max(0, total - 3),
    most: total,
    mostAt: tile.score?.at ?? null,
    alerts:
      index % 5 === 0
        ? [
            {
              id: `closed-${index}`,
              priority: 'urgent',
              sentence: 'SpO2 fell from 96 % to 92 % in 6 h; usual 96 %.',
              raisedAt: STORY_NOW - 9 * HOUR,
              status: 'resolved',
              by: 'Bea Birch',
              resolvedAt: STORY_NOW - 8 * HOUR,
              outcome: 'advice',
              note: 'Rang her: had walked up the stairs.',
            },
          ]
        : [],
    decisions:
      index % 3 === 0
        ? [
            {
              id: index + 1,
              decision: 'ring',
              note: 'How is the cough at night?',
              at: STORY_NOW - 29 * HOUR,
              by: 'Dr Mina Rao',
            },
          ]
        : [],
  };
}

export const toldOf = (tiles: readonly Tile[]): Handover => ({
  at: STORY_NOW,
  since: STORY_NOW - 12 * HOUR,
  stays: tiles.map(stayOf),
});

export const handoverStory = (
  heard: WardBoard,
  { liveness = { state: 'live' }, trouble = null }: { liveness?: Liveness; trouble?: string | null } = {},
): ReactNode => (
  <WardClockContext value={stoppedClock(STORY_NOW)}>
    <HandoverView
      board={heard}
      liveness={liveness}
      told={trouble === null ? toldOf([...heard.tiles.values()]) : null}
      trouble={trouble}
      since={STORY_NOW - 12 * HOUR}
      onSince={nothing}
      onHandedOver={nothing}
      who={CLINICIAN}
      onSignOut={nothing}
    />
  </WardClockContext>
);

/** `decided`: how many of them this round has decided for. */
export function roundStory(
  heard: WardBoard,
  { whose = null, decided = 0, begun = true }: { whose?: string | null; decided?: number; begun?: boolean } = {},
): ReactNode {
  const told = toldOf([...heard.tiles.values()]);
  const stays = told.stays.map((stay, index) =>
    index < decided
      ? {
          ...stay,
          decisions: [
            {
              id: 100 + index,
              decision: index % 4 === 1 ? ('visit' as const) : ('continue' as const),
              note: index % 4 === 1 ? 'Chest is worse than yesterday.' : null,
              at: STORY_NOW - (decided - index) * 60_000,
              by: 'Sam Okafor',
            },
            ...stay.decisions,
          ],
        }
      : stay,
  );
  return (
    <WardClockContext value={stoppedClock(STORY_NOW)}>
      <RoundView
        board={heard}
        liveness={{ state: 'live' }}
        told={{ ...told, stays }}
        trouble={null}
        began={begun ? STORY_NOW - HOUR : null}
        whose={whose}
        onBegin={nothing}
        onGo={nothing}
        onDecide={() => Promise.resolve({ kind: 'unreachable' })}
        who={CLINICIAN}
        onSignOut={nothing}
      />
    </WardClockContext>
  );
}
