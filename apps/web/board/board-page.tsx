import type { SignedIn } from '#contracts';
import { WARD } from '../alerts/answers.ts';
import { useAlertAnswers } from '../alerts/use-alert-answers.ts';
import { useShown } from '../alerts/use-shown.ts';
import { useLiveWard } from '../live/use-live-ward.ts';
import { WARD_ITSELF, type BoardWish } from '../page/location.ts';
import { WardClockContext } from '../page/ward-clock.ts';
import { BoardView } from './board-view.tsx';

interface BoardPageProps {
  wardId: string;
  wish: BoardWish;
  /** Whose alerts stand open from the start, as the address has it. */
  opens: string | undefined;
  who: SignedIn;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

/** The board of one ward (mounted anew for another), joined to the hub for as long as it is open. */
export function BoardPage({ wardId, wish, opens, who, onSignOut, onSessionEnded }: BoardPageProps) {
  const { feed, live, clock } = useLiveWard(wardId, onSessionEnded);
  useShown(live.board, live.liveness, feed.confirmShown);
  const { answers, refusals, putAway } = useAlertAnswers(wardId, onSessionEnded);
  return (
    <WardClockContext value={clock}>
      <BoardView
        wardId={wardId}
        board={live.board}
        liveness={live.liveness}
        wish={wish}
        {...(opens !== undefined && { opens: { key: opens === WARD_ITSELF ? WARD : opens } })}
        who={who}
        answers={answers}
        refusals={refusals}
        onPutAway={putAway}
        onSignOut={onSignOut}
      />
    </WardClockContext>
  );
}
