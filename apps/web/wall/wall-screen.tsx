import type { WallNames } from '#contracts';
import { useEffect, useRef } from 'react';
import { useLiveWard } from '../live/use-live-ward.ts';
import { WardClockContext } from '../page/ward-clock.ts';
import { WallView } from './wall-view.tsx';

interface WallScreenProps {
  wardId: string;
  names: WallNames;
  onClose: () => void;
  onSessionEnded: () => void;
}

/** A browser that is a screen on a wall, whatever its address says. Esc asks whether it is to be one no more. */
export default function WallScreen({ wardId, names, onClose, onSessionEnded }: WallScreenProps) {
  const { live, clock } = useLiveWard(wardId, onSessionEnded);
  const asking = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const pressed = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape' && asking.current?.open === false) asking.current.showModal();
    };
    document.addEventListener('keyup', pressed);
    return () => document.removeEventListener('keyup', pressed);
  }, []);
  return (
    <WardClockContext value={clock}>
      <WallView board={live.board} liveness={live.liveness} names={names} />
      <dialog ref={asking} className="wall-close" aria-labelledby="wall-close">
        <CloseWall onClose={onClose} />
      </dialog>
    </WardClockContext>
  );
}

/** What Esc asks on a wall screen. The buttons of a dialog's own form close it. */
export function CloseWall({ onClose }: { onClose: () => void }) {
  return (
    <form method="dialog">
      <h2 className="nhsuk-heading-m" id="wall-close">
        Close this wall screen?
      </h2>
      <p>
        It shows the ward and nothing else. Once it is closed somebody has to sign in on this computer to open it again.
      </p>
      <div className="change-form__buttons">
        <button type="submit" className="nhsuk-button">
          Keep it open
        </button>
        <button type="button" className="nhsuk-button nhsuk-button--secondary" onClick={onClose}>
          Close it
        </button>
      </div>
    </form>
  );
}
