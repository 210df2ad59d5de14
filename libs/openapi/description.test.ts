import { REFUSALS } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describeHub, describeIngestion, OPERATIONS } from './index.ts';
import { refusalsOf, whoMayUse } from './document.ts';
import { JSON_DOCUMENT, JSON_LINES } from './operation.ts';

describe.each([
  ['ingestion', describeIngestion()],
  ['hub', describeHub()],
])('the description of %s', (_, description) => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(description))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('calls each operation by a name of its own', () => {
    const names = Object.values(description.paths).flatMap((path) =>
      Object.values(path).map((operation) => (operation as { operationId: string }).operationId),
    );
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('examples', () => {
  const examples = Object.entries(OPERATIONS).flatMap(([route, { accepts = {} }]) =>
    Object.entries(accepts).flatMap(([type, { schema, examples }]) =>
      Object.entries(examples).map(([name, { value }]) => ({ route, type, name, schema, value })),
    ),
  );

  const documentsOf = (type: string, value: unknown): unknown[] =>
    type === JSON_LINES && typeof value === 'string'
      ? value
          .trimEnd()
          .split('\n')
          .map((line): unknown => JSON.parse(line))
      : [value];

  it.each(examples)('$route: $name is what its schema takes', ({ type, schema, value }) => {
    for (const document of documentsOf(type, value)) expect(schema.safeParse(document).error).toBeUndefined();
  });

  /** What nobody may set by sending it, whatever it is that they send. */
  const PLANTED = {
    role: 'administrator',
    wardIds: ['*'],
    accountId: 'x',
    isAdmin: true,
    reviewedBy: 'x',
    password_hash: 'x',
  };

  it.each(examples.filter(({ type, value }) => type === JSON_DOCUMENT && typeof value === 'object'))(
    '$route: $name takes no field that it does not name (mass assignment)',
    ({ schema, value }) => {
      const unnamed = Object.entries(PLANTED).filter(([name]) => !(name in (value as object)));
      const told = schema.safeParse({ ...(value as object), ...Object.fromEntries(unnamed) });
      const taken =
        told.success && typeof told.data === 'object' && told.data !== null ? Object.entries(told.data) : [];
      // Some schemas name one of these, for whoever may.
      const named = (name: string): boolean =>
        JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })).includes(`"${name}"`);
      expect(
        taken.filter(
          ([name, sent]) => unnamed.some(([one, planted]) => one === name && sent === planted) && !named(name),
        ),
      ).toEqual([]);
    },
  );

  it('are there for everything that is taken', () => {
    const without = Object.entries(OPERATIONS).flatMap(([route, { accepts = {} }]) =>
      Object.entries(accepts).flatMap(([type, one]) =>
        Object.keys(one.examples).length === 0 ? [`${route} ${type}`] : [],
      ),
    );
    expect(without).toEqual([]);
  });
});

it('says of every refusal where it may come from', () => {
  const named = new Set(
    Object.entries(OPERATIONS).flatMap(([route, operation]) => refusalsOf(route, operation, whoMayUse(route))),
  );
  expect(Object.keys(REFUSALS).filter((code) => !named.has(code as keyof typeof REFUSALS))).toEqual([]);
});
