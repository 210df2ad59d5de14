import { comparable, LiveBoard } from './live-board.ts';

/*
 * A board in a process of its own, so that it can be stopped as a sleeping laptop is. Whoever forks it asks by any message,
 * and is told how the board stands.
 */
export interface BoardStanding {
  seq: number | null;
  snapshots: number;
  gaps: number[];
  board: ReturnType<typeof comparable>;
}

const [url = '', cookie = '', wardId = ''] = process.argv.slice(2);
const board = new LiveBoard(url, cookie, wardId);
process.on('message', () => {
  const standing: BoardStanding = {
    seq: board.seq,
    snapshots: board.snapshots,
    gaps: board.gaps(),
    board: comparable(board),
  };
  process.send?.(standing);
});
process.once('disconnect', () => process.exit());
