import { nowhere } from '#runtime';
import files from '@fastify/static';
import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const YEAR_MS = 365 * 24 * 3_600_000;

/** Serves the web app from `folder`: its files, and its one page at every address that is not a file's. */
export async function serveWeb(server: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(join(folder, 'index.html'));
  if (built) await server.register(files, { root: folder, serve: false, index: false, preCompressed: true });
  server.get('/*', (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    if (!built || /^\/(api|socket\.io|v1|fhir)(\/|$)/.test(path)) {
      throw nowhere();
    }
    if (extname(path) === '') {
      // The page names its files by their content: it must be asked for each time, they never.
      return reply.header('cache-control', 'no-cache').sendFile('index.html');
    }
    const hashed = path.startsWith('/assets/');
    return reply.sendFile(path.slice(1), hashed ? { maxAge: YEAR_MS, immutable: true } : { maxAge: 0 });
  });
}
