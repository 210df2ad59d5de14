import { useCallback, useContext, useState } from 'react';
import { hub } from '../hub.ts';
import { useLiveWard, type FollowedWard } from '../live/use-live-ward.ts';
import { go } from '../page/location.ts';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { WardClockContext } from '../page/ward-clock.ts';
import { RoundView } from './round-view.tsx';

const DAY_MS = 86_400_000;

/** A board round. The address has when it began and whose turn it is, so that whoever loads the page anew is where they were. */
export default function RoundPage({ params, ...shared }: PageProps) {
  const wardId = params['wardId'] ?? '';
  const followed = useLiveWard(wardId, shared.onSessionEnded);
  return (
    <WardClockContext value={followed.clock}>
      <Round
        key={followed.live.board.seq === null ? 'opening' : 'open'}
        wardId={wardId}
        followed={followed}
        {...shared}
      />
    </WardClockContext>
  );
}

interface RoundProps extends Omit<PageProps, 'params'> {
  wardId: string;
  followed: FollowedWard;
}

function Round({ wardId, followed, who, onSignOut, onSessionEnded }: RoundProps) {
  const clock = useContext(WardClockContext);
  const asked = new URLSearchParams(location.search);
  const [began, setBegan] = useState(() => Number(asked.get('began') ?? Number.NaN));
  const [whose, setWhose] = useState(() => asked.get('at'));
  const [since] = useState(() => clock.now() - DAY_MS);
  const ask = useCallback(() => hub.handover(wardId, since), [wardId, since]);
  // A colleague may be on the same round.
  const { body, trouble, again } = useAsked(ask, { onSessionEnded, everyMs: 15_000 });
  const at = (beginning: number, place: string | null): void => {
    setBegan(beginning);
    setWhose(place);
    const search = new URLSearchParams([['began', String(beginning)], ...(place === null ? [] : [['at', place]])]);
    go(`${location.pathname}?${search.toString()}`, 'replace');
  };

  return (
    <RoundView
      board={followed.live.board}
      liveness={followed.live.liveness}
      told={body}
      trouble={trouble}
      began={Number.isNaN(began) ? null : began}
      whose={whose}
      onBegin={(beginning) => at(beginning, null)}
      onGo={(place) => at(began, place)}
      onDecide={async (admissionId, draft) => {
        const answer = await hub.decideOnRound(admissionId, draft);
        if (answer.kind === 'signed-out') onSessionEnded();
        again();
        return answer;
      }}
      who={who}
      onSignOut={onSignOut}
    />
  );
}
