import { personOf } from '#access';
import { Refusal } from '#runtime';
import type { FastifyRequest } from 'fastify';

export const noSuchWard = (): Refusal => new Refusal('not-found', 'There is no such ward, or it is not one of yours.');

/** Who asks. A ward of other people's is not found. */
export function ofTheWard(request: FastifyRequest, wardId: string): ReturnType<typeof personOf> {
  const person = personOf(request);
  if (!person.wardIds.includes(wardId)) throw noSuchWard();
  return person;
}
