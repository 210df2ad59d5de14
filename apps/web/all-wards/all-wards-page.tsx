import type { WardSummary } from '#contracts';
import { hub } from '../hub.ts';
import { useLiveWards } from '../live/use-live-wards.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { WardClockContext } from '../page/ward-clock.ts';
import { AllWardsView } from './all-wards-view.tsx';

/** Every ward of a person on one page, live. */
export default function AllWardsPage({ who, onSignOut, onSessionEnded }: PageProps) {
  const shared = { who, onSignOut, onSessionEnded };
  const { body, trouble } = useAsked(hub.wards, { onSessionEnded });
  if (body === null || body.length === 0) {
    return (
      <NoticePage heading="All wards" who={who} onSignOut={onSignOut}>
        {trouble !== null && <p role="alert">{trouble}</p>}
        {body?.length === 0 && <p>You have no ward yet. Ask your administrator to add you to one.</p>}
      </NoticePage>
    );
  }
  return <Live wards={body} {...shared} />;
}

function Live({ wards, who, onSignOut, onSessionEnded }: Omit<PageProps, 'params'> & { wards: WardSummary[] }) {
  const ids = wards.map(({ id }) => id);
  const { wards: live, clock } = useLiveWards(ids, onSessionEnded);
  return (
    <WardClockContext value={clock}>
      <AllWardsView wards={wards} live={live} who={who} onSignOut={onSignOut} />
    </WardClockContext>
  );
}
