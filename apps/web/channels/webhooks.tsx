import type { WebhookDelivery, WebhookSecret, WebhookView } from '#contracts';
import { useCallback, useState } from 'react';
import { hub, whyNot } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { useAsked } from '../page/use-asked.ts';
import { GRAVEST_FIRST, PRIORITY_NAMES } from '../words/alerts.ts';
import { ago, dateAndTime, timeOfDay } from '../words/times.ts';
import { addressFaults, SecretOnce } from './other-system.tsx';

interface WebhooksProps {
  wardId: string;
  webhooks: readonly WebhookView[];
  /** Whether this Homeward has what webhooks are signed with. */
  configured: boolean;
  now: number;
  onChanged: () => void;
  onSessionEnded: () => void;
}

/** What outside is told of the ward's alerts, and how that goes. */
export function Webhooks({ wardId, webhooks, configured, now, onChanged, onSessionEnded }: WebhooksProps) {
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState<WebhookSecret | null>(null);
  return (
    <section aria-labelledby="webhooks">
      <h2 className="nhsuk-heading-m" id="webhooks">
        Webhooks
      </h2>
      <p>Other systems that are told of this ward’s alerts: how much one presses and a link, never whom it is about.</p>
      {added !== null && <SecretOnce of={added} onCopied={() => setAdded(null)} />}
      {webhooks.length === 0 && <p>There is none.</p>}
      <ul className="webhooks">
        {webhooks.map((webhook) => (
          <Webhook key={webhook.id} {...{ wardId, webhook, now, onChanged, onSessionEnded }} />
        ))}
      </ul>
      {!configured ? (
        <p>Webhooks are not set up on this Homeward: it has no key to sign them with.</p>
      ) : adding ? (
        <ChangeForm
          name="Add the webhook"
          faults={(form) => [
            ...addressFaults(form),
            ...(form.getAll('priority').length === 0 ? ['Choose which alerts it is told of'] : []),
          ]}
          send={(form) =>
            hub.addWebhook(wardId, {
              name: typedInto(form, 'name').trim(),
              url: typedInto(form, 'url').trim(),
              priorities: GRAVEST_FIRST.filter((priority) => form.getAll('priority').includes(priority)),
            })
          }
          onDone={(body) => {
            setAdded(body);
            setAdding(false);
            onChanged();
          }}
          onCancel={() => setAdding(false)}
          onSessionEnded={onSessionEnded}
        >
          <div className="nhsuk-form-group">
            <label className="nhsuk-label" htmlFor="webhook-name">
              Name
            </label>
            <input className="nhsuk-input nhsuk-input--width-20" id="webhook-name" name="name" maxLength={80} />
          </div>
          <div className="nhsuk-form-group">
            <label className="nhsuk-label" htmlFor="webhook-url">
              Address
            </label>
            <input className="nhsuk-input" id="webhook-url" name="url" type="url" maxLength={1000} />
          </div>
          <fieldset className="nhsuk-fieldset nhsuk-form-group">
            <legend className="nhsuk-fieldset__legend">Alerts that it is told of</legend>
            <div className="nhsuk-checkboxes nhsuk-checkboxes--small">
              {GRAVEST_FIRST.map((priority) => (
                <div className="nhsuk-checkboxes__item" key={priority}>
                  <input
                    className="nhsuk-checkboxes__input"
                    type="checkbox"
                    id={`webhook-${priority}`}
                    name="priority"
                    value={priority}
                    defaultChecked={priority === 'emergency' || priority === 'urgent'}
                  />
                  <label className="nhsuk-label nhsuk-checkboxes__label" htmlFor={`webhook-${priority}`}>
                    {PRIORITY_NAMES[priority]}
                  </label>
                </div>
              ))}
            </div>
          </fieldset>
        </ChangeForm>
      ) : (
        <button type="button" className="nhsuk-button nhsuk-button--secondary" onClick={() => setAdding(true)}>
          Add a webhook
        </button>
      )}
    </section>
  );
}

interface WebhookProps {
  wardId: string;
  webhook: WebhookView;
  now: number;
  onChanged: () => void;
  onSessionEnded: () => void;
}

function Webhook({ wardId, webhook, now, onChanged, onSessionEnded }: WebhookProps) {
  const { id, name, url, priorities, createdBy, createdAt, endedAt, endedWhy, failingSince, failingWhy } = webhook;
  const [trouble, setTrouble] = useState<string | null>(null);
  const [logShown, setLogShown] = useState(false);
  const [ending, setEnding] = useState(false);
  const change = (asked: ReturnType<typeof hub.endWebhook>): void =>
    void asked.then((answer) => {
      if (answer.kind === 'signed-out') return onSessionEnded();
      setTrouble(answer.kind === 'done' ? null : whyNot(answer));
      setEnding(false);
      onChanged();
    });

  return (
    <li className={`webhook ${failingSince !== null && endedAt === null ? 'channels__channel--failing' : ''}`}>
      <h3 className="nhsuk-heading-s webhook__name">{name}</h3>
      <p className="webhook__url">{url}</p>
      <p>
        {priorities.map((priority) => PRIORITY_NAMES[priority]).join(', ')}. Added by {createdBy},{' '}
        {dateAndTime(createdAt)}.
      </p>
      <p>
        {endedAt !== null ? (
          `Ended ${dateAndTime(endedAt)}. ${endedWhy}.`
        ) : failingSince !== null ? (
          <>
            <strong className="channels__failing">FAILING</strong> since {timeOfDay(failingSince, now)}. {failingWhy}
          </>
        ) : webhook.lastSuccessAt === null ? (
          `Nothing has arrived there yet. ${webhook.lastFailure ?? ''}`
        ) : (
          `Works. Last arrived ${ago(webhook.lastSuccessAt, now)}.`
        )}
      </p>
      {trouble !== null && (
        <p className="nhsuk-error-message" role="alert">
          <span className="nhsuk-u-visually-hidden">Error:</span> {trouble}
        </p>
      )}
      <div className="change-form__buttons">
        {endedAt === null && (
          <button
            type="button"
            className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
            onClick={() => {
              setLogShown(true);
              change(hub.testWebhook(wardId, id));
            }}
          >
            Send a test<span className="nhsuk-u-visually-hidden"> to {name}</span>
          </button>
        )}
        <button
          type="button"
          className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
          aria-expanded={logShown}
          onClick={() => setLogShown(!logShown)}
        >
          Delivery log<span className="nhsuk-u-visually-hidden"> of {name}</span>
        </button>
        {endedAt === null && (
          <button
            type="button"
            className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
            onClick={() => (ending ? change(hub.endWebhook(wardId, id)) : setEnding(true))}
          >
            {ending ? 'Yes, tell it nothing any more' : 'End'}
            <span className="nhsuk-u-visually-hidden"> {name}</span>
          </button>
        )}
      </div>
      {logShown && <ReadLog wardId={wardId} webhookId={id} now={now} onSessionEnded={onSessionEnded} />}
    </li>
  );
}

const LOG_EVERY_MS = 3_000;

function ReadLog({
  wardId,
  webhookId,
  now,
  onSessionEnded,
}: Pick<WebhookProps, 'wardId' | 'now' | 'onSessionEnded'> & { webhookId: string }) {
  const log = useAsked(
    useCallback(() => hub.webhookDeliveries(wardId, webhookId), [wardId, webhookId]),
    { onSessionEnded, everyMs: LOG_EVERY_MS },
  );
  if (log.trouble !== null) return <p role="alert">{log.trouble}</p>;
  return log.body === null ? (
    <output className="notice">Looking for it…</output>
  ) : (
    <WebhookLog log={log.body} now={now} />
  );
}

const EVENT_WORDS: Readonly<Record<string, string>> = {
  attempt: 'tried',
  sent: 'sent',
  delivered: 'arrived',
  'not-sent': 'not sent',
  'no-answer': 'no answer',
  refused: 'refused',
  gone: 'gone',
  'gave-up': 'given up',
  'not-needed': 'not needed',
};

/** Each message to a webhook, with each attempt and what it answered. */
export function WebhookLog({ log, now }: { log: readonly WebhookDelivery[]; now: number }) {
  if (log.length === 0) return <p>Nothing has been sent to it yet.</p>;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard
    <section className="webhook__log" tabIndex={0} aria-label="Delivery log">
      <table className="nhsuk-table">
        <caption className="nhsuk-table__caption nhsuk-u-visually-hidden">Messages, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Message</th>
            <th scope="col">What became of it</th>
          </tr>
        </thead>
        <tbody>
          {log.map((delivery) => (
            <tr key={delivery.id}>
              <th scope="row">
                {delivery.type}, {PRIORITY_NAMES[delivery.priority].toLowerCase()}
                <span className="webhook__id">{delivery.id}</span>
              </th>
              <td>
                <ol className="webhook__events">
                  {delivery.log.map((event, at) => (
                    <li key={at}>
                      {timeOfDay(event.at, now)} {EVENT_WORDS[event.kind] ?? event.kind}
                      {event.detail === null ? '' : `: ${event.detail}`}
                    </li>
                  ))}
                  {delivery.nextAttemptAt !== null && <li>tried again {timeOfDay(delivery.nextAttemptAt, now)}</li>}
                </ol>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
