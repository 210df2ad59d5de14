import type { AcceptTimesView, AlertDeliveries, AlertRouteView, ContactView, Problem, WebhookSecret } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Notify } from '../channels/notify.ts';
import { PushService } from '../channels/push-service.ts';
import { deliveriesTo } from '../channels/somebody.ts';
import { vapidSettings } from '../channels/vapid.ts';
import { WebhookReceiver } from '../channels/webhook-receiver.ts';
import { openStack, until, type TestStack } from '../harness/index.ts';
import { anAccount } from '../ward/fixtures.ts';
import { aReadingSet, patientOf, post, signedIn, wardOf } from '../ward/people.ts';

const CALLBACK_TOKEN = 'a token that Notify was given';
const VERY_ILL = { respiration: 26, spo2: 92, onOxygen: true, oxygenFlow: 2, pulse: 112 };

let stack: TestStack;
let push: PushService;
let notify: Notify;
let hook: WebhookReceiver;
let lead: string;
let clinician: string;
let clinicianId: string;

beforeAll(async () => {
  const vapid = vapidSettings();
  [push, notify, hook] = await Promise.all([
    PushService.open(vapid.VAPID_PUBLIC_KEY),
    Notify.open(),
    WebhookReceiver.open(),
  ]);
  stack = await openStack({
    env: {
      PUBLIC_URL: 'http://ward.example',
      ...vapid,
      ...notify.settings(),
      NOTIFY_CALLBACK_TOKEN: CALLBACK_TOKEN,
      WEBHOOK_KEY: 'dpLDrTVAu4A8Ags67mbNiIcSMjTqDG5xQ8Ct1z/0Me0=',
      ALLOW_PRIVATE_ADDRESSES: 'true',
    },
  });
  [lead, clinician] = await Promise.all([signedIn(stack, 'lead'), signedIn(stack, 'hub-clinician')]);
  const [account] = await stack.database.query<{ id: string }>(`SELECT id FROM account WHERE role = 'hub-clinician'`);
  clinicianId = account?.id ?? '';
});

async function ask(method: string, path: string, cookie: string, body?: object) {
  const answer = await fetch(`${stack.url}/api${path}`, {
    method,
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as unknown };
}

const routePath = () => `/wards/${wardOf(stack)}/route`;
const route = async (cookie = lead) => (await ask('GET', routePath(), cookie)).body as AlertRouteView;

const waits = { emergency: 5, urgent: 30, routine: 240, technical: 60 };
const leads = { kind: 'role', role: 'lead', waits };
const named = (...accounts: string[]) => ({ kind: 'accounts', accounts, waits });
const aRoute = (version: number, hubHours: object[], onCall: object[] = [leads]) => ({
  version,
  hubHours: { from: '08:00', to: '20:00' },
  days: [{ day: '2026-12-25', name: 'Christmas Day', hours: null }],
  steps: { 'hub-hours': hubHours, 'on-call': onCall },
  why: 'A new rota',
});

describe('how soon a ward’s alerts are to be accepted', () => {
  const path = () => `/wards/${wardOf(stack)}/accept-times`;
  const read = async (cookie = lead) => (await ask('GET', path(), cookie)).body as AcceptTimesView;
  const times = { emergency: 10, urgent: 60, technical: 45, routineBy: '18:00', why: 'Two of us until six' };

  it('is as every ward begins with, and has bounds that nobody can pass', async () => {
    expect(await read(clinician)).toEqual({
      version: 0,
      emergency: 15,
      urgent: 120,
      technical: 60,
      routineBy: '20:00',
      bounds: { emergency: [5, 30], urgent: [15, 240], technical: [15, 480], routineBy: ['12:00', '22:00'] },
      changes: [],
      mayChange: false,
    });
    const wrong = { version: 0, emergency: 31, urgent: 14, technical: 45.5, routineBy: '22:01', why: ' ' };
    const { status, body } = await ask('PUT', path(), lead, wrong);
    expect(status).toBe(422);
    expect((body as Problem).errors?.map(({ pointer, detail }) => [pointer, detail])).toEqual([
      ['/emergency', 'emergency: expected 5 to 30 minutes: no ward may pass these'],
      ['/urgent', 'urgent: expected 15 to 240 minutes: no ward may pass these'],
      ['/technical', 'technical: expected 15 to 480 minutes: no ward may pass these'],
      ['/routineBy', 'routineBy: expected a time of day from 12:00 to 22:00: no ward may pass these'],
      ['/why', expect.stringContaining('why: ')],
    ]);
  });

  it('is changed by leads and administrators, with a reason, and by one of two at once; alerts from then on go by it', async () => {
    expect((await ask('PUT', path(), clinician, { version: 0, ...times })).status).toBe(403);
    const both = await Promise.all([1, 2].map(() => ask('PUT', path(), lead, { version: 0, ...times })));
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(await read()).toMatchObject({
      version: 1,
      emergency: 10,
      routineBy: '18:00',
      changes: [{ version: 1, emergency: 10, why: 'Two of us until six', changedBy: 'Saoirse Holworth' }],
      mayChange: true,
    });
    expect((await route()).steps['on-call'][0]?.waits).toMatchObject({ emergency: 10, urgent: 60, technical: 45 });
    await post(stack, aReadingSet(patientOf(stack, 9).nhsNumber, VERY_ILL));
    const alerts = () =>
      stack.database.query<{ minutes: number }>(
        `SELECT extract(epoch FROM accept_by - raised_at)::float8 / 60 AS minutes FROM alert WHERE rule_id = 'news2-high'`,
      );
    await until(async () => (await alerts()).length > 0, { within: '15s', what: 'An alert' });
    expect(await alerts()).toEqual([{ minutes: 10 }]);
  });
});

describe('a ward’s route', () => {
  it('is the one that every ward begins with, and ends in everybody who may answer', async () => {
    const view = await route(clinician);
    expect(view).toMatchObject({
      version: 0,
      hubHours: { from: '08:00', to: '20:00' },
      mayChange: false,
      concerns: expect.any(Array),
    });
    for (const part of ['hub-hours', 'on-call'] as const) {
      expect(view.steps[part].map(({ kind, role }) => role ?? kind)).toEqual([
        'hub-clinician',
        'lead',
        'ward-fallback',
      ]);
      for (const { people } of view.steps[part]) expect(people.length).toBeGreaterThan(0);
    }
    await until(
      async () =>
        (await route()).channels
          .filter(({ configured }) => configured)
          .map(({ name }) => name)
          .join() === 'push,notify-sms,notify-email,webhook',
      {
        within: '10s',
        what: 'The channels that the worker has',
      },
    );
  });

  it('is refused where it would ask nobody, naming the place and what is missing', async () => {
    const [home] = await stack.database.query<{ id: string }>(`SELECT id FROM account WHERE role = 'coordinator'`);
    const closed = await anAccount(stack.database, { wardIds: [wardOf(stack)] });
    await stack.database.query('UPDATE account SET disabled_at = now() WHERE id = $1', [closed]);
    const elsewhere = await anAccount(stack.database, { wardIds: [] });
    const { status, body } = await ask(
      'PUT',
      routePath(),
      lead,
      aRoute(0, [named(home?.id ?? '', closed), named(elsewhere, randomUUID())]),
    );
    expect(status).toBe(422);
    expect(
      (body as Problem).errors?.map(({ pointer, detail }) => [
        pointer,
        detail.replace(/^Person \d+|^Tunde Ringstead/, 'X'),
      ]),
    ).toEqual([
      ['/steps/hub-hours/0/accounts/0', 'X cannot be asked: their role does not answer alerts.'],
      ['/steps/hub-hours/0/accounts/1', 'X cannot be asked: their account is closed.'],
      ['/steps/hub-hours/1/accounts/0', 'X cannot be asked: they do not work on this ward.'],
      ['/steps/hub-hours/1/accounts/1', 'There is no such person.'],
    ]);
    expect((await ask('PUT', routePath(), lead, aRoute(0, []))).status).toBe(422);
    expect((await route()).version).toBe(0);
  });

  it('is changed by leads and administrators only, who see what it was; two at once is one', async () => {
    expect((await ask('PUT', routePath(), clinician, aRoute(0, [leads]))).status).toBe(403);
    const change = aRoute(0, [named(clinicianId), leads]);
    const both = await Promise.all([ask('PUT', routePath(), lead, change), ask('PUT', routePath(), lead, change)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(await route()).toMatchObject({ version: 1, why: 'A new rota', days: [{ day: '2026-12-25', hours: null }] });
    expect((await ask('GET', `${routePath()}/versions`, lead)).body).toMatchObject([
      { version: 1, summary: { hubHours: '08:00 to 20:00', steps: { 'on-call': 'clinical leads' } } },
    ]);
  });

  it('passes over whoever left, and says so', async () => {
    const leaver = await anAccount(stack.database, { wardIds: [wardOf(stack)] });
    const { version } = await route();
    expect((await ask('PUT', routePath(), lead, aRoute(version, [named(leaver), leads], [named(leaver)]))).status).toBe(
      200,
    );
    await stack.database.query('UPDATE account SET disabled_at = now() WHERE id = $1', [leaver]);
    const view = await route();
    expect(view.steps['on-call'][0]).toMatchObject({ people: [], unable: [{ id: leaver, why: 'account closed' }] });
    expect(view.concerns.join()).toContain('On call, step 1 asks nobody as things are now, and is passed over.');
  });
});

describe('an alert', () => {
  it('goes to the person that the route names, on the phone and as a text, with nothing of the patient; receipts come back', async () => {
    const browser = push.subscribe();
    expect((await ask('POST', '/account/devices', clinician, { ...browser, name: 'A phone' })).status).toBe(201);
    const ways = { emergency: ['push', 'sms'], urgent: [], routine: [], technical: [] };
    const contact = {
      version: 0,
      mobile: '07700 900123',
      email: null,
      ways,
      quietHours: { from: '22:00', to: '07:00' },
    };
    const changed = await ask('PUT', '/account/contact', clinician, contact);
    expect(changed.body).toMatchObject({
      version: 1,
      mobile: '+447700900123',
      devices: [{ name: 'A phone' }],
    } satisfies Partial<ContactView> | object);
    const webhook = (
      await ask('POST', `/wards/${wardOf(stack)}/webhooks`, lead, {
        name: 'Pager',
        url: hook.url,
        priorities: ['emergency'],
      })
    ).body as WebhookSecret;
    hook.secret = webhook.secret;
    const { version } = await route();
    const step = [named(clinicianId), leads];
    expect((await ask('PUT', routePath(), lead, aRoute(version, step, step))).status).toBe(200);

    const began = performance.now();
    await post(stack, aReadingSet(patientOf(stack, 0).nhsNumber, VERY_ILL));
    await until(() => push.pushed.length > 0 && notify.sent.length > 0 && hook.received.length > 0, {
      within: '15s',
      what: 'A push, a text and a webhook',
    });
    expect(performance.now() - began).toBeLessThan(15_000);
    const everything = [
      ...push.pushed.map(({ text }) => text),
      ...notify.sent.map((sent) => JSON.stringify(sent)),
      ...hook.received.map(({ text }) => text),
    ].join('\n');
    for (const { name, nhsNumber } of stack.demo.patients)
      for (const part of [nhsNumber, ...name.split(' ')]) expect(everything).not.toContain(part);

    const { payload } = push.pushed[0] ?? {};
    const opaque = payload?.link.split('/').at(-1) ?? '';
    const receipt = { delivery: payload?.delivery, key: payload?.key, what: 'delivered' };
    expect((await ask('POST', '/receipts/push', '', receipt)).status).toBe(204);
    expect((await ask('POST', '/receipts/push', '', { ...receipt, key: randomUUID() })).status).toBe(404);

    const [text] = notify.sent;
    if (!text) throw new Error('no text was sent');
    text.status = 'delivered';
    const callback = `${stack.url}/api/receipts/notify`;
    expect((await notify.callBack(callback, 'another token, just as long', text)).status).toBe(401);
    expect((await notify.callBack(callback, CALLBACK_TOKEN, text)).status).toBe(204);
    const told = async () => (await ask('GET', `/alerts/${opaque}/deliveries`, clinician)).body as AlertDeliveries;
    await until(async () => (await told()).deliveries.every(({ state }) => state === 'delivered'), {
      within: '10s',
      what: 'Receipts',
    });
    expect((await told()).deliveries.map(({ to, channel }) => `${channel} ${to}`).toSorted()).toEqual([
      'notify-sms Morwenna Encombe',
      'push Morwenna Encombe',
      'webhook Pager',
    ]);

    // The link leads there, for those of the ward alone; and what was opened is read.
    expect((await ask('POST', `/alerts/${opaque}/opening`, '')).status).toBe(401);
    expect((await ask('POST', `/alerts/${opaque}/opening`, clinician)).body).toMatchObject({ wardId: wardOf(stack) });
    expect((await deliveriesTo(stack.database, clinicianId)).map(({ state }) => state)).toEqual(['read', 'read']);
  });

  it('is looked for at a test message too, and tests have an end', async () => {
    const pushed = push.pushed.length;
    const tests = async () => (await ask('POST', '/account/test-messages', clinician, { way: 'push' })).status;
    expect(await tests()).toBe(202);
    await until(() => push.pushed.length > pushed, { within: '10s', what: 'A test message' });
    expect(push.pushed.at(-1)?.payload.title).toBe('Test message from Homeward');
    for (let more = 0; more < 9; more++) expect(await tests()).toBe(202);
    expect(await tests()).toBe(422);
  });
});
