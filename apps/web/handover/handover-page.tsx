import type { Handover, SignedIn } from '#contracts';
import { useCallback, useContext, useState } from 'react';
import { hub } from '../hub.ts';
import type { FollowedWard } from '../live/use-live-ward.ts';
import { useLiveWard } from '../live/use-live-ward.ts';
import { go } from '../page/location.ts';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { WardClockContext } from '../page/ward-clock.ts';
import { HandoverView } from './handover-view.tsx';
import { rememberShiftEnd, sinceWhen } from './since.ts';

/** The ward's handover: how everybody is, live, and what changed since one's last shift. */
export default function HandoverPage({ params, ...shared }: PageProps) {
  const wardId = params['wardId'] ?? '';
  const followed = useLiveWard(wardId, shared.onSessionEnded);
  const { seq } = followed.live.board;
  return (
    <WardClockContext value={followed.clock}>
      {/* Until the ward has been heard of, its time is not known, nor what "a shift ago" is. */}
      <Told key={seq === null ? 'opening' : 'open'} wardId={wardId} followed={followed} {...shared} />
    </WardClockContext>
  );
}

interface ToldProps {
  wardId: string;
  followed: FollowedWard;
  who: SignedIn;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

function Told({ wardId, followed, who, onSignOut, onSessionEnded }: ToldProps) {
  const clock = useContext(WardClockContext);
  const [since, setSince] = useState(() => sinceWhen(location.search, who.id, clock.now()));
  const ask = useCallback(() => hub.handover(wardId, since), [wardId, since]);
  const { body, trouble } = useAsked<Handover>(ask, { onSessionEnded, everyMs: 60_000 });
  return (
    <HandoverView
      board={followed.live.board}
      liveness={followed.live.liveness}
      told={body}
      trouble={trouble}
      since={since}
      onSince={(at) => {
        setSince(at);
        go(`${location.pathname}?since=${encodeURIComponent(new Date(at).toISOString())}`, 'replace');
      }}
      onHandedOver={() => rememberShiftEnd(who.id, clock.now())}
      who={who}
      onSignOut={onSignOut}
    />
  );
}
