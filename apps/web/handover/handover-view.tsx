import { worstFirst, type Handover, type SignedIn, type Tile } from '#contracts';
import { useContext, useMemo } from 'react';
import { AlarmSoundControl } from '../alerts/sound-control.tsx';
import { KEYS_OF_SOUND } from '../board/keys-of-board.ts';
import { LiveIndicator, NotLiveBanner } from '../board/live-indicator.tsx';
import { useWardTitle } from '../board/use-ward-title.ts';
import type { Liveness } from '../live/liveness.ts';
import type { WardBoard } from '../live/ward-board.ts';
import { CopyButton } from '../page/copy-button.tsx';
import { Masthead } from '../page/masthead.tsx';
import { useWardTime, WardClockContext } from '../page/ward-clock.ts';
import { handoverText, SBAR_PARTS, sbarOf, whoIs } from '../words/sbar.ts';
import { dateAndTime, momentOf, wallClock } from '../words/times.ts';
import { hoursBefore, QUICK_CHOICES } from './since.ts';

interface HandoverViewProps {
  board: WardBoard;
  liveness: Liveness;
  /** What changed; null until it is known. */
  told: Handover | null;
  trouble: string | null;
  since: number;
  onSince: (at: number) => void;
  /** It was copied or printed: this person's shift ends now. */
  onHandedOver: () => void;
  who: SignedIn;
  onSignOut: () => void;
}

/** Everybody on the ward, worst first, each as Situation, Background, Assessment and Recommendation; on paper as on the screen. */
export function HandoverView(props: HandoverViewProps) {
  const { board, liveness, told, trouble, since, onSince, onHandedOver, who, onSignOut } = props;
  const clock = useContext(WardClockContext);
  const tiles = useMemo(() => [...board.tiles.values()].toSorted(worstFirst), [board.tiles]);
  const stays = useMemo(() => new Map(told?.stays.map((stay) => [stay.admissionId, stay])), [told]);
  const ward = board.ward?.name ?? 'Ward';
  const notLive = liveness.state === 'not-live';
  useWardTitle({ name: `Handover, ${ward}`, tiles, wardAlerts: board.wardAlerts, live: !notLive });
  const printedAt = useWardTime((now) => dateAndTime(now));
  const text = (): string => {
    onHandedOver();
    return handoverText(tiles, told, { ward, by: who.displayName, since, now: clock.now() });
  };

  return (
    <div className="handover">
      <Masthead title={`Handover: ${ward}`} who={who} keys={KEYS_OF_SOUND} onSignOut={onSignOut}>
        <LiveIndicator liveness={liveness} />
        <AlarmSoundControl tiles={tiles} wardAlerts={board.wardAlerts} />
      </Masthead>
      <main id="main" className="handover__main">
        {notLive && <NotLiveBanner since={liveness.since} />}
        <div className="handover__bar">
          <label className="handover__since">
            Changes since{' '}
            <input
              type="datetime-local"
              key={since}
              defaultValue={wallClock(since)}
              onBlur={({ target }) => {
                const at = momentOf(target.value);
                if (at !== null && at !== since && at < clock.now() && target.value !== wallClock(since)) onSince(at);
              }}
            />
          </label>
          <span className="handover__quick">
            {QUICK_CHOICES.map((hours) => (
              <button
                key={hours}
                type="button"
                className="answer"
                onClick={() => onSince(hoursBefore(hours, clock.now()))}
              >
                {hours} h
              </button>
            ))}
          </span>
          <span className="handover__acts">
            <CopyButton name="Copy as text" text={text} />
            <button
              type="button"
              className="answer answer--accept"
              onClick={() => {
                onHandedOver();
                window.print();
              }}
            >
              Print
            </button>
          </span>
        </div>
        <p className="handover__paper">
          {ward}, handover at {printedAt} by {who.displayName}. Changes since {dateAndTime(since)}.
          {notLive && ' NOT LIVE when it was printed.'} After use: confidential waste.
        </p>
        {trouble !== null && (
          <p className="refused" role="alert">
            What changed since then is not known. {trouble}
          </p>
        )}
        {board.ward === null && board.refusal !== null && (
          <p role="alert">This ward cannot be shown: {board.refusal}</p>
        )}
        {tiles.map((tile) => (
          <Patient
            key={tile.admissionId}
            tile={tile}
            stay={stays.get(tile.admissionId) ?? null}
            since={told?.since ?? since}
          />
        ))}
        {board.ward !== null && tiles.length === 0 && <p>Nobody is on the ward.</p>}
      </main>
    </div>
  );
}

function Patient({ tile, stay, since }: { tile: Tile; stay: Handover['stays'][number] | null; since: number }) {
  // As words, so that it is made again only when one of them changes.
  const words = useWardTime((now) => JSON.stringify(sbarOf(tile, stay, { since, now })));
  const sbar = useMemo(() => JSON.parse(words) as ReturnType<typeof sbarOf>, [words]);
  return (
    <article className="sbar" aria-labelledby={`sbar-${tile.admissionId}`}>
      <h2 className="sbar__who" id={`sbar-${tile.admissionId}`}>
        {whoIs(tile)}
      </h2>
      <dl className="sbar__parts">
        {SBAR_PARTS.map(([part, name]) => (
          <div key={part} className="sbar__part">
            <dt className="sbar__name">{name}</dt>
            <dd className="sbar__said">
              {sbar[part].map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
