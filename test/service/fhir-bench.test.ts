import { expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import type { Observation } from 'fhir/r4.js';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { compiled } from '../../scripts/start/project-root.ts';
import { stopAtTheEnd } from '../harness/index.ts';

it('posts UK Core Observations to any FHIR base, each with an identifier of its own', async () => {
  const sent: Observation[] = [];
  const keys = new Set<string | undefined>();
  const standIn = fastify();
  standIn.addContentTypeParser(
    'application/fhir+json',
    { parseAs: 'string' },
    standIn.getDefaultJsonParser('error', 'error'),
  );
  standIn.post('/r4/Observation', async (request, reply) => {
    sent.push(request.body as Observation);
    keys.add(request.headers.authorization);
    await reply.status(201).send();
  });
  const base = `${await standIn.listen({ port: 0, host: '127.0.0.1' })}/r4`;
  stopAtTheEnd(() => standIn.close());

  const options = ['--base', base, '--token', 'secret', '--alone', '--connections', '2', '--seconds', '0.4'];
  const { stdout } = await promisify(execFile)(process.execPath, [compiled('bench/fhir'), ...options]);

  const { rows } = JSON.parse(stdout) as { rows: { what: string; value: number }[] };
  expect(rows).toEqual([expect.objectContaining({ what: `${base}, 2 connections`, value: expect.any(Number) })]);
  expect(rows[0]?.value).toBeGreaterThan(0);
  expect([...keys]).toEqual(['Bearer secret']);
  expect(new Set(sent.map(({ identifier }) => identifier?.[0]?.value)).size).toBe(sent.length);
  expect(new Set(sent.map(({ resourceType }) => resourceType))).toEqual(new Set(['Observation']));
});
