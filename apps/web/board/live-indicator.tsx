import type { Liveness } from '../live/liveness.ts';
import { useWardTime } from '../page/ward-clock.ts';
import { agoToTheSecond, clockTimeWithSeconds, timeOfDay } from '../words/times.ts';

/** Whether the board can be believed, in words, with a clock that would stand still if the page did. */
export function LiveIndicator({ liveness }: { liveness: Liveness }) {
  const time = useWardTime(clockTimeWithSeconds);
  switch (liveness.state) {
    case 'connecting':
      return <span className="live live--connecting">Connecting…</span>;
    case 'live':
      return (
        <span className="live live--on">
          <span className="live__dot" aria-hidden="true" />
          LIVE <time className="live__clock">{time}</time>
        </span>
      );
    case 'not-live':
      return (
        <span className="live live--off">
          NOT LIVE{liveness.since !== null && <> since {clockTimeWithSeconds(liveness.since)}</>}
        </span>
      );
  }
}

/** What stands across a board that cannot be believed. */
export function NotLiveBanner({ since }: { since: number | null }) {
  return (
    <div className="not-live" role="alert">
      <strong className="not-live__words">NOT LIVE</strong>
      {since === null ? (
        <p>The ward has not been reached yet. Trying again every few seconds.</p>
      ) : (
        <p>
          Last heard from the ward at <LastHeard at={since} />. What is shown below is from then: do not rely on it
          until this message goes. Trying again every few seconds.
        </p>
      )}
    </div>
  );
}

function LastHeard({ at }: { at: number }) {
  const day = useWardTime((now) => timeOfDay(at, now).slice(5));
  return (
    <>
      <strong className="not-live__time">
        {clockTimeWithSeconds(at)}
        {day}
      </strong>{' '}
      <NotLiveFor at={at} />
    </>
  );
}

/** Ticks, so those who listen are spared it: they have heard the time. */
function NotLiveFor({ at }: { at: number }) {
  return <span aria-hidden="true">({useWardTime((now) => agoToTheSecond(at, now))})</span>;
}
