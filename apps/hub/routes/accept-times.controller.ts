import { acceptTimesChange, type AcceptTimesView } from '#contracts';
import { acceptTimesOf, changeAcceptTimes, Database } from '#records';
import { Refusal } from '#runtime';
import { Body, Controller, Get, Inject, Param, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { noSuchWard, ofTheWard } from './of-the-ward.ts';

/** How soon a ward's alerts are to be accepted, within bounds that no ward may pass. */
@Controller('api/wards')
export class AcceptTimesController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get(':id/accept-times')
  async read(@Param('id') wardId: string, @Req() request: FastifyRequest): Promise<AcceptTimesView> {
    const { role } = ofTheWard(request, wardId);
    const times = await acceptTimesOf(this.database, wardId);
    if (!times) throw noSuchWard();
    return { ...times, mayChange: role === 'lead' || role === 'administrator' };
  }

  /** For alerts that are raised from now on. */
  @Put(':id/accept-times')
  async change(
    @Param('id') wardId: string,
    @Body({ schema: acceptTimesChange }) change: z.output<typeof acceptTimesChange>,
    @Req() request: FastifyRequest,
  ): Promise<{ version: number }> {
    const by = ofTheWard(request, wardId);
    const changed = await changeAcceptTimes(this.database, { wardId, change, by });
    if (changed.kind === 'stale')
      throw new Refusal('stale', `${changed.by} has changed these times since you looked. Nothing was changed.`);
    return { version: changed.version };
  }
}
