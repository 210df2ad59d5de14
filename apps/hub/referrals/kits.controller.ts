import { personOf } from '#access';
import { KIT_STATES, kitDraft, kitMove, type WardKits } from '#contracts';
import { addKit, appendAudit, Database, kitsOf, moveKit } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ofField } from '../of-field.ts';
import { noSuchWard } from '../routes/of-the-ward.ts';

const noSuchKit = (): Refusal => new Refusal('not-found', 'There is no such kit on your wards.');
const kitId = new ParseUUIDPipe({ exceptionFactory: noSuchKit });

/** What a ward lends: where each is, to whom it is lent, and what becomes of it. */
@Controller('api')
export class KitsController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get('wards/:id/kits')
  async show(@Param('id') wardId: string, @Req() request: FastifyRequest): Promise<WardKits> {
    const person = personOf(request);
    const found = person.wardIds.includes(wardId) ? await kitsOf(this.database, wardId, person) : null;
    if (!found) throw noSuchWard();
    await appendAudit(this.database, [
      {
        act: 'viewed-kits',
        actor: { kind: 'person', id: person.id },
        ward: wardId,
        admissions: found.stays.map(({ admissionId }) => admissionId),
      },
    ]);
    return { at: clock.now().getTime(), ...found };
  }

  @Post('wards/:id/kits')
  async add(
    @Param('id') wardId: string,
    @Body({ schema: kitDraft }) draft: z.output<typeof kitDraft>,
    @Req() request: FastifyRequest,
  ): Promise<{ id: string }> {
    const outcome = await addKit(this.database, { wardId, draft, actor: personOf(request), now: clock.now() });
    switch (outcome.kind) {
      case 'added':
        return { id: outcome.id };
      case 'no-such-ward':
        throw noSuchWard();
      case 'known':
        throw ofField('serial', 'is of a kit that is in the record already');
    }
  }

  @Put('kits/:id/state')
  async move(
    @Param('id', kitId) id: string,
    @Body({ schema: kitMove }) move: z.output<typeof kitMove>,
    @Req() request: FastifyRequest,
  ): Promise<{ version: number }> {
    const outcome = await moveKit(this.database, { kitId: id, move, actor: personOf(request), now: clock.now() });
    switch (outcome.kind) {
      case 'moved':
        return { version: outcome.version };
      case 'no-such-kit':
        throw noSuchKit();
      case 'stale':
        throw new Refusal(
          'stale',
          'Somebody changed this kit since you looked: look at it once more. Nothing was changed.',
        );
      case 'not-from-here':
        throw new Refusal(
          'not-ready',
          `That cannot be done with this kit now: ${KIT_STATES[outcome.state].toLowerCase()}.${outcome.state === 'cleaning' ? ' Say first that it is clean.' : ''}`,
        );
      case 'no-such-stay':
        throw ofField('admissionId', 'is nobody who is on this ward now');
    }
  }
}
