import { CHANNEL_NAMES, type AlertRouteView, type ChannelView, type SignedIn, type WebhookView } from '#contracts';
import { useCallback, type ReactNode } from 'react';
import { thisMoment } from '../clock.ts';
import { hub } from '../hub.ts';
import { Link } from '../page/link.tsx';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { ago, timeOfDay } from '../words/times.ts';
import { DischargeEndpointsPanel } from './discharge-endpoints.tsx';
import { Webhooks } from './webhooks.tsx';

const ASK_EVERY_MS = 5_000;

/** What the ward's people are told by, how each of it goes, and what outside is told. */
export default function ChannelsPage({ params, who, onSignOut, onSessionEnded }: PageProps) {
  const wardId = params['wardId'] ?? '';
  const terms = { onSessionEnded, everyMs: ASK_EVERY_MS };
  const route = useAsked(
    useCallback(() => hub.route(wardId), [wardId]),
    terms,
  );
  const webhooks = useAsked(
    useCallback(() => hub.webhooks(wardId), [wardId]),
    terms,
  );
  const endpoints = useAsked(
    useCallback(() => hub.dischargeEndpoints(wardId), [wardId]),
    terms,
  );
  return (
    <Channels
      wardId={wardId}
      channels={route.body?.channels ?? null}
      webhooks={webhooks.body ?? []}
      trouble={route.trouble ?? webhooks.trouble ?? endpoints.trouble}
      now={thisMoment().wall}
      who={who}
      onChanged={webhooks.again}
      onSignOut={onSignOut}
      onSessionEnded={onSessionEnded}
    >
      {endpoints.body && (
        <DischargeEndpointsPanel
          wardId={wardId}
          view={endpoints.body}
          mayEveryWard={who.role === 'administrator'}
          onChanged={endpoints.again}
          onSessionEnded={onSessionEnded}
        />
      )}
    </Channels>
  );
}

interface ChannelsProps {
  wardId: string;
  channels: AlertRouteView['channels'] | null;
  webhooks: readonly WebhookView[];
  trouble: string | null;
  now: number;
  who: SignedIn;
  onChanged: () => void;
  onSignOut: () => void;
  onSessionEnded: () => void;
  /** What else is told outside. */
  children?: ReactNode;
}

export function Channels(props: ChannelsProps) {
  const { wardId, channels, webhooks, trouble, now, who, onChanged, onSignOut, onSessionEnded } = props;
  return (
    <NoticePage heading="Channels" who={who} onSignOut={onSignOut}>
      <p>What people are told by when they are not at a board. A channel that fails is an alert of its own.</p>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {channels === null ? (
        trouble === null && <output className="notice">Looking for them…</output>
      ) : (
        <>
          <ul className="channels">
            {channels.map((channel) => (
              <Channel key={channel.name} channel={channel} now={now} />
            ))}
            {channels.length === 0 && (
              <li className="channels__channel">Nothing has been heard of the rules worker, which sends, yet.</li>
            )}
          </ul>
          <p>
            To try one, <Link to="/account/notifications">send yourself a test message</Link>.
          </p>
          {props.children}
          <Webhooks
            wardId={wardId}
            webhooks={webhooks}
            configured={channels.some(({ name, configured }) => name === 'webhook' && configured)}
            now={now}
            onChanged={onChanged}
            onSessionEnded={onSessionEnded}
          />
        </>
      )}
    </NoticePage>
  );
}

function Channel({ channel, now }: { channel: ChannelView; now: number }) {
  const { name, configured, failingSince, failingWhy, lastSuccessAt } = channel;
  const failing = configured && failingSince !== null;
  return (
    <li className={`channels__channel ${failing ? 'channels__channel--failing' : ''}`}>
      <strong className="channels__name">{CHANNEL_NAMES[name]}</strong>
      <span className="channels__state">
        {!configured ? (
          'Not set up'
        ) : failing ? (
          <>
            <strong className="channels__failing">FAILING</strong> since {timeOfDay(failingSince, now)}. {failingWhy}
          </>
        ) : name === 'webhook' ? (
          'Set up: each webhook works or fails by itself'
        ) : lastSuccessAt === null ? (
          'Set up'
        ) : (
          'Works'
        )}
      </span>
      {configured && (
        <span className="channels__last">
          {lastSuccessAt === null ? 'Nothing has been sent by it yet' : `Last sent ${ago(lastSuccessAt, now)}`}
        </span>
      )}
    </li>
  );
}
