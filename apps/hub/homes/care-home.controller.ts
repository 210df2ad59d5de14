import { personOf } from '#access';
import type { CareHomeList } from '#contracts';
import { careHomesAmong, Database } from '#records';
import { clock } from '#runtime';
import { Controller, Get, Inject, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

@Controller('api/homes')
export class CareHomeController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The care homes whose round sheets one may send: of one's wards, or one's own. */
  @Get()
  async list(@Req() request: FastifyRequest): Promise<CareHomeList> {
    const { role, careHome, wardIds } = personOf(request);
    if (role === 'care-home' && careHome === null) return { homes: [] };
    const only = role === 'care-home' ? (careHome?.id ?? null) : null;
    return { homes: await careHomesAmong(this.database, { wardIds, only, now: clock.now() }) };
  }
}
