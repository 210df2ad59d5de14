import { webhookSecret } from '#access';
import { openDoorbells, type Doorbells } from '#jobs';
import { Database, takeReceipt } from '#records';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { listen } from '../channels/listen.ts';
import { MailServer } from '../channels/mail-server.ts';
import { Notify, REFUSALS } from '../channels/notify.ts';
import { PushService } from '../channels/push-service.ts';
import { aMobile, anEmail, deliveriesTo, dueNow, logOf, somebody, tell as ask } from '../channels/somebody.ts';
import { vapidSettings } from '../channels/vapid.ts';
import { WebhookReceiver } from '../channels/webhook-receiver.ts';
import { openDatabase, startApp, stopAtTheEnd, until, type TestDatabase } from '../harness/index.ts';
import { anAlert, aStay, aWard } from '../ward/fixtures.ts';

const PUBLIC_URL = 'https://ward.example';
const webhookKey = randomBytes(32);

let behind: TestDatabase;
let database: Database;
const keysBefore = vapidSettings();
let push: PushService;
let notify: Notify;
let mail: MailServer;
let hook: WebhookReceiver;
let wardId: string;
let bells: Doorbells;

beforeAll(async () => {
  const vapid = vapidSettings();
  behind = await openDatabase();
  database = await Database.open({ url: behind.url, poolSize: 4, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  bells = openDoorbells({ redisUrl: null, databaseUrl: behind.url, failed: () => undefined }, ['send-notifications']);
  stopAtTheEnd(() => bells.close());
  [push, notify, mail, hook] = await Promise.all([
    PushService.open(vapid.VAPID_PUBLIC_KEY),
    Notify.open(),
    MailServer.open(),
    WebhookReceiver.open(),
  ]);
  wardId = await aWard(behind);
  const { NOTIFY_EMAIL_TEMPLATE: _, ...texts } = notify.settings();
  await startApp('rules-worker', {
    DATABASE_URL: behind.url,
    PUBLIC_URL,
    ...vapid,
    VAPID_PRIVATE_KEY_BEFORE: keysBefore.VAPID_PRIVATE_KEY,
    ...texts,
    ...mail.settings(),
    WEBHOOK_KEY: webhookKey.toString('base64'),
    ALLOW_PRIVATE_ADDRESSES: 'true',
    MESSAGES_PER_HOUR: '3',
  });
});

const ring = (): void => bells.ring('send-notifications', { traceId: 'test' });
const tell = async (...asked: Parameters<typeof ask>): Promise<void> => {
  await ask(...asked);
  ring();
};
const later = async (): Promise<void> => {
  await dueNow(behind);
  ring();
};

const anEmergency = (admissionId?: string) =>
  anAlert(behind, { wardId, priority: 'emergency', ...(admissionId === undefined ? {} : { admissionId }) });

/** The states of what was sent to somebody, once they are as awaited. */
async function settles(accountId: string, states: readonly string[]) {
  return until(
    async () => {
      const rows = await deliveriesTo(behind, accountId);
      expect(rows.map(({ state }) => state)).toEqual(states);
      return rows;
    },
    { within: '15s', what: `Deliveries that are ${states.join(', ')}` },
  );
}

const LINK = /^https:\/\/ward\.example\/alerts\/[\da-f-]{36}$/;

describe('browser push', () => {
  it('is signed and encrypted, says what presses and where, and nothing else', async () => {
    const browser = push.subscribe();
    const accountId = await somebody(behind, { wardIds: [wardId], ways: { emergency: ['push'] }, devices: [browser] });
    const alertId = await anEmergency();
    await tell(database, { alertIds: [alertId], accountId, company: 0 });
    const [delivery] = await settles(accountId, ['sent']);
    const pushed = push.pushed.find(({ endpoint }) => endpoint === browser.endpoint);
    expect(push.refused).toEqual([]);
    expect(pushed?.payload).toEqual({
      delivery: delivery?.id,
      key: delivery?.receipt_key,
      title: 'Emergency alert',
      body: expect.stringMatching(new RegExp(`^An alert on Ward ${wardId}, \\d\\d:\\d\\d\\. Sign in to see it\\.$`)),
      link: `${PUBLIC_URL}/alerts/${alertId}`,
      priority: 'emergency',
    });
    expect(pushed?.headers['urgency']).toBe('high');
    // Sent again under the same topic, it replaces the first at the push service.
    expect(pushed?.headers['topic']).toBe(
      Buffer.from(delivery?.id.replaceAll('-', '') ?? '', 'hex').toString('base64url'),
    );
  });

  it('goes on to browsers that were switched on with the key before, and not to one whose key is gone', async () => {
    const [now, before, gone] = [
      push.subscribe(),
      push.subscribe(keysBefore.VAPID_PUBLIC_KEY),
      push.subscribe(vapidSettings().VAPID_PUBLIC_KEY),
    ];
    const [kept, lost] = await Promise.all([
      somebody(behind, { wardIds: [wardId], ways: { emergency: ['push'] }, devices: [now, before] }),
      somebody(behind, { wardIds: [wardId], ways: { emergency: ['push'] }, devices: [gone] }),
    ]);
    const alertIds = [await anEmergency()];
    await tell(database, { alertIds, accountId: kept });
    await tell(database, { alertIds, accountId: lost });
    await settles(kept, ['sent', 'sent']);
    const reached = push.pushed.map(({ endpoint }) => endpoint);
    expect([now, before].every(({ endpoint }) => reached.includes(endpoint))).toBe(true);
    const [refused] = await settles(lost, ['failed']);
    expect(refused?.detail).toMatch(/switch it on anew/);
  });

  it('goes to every browser of a person, and a browser that is gone is taken off the list', async () => {
    const [kept, gone] = [push.subscribe(), push.subscribe()];
    const accountId = await somebody(behind, {
      wardIds: [wardId],
      ways: { emergency: ['push'] },
      devices: [kept, gone],
    });
    push.forget(gone);
    await tell(database, { alertIds: [await anEmergency()], accountId });
    await until(
      async () =>
        (await deliveriesTo(behind, accountId))
          .map(({ state }) => state)
          .toSorted()
          .join() === 'failed,sent',
      { within: '15s', what: 'One sent and one failed' },
    );
    const left = await behind.query('SELECT endpoint FROM push_device WHERE account_id = $1', [accountId]);
    expect(left).toEqual([{ endpoint: kept.endpoint }]);
  });

  it('tells that it came and that it was opened, with the key that came with it, and never goes back', async () => {
    const accountId = await somebody(behind, {
      wardIds: [wardId],
      ways: { emergency: ['push'] },
      devices: [push.subscribe()],
    });
    await tell(database, { alertIds: [await anEmergency()], accountId });
    const [delivery] = await settles(accountId, ['sent']);
    const { id = '', receipt_key: key = '' } = delivery ?? {};
    expect(await takeReceipt(database, id, { key: randomUUID() }, { what: 'read' })).toBe(false);
    expect(await takeReceipt(database, id, { key }, { what: 'delivered' })).toBe(true);
    await settles(accountId, ['delivered']);
    expect(await takeReceipt(database, id, { key }, { what: 'read' })).toBe(true);
    expect(await takeReceipt(database, id, { key }, { what: 'delivered' })).toBe(true);
    await settles(accountId, ['read']);
    expect(await logOf(behind, id)).toEqual(['attempt', 'sent', 'receipt-delivered', 'receipt-read']);
  });

  it('is tried again when its service fails, later each time, and then arrives once', async () => {
    const browser = push.subscribe();
    const accountId = await somebody(behind, { wardIds: [wardId], ways: { emergency: ['push'] }, devices: [browser] });
    push.failures.push(503, 429);
    await tell(database, { alertIds: [await anEmergency()], accountId });
    for (const attempts of [1, 2]) {
      await until(
        async () =>
          (await deliveriesTo(behind, accountId))[0]?.detail !== null && (await logged(accountId)) === attempts * 2,
        { within: '15s', what: `Attempt ${attempts} to fail` },
      );
      await later();
    }
    const [delivery] = await settles(accountId, ['sent']);
    expect(delivery?.attempts).toBe(3);
    expect(await logOf(behind, delivery?.id ?? '')).toEqual([
      'attempt',
      'not-sent',
      'attempt',
      'not-sent',
      'attempt',
      'sent',
    ]);
    expect(push.pushed.filter(({ endpoint }) => endpoint === browser.endpoint)).toHaveLength(1);
  });

  const logged = async (accountId: string): Promise<number> => {
    const [delivery] = await deliveriesTo(behind, accountId);
    return (await logOf(behind, delivery?.id ?? randomUUID())).length;
  };
});

describe('GOV.UK Notify', () => {
  const reached = async () => {
    const mobile = aMobile();
    return { mobile, accountId: await somebody(behind, { wardIds: [wardId], mobile, ways: { emergency: ['sms'] } }) };
  };
  const textsTo = (mobile: string) => notify.sent.filter(({ to }) => to === mobile);

  it('sends a text under our reference and is asked what became of it', async () => {
    const { mobile, accountId } = await reached();
    await tell(database, { alertIds: [await anEmergency()], accountId, reason: 'escalated' });
    const [delivery] = await settles(accountId, ['sent']);
    const [text] = textsTo(mobile);
    expect(text).toMatchObject({ reference: delivery?.id, id: delivery?.receipt, type: 'sms' });
    expect(text?.personalisation).toEqual({
      title: 'Emergency alert: nobody has accepted it yet',
      body: expect.stringContaining('Sign in to see it.'),
      link: expect.stringMatching(LINK),
    });
    if (text) text.status = 'delivered';
    await later();
    await settles(accountId, ['delivered']);
  });

  it('fails visibly when the phone cannot be reached', async () => {
    const { mobile, accountId } = await reached();
    await tell(database, { alertIds: [await anEmergency()], accountId });
    await settles(accountId, ['sent']);
    const [text] = textsTo(mobile);
    if (text) text.status = 'permanent-failure';
    await later();
    const [delivery] = await settles(accountId, ['failed']);
    expect(delivery?.detail).toBe('The number or address does not exist.');
  });

  it('is not tried again where it refuses the number', async () => {
    const { accountId } = await reached();
    notify.failures.push(REFUSALS.teamOnly);
    await tell(database, { alertIds: [await anEmergency()], accountId });
    const [delivery] = await settles(accountId, ['failed']);
    expect(delivery).toMatchObject({ attempts: 1, detail: expect.stringContaining('BadRequestError') });
  });

  it.each(['tooFast', 'tooMany', 'broken'] as const)('is tried again where it says %s', async (refusal) => {
    const { mobile, accountId } = await reached();
    notify.failures.push(REFUSALS[refusal]);
    await tell(database, { alertIds: [await anEmergency()], accountId });
    await until(async () => (await deliveriesTo(behind, accountId))[0]?.detail, {
      within: '15s',
      what: 'A failed attempt',
    });
    const [waits] = await behind.query<{ wait: number }>(
      `SELECT extract(epoch FROM due_at - now())::float8 AS wait FROM delivery WHERE state = 'queued'`,
    );
    if (refusal === 'tooFast') expect(waits?.wait).toBeGreaterThan(50);
    else expect(waits?.wait).toBeLessThan(5);
    await later();
    await settles(accountId, ['sent']);
    expect(textsTo(mobile)).toHaveLength(1);
  });

  it('sends no second text when it took the first and its answer was lost', async () => {
    const { mobile, accountId } = await reached();
    notify.failures.push('take-and-break');
    await tell(database, { alertIds: [await anEmergency()], accountId });
    await until(async () => (await deliveriesTo(behind, accountId))[0]?.detail, { within: '20s', what: 'No answer' });
    await later();
    const [delivery] = await settles(accountId, ['sent']);
    expect(textsTo(mobile)).toHaveLength(1);
    expect(delivery).toMatchObject({ attempts: 2, receipt: textsTo(mobile)[0]?.id });
  });
});

describe('a mail server', () => {
  it('is given one mail with an id that stays, and tried again when it is busy', async () => {
    const email = anEmail();
    const accountId = await somebody(behind, { wardIds: [wardId], email, ways: { emergency: ['email'] } });
    mail.failures.push(451);
    await tell(database, { alertIds: [await anEmergency()], accountId });
    await until(async () => (await deliveriesTo(behind, accountId))[0]?.detail, {
      within: '15s',
      what: 'A failed attempt',
    });
    await later();
    const [delivery] = await settles(accountId, ['sent']);
    const mails = mail.mails.filter(({ to }) => to === email);
    expect(mails).toMatchObject([{ subject: 'Emergency alert', messageId: `<${delivery?.id}@ward.example>` }]);
    expect(mails[0]?.text).toMatch(/https:\/\/ward\.example\/alerts\//);
  });

  it('is not tried again where it does not know the mailbox', async () => {
    const accountId = await somebody(behind, { wardIds: [wardId], email: anEmail(), ways: { emergency: ['email'] } });
    mail.failures.push(550);
    await tell(database, { alertIds: [await anEmergency()], accountId });
    const [delivery] = await settles(accountId, ['failed']);
    expect(delivery?.detail).toContain('550');
  });
});

describe('a webhook', () => {
  const aWebhook = async (ward: string, url: string): Promise<string> => {
    const [row] = await behind.query<{ id: string }>(
      `INSERT INTO webhook (id, ward_id, name, url, priorities, created_by, created_at)
       VALUES (gen_random_uuid(), $1, 'Pager', $2, '{emergency}', 'A lead', now()) RETURNING id`,
      [ward, url],
    );
    hook.secret = webhookSecret(webhookKey, row?.id ?? '', 1);
    return row?.id ?? '';
  };
  const aHookedWard = async () => {
    const ward = await aWard(behind);
    const webhookId = await aWebhook(ward, hook.url);
    const people = await Promise.all([1, 2].map(() => somebody(behind, { wardIds: [ward] })));
    const alertId = await anAlert(behind, { wardId: ward, priority: 'emergency' });
    return { ward, webhookId, people, alertId };
  };
  const deliveriesOf = (webhookId: string) =>
    behind.query<{ id: string; state: string; attempts: number; detail: string | null }>(
      'SELECT d.id, d.state, d.attempts, d.detail FROM delivery d JOIN message m ON m.id = d.message_id WHERE m.webhook_id = $1',
      [webhookId],
    );

  it('is told of a step once, however many people it asks, signed so that nobody else can have sent it', async () => {
    const { ward, webhookId, people, alertId } = await aHookedWard();
    await Promise.all(people.map((accountId) => tell(database, { alertIds: [alertId], accountId })));
    await until(
      async () =>
        (await deliveriesOf(webhookId)).length === 1 && (await deliveriesOf(webhookId))[0]?.state === 'delivered',
      {
        within: '15s',
        what: 'A delivered webhook',
      },
    );
    await tell(database, { alertIds: [alertId], accountId: people[0] ?? '', reason: 'handed-over' });
    await until(
      async () =>
        (await deliveriesOf(webhookId)).every(({ state }) => state === 'delivered') && hook.received.length === 2,
      {
        within: '15s',
        what: 'The hand-over',
      },
    );
    expect(hook.refused).toEqual([]);
    const [first] = hook.received;
    expect(first?.headers['webhook-key-id']).toBe(`${webhookId}.1`);
    expect(hook.received.map(({ event }) => event)).toEqual(
      ['alert.raised', 'alert.handed-over'].map((type) => ({
        type,
        timestamp: expect.any(String),
        data: {
          priority: 'emergency',
          ward: { id: ward, name: `Ward ${ward}` },
          alerts: [alertId],
          link: `${PUBLIC_URL}/alerts/${alertId}`,
        },
      })),
    );
  });

  it('keeps its id when it is sent again', async () => {
    const { webhookId, people, alertId } = await aHookedWard();
    hook.failures.push(500);
    hook.received.length = 0;
    await tell(database, { alertIds: [alertId], accountId: people[0] ?? '' });
    await until(async () => (await deliveriesOf(webhookId))[0]?.detail, { within: '15s', what: 'A failed attempt' });
    await later();
    await until(async () => (await deliveriesOf(webhookId))[0]?.state === 'delivered', {
      within: '15s',
      what: 'A delivery',
    });
    const [delivery] = await deliveriesOf(webhookId);
    expect(hook.received.map(({ id }) => id)).toEqual([delivery?.id]);
  });

  it('that fails is an alert of its own ward, and of no other that has one', async () => {
    const { ward, webhookId, people, alertId } = await aHookedWard();
    const dead = await listen((_, __, response) => void response.writeHead(503).end());
    await behind.query('UPDATE webhook SET url = $2 WHERE id = $1', [webhookId, dead]);
    await tell(database, { alertIds: [alertId], accountId: people[0] ?? '' });
    const alerts = () =>
      behind.query<{ present: boolean }>(
        `SELECT ward_id, subject, sentence, condition_present AS present FROM alert WHERE rule_id = 'channel-failing' AND subject LIKE 'webhook %'`,
      );
    await until(
      async () => {
        await later();
        return (await alerts()).length > 0;
      },
      { within: '30s', what: 'An alert of the webhook' },
    );
    expect(await alerts()).toEqual([
      {
        ward_id: ward,
        subject: `webhook ${webhookId}`,
        sentence: expect.stringMatching(
          /^The webhook Pager does not work: .*attempts in a row failed. The webhook answered 503\.$/,
        ),
        present: true,
      },
    ]);
    await behind.query('UPDATE webhook SET url = $2 WHERE id = $1', [webhookId, hook.url]);
    await until(
      async () => {
        await later();
        return (await alerts()).every(({ present }) => !present);
      },
      { within: '30s', what: 'An alert that has eased' },
    );
  });

  it('that says it is gone is told nothing more', async () => {
    const { webhookId, people, alertId } = await aHookedWard();
    hook.failures.push(410);
    await tell(database, { alertIds: [alertId], accountId: people[0] ?? '' });
    await until(async () => (await deliveriesOf(webhookId))[0]?.state === 'failed', {
      within: '15s',
      what: 'A failure',
    });
    const [row] = await behind.query<{ ended_why: string }>('SELECT ended_why FROM webhook WHERE id = $1', [webhookId]);
    expect(row?.ended_why).toContain('410');
  });
});

describe('one person, many alerts', () => {
  it('several of one patient come as one message', async () => {
    const browser = push.subscribe();
    const accountId = await somebody(behind, { wardIds: [wardId], ways: { emergency: ['push'] }, devices: [browser] });
    const stay = await aStay(behind, wardId);
    const alertIds = [
      await anEmergency(stay),
      await anAlert(behind, { wardId, admissionId: stay, priority: 'routine' }),
    ];
    await tell(database, { alertIds, accountId, company: 0 });
    await settles(accountId, ['sent']);
    const pushed = push.pushed.filter(({ endpoint }) => endpoint === browser.endpoint);
    expect(pushed.map(({ payload }) => payload.title)).toEqual(['2 alerts, the gravest an emergency']);
    expect(pushed[0]?.payload.link).toBe(`${PUBLIC_URL}/alerts/${alertIds[0]}`);
  });

  it('what is over the hour’s messages comes together later; an emergency comes at once', async () => {
    const browser = push.subscribe();
    const accountId = await somebody(behind, {
      wardIds: [wardId],
      ways: { emergency: ['push'], urgent: ['push'] },
      devices: [browser],
    });
    const titles = () =>
      push.pushed.filter(({ endpoint }) => endpoint === browser.endpoint).map(({ payload }) => payload.title);
    const urgent = () => anAlert(behind, { wardId, priority: 'urgent' });
    for (let sent = 1; sent <= 3; sent++) {
      await tell(database, { alertIds: [await urgent()], accountId });
      await until(() => titles().length === sent, { within: '15s', what: `Message ${sent}` });
    }
    await tell(database, { alertIds: [await urgent(), await urgent()], accountId });
    await tell(database, { alertIds: [await anEmergency()], accountId });
    await until(() => titles().length === 4, { within: '15s', what: 'The emergency' });
    expect(titles().at(-1)).toBe('Emergency alert');
    const waiting = () =>
      behind.query<{ minutes: number }>(
        `SELECT extract(epoch FROM not_before - now())::float8 / 60 AS minutes FROM notification WHERE account_id = $1 AND settled_at IS NULL`,
        [accountId],
      );
    await until(async () => (await waiting()).every(({ minutes }) => minutes > 50), {
      within: '15s',
      what: 'A later time',
    });
    expect(await waiting()).toHaveLength(2);
    // An hour later.
    await behind.query(`UPDATE message SET created_at = created_at - interval '1 hour' WHERE account_id = $1`, [
      accountId,
    ]);
    await behind.query(
      `UPDATE notification SET not_before = now(), created_at = created_at - interval '1 hour' WHERE account_id = $1 AND settled_at IS NULL`,
      [accountId],
    );
    await until(() => titles().length === 5, { within: '15s', what: 'What was left' });
    expect(titles().at(-1)).toBe('2 alerts, the gravest urgent');
  });

  it('nothing is sent of an alert that somebody has accepted meanwhile', async () => {
    const accountId = await somebody(behind, {
      wardIds: [wardId],
      ways: { urgent: ['push'] },
      devices: [push.subscribe()],
    });
    const alertId = await anAlert(behind, { wardId, priority: 'urgent' });
    await tell(database, { alertIds: [alertId], accountId, company: 0 });
    await until(
      async () =>
        (
          await behind.query('SELECT 1 FROM notification WHERE account_id = $1 AND not_before > created_at', [
            accountId,
          ])
        ).length === 1,
      { within: '15s', what: 'A notification that waits for company' },
    );
    await behind.query(
      `UPDATE alert SET status = 'accepted', accepted_by = $2, accepted_by_name = 'A', accepted_at = now(), route = NULL, step = NULL, asked_at = NULL WHERE id = $1`,
      [alertId, accountId],
    );
    await behind.query('UPDATE notification SET not_before = now() WHERE account_id = $1', [accountId]);
    const outcome = () => behind.query('SELECT outcome FROM notification WHERE account_id = $1', [accountId]);
    await until(async () => expect(await outcome()).toEqual([{ outcome: 'overtaken' }]) === undefined, {
      within: '15s',
      what: 'An outcome',
    });
    expect(await deliveriesTo(behind, accountId)).toEqual([]);
  });
});

describe('what goes wrong', () => {
  it('is given up visibly when its time is over', async () => {
    const accountId = await somebody(behind, {
      wardIds: [wardId],
      ways: { emergency: ['push'] },
      devices: [push.subscribe()],
    });
    push.failures.push(500);
    await tell(database, { alertIds: [await anEmergency()], accountId });
    await until(async () => (await deliveriesTo(behind, accountId))[0]?.detail, {
      within: '15s',
      what: 'A failed attempt',
    });
    await behind.query(`UPDATE delivery SET give_up_at = now(), due_at = now() WHERE state = 'queued'`);
    const [delivery] = await settles(accountId, ['failed']);
    expect(delivery?.detail).toBe('Given up after 1 attempt. The push service answered 500.');
    expect(await logOf(behind, delivery?.id ?? '')).toEqual(['attempt', 'not-sent', 'gave-up']);
  });

  const alertsOfChannels = () =>
    behind.query<{
      ward_id: string;
      subject: string;
      priority: string;
      status: string;
      present: boolean;
      sentence: string;
      told: string;
    }>(
      `SELECT ward_id, subject, priority, status, condition_present AS present, sentence,
         (SELECT string_agg(e.kind || coalesce(': ' || nullif(e.sentence, alert.sentence), ''), ', ' ORDER BY e.id) FROM alert_event e WHERE e.alert_id = alert.id) AS told
       FROM alert WHERE rule_id = 'channel-failing' AND subject = 'channel notify-sms' ORDER BY ward_id`,
    );

  it('shows in the channel, which fails after five in a row and works again after one that gets through, and is an alert of the wards whose people are told by it', async () => {
    // Of its own: people of other tests would make theirs depend on it, too.
    const [ward, elsewhere] = [await aWard(behind), await aWard(behind)];
    await behind.query('UPDATE contact SET mobile = NULL');
    await somebody(behind, { wardIds: [elsewhere], mobile: aMobile(), ways: { emergency: ['push'] } });
    const accountId = await somebody(behind, { wardIds: [ward], mobile: aMobile(), ways: { emergency: ['sms'] } });
    await behind.query(`UPDATE channel SET failures_in_a_row = 0`);
    const why = async () =>
      (
        await behind.query<{ failing_why: string | null }>(`SELECT failing_why FROM channel WHERE name = 'notify-sms'`)
      )[0]?.failing_why;
    // For as long as it takes to be seen.
    notify.failures.push(...Array.from({ length: 10_000 }, () => REFUSALS.wrongKey));
    await tell(database, { alertIds: [await anAlert(behind, { wardId: ward, priority: 'emergency' })], accountId });
    await until(
      async () => {
        await later();
        return why();
      },
      { within: '30s', what: 'A channel that fails' },
    );
    const failed =
      /\d+ attempts in a row failed. GOV.UK Notify answered 403: AuthError, Invalid token: API key not found$/;
    expect(await why()).toMatch(failed);
    await until(async () => (await alertsOfChannels()).length > 0, { within: '15s', what: 'An alert of the channel' });
    expect(await alertsOfChannels()).toEqual([
      {
        ward_id: ward,
        subject: 'channel notify-sms',
        priority: 'technical',
        status: 'raised',
        present: true,
        sentence: expect.stringMatching(
          new RegExp(
            `^Text message through GOV.UK Notify does not work: people on this ward may not hear of alerts away from the board. ${failed.source}`,
          ),
        ),
        told: 'raised',
      },
    ]);
    notify.failures.length = 0;
    await until(
      async () => {
        await later();
        return (await deliveriesTo(behind, accountId))[0]?.state === 'sent';
      },
      { within: '15s', what: 'A text' },
    );
    await until(async () => (await why()) === null, { within: '15s', what: 'A channel that works' });
    await until(async () => (await alertsOfChannels()).every(({ present }) => !present), {
      within: '15s',
      what: 'An alert that has eased',
    });
    expect(await alertsOfChannels()).toMatchObject([
      { status: 'raised', told: 'raised, condition-cleared: It works again.' },
    ]);
  });

  it('never changes what was written of a delivery', async () => {
    await expect(behind.query(`UPDATE delivery_event SET kind = 'sent'`)).rejects.toThrow(/stays as it is/);
    await expect(behind.query('DELETE FROM delivery_event')).rejects.toThrow(/stays as it is/);
  });
});

describe('a broken glass', () => {
  it('is told to the leads of the ward, once, and not a word of whom it is about, by whom or why', async () => {
    const person = async (role: string, wardIds: string[], email = anEmail()) => {
      const id = await somebody(behind, { wardIds, email, ways: { routine: ['email'] } });
      await behind.query('UPDATE account SET role = $2 WHERE id = $1', [id, role]);
      return { id, email };
    };
    const [lead, opener, clinician, elsewhere] = await Promise.all([
      person('lead', [wardId]),
      person('lead', [wardId]),
      person('hub-clinician', [wardId]),
      person('lead', []),
    ]);
    const stay = await aStay(behind, wardId);
    const opened = (minutesAgo: number) =>
      behind.query(
        `INSERT INTO break_glass (id, admission_id, ward_id, account_id, account_name, role, kind, reason, opened_at, until)
         VALUES (gen_random_uuid(), $1, $2, $3, 'Ophelia Outsider', 'lead', 'asked', 'Her son rang', now() - make_interval(mins => $4), now() + interval '1 hour')`,
        [stay, wardId, opener.id, minutesAgo],
      );
    const mailsTo = ({ email }: { email: string }) => mail.mails.filter(({ to }) => to === email);
    // Too long ago to be news.
    await opened(2 * 24 * 60);
    await opened(1);
    await until(() => mailsTo(lead).length > 0, { within: '40s', what: 'A mail to the lead' });
    await opened(0);
    await until(() => mailsTo(lead).length > 1, { within: '40s', what: 'A mail of the next' });
    const [told] = mailsTo(lead);
    expect(told!.subject).toBe('Somebody broke the glass');
    expect(told!.text).toContain(`${PUBLIC_URL}/glass-reviews`);
    expect(told!.text).not.toMatch(/Ophelia|son rang|Given|Family/);
    expect(mailsTo(lead)).toHaveLength(2);
    for (const other of [opener, clinician, elsewhere]) expect(await deliveriesTo(behind, other.id)).toEqual([]);
  });
});

describe('an overdue task', () => {
  async function aTask(accountId: string, minutesLate = 5): Promise<string> {
    const id = randomUUID();
    const content = {
      what: 'Ring Edith Marlowe',
      ownerId: accountId,
      dueAt: Date.now() - minutesLate * 60_000,
      outcome: null,
      state: 'open',
    };
    await behind.query(`INSERT INTO care_entry (id, admission_id, kind, content) VALUES ($1, $2, 'task', $3)`, [
      id,
      await aStay(behind, wardId),
      JSON.stringify(content),
    ]);
    return id;
  }
  const reminded = async (task: string): Promise<Date | null> =>
    (await behind.query<{ at: Date | null }>('SELECT reminded_at AS at FROM care_entry WHERE id = $1', [task]))[0]!.at;

  it('is told to whoever has it as a routine matter, once a day, and not a word of whom it is about', async () => {
    const email = anEmail();
    const told = await somebody(behind, { wardIds: [wardId], email, ways: { routine: ['email'] } });
    const asleep = await somebody(behind, {
      wardIds: [wardId],
      email: anEmail(),
      ways: { routine: ['email'] },
      quiet: [0, 1439],
    });
    const elsewhere = await somebody(behind, { wardIds: [], email: anEmail(), ways: { routine: ['email'] } });
    const [theirs, , sleepers, gone, notYet] = await Promise.all([
      aTask(told),
      aTask(told, 6),
      aTask(asleep),
      aTask(elsewhere),
      aTask(told, -60),
    ]);
    await until(() => reminded(theirs), { within: '40s', what: 'A reminder' });
    const mails = await until(
      () => {
        const found = mail.mails.filter(({ to }) => to === email);
        return found.length > 0 && found;
      },
      { within: '20s' },
    );
    expect(mails.map(({ subject }) => subject)).toEqual(['Tasks of yours are overdue']);
    expect(mails[0]!.text).toContain(`${PUBLIC_URL}/wards/${wardId}/tasks`);
    expect(mails[0]!.text).not.toMatch(/Edith|Marlowe|Given|Family|Ring/);
    expect(await reminded(sleepers)).toBeNull();
    expect(await reminded(notYet)).toBeNull();
    expect(await reminded(gone)).not.toBeNull();
    expect(await deliveriesTo(behind, elsewhere)).toEqual([]);
    // A day later, and not before.
    await behind.query(`UPDATE care_entry SET reminded_at = now() - interval '25 hours' WHERE id = $1`, [theirs]);
    await until(async () => ((await reminded(theirs)) ?? new Date(0)) > new Date(Date.now() - 3_600_000), {
      within: '40s',
      what: 'A second reminder',
    });
    const again = await until(
      () => {
        const found = mail.mails.filter(({ to }) => to === email);
        return found.length > 1 && found;
      },
      { within: '20s' },
    );
    expect(again[1]!.subject).toBe('A task of yours is overdue');
  }, 120_000);
});
