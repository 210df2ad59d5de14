import { personOf } from '#access';
import type { Colleague } from '#contracts';
import { colleaguesOf, Database } from '#records';
import { Refusal } from '#runtime';
import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

@Controller('api/wards')
export class ColleaguesController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Everybody who may answer for the ward's alerts: whom one can be handed to. */
  @Get(':id/colleagues')
  async colleagues(@Param('id') wardId: string, @Req() request: FastifyRequest): Promise<Colleague[]> {
    if (!personOf(request).wardIds.includes(wardId))
      throw new Refusal('not-found', 'There is no such ward, or it is not one of yours.');
    return colleaguesOf(this.database, wardId);
  }
}
