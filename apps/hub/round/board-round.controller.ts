import { personOf } from '#access';
import { DAY, HOUR } from '#clinical';
import {
  handoverQuestion,
  LONGEST_HANDOVER_DAYS,
  roundDecisionDraft,
  type Handover,
  type HandoverStay,
  type RoundDecided,
} from '#contracts';
import { appendAudit, Database, decideOnRound, handoverOf, hiddenFrom } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';

const NO_SUCH_STAY = 'There is no such patient on your wards now.';
const A_SHIFT = 12 * HOUR;
const admissionId = new ParseUUIDPipe({ exceptionFactory: () => new Refusal('not-found', NO_SUCH_STAY) });

/** What a handover and a board round begin with, and what a round decides. */
@Controller('api')
export class BoardRoundController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** What changed on the ward since a moment. A ward of other people's is not found. */
  @Get('wards/:id/handover')
  async handover(
    @Param('id') wardId: string,
    @Query({ schema: handoverQuestion }) question: z.output<typeof handoverQuestion>,
    @Req() request: FastifyRequest,
  ): Promise<Handover> {
    const person = personOf(request);
    if (!person.wardIds.includes(wardId))
      throw new Refusal('not-found', 'There is no such ward, or it is not one of yours.');
    const now = clock.now();
    const asked = question.since === undefined ? now.getTime() - A_SHIFT : Date.parse(question.since);
    const since = new Date(Math.max(asked, now.getTime() - LONGEST_HANDOVER_DAYS * DAY));
    const found = await handoverOf(this.database, { wardId, since, now });
    await appendAudit(this.database, [
      {
        act: 'viewed-handover',
        actor: { kind: 'person', id: person.id },
        ward: wardId,
        admissions: found.stays.map((stay) => stay.admissionId),
      },
    ]);
    const hidden = hiddenFrom(person);
    return { ...found, stays: found.stays.map((stay) => (hidden.has(stay.admissionId) ? withoutWords(stay) : stay)) };
  }

  /** Keeps what a round decided for a patient, by name. */
  @Post('admissions/:id/round-decisions')
  async decide(
    @Param('id', admissionId) id: string,
    @Body({ schema: roundDecisionDraft }) draft: z.output<typeof roundDecisionDraft>,
    @Req() request: FastifyRequest,
  ): Promise<RoundDecided> {
    const outcome = await decideOnRound(this.database, {
      admissionId: id,
      draft,
      actor: personOf(request),
      now: clock.now(),
    });
    switch (outcome.kind) {
      case 'decided':
        return { id: outcome.id, at: outcome.at };
      case 'no-such-stay':
        throw new Refusal('not-found', NO_SUCH_STAY);
      case 'stale':
        throw new Refusal(
          'stale',
          'A colleague has decided something for this patient since you looked. It is shown now: decide once more if you still want to.',
        );
    }
  }
}

/** What became of somebody whose record is restricted: scores and alerts, and nothing that was written about them. */
const withoutWords = (stay: HandoverStay): HandoverStay => ({
  ...stay,
  alerts: stay.alerts.map((alert) => ({ ...alert, note: null })),
  decisions: stay.decisions.map((decision) => ({ ...decision, note: null })),
});
