import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { PushService } from '../channels/push-service.ts';
import { vapidSettings } from '../channels/vapid.ts';
import { WebhookReceiver } from '../channels/webhook-receiver.ts';
import { openBrowser, openStack, until, type TestStack } from '../harness/index.ts';
import { aReadingSet, patientOf, post, wardOf } from '../ward/people.ts';
import { WardScreen } from './ward-screen.ts';

let stack: TestStack;
let browser: Browser;
let push: PushService;
let hook: WebhookReceiver;
const screens: WardScreen[] = [];

beforeAll(async () => {
  const vapid = vapidSettings();
  [push, hook, browser] = await Promise.all([
    PushService.open(vapid.VAPID_PUBLIC_KEY),
    WebhookReceiver.open(),
    openBrowser(),
  ]);
  stack = await openStack({
    env: {
      PUBLIC_URL: 'http://ward.example',
      ...vapid,
      WEBHOOK_KEY: 'dpLDrTVAu4A8Ags67mbNiIcSMjTqDG5xQ8Ct1z/0Me0=',
      ALLOW_PRIVATE_ADDRESSES: 'true',
    },
  });
});

afterEach(async () => {
  const complaints = screens.flatMap((screen) => screen.complaints);
  await Promise.all(screens.splice(0).map((screen) => screen.close()));
  expect(complaints).toEqual([]);
});

async function screenOf(role: string, path: string): Promise<WardScreen> {
  const screen = await WardScreen.open(browser, stack);
  screens.push(screen);
  await screen.signIn(role, path);
  return screen;
}

const ofWard = (page: string): string => `/wards/${wardOf(stack)}/${page}`;

describe('who is told', () => {
  it('is seen by a clinician for now and for a chosen hour, and changed by a lead with a reason', async () => {
    const clinician = await screenOf('hub-clinician', ofWard('who-is-told'));
    await clinician.page.getByRole('heading', { name: 'Asked now' }).waitFor();
    expect(await clinician.page.getByRole('button', { name: 'Change who is told' }).count()).toBe(0);
    await clinician.page.getByLabel('Time on the ward’s clocks').fill('03:00');
    await clinician.page.getByRole('heading', { name: /^Asked at 03:00/ }).waitFor();
    await clinician.page.getByText(/^On call until/).waitFor();
    expect(await clinician.barriers()).toEqual([]);

    const { page, barriers } = await leadChanges();
    await page
      .getByRole('listitem')
      .filter({ hasText: 'On call, step 1' })
      .getByLabel('Who is asked')
      .selectOption('accounts');
    await page.getByRole('button', { name: 'Put in force' }).click();
    await page.getByRole('alert').filter({ hasText: 'On call, step 1: choose at least one person.' }).waitFor();
    expect(await barriers()).toEqual([]);
    await page
      .getByRole('listitem')
      .filter({ hasText: 'On call, step 1' })
      .getByText(/^Saoirse Holworth/)
      .click();
    await page.getByLabel('Why is it changed?').fill('The winter rota');
    await page.getByRole('button', { name: 'Put in force' }).click();
    await page.getByText('The route is in force.').waitFor();
    await page.getByText(/set by Saoirse Holworth: The winter rota/).waitFor();

    await page.getByRole('button', { name: 'Change these times' }).click();
    await page.getByLabel('Emergency, within minutes').fill('31');
    await page.getByRole('button', { name: 'Set these times' }).click();
    await page.getByRole('alert').filter({ hasText: 'Emergency: enter 5 to 30 minutes' }).waitFor();
    await page.getByLabel('Emergency, within minutes').fill('10');
    await page.getByLabel('Why are they changed?').fill('Two of us until six');
    await page.getByRole('button', { name: 'Set these times' }).click();
    await page.getByText(/^within 10 min/).waitFor();
  });

  async function leadChanges() {
    const screen = await screenOf('lead', ofWard('who-is-told'));
    await screen.page.getByRole('button', { name: 'Change who is told' }).click();
    return { page: screen.page, barriers: () => screen.barriers() };
  }
});

describe('channels', () => {
  it('say how they go; a webhook is added, tried, and its log read', async () => {
    const screen = await screenOf('lead', ofWard('channels'));
    const { page } = screen;
    await page.getByText('Browser push').waitFor();
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Pager');
    await page.getByLabel('Address').fill(hook.url);
    await page.getByRole('button', { name: 'Add the webhook' }).click();
    hook.secret = await page.locator('.webhook__secret').innerText();
    await page.getByRole('button', { name: 'Send a test to Pager' }).click();
    await page.getByText(/arrived$/).waitFor();
    expect(hook.received.map(({ event }) => [event.type, event.data.alerts])).toEqual([['test', []]]);
    expect(hook.refused).toEqual([]);
    expect(await screen.barriers()).toEqual([]);
  });
});

describe('my account', () => {
  it('has this device sent a notification, which comes through the service worker, is told of, and opens its page', async () => {
    const subscription = push.subscribe();
    const screen = await WardScreen.open(browser, stack);
    screens.push(screen);
    const { page, context } = screen;
    await context.grantPermissions(['notifications'], { origin: stack.url });
    // The browser’s own push service is somewhere on the internet: the test’s stands in for it.
    await page.addInitScript((made) => {
      let current: object | null = null;
      const subscribed = { toJSON: () => made, unsubscribe: async () => true };
      PushManager.prototype.getSubscription = async () => current as PushSubscription | null;
      PushManager.prototype.subscribe = async () => (current = subscribed) as unknown as PushSubscription;
    }, subscription);
    await screen.signIn('hub-clinician', '/account/notifications');
    await page.getByRole('button', { name: 'Switch on notifications on this device' }).click();
    await page.getByText('This device is sent notifications.').waitFor();
    await page.getByRole('button', { name: /^Send a test: notification/ }).click();
    const sent = await until(() => push.pushed.find(({ endpoint }) => endpoint === subscription.endpoint), {
      within: '10s',
      what: 'A push',
    });
    expect(await screen.barriers()).toEqual([]);

    // What the push service got is what the browser is given.
    await deliver(page, sent.text);
    const shown = () =>
      page.evaluate(async () =>
        (await (await navigator.serviceWorker.ready).getNotifications()).map(({ title, body, tag }) => ({
          title,
          body,
          tag,
        })),
      );
    await until(async () => (await shown()).length > 0, { within: '10s', what: 'A notification' });
    expect(await shown()).toEqual([{ title: sent.payload.title, body: sent.payload.body, tag: sent.payload.delivery }]);
    await page.getByText(/^Arrived \d\d:\d\d/).waitFor({ timeout: 40_000 });

    // It is opened while the tab is on another page.
    await page.getByRole('button', { name: /^Pages/ }).click();
    await page.getByRole('link', { name: 'Sources' }).click();
    await page.getByRole('heading', { name: 'Sources' }).waitFor();
    const [worker] = context.serviceWorkers();
    await worker?.evaluate(async () => {
      const scope = globalThis as unknown as { registration: ServiceWorkerRegistration } & EventTarget;
      const [notification] = await scope.registration.getNotifications();
      const Opened = (globalThis as unknown as { NotificationEvent: new (name: string, about: object) => Event })
        .NotificationEvent;
      scope.dispatchEvent(new Opened('notificationclick', { notification }));
    });
    await page.getByRole('heading', { name: 'My account' }).waitFor();
    await page.getByText(/^Opened \d\d:\d\d/).waitFor({ timeout: 40_000 });
    expect(await shown()).toEqual([]);

    await page.getByRole('button', { name: /^Remove Chrome/ }).click();
    await page.getByRole('button', { name: 'Switch on notifications on this device' }).waitFor();
  });

  async function deliver(page: Page, data: string): Promise<void> {
    const devtools = await page.context().newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [one] = registrations;
        if (one) resolve(one.registrationId);
      });
    });
    await devtools.send('ServiceWorker.enable');
    await devtools.send('ServiceWorker.deliverPushMessage', {
      origin: stack.url,
      registrationId: await registered,
      data,
    });
    await devtools.detach();
  }
});

describe('the link of a message', () => {
  it('leads to the patient’s alerts on the board, by way of signing in', async () => {
    const { nhsNumber, name } = patientOf(stack, 3);
    await post(stack, aReadingSet(nhsNumber, { respiration: 26, spo2: 92, onOxygen: true, oxygenFlow: 2, pulse: 112 }));
    const raised = await until(
      async () => (await stack.database.query<{ id: string }>(`SELECT id FROM alert WHERE rule_id = 'news2-high'`))[0],
      { within: '15s', what: 'An alert' },
    );
    const screen = await screenOf('hub-clinician', `/alerts/${raised.id}`);
    await screen.page.getByRole('dialog').getByText(name).first().waitFor();
    expect(screen.page.url()).toContain(ofWard('').slice(0, -1));
  });
});

describe('an administrator', () => {
  it('begins with what they look after, and never with a board', async () => {
    const screen = await screenOf('administrator', '/');
    await screen.page.getByRole('heading', { name: 'Administration' }).waitFor();
    await screen.page.getByRole('link', { name: 'Who is told' }).click();
    await screen.page.getByRole('heading', { name: 'Asked now' }).waitFor();
    expect(await screen.page.getByRole('link', { name: 'Board' }).count()).toBe(0);
    expect(await screen.barriers()).toEqual([]);
  });
});
