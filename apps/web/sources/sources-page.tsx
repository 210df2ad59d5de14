import type { SourceList, SourceSummary } from '#contracts';
import { useEffect, useState } from 'react';
import { hub, whyNot } from '../hub.ts';
import { Link } from '../page/link.tsx';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { Scrolled } from '../page/scrolled.tsx';
import { lengthOfTime } from '../words/times.ts';
import { refusedPercent, standingInWords } from './source-words.ts';

const ASK_EVERY_MS = 15_000;
/** A key that runs out sooner is said so: it takes a vendor days to change one. */
const SOON_MS = 14 * 24 * 3_600_000;

/** Who sends readings to one's wards, what came of it, and who has fallen silent. No patient is in it. */
export default function SourcesPage({ who, onSignOut, onSessionEnded }: PageProps) {
  const [list, setList] = useState<SourceList | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);

  useEffect(() => {
    let left = false;
    const look = (): void =>
      void hub.sources().then((answer) => {
        if (left) return;
        if (answer.kind === 'signed-out') return onSessionEnded();
        setTrouble(answer.kind === 'done' ? null : whyNot(answer));
        if (answer.kind === 'done') setList(answer.body);
      });
    look();
    const timer = setInterval(look, ASK_EVERY_MS);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, [onSessionEnded]);

  return (
    <NoticePage heading="Sources" who={who} onSignOut={onSignOut}>
      <p>Who sends readings to your wards, and what came of it in the last 24 hours.</p>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {(who.role === 'lead' || who.role === 'administrator') && (
        <p>
          <Link to="/sources/new">Register a source</Link>
        </p>
      )}
      {list === null ? (
        <output className="notice">Looking for them…</output>
      ) : list.sources.length === 0 ? (
        <p>No source is registered for your wards.</p>
      ) : (
        <Scrolled label="Sources">
          <table className="nhsuk-table sources__table">
            <caption className="nhsuk-table__caption nhsuk-u-visually-hidden">Sources, by name</caption>
            <thead>
              <tr>
                <th scope="col">Source</th>
                <th scope="col">State</th>
                <th scope="col" className="sources__number">
                  Stored
                </th>
                <th scope="col" className="sources__number">
                  Unmatched
                </th>
                <th scope="col" className="sources__number">
                  Refused
                </th>
                <th scope="col">Keys</th>
              </tr>
            </thead>
            <tbody>
              {list.sources.map((source) => (
                <Row key={source.id} source={source} now={list.at} />
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
    </NoticePage>
  );
}

function Row({ source, now }: { source: SourceSummary; now: number }) {
  const { lastDay, nextExpiryAt, refusals } = source;
  const { word, isSilent, since } = standingInWords(source, now);
  return (
    <tr>
      <th scope="row">
        <Link to={`/sources/${source.id}`}>{source.name}</Link>
        {source.contact !== null && <span className="sources__small">{source.contact}</span>}
      </th>
      <td>
        <strong className={isSilent ? 'sources__silent' : undefined}>{word}</strong>
        <span className="sources__small">{since}</span>
      </td>
      <td className="sources__number">{lastDay.stored}</td>
      <td className="sources__number">{lastDay.unmatched}</td>
      <td className="sources__number">
        {lastDay.refused}
        {lastDay.refused > 0 && (
          <span className="sources__small">
            {refusedPercent(lastDay)} %: {refusals.map(({ code, count }) => `${code} ${count}`).join(', ')}
          </span>
        )}
      </td>
      <td>
        {source.keysInUse} in use
        {nextExpiryAt !== null && nextExpiryAt - now < SOON_MS && (
          <span className="sources__small">
            <strong>One expires in {lengthOfTime(nextExpiryAt - now)}</strong>
          </span>
        )}
      </td>
    </tr>
  );
}
