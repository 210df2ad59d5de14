import { PRIORITIES, type Priority } from '#clinical';
import { z } from 'zod';
import { plainText } from './plain-text.ts';
import { wallClockTime } from './wall-clock-time.ts';

/** How a person can be told away from the board. */
export const WAYS = ['push', 'sms', 'email'] as const;
export type Way = (typeof WAYS)[number];

export const WAY_NAMES: Record<Way, string> = {
  push: 'Notification on a phone or computer',
  sms: 'Text message',
  email: 'Email',
};

/** What messages go through. An email goes through GOV.UK Notify where that is set up, else through a mail server. */
export const CHANNELS = ['push', 'notify-sms', 'notify-email', 'smtp', 'webhook'] as const;
export type Channel = (typeof CHANNELS)[number];

export const CHANNEL_NAMES: Record<Channel, string> = {
  push: 'Browser push',
  'notify-sms': 'Text message through GOV.UK Notify',
  'notify-email': 'Email through GOV.UK Notify',
  smtp: 'Email through a mail server',
  webhook: 'Webhook',
};

export const DELIVERY_STATES = ['queued', 'sent', 'delivered', 'read', 'failed', 'not-needed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

const way = z.enum(WAYS, { error: `expected one of: ${WAYS.join(', ')}` });
export const waysByPriority = z.strictObject({
  emergency: z.array(way).max(WAYS.length),
  urgent: z.array(way).max(WAYS.length),
  routine: z.array(way).max(WAYS.length),
  technical: z.array(way).max(WAYS.length),
} satisfies Record<Priority, z.ZodType>);
export type WaysByPriority = z.infer<typeof waysByPriority>;

/** Until somebody chooses otherwise: what presses comes to the phone. */
export const DEFAULT_WAYS: WaysByPriority = {
  emergency: ['push', 'sms', 'email'],
  urgent: ['push', 'sms'],
  routine: ['push'],
  technical: ['push', 'email'],
};

/** A mobile number in international form. UK numbers may be written as people write them: 07700 900123. */
export const mobileNumber = z
  .string({ error: 'expected a mobile number' })
  .transform((text) =>
    text
      .replaceAll(/[\s().-]/g, '')
      .replace(/^00/, '+')
      .replace(/^0/, '+44'),
  )
  .refine((number) => /^\+[1-9]\d{7,14}$/.test(number) && (!number.startsWith('+44') || /^\+447\d{9}$/.test(number)), {
    message: 'expected a mobile number, such as 07700 900123 or +353 85 123 4567',
  });

const emailAddress = z.email('expected an email address, such as name@nhs.net').max(254);

const TO_A_TIME = 'expected a time of day, such as 22:00';
const quietHours = z.strictObject({ from: wallClockTime(TO_A_TIME), to: wallClockTime(TO_A_TIME) });

/** How a person wants to be told. `version` is the one that they saw; 0 when they never chose. */
export const contactChange = z.strictObject({
  version: z.int('expected the version that you saw').min(0),
  mobile: mobileNumber.nullable(),
  email: emailAddress.nullable(),
  ways: waysByPriority,
  quietHours: quietHours
    .refine(({ from, to }) => from !== to, { message: 'expected to end at another time than it begins' })
    .nullable(),
});
export type ContactChange = z.output<typeof contactChange>;
/** As it is sent. */
export type ContactDraft = z.input<typeof contactChange>;

export const pushDevice = z
  .object({ id: z.string(), name: z.string(), createdAt: z.number() })
  .meta({ id: 'PushDevice', description: 'A browser that is sent notifications. Times are epoch milliseconds.' });

/** A person's own contact details and choices, and what they can be told with here. */
export const contactView = z
  .object({
    version: z.int(),
    mobile: z.string().nullable(),
    email: z.string().nullable(),
    ways: waysByPriority,
    quietHours: z.object({ from: z.string(), to: z.string() }).nullable(),
    devices: z.array(pushDevice),
    available: z
      .array(way)
      .describe('The ways that this Homeward is set up for. Without any, alerts are on the board only.'),
    pushKey: z.string().nullable().describe('The VAPID public key that a browser subscribes with.'),
  })
  .meta({ id: 'Contact' });
export type ContactView = z.infer<typeof contactView>;

const base64url = (bytes: number, what: string) =>
  z
    .string({ error: `expected ${what}` })
    .regex(
      new RegExp(`^[\\w-]{${Math.ceil((bytes * 4) / 3)}}={0,2}$`),
      `expected ${what}: ${bytes} bytes in base64url`,
    );

/** What a browser says of itself when it is switched on. Source: W3C Push API, PushSubscription.toJSON(). */
export const pushSubscription = z.strictObject({
  endpoint: z.url({ error: 'expected the address of a push service' }).max(1000),
  keys: z.strictObject({ p256dh: base64url(65, 'the browser’s public key'), auth: base64url(16, 'its secret') }),
  /** Our key that it was switched on with, as the page gave it: nothing that is signed with another reaches it. */
  vapidKey: base64url(65, 'the key that the page gave').nullable().default(null),
  name: plainText(80),
});

export type PushSubscriptionDraft = z.input<typeof pushSubscription>;

/** Asks for a message to oneself, to see that it arrives. */
export const testMessage = z.strictObject({ way });

/** The device says that a message came, or that it was opened. `key` came with the message and is known to nobody else. */
export const pushReceipt = z.strictObject({
  delivery: z.uuid('expected the id that came with the message'),
  key: z.string('expected the key that came with the message').min(16).max(64),
  what: z.enum(['delivered', 'read'], { error: 'expected delivered or read' }),
});

/** GOV.UK Notify tells what became of a message. Source: docs.notifications.service.gov.uk, delivery receipts. The number or address in it is not read. */
export const notifyReceipt = z.object({
  id: z.string(),
  reference: z.string().nullish(),
  status: z.string(),
});

/** What a push carries, end-to-end encrypted to the browser. Nothing of a patient, and nothing that opens without signing in. */
export interface PushPayload {
  readonly delivery: string;
  readonly key: string;
  readonly title: string;
  readonly body: string;
  readonly link: string;
  readonly priority: Priority;
}

/** One way in which somebody was told of an alert, and how far it got. */
export const deliveryView = z
  .object({
    id: z.string(),
    to: z.string().describe('The person’s name, or the webhook’s.'),
    channel: z.enum(CHANNELS),
    state: z.enum(DELIVERY_STATES),
    attempts: z.int(),
    createdAt: z.number(),
    sentAt: z.number().nullable(),
    deliveredAt: z.number().nullable(),
    readAt: z.number().nullable(),
    endedAt: z.number().nullable(),
    nextAttemptAt: z.number().nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: 'Delivery', description: 'A message to one person over one channel. Times are epoch milliseconds.' });
export type DeliveryView = z.infer<typeof deliveryView>;

/** Who was told of one alert, how, and whether it reached them. */
export const alertDeliveries = z
  .object({
    boardAt: z.number().nullable().describe('When a live board confirmed that it shows the alert.'),
    deliveries: z.array(deliveryView),
    waiting: z
      .array(z.object({ to: z.string(), since: z.number(), until: z.number() }))
      .describe(
        'People who are still to be told: with other alerts, after their quiet hours, or when the hour’s messages are used up.',
      ),
    boardOnly: z.array(z.string()).describe('People for whom no other way than the board is set up.'),
  })
  .meta({ id: 'AlertDeliveries' });
export type AlertDeliveries = z.infer<typeof alertDeliveries>;

/** What a channel can do and how it goes. */
export const channelView = z
  .object({
    name: z.enum(CHANNELS),
    configured: z.boolean(),
    failingSince: z.number().nullable(),
    failingWhy: z.string().nullable(),
    lastSuccessAt: z.number().nullable(),
  })
  .meta({ id: 'Channel' });
export type ChannelView = z.infer<typeof channelView>;

/** Where an alert is found by its id: what the link of a message leads to after signing in. */
export const alertPlace = z
  .object({ wardId: z.string(), admissionId: z.string().nullable() })
  .meta({ id: 'AlertPlace' });
export type AlertPlace = z.infer<typeof alertPlace>;

export const priority = z.enum(PRIORITIES, { error: `expected one of: ${PRIORITIES.join(', ')}` });

/** What a webhook is sent. */
export interface WebhookEvent {
  /** Such as alert.raised, alert.escalated or alert.handed-over; `test` when somebody tries it. */
  readonly type: string;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly data: {
    readonly priority: Priority;
    readonly ward: { readonly id: string; readonly name: string } | null;
    readonly alerts: readonly string[];
    readonly link: string;
  };
}

const NOTIFY_FAILURES: Readonly<Record<string, string>> = {
  'permanent-failure': 'The number or address does not exist.',
  'temporary-failure': 'It could not be delivered for now: the phone may be off, or the mailbox full.',
  'technical-failure': 'GOV.UK Notify or the network failed.',
};

/** What a status of GOV.UK Notify means for a message; null while it is still on its way. Source: docs.notifications.service.gov.uk, message status. */
export function receiptOfNotifyStatus(
  status: string,
): { readonly what: 'delivered' } | { readonly what: 'failed'; readonly detail: string } | null {
  if (status === 'delivered') return { what: 'delivered' };
  const detail = NOTIFY_FAILURES[status];
  return detail === undefined ? null : { what: 'failed', detail };
}
