import type { Clock, Settings } from '#runtime';
import type { OpenChannel } from './channels/channel.ts';
import { openNotify } from './channels/govuk-notify.ts';
import { openPush } from './channels/push.ts';
import { openSmtp } from './channels/smtp.ts';
import { openWebhooks } from './channels/webhook.ts';

/** The channels that the settings give us; none without settings, and then the board is the only one. */
export function openChannels(
  { channels, publicUrl }: Pick<Settings, 'channels' | 'publicUrl'>,
  clock: Clock,
): OpenChannel[] {
  // Settings with a channel and without an address for its links do not get this far.
  if (publicUrl === null) return [];
  const { push, notify, smtp, webhookKey, webhookKeyBefore, privateAddresses } = channels;
  return [
    ...(push ? [openPush(push, { privateAddresses })] : []),
    ...(notify ? openNotify(notify) : []),
    ...(smtp ? [openSmtp(smtp, publicUrl)] : []),
    ...(webhookKey ? [openWebhooks({ key: webhookKey, keyBefore: webhookKeyBefore, privateAddresses, clock })] : []),
  ];
}
