import { personOf, webhookSecret } from '#access';
import {
  dischargeEndpointDraft,
  type DischargeEndpoints,
  type DischargeEndpointSecret,
  type DischargeEndpointView,
} from '#contracts';
import {
  addDischargeEndpoint,
  Database,
  dischargeEndpointsOf,
  endDischargeEndpoint,
  type KeptEndpoint,
} from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ofField } from '../of-field.ts';
import { ofTheWard } from '../routes/of-the-ward.ts';
import { WebhookTerms } from '../routes/webhook-terms.ts';

const noSuchEndpoint = () => new Refusal('not-found', 'This ward has no such endpoint.');
const endpointId = new ParseUUIDPipe({ exceptionFactory: noSuchEndpoint });

/** Where the bundles of stays that have ended are sent: the ward's own endpoint, else that of the site. */
@Controller('api/wards')
export class DischargeEndpointController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WebhookTerms) private readonly terms: WebhookTerms,
  ) {}

  @Get(':id/discharge-endpoints')
  async show(@Param('id') wardId: string, @Req() request: FastifyRequest): Promise<DischargeEndpoints> {
    ofTheWard(request, wardId);
    const endpoints = await dischargeEndpointsOf(this.database, wardId);
    return { endpoints: endpoints.map(viewOf), canSign: this.terms.key !== null };
  }

  /** Its secret is in the answer and nowhere else. */
  @Post(':id/discharge-endpoints')
  async add(
    @Param('id') wardId: string,
    @Body({ schema: dischargeEndpointDraft }) draft: z.output<typeof dischargeEndpointDraft>,
    @Req() request: FastifyRequest,
  ): Promise<DischargeEndpointSecret> {
    ofTheWard(request, wardId);
    const actor = personOf(request);
    const { key, privateAddresses } = this.terms;
    if (key === null)
      throw new Refusal('invalid-document', 'Nothing can be signed here: the setting WEBHOOK_KEY is missing.');
    if (!privateAddresses && !draft.url.startsWith('https:')) throw ofField('url', 'expected an https:// address');
    if (draft.everyWard && actor.role !== 'administrator') throw ofField('everyWard', 'is for an administrator to say');
    const added = await addDischargeEndpoint(this.database, { wardId, draft, actor, now: clock.now() });
    if (!added)
      throw ofField(
        'everyWard',
        `expected none to be there: ${draft.everyWard ? 'the site' : 'this ward'} has an endpoint, which is ended first`,
      );
    return { ...viewOf(added), secret: webhookSecret(key, added.id, added.secretVersion) };
  }

  @Delete(':id/discharge-endpoints/:endpointId')
  @HttpCode(204)
  async end(
    @Param('id') wardId: string,
    @Param('endpointId', endpointId) id: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    ofTheWard(request, wardId);
    const actor = personOf(request);
    const ofSite = actor.role === 'administrator';
    if (!(await endDischargeEndpoint(this.database, { wardId, endpointId: id, ofSite, actor, now: clock.now() })))
      throw noSuchEndpoint();
  }
}

const viewOf = ({ id, everyWard, name, url, createdAt, createdBy }: KeptEndpoint): DischargeEndpointView => ({
  id,
  everyWard,
  name,
  url,
  createdAt,
  createdBy,
});
