import type { Tile } from '#contracts';
import { useMemo } from 'react';
import { occupancyOf } from './beds.ts';

/** How many beds are taken and empty, who waits for one, and who is watched without one. */
export function Occupancy({ tiles, capacity }: { tiles: readonly Tile[]; capacity: number }) {
  const { occupied, empty, waiting, beside } = useMemo(() => occupancyOf(tiles, capacity), [tiles, capacity]);
  return (
    <span className="masthead__occupancy">
      <strong>
        {occupied} of {capacity}
      </strong>{' '}
      beds, {empty === 0 ? 'none' : empty} empty
      {waiting > 0 && (
        <>
          {', '}
          <strong className="masthead__waiting">
            {waiting} {waiting === 1 ? 'waits' : 'wait'} for a bed
          </strong>
        </>
      )}
      {beside > 0 && `, ${beside} on check-in`}
    </span>
  );
}
