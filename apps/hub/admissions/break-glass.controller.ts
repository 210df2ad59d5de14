import { giveSignInTryBack, personOf, takeGlassTry } from '#access';
import { MINUTE } from '#clinical';
import {
  GLASS_MINUTES,
  glassDraft,
  glassReview,
  type GlassReviews,
  type OpenGlass,
  type OpenGlasses,
} from '#contracts';
import {
  breakGlass,
  countGlassesToReview,
  Database,
  glassReviewsFor,
  holdGlassBack,
  openGlassesOf,
  reviewGlass,
  triedInVainFor,
} from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { addressOf } from '../concerns/tries.ts';
import { tooManyTries } from '../sign-in/too-many-tries.ts';

const noSuchGlass = (): Refusal =>
  new Refusal('not-found', 'There is nothing of that name for you to review: it may be your own.');
const glassId = new ParseUUIDPipe({ exceptionFactory: noSuchGlass });

/** One patient beyond one's wards, with a reason; and whether that was right. */
@Controller('api/break-glass')
export class BreakGlassController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Opens one patient for an hour. Nobody else of their ward comes with them. */
  @Post()
  async open(
    @Body({ schema: glassDraft }) draft: z.output<typeof glassDraft>,
    @Req() request: FastifyRequest,
  ): Promise<OpenGlass> {
    const now = clock.now();
    const actor = personOf(request);
    const taken = await takeGlassTry(this.database, { accountId: actor.id, address: addressOf(request), now });
    if ('until' in taken) {
      await holdGlassBack(this.database, { actor, kind: draft.kind });
      throw tooManyTries(
        'Too many of these numbers and dates of birth were nobody’s. Whoever reviews break-glass sees that. In an emergency ring the patient’s ward.',
        taken.until,
        now,
      );
    }
    const until = new Date(now.getTime() + GLASS_MINUTES * MINUTE);
    const outcome = await breakGlass(this.database, { actor, draft, now, until });
    if (outcome.kind !== 'no-such-patient') await giveSignInTryBack(this.database, taken);
    switch (outcome.kind) {
      case 'open':
        return outcome.glass;
      case 'own-ward':
        throw new Refusal('not-ready', 'This patient is on one of your own wards: open them from its board.');
      case 'no-such-patient':
        throw new Refusal('not-found', 'Nobody on a ward now has this NHS number and date of birth.');
    }
  }

  @Get()
  async mine(@Req() request: FastifyRequest): Promise<OpenGlasses> {
    const now = clock.now();
    const open = await openGlassesOf(this.database, { accountId: personOf(request).id, now });
    return { at: now.getTime(), open };
  }

  @Get('reviews')
  async reviews(@Req() request: FastifyRequest): Promise<GlassReviews> {
    const now = clock.now();
    const asks = personOf(request);
    const triedInVain = await triedInVainFor(this.database, { asks, now });
    const glasses = await glassReviewsFor(this.database, { asks });
    return { at: now.getTime(), glasses, triedInVain };
  }

  @Get('reviews/count')
  async count(@Req() request: FastifyRequest): Promise<{ waiting: number }> {
    return { waiting: await countGlassesToReview(this.database, personOf(request)) };
  }

  @Post(':id/review')
  @HttpCode(204)
  async review(
    @Param('id', glassId) id: string,
    @Body({ schema: glassReview }) review: z.output<typeof glassReview>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const outcome = await reviewGlass(this.database, { id, actor: personOf(request), review, now: clock.now() });
    if (outcome === 'no-such-glass') throw noSuchGlass();
    if (outcome === 'stale')
      throw new Refusal('stale', 'Somebody has reviewed this meanwhile. Look at what they found.');
  }
}
