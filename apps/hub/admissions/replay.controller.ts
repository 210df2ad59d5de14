import { personOf } from '#access';
import { replayQuestion, type StayReplay } from '#contracts';
import { appendAudit, Database, stayAsKnown } from '#records';
import { clock } from '#runtime';
import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ofField } from '../of-field.ts';
import { admissionId, noSuchPatient } from './admission-id.ts';

/** A stay as it was known at the end of a day, or at a moment. */
@Controller('api/admissions')
export class ReplayController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get(':id/replay')
  async replay(
    @Param('id', admissionId) id: string,
    @Query({ schema: replayQuestion }) { day, at }: z.output<typeof replayQuestion>,
    @Req() request: FastifyRequest,
  ): Promise<StayReplay> {
    const person = personOf(request);
    const outcome = await stayAsKnown(this.database, {
      admissionId: id,
      wardIds: person.wardIds,
      moment: day !== undefined ? { day } : at !== undefined ? { at: new Date(at) } : null,
      now: clock.now(),
    });
    switch (outcome.kind) {
      case 'no-such-stay':
        throw noSuchPatient();
      case 'no-such-day':
        throw ofField(
          day === undefined ? 'at' : 'day',
          `expected a time within the stay, which is from ${outcome.first} to ${outcome.last}`,
        );
      case 'found':
        await appendAudit(this.database, [
          {
            act: 'replayed-stay',
            actor: { kind: 'person', id: person.id },
            ward: outcome.wardNow,
            admissions: [id],
            details: { at: new Date(outcome.replay.at).toISOString() },
          },
        ]);
        return outcome.replay;
    }
  }
}
