import { alertRouteChange, type AlertRouteVersion, type AlertRouteView, type ProblemDetail } from '#contracts';
import { alertRouteOf, alertRouteVersions, changeAlertRoute, channelStates, Database, type RouteGap } from '#records';
import { Refusal } from '#runtime';
import { Body, Controller, Get, Inject, Param, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { noSuchWard, ofTheWard } from './of-the-ward.ts';

/** Who is told of a ward's alerts. */
@Controller('api/wards')
export class AlertRouteController {
  constructor(@Inject(Database) private readonly database: Database) {}

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
}

function problemOf({ pointer, sentence }: RouteGap): ProblemDetail {
  return { pointer, field: pointer.slice(pointer.lastIndexOf('/') + 1), detail: sentence };
}
