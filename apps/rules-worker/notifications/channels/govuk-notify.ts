import { receiptOfNotifyStatus, type Channel } from '#contracts';
import type { AttemptOutcome, ClaimedDelivery, Receipt } from '#records';
import type { ChannelSettings } from '#runtime';
import axios, { isAxiosError } from 'axios';
import { NotifyClient } from 'notifications-node-client';
import type { Words } from '../words.ts';
import { ANSWER_WITHIN, wayFailed, type OpenChannel } from './channel.ts';

/** After being told that we send too fast, in ms: its limits are by the minute. */
const TOO_FAST = 60_000;

type Sending = (
  client: NotifyClient,
  template: string,
  to: string,
  options: object,
) => Promise<{ data: { id: string } }>;

const SMS: Sending = (client, template, to, options) => client.sendSms(template, to, options);
const EMAIL: Sending = (client, template, to, options) => client.sendEmail(template, to, options);

/** GOV.UK Notify, for text messages and email, each with its own template. Our delivery's id is its reference. */
export function openNotify({
  url,
  apiKey,
  smsTemplate,
  emailTemplate,
}: NonNullable<ChannelSettings['notify']>): OpenChannel[] {
  const client = new NotifyClient(url, apiKey);
  // A CommonJS package sees the types of axios as others than we do: they are the same.
  client.setClient(axios.create({ timeout: ANSWER_WITHIN, maxRedirects: 0 }) as never);
  const open: OpenChannel[] = [];
  if (smsTemplate !== null)
    open.push(
      channel('notify-sms', client, smsTemplate, SMS, ({ mobile }) => mobile, 'No mobile number is known any more.'),
    );
  if (emailTemplate !== null)
    open.push(
      channel(
        'notify-email',
        client,
        emailTemplate,
        EMAIL,
        ({ email }) => email,
        'No email address is known any more.',
      ),
    );
  return open;
}

function channel(
  name: Channel,
  client: NotifyClient,
  template: string,
  send: Sending,
  addressOf: (delivery: ClaimedDelivery) => string | null,
  noAddress: string,
): OpenChannel {
  return {
    name,
    publicKey: null,
    async send(delivery, words) {
      const to = addressOf(delivery);
      if (to === null) return { kind: 'refused', detail: noAddress };
      try {
        // It takes the same reference twice: whether an attempt that nobody wrote the answer of got through is asked first.
        const earlier = delivery.unanswered ? await sentAlready(client, delivery.id) : null;
        if (earlier !== null) return { kind: 'sent', receipt: earlier, askBack: true };
        const personalisation: Words = words;
        const { data } = await send(client, template, to, { personalisation, reference: delivery.id });
        return { kind: 'sent', receipt: data.id, askBack: true };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    async whatBecameOf(receipt): Promise<Receipt | null> {
      const { data } = await client.getNotificationById(receipt);
      return receiptOfNotifyStatus(data.status);
    },
  };
}

async function sentAlready(client: NotifyClient, reference: string): Promise<string | null> {
  const { data } = await client.getNotifications(undefined, undefined, reference);
  return data.notifications[0]?.id ?? null;
}

function outcomeOf(error: unknown): AttemptOutcome {
  if (!isAxiosError<{ errors?: { error?: string; message?: string }[] }>(error) || !error.response)
    return { kind: 'not-now', channelAtFault: true, ...wayFailed(error) };
  const { status, data } = error.response;
  const [first] = data?.errors ?? [];
  const detail = `GOV.UK Notify answered ${status}: ${first?.error ?? 'no reason'}${first?.message ? `, ${first.message}` : ''}`;
  // What is wrong with an address stays wrong; what is wrong with the key, the template or the limits is ours to mend.
  if (status === 400 && /phone_number|email_address|recipient/i.test(first?.message ?? ''))
    return { kind: 'refused', detail };
  const tooFast = status === 429 && first?.error === 'RateLimitError';
  return { kind: 'not-now', detail, channelAtFault: true, ...(tooFast ? { askedToWait: TOO_FAST } : {}) };
}
