import { describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { webhookSecret } from '#access';
import { clock } from '#runtime';
import { vapidSettings } from '../../../../test/channels/vapid.ts';
import type { ClaimedDelivery } from '#records';
import { post, PrivateAddress } from './outbound.ts';
import { openPush } from './push.ts';
import { openWebhooks } from './webhook.ts';

/** Something inside the network that would answer anybody, and counts who came to its door. */
async function inside(
  answer: { status: number; location?: string },
  use: (port: number) => Promise<void>,
): Promise<number> {
  let visitors = 0;
  const server = createServer((_, response) => {
    response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location });
    response.end();
  });
  server.on('connection', () => void visitors++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use((server.address() as AddressInfo).port);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  return visitors;
}

/** Every way of writing where nobody outside may send us; `PORT` is where something listens. */
const PRIVATE = [
  'http://127.0.0.1:PORT/',
  'https://127.0.0.1:PORT/',
  'https://127.1:PORT/',
  'https://2130706433:PORT/',
  'https://0x7f.0.0.1:PORT/',
  'https://0.0.0.0:PORT/',
  'https://[::1]:PORT/',
  'https://[::ffff:127.0.0.1]:PORT/',
  // A name that leads inside: it is looked at after it is resolved.
  'https://localhost:PORT/',
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://192.168.1.1/',
  'https://[fd00::1]/',
  // Where clouds tell a machine its own secrets.
  'https://169.254.169.254/latest/meta-data/',
  'https://[fe80::a9fe:a9fe]/',
];

const DELIVERY: ClaimedDelivery = {
  id: '01890000-0000-7000-8000-000000000000',
  attempt: 1,
  unanswered: false,
  giveUpAt: Date.now() + 60_000,
  receiptKey: 'a key',
  kind: 'alert',
  priority: 'emergency',
  reason: 'raised',
  messageAt: Date.now(),
  ward: { id: 'dorset', name: 'Dorset', timeZone: 'Europe/London' },
  alertIds: ['01890000-0000-7000-8000-000000000001'],
  mobile: null,
  email: null,
  device: null,
  webhook: null,
};
const WORDS = { title: 'Emergency alert', body: 'An alert', link: 'https://ward.example/alerts/1' };

describe('an address that somebody typed in', () => {
  it.each(PRIVATE)('that leads inside is refused before anybody is asked: %s', async (address) => {
    const visitors = await inside({ status: 200 }, async (port) => {
      const url = address.replace('PORT', String(port));
      await expect(post(url, { headers: {}, body: '{}', privateAddresses: false })).rejects.toBeInstanceOf(
        PrivateAddress,
      );
    });
    expect(visitors).toBe(0);
  });

  it('is refused once and for all, and not tried again, as a webhook and as a push service', async () => {
    const webhooks = openWebhooks({ key: Buffer.alloc(32, 1), keyBefore: null, privateAddresses: false, clock });
    const vapid = vapidSettings();
    const push = openPush(
      {
        publicKey: vapid.VAPID_PUBLIC_KEY,
        privateKey: vapid.VAPID_PRIVATE_KEY,
        subject: vapid.VAPID_SUBJECT,
        before: null,
      },
      { privateAddresses: false },
    );
    const keys = {
      p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      auth: 'BTBZMqHH6r4Tts7J_aSIgg',
    };
    const visitors = await inside({ status: 200 }, async (port) => {
      const url = `https://localhost:${port}/`;
      const webhook = { id: DELIVERY.id, url, secretVersion: 1 };
      expect(await webhooks.send({ ...DELIVERY, webhook }, WORDS)).toEqual({
        kind: 'refused',
        detail: 'The webhook is not at an https:// address on the public internet.',
      });
      const device = { id: DELIVERY.id, endpoint: url, ...keys, vapidKey: null };
      expect(await push.send({ ...DELIVERY, device }, WORDS)).toEqual({
        kind: 'refused',
        detail: 'The device’s push service is not at an address on the public internet.',
      });
    });
    expect(visitors).toBe(0);
  });

  it('that answers with another address is not followed there', async () => {
    const elsewhere = await inside({ status: 200 }, async (other) => {
      const visitors = await inside({ status: 307, location: `http://127.0.0.1:${other}/` }, async (port) => {
        const answer = await post(`http://127.0.0.1:${port}/`, { headers: {}, body: '{}', privateAddresses: true });
        expect(answer.status).toBe(307);
      });
      expect(visitors).toBe(1);
    });
    expect(elsewhere).toBe(0);
  });
});

describe('a webhook while its key is changed', () => {
  it('is signed with the secrets of both keys, so that a receiver verifies it with whichever it knows', async () => {
    const [key, keyBefore] = [randomBytes(32), randomBytes(32)];
    const came: { text: string; headers: Record<string, string> }[] = [];
    const server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        came.push({ text: Buffer.concat(pieces).toString(), headers: request.headers as Record<string, string> });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const webhook = { id: DELIVERY.id, url, secretVersion: 1 };
    const sent = (before: Buffer | null) =>
      openWebhooks({ key, keyBefore: before, privateAddresses: true, clock }).send({ ...DELIVERY, webhook }, WORDS);
    try {
      for (const before of [keyBefore, null]) expect(await sent(before)).toMatchObject({ kind: 'delivered' });
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    const takes = (n: number, one: Buffer) => (): unknown =>
      new Webhook(webhookSecret(one, webhook.id, 1)).verify(came[n]!.text, came[n]!.headers);
    for (const one of [key, keyBefore]) expect(takes(0, one)).not.toThrow();
    expect(takes(1, key)).not.toThrow();
    expect(takes(1, keyBefore)).toThrow();
  });
});
