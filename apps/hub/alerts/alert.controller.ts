import { personOf } from '#access';
import { MINUTE } from '#clinical';
import {
  alertAcceptance,
  alertComment,
  alertHandOver,
  alertPause,
  alertRejection,
  alertResolution,
  alertTakeOver,
  type AlertHistory,
} from '#contracts';
import { actOnAlerts, alertHistory, appendAudit, commentOnAlert, Database, type AlertAction } from '#records';
import { Refusal } from '#runtime';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { NO_SUCH_ALERT, versionOf } from './refused-change.ts';

const alertId = new ParseUUIDPipe({ exceptionFactory: () => new Refusal('not-found', NO_SUCH_ALERT) });

/** What a person saw before they did something. */
interface Seen {
  version: number;
  also?: { id: string; version: number }[] | undefined;
}

type Answer = Promise<{ version: number }>;

/** What people do to alerts, each by name. 409 with what changed when somebody or something was quicker. */
@Controller('api/alerts')
export class AlertController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Post(':id/acceptance')
  @HttpCode(200)
  accept(
    @Param('id', alertId) id: string,
    @Body({ schema: alertAcceptance }) body: z.output<typeof alertAcceptance>,
    @Req() request: FastifyRequest,
  ): Answer {
    return this.act(request, id, body, { kind: 'accept' });
  }

  @Post(':id/rejection')
  @HttpCode(200)
  reject(
    @Param('id', alertId) id: string,
    @Body({ schema: alertRejection }) body: z.output<typeof alertRejection>,
    @Req() request: FastifyRequest,
  ): Answer {
    return this.act(request, id, body, { kind: 'reject', reason: body.reason });
  }

  @Post(':id/pause')
  @HttpCode(200)
  pause(
    @Param('id', alertId) id: string,
    @Body({ schema: alertPause }) body: z.output<typeof alertPause>,
    @Req() request: FastifyRequest,
  ): Answer {
    return this.act(request, id, body, { kind: 'pause', duration: body.minutes * MINUTE });
  }

  @Post(':id/hand-over')
  @HttpCode(200)
  handOver(
    @Param('id', alertId) id: string,
    @Body({ schema: alertHandOver }) body: z.output<typeof alertHandOver>,
    @Req() request: FastifyRequest,
  ): Answer {
    return this.act(request, id, body, { kind: 'hand-over', to: body.to });
  }

  @Post(':id/take-over')
  @HttpCode(200)
  takeOver(
    @Param('id', alertId) id: string,
    @Body({ schema: alertTakeOver }) body: z.output<typeof alertTakeOver>,
    @Req() request: FastifyRequest,
  ): Answer {
    return this.act(request, id, body, { kind: 'take-over' });
  }

  @Post(':id/resolution')
  @HttpCode(200)
  resolve(
    @Param('id', alertId) id: string,
    @Body({ schema: alertResolution }) body: z.output<typeof alertResolution>,
    @Req() request: FastifyRequest,
  ): Answer {
    return this.act(request, id, body, { kind: 'resolve', outcome: body.outcome, note: body.note ?? null });
  }

  @Post(':id/comments')
  @HttpCode(200)
  async comment(
    @Param('id', alertId) id: string,
    @Body({ schema: alertComment }) { text }: z.output<typeof alertComment>,
    @Req() request: FastifyRequest,
  ): Answer {
    return versionOf(await commentOnAlert(this.database, { alertId: id, actor: personOf(request), text }));
  }

  /** Everything that happened to an alert, also when it is closed. */
  @Get(':id/history')
  async history(@Param('id', alertId) id: string, @Req() request: FastifyRequest): Promise<AlertHistory> {
    const person = personOf(request);
    const found = await alertHistory(this.database, { alertId: id, wardIds: person.wardIds });
    if (!found) throw new Refusal('not-found', NO_SUCH_ALERT);
    const { wardId: ward, admissionId, ...history } = found;
    await appendAudit(this.database, [
      {
        act: 'viewed-alert',
        actor: { kind: 'person', id: person.id },
        ward,
        alert: id,
        ...(admissionId !== null && { admissions: [admissionId] }),
      },
    ]);
    return history;
  }

  private async act(request: FastifyRequest, id: string, { version, also = [] }: Seen, action: AlertAction): Answer {
    const others = also.filter((one) => one.id !== id);
    return versionOf(
      await actOnAlerts(this.database, { seen: [{ id, version }, ...others], actor: personOf(request), action }),
    );
  }
}
