import type { PushPayload } from '#contracts';
import { describe, expect, test } from '@jest/globals';
import { messageOf, receiptOf, tabFor } from './push-messages.ts';

const ORIGIN = 'https://ward.example';
const PAYLOAD: PushPayload = {
  delivery: '01890000-0000-7000-8000-000000000000',
  key: '01890000-0000-7000-8000-000000000001',
  title: 'Emergency alert',
  body: 'An alert on Dorset East, 14:05. Sign in to see it.',
  link: `${ORIGIN}/alerts/01890000-0000-7000-8000-000000000002`,
  priority: 'emergency',
};

describe('a message', () => {
  test('shows what the hub said, once however often it comes, and stays when it is an emergency', () => {
    expect(messageOf(JSON.stringify(PAYLOAD), ORIGIN)).toEqual({
      title: PAYLOAD.title,
      options: {
        body: PAYLOAD.body,
        tag: PAYLOAD.delivery,
        icon: '/icon.svg',
        requireInteraction: true,
        data: { delivery: PAYLOAD.delivery, key: PAYLOAD.key, path: '/alerts/01890000-0000-7000-8000-000000000002' },
      },
    });
    const urgent = messageOf(JSON.stringify({ ...PAYLOAD, priority: 'urgent' }), ORIGIN);
    expect(urgent.options.requireInteraction).toBe(false);
  });

  test.each([undefined, '', 'null', '7', '{}', '{"title":"x"}', 'not json'])(
    'that cannot be read says that there is one: %s',
    (text) => {
      const { title, options } = messageOf(text, ORIGIN);
      expect([title, options.data.path]).toEqual(['Homeward has a message', '/']);
      expect(receiptOf(options.data, 'delivered')).toBeNull();
    },
  );

  test.each([
    ['https://elsewhere.example/alerts/1?x=1', '/alerts/1?x=1'],
    ['https://elsewhere.example//evil.example/', '/'],
    ['//evil.example/', '/'],
    ['javascript:alert(1)', '/'],
  ])('leads nowhere but to this Homeward: %s', (link, path) => {
    expect(messageOf(JSON.stringify({ ...PAYLOAD, link }), ORIGIN).options.data.path).toBe(path);
  });

  test('is told of with the key that came with it', () => {
    const { data } = messageOf(JSON.stringify(PAYLOAD), ORIGIN).options;
    expect(JSON.parse(receiptOf(data, 'read') ?? '')).toEqual({
      delivery: PAYLOAD.delivery,
      key: PAYLOAD.key,
      what: 'read',
    });
  });
});

describe('the tab that it opens in', () => {
  const tab = (url: string, focused = false, visibilityState = 'hidden') => ({ url, focused, visibilityState });
  const [hidden, visible, focused, foreign] = [
    tab(`${ORIGIN}/wards/a`),
    tab(`${ORIGIN}/wards/b`, false, 'visible'),
    tab(`${ORIGIN}/wards/c`, true, 'visible'),
    tab('https://elsewhere.example/', true, 'visible'),
  ];
  test.each([
    [[hidden, visible, focused, foreign], focused],
    [[hidden, visible, foreign], visible],
    [[foreign, hidden], hidden],
    [[foreign], null],
    [[], null],
  ])('is the one that somebody looks at, else any of ours', (tabs, chosen) => {
    expect(tabFor(tabs, ORIGIN)).toBe(chosen);
  });
});
