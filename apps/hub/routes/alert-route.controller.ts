import { personOf, webhookSecret } from '#access';
import {
  alertRouteChange,
  webhookRequest,
  type AlertRouteVersion,
  type AlertRouteView,
  type ProblemDetail,
  type WebhookSecret,
  type WebhookView,
} from '#contracts';
import {
  addWebhook,
  alertRouteOf,
  alertRouteVersions,
  changeAlertRoute,
  channelStates,
  Database,
  endWebhook,
  webhooksOf,
  type RouteGap,
  type Webhook,
} from '#records';
import { Refusal } from '#runtime';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { WebhookTerms } from './webhook-terms.ts';

const noSuchWard = () => new Refusal('not-found', 'There is no such ward, or it is not one of yours.');
const noSuchWebhook = () => new Refusal('not-found', 'This ward has no such webhook.');
const webhookId = new ParseUUIDPipe({ exceptionFactory: noSuchWebhook });

/** Who is told of a ward's alerts, and what outside is. */
@Controller('api/wards')
export class AlertRouteController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WebhookTerms) private readonly terms: WebhookTerms,
  ) {}

  @Get(':id/route')
  async route(@Param('id') wardId: string, @Req() request: FastifyRequest): Promise<AlertRouteView> {
    const { role } = ofTheWard(request, wardId);
    const channels = await channelStates(this.database);
    const configured = channels.filter((channel) => channel.configured);
    const route = await alertRouteOf(
      this.database,
      wardId,
      configured.map(({ name }) => name),
    );
    if (!route) throw noSuchWard();
    return {
      ...route,
      channels: channels.map(({ name, configured: isSetUp, failingSince, failingWhy, lastSuccessAt }) => ({
        name,
        configured: isSetUp,
        failingSince,
        failingWhy,
        lastSuccessAt,
      })),
      mayChange: role === 'lead' || role === 'administrator',
    };
  }

  /** Puts a route in force from now on. 422 names each place at which it would ask nobody. */
  @Put(':id/route')
  async change(
    @Param('id') wardId: string,
    @Body({ schema: alertRouteChange }) body: z.output<typeof alertRouteChange>,
    @Req() request: FastifyRequest,
  ): Promise<{ version: number }> {
    const by = ofTheWard(request, wardId);
    const changed = await changeAlertRoute(this.database, { wardId, change: body, by });
    switch (changed.kind) {
      case 'changed':
        return { version: changed.version };
      case 'stale':
        throw new Refusal('stale', `${changed.by} has changed this route since you looked. Nothing was changed.`);
      case 'nobody':
        throw new Refusal(
          'invalid-document',
          `This route would leave somebody unasked. ${changed.gaps.map(({ sentence }) => sentence).join(' ')}`,
          { errors: changed.gaps.map(problemOf) },
        );
    }
  }

  @Get(':id/route/versions')
  versions(@Param('id') wardId: string, @Req() request: FastifyRequest): Promise<AlertRouteVersion[]> {
    ofTheWard(request, wardId);
    return alertRouteVersions(this.database, wardId);
  }

  @Get(':id/webhooks')
  async webhooks(@Param('id') wardId: string, @Req() request: FastifyRequest): Promise<WebhookView[]> {
    ofTheWard(request, wardId);
    return (await webhooksOf(this.database, wardId)).map(viewOf);
  }

  /** Has something outside told of the ward's alerts. Its secret is in the answer and nowhere else. */
  @Post(':id/webhooks')
  async addWebhook(
    @Param('id') wardId: string,
    @Body({ schema: webhookRequest }) body: z.output<typeof webhookRequest>,
    @Req() request: FastifyRequest,
  ): Promise<WebhookSecret> {
    const by = ofTheWard(request, wardId);
    const { key, privateAddresses } = this.terms;
    if (key === null)
      throw new Refusal('invalid-document', 'Webhooks are not set up here: the setting WEBHOOK_KEY is missing.');
    if (!privateAddresses && !body.url.startsWith('https:')) {
      const detail = 'url: expected an https:// address';
      throw new Refusal('invalid-document', `${detail}.`, { errors: [{ pointer: '/url', field: 'url', detail }] });
    }
    const added = await addWebhook(this.database, { wardId, ...body, by });
    return { ...viewOf(added), secret: webhookSecret(key, added.id, added.secretVersion) };
  }

  @Delete(':id/webhooks/:webhookId')
  @HttpCode(204)
  async endWebhook(
    @Param('id') wardId: string,
    @Param('webhookId', webhookId) id: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const by = ofTheWard(request, wardId);
    if (!(await endWebhook(this.database, { wardId, webhookId: id, by }))) throw noSuchWebhook();
  }
}

/** A ward of other people's is not found. */
function ofTheWard(request: FastifyRequest, wardId: string) {
  const person = personOf(request);
  if (!person.wardIds.includes(wardId)) throw noSuchWard();
  return person;
}

function problemOf({ pointer, sentence }: RouteGap): ProblemDetail {
  return { pointer, field: pointer.slice(pointer.lastIndexOf('/') + 1), detail: sentence };
}

function viewOf({ id, name, url, priorities, createdBy, createdAt, endedAt, endedWhy }: Webhook): WebhookView {
  return {
    id,
    name,
    url,
    priorities: [...priorities],
    createdBy,
    createdAt: createdAt.getTime(),
    endedAt: endedAt?.getTime() ?? null,
    endedWhy,
  };
}
