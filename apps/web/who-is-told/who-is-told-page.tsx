import type { AcceptTimesView, AlertRouteVersion, AlertRouteView, SignedIn } from '#contracts';
import { useCallback, useState } from 'react';
import { hub } from '../hub.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { AcceptTimes } from './accept-times.tsx';
import { AtAMoment } from './at-a-moment.tsx';
import { HomePhones } from './home-phones.tsx';
import { RouteForm } from './route-form.tsx';
import { RouteHistory } from './route-history.tsx';
import { RouteParts } from './route-parts.tsx';

const ASK_EVERY_MS = 30_000;

/** Who is told of a ward's alerts, in which order, how, and how soon: for everybody of the ward, changed by those who may. */
export default function WhoIsToldPage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const wardId = params['wardId'] ?? '';
  const route = useAsked(
    useCallback(() => hub.route(wardId), [wardId]),
    { onSessionEnded, everyMs: ASK_EVERY_MS },
  );
  const times = useAsked(
    useCallback(() => hub.acceptTimes(wardId), [wardId]),
    { onSessionEnded },
  );
  const mayChange = route.body?.mayChange ?? false;
  const versions = useAsked(
    useCallback(
      async () => (mayChange ? hub.routeVersions(wardId) : { kind: 'done' as const, body: [] }),
      [wardId, mayChange],
    ),
    { onSessionEnded },
  );
  const [askRoute, askTimes, askVersions] = [route.again, times.again, versions.again];
  const changed = useCallback(() => {
    askRoute();
    askTimes();
    askVersions();
  }, [askRoute, askTimes, askVersions]);

  return (
    <WhoIsTold
      wardId={wardId}
      route={route.body}
      times={times.body}
      versions={versions.body ?? []}
      trouble={route.trouble ?? times.trouble}
      who={who}
      onChanged={changed}
      onSignOut={onSignOut}
      onSessionEnded={onSessionEnded}
    />
  );
}

interface WhoIsToldProps {
  wardId: string;
  route: AlertRouteView | null;
  times: AcceptTimesView | null;
  versions: readonly AlertRouteVersion[];
  trouble: string | null;
  who: SignedIn;
  /** The moment that stands in for now; the browser's own where it is not given. */
  now?: number;
  onChanged: () => void;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

export function WhoIsTold(props: WhoIsToldProps) {
  const { wardId, route, times, versions, trouble, who, onChanged, onSignOut, onSessionEnded } = props;
  const [editing, setEditing] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const saved = useCallback(
    (sentence: string) => {
      setSaid(sentence);
      setEditing(false);
      onChanged();
    },
    [onChanged],
  );

  return (
    <NoticePage heading="Who is told" who={who} onSignOut={onSignOut}>
      <p>Who is asked to accept an alert of this ward, one step after the other, until somebody does.</p>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {said !== null && <output className="nhsuk-inset-text notice">{said}</output>}
      {route === null ? (
        trouble === null && <output className="notice">Looking for it…</output>
      ) : (
        <>
          <Concerns route={route} />
          {!editing && <AtAMoment route={route} now={props.now} />}
          {editing ? (
            <RouteForm
              wardId={wardId}
              route={route}
              onSaved={saved}
              onCancel={() => setEditing(false)}
              onSessionEnded={onSessionEnded}
            />
          ) : (
            <>
              <RouteParts route={route} />
              {route.mayChange && (
                <button
                  type="button"
                  className="nhsuk-button nhsuk-button--secondary"
                  onClick={() => {
                    setSaid(null);
                    setEditing(true);
                  }}
                >
                  Change who is told
                </button>
              )}
            </>
          )}
          {times && (
            <AcceptTimes
              key={times.version}
              wardId={wardId}
              times={times}
              onSaved={saved}
              onSessionEnded={onSessionEnded}
            />
          )}
          <HomePhones wardId={wardId} mayChange={route.mayChange} onSessionEnded={onSessionEnded} />
          <RouteHistory versions={versions} />
        </>
      )}
    </NoticePage>
  );
}

/** What could keep somebody from being told, in sentences: above everything else. */
function Concerns({ route }: { route: AlertRouteView }) {
  if (route.concerns.length === 0) return null;
  return (
    <div className="nhsuk-warning-callout route-concerns">
      <h2 className="nhsuk-warning-callout__label">
        <span className="nhsuk-u-visually-hidden">Important: </span>
        Somebody may not be told
      </h2>
      <ul>
        {route.concerns.map((concern) => (
          <li key={concern}>{concern}</li>
        ))}
      </ul>
    </div>
  );
}
