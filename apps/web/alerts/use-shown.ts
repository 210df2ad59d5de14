import { useEffect, useSyncExternalStore } from 'react';
import type { Liveness } from '../live/liveness.ts';
import type { WardBoard } from '../live/ward-board.ts';

const onVisibility = (listener: () => void): (() => void) => {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
};
const isVisible = (): boolean => document.visibilityState === 'visible';

/**
 * Confirms, after rendering, the alerts that no live board has confirmed yet: only while this one is live, and in a tab that
 * can be seen. `confirm` may be told of the same alert again.
 */
export function useShown(board: WardBoard, liveness: Liveness, confirm: (alertIds: readonly string[]) => void): void {
  const visible = useSyncExternalStore(onVisibility, isVisible);
  const seen = visible && liveness.state === 'live';
  useEffect(() => {
    if (!seen) return;
    const alerts = [...[...board.tiles.values()].flatMap((tile) => tile.alerts), ...board.wardAlerts];
    const alertIds = alerts.flatMap(({ id, deliveredAt }) => (deliveredAt === null ? [id] : []));
    if (alertIds.length > 0) confirm(alertIds);
  }, [board.tiles, board.wardAlerts, seen, confirm]);
}
