import { personOf } from '#access';
import { retentionDecision, type RetentionView } from '#contracts';
import { Database, decideRetention, retentionSeen, withdrawRetention, type RetentionTerms } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { RETENTION_TERMS } from '../hub-tokens.ts';

const noSuchDecision = (): Refusal => new Refusal('not-found', 'No decision of that name waits to be done.');
const decisionId = new ParseUUIDPipe({ exceptionFactory: noSuchDecision });

/** What is kept for how long, what the nights removed, and who decides that care records end. */
@Controller('api/retention')
export class RetentionController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RETENTION_TERMS) private readonly terms: RetentionTerms,
  ) {}

  @Get()
  async seen(): Promise<RetentionView> {
    const now = clock.now();
    return { at: now.getTime(), ...(await retentionSeen(this.database, { terms: this.terms, now })) };
  }

  @Post('decisions')
  @HttpCode(204)
  async decide(
    @Body({ schema: retentionDecision }) { people, reason }: z.output<typeof retentionDecision>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const wish = { actor: personOf(request), people, reason, terms: this.terms, now: clock.now() };
    const outcome = await decideRetention(this.database, wish);
    if (outcome === 'stale') throw new Refusal('stale', 'Not as many are due as you looked at. Look at them again.');
    if (outcome === 'waits')
      throw new Refusal('not-ready', 'Somebody has decided already. It is done in the night; withdraw it first.');
  }

  @Post('decisions/:id/withdrawal')
  @HttpCode(204)
  async withdraw(@Param('id', decisionId) id: string, @Req() request: FastifyRequest): Promise<void> {
    const wish = { actor: personOf(request), id, now: clock.now() };
    if (!(await withdrawRetention(this.database, wish))) throw noSuchDecision();
  }
}
