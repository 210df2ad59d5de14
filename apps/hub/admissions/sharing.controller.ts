import { personOf } from '#access';
import { sharingChoiceDraft, type SharingChoiceKept, type SharingChoices } from '#contracts';
import { appendAudit, Database, keepSharingChoice, sharingChoicesOf } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ofField } from '../of-field.ts';
import { admissionId, noSuchPatient } from './admission-id.ts';

/** What a person said about their record going to others. */
@Controller('api/admissions')
export class SharingController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get(':id/sharing-choices')
  async show(@Param('id', admissionId) id: string, @Req() request: FastifyRequest): Promise<SharingChoices> {
    const person = personOf(request);
    const found = await sharingChoicesOf(this.database, { admissionId: id, wardIds: person.wardIds });
    if (!found) throw noSuchPatient();
    await appendAudit(this.database, [
      {
        act: 'viewed-sharing-choices',
        actor: { kind: 'person', id: person.id },
        ward: found.wardId,
        admissions: [id],
      },
    ]);
    return { choices: found.choices };
  }

  /** Written down once: what is taken back is another choice. */
  @Post(':id/sharing-choices')
  async keep(
    @Param('id', admissionId) id: string,
    @Body({ schema: sharingChoiceDraft }) draft: z.output<typeof sharingChoiceDraft>,
    @Req() request: FastifyRequest,
  ): Promise<SharingChoiceKept> {
    const outcome = await keepSharingChoice(this.database, {
      admissionId: id,
      draft,
      actor: personOf(request),
      now: clock.now(),
    });
    switch (outcome.kind) {
      case 'kept':
        return { id: outcome.id };
      case 'no-such-stay':
        throw noSuchPatient();
      case 'stale':
        throw new Refusal(
          'stale',
          'Somebody has written down another choice since you looked: look at it once more. Nothing was kept.',
        );
      case 'in-the-future':
        throw ofField('saidOn', `expected a day that has begun, not ${draft.saidOn}`);
    }
  }
}
