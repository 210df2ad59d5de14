import {
  acceptTimesChange,
  acceptTimesView,
  alertDeliveries,
  alertPlace,
  alertRouteChange,
  alertRouteVersion,
  alertRouteView,
  contactChange,
  contactView,
  DEFAULT_WAYS,
  deliveryView,
  notifyReceipt,
  pushReceipt,
  pushSubscription,
  testMessage,
  webhookDelivery,
  webhookRequest,
  webhookSecret,
  webhookView,
} from '#contracts';
import { z } from 'zod';
import { answer, JSON_DOCUMENT, type Operations } from './operation.ts';

const ward = z.object({ id: z.string().describe('The ward, as `GET /api/wards` names it.') });
const alert = z.object({ id: z.uuid().describe('The alert, as the board names it.') });
const device = z.object({ id: z.uuid().describe('The device.') });
const webhook = ward.extend({ webhookId: z.uuid().describe('The webhook.') });

const NOBODY = '01890000-0000-7000-8000-000000000000';
const waits = { emergency: 5, urgent: 30, routine: 240, technical: 60 };
const leads = { kind: 'role', role: 'lead', waits };

/** Who is told of alerts, how, and whether it reached them. */
export const NOTIFICATION_OPERATIONS = {
  'GET /api/wards/:id/route': {
    id: 'readAlertRoute',
    group: 'Routes',
    summary: 'Who is told of a ward’s alerts',
    path: ward,
    answers: { 200: answer('The route in force.', alertRouteView) },
    refuses: ['not-found'],
  },
  'PUT /api/wards/:id/route': {
    id: 'changeAlertRoute',
    group: 'Routes',
    summary: 'Change who is told of a ward’s alerts',
    description:
      'From now on. Times are on the ward’s clocks. After the last step everybody on the ward who may answer is asked; a route that would ask nobody is refused, naming where.',
    path: ward,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: alertRouteChange,
        examples: {
          json: {
            summary: 'A ward that is not there',
            value: {
              version: 0,
              hubHours: { from: '08:00', to: '20:00' },
              days: [{ day: '2026-12-25', name: 'Christmas Day', hours: null }],
              steps: {
                'hub-hours': [leads],
                'on-call': [{ kind: 'accounts', accounts: [NOBODY], waits }, leads],
              },
              why: 'A new rota',
            },
            answered: 404,
          },
        },
      },
    },
    answers: { 200: answer('In force, as this version.', z.object({ version: z.int() })) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'GET /api/wards/:id/route/versions': {
    id: 'listAlertRouteVersions',
    group: 'Routes',
    summary: 'What a ward’s route was, and who changed it',
    path: ward,
    answers: { 200: answer('The newest first.', z.array(alertRouteVersion)) },
    refuses: ['not-found'],
  },
  'GET /api/wards/:id/accept-times': {
    id: 'readAcceptTimes',
    group: 'Routes',
    summary: 'How soon a ward’s alerts are to be accepted',
    path: ward,
    answers: { 200: answer('What is in force, its bounds and who changed it.', acceptTimesView) },
    refuses: ['not-found'],
  },
  'PUT /api/wards/:id/accept-times': {
    id: 'changeAcceptTimes',
    group: 'Routes',
    summary: 'Change how soon a ward’s alerts are to be accepted',
    description:
      'For alerts that are raised from now on. Minutes, and for routine alerts a time of day on the ward’s clocks. Bounds that no ward may pass are in the answer to GET.',
    path: ward,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: acceptTimesChange,
        examples: {
          json: {
            summary: 'A ward that is not there',
            value: {
              version: 0,
              emergency: 10,
              urgent: 60,
              technical: 60,
              routineBy: '18:00',
              why: 'Two clinicians are on the hub until 18:00',
            },
            answered: 404,
          },
        },
      },
    },
    answers: { 200: answer('In force, as this version.', z.object({ version: z.int() })) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'GET /api/wards/:id/webhooks': {
    id: 'listWebhooks',
    group: 'Routes',
    summary: 'What outside is told of a ward’s alerts',
    path: ward,
    answers: { 200: answer('The webhooks.', z.array(webhookView)) },
    refuses: ['not-found'],
  },
  'POST /api/wards/:id/webhooks': {
    id: 'addWebhook',
    group: 'Routes',
    summary: 'Have something outside told of a ward’s alerts',
    description: 'Signed as Standard Webhooks has it. The secret is in this answer and nowhere else.',
    path: ward,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: webhookRequest,
        examples: {
          json: {
            summary: 'A ward that is not there',
            value: { name: 'Pager', url: 'https://pager.example/hooks/ward', priorities: ['emergency', 'urgent'] },
            answered: 404,
          },
        },
      },
    },
    answers: { 201: answer('It is told from now on.', webhookSecret) },
    refuses: ['invalid-document', 'not-found'],
  },
  'DELETE /api/wards/:id/webhooks/:webhookId': {
    id: 'endWebhook',
    group: 'Routes',
    summary: 'Tell a webhook nothing any more',
    path: webhook,
    answers: { 204: { description: 'It has ended.' } },
    refuses: ['not-found'],
  },
  'GET /api/wards/:id/webhooks/:webhookId/deliveries': {
    id: 'listWebhookDeliveries',
    group: 'Routes',
    summary: 'What a webhook was sent, and what it answered',
    path: webhook,
    answers: { 200: answer('The newest first, at most 50.', z.array(webhookDelivery)) },
    refuses: ['not-found'],
  },
  'POST /api/wards/:id/webhooks/:webhookId/test-messages': {
    id: 'testWebhook',
    group: 'Routes',
    summary: 'Send a webhook something to try it',
    description: 'An event of the type `test`, about no alert, signed like every other.',
    path: webhook,
    answers: { 202: answer('On its way.', z.object({ deliveries: z.array(z.string()) })) },
    refuses: ['invalid-document', 'not-found'],
  },
  'GET /api/alerts/:id/deliveries': {
    id: 'listAlertDeliveries',
    group: 'Alerts',
    summary: 'Who was told of an alert, how, and whether it reached them',
    path: alert,
    answers: { 200: answer('The deliveries.', alertDeliveries) },
    refuses: ['not-found'],
  },
  'POST /api/alerts/:id/opening': {
    id: 'openAlert',
    group: 'Alerts',
    summary: 'Go from a message to its alert',
    description: 'What you were sent about it counts as read.',
    path: alert,
    answers: { 200: answer('Where the alert is.', alertPlace) },
    refuses: ['not-found'],
  },
  'GET /api/account/contact': {
    id: 'readContact',
    group: 'Your account',
    summary: 'How you want to be told',
    answers: { 200: answer('Your choices, and what can be chosen from.', contactView) },
  },
  'PUT /api/account/contact': {
    id: 'changeContact',
    group: 'Your account',
    summary: 'Change how you want to be told',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: contactChange,
        examples: {
          night: {
            summary: 'Quiet at night, except for emergencies; changed elsewhere meanwhile',
            value: {
              version: 9_000,
              mobile: '07700 900123',
              email: null,
              ways: DEFAULT_WAYS,
              quietHours: { from: '22:00', to: '07:00' },
            },
            answered: 409,
          },
        },
      },
    },
    answers: { 200: answer('As it is now.', contactView) },
    refuses: ['invalid-document', 'stale'],
  },
  'POST /api/account/devices': {
    id: 'addDevice',
    group: 'Your account',
    summary: 'Have this browser sent notifications',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: pushSubscription,
        examples: {
          phone: {
            summary: 'What a browser says of itself',
            value: {
              endpoint: 'https://push.example/send/abc',
              keys: {
                p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
                auth: 'BTBZMqHH6r4Tts7J_aSIgg',
              },
              vapidKey: 'BEl62iUYgUivxIkv69yViEuiBIa-Ib9-SkvMeAtA3LFgDzkrxZJjSgSnfckjBJuBkr3qBUYIHBQFLXYp5Nksh8U',
              name: 'My phone',
            },
            answered: 201,
          },
        },
      },
    },
    answers: { 201: answer('It is sent notifications from now on.', z.object({ id: z.string() })) },
    refuses: ['invalid-document'],
  },
  'DELETE /api/account/devices/:id': {
    id: 'removeDevice',
    group: 'Your account',
    summary: 'Have a browser sent nothing any more',
    path: device,
    answers: { 204: { description: 'It is sent nothing any more.' } },
    refuses: ['not-found'],
  },
  'GET /api/account/test-messages': {
    id: 'listTestMessages',
    group: 'Your account',
    summary: 'What became of the messages that you sent yourself within the hour',
    answers: { 200: answer('The newest first.', z.array(deliveryView)) },
  },
  'POST /api/account/test-messages': {
    id: 'sendTestMessage',
    group: 'Your account',
    summary: 'Send yourself a message, to see that it arrives',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: testMessage,
        examples: {
          text: { summary: 'A text message, where none are set up', value: { way: 'sms' }, answered: 422 },
        },
      },
    },
    answers: { 202: answer('On its way.', z.object({ deliveries: z.array(z.string()) })) },
    refuses: ['invalid-document'],
  },
  'POST /api/receipts/push': {
    id: 'tellPushReceipt',
    group: 'Receipts',
    summary: 'A device tells that a notification came, or was opened',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: pushReceipt,
        examples: {
          unknown: {
            summary: 'A message that is not there',
            value: { delivery: NOBODY, key: '01890000-0000-7000-8000-00000000abcd', what: 'delivered' },
            answered: 404,
          },
        },
      },
    },
    answers: { 204: { description: 'Taken down.' } },
    refuses: ['invalid-document', 'not-found'],
  },
  'POST /api/receipts/notify': {
    id: 'tellNotifyReceipt',
    group: 'Receipts',
    summary: 'GOV.UK Notify tells what became of a message',
    description: 'With the bearer token that it was given, which is the setting NOTIFY_CALLBACK_TOKEN.',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: notifyReceipt,
        examples: {
          notSetUp: {
            summary: 'Where none is expected',
            value: { id: NOBODY, reference: NOBODY, status: 'delivered' },
            answered: 404,
          },
        },
      },
    },
    answers: { 204: { description: 'Taken down.' } },
    refuses: ['invalid-document', 'not-found', 'unknown-key'],
  },
} satisfies Operations;
