import { personOf } from '#access';
import { MINUTE } from '#clinical';
import { GLASS_MINUTES, restrictedGlassDraft, restrictionWish, type OpenGlass, type RestrictionView } from '#contracts';
import { appendAudit, Database, openRestricted, restrict, restrictionOf } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ofField } from '../of-field.ts';
import { admissionId, noSuchPatient } from './admission-id.ts';

/** Records that colleagues must not read out of curiosity: who sees them, and opening one with a reason. */
@Controller('api/admissions')
export class RestrictionController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get(':id/restriction')
  async show(@Param('id', admissionId) id: string, @Req() request: FastifyRequest): Promise<RestrictionView> {
    const person = personOf(request);
    const found = await restrictionOf(this.database, { admissionId: id, wardIds: person.wardIds });
    if (!found) throw noSuchPatient();
    const { wardId, ...view } = found;
    await appendAudit(this.database, [
      { act: 'viewed-restriction', actor: { kind: 'person', id: person.id }, ward: wardId, admissions: [id] },
    ]);
    return view;
  }

  @Put(':id/restriction')
  @HttpCode(204)
  async change(
    @Param('id', admissionId) id: string,
    @Body({ schema: restrictionWish }) wish: z.output<typeof restrictionWish>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const outcome = await restrict(this.database, {
      admissionId: id,
      wish,
      actor: personOf(request),
      now: clock.now(),
    });
    switch (outcome.kind) {
      case 'done':
        return;
      case 'no-such-stay':
        throw noSuchPatient();
      case 'stale':
        throw new Refusal('stale', 'Somebody has changed this since you looked: look at it once more.');
      case 'no-such-person':
        throw ofField('named', `expected ids of people of the hub who work on the ward; ${outcome.id} is none`);
    }
  }

  /** Opens a restricted record of one's own ward for an hour. */
  @Post(':id/break-glass')
  async open(
    @Param('id', admissionId) id: string,
    @Body({ schema: restrictedGlassDraft }) draft: z.output<typeof restrictedGlassDraft>,
    @Req() request: FastifyRequest,
  ): Promise<OpenGlass> {
    const now = clock.now();
    const until = new Date(now.getTime() + GLASS_MINUTES * MINUTE);
    const actor = personOf(request);
    const glass = await openRestricted(this.database, { admissionId: id.toLowerCase(), draft, actor, now, until });
    if (!glass) throw new Refusal('not-found', 'There is no record of your wards that is closed to you.');
    return glass;
  }
}
