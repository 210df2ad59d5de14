import type { SignedIn, Tile } from '#contracts';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useShown } from '../alerts/use-shown.ts';
import { hub, whyNot, type Answer } from '../hub.ts';
import { followWard, wardSocket } from '../live/ward-feed.ts';
import type { BedOrder } from '../page/location.ts';
import { tickingClock, WardClockContext } from '../page/ward-clock.ts';
import type { AlertAnswers } from './answers.ts';
import { BoardView, type Refusal } from './board-view.tsx';

interface BoardPageProps {
  wardId: string;
  order: BedOrder;
  who: SignedIn;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

/** The board of one ward (mounted anew for another), joined to the hub for as long as it is open. */
export function BoardPage({ wardId, order, who, onSignOut, onSessionEnded }: BoardPageProps) {
  const [feed] = useState(() =>
    followWard(wardId, wardSocket(), async () => (await hub.whoIsSignedIn()).kind !== 'signed-out', onSessionEnded),
  );
  const [clock] = useState(() => tickingClock(() => feed.current().board.clockAheadMs));
  useEffect(() => feed.open(), [feed]);
  const live = useSyncExternalStore(feed.onChange, feed.current);
  useShown(live.board, live.liveness, feed.confirmShown);
  const { answers, refusals, putAway } = useAlertAnswers(onSessionEnded);
  return (
    <WardClockContext value={clock}>
      <BoardView
        wardId={wardId}
        board={live.board}
        liveness={live.liveness}
        order={order}
        who={who}
        answers={answers}
        refusals={refusals}
        onPutAway={putAway}
        onSignOut={onSignOut}
      />
    </WardClockContext>
  );
}

/** Accepting and resolving through the hub. The board changes when the ward's feed says so, not before. */
function useAlertAnswers(onSessionEnded: () => void): {
  answers: AlertAnswers;
  refusals: readonly Refusal[];
  putAway: (refusal: Refusal) => void;
} {
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const count = useRef(0);

  const settle = useCallback(
    (what: string, tile: Tile, answer: Answer<unknown>): boolean => {
      if (answer.kind === 'done') return true;
      if (answer.kind === 'signed-out') {
        onSessionEnded();
        return false;
      }
      const refusal = { id: ++count.current, sentence: `${what} for ${tile.patient.name}: ${whyNot(answer)}` };
      setRefusals((before) => [...before.slice(-2), refusal]);
      return false;
    },
    [onSessionEnded],
  );
  const answers = useMemo(
    (): AlertAnswers => ({
      accept: async (tile, alert) => settle('Not accepted', tile, await hub.acceptAlert(alert.id, alert.version)),
      resolve: async (tile, alert, outcome, note) =>
        settle('Not resolved', tile, await hub.resolveAlert(alert.id, alert.version, outcome, note)),
    }),
    [settle],
  );
  const putAway = useCallback(
    (refusal: Refusal) => setRefusals((before) => before.filter(({ id }) => id !== refusal.id)),
    [],
  );
  return { answers, refusals, putAway };
}
