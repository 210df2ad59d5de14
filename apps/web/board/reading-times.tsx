import { useWardTime } from '../page/ward-clock.ts';
import { ago, dueInWords } from '../words/times.ts';
import { LateIcon } from './icons.tsx';

/** When the last reading was taken, and when the next is due. Ticks by itself; the rest of the tile does not. */
export function ReadingTimes({ lastReadingAt, nextDueAt }: { lastReadingAt: number | null; nextDueAt: number | null }) {
  return (
    <p className="reading-times">
      <LastReading at={lastReadingAt} />
      <NextDue at={nextDueAt} />
    </p>
  );
}

function LastReading({ at }: { at: number | null }) {
  const words = useWardTime((now) => (at === null ? 'No reading yet' : `Reading ${ago(at, now)}`));
  return <span>{words}</span>;
}

function NextDue({ at }: { at: number | null }) {
  const words = useWardTime((now) => dueInWords(at, now)?.words ?? null);
  const overdue = useWardTime((now) => dueInWords(at, now)?.overdue ?? false);
  if (words === null) return null;
  if (!overdue) return <span>{words}</span>;
  return (
    <strong className="reading-times__overdue">
      <LateIcon /> {words}
    </strong>
  );
}
