import { personOf } from '#access';
import { homeOfSheets, wardOfCareHome, type Database, type HomeOfSheets } from '#records';
import { Refusal } from '#runtime';
import type { FastifyRequest } from 'fastify';

/** Care-home staff have their own home; the hub has those of its wards. Another's looks like none. */
export async function homeOf(database: Database, request: FastifyRequest, homeId: string): Promise<HomeOfSheets> {
  const { role, careHome, wardIds } = personOf(request);
  const ward = await wardOfCareHome(database, homeId);
  const theirs = role === 'care-home' ? careHome?.id === homeId : ward !== null && wardIds.includes(ward);
  const home = theirs ? await homeOfSheets(database, homeId) : null;
  if (!home) throw new Refusal('not-found', 'There is no such care home, or it is not yours.');
  return home;
}

/** The home for which something is sent, once it may send. What is sent counts as that home's from then on. */
export async function sendingHomeOf(
  database: Database,
  request: FastifyRequest,
  homeId: string,
): Promise<HomeOfSheets> {
  const home = await homeOf(database, request, homeId);
  request.onBehalfOf = home.sender.sourceId;
  if (home.disabled) {
    throw new Refusal('not-allowed', `What ${home.name} sends is switched off at the virtual ward. Ring the hub.`);
  }
  return home;
}
