import { personOf } from '#access';
import type { AlertDeliveries, AlertPlace } from '#contracts';
import { Database, openedByRecipient, placeOfAlert, toldOfAlert } from '#records';
import { Refusal } from '#runtime';
import { Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

const noSuchAlert = () => new Refusal('not-found', 'There is no such alert, or it is not on one of your wards.');
const alertId = new ParseUUIDPipe({ exceptionFactory: noSuchAlert });

/** Who was told of an alert, and the way from a message to it. */
@Controller('api/alerts')
export class ToldController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get(':id/deliveries')
  async deliveries(@Param('id', alertId) id: string, @Req() request: FastifyRequest): Promise<AlertDeliveries> {
    const told = await toldOfAlert(this.database, id, personOf(request).wardIds);
    if (!told) throw noSuchAlert();
    return told;
  }

  /** Where the link of a message leads, once its reader has signed in: what they were sent about the alert is read. */
  @Post(':id/opening')
  @HttpCode(200)
  async open(@Param('id', alertId) id: string, @Req() request: FastifyRequest): Promise<AlertPlace> {
    const person = personOf(request);
    const place = await placeOfAlert(this.database, id, person.wardIds);
    if (!place) throw noSuchAlert();
    await openedByRecipient(this.database, person.id, id);
    return place;
  }
}
