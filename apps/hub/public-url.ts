import type { FastifyRequest } from 'fastify';

/** Where this server is reached from outside; null where nobody said. */
export class PublicUrl {
  constructor(readonly base: string | null) {}

  /** Where nobody said: where the request came to. */
  of({ protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>): string {
    return this.base ?? `${protocol}://${host}`;
  }
}
