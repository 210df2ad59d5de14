import { personOf } from '#access';
import { repeatDraft } from '#contracts';
import { askToRepeat, Database } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { admissionId, noSuchPatient } from '../admissions/admission-id.ts';

@Controller('api/admissions')
export class RepeatController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The home sees it with a countdown, until a reading is in that was measured after this. */
  @Post(':id/repeat-requests')
  @HttpCode(204)
  async ask(
    @Param('id', admissionId) id: string,
    @Body({ schema: repeatDraft }) draft: z.output<typeof repeatDraft>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const wish = { admissionId: id, draft, actor: personOf(request), now: clock.now() };
    switch ((await askToRepeat(this.database, wish)).kind) {
      case 'asked':
        return;
      case 'no-such-stay':
        throw noSuchPatient();
      case 'no-home':
        throw new Refusal('stale', 'This patient is at their own home: no staff would see it. Ring them.');
    }
  }
}
