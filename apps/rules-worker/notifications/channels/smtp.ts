import type { AttemptOutcome } from '#records';
import type { ChannelSettings } from '#runtime';
import { createTransport } from 'nodemailer';
import { ANSWER_WITHIN, wayFailed, type OpenChannel } from './channel.ts';

const LOOPBACK = /^(localhost|127\.|\[?::1\]?$)/;
const SUBMISSION = { 'smtp:': 587, 'smtps:': 465 } as const;

/** Email through a mail server. The message id is the delivery's, so that a mailbox shows one that is sent twice once. */
export function openSmtp({ url: address, from }: NonNullable<ChannelSettings['smtp']>, publicUrl: string): OpenChannel {
  const url = new URL(address);
  const secure = url.protocol === 'smtps:';
  const transport = createTransport({
    host: url.hostname,
    port: url.port === '' ? SUBMISSION[secure ? 'smtps:' : 'smtp:'] : Number(url.port),
    secure,
    // A server elsewhere has to speak TLS: who is told, and how to sign in to it, are nobody else's to read.
    requireTLS: !secure && !LOOPBACK.test(url.hostname),
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    connectionTimeout: ANSWER_WITHIN,
    greetingTimeout: ANSWER_WITHIN,
    socketTimeout: ANSWER_WITHIN,
    dnsTimeout: ANSWER_WITHIN,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { hostname } = new URL(publicUrl);
  return {
    name: 'smtp',
    publicKey: null,
    async send({ id, email, priority }, { title, body, link }) {
      if (email === null) return { kind: 'refused', detail: 'No email address is known any more.' };
      try {
        const { response } = await transport.sendMail({
          from,
          to: email,
          subject: title,
          text: `${body}\n\n${link}\n\nSent by Homeward. Who is meant is shown after signing in.\n`,
          messageId: `<${id}@${hostname}>`,
          priority: priority === 'emergency' ? 'high' : 'normal',
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { kind: 'sent', receipt: response.slice(0, 200) };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    close: () => transport.close(),
  };
}

/** A server that refuses an address for good says 5xx; one that has a reason of its own to wait says 4xx. Source: RFC 5321, 4.2.1. */
function outcomeOf(error: unknown): AttemptOutcome {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  if (responseCode === undefined) return { kind: 'not-now', channelAtFault: true, ...wayFailed(error) };
  const detail = `The mail server answered ${responseCode} (${code ?? 'no code'}).`;
  const aboutTheAddress = code === 'EENVELOPE' || code === 'EMESSAGE';
  if (responseCode >= 500 && aboutTheAddress) return { kind: 'refused', detail };
  return { kind: 'not-now', detail, channelAtFault: !aboutTheAddress };
}
