import { homePhones, type HomePhones } from '#contracts';
import { changeHomePhones, Database, homePhonesOf } from '#records';
import { Body, Controller, Get, HttpCode, Inject, Param, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { noSuchWard, ofTheWard } from '../routes/of-the-ward.ts';

/** Whom the staff of a ward's care homes ring while the hub is open, and while it is closed. */
@Controller('api/wards')
export class HomePhonesController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get(':id/home-phones')
  async read(@Param('id') wardId: string, @Req() request: FastifyRequest): Promise<HomePhones> {
    const { wardIds } = ofTheWard(request, wardId);
    const phones = await homePhonesOf(this.database, { wardId, wardIds });
    if (!phones) throw noSuchWard();
    return phones;
  }

  @Put(':id/home-phones')
  @HttpCode(204)
  async change(
    @Param('id') wardId: string,
    @Body({ schema: homePhones }) phones: z.output<typeof homePhones>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    if (!(await changeHomePhones(this.database, { wardId, phones, actor: ofTheWard(request, wardId) })))
      throw noSuchWard();
  }
}
