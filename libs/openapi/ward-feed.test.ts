import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { WARD_CLIENT_EVENTS, WARD_NAMESPACE, WARD_SERVER_EVENTS } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { describeWardFeed } from './index.ts';

const description = describeWardFeed();
const { messages } = description.channels['ward'] ?? { messages: {} };

/** AsyncAPI's own schema of what a description may be. */
async function officialSchema(): Promise<object> {
  const file = createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json');
  return JSON.parse(await readFile(file, 'utf8')) as object;
}

function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]: [string, unknown]) =>
    key === '$ref' && typeof one === 'string' ? [one] : refsIn(one),
  );
}

function at(pointer: string): unknown {
  let place: unknown = description;
  for (const step of pointer.replace(/^#\//, '').split('/')) {
    place = (place as Record<string, unknown> | undefined)?.[step];
  }
  return place;
}

describe('the description of the feed', () => {
  it('is valid AsyncAPI 3.0, by the official schema', async () => {
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    const validate = ajv.compile(await officialSchema());
    validate(description);
    expect(validate.errors).toBeNull();
    // It does find what is wrong.
    expect(validate({ ...description, operations: { join: { action: 'ask', channel: {} } } })).toBe(false);
  });

  it('refers to nothing that is not there', () => {
    const refs = refsIn(description);
    expect(refs.length).toBeGreaterThan(20);
    expect(refs.filter((ref) => at(ref) === undefined)).toEqual([]);
  });

  it('has every event of the contract, in its direction, and no other operation', () => {
    const told = (action: string): string[] =>
      Object.values(description.operations)
        .filter((operation) => operation['action'] === action)
        .flatMap((operation) => refsIn(operation['messages']))
        .map((ref) => (at(ref) as { name: string }).name);
    expect(told('send').toSorted()).toEqual(Object.keys(WARD_SERVER_EVENTS).toSorted());
    expect(told('receive').toSorted()).toEqual(Object.keys(WARD_CLIENT_EVENTS).toSorted());
    expect(description.channels['ward']?.['address']).toBe(WARD_NAMESPACE);
  });

  it('tells of every request what it may be answered', () => {
    const replies = Object.entries(description.operations).flatMap(([name, { reply }]) =>
      reply === undefined
        ? []
        : [[name, refsIn((reply as { messages: unknown }).messages).map((ref) => ref.split('/').at(-1))]],
    );
    expect(Object.fromEntries(replies)).toEqual({
      join: ['Snapshot', 'Deltas', 'Refused'],
      shown: ['Delivered', 'Refused'],
    });
    expect(Object.keys(messages)).toEqual(expect.arrayContaining(['Snapshot', 'Deltas', 'Refused', 'Delivered']));
  });
});
