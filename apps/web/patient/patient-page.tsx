import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useAlertAnswers } from '../alerts/use-alert-answers.ts';
import { useShown } from '../alerts/use-shown.ts';
import { hub } from '../hub.ts';
import { feedOf } from '../live/feed-of.ts';
import { useSearch } from '../page/location.ts';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { tickingClock, WardClockContext } from '../page/ward-clock.ts';
import { askedAhead } from './observations/asked-ahead.ts';
import { PatientView } from './patient-view.tsx';

/** One patient's page (mounted anew for another), joined to the ward's feed for as long as it is open. */
export default function PatientPage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const { wardId = '', admissionId = '' } = params;
  const [feed] = useState(() => feedOf(wardId, onSessionEnded));
  const [clock] = useState(() => tickingClock(() => feed.current().board.clockAheadMs));
  useEffect(() => feed.open(), [feed]);
  const { board, liveness } = useSyncExternalStore(feed.onChange, feed.current);
  useShown(board, liveness, feed.confirmShown);
  const { answers, refusals, putAway } = useAlertAnswers(wardId, onSessionEnded);
  const head = useAsked(
    useCallback(() => hub.patient(admissionId), [admissionId]),
    { onSessionEnded },
  );
  const search = useSearch();
  const [asks] = useState(() => askedAhead(hub, { admissionId, search, now: clock.now() }));
  return (
    <WardClockContext value={clock}>
      <PatientView
        wardId={wardId}
        admissionId={admissionId}
        head={head.body}
        trouble={head.trouble}
        board={board}
        liveness={liveness}
        search={search}
        asks={asks}
        who={who}
        answers={answers}
        refusals={refusals}
        onPutAway={putAway}
        onAgain={head.again}
        onOpen={(draft) => hub.openRestricted(admissionId, draft)}
        onSignOut={onSignOut}
        onSessionEnded={onSessionEnded}
      />
    </WardClockContext>
  );
}
