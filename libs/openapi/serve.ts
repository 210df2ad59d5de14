import type { FastifyInstance } from 'fastify';

/** Answers with a description at its address. It is made once: it changes with the software and not before. */
export function serveDescription(server: FastifyInstance, path: string, description: object): void {
  const text = JSON.stringify(description);
  server.get(path, (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('application/json; charset=utf-8').send(text),
  );
}
