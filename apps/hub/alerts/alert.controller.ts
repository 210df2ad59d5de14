import { personOf } from '#access';
import { alertAcceptance, alertResolution } from '#contracts';
import { actOnAlert, Database, type AlertChange } from '#records';
import { Refusal } from '#runtime';
import { Body, Controller, HttpCode, Inject, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';

const alertId = new ParseUUIDPipe({
  exceptionFactory: () => new Refusal('not-found', 'There is no such alert, or it is not on one of your wards.'),
});

@Controller('api/alerts')
export class AlertController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Takes an alert on by name. 409 with what changed when somebody was quicker. */
  @Post(':id/acceptance')
  @HttpCode(200)
  async accept(
    @Param('id', alertId) id: string,
    @Body({ schema: alertAcceptance }) body: z.output<typeof alertAcceptance>,
    @Req() request: FastifyRequest,
  ): Promise<{ version: number }> {
    const actor = personOf(request);
    return answer(
      await actOnAlert(this.database, { alertId: id, version: body.version, actor, action: { kind: 'accept' } }),
    );
  }

  /** Closes an alert with what came of it. 409 with what changed when somebody was quicker. */
  @Post(':id/resolution')
  @HttpCode(200)
  async resolve(
    @Param('id', alertId) id: string,
    @Body({ schema: alertResolution }) body: z.output<typeof alertResolution>,
    @Req() request: FastifyRequest,
  ): Promise<{ version: number }> {
    const actor = personOf(request);
    const { version, outcome, note } = body;
    const action = { kind: 'resolve', outcome, note: note ?? null } as const;
    return answer(await actOnAlert(this.database, { alertId: id, version, actor, action }));
  }
}

function answer(change: AlertChange): { version: number } {
  switch (change.kind) {
    case 'changed':
      return { version: change.version };
    case 'no-such-alert':
      throw new Refusal('not-found', 'There is no such alert, or it is not on one of your wards.');
    case 'not-possible':
      throw new Refusal('stale', 'This alert changed since you looked: read it once more.');
    case 'stale':
      throw new Refusal('stale', whatChanged(change));
  }
}

function whatChanged({ status, by }: Extract<AlertChange, { kind: 'stale' }>): string {
  switch (status) {
    case 'accepted':
      return `${by ?? 'Somebody'} has accepted this alert since you looked.`;
    case 'resolved':
      return `${by ?? 'Somebody'} has closed this alert since you looked.`;
    default:
      return 'This alert was raised again since you looked: read it once more.';
  }
}
