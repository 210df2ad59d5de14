import type { WallNames } from '#contracts';
import { useEffect } from 'react';
import { useLiveWard } from '../live/use-live-ward.ts';
import { go, wardPath } from '../page/location.ts';
import type { PageProps } from '../page/page-props.ts';
import { WardClockContext } from '../page/ward-clock.ts';
import { WallView } from './wall-view.tsx';

/** Initials unless the address says otherwise: who walks past a wall is not known. */
const namesAsked = (): WallNames =>
  new URLSearchParams(location.search).get('names') === 'full' ? 'full' : 'initials';

/** A ward for a screen on the wall. Nothing on it can be pressed; Esc leads back to the board. */
export default function WallPage({ params, onSessionEnded }: PageProps) {
  const wardId = params['wardId'] ?? '';
  const { live, clock } = useLiveWard(wardId, onSessionEnded);
  useEffect(() => {
    const pressed = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') go(wardPath(wardId));
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [wardId]);
  return (
    <WardClockContext value={clock}>
      <WallView board={live.board} liveness={live.liveness} names={namesAsked()} />
    </WardClockContext>
  );
}
