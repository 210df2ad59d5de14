import { webhookSecret } from '#access';
import { MINUTE } from '#clinical';
import { webhookRequest, type WebhookDelivery, type WebhookSecret, type WebhookView } from '#contracts';
import {
  addWebhook,
  appendAudit,
  Database,
  endWebhook,
  queueTestMessage,
  testMessagesSince,
  webhookDeliveries,
  webhooksOf,
  type Webhook,
} from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ofTheWard } from './of-the-ward.ts';
import { WebhookTerms } from './webhook-terms.ts';

const noSuchWebhook = () => new Refusal('not-found', 'This ward has no such webhook.');
const webhookId = new ParseUUIDPipe({ exceptionFactory: noSuchWebhook });

/** Somebody who looks why a webhook fails tries it often, and not for ever. */
const MOST_TESTS = 20;
const TESTS_WITHIN = 60 * MINUTE;
const GIVE_UP_TEST_AFTER = 5 * MINUTE;

/** What outside is told of a ward's alerts. */
@Controller('api/wards')
export class WebhookController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WebhookTerms) private readonly terms: WebhookTerms,
  ) {}

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

  /** What it was sent, and what it answered: to see why something did not arrive. */
  @Get(':id/webhooks/:webhookId/deliveries')
  async deliveries(
    @Param('id') wardId: string,
    @Param('webhookId', webhookId) id: string,
    @Req() request: FastifyRequest,
  ): Promise<WebhookDelivery[]> {
    ofTheWard(request, wardId);
    const deliveries = await webhookDeliveries(this.database, { wardId, webhookId: id });
    if (!deliveries) throw noSuchWebhook();
    return deliveries;
  }

  /** Has it sent something that is about no alert, signed like everything else. */
  @Post(':id/webhooks/:webhookId/test-messages')
  @HttpCode(202)
  async test(
    @Param('id') wardId: string,
    @Param('webhookId', webhookId) id: string,
    @Req() request: FastifyRequest,
  ): Promise<{ deliveries: string[] }> {
    const by = ofTheWard(request, wardId);
    const webhook = (await webhooksOf(this.database, wardId)).find((one) => one.id === id && one.endedAt === null);
    if (!webhook) throw noSuchWebhook();
    const to = { webhookId: id, wardId };
    return this.database.transaction(async (transaction) => {
      const since = new Date(clock.now().getTime() - TESTS_WITHIN);
      if ((await testMessagesSince(transaction, to, since)) >= MOST_TESTS)
        throw new Refusal('invalid-document', `It was tested ${MOST_TESTS} times within the hour. Try again later.`);
      const deliveries = await queueTestMessage(transaction, {
        to,
        deliveries: [{ channel: 'webhook', deviceId: null }],
        giveUpAfter: GIVE_UP_TEST_AFTER,
      });
      await appendAudit(transaction, [
        { act: 'tested-webhook', actor: { kind: 'person', id: by.id }, ward: wardId, details: { webhook: id } },
      ]);
      return { deliveries };
    });
  }
}

function viewOf(webhook: Webhook): WebhookView {
  const { id, name, url, priorities, createdBy, createdAt, endedAt, endedWhy, failingWhy, lastFailure } = webhook;
  return {
    id,
    name,
    url,
    priorities: [...priorities],
    createdBy,
    createdAt: createdAt.getTime(),
    endedAt: endedAt?.getTime() ?? null,
    endedWhy,
    failingSince: webhook.failingSince?.getTime() ?? null,
    failingWhy,
    lastSuccessAt: webhook.lastSuccessAt?.getTime() ?? null,
    lastFailure,
  };
}
