import { openWallScreen, SESSION_COOKIE, wallSeenSince } from '#access';
import { wallScreenTerms, type SignedIn, type WallScreens } from '#contracts';
import { Database, endWallScreen, wallScreensOf } from '#records';
import { clock, Refusal } from '#runtime';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { noSuchWard, ofTheWard } from '../routes/of-the-ward.ts';
import { CookieTerms } from '../sign-in/cookie-terms.ts';
import { fromOf, signedIn } from '../sign-in/sign-in-answers.ts';

const noSuchScreen = (): Refusal =>
  new Refusal('not-found', 'There is no such wall screen, it has ended, or it is not yours to end.');
const screenIdOf = new ParseUUIDPipe({ exceptionFactory: noSuchScreen });

/** Screens on a wall: a browser that shows one ward's board and can do nothing else. */
@Controller('api/wards/:id/wall-screens')
export class WallScreenController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CookieTerms) private readonly cookieTerms: CookieTerms,
  ) {}

  @Get()
  async list(@Param('id') wardId: string, @Req() request: FastifyRequest): Promise<WallScreens> {
    const asks = ofTheWard(request, wardId);
    const now = clock.now();
    const screens = await wallScreensOf(this.database, { asks, wardId, now, seenSince: wallSeenSince(now) });
    return { at: now.getTime(), screens };
  }

  /** This browser is a screen from now on, and whoever opened it is signed out here. */
  @Post()
  async open(
    @Param('id') wardId: string,
    @Body({ schema: wallScreenTerms }) terms: z.output<typeof wallScreenTerms>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    const wish = {
      ...terms,
      account: ofTheWard(request, wardId),
      wardId,
      token: request.cookies[SESSION_COOKIE] ?? '',
      from: fromOf(request),
    };
    const started = await openWallScreen(this.database, wish, clock.now());
    if (!started) throw noSuchWard();
    void reply.setCookie(SESSION_COOKIE, started.token, this.cookieTerms.lasting(started.maxAgeSeconds));
    return signedIn(started.account);
  }

  @Delete(':screenId')
  @HttpCode(204)
  async end(
    @Param('id') wardId: string,
    @Param('screenId', screenIdOf) screenId: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const actor = ofTheWard(request, wardId);
    if (!(await endWallScreen(this.database, { actor, wardId, screenId }))) throw noSuchScreen();
  }
}
