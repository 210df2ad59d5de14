import type { FastifyInstance } from 'fastify';

/** One thing that has to hold before an app may be sent work; resolves to null when it holds, else to what is missing. */
export type ReadinessCheck = () => Promise<string | null>;

/** Checks that hang count as not ready after this long, in ms. */
const CHECK_WITHIN = 2_000;

/**
 * `GET /health/live`: the process answers. `GET /health/ready`: 200 when every check holds, else 503 naming those that do
 * not; with `figures` that say how hard the app is pressed. Anybody may ask: counts only.
 */
export function serveHealth(
  server: FastifyInstance,
  checks: Record<string, ReadinessCheck>,
  figures?: () => Readonly<Record<string, number>>,
): void {
  server.get('/health/live', () => ({ status: 'live' }));
  server.get('/health/ready', async (_request, reply) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const missing = await Promise.race([
          check().catch((error: unknown) => (error instanceof Error ? error.name : 'failed')),
          new Promise<string>((resolve) => {
            setTimeout(() => resolve('no answer in time'), CHECK_WITHIN).unref();
          }),
        ]);
        return [name, missing ?? 'ready'] as const;
      }),
    );
    const ready = results.every(([, result]) => result === 'ready');
    return reply.status(ready ? 200 : 503).send({
      status: ready ? 'ready' : 'not ready',
      checks: Object.fromEntries(results),
      ...(figures && { figures: figures() }),
    });
  });
}
